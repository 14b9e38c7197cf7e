package render

import "fmt"

// Defeat is the error of a page that can't be made, by a fault of the program or by what one file holds:
// the last line of defence, so that it costs no other page.
type Defeat struct {
	Path  string // of the file that the page is about; empty where it is about several
	Cause any    // what went wrong: an error, or the value of a panic
}

func (d *Defeat) Error() string { return fmt.Sprintf("a page can't be made: %v", d.Cause) }

// guarded makes pages, those about one file where a path is given. A panic while their contents are
// gathered ends these pages alone.
func (m *Model) guarded(path string, emit emit, make func(emit) bool) (goOn bool) {
	return guard(func(cause any) bool { return m.defeated(&Defeat{path, cause}) }, func(outside *bool) bool {
		return make(func(template, addr string, p page) bool {
			*outside = true
			ok := emit(template, addr, p)
			*outside = false
			return ok
		})
	})
}

// guard carries out work. A panic ends it and is told, unless the work is outside: then it is one of who
// takes the pages, and theirs.
func guard(tell func(cause any) (goOn bool), work func(outside *bool) bool) (goOn bool) {
	outside := false
	defer func() {
		if outside {
			return
		}
		if cause := recover(); cause != nil {
			goOn = tell(cause)
		}
	}()
	return work(&outside)
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
