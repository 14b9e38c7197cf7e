package render

import (
	"slices"

	"hindcast/internal/incident"
)

type searchContent struct {
	Types   incident.Vocabulary
	Systems []*incident.System
	Years   []string
}

func searchPage(m *Model, emit emit) bool {
	c := searchContent{Types: m.Log.Config.Vocabularies["types"], Systems: m.Log.Systems}
	for _, r := range newest(m.Log.Records) {
		if date := r.Date(); !date.IsZero() && !slices.Contains(c.Years, date.String()[:4]) {
			c.Years = append(c.Years, date.String()[:4])
		}
	}
	return emit("search", "search/", page{Title: m.T("Search"), Section: "search", Search: true, Content: c})
}

// notFound is shown at any depth, so it can only lead to the absolute address of the site.
func notFound(m *Model, emit emit) bool {
	root := string(m.Log.Config.BaseURL)
	if root == "" {
		root = "./"
	}
	return emit("404", "404.html", page{Title: m.T("Page not found"), Root: root, NotFound: true})
}
