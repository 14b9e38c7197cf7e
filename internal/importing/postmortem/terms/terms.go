// Package terms has what teams call the facts of an incident, and knows names of teams from those of people.
package terms

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hindcast/internal/importing"
	"hindcast/internal/importing/postmortem/markup"
	"hindcast/internal/lazy"
)

// fields are what keys of documents are called, by what they say of an incident: in lower case, with single spaces. The
// languages are English, German, French, Spanish, Italian, Portuguese, Dutch, Japanese and Chinese.
var fields = ByWord(map[string]string{
	"title": "title|name|titel|titre|título|titolo|タイトル|件名|标题",
	"summary": "summary|description|tldr|tl;dr|abstract|excerpt|zusammenfassung|kurzfassung|beschreibung|résumé|resumen|descripción|sintesi|" +
		"descrizione|resumo|descrição|samenvatting|beschrijving|概要|摘要|概述",
	"severity": "severity|sev|severity level|level|severity class|severity rating|incident severity|priority|prio|incident priority|" +
		"priority level|impact level|criticality|schweregrad|schwere|priorität|kritikalität|gravité|niveau|niveau de gravité|sévérité|" +
		"niveau de sévérité|criticité|priorité|gravedad|nivel|nivel de gravedad|severidad|nivel de severidad|criticidad|prioridad|gravità|" +
		"livello|livello di gravità|severità|priorità|criticità|gravidade|nível|severidade|prioridade|criticidade|ernst|prioriteit|urgentie|重大度|" +
		"深刻度|優先度|严重程度|级别|等级|事故等级|事件等级|严重级别|严重等级|故障等级|优先级",
	"status": "status|state|incident status|current status|stand|statut|état|estado|estado del incidente|stato|situação|estado do incidente|" +
		"toestand|ステータス|状態|状况|状态",
	"owner": "owner|team|owning team|owning squad|owner team|owned by|responsible team|responsible service|responsible unit|team responsible|" +
		"incident owner|lead team|service owner|postmortem owner|report owner|responsible|verantwortlich|verantwortliches team|zuständig|" +
		"zuständiges team|équipe|equipe|équipe responsable|équipe propriétaire|équipe pilote|service responsable|responsable|equipo|" +
		"equipo responsable|equipo propietario|área responsable|unidad responsable|servicio responsable|propietario|squadra|team responsabile|" +
		"gruppo responsabile|servizio responsabile|ufficio responsabile|responsabile|equipa|equipa responsável|equipe responsável|" +
		"área responsável|time responsável|responsável|eigenaar|verantwoordelijk team|verantwoordelijk|verantwoordelijke|担当チーム|責任チーム|担当部署|オーナー|" +
		"负责团队|责任团队|负责人",
	"commander": "incident commander|commander|ic|incident lead|incident manager|incident controller|response lead|led by|lead|einsatzleitung|" +
		"leitung|leitung des einsatzes|leitung der bewältigung|vorfallsleitung|koordination|pilote|pilote de l'incident|pilote de crise|pilotage|" +
		"coordination|comandante|dirección|dirección de la respuesta|coordinación|coordinación del incidente|coordinador|" +
		"responsable del incidente|coordinamento|coordinamento dell'incidente|coordinatore|coordinatore dell'incidente|" +
		"responsabile dell'incidente|coordenação|líder do incidente|coordenador do incidente|comandante do incidente|incidentleider|coördinatie|" +
		"インシデントコマンダー|指揮官|指挥官|现场指挥|现场负责人|事故指挥",
	"systems": "service|services|affected service|affected services|services affected|service affected|impacted service|impacted services|" +
		"services impacted|svc|system|systems|affected system|affected systems|systems affected|systems concerned|impacted systems|component|" +
		"components|affected components|components affected|product|products|affected product|affected products|dienst|dienste|" +
		"betroffene dienste|betroffener dienst|systeme|betroffene systeme|betroffenes system|betroffene komponenten|betroffene verfahren|" +
		"betroffene anwendungen|komponenten|produkt|produkte|système|systèmes|système touché|systèmes touchés|système concerné|" +
		"systèmes concernés|systèmes affectés|systèmes impactés|service touché|services touchés|services affectés|service concerné|" +
		"services concernés|services impactés|composants|servicio|servicios|servicio afectado|servicios afectados|sistema|sistemas|" +
		"sistema afectado|sistemas afectados|componentes|componentes afectados|servizio|servizi|servizi coinvolti|servizi interessati|sistemi|" +
		"sistemi coinvolti|sistemi interessati|componenti|serviço|serviços|serviços afetados|produtos afetados|serviços afectados|" +
		"sistemas afetados|getroffen systemen|betrokken systemen|getroffen diensten|systemen|diensten|対象システム|影響システム|対象サービス|影響サービス|受影响系统|受影响服务|" +
		"影响系统|影响服务|涉及系统",
	"access": "confidential|private|restricted|visibility|confidentiality|security level|draft|vertraulichkeit|confidentialité|" +
		"confidencialidad|riservatezza|confidencialidade|vertrouwelijkheid", // who may see it
	// A severity, where the value is one.
	"grade": "grade|grading|classification|einstufung|classement|clasificación|classificazione|classificação|indeling",

	"affected": "affected|impacted", // which has a list of systems, or says who
	"type": "type|incident type|category|incident category|kategorie|art|catégorie|type d'incident|tipo|tipo de incidente|categoría|" +
		"tipo di incidente|categoria|soort|categorie|種別|类型",
	"tlp":  "tlp",
	"tags": "tags|labels|keywords|categories|schlagworte|étiquettes|mots clés|etiquetas|etichette|trefwoorden|タグ|标签",
	"day": "incident date|date of incident|vorfallsdatum|vorfalldatum|datum des vorfalls|date de l'incident|date incident|fecha del incidente|" +
		"fecha de los hechos|happened on|date of event|data dell'incidente|data do incidente|datum incident|datum van het incident|occurred on|" +
		"発生日|发生日期",
	"date": "date|day|datum|tag|jour|fecha|data|dag|日付|日期",
	"started": "started|start|start time|started at|incident start|incident started|begin|began|beginning|fault occurs|impact start|" +
		"impact started|impact started at|impact began|start of impact|beginn|anfang|störungsbeginn|beginn der auswirkung|" +
		"beginn der auswirkungen|beginn der störung|beginn des vorfalls|début|debut|début de l'incident|début de l'impact|inicio|" +
		"inicio del incidente|inicio del impacto|inizio|inizio dell'incidente|inizio dell'impatto|início|início do incidente|início do impacto|" +
		"aanvang|begin van het incident|start incident|発生|発生日時|開始|开始|开始时间|发生时间",
	"detected": "detect|detected|detected at|detected on|detection time|time detected|date detected|first detected|fault detected|discovered|" +
		"discovered at|discovered on|team aware|entdeckt|erkannt|entdeckt am|erkannt am|détecté|détecté à|détecté le|détection|detectado|" +
		"detectado a las|detectado el|detección|rilevato|rilevato il|rilevato alle|rilevamento|detetado|detectado em|detetado em|deteção|" +
		"detecção|ontdekt|ontdekt op|gedetecteerd|検知|検知日時|検出|发现|发现时间|检测时间",
	// When no other key says when the incident was detected, these do.
	"noticed": "identified|identified at|identified on|reported|reported at|reported on|first reported|gemeldet|gemeldet am|bemerkt|bemerkt am|" +
		"festgestellt|festgestellt am|identifié|identifié le|signalé|signalé le|constaté|constaté le|identificado|identificado el|notificado|" +
		"reportado|individuato|segnalato|segnalato il|identificado em|reportado em|relatado em|comunicado em|notificado el|gemeld|gemeld op|報告|" +
		"报告时间",
	"contained": "mitigated|mitigated at|mitigated on|contained|contained at|contained on|stabilized|stabilized at|stabilised|stabilised at|" +
		"repaired|repaired declared|time mitigated|eingedämmt|eingedämmt am|entschärft|eindämmung|stabilisiert|contenu|confinement|stabilisé|" +
		"contenu le|atténué|endigué|mitigado|mitigado a las|contenido|contenido a las|contención|contenuto|contenuto il|mitigato|mitigato il|" +
		"contenimento|contenção|contido|contido em|mitigado em|ingedamd|ingeperkt|gemitigeerd|暫定対応|緩和|缓解|缓解时间|止损时间",
	"resolved": "resolved|resolved at|resolved on|resolution time|time resolved|date resolved|end|end time|ended|ended at|incident end|" +
		"incident ended|impact end|impact ended|impact ended at|end of impact|fixed|fixed at|fixed on|recovered|recovered at|behoben|behoben am|" +
		"gelöst|gelöst am|ende|störungsende|ende der auswirkung|ende des vorfalls|résolu|résolu à|résolu le|fin|fin de l'incident|" +
		"fin de l'impact|rétabli|rétabli le|resuelto|resuelto a las|fin del incidente|fin del impacto|risolto|risolto il|risolto alle|" +
		"fine dell'incidente|fine dell'impatto|resolvido|resolvido em|fim|fim do incidente|fim do impacto|opgelost|opgelost op|einde|" +
		"einde incident|einde van het incident|復旧|復旧日時|解決|解決日時|终了|恢复|恢复时间|解决|解决时间",
	"people": "author|authors|participants|attendees|facilitator|assignee|assignees|reviewer|reviewers|reporter|contributors|responders|autor|" +
		"autoren|autorin|teilnehmer|teilnehmende|auteur|auteurs|rédacteur|rédacteurs|autores|participantes|autori|autore|partecipanti|deelnemers|" +
		"作成者|作者|参加者",
})

// ByWord turns round a table of words with strokes between them: it has what each of them says.
func ByWord(words map[string]string) map[string]string {
	m := map[string]string{}
	for what, list := range words {
		for word := range strings.SplitSeq(list, "|") {
			m[word], m[unaccented(word)] = what, what
		}
	}
	return m
}

// unaccented is a text without the accents of its letters, which names of keys often lack.
func unaccented(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
}

// ofIncident says of what a key speaks, as in lead team for this incident.
var ofIncident = lazy.Regexp(` (?:(?:for|of|de|du|del|do|des|di|van) )?(?:(?:the|this|el|lo|la|het|der|dieses) |dell\'|l\')?(?:incident|incidente|vorfalls|störung)$`)

// compounds are what keys of a few words say by one of their words, where another of them is of the second list.
var compounds = []struct {
	field       string
	word, other map[string]bool
}{
	{"severity", setWords("severity gravité gravedad gravità gravidade schweregrad severidad severidade"), nil},
	{"owner", setWords("responsible owning verantwortlich verantwortliche verantwortliches zuständig zuständige zuständiges responsable responsabile responsável"), setWords(
		"team unit service department directorate office group division organisation organization squad abteilung stelle referat bereich équipe direction " +
			"equipo unidad entité entidad ente pôle área servicio dirección squadra struttura ufficio servizio unità area equipe equipa unidade setor diretoria afdeling")},
	{"systems", setWords("affected impacted concerned involved betroffen betroffene betroffenes touché touchés concerné concernés affectés impactés afectado afectados " +
		"implicados interessati coinvolti afetados envolvidos getroffen betrokken"), setWords(
		"service services system systems component components product products application applications model models tool tools api apis dienst dienste " +
			"systeme anwendungen komponenten produkte système systèmes applications produits modèles composants sistema sistemas servicio servicios " +
			"aplicaciones productos modelos sistemi servizi applicazioni prodotti modelli serviços aplicações produtos systemen diensten")},
	{"started", setWords("start started began begin beginning beginn début inicio inizio início"), episode},
	{"resolved", setWords("end ended ende fin fine fim einde"), episode},
}

var episode = setWords("incident impact outage störung vorfalls vorfall auswirkung auswirkungen incidente impacto impatto incidencia panne")

func setWords(words string) map[string]bool {
	m := SetOf(words)
	for word := range m {
		m[unaccented(word)] = true
	}
	return m
}

// compound is what a key says by its words; empty for one of more than four.
func compound(words []string) string {
	if len(words) < 2 || len(words) > 4 {
		return ""
	}
	for _, c := range compounds {
		isOne := slices.ContainsFunc(words, func(w string) bool { return c.word[w] })
		if isOne && (c.other == nil || slices.ContainsFunc(words, func(w string) bool { return c.other[w] })) {
			return c.field
		}
	}
	return ""
}

// FieldOf is what a key says of an incident; empty for others.
func FieldOf(key string) string {
	key = camel().ReplaceAllString(markup.BareTitle(key), "$1 $2") // incidentDate
	key = strings.NewReplacer("_", " ", "-", " ", "’", "'").Replace(strings.ToLower(key))
	key = strings.Trim(importing.Fold(unaccented(key)), " :：?")
	if field := fields[key]; field != "" {
		return field
	}
	key = strings.TrimSpace(markup.BracketNote().ReplaceAllString(key, "")) // Detected (UTC)
	if field := fields[key]; field != "" {
		return field
	}
	if short := ofIncident().ReplaceAllString(key, ""); short != key && fields[short] != "" {
		return fields[short]
	}
	return compound(strings.FieldsFunc(key, func(r rune) bool { return r == ' ' || r == '\'' }))
}

var camel = lazy.Regexp(`(\p{Ll})(\p{Lu})`)

// What names of teams, offices and roles have in them: words that say so in any text, parts of such words, and, of a
// name alone, abbreviations in capitals and words for what organisations have teams for.
var (
	teamWords = SetOf(`sre sres devops secops mlops oncall bereitschaft rufbereitschaft astreinte guardia reperibilità reperibile fachbereich piket
		helpdesk servicedesk support security sicherheit sécurité seguridad sicurezza segurança beveiliging platform plattform
		plateforme plataforma piattaforma engineering eng operations infrastructure infra backend frontend betrieb crew squads guild
		tribe group desk department departement departamento referat unit board committee council office bureau ufficio reparto
		direzione direction directorate division dirección afdeling setor oficina head chief director adviser advisor duty manager lead
		leads leitung engineer engineers ingeniero ingeniera ingénieur ingénieure ingegnere turno officer responder csirt maintainers
		developers gabinete jefatura gerencia gerência gerente responsabile responsable sportello servicio serviço servizio unidad unità
		pôle accueil cellule comité comitato comissão plantão vertrieb conformité compliance legal product marketing finance`)
	teamParts = []string{
		"team", "équipe", "equipe", "equipo", "equipa", "squad", "gruppe", "groupe", "grupo", "gruppo", "abteilung", "beauftragte", "kundendienst",
		"kundenservice", "dienst", "stelle", "betrieb", "チーム", "グループ", "组", "经理", "值班", "工程师", "当番", "課", "本部", "部門", "团队", "團隊", "小组", "部门",
	}
	teamLetters = SetOf("AI KI IA ML NLP LLM QA IT HR UX API SRE SOC NOC DPO DPD DSB CISO RSSI CERT OPS T&S PR CS")
	teamTopics  = SetOf(`ops exploitation automation programme program relations relazioni messaging redaktion ingeniería ingegneria ingénierie
		engenharia produit producto prodotto produto produkt data daten datos dati dados données reliability fiabilité fiabilidad
		affidabilità release integration integrity inference models modeling conversational observability monitoring search suche
		recherche búsqueda payments billing checkout identity accounts account risk fraud trust safety privacy growth mobile web cloud
		network storage database analytics insights research design content experience customer customers care success service services
		quality qualität qualità qualidade evaluation evaluación communications audit governance personal sales pagos pagamentos
		pagamenti compras acquisti achats einkauf buchhaltung ouvidoria atención allocations repairs procurement mission juridique
		agents vendor`)
)

// SetOf is the set of the words of a text.
func SetOf(words string) map[string]bool {
	m := map[string]bool{}
	for _, word := range strings.Fields(words) {
		m[word] = true
	}
	return m
}

// isOffice are keys whose values are teams, whatever their names.
var isOffice = SetOf("team squad squadra équipe equipe equipo equipa")

// NamesTeam reports whether a key says that its value is a team.
func NamesTeam(key string) bool {
	return slices.ContainsFunc(strings.Fields(strings.ToLower(markup.Plain(key))), func(word string) bool { return isOffice[strings.Trim(word, " :：")] })
}

// IsOwner reports whether what a key or a column gives as an owner is a team or a role: also a name that begins with a
// capital letter and has words in lower case, which names of people have not, apart from particles; or one long word.
func IsOwner(name string) bool {
	words := strings.Fields(name)
	if IsTeam(name) || len(nameWords(name)) == 0 || isLower(name) {
		return IsTeam(name)
	}
	if len(words) == 1 {
		return utf8.RuneCountInString(name) >= 12 && !strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) })
	}
	return slices.ContainsFunc(words, func(word string) bool {
		return isLower(word) && len(word) > 3 && !slices.Contains(particles, word)
	})
}

func isLower(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(first)
}

var particles = strings.Fields("von vom zum zur van der den del della dalla dos das des los las und and")

// IsTeam reports whether a name is that of a team or a role, and not of a person.
func IsTeam(name string) bool {
	return SaysTeam(name) || slices.ContainsFunc(nameWords(name), func(word string) bool {
		return teamLetters[word] || teamTopics[strings.ToLower(word)]
	})
}

// SaysTeam reports whether words say that they name a team or a role, wherever they stand.
func SaysTeam(name string) bool {
	words := nameWords(name)
	lower := strings.ToLower(name)
	if len(words) == 0 {
		return false
	}
	return slices.ContainsFunc(teamParts, func(part string) bool { return strings.Contains(lower, part) }) ||
		slices.ContainsFunc(words, func(word string) bool { return teamWords[strings.ToLower(word)] })
}

// nameWords are the words of a name; none where it is too long for one, or an address.
func nameWords(name string) []string {
	name = onCall().ReplaceAllString(strings.TrimPrefix(name, "@"), "oncall")
	words := strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(" ,/()+-_'’", r) })
	if len(words) > 7 || strings.Contains(name, "@") || figures().MatchString(name) {
		return nil
	}
	return words
}

// figures are those of a date or a number, which no name has.
var figures = lazy.Regexp(`\d{2}`)

var onCall = lazy.Regexp(`(?i)\bon[- ]call\b`)
