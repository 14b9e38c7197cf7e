package pages

import (
	"hindcast/internal/incident"
	"hindcast/internal/layout"
	"hindcast/internal/view"
)

// guardsContent is what catches a recurrence, and what nothing would catch.
type guardsContent struct {
	layout.Sheet
	Parts      []guardPart
	Safeguards []view.SafeguardCount
}

// guardPart is one part of the list. Rows are of one sort.
type guardPart struct {
	ID, Title string
	N         int
	Repeats   []view.Repeat
	Unguarded []*incident.Record
	Guards    []view.GuardRow
}

func guardPages(m *site, emit layout.Emit) bool {
	parts := []guardPart{
		{ID: "despite", Title: m.T("Recurrences despite a guard"), Repeats: view.RepeatsDespiteGuard(m.Model)},
		{ID: "without", Title: m.T("Incidents without a guard"), Unguarded: view.Filter(m.Index.Own, func(r *incident.Record) bool {
			return r.Counts() && r.Reached("reviewed") && len(r.Guards()) == 0
		})},
		{ID: "guards", Title: m.T("Guards in place")},
	}
	for _, r := range m.Index.Own {
		for _, a := range r.Guards() {
			parts[2].Guards = append(parts[2].Guards, view.GuardRow{Action: a, Record: r})
		}
	}
	for i := range parts {
		p := &parts[i]
		p.N = len(p.Repeats) + len(p.Unguarded) + len(p.Guards)
	}
	list, _ := layout.Sheets("guards/", layout.PerPage, sizes(parts, func(p guardPart) int { return p.N })...)
	counts := view.SafeguardCounts(m.Model)
	page := layout.Page{
		Title: m.T("Guards"), Section: "guards",
		Lead: m.T("What now catches what went wrong, and since when that is shown."),
	}
	return layout.EmitSheets(m.Model, emit, "guards", page, list, func(s layout.Sheet) any {
		c := guardsContent{Sheet: s, Safeguards: counts}
		for _, cut := range s.Cuts {
			p := parts[cut.Part]
			p.Repeats, p.Unguarded, p.Guards = part(p.Repeats, cut), part(p.Unguarded, cut), part(p.Guards, cut)
			c.Parts = append(c.Parts, p)
		}
		return c
	})
}

// part is the rows of a cut; none where the list is empty.
func part[T any](list []T, cut layout.Cut) []T {
	if len(list) == 0 {
		return nil
	}
	return list[cut.From:cut.To]
}
