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
		q := newQueue(yield)
		m.Defeated = func(d *view.Defeat) bool { return q.add(view.File{}, d) }
		p := &pageMaker{renderer: r, model: &m, moved: m.Moved(), queue: q}
		if !q.add(datafiles.Schema(&m)) || !q.add(datafiles.Calendar(&m)) {
			return
		}
		if !pages.Make(&m, p.emit) || !layout.Guarded(&m, "", p.emit, func(emit layout.Emit) bool {
			return trendpages.Make(&m, emit)
		}) {
			return
		}
		for file, err := range datafiles.Figures(&m) {
			if !q.add(file, err) {
				return
			}
		}
		if !q.flush() { // which pages there are is known when they are made
			return
		}
		fails := func(cause any) bool {
			return q.add(view.File{}, fmt.Errorf("make what programs and hosts read: %v", cause))
		}
		_ = view.Guard(fails, func(outside *bool) bool {
			for file, err := range p.besidePages() {
				*outside = true
				if !q.add(file, err) {
					return false
				}
				*outside = false
			}
			return true
		}) && q.flush()
	}
}

// pageMaker puts contents into their frame and keeps the addresses of the pages that were made.
type pageMaker struct {
	renderer *layout.Renderer
	model    *view.Model
	moved    map[string]bool // addresses whose redirects come with the others
	made     []string
	queue    *queue
}

func (p *pageMaker) emit(template, addr string, page layout.Page) bool {
	if p.moved[addr] {
		return true
	}
	page.Model, page.Forge, page.Address = p.model, address.ForgeOf(&p.model.Log.Config), addr
	if page.Root == "" {
		page.Root = address.ToRoot(addr)
	}
	file := view.File{Path: address.File(addr), Make: func() ([]byte, error) { return p.body(template, page) }}
	return p.queue.then(file, func(body []byte) {
		if body != nil {
			p.made = append(p.made, addr)
		}
	})
}

// body makes a page. The error is a Defeat where a file is at fault, or its content can't be gathered.
func (p *pageMaker) body(template string, page layout.Page) (body []byte, err error) {
	path := page.SourcePath()
	defer func() {
		if cause := recover(); cause != nil {
			body, err = nil, &view.Defeat{Path: path, Cause: cause}
		}
	}()
	if later, ok := page.Content.(layout.Later); ok {
		page.Content = later()
	}
	body, err = p.renderer.Execute(template, page)
	if body == nil && path != "" && !layout.IsOwn(err) {
		err = &view.Defeat{Path: path, Cause: err}
	}
	return body, err
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
