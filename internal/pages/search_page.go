package pages

import (
	"encoding/json"
	"regexp"
	"strings"

	"hindcast/internal/incident"
	"hindcast/internal/layout"
	"hindcast/internal/view"
)

type searchContent struct {
	Years    []Jump // parts of the list of incidents
	Examples []searchExample
	Filters  []view.OwnFacet // the repository's own
	Own      string          // name and title of each of them, as JSON; empty for none
}

// searchExample is a query that finds something on this site, and what it asks for.
type searchExample struct{ Query, Meaning string }

func searchPage(m *site, emit layout.Emit) bool {
	c := searchContent{Examples: m.searchExamples(), Filters: view.OwnFacets(&m.Log.Config)}
	c.Years, c.Own = sheets("incidents/", m.byYear(m.Index.Own))[0].Jumps, ownData(c.Filters)
	return emit("search", "search/", layout.Page{Title: m.T("Search"), Section: "search", Search: true, Content: c})
}

func ownData(own []view.OwnFacet) string {
	var list [][2]string
	for _, f := range own {
		list = append(list, [2]string{f.ID, f.Title})
	}
	if len(list) == 0 {
		return ""
	}
	data, err := json.Marshal(list)
	if err != nil {
		panic(err) // texts
	}
	return string(data)
}

// neighbours is two words of a title.
var neighbours = regexp.MustCompile(`[\p{L}\p{N}]+ [\p{L}\p{N}]+`)

// searchExamples shows the language of queries by values of the newest records that have them.
func (m *site) searchExamples() []searchExample {
	records := m.Index.Own
	if len(records) == 0 {
		records = m.Index.Precedents
	}
	var list []searchExample
	add := func(meaning, before string, value func(*incident.Record) string) {
		for _, r := range records {
			if v := value(r); v != "" {
				list = append(list, searchExample{before + v, meaning})
				return
			}
		}
	}
	add(m.T("these words together, in this order"), "", func(r *incident.Record) string {
		if two := neighbours.FindString(r.Title); two != "" {
			return `"` + strings.ToLower(two) + `"`
		}
		return ""
	})
	add(m.T("a record by its id"), "", func(r *incident.Record) string { return r.ID })
	add(m.T("what has a value; several with commas are alternatives"), "type:", func(r *incident.Record) string {
		return r.Type
	})
	add(m.T("open records of a system"), "is:open system:", func(r *incident.Record) string {
		return strings.Join(r.Systems[:min(len(r.Systems), 1)], "")
	})
	add(m.T("from a date on, and before another"), "", func(r *incident.Record) string {
		if date := r.Date().String(); date != "" {
			return "after:" + date[:4] + " before:" + date[:min(len(date), len("2006-01"))]
		}
		return ""
	})
	add(m.T("without a word or a value"), "has:lessons -status:", func(r *incident.Record) string { return r.Status })
	return list
}

// notFound is shown at any depth, so it can only lead to the absolute address of the site.
func notFound(m *site, emit layout.Emit) bool {
	root := string(m.Log.Config.BaseURL)
	if root == "" {
		root = "./"
	}
	return emit("404", "404.html", layout.Page{Title: m.T("Page not found"), Root: root, NotFound: true})
}
