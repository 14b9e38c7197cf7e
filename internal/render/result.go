package render

import (
	"fmt"
	"iter"

	"hindcast/internal/address"
	"hindcast/internal/incident"
)

// facts are what a result of a search shows of a page beside its title, in the words of the site: kind, type,
// severity, stage, date; then come its systems. What a page has not is empty.
type facts [5]string

// RecordFacts is the facts of a record.
func (m *Model) RecordFacts(r *incident.Record) []string {
	severity := m.Severity(r)
	if severity.Potential && severity.Title != "" {
		severity.Title += " " + m.T("(potential)")
	}
	return m.with(facts{m.Kind(r), m.Term("types", r.Type), severity.Title, m.Status(r).Title, m.Date(r.Date())}, r.Systems)
}

// SystemFacts is the facts of a system.
func (m *Model) SystemFacts(s *incident.System) []string {
	return m.with(facts{0: m.T("System"), 1: m.Term("risk_classes", s.RiskClass), 3: m.Term("system_statuses", s.SystemFront.Status)}, nil)
}

// ArticleFacts is the facts of an article.
func (m *Model) ArticleFacts(a *incident.Article) []string {
	return m.with(facts{0: m.KindOfArticle(a)}, a.Systems)
}

func (m *Model) with(f facts, systems []string) []string {
	list := f[:]
	for _, slug := range systems {
		list = append(list, m.SystemTitle(slug))
	}
	return list
}

// ColumnTitle is what a value of a column of the search is called.
func (m *Model) ColumnTitle(column, value string) string {
	vocabularies := map[string]string{"type": "types", "status": "statuses", "cause": "causes", "team": "teams", "harm": "harms"}
	switch {
	case vocabularies[column] != "":
		return m.Term(vocabularies[column], value)
	case column == "system":
		return m.SystemTitle(value)
	case column == "severity":
		v := m.Log.Config.Vocabularies["severities"]
		if i := v.Index(value); i >= 0 {
			return m.severityOf(i, v[i]).Title
		}
	case column == "kind" && !m.Log.Config.Vocabularies["kinds"].Has(value):
		return map[string]string{"system": m.T("System"), "article": m.T("Article"), "playbook": m.T("Playbook"), "glossary": m.T("Glossary")}[value]
	case column == "kind":
		return m.Term("kinds", value)
	case column == "is" || column == "has":
		return map[string]string{
			"open": m.T("Open"), "overdue": m.T("Overdue"), "reopened": m.T("Reopened"),
			"playbook": m.T("Playbook"), "actions": m.T("Actions"), "lessons": m.T("Lessons"), "obligations": m.T("Duties to report"),
		}[value]
	}
	return value
}

// Beginning is the first words of a text, for what has no summary.
func Beginning(f *incident.File) string { return beginning(f.Text) }

// pageTwins is the text of each system and article as JSON beside its page, as record.json is beside a record.
func (m *Model) pageTwins() iter.Seq2[Page, error] {
	return func(yield func(Page, error) bool) {
		for _, s := range m.Log.Systems {
			if !yield(pageTwin(pageJSON{ID: s.Slug, Title: s.Title, Summary: s.Summary, Kind: "system", URL: address.System(s)}, &s.File)) {
				return
			}
		}
		for _, a := range m.Log.Articles {
			if !yield(pageTwin(pageJSON{ID: a.Slug, Title: a.Title, Summary: a.Summary, Kind: string(a.Kind), URL: address.Article(a)}, &a.File)) {
				return
			}
		}
	}
}

type pageJSON struct {
	ID       string        `json:"id"`
	Title    string        `json:"title"`
	Summary  string        `json:"summary,omitempty"`
	Kind     string        `json:"kind"`
	URL      string        `json:"url"` // relative to the root of the site
	Sections []sectionJSON `json:"sections"`
}

func pageTwin(p pageJSON, file *incident.File) (Page, error) {
	p.Sections = sectionsOf(file)
	data, err := jsonOf(p)
	if err != nil {
		return Page{}, fmt.Errorf("write the JSON twin of %s: %w", p.ID, err)
	}
	return Page{p.URL + "page.json", append(data, '\n')}, nil
}
