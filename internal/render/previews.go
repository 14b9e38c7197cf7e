package render

import (
	"encoding/json"
	"fmt"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/incident"
	"hindcast/internal/markdown"
)

// A page asks for all previews at once, so that a large log leaves its records out of them.
const mostPreviews = 2000

// previewLength is how many characters of a text stand for it where it has no summary: as many as
// a summary may have.
const previewLength = 200

// preview is title, summary and facts in words.
type preview [3]string

// previewsJSON is previews.json: what a card beside a link says, by the address that the link
// leads to, relative to the root of the site.
func previewsJSON(m *Model) ([]byte, error) {
	all := map[string]preview{}
	if len(m.Log.Records) <= mostPreviews {
		for _, r := range m.Log.Records {
			all[address.Record(r)] = preview{r.Title, r.Summary, m.recordFacts(r)}
		}
	}
	for _, s := range m.Log.Systems {
		all[address.System(s)] = preview{s.Title, s.Summary, inLine(m.T("System"), m.Term("risk_classes", s.RiskClass), m.Term("system_statuses", s.SystemFront.Status))}
	}
	for _, a := range m.Log.Articles {
		summary := a.Summary
		if summary == "" {
			summary = beginning(a.Text)
		}
		all[address.Article(a)] = preview{a.Title, summary, m.KindOfArticle(a)}
	}
	data, err := json.Marshal(all)
	if err != nil {
		return nil, fmt.Errorf("write previews.json: %w", err)
	}
	return append(data, '\n'), nil
}

// recordFacts is a record's severity, stage and date in words, and its kind where that is not an incident.
func (m *Model) recordFacts(r *incident.Record) string {
	kind, severity, status := m.Kind(r), m.Severity(r).Title, m.Status(r).Title
	if isPrecedent(r) {
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
	return strings.Join(filter(parts, func(part string) bool { return part != "" }), " · ")
}

// beginning is the first paragraph of a text, cut at a word where it is long.
func beginning(text markdown.Text) string {
	for _, b := range text.Blocks {
		if words := strings.Fields(b.Plain); b.Level == 0 && len(words) > 0 {
			return cutAtWord(words, previewLength)
		}
	}
	return ""
}

func cutAtWord(words []string, limit int) string {
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
