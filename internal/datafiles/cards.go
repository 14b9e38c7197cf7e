package datafiles

import (
	"iter"
	"slices"

	"hindcast/internal/card"
	"hindcast/internal/incident"
	"hindcast/internal/view"
)

// cards are the pictures that some page refers to; none without the address of the site, since
// previews take full addresses only.
func (m *site) cards() iter.Seq2[view.File, error] {
	return func(yield func(view.File, error) bool) {
		if m.Log.Config.BaseURL == "" {
			return
		}
		used := []view.CardSubject{{}}
		for _, r := range m.Log.Records {
			if c := m.CardSubject(r); !slices.Contains(used, c) {
				used = append(used, c)
			}
		}
		painter := m.Painter
		if painter == nil {
			painter = view.NewPainter()
		}
		for _, c := range used {
			body, err := painter.Paint(m.cardWords(c))
			if !yield(view.File{Path: c.Path(), Body: body}, err) {
				return
			}
		}
	}
}

func (m *site) cardWords(c view.CardSubject) card.Words {
	words := card.Words{Title: m.Log.Config.Title, Site: m.Log.Config.Organisation}
	if c == (view.CardSubject{}) {
		return words
	}
	words.Title, words.Site = m.Term("types", c.Kind), m.Log.Config.Title
	if severities := m.Log.Config.Vocabularies["severities"]; severities.Has(c.Severity) {
		badge := m.SeverityOf(severities.Index(c.Severity), incident.Term{Title: severities.TitleOf(c.Severity)})
		words.Severity, words.Rank = badge.Title, badge.Rank
	}
	return words
}
