package view

import (
	"strings"
	"unicode"

	"hindcast/internal/incident"
)

// previewLength is how many characters of a text stand for it where it has no summary: as many as
// a summary may have.
const previewLength = 200

// Beginning is the first paragraph of a file with words in it, cut at a word where it is long; it stands for a summary that is missing.
func Beginning(file *incident.File) string {
	for _, b := range file.Text.Blocks {
		if words := strings.Fields(b.Plain); b.Level == 0 && strings.ContainsFunc(b.Plain, unicode.IsLetter) {
			return CutAtWord(words, previewLength)
		}
	}
	return ""
}

// Brief is a summary as lists show it: cut at a word where it is long.
func Brief(summary string) string {
	if len(summary) <= previewLength {
		return summary
	}
	return CutAtWord(strings.Fields(summary), previewLength)
}

// CutAtWord joins words up to a number of characters, with an ellipsis where some are left out.
func CutAtWord(words []string, limit int) string {
	whole := strings.Join(words, " ")
	runes := []rune(whole)
	if len(runes) <= limit {
		return whole
	}
	if space := strings.LastIndex(string(runes[:limit]), " "); space > 0 {
		return string(runes[:limit])[:space] + "…"
	}
	return string(runes[:limit-1]) + "…"
}

// facts are what a result of a search shows of a page beside its title, in the words of the site: kind, type,
// severity, stage, date; then come its systems. What a page has not is empty.
type facts [5]string

// factsOfRecord are the facts of a record.
func (m Searchable) factsOfRecord(r *incident.Record) []string {
	severity := m.Severity(r)
	if severity.Potential && severity.Title != "" {
		severity.Title += " " + m.T("(potential)")
	}
	return m.with(facts{
		m.Kind(r), m.Term("types", r.Type), severity.Title, m.Status(r).Title, m.Date(r.Date()),
	}, r.Systems)
}

// systemFacts are the facts of a system.
func (m Searchable) systemFacts(s *incident.System) []string {
	return m.with(facts{
		0: m.T("System"), 1: m.Term("risk_classes", s.RiskClass), 3: m.Term("system_statuses", s.SystemFront.Status),
	}, nil)
}

// articleFacts are the facts of an article.
func (m Searchable) articleFacts(a *incident.Article) []string {
	return m.with(facts{0: m.KindOfArticle(a)}, a.Systems)
}

func (m Searchable) with(f facts, systems []string) []string {
	list := f[:]
	for _, slug := range systems {
		list = append(list, m.SystemTitle(slug))
	}
	return list
}

// ColumnTitle is what a value of a column of the search is called.
func (m Searchable) ColumnTitle(column, value string) string {
	facet := incident.FacetNamed(column)
	switch {
	case column == "severity":
		v := m.Log.Config.Vocabularies[facet.Vocabulary]
		if i := v.Index(value); i >= 0 {
			return m.SeverityOf(i, v[i]).Title
		}
	case column == "kind" && !m.Log.Config.Vocabularies[facet.Vocabulary].Has(value):
		return map[string]string{
			"system": m.T("System"), "article": m.T("Article"), "playbook": m.T("Playbook"), "glossary": m.T("Glossary"),
		}[value]
	case facet.Vocabulary != "":
		return m.Term(facet.Vocabulary, value)
	case column == "system":
		return m.SystemTitle(value)
	case column == "control":
		c := m.Frameworks.Named(value)
		return strings.TrimSpace(m.Control(c.Framework, c.ID) + " " + c.Name)
	case column == "is" || column == "has":
		return map[string]string{
			"open": m.T("Open"), "overdue": m.T("Overdue"), "reopened": m.T("Reopened"),
			"playbook": m.T("Playbook"), "actions": m.T("Actions"), "lessons": m.T("Lessons"), "obligations": m.T("Duties to report"),
		}[value]
	}
	return value
}

// OtherNames tells what else a value of a column of the search may be called: a system by the names that it had, unless
// something else has them now, and a control by its id, unless another framework that records name has it too.
func (m Searchable) OtherNames() func(column, value string) []string {
	frameworks := map[string]map[string]bool{} // by id of a control
	for _, r := range m.Log.Records {
		for framework, controls := range r.Frameworks {
			for _, c := range controls {
				if frameworks[c.ID] == nil {
					frameworks[c.ID] = map[string]bool{}
				}
				frameworks[c.ID][framework] = true
			}
		}
	}
	return func(column, value string) []string {
		switch column {
		case "system":
			return m.formerNames(value)
		case "control":
			if id := m.Frameworks.Named(value).ID; len(frameworks[id]) == 1 {
				return []string{id}
			}
		}
		return nil
	}
}

// formerNames are the names that a system had, unless something else has them now.
func (m Searchable) formerNames(slug string) (former []string) {
	s := m.Names.System(slug)
	if s == nil {
		return nil
	}
	for _, name := range incident.FormerSlugs(s.Path, s.Aliases) {
		if m.Names.System(name) == s && name != s.Slug {
			former = append(former, name)
		}
	}
	return former
}
