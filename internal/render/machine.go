package render

import (
	"iter"
	"slices"

	"hindcast/internal/address"
	"hindcast/internal/datafiles"
	"hindcast/internal/layout"
	"hindcast/internal/view"
)

// machine is everything of a site that programs read, and what hosts and crawlers are told, given the
// addresses of the pages that were made.
func machine(r *layout.Renderer, m *Model, made []string) iter.Seq2[view.File, error] {
	return func(yield func(view.File, error) bool) {
		var files []string
		for _, addr := range made {
			files = append(files, address.File(addr))
		}
		emit := func(file view.File, err error) bool {
			files = append(files, file.Path)
			return yield(file, err)
		}
		for file, err := range datafiles.Files(m.Model, made) {
			if !emit(file, err) {
				return
			}
		}
		redirects := m.Redirects(address.NewPaths(slices.Concat(files, m.Static)...))
		for page, err := range redirectPages(r, m, redirects) {
			if !emit(page, err) {
				return
			}
		}
		for _, file := range datafiles.ForHosts(m.Model, redirects, files) {
			if !yield(file, nil) {
				return
			}
		}
	}
}
