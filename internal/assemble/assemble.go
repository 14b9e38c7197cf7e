// Package assemble puts a site together: pages in their frame, files for programs and hosts, and redirects.
package assemble

import (
	"fmt"
	"iter"
	"slices"

	"hindcast/internal/address"
	"hindcast/internal/datafiles"
	"hindcast/internal/layout"
	"hindcast/internal/pages"
	"hindcast/internal/trendpages"
	"hindcast/internal/view"
)

// Files yields the pages of a site and its files for programs and hosts, one at a time; the body of a file is the
// caller's to keep. Where a template of the repository fails, a templates.Error comes with the page that the built-in
// one makes, or without a body where there is none. A view.Defeat is the error of a page that can't be made, and the
// others follow.
func Files(r *layout.Renderer, model *view.Model) iter.Seq2[view.File, error] {
	return func(yield func(view.File, error) bool) {
		m := *model
		m.Index = view.NewIndex(&m)
		m.Defeated = func(d *view.Defeat) bool { return yield(view.File{}, d) }
		p := &pageMaker{renderer: r, model: &m, moved: m.Moved(), yield: yield}
		if !yield(datafiles.Schema(&m)) || !yield(datafiles.Calendar(&m)) {
			return
		}
		if !pages.Make(&m, p.emit) || !layout.Guarded(&m, "", p.emit, func(emit layout.Emit) bool {
			return trendpages.Make(&m, emit)
		}) {
			return
		}
		for file, err := range datafiles.Figures(&m) {
			if !yield(file, err) {
				return
			}
		}
		fails := func(cause any) bool {
			return yield(view.File{}, fmt.Errorf("make what programs and hosts read: %v", cause))
		}
		view.Guard(fails, func(outside *bool) bool {
			for file, err := range p.besidePages() {
				*outside = true
				if !yield(file, err) {
					return false
				}
				*outside = false
			}
			return true
		})
	}
}

// pageMaker puts contents into their frame and keeps the addresses of the pages that were made.
type pageMaker struct {
	renderer *layout.Renderer
	model    *view.Model
	moved    map[string]bool // addresses whose redirects come with the others
	made     []string
	yield    func(view.File, error) bool
}

func (p *pageMaker) emit(template, addr string, page layout.Page) bool {
	if p.moved[addr] {
		return true
	}
	page.Model, page.Forge, page.Address = p.model, address.ForgeOf(&p.model.Log.Config), addr
	if page.Root == "" {
		page.Root = address.ToRoot(addr)
	}
	body, err := p.renderer.Execute(template, page)
	if file := page.SourcePath(); body == nil && file != "" && !layout.IsOwn(err) {
		err = &view.Defeat{Path: file, Cause: err}
	}
	if body != nil {
		p.made = append(p.made, addr)
	}
	return p.yield(view.File{Path: address.File(addr), Body: body}, err)
}

// besidePages is all that programs and hosts read, and the redirects, which take no place of another file.
func (p *pageMaker) besidePages() iter.Seq2[view.File, error] {
	return func(yield func(view.File, error) bool) {
		var taken []string
		for _, addr := range p.made {
			taken = append(taken, address.File(addr))
		}
		emit := func(file view.File, err error) bool {
			taken = append(taken, file.Path)
			return yield(file, err)
		}
		for file, err := range datafiles.Files(p.model, p.made) {
			if !emit(file, err) {
				return
			}
		}
		redirects := p.model.Redirects(address.NewPaths(slices.Concat(taken, p.model.Static)...))
		for page, err := range pages.Redirects(p.renderer, p.model, redirects) {
			if !emit(page, err) {
				return
			}
		}
		for _, file := range datafiles.ForHosts(p.model, redirects, taken) {
			if !yield(file, nil) {
				return
			}
		}
	}
}
