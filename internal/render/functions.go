package render

import (
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/incident"
	"hindcast/internal/link/graph"
)

// functions are what templates may call.
var functions = template.FuncMap{
	"recordURL":  address.Record,
	"systemURL":  address.System,
	"articleURL": address.Article,
	"join":       func(list []string, between string) string { return strings.Join(list, between) },
	"words":      func(s string) string { return strings.ReplaceAll(s, "_", " ") },
	"css":        func(s string) string { return strings.ToLower(strings.ReplaceAll(s, "+", "-")) },
	"slug":       address.Slug,
	"control":    controlSlug,
	"tree":       Tree,
	"mark":       mark,
	"policy":     func() string { return Policy },
	"part":       func(p pager, of any) part { return part{p.self(), of} },
}

// part hands a partial its content together with the page that it stands on.
type part struct {
	page
	Of any
}

// pager is a page, or a part of one.
type pager interface{ self() page }

func (p page) self() page { return p }

// NavGroup is some entries of the navigation.
type NavGroup struct {
	Title   string
	Entries []NavEntry
}

// NavEntry is one entry of the navigation.
type NavEntry struct {
	Label, Address string
	Current        bool // the page lies below it
	Exact          bool // the page is it
}

// Navigation is the entries of the navigation as seen from a page. What has no page is left out.
func (p page) Navigation() []NavGroup {
	entry := func(section, label string) NavEntry {
		addr := section + "/"
		return NavEntry{label, addr, p.Section == section, p.Address == addr}
	}
	groups := []NavGroup{
		{p.T("Records"), []NavEntry{entry("incidents", p.T("Incidents")), entry("systems", p.T("Systems")), entry("precedents", p.T("Precedents"))}},
		{p.T("To do"), []NavEntry{entry("actions", p.T("Actions")), entry("obligations", p.T("Duties to report"))}},
		{p.T("Learn"), []NavEntry{
			entry("trends", p.T("Trends")), entry("lessons", p.T("Lessons")), entry("knowledge", p.T("Knowledge")), entry("governance", p.T("Governance")),
		}},
		{p.T("Browse by"), []NavEntry{
			entry(byType, p.T("Type")), entry(bySeverity, p.T("Severity")), entry(byCause, p.T("Cause")), entry(byTeam, p.T("Team")), entry(byTag, p.T("Tag")),
		}},
		{p.T("Filing"), []NavEntry{entry("filing", p.T("How to file")), entry("rules", p.T("Rules"))}},
	}
	var own []NavEntry
	for _, c := range p.CustomPages {
		own = append(own, entry(c.Template, c.Title))
	}
	if len(own) > 0 {
		groups = append(groups, NavGroup{p.T("More"), own})
	}
	return groups
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

func (m *Model) severityOf(index int, t incident.Term) SeverityBadge {
	return SeverityBadge{t.ID, m.T(t.Title), min(index+1, 4), false}
}

// Severity is the badge of the severity that counts for a record.
func (m *Model) Severity(r *incident.Record) SeverityBadge {
	v := m.Log.Config.Vocabularies["severities"]
	i := v.Index(r.Rank())
	if i < 0 {
		return SeverityBadge{}
	}
	badge := m.severityOf(i, v[i])
	badge.Potential = r.Severity == ""
	return badge
}

// Status is the term of a record's status.
func (m *Model) Status(r *incident.Record) incident.Term {
	return incident.Term{ID: r.Status, Title: m.Term("statuses", r.Status)}
}

// Framework is the name of a framework by its key.
func (m *Model) Framework(key string) string {
	if f, ok := m.index.frameworks[key]; ok {
		return f.Title
	}
	return strings.ReplaceAll(key, "_", " ")
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
