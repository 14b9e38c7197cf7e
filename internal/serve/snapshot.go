package serve

import (
	"bytes"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"hindcast/internal/diag"
	"hindcast/internal/publish"
	"hindcast/internal/view"
)

// snapshot is what one build gave.
type snapshot struct {
	number   int
	files    map[string]*file
	pages    map[string]string // address of the page of each record, system and article, by its path
	stale    map[string]*file  // as last built, of pages left out because of an error
	findings []diag.Finding
	unseen   diag.Count // findings in what the audience may not see
	leftOut  []string

	index func() map[string]*file // what is below publish.IndexFolder; nil for nothing
	late  func() []diag.Finding   // what making pages told since; nil for nothing
	// revised are the page of a record, and its twin, as its file is now; nil for none.
	revised   func(path string) ([]view.File, bool)
	withholds func(path string) bool // the audience may not see a file; nil for none
	failure   string                 // why nothing could be made of the files; the site before it stays
}

// after numbers a build and keeps from the one before what this one could not make: the pages of what
// has an error, and nothing of what was taken away or withheld meanwhile. Where something was withheld, no
// page is kept, since each may name it.
func (next *snapshot) after(last snapshot) {
	next.number = last.number + 1
	if next.files == nil {
		next.files, next.pages, next.stale, next.index = last.files, last.pages, last.stale, last.index
		return
	}
	next.stale = map[string]*file{}
	if len(next.leftOut) == 0 || next.withholdsOf(last) {
		return
	}
	was := maps.Clone(last.stale)
	if was == nil {
		was = map[string]*file{}
	}
	maps.Copy(was, last.files)
	for _, source := range next.leftOut {
		if address := last.pages[source]; address != "" {
			next.pages[source] = address
			next.keep(was, address)
		}
	}
}

// withholdsOf reports whether a file that had a page in the build before is withheld now.
func (next *snapshot) withholdsOf(last snapshot) bool {
	if next.withholds == nil {
		return false
	}
	return slices.ContainsFunc(slices.Collect(maps.Keys(last.pages)), next.withholds)
}

// keep takes a page that was made before with what lies beside it, and with the files that it shows.
func (next *snapshot) keep(was map[string]*file, address string) {
	for name, page := range was {
		if _, made := next.files[name]; made || path.Dir(name)+"/" != address {
			continue
		}
		body := page.body()
		next.stale[name] = made(body) // so that nothing of the build before is kept but this
		for name, data := range was {
			if strings.HasPrefix(name, "files/") && bytes.Contains(body, []byte(name)) {
				next.stale[name] = data
			}
		}
	}
}

// file is a file of the build, else as it was last built.
func (next *snapshot) file(name string) ([]byte, bool) {
	f, ok := next.files[name]
	if !ok {
		f, ok = next.stale[name]
	}
	if !ok && next.index != nil && strings.HasPrefix(name, publish.IndexFolder) {
		f, ok = next.index()[name]
	}
	if !ok {
		return nil, false
	}
	body := f.body()
	return body, body != nil
}

// file is a file of a build, which is made when it is first asked for.
type file struct {
	body func() []byte // nil where it can't be made
}

func made(body []byte) *file { return &file{func() []byte { return body }} }

func later(make func() ([]byte, error), fails func(error)) *file {
	return &file{sync.OnceValue(func() []byte {
		body, err := make()
		if err != nil {
			fails(err)
			return nil
		}
		return body
	})}
}
