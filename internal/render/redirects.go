package render

import (
	"iter"
	"path"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/incident"
)

// redirect leads from an address that a page had, or might be looked for at, to where it is now.
type redirect struct{ from, to string }

// kept is the record that a record stands for: itself, or the one at the end of a chain of
// duplicates. Where the chain never ends, which no valid log has, a record stands for itself.
func (m *Model) kept(r *incident.Record) *incident.Record {
	at := r
	for range m.Log.Records { // no chain without a circle is longer
		next := m.Names.Record(at.DuplicateOf)
		if at.Status != incident.Duplicate || next == nil {
			return at
		}
		at = next
	}
	return r
}

// moved tells that the page of a record is a redirect.
func (m *Model) moved() map[string]bool {
	moved := map[string]bool{}
	for _, r := range m.Log.Records {
		if m.kept(r) != r {
			moved[address.Record(r)] = true
		}
	}
	return moved
}

// redirects is every redirect: of duplicates, and of the aliases of records, systems and articles.
// One whose address is taken is left alone, and so is one that would lead to itself.
func (m *Model) redirects(taken *address.Paths) []redirect {
	var list []redirect
	add := func(from, to string) {
		file := address.File(from)
		if from != to && address.UnfitAlias(from, m.Log.Config.Keep) == "" && taken.Free(file) {
			taken.Add(file)
			list = append(list, redirect{from, to})
		}
	}
	most := m.Log.Config.Limit(incident.LimitAliases)
	for _, r := range m.Log.Records {
		if kept := m.kept(r); kept != r {
			add(address.Record(r), address.Record(kept))
		}
	}
	for _, r := range m.Log.Records {
		for _, alias := range r.Aliases[:min(len(r.Aliases), most)] {
			add(address.AliasAddress("incidents/", strings.ToLower(alias), alias), address.Record(m.kept(r)))
		}
	}
	for _, s := range m.Log.Systems {
		for _, alias := range s.Aliases[:min(len(s.Aliases), most)] {
			add(address.AliasAddress("systems/", alias, alias), address.System(s))
		}
	}
	for _, a := range m.Log.Articles {
		for _, alias := range a.Aliases[:min(len(a.Aliases), most)] {
			add(address.AliasAddress(path.Dir(strings.TrimSuffix(address.Article(a), "/"))+"/", alias, alias), address.Article(a))
		}
	}
	return list
}

type redirectContent struct {
	To        string // relative to the page
	Canonical string // the same in full, where the address of the site is known
	Label     string // title of what is there
}

// redirectPages is a page for each redirect, for hosts that read no _redirects.
func (r *Renderer) redirectPages(m *Model, list []redirect) iter.Seq2[Page, error] {
	return func(yield func(Page, error) bool) {
		titles := m.titles()
		for _, moved := range list {
			root := address.ToRoot(moved.from)
			body, err := r.execute("redirect", page{
				Model: m, Root: root, Address: moved.from, Title: titles[moved.to],
				Content: redirectContent{root + moved.to, m.absolute(moved.to), titles[moved.to]},
			})
			if !yield(Page{address.File(moved.from), body}, err) {
				return
			}
		}
	}
}

// titles is the title of each page that a redirect can lead to, by its address.
func (m *Model) titles() map[string]string {
	titles := map[string]string{}
	for _, r := range m.Log.Records {
		titles[address.Record(r)] = r.ID + ": " + r.Title
	}
	for _, s := range m.Log.Systems {
		titles[address.System(s)] = s.Title
	}
	for _, a := range m.Log.Articles {
		titles[address.Article(a)] = a.Title
	}
	return titles
}
