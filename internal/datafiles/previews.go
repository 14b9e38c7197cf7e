package datafiles

import (
	"encoding/json"
	"fmt"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/incident"
	"hindcast/internal/view"
)

// A page asks for all previews at once, so that a large log leaves its records out of them.
const mostPreviews = 2000

// preview is title, summary and facts in words.
type preview [3]string

// previews is previews.json: what a card beside a link says, by the address that the link
// leads to, relative to the root of the site.
func (m *site) previews() (view.File, error) {
	all := map[string]preview{}
	if len(m.Log.Records) <= mostPreviews {
		for _, r := range m.Log.Records {
			all[address.Record(r)] = preview{r.Title, r.Summary, m.previewFacts(r)}
		}
	}
	for _, s := range m.Log.Systems {
		all[address.System(s)] = preview{
			s.Title, s.Summary,
			inLine(m.T("System"), m.Term("risk_classes", s.RiskClass), m.Term("system_statuses", s.SystemFront.Status)),
		}
	}
	for _, a := range m.Log.Articles {
		summary := a.Summary
		if summary == "" {
			summary = view.Beginning(&a.File)
		}
		all[address.Article(a)] = preview{a.Title, summary, m.KindOfArticle(a)}
	}
	data, err := json.Marshal(all)
	if err != nil {
		return view.File{}, fmt.Errorf("write previews.json: %w", err)
	}
	return view.File{Path: "previews.json", Body: append(data, '\n')}, nil
}

// previewFacts is a record's severity, stage and date in words, and its kind where that is not an incident.
func (m *site) previewFacts(r *incident.Record) string {
	kind, severity, status := m.Kind(r), m.Severity(r).Title, m.Status(r).Title
	if r.IsPrecedent() {
		severity, status = "", ""
	} else if r.KindOrDefault() == incident.KindIncident {
		kind = ""
	}
	if severity != "" && m.Severity(r).Potential {
		severity += " " + m.T("(potential)")
	}
	return inLine(kind, severity, status, m.Date(r.Date()))
}

// inLine joins what there is.
func inLine(parts ...string) string {
	return strings.Join(view.Filter(parts, func(part string) bool { return part != "" }), " · ")
}
