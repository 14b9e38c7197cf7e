package view

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/incident"
)

// The facets that a record can be found by. Each has an index page and a page for each value.
const (
	ByType     = "types"
	BySeverity = "severities"
	ByCause    = "causes"
	ByTag      = "tags"
	ByTeam     = "teams"
)

var facets = []string{ByType, BySeverity, ByCause, ByTeam, ByTag}

// Index groups what a site shows once, so that no page looks through all of it.
type Index struct {
	Own, Precedents []*incident.Record // newest first
	groups          map[string]map[string]*Group
	Systems         map[string][]*incident.Record // own and precedents by slug of the system, newest first
	Playbooks       map[string][]*incident.Record // by slug of the playbook, newest first
	Actions         []ActionRow                   // of own records, in order of due date
	ActionsOf       map[string][]ActionRow        // by owner's slug
	ArticlesAlone   bool                          // there are articles and nothing else: neither records nor systems
	Shelves         []Shelf                       // of articles
	Plain           []*incident.Article           // of the folder that the settings name, in their order
	Front           *incident.Article             // the text of that folder itself; nil for none
}

// Group is the records of one value of a facet.
type Group struct {
	Term       incident.Term
	Slug       string
	Own        []*incident.Record
	Precedents []*incident.Record
}

// NewIndex groups the records of a log and their actions.
func NewIndex(m *Model) *Index {
	x := &Index{
		groups: map[string]map[string]*Group{}, Systems: map[string][]*incident.Record{},
		Playbooks: map[string][]*incident.Record{}, ActionsOf: map[string][]ActionRow{},
	}
	for _, facet := range facets {
		x.groups[facet] = map[string]*Group{}
	}
	for _, facet := range []string{ByType, BySeverity, ByCause} {
		for _, term := range m.Log.Config.Vocabularies[facet] {
			x.group(facet, term.ID).Term = term
		}
	}
	for _, r := range Newest(m.Log.Records) {
		if r.IsPrecedent() {
			x.Precedents = append(x.Precedents, r)
		} else {
			x.Own = append(x.Own, r)
		}
		x.add(r)
	}
	x.Actions = m.ActionRows(x.Own)
	for _, a := range x.Actions {
		if a.Owner != "" {
			slug := address.Slug(a.Owner)
			x.ActionsOf[slug] = append(x.ActionsOf[slug], a)
			x.group(ByTeam, a.Owner)
		}
	}
	for _, s := range m.Log.Systems {
		if s.Owner != "" {
			x.group(ByTeam, s.Owner)
		}
	}
	for _, a := range m.Log.Articles {
		if a.Owner != "" {
			x.group(ByTeam, a.Owner)
		}
	}
	x.addArticles(m)
	for _, team := range m.Log.Config.Teams {
		if g := x.groups[ByTeam][address.Slug(team.ID)]; g != nil {
			g.Term = team
		}
	}
	return x
}

// add puts a record into its groups.
func (x *Index) add(r *incident.Record) {
	for _, f := range incident.Facets {
		if f.Pages != "" {
			x.put(f.Pages, r, f.Values(r)...)
		}
	}
	for _, slug := range r.Systems {
		x.Systems[slug] = append(x.Systems[slug], r)
	}
	for _, slug := range r.Playbooks {
		x.Playbooks[slug] = append(x.Playbooks[slug], r)
	}
}

func (x *Index) put(facet string, r *incident.Record, values ...string) {
	for _, value := range values {
		if value == "" {
			continue
		}
		g := x.group(facet, value)
		list := &g.Own
		if r.IsPrecedent() {
			list = &g.Precedents
		}
		if n := len(*list); n == 0 || (*list)[n-1] != r {
			*list = append(*list, r)
		}
	}
}

func (x *Index) group(facet, value string) *Group {
	slug := address.Slug(value)
	g := x.groups[facet][slug]
	if g == nil {
		g = &Group{Term: incident.Term{ID: value, Title: value}, Slug: slug}
		x.groups[facet][slug] = g
	}
	return g
}

// Groups are the groups of a facet: those of a vocabulary in its order, the rest by name.
func (m *Model) Groups(facet string) []*Group {
	list := slices.Collect(maps.Values(m.Index.groups[facet]))
	rank := func(g *Group) int {
		if i := m.Log.Config.Vocabularies[facet].Index(g.Term.ID); i >= 0 && facet != ByTeam {
			return i
		}
		return len(m.Log.Config.Vocabularies[facet])
	}
	slices.SortFunc(list, func(a, b *Group) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)),
			strings.Compare(strings.ToLower(a.Term.Title), strings.ToLower(b.Term.Title)), strings.Compare(a.Slug, b.Slug))
	})
	return list
}

// Newest is records by date, newest first, then by id.
func Newest(records []*incident.Record) []*incident.Record {
	sorted := slices.Clone(records)
	slices.SortStableFunc(sorted, incident.ByDate)
	return sorted
}

// Neighbours are the records before and after one by date, of own ones or of precedents, without those that left the
// lifecycle.
func (x *Index) Neighbours(r *incident.Record) (earlier, later *incident.Record) {
	newestFirst := x.Own
	if r.IsPrecedent() {
		newestFirst = x.Precedents
	}
	shown := func(step int) *incident.Record {
		i, found := slices.BinarySearchFunc(newestFirst, r, incident.ByDate)
		if !found {
			return nil
		}
		for i += step; i >= 0 && i < len(newestFirst); i += step {
			if n := newestFirst[i]; n.Exit() == "" {
				return n
			}
		}
		return nil
	}
	return shown(1), shown(-1)
}

// OwnOf is the records of a system that are no precedents, newest first.
func (m *Model) OwnOf(s *incident.System) []*incident.Record {
	return Filter(m.Index.Systems[s.Slug], func(r *incident.Record) bool { return !r.IsPrecedent() })
}
