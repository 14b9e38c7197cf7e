package render

import (
	"iter"
	"slices"

	"hindcast/internal/address"
	"hindcast/internal/view"
)

// machine is everything of a site that programs read, and what hosts and crawlers are told, given the
// addresses of the pages that were made.
func (r *Renderer) machine(m *Model, made []string) iter.Seq2[view.File, error] {
	return func(yield func(view.File, error) bool) {
		var files []string
		for _, addr := range made {
			files = append(files, address.File(addr))
		}
		emit := func(page view.File, err error) bool {
			files = append(files, page.Path)
			return yield(page, err)
		}
		table, err := m.recordsCSV()
		if !emit(table, err) || !emit(m.llms(made), nil) {
			return
		}
		previews, err := previewsJSON(m)
		if !emit(view.File{Path: "previews.json", Body: previews}, err) {
			return
		}
		listed := slices.DeleteFunc(slices.Clone(made), func(addr string) bool { return addr == "404.html" })
		for _, pages := range []iter.Seq2[view.File, error]{m.recordsJSON(), m.pageTwins(), m.feeds(), m.cards(), m.crawlers(listed)} {
			for page, err := range pages {
				if !emit(page, err) {
					return
				}
			}
		}
		redirects := m.Redirects(address.NewPaths(slices.Concat(files, m.Static)...))
		for page, err := range r.redirectPages(m, redirects) {
			if !emit(page, err) {
				return
			}
		}
		_ = yield(m.redirectRules(redirects), nil) && yield(m.headers(files), nil)
	}
}
