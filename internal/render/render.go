package render

import (
	"fmt"
	"iter"

	"hindcast/internal/address"
	"hindcast/internal/datafiles"
	"hindcast/internal/layout"
	"hindcast/internal/view"
)

// Pages yields the pages of a site and its files for programs, one at a time; the body of a page is
// the caller's to keep. Where a template of the repository fails, a TemplateError comes with the
// page that the built-in one makes, or without a body where there is none. A Defeat stands for a page
// that can't be made, and the others follow.
func Pages(r *layout.Renderer, site *view.Model) iter.Seq2[view.File, error] {
	return func(yield func(view.File, error) bool) {
		indexed := *site
		m := &Model{&indexed}
		m.Index = view.NewIndex(m.Model)
		m.Defeated = func(d *view.Defeat) bool { return yield(view.File{}, d) }
		moved := m.Moved()
		var made []string
		emit := func(template, addr string, p layout.Page) bool {
			if moved[addr] {
				return true // its redirect comes with the others
			}
			p.Model, p.Address = m.Model, addr
			if p.Root == "" {
				p.Root = address.ToRoot(addr)
			}
			body, err := r.Execute(template, p)
			if file := p.File(); body == nil && file != "" && !layout.IsOwn(err) {
				err = &view.Defeat{Path: file, Cause: err}
			}
			if body != nil {
				made = append(made, addr)
			}
			return yield(view.File{Path: address.File(addr), Body: body}, err)
		}
		for _, make := range []func(*Model, layout.Emit) bool{
			home, incidents, precedents, systems, terms, actionsBoard, obligationsBoard, lessonPages, governance, knowledge, trendPages,
			searchPage, filing, rulesPage, dataPage, customPages, notFound,
		} {
			if !layout.Guarded(m.Model, "", emit, func(emit layout.Emit) bool { return make(m, emit) }) {
				return
			}
		}
		for file, err := range datafiles.Figures(m.Model) {
			if !yield(file, err) {
				return
			}
		}
		fails := func(cause any) bool {
			return yield(view.File{}, fmt.Errorf("make what programs and hosts read: %v", cause))
		}
		view.Guard(fails, func(outside *bool) bool {
			for page, err := range machine(r, m, made) {
				*outside = true
				if !yield(page, err) {
					return false
				}
				*outside = false
			}
			return true
		})
	}
}
