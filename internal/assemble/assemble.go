// Package assemble puts a site together: pages in their frame, files for programs and hosts, and redirects.
package assemble

import (
	"fmt"
	"iter"
	"slices"

	"hindcast/internal/address"
	"hindcast/internal/changepages"
	"hindcast/internal/datafiles"
	"hindcast/internal/incident"
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
	return func(yield func(view.File, error) bool) { (&maker{renderer: r}).put(model, newQueue(yield)) }
}

// Plan is Files with what is costly left to be made, by the Make of a file. All pages are taken for made.
func Plan(r *layout.Renderer, model *view.Model) iter.Seq2[view.File, error] {
	return func(yield func(view.File, error) bool) { (&maker{renderer: r}).put(model, plan(yield)) }
}

// Samples is the first page of each template, made.
func Samples(r *layout.Renderer, model *view.Model) iter.Seq2[view.File, error] {
	return func(yield func(view.File, error) bool) {
		m := &maker{renderer: r, sampled: map[string]bool{}}
		m.put(model, newQueue(yield))
	}
}

// Record is the page of a record, and its twin, made.
func Record(r *layout.Renderer, model *view.Model, record *incident.Record) iter.Seq2[view.File, error] {
	return func(yield func(view.File, error) bool) {
		m := *model
		q := newQueue(yield)
		m.Defeated = func(d *view.Defeat) bool { return q.add(view.File{}, d) }
		p := &maker{renderer: r, model: &m, moved: m.Moved(), queue: q}
		_ = pages.Incident(&m, record, p.emit) && q.add(datafiles.Twin(&m, record), nil) && q.flush()
	}
}

// taker takes the files of a site in order.
type taker interface {
	add(file view.File, err error) bool                    // reports whether more are wanted
	then(file view.File, of func(body []byte)) (more bool) // is add for a file whose body is of interest, in order
	flush() (more bool)                                    // returns when all that was added is made
}

// plan takes files as they are.
type plan func(view.File, error) bool

func (p plan) add(file view.File, err error) bool { return p(file, err) }

func (p plan) then(file view.File, of func(body []byte)) bool {
	of([]byte{})
	return p(file, nil)
}

func (p plan) flush() bool { return true }

func (p *maker) put(model *view.Model, q taker) {
	if model.Index == nil {
		model.Index = view.NewIndex(model)
	}
	m := *model
	m.Defeated = func(d *view.Defeat) bool { return q.add(view.File{}, d) }
	p.model, p.moved, p.queue = &m, m.Moved(), q
	_ = p.pages() && (p.sampled != nil || p.files()) && q.flush()
}

func (p *maker) pages() bool {
	if !p.queue.add(datafiles.Schema(p.model)) || !p.queue.add(datafiles.Calendar(p.model)) || !pages.Make(p.model, p.emit) {
		return false
	}
	for _, make := range []func(*view.Model, layout.Emit) bool{changepages.Make, trendpages.Make} {
		if !layout.Guarded(p.model, "", p.emit, func(emit layout.Emit) bool { return make(p.model, emit) }) {
			return false
		}
	}
	return true
}

// files are those that no reader sees.
func (p *maker) files() bool {
	for file, err := range datafiles.Figures(p.model) {
		if !p.queue.add(file, err) {
			return false
		}
	}
	if !p.queue.flush() { // which pages there are is known when they are made
		return false
	}
	fails := func(cause any) bool {
		return p.queue.add(view.File{}, fmt.Errorf("make what programs and hosts read: %v", cause))
	}
	return view.Guard(fails, func(outside *bool) bool {
		for file, err := range p.besidePages() {
			*outside = true
			if !p.queue.add(file, err) {
				return false
			}
			*outside = false
		}
		return true
	})
}

// maker puts contents into their frame and keeps the addresses of the pages that were made.
type maker struct {
	renderer *layout.Renderer
	model    *view.Model
	moved    map[string]bool // addresses whose redirects come with the others
	made     []string
	queue    taker
	sampled  map[string]bool // templates that a page was made of, where one of each is wanted; nil for all
}

func (p *maker) emit(template, addr string, page layout.Page) bool {
	if p.moved[addr] || p.sampled[template] {
		return true
	}
	if p.sampled != nil {
		p.sampled[template] = true
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
func (p *maker) body(template string, page layout.Page) (body []byte, err error) {
	path := page.SourcePath()
	defer func() {
		if cause := recover(); cause != nil {
			body, err = nil, &view.Defeat{Path: path, Cause: cause}
		}
	}()
	page.Gather()
	body, err = p.renderer.Execute(template, page)
	if body == nil && path != "" && !layout.IsOwn(err) {
		err = &view.Defeat{Path: path, Cause: err}
	}
	return body, err
}

// besidePages is all that programs and hosts read, and the redirects, which take no place of another file.
func (p *maker) besidePages() iter.Seq2[view.File, error] {
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
