package view

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"hindcast/internal/agenda/item"
	"hindcast/internal/incident"
	"hindcast/internal/link/graph"
)

// Mark is the sharing mark to show; what has none counts as RED.
func Mark(tlp string) string {
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

// SeverityOf is the badge of the severity at an index of its vocabulary, from 0 for the worst.
func (m *Model) SeverityOf(index int, t incident.Term) SeverityBadge {
	return SeverityBadge{t.ID, m.T(t.Title), min(index+1, 4), false}
}

// Severity is the badge of the severity that counts for a record.
func (m *Model) Severity(r *incident.Record) SeverityBadge {
	v := m.Log.Config.Vocabularies["severities"]
	i := v.Index(r.Rank())
	if i < 0 {
		return SeverityBadge{}
	}
	badge := m.SeverityOf(i, v[i])
	badge.Potential = r.Severity == ""
	return badge
}

// Status is the term of a record's status.
func (m *Model) Status(r *incident.Record) incident.Term {
	return incident.Term{ID: r.Status, Title: m.Term("statuses", r.Status)}
}

// Framework is the name of a framework by its key.
func (m *Model) Framework(key string) string {
	if f, ok := m.Frameworks[key]; ok {
		return f.Title
	}
	return strings.ReplaceAll(key, "_", " ")
}

// Control is an id with its framework, which is not told twice where ids begin with it, as in CWE-79.
func (m *Model) Control(framework, id string) string {
	title := m.Framework(framework)
	if strings.HasPrefix(id, title+"-") {
		return id
	}
	return title + " " + id
}

// Term is the words for a value of a vocabulary.
func (m *Model) Term(vocabulary, id string) string {
	return m.T(m.Log.Config.Vocabularies[vocabulary].TitleOf(id))
}

// SystemTitle is the title of a system by its slug.
func (m *Model) SystemTitle(slug string) string {
	if s := m.Names.System(slug); s != nil {
		return s.Title
	}
	return slug
}

// Team is the title of a team that the settings name, else the text itself.
func (m *Model) Team(id string) string { return m.Log.Config.Vocabularies["teams"].TitleOf(id) }

// Kind is the words for a record's kind.
func (m *Model) Kind(r *incident.Record) string { return m.Term("kinds", r.KindOrDefault()) }

// Date is a time to the day, in the configured zone, as exactly as it is known.
func (m *Model) Date(t incident.Time) string { return m.DateIn(t, m.Log.Config.Zone) }

// Reason says what two records share.
func (m *Model) Reason(r graph.Reason) string {
	values := slices.Clone(r.Values)
	for i, v := range values {
		switch r.Trait {
		case graph.SharedSystem:
			values[i] = m.SystemTitle(v)
		case graph.SharedCause:
			values[i] = m.Term("causes", v)
		case graph.SharedParty:
			values[i] = strings.ReplaceAll(v, "-", " ")
		}
	}
	list := strings.Join(values, ", ")
	switch r.Trait {
	case graph.SharedSystem:
		return m.T("same system: %s", list)
	case graph.SharedCause:
		return m.T("shared cause: %s", list)
	case graph.SharedParty:
		return m.T("same party: %s", list)
	case graph.SharedTag:
		return m.T("same tag: %s", list)
	}
	return m.T("shared terms: %s", list)
}

// Relation says how two records are connected, read from this end.
func (m *Model) Relation(r graph.Related) string {
	if r.Inverse {
		switch r.Kind {
		case "recurrence_of":
			return m.T("Recurred in")
		case "caused_by":
			return m.T("Caused")
		case "variant_of":
			return m.T("Has the variant")
		}
	}
	return m.Term("relations", r.Kind)
}

// Exit is what stands beside a link to a record that is withdrawn or a duplicate; empty for others.
func (m *Model) Exit(r *incident.Record) string {
	switch r.Exit() {
	case incident.Withdrawn:
		return m.T("(withdrawn)")
	case incident.Duplicate:
		return m.T("(duplicate)")
	}
	return ""
}

// ItemWords are the words for an item of the agenda.
type ItemWords struct {
	Title string // of a report, which are called alike, with that of its record
	Kind  string // of a report, under which regime
}

// ItemWords are those of an item.
func (m *Model) ItemWords(it *item.Item) ItemWords {
	switch it.Kind {
	case item.Step:
		w := ItemWords{m.T("%s: %s", m.T(it.Title), it.Record.Title), m.T(it.Detail)}
		if it.IfApplies {
			w.Kind += ", " + m.T("if it applies")
		}
		return w
	case item.Review:
		return ItemWords{it.Title, m.T("Review")}
	case item.Mitigation:
		return ItemWords{it.Title, m.T("Interim measure")}
	}
	return ItemWords{it.Title, m.T("Action")}
}

// KindOfArticle is the words for the kind of an article.
func (m *Model) KindOfArticle(a *incident.Article) string {
	switch a.Kind {
	case incident.Playbook:
		return m.T("Playbook")
	case incident.Glossary:
		return m.T("Glossary")
	}
	return m.T("Article")
}

// Tree writes a value of custom as text: maps as "key: value", lists with commas.
func Tree(v any) string {
	switch v := v.(type) {
	case map[string]any:
		var parts []string
		for _, k := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, k+": "+Tree(v[k]))
		}
		return strings.Join(parts, "; ")
	case []any:
		parts := make([]string, len(v))
		for i, item := range v {
			parts[i] = Tree(item)
		}
		return strings.Join(parts, ", ")
	}
	return fmt.Sprint(v)
}

// publisherOf is who speaks in a record: the organisation of the log that it is from.
func publisherOf(m *Model, r *incident.Record) string {
	if source := m.Log.Config.SourceOf(r.Path); source != nil && source.Organisation != "" {
		return source.Organisation
	}
	return m.Publisher()
}

// Publisher is who speaks on the site: the organisation, else the site by its title.
func (m *Model) Publisher() string {
	if m.Log.Config.Organisation != "" {
		return m.Log.Config.Organisation
	}
	return m.Log.Config.Title
}
