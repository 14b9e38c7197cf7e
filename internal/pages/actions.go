package pages

import (
	"cmp"
	"sort"
	"time"

	"hindcast/internal/layout"
	"hindcast/internal/view"
)

// Lane is one part of the board of actions.
type Lane struct {
	ID, Title, About string
	Actions          []view.ActionRow // of these, a page holds those that it shows
	N                int              // actions on all pages
	Address          string           // of the page where it begins
}

// lanes sorts actions into what is to be done next and what came of the rest. Empty lanes are left
// out, but for the overdue ones: that there are none is an answer.
func (m *site) lanes(actions []view.ActionRow) []Lane {
	soon := m.Now.In(m.Log.Config.Zone).AddDate(0, 0, 30) // as of hindcast due
	y, month, day := soon.Date()
	soonEnds := time.Date(y, month, day+1, 0, 0, 0, 0, m.Log.Config.Zone)
	lanes := []Lane{
		{ID: "overdue", Title: m.T("Overdue")},
		{ID: "soon", Title: m.T("Due by %s", m.Day(soon))},
		{ID: "later", Title: m.T("Due later")},
		{ID: "undated", Title: m.T("Without a due date")},
		{ID: "unverified", Title: m.T("Done, effect not verified"), About: m.T("Done says that it was built. Only a check afterwards says whether it works.")},
		{ID: "effective", Title: m.T("Verified as effective")},
		{ID: "short", Title: m.T("Verified as partly effective or ineffective"), About: m.T("What is missing belongs into an action of its own.")},
		{ID: "dropped", Title: m.T("Declined or transferred")},
	}
	for _, a := range actions {
		i := 0
		switch {
		case a.Overdue:
		case a.IsOpen() && a.Due.IsZero():
			i = 3
		case a.IsOpen() && !a.Due.EndIn(m.Log.Config.Zone).After(soonEnds):
			i = 1
		case a.IsOpen():
			i = 2
		case a.Status != "done":
			i = 7
		case a.Verified == nil:
			i = 4
		case a.Verified.Result == "effective":
			i = 5
		default:
			i = 6
		}
		lanes[i].Actions = append(lanes[i].Actions, a)
	}
	for i := range lanes {
		if l := &lanes[i]; i > 3 { // what has ended stands newest first
			sort.SliceStable(l.Actions, func(i, j int) bool {
				return l.Actions[i].Ended.Sortable().After(l.Actions[j].Ended.Sortable())
			})
		}
		lanes[i].N = len(lanes[i].Actions)
	}
	return view.Filter(lanes, func(l Lane) bool { return l.ID == "overdue" || l.N > 0 })
}

type actionsContent struct {
	layout.Sheet
	All    []Lane // of the whole board
	Lanes  []Lane // of this page
	Total  int
	Owners []ownerCount
}

// ownerCount is the open actions of one team.
type ownerCount struct {
	Slug, Team    string
	Open, Overdue int
}

func actionsBoard(m *site, emit layout.Emit) bool {
	const addr = "actions/"
	c := actionsContent{All: m.lanes(m.Index.Actions), Total: len(m.Index.Actions)}
	list, begins := layout.Sheets(addr, layout.PerPage, sizes(c.All, func(l Lane) int { return l.N })...)
	for i, n := range begins {
		c.All[i].Address = layout.SheetAddress(addr, n)
	}
	for _, g := range m.Groups(view.ByTeam) {
		open := view.Filter(m.Index.ActionsOf[g.Slug], view.IsOpenAction)
		if len(open) > 0 {
			late := view.Filter(open, func(a view.ActionRow) bool { return a.Overdue })
			c.Owners = append(c.Owners, ownerCount{g.Slug, g.Term.Title, len(open), len(late)})
		}
	}
	sort.SliceStable(c.Owners, func(i, j int) bool {
		a, b := &c.Owners[i], &c.Owners[j]
		return cmp.Or(cmp.Compare(b.Overdue, a.Overdue), cmp.Compare(b.Open, a.Open)) < 0
	})
	p := layout.Page{
		Title: m.T("Corrective actions"), Section: "actions",
		Lead: m.T("What was decided so that it does not happen again: what is overdue, what is next, and what proved to work."),
	}
	return layout.EmitSheets(m.Model, emit, "actions", p, list, func(s layout.Sheet) any {
		c := c
		c.Sheet, c.Lanes = s, nil
		for _, cut := range s.Cuts {
			lane := c.All[cut.Part]
			lane.Actions = lane.Actions[cut.From:cut.To]
			c.Lanes = append(c.Lanes, lane)
		}
		return c
	})
}
