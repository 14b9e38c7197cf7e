// Package changepages makes the pages that tell what happened to the records in the last months.
package changepages

import (
	"slices"
	"time"

	"hindcast/internal/agenda"
	"hindcast/internal/agenda/item"
	"hindcast/internal/incident"
	"hindcast/internal/layout"
	"hindcast/internal/view"
	"hindcast/internal/wording"
)

// monthsOfChanges is how far back the page of changes goes.
const monthsOfChanges = 13

// ChangeRow is one thing that happened.
type ChangeRow struct {
	Day    string
	What   string
	Detail string
	Alarm  bool
	Record *incident.Record  // one of these two is set
	Of     *incident.Article // of a review that fell overdue
}

// site is what the pages are made of.
type site struct{ *view.Model }

type monthOfChanges struct {
	Title, Anchor string
	Rows          []ChangeRow
}

type changesContent struct {
	layout.Sheet
	Months []monthOfChanges
	Jumps  []jump
	Coarse int // times that are known only to a month or a year
}

// jump leads to a month, on whichever page it begins.
type jump struct {
	Title, Address string
	N              int
}

// Make hands on the pages: whoever looked at the records on some day sees what is new since then.
func Make(model *view.Model, emit layout.Emit) bool {
	m := &site{model}
	zone := m.Log.Config.Zone
	y, month, _ := m.Now.In(zone).Date()
	from := time.Date(y, month-monthsOfChanges+1, 1, 0, 0, 0, 0, zone)
	events, coarse := agenda.Since(m.Log, m.Agenda, from, m.Now)
	var months []monthOfChanges
	for _, e := range slices.Backward(events) {
		at := e.At.In(zone)
		if anchor := "m" + at.Format("2006-01"); len(months) == 0 || months[len(months)-1].Anchor != anchor {
			months = append(months, monthOfChanges{Title: m.Month(at), Anchor: anchor})
		}
		last := &months[len(months)-1]
		last.Rows = append(last.Rows, m.changeRow(&e))
	}
	sizes := make([]int, len(months))
	for i, p := range months {
		sizes[i] = len(p.Rows)
	}
	list, begins := layout.Sheets("changes/", layout.PerPage, sizes...)
	var jumps []jump
	for i, p := range months {
		jumps = append(jumps, jump{p.Title, layout.SheetAddress("changes/", begins[i]) + "#" + p.Anchor, len(p.Rows)})
	}
	page := layout.Page{
		Title: m.T("Changes"), Section: "changes", Lead: m.T("What happened to the records in the last thirteen months, newest first."),
	}
	return layout.EmitSheets(m.Model, emit, "changes", page, list, func(s layout.Sheet) any {
		c := changesContent{Sheet: s, Jumps: jumps, Coarse: coarse}
		for _, cut := range s.Cuts {
			p := months[cut.Part]
			p.Rows = p.Rows[cut.From:cut.To]
			c.Months = append(c.Months, p)
		}
		return c
	})
}

func (m *site) changeRow(e *agenda.Event) ChangeRow {
	row := ChangeRow{Day: m.Format(e.At.In(m.Log.Config.Zone), wording.LayoutDay), Record: e.Record}
	switch e.Change {
	case agenda.Filed:
		row.What, row.Detail = m.T("Detected"), m.Term("types", e.Record.Type)
	case agenda.Moved, agenda.Closed:
		row.What = m.Term("stages", e.Stage)
	case agenda.Reopened:
		row.What, row.Detail = m.T("Went back to %s", m.Term("stages", e.Stage)), e.Reason
	case agenda.Ended:
		row.What, row.Detail = m.Term("action_statuses", e.Action.Status), e.Action.Title
	case agenda.Overdue:
		row.What, row.Alarm, row.Of, row.Detail = m.T("Fell overdue"), true, e.Item.Article, e.Item.Title
		if e.Item.Kind == item.Step {
			row.Detail = m.T(e.Item.Title) + ", " + m.T(e.Item.Detail)
		}
	}
	return row
}
