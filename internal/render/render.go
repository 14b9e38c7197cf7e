package render

import (
	"iter"

	"hindcast/internal/incident"
)

// Pages yields the pages of a site and its files for programs, one at a time; the body of a page is
// the caller's to keep. Where a template of the repository fails, a TemplateError comes with the
// page that the built-in one makes, or without a body where there is none.
func (r *Renderer) Pages(m *Model) iter.Seq2[Page, error] {
	return func(yield func(Page, error) bool) {
		indexed := *m
		m = &indexed
		m.index = newIndex(m)
		moved := m.moved()
		var made []string
		emit := func(template, address string, p page) bool {
			if moved[address] {
				return true // its redirect comes with the others
			}
			p.Model, p.Address = m, address
			if p.Root == "" {
				p.Root = toRoot(address)
			}
			body, err := r.execute(template, p)
			if body != nil {
				made = append(made, address)
			}
			return yield(Page{pathOf(address), body}, err)
		}
		for _, make := range []func(*Model, func(string, string, page) bool) bool{
			home, incidents, precedents, systems, terms, actionsBoard, obligationsBoard, lessonPages, governance, knowledge, trendPages,
			searchPage, filing, rulesPage, dataPage, customPages, notFound,
		} {
			if !make(m, emit) {
				return
			}
		}
		if !trendFiles(m, yield) {
			return
		}
		for page, err := range r.machine(m, made) {
			if !yield(page, err) {
				return
			}
		}
	}
}

// pathOf is the file of an address.
func pathOf(address string) string { return incident.PageFile(address) }

func isPrecedent(r *incident.Record) bool { return r.KindOrDefault() == incident.KindPrecedent }

// emit hands one page on: template, address, page; false to stop.
type emit = func(template, address string, p page) bool
