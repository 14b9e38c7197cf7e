package render

import (
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"
	"time"

	"hindcast/internal/diag"
	"hindcast/internal/incident"
)

// functions are what templates may call.
var functions = template.FuncMap{
	"recordURL":  RecordURL,
	"systemURL":  SystemURL,
	"articleURL": ArticleURL,
	"date":       Date,
	"moment":     Moment,
	"duration":   Duration,
	"plural":     diag.Plural,
	"excluded":   excluded,
	"lower":      strings.ToLower,
	"join":       func(list []string, between string) string { return strings.Join(list, between) },
	"words":      func(s string) string { return strings.ReplaceAll(s, "_", " ") },
	"css":        func(s string) string { return strings.ToLower(strings.ReplaceAll(s, "+", "-")) },
	"relation":   relation,
	"tree":       tree,
	"add":        func(a, b float64) float64 { return a + b },
	"framework":  framework,
	"mark":       mark,
	"navigation": navigate,

	// These hand a partial its content together with the page that it stands on.
	"records":  func(p page, list []*incident.Record) recordsPart { return recordsPart{p, list} },
	"actions":  func(p page, list []OpenAction) actionsPart { return actionsPart{p, list} },
	"mentions": func(p page, list []incident.Mention) mentionsPart { return mentionsPart{p, list} },
	"similar":  func(p page, list []incident.Similar) similarPart { return similarPart{p, list} },
	"years":    func(p page, list []Year) yearsPart { return yearsPart{p, list} },
	"parties":  parties,
}

type (
	recordsPart struct {
		page
		Records []*incident.Record
	}
	actionsPart struct {
		page
		Actions []OpenAction
	}
	mentionsPart struct {
		page
		Mentions []incident.Mention
	}
	similarPart struct {
		page
		Similar []incident.Similar
	}
	yearsPart struct {
		Page  page
		Years []Year
	}
	partiesPart struct {
		Record *incident.Record
		Named  string
	}
)

// excluded says of how many records of a kind or exit nothing is counted.
func excluded(e incident.Excluded) string {
	if incident.DefaultVocabularies()["kinds"].Has(e.Why) {
		return diag.Plural(e.N, strings.ReplaceAll(e.Why, "_", " "))
	}
	return diag.Plural(e.N, e.Why+" record")
}

// parties of a precedent are what reports say, and most of it is alleged.
func parties(_ page, r *incident.Record) partiesPart {
	if isPrecedent(r) {
		return partiesPart{r, ", named in reports"}
	}
	return partiesPart{r, ""}
}

// navItem is one entry of the navigation.
type navItem struct {
	Root, Section, Label string
	Current, Exact       bool
}

func navigate(p page, section, label string) navItem {
	return navItem{p.Root, section, label, p.Section == section, p.Address == section+"/"}
}

// mark is the sharing mark to show; what has none counts as RED.
func mark(tlp string) string {
	if !incident.TLP.Has(tlp) {
		return incident.TLP[len(incident.TLP)-1].ID
	}
	return tlp
}

// SeverityBadge is a severity with its rank, from 1 for the worst, which gives it its shape.
type SeverityBadge struct {
	ID, Title string
	Rank      int
	Potential bool
}

func severityOf(index int, t incident.Term) SeverityBadge {
	return SeverityBadge{t.ID, t.Title, min(index+1, 4), false}
}

// Severity is the badge of the severity that counts for a record.
func (m *Model) Severity(r *incident.Record) SeverityBadge {
	v := m.Log.Config.Vocabularies["severities"]
	i := v.Index(r.Rank())
	if i < 0 {
		return SeverityBadge{}
	}
	badge := severityOf(i, v[i])
	badge.Potential = r.Severity == ""
	return badge
}

// Status is the term of a record's status.
func (m *Model) Status(r *incident.Record) incident.Term {
	return incident.Term{ID: r.Status, Title: m.Term("statuses", r.Status)}
}

// framework is the name of a framework by its key.
func framework(key string) string {
	names := map[string]string{
		"nist_ai_rmf": "NIST AI RMF", "iso_42001": "ISO/IEC 42001", "mitre_atlas": "MITRE ATLAS", "owasp_llm": "OWASP LLM",
		"owasp_agentic": "OWASP Agentic", "eu_ai_act": "EU AI Act", "oecd": "OECD", "mit": "MIT risk taxonomy", "avid_sep": "AVID SEP", "cve": "CVE", "cwe": "CWE",
	}
	if name, ok := names[key]; ok {
		return name
	}
	return strings.ReplaceAll(key, "_", " ")
}

// Term is the words for a value of a vocabulary.
func (m *Model) Term(vocabulary, id string) string {
	return m.Log.Config.Vocabularies[vocabulary].TitleOf(id)
}

// SystemTitle is the title of a system by its slug.
func (m *Model) SystemTitle(slug string) string {
	if s := m.Names.System(slug); s != nil {
		return s.Title
	}
	return slug
}

// Kind is the words for a record's kind.
func (m *Model) Kind(r *incident.Record) string { return m.Term("kinds", r.KindOrDefault()) }

// Date is a time to the day, as exactly as it is known: "2 March 2026", "March 2026", "2026".
func (m *Model) Date(t incident.Time) string { return dateIn(t, m.Log.Config.Zone) }

// Date is a time to the day in UTC.
func Date(t incident.Time) string { return dateIn(t, time.UTC) }

func dateIn(t incident.Time, zone *time.Location) string {
	switch t.Precision() {
	case incident.Absent:
		return ""
	case incident.ToYear:
		return t.String()
	case incident.ToMonth:
		return t.In(zone).Format("January 2006")
	}
	return t.In(zone).Format("2 January 2006")
}

// Moment is a time as exactly as it is known, with the zone where it has one.
func Moment(t incident.Time) string {
	if t.Precision() < incident.ToMinute {
		return Date(t)
	}
	return t.In(time.UTC).Format("2 January 2006, 15:04 UTC")
}

// Duration is a time span in its two largest units: "11 h 10 min", "3 d 4 h", "45 min".
func Duration(d time.Duration) string {
	days, hours, minutes := int(d.Hours())/24, int(d.Hours())%24, int(d.Minutes())%60
	switch {
	case d < time.Minute:
		return "under 1 min"
	case days == 0 && hours == 0:
		return fmt.Sprintf("%d min", minutes)
	case days == 0:
		return units(hours, "h", minutes, "min")
	}
	return units(days, "d", hours, "h")
}

func units(large int, name string, small int, smallName string) string {
	if small == 0 {
		return fmt.Sprintf("%d %s", large, name)
	}
	return fmt.Sprintf("%d %s %d %s", large, name, small, smallName)
}

// Reason says what two records share.
func (m *Model) Reason(r incident.Reason) string {
	name := [...]string{
		incident.TraitSystem: "same system", incident.TraitCause: "shared cause", incident.TraitParty: "same party",
		incident.TraitTag: "same tag", incident.TraitTerm: "shared terms",
	}[r.Trait]
	values := slices.Clone(r.Values)
	for i, v := range values {
		switch r.Trait {
		case incident.TraitSystem:
			values[i] = m.SystemTitle(v)
		case incident.TraitCause:
			values[i] = strings.ToLower(m.Term("causes", v))
		case incident.TraitParty:
			values[i] = strings.ReplaceAll(v, "-", " ")
		}
	}
	return name + ": " + strings.Join(values, ", ")
}

// relation says how two records are connected, read from this end.
func relation(r incident.Related) string {
	if r.Inverse {
		return map[string]string{
			"recurrence_of": "Recurred in", "caused_by": "Caused", "variant_of": "Has the variant", "similar_to": "Similar to",
		}[r.Kind]
	}
	return map[string]string{
		"recurrence_of": "Recurrence of", "caused_by": "Caused by", "variant_of": "Variant of", "similar_to": "Similar to",
	}[r.Kind]
}

// tree writes a value of custom as text: maps as "key: value", lists with commas.
func tree(v any) string {
	switch v := v.(type) {
	case map[string]any:
		var parts []string
		for _, k := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, k+": "+tree(v[k]))
		}
		return strings.Join(parts, "; ")
	case []any:
		parts := make([]string, len(v))
		for i, item := range v {
			parts[i] = tree(item)
		}
		return strings.Join(parts, ", ")
	}
	return fmt.Sprint(v)
}
