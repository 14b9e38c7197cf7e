package render

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/incident"
	"hindcast/internal/taxonomy"
)

// The facets that a record can be found by. Each has an index page and a page for each value.
const (
	byType     = "types"
	bySeverity = "severities"
	byCause    = "causes"
	byTag      = "tags"
	byTeam     = "teams"
)

var facets = []string{byType, bySeverity, byCause, byTeam, byTag}

// index groups what a site shows once, so that no page looks through all of it.
type index struct {
	own, precedents []*incident.Record // newest first
	groups          map[string]map[string]*group
	systems         map[string][]*incident.Record // own and precedents by slug of the system, newest first
	playbooks       map[string][]*incident.Record // by slug of the playbook, newest first
	actions         []ActionRow                   // of own records, in order of due date
	actionsOf       map[string][]ActionRow        // by owner's slug
	frameworks      map[string]taxonomy.Framework
}

// group is the records of one value of a facet.
type group struct {
	term       incident.Term
	slug       string
	own        []*incident.Record
	precedents []*incident.Record
}

func newIndex(m *Model) *index {
	x := &index{
		groups: map[string]map[string]*group{}, systems: map[string][]*incident.Record{},
		playbooks: map[string][]*incident.Record{}, actionsOf: map[string][]ActionRow{},
		frameworks: taxonomy.FrameworksOf(m.Log.Config.Frameworks),
	}
	for _, facet := range facets {
		x.groups[facet] = map[string]*group{}
	}
	for _, facet := range []string{byType, bySeverity, byCause} {
		for _, term := range m.Log.Config.Vocabularies[facet] {
			x.group(facet, term.ID).term = term
		}
	}
	for _, r := range newest(m.Log.Records) {
		if isPrecedent(r) {
			x.precedents = append(x.precedents, r)
		} else {
			x.own = append(x.own, r)
		}
		x.add(r)
	}
	x.actions = m.actionRows(x.own)
	for _, a := range x.actions {
		if a.Owner != "" {
			slug := address.Slug(a.Owner)
			x.actionsOf[slug] = append(x.actionsOf[slug], a)
			x.group(byTeam, a.Owner)
		}
	}
	for _, s := range m.Log.Systems {
		if s.Owner != "" {
			x.group(byTeam, s.Owner)
		}
	}
	for _, a := range m.Log.Articles {
		if a.Owner != "" {
			x.group(byTeam, a.Owner)
		}
	}
	for _, team := range m.Log.Config.Teams {
		if g := x.groups[byTeam][address.Slug(team.ID)]; g != nil {
			g.term = team
		}
	}
	return x
}

// add puts a record into its groups.
func (x *index) add(r *incident.Record) {
	x.put(byType, r, append([]string{r.Type}, r.Also...)...)
	x.put(bySeverity, r, r.Rank())
	for _, c := range r.Causes {
		x.put(byCause, r, c.Factor)
	}
	x.put(byTag, r, r.Tags...)
	x.put(byTeam, r, r.Owner)
	for _, slug := range r.Systems {
		x.systems[slug] = append(x.systems[slug], r)
	}
	for _, slug := range r.Playbooks {
		x.playbooks[slug] = append(x.playbooks[slug], r)
	}
}

func (x *index) put(facet string, r *incident.Record, values ...string) {
	for _, value := range values {
		if value == "" {
			continue
		}
		g := x.group(facet, value)
		list := &g.own
		if isPrecedent(r) {
			list = &g.precedents
		}
		if n := len(*list); n == 0 || (*list)[n-1] != r {
			*list = append(*list, r)
		}
	}
}

func (x *index) group(facet, value string) *group {
	slug := address.Slug(value)
	g := x.groups[facet][slug]
	if g == nil {
		g = &group{term: incident.Term{ID: value, Title: value}, slug: slug}
		x.groups[facet][slug] = g
	}
	return g
}

// groupsOf is the groups of a facet: those of a vocabulary in its order, the rest by name.
func (x *index) groupsOf(m *Model, facet string) []*group {
	list := slices.Collect(maps.Values(x.groups[facet]))
	rank := func(g *group) int {
		if i := m.Log.Config.Vocabularies[facet].Index(g.term.ID); i >= 0 && facet != byTeam {
			return i
		}
		return len(m.Log.Config.Vocabularies[facet])
	}
	slices.SortFunc(list, func(a, b *group) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(strings.ToLower(a.term.Title), strings.ToLower(b.term.Title)), strings.Compare(a.slug, b.slug))
	})
	return list
}

// newest is records by date, newest first, then by id.
func newest(records []*incident.Record) []*incident.Record {
	sorted := slices.Clone(records)
	slices.SortStableFunc(sorted, func(a, b *incident.Record) int {
		return cmp.Or(b.Date().Sortable().Compare(a.Date().Sortable()), strings.Compare(a.ID, b.ID))
	})
	return sorted
}

func filter[T any](list []T, keep func(T) bool) []T {
	var kept []T
	for _, v := range list {
		if keep(v) {
			kept = append(kept, v)
		}
	}
	return kept
}
