package view

import (
	"path"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/incident"
)

// Redirect leads from an address that a page had, or might be looked for at, to where it is now.
type Redirect struct{ From, To string }

// Moved reports whether the page of a record is a redirect.
func (m *Model) Moved() map[string]bool {
	moved := map[string]bool{}
	for _, r := range m.Log.Records {
		if m.Names.Kept(r) != r {
			moved[address.Record(r)] = true
		}
	}
	return moved
}

// Redirects is every redirect: of duplicates, and of the aliases of records, systems and articles.
// One whose address is taken is left alone, and so is one that would lead to itself.
func (m *Model) Redirects(taken *address.Paths) []Redirect {
	var list []Redirect
	add := func(from, to string) {
		file := address.File(from)
		if from != to && address.UnfitAlias(from, m.Log.Config.Keep) == "" && taken.Free(file) {
			taken.Add(file)
			list = append(list, Redirect{from, to})
		}
	}
	most := m.Log.Config.Limit(incident.LimitAliases)
	for _, r := range m.Log.Records {
		if kept := m.Names.Kept(r); kept != r {
			add(address.Record(r), address.Record(kept))
		}
	}
	for _, r := range m.Log.Records {
		for _, alias := range r.Aliases[:min(len(r.Aliases), most)] {
			add(address.Alias("incidents/", strings.ToLower(alias), alias), address.Record(m.Names.Kept(r)))
		}
	}
	for _, s := range m.Log.Systems {
		for _, alias := range s.Aliases[:min(len(s.Aliases), most)] {
			add(address.Alias("systems/", alias, alias), address.System(s))
		}
	}
	for _, a := range m.Log.Articles {
		for _, alias := range a.Aliases[:min(len(a.Aliases), most)] {
			add(address.Alias(path.Dir(strings.TrimSuffix(address.Article(a), "/"))+"/", alias, alias), address.Article(a))
		}
	}
	return list
}
