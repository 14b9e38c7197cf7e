package pages

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"hindcast/internal/address"
	"hindcast/internal/agenda/item"
	"hindcast/internal/incident"
	"hindcast/internal/layout"
	"hindcast/internal/view"
)

// facetPage is what the pages of a facet are called and say.
type facetPage struct{ facet, title, lead string }

var facetPages = []facetPage{
	{view.ByType, "Types", "What kinds of things went wrong, by the main type and by further types."},
	{view.BySeverity, "Severities", "How bad it was, and for near misses and hazards how bad it could have been."},
	{view.ByCause, "Contributing causes", "Why it happened. A record can name several, and none is the root."},
	{view.ByTeam, "Teams", "Who owns incidents, actions and systems."},
	{view.ByTag, "Tags", "Free words that records were given."},
}

type termRow struct {
	Term                 incident.Term
	Slug                 string
	Badge                view.SeverityBadge
	N, Precedents, Open  int // Open is open records
	OpenActions, Overdue int
}

type termsContent struct {
	layout.Sheet
	Facet string
	Rows  []termRow
}

type termContent struct {
	Facet       string
	Index       string // title of the facet
	Term        incident.Term
	Slug        string
	Badge       view.SeverityBadge
	Sheet       Sheet
	Trend       view.SmallTrend
	Open        []view.ActionRow // the first of them
	NOpen       int
	Systems     []*incident.System // owned by the team
	Owed        []*item.Item       // the first of them
	NOwed       int
	Precedents  []*incident.Record
	NPrecedents int
	Learnt      bool // the cause has a page of lessons
}

const precedentsShown = 5

func terms(m *site, emit layout.Emit) bool {
	for _, f := range facetPages {
		groups := view.Filter(m.Groups(f.facet), func(g *view.Group) bool { return m.IsUsed(f.facet, g) })
		var rows []termRow
		for _, g := range groups {
			open := view.Filter(m.actionsFor(f.facet, g), view.IsOpenAction)
			rows = append(rows, termRow{
				Term: m.TermOf(g), Slug: g.Slug, Badge: m.BadgeOf(f.facet, g), N: len(g.Own), Precedents: len(g.Precedents),
				Open: len(view.Filter(g.Own, func(r *incident.Record) bool { return r.IsOpen() })), OpenActions: len(open),
				Overdue: len(view.Filter(open, func(a view.ActionRow) bool { return a.Overdue })),
			})
		}
		list, _ := layout.Sheets(f.facet+"/", layout.PerPage, len(rows))
		if !layout.EmitSheets(m.Model, emit, "terms", layout.Page{
			Title: m.T(f.title), Lead: m.T(f.lead), Section: f.facet,
		}, list, func(s layout.Sheet) any {
			return termsContent{s, f.facet, rows[s.Cuts[0].From:s.Cuts[0].To]}
		}) {
			return false
		}
		for _, g := range groups {
			if !m.termPages(f, g, emit) {
				return false
			}
		}
	}
	return true
}

// actionsFor is a team's own actions, else those of the records of the group.
func (m *site) actionsFor(facet string, g *view.Group) []view.ActionRow {
	if facet == view.ByTeam {
		return m.Index.ActionsOf[g.Slug]
	}
	return m.ActionRows(g.Own)
}

func (m *site) termPages(f facetPage, g *view.Group, emit layout.Emit) bool {
	addr := f.facet + "/" + g.Slug + "/"
	term := m.TermOf(g)
	open := view.Filter(m.actionsFor(f.facet, g), view.IsOpenAction)
	var owed []*item.Item
	c := termContent{
		Facet: f.facet, Index: m.T(f.title), Term: term, Slug: g.Slug, Badge: m.BadgeOf(f.facet, g),
		Trend: m.SmallTrend(g.Own), Open: first(open), NOpen: len(open),
		Precedents: g.Precedents[:min(len(g.Precedents), precedentsShown)], NPrecedents: len(g.Precedents),
	}
	switch f.facet {
	case view.ByTeam:
		c.Systems = view.Filter(m.Log.Systems, func(s *incident.System) bool { return address.Slug(s.Owner) == g.Slug })
		owed = m.owed(func(it *item.Item) bool { return address.Slug(it.Owner) == g.Slug })
		c.Owed, c.NOwed = first(owed), len(owed)
	case view.ByCause:
		for _, r := range g.Own {
			c.Learnt = c.Learnt || r.HasLessons()
		}
	}
	lead := sentence(term.Definition + term.Criteria)
	return emitSheets(m, emit, "term", addr, layout.Page{
		Title: term.Title, Lead: lead, Section: f.facet,
	}, m.byYear(g.Own), func(s Sheet) any {
		c.Sheet = s
		return c
	}) && emitOpen(m, emit, f.facet, addr, term.Title, open, owed, nil)
}

// sentence is a definition that is by itself.
func sentence(s string) string {
	if s == "" || strings.HasSuffix(s, ".") {
		return s
	}
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:] + "."
}
