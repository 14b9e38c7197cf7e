package render

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"hindcast/internal/address"
	"hindcast/internal/agenda/item"
	"hindcast/internal/incident"
)

// facetPage is what the pages of a facet are called and say.
type facetPage struct{ facet, title, lead string }

var facetPages = []facetPage{
	{byType, "Types", "What kinds of things went wrong, by the main type and by further types."},
	{bySeverity, "Severities", "How bad it was, and for near misses and hazards how bad it could have been."},
	{byCause, "Contributing causes", "Why it happened. A record can name several, and none is the root."},
	{byTeam, "Teams", "Who owns incidents, actions and systems."},
	{byTag, "Tags", "Free words that records were given."},
}

type termRow struct {
	Term                 incident.Term
	Slug                 string
	Badge                SeverityBadge
	N, Precedents, Open  int // Open is open records
	OpenActions, Overdue int
}

type termsContent struct {
	Facet string
	Rows  []termRow
}

type termContent struct {
	Facet       string
	Index       string // title of the facet
	Term        incident.Term
	Slug        string
	Badge       SeverityBadge
	Sheet       Sheet
	Trend       SmallTrend
	Open        []ActionRow
	Systems     []*incident.System // owned by the team
	Owed        []*item.Item
	Precedents  []*incident.Record
	NPrecedents int
	Learnt      bool // the cause has a page of lessons
}

const precedentsShown = 5

func terms(m *Model, emit emit) bool {
	for _, f := range facetPages {
		groups := filter(m.index.groupsOf(m, f.facet), func(g *group) bool { return m.isUsed(f.facet, g) })
		var rows []termRow
		for _, g := range groups {
			open := filter(m.actionsFor(f.facet, g), isOpenAction)
			rows = append(rows, termRow{
				Term: m.termOf(g), Slug: g.slug, Badge: m.badgeOf(f.facet, g), N: len(g.own), Precedents: len(g.precedents),
				Open: len(filter(g.own, func(r *incident.Record) bool { return r.IsOpen() })), OpenActions: len(open),
				Overdue: len(filter(open, func(a ActionRow) bool { return a.Overdue })),
			})
		}
		p := page{Title: m.T(f.title), Lead: m.T(f.lead), Section: f.facet, Content: termsContent{f.facet, rows}}
		if !emit("terms", f.facet+"/", p) {
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

// isUsed tells whether a value has a page: the defined ones always have, so that each can be looked up.
func (m *Model) isUsed(facet string, g *group) bool {
	return facet == byTeam || facet == byTag || len(g.own)+len(g.precedents) > 0 || m.Log.Config.Vocabularies[facet].Has(g.term.ID)
}

func (m *Model) termOf(g *group) incident.Term {
	t := g.term
	t.Title, t.Definition, t.Criteria = m.T(t.Title), m.T(t.Definition), m.T(t.Criteria)
	if t.Title == "" {
		t.Title = t.ID
	}
	return t
}

func (m *Model) badgeOf(facet string, g *group) SeverityBadge {
	if facet != bySeverity {
		return SeverityBadge{}
	}
	v := m.Log.Config.Vocabularies[bySeverity]
	if i := v.Index(g.term.ID); i >= 0 {
		return m.severityOf(i, v[i])
	}
	return SeverityBadge{}
}

// actionsFor is a team's own actions, else those of the records of the group.
func (m *Model) actionsFor(facet string, g *group) []ActionRow {
	if facet == byTeam {
		return m.index.actionsOf[g.slug]
	}
	return m.actionRows(g.own)
}

func (m *Model) termPages(f facetPage, g *group, emit emit) bool {
	addr := f.facet + "/" + g.slug + "/"
	term := m.termOf(g)
	c := termContent{
		Facet: f.facet, Index: m.T(f.title), Term: term, Slug: g.slug, Badge: m.badgeOf(f.facet, g), Trend: m.smallTrend(g.own),
		Open: filter(m.actionsFor(f.facet, g), isOpenAction), Precedents: g.precedents[:min(len(g.precedents), precedentsShown)], NPrecedents: len(g.precedents),
	}
	switch f.facet {
	case byTeam:
		c.Systems = filter(m.Log.Systems, func(s *incident.System) bool { return address.Slug(s.Owner) == g.slug })
		c.Owed = m.owed(func(it *item.Item) bool { return address.Slug(it.Owner) == g.slug })
	case byCause:
		for _, r := range g.own {
			c.Learnt = c.Learnt || hasLessons(r)
		}
	}
	lead := sentence(term.Definition + term.Criteria)
	return emitSheets(m, emit, "term", addr, page{Title: term.Title, Lead: lead, Section: f.facet}, m.byYear(g.own), func(s Sheet) any {
		c.Sheet = s
		return c
	})
}

// sentence is a definition that stands by itself.
func sentence(s string) string {
	if s == "" || strings.HasSuffix(s, ".") {
		return s
	}
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:] + "."
}
