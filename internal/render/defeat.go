package render

import "hindcast/internal/view"

// guarded makes pages, those about one file where a path is given. A panic while their contents are
// gathered ends these pages alone.
func (m *Model) guarded(path string, emit emit, make func(emit) bool) (goOn bool) {
	return view.Guard(func(cause any) bool { return m.Defeated(&view.Defeat{Path: path, Cause: cause}) }, func(outside *bool) bool {
		return make(func(template, addr string, p page) bool {
			*outside = true
			ok := emit(template, addr, p)
			*outside = false
			return ok
		})
	})
}

// file is the path of what a page is about; empty where it is about several.
func (p *page) file() string {
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
