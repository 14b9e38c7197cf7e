// Package section has the level-two headings of a record: their names, and what they are called in postmortems of other
// templates and languages.
package section

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// All are the level-two headings of a record, in the order in which they are written.
var All = []string{"What happened", Timeline, "Impact", "Response", "Analysis", Lessons}

// The sections that are read for more than their being there.
const (
	Timeline = "Timeline"
	Lessons  = "Lessons"
	WentWell = "What went well"
	Lucky    = "Where we got lucky"
)

// BesideLessons are those that the page of lessons shows beside the lessons themselves.
func BesideLessons() []string { return []string{WentWell, Lucky} }

// usualNames are what the sections are called in postmortems of other templates, in English, German, French,
// Spanish, Italian, Portuguese, Dutch, Japanese and Chinese, in lower case and without what stands in brackets.
var usualNames = map[string][]string{
	"What happened": {
		"summary", "executive summary", "incident summary", "overview", "description", "incident description", "synopsis", "tl;dr",
		"what has happened", "was geschah", "was geschehen ist", "was passiert ist", "was ist passiert", "was ist geschehen",
		"zusammenfassung", "überblick", "beschreibung", "hergang", "vorfall",
		"que s'est-il passé", "ce qui s'est passé", "ce qu'il s'est passé", "résumé", "synthèse", "faits",
		"qué pasó", "qué ocurrió", "qué sucedió", "qué ha pasado", "resumen", "descripción", "resumen ejecutivo",
		"何が起きたか", "何が起きたのか", "何が起こったか", "概要", "要約", "サマリー", "サマリ", "事象", "障害概要", "インシデント概要",
		"发生了什么", "事件概述", "概述", "摘要", "事件描述", "事故概述", "發生了什麼", "事件摘要",
		"cosa è successo", "che cosa è successo", "sintesi", "riepilogo", "sommario", "descrizione", "descrizione dei fatti", "descrizione dell'incidente", "descripción del incidente", "exposé des faits", "les faits",
		"description de l'incident", "sachverhalt", "beschreibung des vorfalls", "in short", "kurz", "kurzfassung", "in breve", "en bref", "i fatti", "o que aconteceu", "resumo", "descrição", "descrição do incidente", "os fatos", "wat is er gebeurd", "wat gebeurde er", "samenvatting", "beschrijving", "omschrijving",
	},
	Timeline: {
		"timeline of events", "incident timeline", "event timeline", "chronology", "chronology of events", "sequence of events",
		"events", "key events", "ablauf", "zeitlicher ablauf", "zeitleiste", "zeitverlauf", "zeitlinie", "chronologie",
		"chronologie des événements", "chronologie de l'incident", "déroulé", "déroulement", "frise chronologique",
		"cronología", "línea de tiempo", "línea temporal", "cronología de los hechos", "cronología del incidente",
		"タイムライン", "時系列", "経緯", "経過", "时间线", "时间轴", "事件时间线", "事件经过", "時間線", "時間軸",
		"linha do tempo", "tijdlijn", "verloop", "tijdsverloop", "verlauf", "il giorno ora per ora", "cronistoria", "andamento", "déroulement des faits", "sucesión de hechos",
	},
	"Impact": {
		"customer impact", "user impact", "business impact", "impact on users", "impact on customers", "impact assessment",
		"who and what is affected", "who is affected", "what is affected",
		"auswirkung", "auswirkungen", "folgen", "impact sur les utilisateurs", "impacts", "conséquences", "effets",
		"impacto", "impacto en los usuarios", "consecuencias", "afectación", "影響", "影響範囲", "影响", "影响范围", "影響範圍",
		"impatto", "conseguenze", "effetti", "impatto sugli utenti", "impacto nos usuários", "impacto nos utilizadores", "consequências", "efeitos", "gevolgen", "effecten", "impact op gebruikers", "effect on users", "effects", "consequences", "consecuencias para los usuarios",
	},
	"Response": {
		"resolution", "resolution and recovery", "response and resolution", "mitigation", "mitigations", "remediation", "recovery",
		"incident response", "how we responded", "fix", "the fix", "reaktion", "behebung", "lösung", "wiederherstellung",
		"gegenmaßnahmen", "sofortmaßnahmen", "entstörung", "résolution", "réponse", "remédiation", "rétablissement", "correction",
		"resolución", "respuesta", "mitigación", "recuperación", "solución", "remediación",
		"対応", "対応内容", "復旧", "復旧対応", "解決", "対処", "处理过程", "应对", "响应", "解决", "解决方案", "恢复", "处理", "處理過程", "應對",
		"解決方案",
		"risoluzione", "risposta", "mitigazione", "ripristino", "rimedio", "resolução", "resposta", "mitigação", "recuperação", "oplossing", "reactie", "herstel", "maatregelen tijdens het incident",
	},
	"Analysis": {
		"root cause", "root causes", "root cause analysis", "root cause and analysis", "root cause and trigger", "cause", "causes",
		"contributing factors", "contributing causes", "root causes and contributing factors", "why it happened", "why did it happen",
		"five whys", "5 whys", "the five whys", "rca", "ursache", "ursachen", "ursachenanalyse", "grundursache", "analyse",
		"ursachen und beitragende faktoren", "beitragende faktoren", "begünstigende faktoren", "fehlerursache",
		"cause racine", "causes racines", "cause profonde", "causes profondes", "analyse des causes", "facteurs contributifs",
		"facteurs contributeurs", "analyse de la cause racine", "análisis", "causa", "causas", "causa raíz", "causas raíz",
		"análisis de causa raíz", "análisis de la causa raíz", "factores contribuyentes", "causa principal",
		"原因", "根本原因", "原因分析", "分析", "要因", "寄与要因", "根因", "根因分析", "影响因素", "促成因素",
		"analisi", "cause principali", "causa radice", "cause radice", "causa principale", "fattori contribuenti", "fattori che hanno contribuito", "perché è successo", "análise", "causa raiz", "causas raiz", "fatores contribuintes", "por que aconteceu", "por qué ocurrió", "por qué pasó", "pourquoi", "pourquoi c'est arrivé", "warum", "oorzaak", "oorzaken", "oorzaakanalyse", "grondoorzaak", "bijdragende factoren", "waarom gebeurde het", "why", "why did this happen", "why it was possible",
	},
	Lessons: {
		"lessons learned", "lessons learnt", "lesson learned", "learnings", "key learnings", "what we learned", "what we learnt",
		"what did we learn", "takeaways", "key takeaways", "lehren", "gelernte lektionen", "lektionen", "erkenntnisse",
		"was wir gelernt haben", "leçons", "leçons apprises", "leçons tirées", "enseignements", "enseignements tirés",
		"ce que nous avons appris", "retour d'expérience", "lecciones", "lecciones aprendidas", "aprendizajes",
		"qué aprendimos", "lo que aprendimos", "教訓", "学び", "学んだこと", "得られた教訓", "经验教训", "教训", "經驗教訓",
		"lezioni", "lezioni apprese", "cosa abbiamo imparato", "che cosa abbiamo imparato", "insegnamenti", "lições", "lições aprendidas", "aprendizados", "o que aprendemos", "lessen", "geleerde lessen", "wat we hebben geleerd", "ce que nous retenons", "what we have learned", "what we have learnt",
	},
	WentWell: {
		"what went right", "things that went well", "went well", "was gut lief", "was lief gut", "was gut gelaufen ist",
		"das lief gut", "ce qui a bien fonctionné", "ce qui s'est bien passé", "qué salió bien", "lo que salió bien",
		"qué funcionó bien", "lo que funcionó bien", "うまくいったこと", "うまくいった点", "良かった点", "よかったこと",
		"做得好的地方", "哪些做得好", "做得好的", "进展顺利的方面",
		"cosa è andato bene", "cos'è andato bene", "o que correu bem", "o que deu certo", "o que funcionou bem", "wat ging goed", "wat er goed ging",
	},
	Lucky: {
		"where did we get lucky", "things that were lucky", "lucky", "got lucky", "wo wir glück hatten", "glück gehabt",
		"wobei wir glück hatten", "là où nous avons eu de la chance", "où nous avons eu de la chance", "dónde tuvimos suerte",
		"en qué tuvimos suerte", "幸運だったこと", "幸運だった点", "運が良かったこと", "運がよかったこと", "幸运之处", "幸运的地方",
		"dove abbiamo avuto fortuna", "onde tivemos sorte", "waar we geluk hadden", "waar hadden we geluk",
	},
}

// Names tells what a section is called by its heading: a repository can have names of its own for the
// sections, and many postmortems follow another template.
type Names struct {
	own  map[string]string // what the repository calls a section
	says map[string]string // the section that a heading stands for, by its plain form
}

// usualHeadings are the sections that headings stand for in every repository, by the plain forms of the headings.
var usualHeadings = sync.OnceValue(func() map[string]string {
	says := map[string]string{}
	for name, usual := range usualNames {
		says[plainHeading(name)] = name
		for _, u := range usual {
			says[plainHeading(u)] = name
		}
	}
	for _, name := range All {
		says[plainHeading(name)] = name
	}
	return says
})

// New takes what a repository calls the sections, which may be nothing.
func New(own map[string]string) *Names {
	n := &Names{own, maps.Clone(usualHeadings())}
	for _, name := range slices.Sorted(maps.Keys(own)) {
		n.says[plainHeading(own[name])] = name
	}
	return n
}

// Also are the names with headings that another repository gives the sections, where they are free.
func (n *Names) Also(others map[string]string) *Names {
	also := &Names{n.own, maps.Clone(n.says)}
	for _, name := range slices.Sorted(maps.Keys(others)) {
		if heading := plainHeading(others[name]); also.says[heading] == "" {
			also.says[heading] = name
		}
	}
	return also
}

// Of is what the section under a heading is called; the heading itself where it is none that is known.
func (n *Names) Of(heading string) string {
	if name, known := n.says[plainHeading(heading)]; known {
		return name
	}
	return heading
}

// Heading is how the repository writes the heading of a section.
func (n *Names) Heading(name string) string {
	if own := n.own[name]; own != "" {
		return own
	}
	return name
}

// IsOwn reports whether a heading is the one of a section in this repository, and not that of another template.
func (n *Names) IsOwn(heading string) bool {
	name := n.Of(heading)
	return slices.Contains(Keys(), name) && strings.EqualFold(strings.TrimSpace(heading), n.Heading(name))
}

// Keys are the names that settings can give a heading of their own.
func Keys() []string { return append(slices.Clone(All), BesideLessons()...) }

var (
	numbered  = regexp.MustCompile(`^(?:(?:\d{1,2}(?:\.\d{1,2})+\.?|\d{1,2}[.)]|[IVX]{1,4}\.)\s+|[一二三四五六七八九十]{1,3}、\s*)`)
	bracketed = regexp.MustCompile(`\s*[(（\[【][^()（）\[\]【】]*[)）\]】]$`)
)

// plainHeading is a heading without its number, what stands in brackets at its end, and punctuation around it.
func plainHeading(heading string) string {
	h := numbered.ReplaceAllString(strings.TrimSpace(heading), "")
	h = bracketed.ReplaceAllString(h, "")
	h = strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(h), "’", "'"), "&", "and")
	return strings.Trim(h, " \t\u00a0:：?¿？!.。*_")
}
