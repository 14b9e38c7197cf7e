package datafiles

import (
	"fmt"
	"iter"

	"hindcast/internal/address"
	"hindcast/internal/incident"
	"hindcast/internal/view"
)

// pageTwins is the text of each system and article as JSON beside its page, as record.json is beside a record.
func (m *site) pageTwins() iter.Seq2[view.File, error] {
	return func(yield func(view.File, error) bool) {
		for _, s := range m.Log.Systems {
			if !yield(pageTwin(pageJSON{
				ID: s.Slug, Title: s.Title, Summary: s.Summary, Kind: "system", URL: address.System(s),
			}, &s.File)) {
				return
			}
		}
		for _, a := range m.Log.Articles {
			if !yield(pageTwin(pageJSON{
				ID: a.Slug, Title: a.Title, Summary: a.Summary, Kind: string(a.Kind), URL: address.Article(a),
			}, &a.File)) {
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

func pageTwin(p pageJSON, file *incident.File) (view.File, error) {
	p.Sections = sectionsOf(file)
	data, err := jsonOf(p)
	if err != nil {
		return view.File{}, fmt.Errorf("write the JSON twin of %s: %w", p.ID, err)
	}
	return view.File{Path: p.URL + "page.json", Body: append(data, '\n')}, nil
}
