package pages

import (
	"iter"

	"hindcast/internal/address"
	"hindcast/internal/layout"
	"hindcast/internal/view"
)

type redirectContent struct {
	To        string // relative to the page
	Canonical string // the same in full, where the address of the site is known
	Label     string // title of what is there
}

// Redirects yields a page for each redirect, for hosts that read no _redirects.
func Redirects(r *layout.Renderer, m *view.Model, list []view.Redirect) iter.Seq2[view.File, error] {
	return func(yield func(view.File, error) bool) {
		titles := titles(m)
		for _, moved := range list {
			root := address.ToRoot(moved.From)
			body, err := r.Execute("redirect", layout.Page{
				Model: m, Forge: address.ForgeOf(&m.Log.Config), Root: root, Address: moved.From, Title: titles[moved.To],
				Content: redirectContent{root + moved.To, m.Absolute(moved.To), titles[moved.To]},
			})
			if !yield(view.File{Path: address.File(moved.From), Body: body}, err) {
				return
			}
		}
	}
}

// titles is the title of each page that a redirect can lead to, by its address.
func titles(m *view.Model) map[string]string {
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
