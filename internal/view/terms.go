package view

import (
	"hindcast/internal/incident"
)

// IsUsed reports whether a value has a page: the defined ones always have, so that each can be looked up.
func (m *Model) IsUsed(facet string, g *Group) bool {
	return facet == ByTeam || facet == ByTag || len(g.Own)+len(g.Precedents) > 0 ||
		m.Log.Config.Vocabularies[facet].Has(g.Term.ID)
}

// TermOf is the term of a group in the language of the site.
func (m *Model) TermOf(g *Group) incident.Term {
	t := g.Term
	t.Title, t.Definition, t.Criteria = m.T(t.Title), m.T(t.Definition), m.T(t.Criteria)
	if t.Title == "" {
		t.Title = t.ID
	}
	return t
}

// BadgeOf is the badge of a group of severities; empty for other facets.
func (m *Model) BadgeOf(facet string, g *Group) SeverityBadge {
	if facet != BySeverity {
		return SeverityBadge{}
	}
	v := m.Log.Config.Vocabularies[BySeverity]
	if i := v.Index(g.Term.ID); i >= 0 {
		return m.SeverityOf(i, v[i])
	}
	return SeverityBadge{}
}
