package serve

import (
	"bytes"
	"maps"
	"path"
	"slices"
	"strings"

	"hindcast/internal/diag"
)

// snapshot is what one build gave.
type snapshot struct {
	number   int
	files    map[string][]byte
	pages    map[string]string // address of the page of each record, system and article, by its path
	stale    map[string][]byte // as last built, of pages left out because of an error
	findings []diag.Finding
	unseen   diag.Count // findings in what the audience may not see
	leftOut  []string

	withholds func(path string) bool // the audience may not see a file; nil for none
	failure   string                 // why nothing could be made of the files; the site before it stays
}

// after numbers a build and keeps from the one before what this one could not make: the pages of what
// has an error, and nothing of what was taken away or withheld meanwhile. Where something was withheld, no
// page is kept, since each may name it.
func (next *snapshot) after(last snapshot) {
	next.number = last.number + 1
	if next.files == nil {
		next.files, next.pages, next.stale = last.files, last.pages, last.stale
		return
	}
	next.stale = map[string][]byte{}
	if len(next.leftOut) == 0 || next.withholdsOf(last) {
		return
	}
	was := maps.Clone(last.stale)
	if was == nil {
		was = map[string][]byte{}
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
func (next *snapshot) keep(was map[string][]byte, address string) {
	for name, body := range was {
		if _, made := next.files[name]; made || path.Dir(name)+"/" != address {
			continue
		}
		next.stale[name] = body
		for file, data := range was {
			if strings.HasPrefix(file, "files/") && bytes.Contains(body, []byte(file)) {
				next.stale[file] = data
			}
		}
	}
}

// file is a file of the build, else as it was last built.
func (next *snapshot) file(name string) ([]byte, bool) {
	if body, ok := next.files[name]; ok {
		return body, true
	}
	body, ok := next.stale[name]
	return body, ok
}
