// Package layout puts the contents of pages into their frame: it reads the templates, carries them out within the
// limits of a page, and adds navigation, the head of a page for programs, and the security policy.
package layout

import (
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/incident"
	"hindcast/internal/trend/figure"
	"hindcast/internal/view"
)

// Page is what the layout of every page needs.
type Page struct {
	*view.Model
	address.Forge
	Root     string // from the page to the root of the site
	Address  string // of the page, relative to the root
	Title    string
	Lead     string            // description for search engines and previews
	Section  string            // entry of the navigation that is current
	NotFound bool              // the page may be shown at any depth, so it can't lead anywhere by itself
	Search   bool              // the page loads the search script
	Record   *incident.Record  // on its own page
	Article  *incident.Article // on its own page
	System   *incident.System  // on its own page
	Content  any               // what the template shows; a Later where it is gathered when the page is made
}

// Later gathers the content of a page. It may be called beside others of the same site.
type Later func() any

// Gather gathers the content where that was left for later.
func (p *Page) Gather() {
	if later, ok := p.Content.(Later); ok {
		p.Content = later()
	}
}

// SourcePath is the path of what a page is about; empty where it is about several.
func (p *Page) SourcePath() string {
	switch {
	case p.Record != nil:
		return p.Record.Path
	case p.System != nil:
		return p.System.Path
	case p.Article != nil:
		return p.Article.Path
	}
	return ""
}

// SheetName is what each printed sheet of the page is known by: the id of a record, the title of another page.
func (p Page) SheetName() string {
	if p.Record != nil {
		return p.Record.ID
	}
	return p.Title
}

// SheetMark is the sharing mark of each printed sheet: that of what the page is about, or of a part of its text that has a
// higher one; of a page about several, the highest that the audience may see.
func (p Page) SheetMark() string {
	var file *incident.File
	mark := ""
	switch {
	case p.Restricted:
	case p.Record != nil:
		file, mark = &p.Record.File, p.Record.TLP
	case p.System != nil:
		file, mark = &p.System.File, p.System.TLP
	case p.Article != nil:
		file, mark = &p.Article.File, p.Article.TLP
	default:
		mark = p.Most
	}
	mark = view.Mark(mark)
	if file != nil {
		for _, b := range file.Text.Blocks {
			if b.Mark != "" && incident.TLP.Index(view.Mark(b.Mark)) > incident.TLP.Index(mark) {
				mark = view.Mark(b.Mark)
			}
		}
	}
	return mark
}

// Emit hands one page on: template, address, page; false to stop.
type Emit = func(template, addr string, p Page) bool

// Guarded makes pages, those about one file where a path is given. A panic while their contents are
// gathered ends these pages alone.
func Guarded(m *view.Model, path string, emit Emit, make func(Emit) bool) (goOn bool) {
	return view.Guard(func(cause any) bool {
		return m.Defeated(&view.Defeat{Path: path, Cause: cause})
	}, func(outside *bool) bool {
		return make(func(template, addr string, p Page) bool {
			*outside = true
			ok := emit(template, addr, p)
			*outside = false
			return ok
		})
	})
}

// TrendsOf is the figures of what a page is about; nil where there are none.
func (p Page) TrendsOf() *figure.Report {
	if p.Address == "" {
		return p.Trends.Whole
	}
	section, rest, _ := strings.Cut(p.Address, "/")
	slug, _, _ := strings.Cut(rest, "/")
	kind, ok := map[string]figure.ScopeKind{
		"systems": figure.ScopeSystem, "types": figure.ScopeType, "teams": figure.ScopeTeam,
		"severities": figure.ScopeSeverity,
	}[section]
	if !ok || p.Trends == nil {
		return nil
	}
	return p.Trends.Find(kind, slug)
}

// Linked reports whether the page can lead to others: the page for what is not found is shown at any
// depth, so it can do so only where the site knows its own address.
func (p Page) Linked() bool { return !p.NotFound || p.Log.Config.BaseURL != "" }
