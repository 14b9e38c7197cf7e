// Package datafiles makes the files of a site that programs, hosts and crawlers read: CSV, JSON, feeds, the sitemap,
// llms.txt, previews of links and the pictures for them, and the rules of a host.
package datafiles

import (
	"iter"
	"slices"

	"hindcast/internal/view"
)

// site is what the files are made of.
type site struct{ *view.Model }

// Files yields what programs and crawlers read of the records. Given are the addresses of the
// pages that were made.
func Files(model *view.Model, pages []string) iter.Seq2[view.File, error] {
	return func(yield func(view.File, error) bool) {
		m := &site{model}
		if !yield(m.recordsCSV(), nil) || !yield(m.llms(pages), nil) || !yield(m.previews()) {
			return
		}
		listed := slices.DeleteFunc(slices.Clone(pages), func(addr string) bool { return addr == "404.html" })
		for _, files := range []iter.Seq2[view.File, error]{
			m.controlsCSV(), m.recordsJSON(), m.pageTwins(), m.feeds(), m.cards(), m.crawlers(listed),
		} {
			for file, err := range files {
				if !yield(file, err) {
					return
				}
			}
		}
	}
}

// ForHosts are the rules of a host: where addresses lead that were moved, and the headers of the files with the
// paths given.
func ForHosts(model *view.Model, redirects []view.Redirect, files []string) []view.File {
	m := &site{model}
	return []view.File{m.redirectRules(redirects), m.headers(files)}
}
