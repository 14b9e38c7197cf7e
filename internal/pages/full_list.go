package pages

import (
	"hindcast/internal/agenda/item"
	"hindcast/internal/incident"
	"hindcast/internal/layout"
	"hindcast/internal/link/graph"
	"hindcast/internal/view"
)

// firstShown is how much of a list a page shows beside other things; where there is more, a list of its own has all.
const firstShown = 10

// first is the first of a list that a page shows.
func first[T any](list []T) []T { return list[:min(len(list), firstShown)] }

// fullList is a page of a list of which another page shows the first.
type fullList struct {
	layout.Sheet
	Of, OfTitle    string // the address and the title of that page
	Actions        []view.ActionRow
	Owed, Measures []*item.Item
	Overdue        []*item.Item
	Records        []*incident.Record
	Mentions       []graph.Mention
}

// emitFull hands on the pages of a list, at an address of their own, where another page shows only the first of it;
// put is how the template finds the rows.
func emitFull[T any](
	m *site, emit layout.Emit, addr string, p layout.Page, of fullList, rows []T, put func(*fullList, []T),
) bool {
	if len(rows) <= firstShown {
		return true
	}
	list, _ := layout.Sheets(addr, layout.PerPage, len(rows))
	return layout.EmitSheets(m.Model, emit, "full-list", p, list, func(s layout.Sheet) any {
		of.Sheet = s
		put(&of, rows[s.Cuts[0].From:s.Cuts[0].To])
		return of
	})
}

// emitOpen hands on the full lists of what is still to be done about what the page at addr shows.
func emitOpen(
	m *site, emit layout.Emit, section, addr, title string, open []view.ActionRow, owed, measures []*item.Item,
) bool {
	of := fullList{Of: addr, OfTitle: title}
	page := func(title string) layout.Page { return layout.Page{Title: title, Section: section} }
	return emitFull(m, emit, addr+"actions/", page(m.T("Open actions: %s", title)), of, open,
		func(c *fullList, rows []view.ActionRow) { c.Actions = rows }) &&
		emitFull(m, emit, addr+"reports/", page(m.T("Reports owed: %s", title)), of, owed,
			func(c *fullList, rows []*item.Item) { c.Owed = rows }) &&
		emitFull(m, emit, addr+"measures/", page(m.T("Interim measures in force: %s", title)), of, measures,
			func(c *fullList, rows []*item.Item) { c.Measures = rows })
}

// emitRecords hands on the full list of records.
func emitRecords(
	m *site, emit layout.Emit, section, addr, title string, of fullList, records []*incident.Record,
) bool {
	return emitFull(m, emit, addr, layout.Page{Title: title, Section: section}, of, records,
		func(c *fullList, rows []*incident.Record) { c.Records = rows })
}

// emitMentions hands on the full list of the texts that refer to what the page at addr is about.
func emitMentions(m *site, emit layout.Emit, section, addr, title, path string) bool {
	return emitFull(m, emit, addr+"mentions/", layout.Page{Title: m.T("Where %s is mentioned", title), Section: section},
		fullList{Of: addr, OfTitle: title}, m.Connections(path).Mentions,
		func(c *fullList, rows []graph.Mention) { c.Mentions = rows })
}
