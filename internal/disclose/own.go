package disclose

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"strings"
	"unicode/utf8"

	"hindcast/internal/diag"
	"hindcast/internal/incident"
)

// Own is the files that the repository adds to its site and that can be read.
type Own struct {
	paths map[string]bool
}

func ownFiles(files []*incident.File) *Own {
	o := &Own{paths: map[string]bool{}}
	for _, f := range files {
		o.paths[f.Path] = true
	}
	return o
}

// Static are the files that are copied into the site, by their path in it.
func (o *Own) Static() iter.Seq2[string, string] {
	return func(yield func(to, path string) bool) {
		for path := range o.paths {
			if to, ok := strings.CutPrefix(path, "site/static/"); ok && !yield(to, path) {
				return
			}
		}
	}
}

// Below is the files in a folder of the repository, those with a fault left out; nil where there is none.
func (o *Own) Below(fsys fs.FS, folder string) fs.FS {
	for p := range o.paths {
		if strings.HasPrefix(p, folder+"/") {
			sub, err := fs.Sub(fsys, folder)
			if err != nil {
				return nil
			}
			return readable{sub, folder, o.paths}
		}
	}
	return nil
}

// readable hides the files of a folder that can't be read.
type readable struct {
	fs.FS
	folder string
	paths  map[string]bool
}

func (r readable) Open(name string) (fs.File, error) {
	f, err := r.FS.Open(name)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err != nil || !info.IsDir() && !r.paths[path.Join(r.folder, name)] {
		return nil, errors.Join(&fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}, err, f.Close())
	}
	return f, nil
}

// namedInOwn reports what of the repository's own templates and files names something withheld.
func (d *Disclosure) namedInOwn(fsys fs.FS) ([]diag.Finding, error) {
	var named []diag.Finding
	for name := range d.Own.paths {
		if strings.HasPrefix(name, "templates/languages/") { // words for the texts of the site, not of the records
			continue
		}
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read a file for the site: %w", err)
		}
		if !utf8.Valid(text) {
			text = nil // its name is shown all the same
		}
		named = append(named, d.withheld.Texts(name, string(text))...)
	}
	return named, nil
}
