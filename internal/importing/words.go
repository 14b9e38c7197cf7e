package importing

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"hindcast/internal/incident"
)

// SettingsFile is where a records repository says how the words of its sources are read.
const SettingsFile = "import.yaml"

// Settings is what SettingsFile holds. The keys of word maps are words of sources, without regard to case and the space
// around them; values are ids of this repository.
type Settings struct {
	Defaults Defaults                     `key:"defaults" doc:"for what an entry does not say"`
	Sources  map[string]Defaults          `key:"sources" doc:"by the name of a source: what its entries do not say, before defaults"`
	Severity map[string]string            `key:"severity" doc:"severities by words of sources"`
	Status   map[string]string            `key:"status" doc:"stages, withdrawn or duplicate by words of sources"`
	Type     map[string]string            `key:"type" doc:"types by words and labels of sources"`
	Fields   map[string]map[string]string `key:"fields" doc:"by the name of a source: its columns or paths by keys of a record"`
}

// Defaults are read where an entry of a source does not say.
type Defaults struct {
	Severity string `key:"severity"`
	Type     string `key:"type"`
	TLP      string `key:"tlp"`
}

// Kind is what a word of a source stands for.
type Kind string

// The kinds of words, named as the keys of SettingsFile.
const (
	Severity Kind = "severity"
	Status   Kind = "status"
	Type     Kind = "type"
)

// Kinds are all kinds of words, in the order of SettingsFile.
func Kinds() []Kind { return []Kind{Severity, Status, Type} }

func (s *Settings) words(k Kind) map[string]string {
	return map[Kind]map[string]string{Severity: s.Severity, Status: s.Status, Type: s.Type}[k]
}

// Words reads words of sources: as the settings say, else as teams commonly mean them. It keeps what the settings lack,
// so that the team can be asked.
type Words struct {
	settings Settings
	terms    incident.Vocabularies
	allowed  map[Kind][]string
	lacking  map[Kind]map[string]string
	proposed map[string]map[string]string // fields by source, that are not in the settings
}

// NewWords reads by the settings of a repository and the values of its vocabularies.
func NewWords(s Settings, v incident.Vocabularies) *Words {
	w := &Words{settings: s, terms: v, lacking: map[Kind]map[string]string{}, proposed: map[string]map[string]string{}, allowed: map[Kind][]string{
		Severity: v["severities"].IDs(), Type: v["types"].IDs(), Status: append(incident.StageTerms().IDs(), incident.Withdrawn, incident.Duplicate),
	}}
	for _, k := range Kinds() {
		w.lacking[k] = map[string]string{}
		folded := map[string]string{}
		for word, id := range s.words(k) {
			folded[Word(word)] = id
		}
		maps.DeleteFunc(s.words(k), func(string, string) bool { return true })
		maps.Copy(s.words(k), folded)
	}
	return w
}

// Word is a word of a source as a key of the settings: folded, in lower case, without what would divide a path of keys.
func Word(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`.[]"'#:`, r) {
			return ' '
		}
		return r
	}, strings.ToLower(s))
	return Fold(s)
}

// Read is the id that a word stands for; empty where nobody said and the word is not a common one.
func (w *Words) Read(k Kind, word string) string {
	word = Word(word)
	if word == "" {
		return ""
	}
	if id, known := w.settings.words(k)[word]; known {
		return id
	}
	id := w.usual(k, word)
	if id == "" && k == Severity {
		id = w.severityOf(word)
	}
	w.lacking[k][word] = id
	return id
}

// severityOf is the severity that the parts of a word agree on, as in "1 - critical" or "sev-2 (high)"; empty where they say
// different things, one of them denies the others, or there are so many that they are prose. A figure alone counts what it is
// for beside words that are known.
func (w *Words) severityOf(word string) (id string) {
	parts := strings.FieldsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(parts) > maxParts {
		return ""
	}
	figures, named, unknown := []string{}, false, false
	for _, part := range parts {
		isFigure := len(part) == 1 && part[0] >= '0' && part[0] <= '9'
		read := cmp.Or(w.settings.Severity[part], w.usual(Severity, part))
		switch {
		case slices.Contains(denials, part):
			return ""
		case isFigure:
			figures = append(figures, read)
		case slices.Contains(severityNames, part):
			named = true
		case read == "":
			unknown = true
		case id != "" && id != read:
			return ""
		default:
			id = read
		}
	}
	switch {
	case len(figures) == 0 || id != "" && unknown:
		return id
	case len(figures) > 1 || unknown || id == "" && !named || id != "" && id != figures[0]:
		return ""
	}
	return figures[0]
}

// maxParts is how many parts a severity may have.
const maxParts = 4

var (
	denials       = []string{"not", "non", "no", "nicht", "kein", "keine", "pas"}
	severityNames = []string{"severity", "sev", "s", "priority", "prio", "p"}
)

// Option is the term of a vocabulary that an option of an issue form names, alone or with its criteria, as in "sev2: many
// are affected"; isAll reports that it says nothing beside that.
func (w *Words) Option(vocabulary, text string) (id string, isAll bool) {
	name, beside, _ := strings.Cut(text, ":")
	for _, t := range w.terms[vocabulary] {
		if compact(t.ID) == compact(name) {
			return t.ID, Fold(beside) == "" || Fold(beside) == Fold(t.Criteria)
		}
	}
	return "", false
}

// Known is Read without keeping a word that nobody knows: for labels and tags, most of which mean something else.
func (w *Words) Known(k Kind, word string) string {
	if _, set := w.settings.words(k)[Word(word)]; !set && w.usual(k, Word(word)) == "" {
		return ""
	}
	return w.Read(k, word)
}

// Lacking are the words of a kind that were read and are not in the settings, each with what was taken for it, empty
// where nothing was.
func (w *Words) Lacking(k Kind) map[string]string { return w.lacking[k] }

// Defaults are for what an entry does not say.
func (w *Words) Defaults() Defaults { return w.settings.Defaults }

// Knows reports whether a word stands for something, by the settings or in common use; nothing is kept of it.
func (w *Words) Knows(k Kind, word string) bool {
	return w.settings.words(k)[Word(word)] != "" || w.usual(k, Word(word)) != ""
}

// Fields are the columns or paths of a source by keys of a record; empty where the settings name none.
func (w *Words) Fields(source string) map[string]string {
	for name, fields := range w.settings.Fields {
		if Word(name) == Word(source) {
			return fields
		}
	}
	return nil
}

// Propose keeps how the columns of a source were read, for the keys that the settings do not have for it.
func (w *Words) Propose(source string, fields map[string]string) {
	set, fresh := w.Fields(source), map[string]string{}
	for key, column := range fields {
		if _, isSet := set[key]; !isSet {
			fresh[key] = column
		}
	}
	if _, canAdd := w.settings.Fields[Word(source)]; len(fresh) > 0 && (canAdd || len(set) == 0) {
		w.proposed[Word(source)] = fresh
	}
}

// Proposed are the columns of sources by keys of a record that the settings do not have.
func (w *Words) Proposed() map[string]map[string]string { return w.proposed }

// usual is what teams commonly mean by a word, of what this repository has.
func (w *Words) usual(k Kind, word string) string {
	word = compact(word)
	isWord := func(s string) bool { return compact(s) == word }
	if i := slices.IndexFunc(w.allowed[k], isWord); i >= 0 {
		return w.allowed[k][i]
	}
	if k == Severity {
		rank := slices.IndexFunc(usualSeverities, func(words []string) bool { return slices.ContainsFunc(words, isWord) })
		if ids := w.allowed[k]; rank >= 0 && len(ids) > 0 {
			return ids[min(rank, len(ids)-1)]
		}
		return ""
	}
	table := usualStatuses
	if k == Type {
		table = usualTypes
	}
	for id, words := range table {
		if slices.ContainsFunc(words, isWord) && slices.Contains(w.allowed[k], id) {
			return id
		}
	}
	return ""
}

// compact is a word without what people put between its parts.
func compact(word string) string { return joined.Replace(Word(word)) }

var joined = strings.NewReplacer(" ", "", "-", "", "_", "")

// usualSeverities are the common names of severities and priorities by rank, the worst first.
var usualSeverities = [][]string{
	{
		"0", "1", "p0", "p1", "s0", "s1", "sev0", "sev1", "severity 1", "priority 1", "blocker", "critical", "crit", "highest", "urgent",
		"emergency", "catastrophic", "kritisch", "critique", "crítica", "crítico", "critica", "critico", "kritiek", "緊急", "重大", "致命", "紧急", "very high",
	},
	{
		"2", "p2", "s2", "sev2", "severity 2", "priority 2", "high", "major", "severe", "down", "hoch", "schwer", "majeure", "majeur",
		"élevée", "haute", "alta", "alto", "grave", "elevata", "elevato", "hoog", "高",
	},
	{
		"3", "p3", "s3", "sev3", "severity 3", "priority 3", "medium", "moderate", "normal", "minor", "disrupted", "degraded", "mittel",
		"moyenne", "modérée", "mineure", "mineur", "media", "medio", "média", "médio", "moderata", "moderada", "gemiddeld", "middel", "中",
	},
	{
		"4", "5", "p4", "p5", "s4", "s5", "sev4", "sev5", "severity 4", "severity 5", "priority 4", "priority 5", "low", "lowest",
		"trivial", "cosmetic", "notice", "none", "info", "informational", "niedrig", "gering", "faible", "basse", "baja", "bajo", "bassa", "basso", "lieve", "baixa", "baixo", "laag", "低", "軽微", "very low",
	},
}

// usualStatuses are the common names of states by stage or exit.
var usualStatuses = map[string][]string{
	"detected":  {"new", "open", "opened", "reported", "to do", "todo", "backlog", "triggered", "firing", "offen", "neu", "ouvert", "abierto", "aperto", "aberto", "nieuw"},
	"triaged":   {"triage", "triaging", "in triage", "acknowledged", "active", "live", "started", "investigating", "identified", "in progress", "in_progress", "doing", "in bearbeitung", "en cours", "en curso", "in corso", "em andamento", "in behandeling", "対応中", "处理中"},
	"contained": {"mitigated", "mitigating", "monitoring", "stabilized", "stable", "workaround", "eingedämmt", "entschärft", "contenu", "atténué", "contenido", "mitigado", "contenuto", "mitigato", "contido"},
	"resolved":  {"fixed", "done", "complete", "completed", "recovered", "final", "in review", "in revisione", "en revisión", "em revisão", "en revue", "behoben", "gelöst", "erledigt", "résolu", "terminé", "resuelto", "risolto", "resolvido", "opgelost", "解決", "解決済み", "復旧", "已解决", "已恢复"},
	"reviewed":  {"postmortem", "postmortem complete", "post-incident review", "retrospective", "learning", "ausgewertet"},
	"closed":    {"close", "archived", "published", "geschlossen", "abgeschlossen", "clos", "clôturé", "clôturée", "fermé", "archivé", "cerrado", "cerrada", "chiuso", "chiusa", "fechado", "encerrado", "gesloten", "afgesloten", "クローズ", "完了", "已关闭", "已结束"},
	"withdrawn": {"canceled", "cancelled", "declined", "rejected", "invalid", "won't fix", "wontfix", "wont fix", "won't do", "wont do", "not planned", "false alarm", "false positive"},
	"duplicate": {"duplicated", "merged", "duplikat"},
}

// usualTypes are common labels by type.
var usualTypes = map[string][]string{
	"model_failure":        {"hallucination", "model failure", "model", "model-failure", "accuracy", "quality", "drift", "outage", "degradation", "availability", "ausfall", "halluzination"},
	"security_breach":      {"security", "security breach", "breach", "prompt injection", "prompt-injection", "jailbreak", "intrusion", "sicherheit", "sécurité", "seguridad"},
	"data_leak":            {"data leak", "leak", "data breach", "data-leak", "privacy", "personal data", "gdpr", "datenschutz", "datenabfluss", "fuite de données"},
	"bias":                 {"discrimination", "fairness", "unfairness", "diskriminierung"},
	"compliance_violation": {"compliance", "regulatory", "policy violation", "legal"},
	"unexpected_behavior":  {"unexpected behaviour", "unexpected behavior", "unexpected"},
	"misuse":               {"abuse", "fraud", "missbrauch"},
}
