package pages

import (
	"cmp"
	"slices"

	"hindcast/internal/layout"
	"hindcast/internal/view"
)

// Lane is one part of the board of actions.
type Lane struct {
	ID, Title, About string
	Actions          []view.ActionRow
	Older            int // left out of the page
}

// lanes sorts actions into what is to be done next and what came of the rest. Empty lanes are left
// out, but for the overdue ones: that there are none is an answer.
func (m *site) lanes(actions []view.ActionRow) []Lane {
	soon := m.Now.AddDate(0, 0, 30)
	lanes := []Lane{
		{ID: "overdue", Title: m.T("Overdue")},
		{ID: "soon", Title: m.T("Due within 30 days")},
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
		case a.IsOpen() && a.Due.Sortable().Before(soon):
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
			slices.SortStableFunc(l.Actions, func(a, b view.ActionRow) int {
				return b.Ended.Sortable().Compare(a.Ended.Sortable())
			})
		}
		if l := &lanes[i]; len(l.Actions) > perPage {
			l.Older = len(l.Actions) - perPage
			l.Actions = l.Actions[:perPage]
		}
	}
	return view.Filter(lanes, func(l Lane) bool { return l.ID == "overdue" || len(l.Actions) > 0 })
}

type actionsContent struct {
	Lanes  []Lane
	Total  int
	Owners []ownerCount
}

// ownerCount is the open actions of one team.
type ownerCount struct {
	Slug, Team    string
	Open, Overdue int
}

func actionsBoard(m *site, emit layout.Emit) bool {
	c := actionsContent{Lanes: m.lanes(m.Index.Actions), Total: len(m.Index.Actions)}
	for _, g := range m.Groups(view.ByTeam) {
		open := view.Filter(m.Index.ActionsOf[g.Slug], view.IsOpenAction)
		if len(open) > 0 {
			late := view.Filter(open, func(a view.ActionRow) bool { return a.Overdue })
			c.Owners = append(c.Owners, ownerCount{g.Slug, g.Term.Title, len(open), len(late)})
		}
	}
	slices.SortStableFunc(c.Owners, func(a, b ownerCount) int {
		return cmp.Or(cmp.Compare(b.Overdue, a.Overdue), cmp.Compare(b.Open, a.Open))
	})
	return emit("actions", "actions/", layout.Page{
		Title: m.T("Corrective actions"), Section: "actions",
		Lead:    m.T("What was decided so that it does not happen again: what is overdue, what is next, and what proved to work."),
		Content: c,
	})
}
