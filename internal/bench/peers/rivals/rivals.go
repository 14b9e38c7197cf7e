// Package rivals prepares the programs of others: it finds or installs them, writes the pages and documents that
// search engines index, and has the commands. It knows nothing of how they are measured or asked.
package rivals

import (
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"hindcast/internal/bench/peers/question"
)

// Programs of others, relative to the folder of this module. Pagefind's is the one that its package
// puts in the path.
const (
	pagefind        = "node_modules/.bin/pagefind"
	MiniSearch      = "node_modules/minisearch/dist/es" // folder of its script for browsers
	buildMiniSearch = "rivals/minisearch.mjs"
)

// ErrMissing means that the programs of others are not installed.
var ErrMissing = errors.New("programs from npm are not installed; npm ci --ignore-scripts in this folder brings them")

// Find tells with ErrMissing that something is not installed.
func Find() error {
	for _, name := range []string{pagefind, MiniSearch} {
		if _, err := os.Stat(name); err != nil {
			return ErrMissing
		}
	}
	if _, err := exec.LookPath("node"); err != nil {
		return fmt.Errorf("%w (and so is node)", ErrMissing)
	}
	return nil
}

// Pagefind is the command that indexes a folder of pages into another folder.
func Pagefind(pages, out string) []string {
	return []string{pagefind, "--silent", "--site", pages, "--output-path", out}
}

// BuildMiniSearch is the command that indexes documents, a line of JSON each, into one file.
func BuildMiniSearch(docs, out string) []string {
	return []string{"node", "--max-old-space-size=8192", buildMiniSearch, docs, out}
}

// Page is a record as a page of a site.
type Page struct {
	question.Record
	Summary string
	Facets  []Facet
	HTML    template.HTML // of the text; the text itself where it is empty
}

// Facet is a value that Pagefind filters by.
type Facet struct{ Name, Value string }

var page = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{.Title}}</title></head><body><h1>{{.Title}}</h1>
<p>{{.ID}}</p>
{{with .Summary}}<p>{{.}}</p>
{{end}}{{with .Facets}}<ul>{{range .}}<li data-pagefind-filter="{{.Name}}">{{.Value}}</li>{{end}}</ul>
{{end}}{{with .HTML}}{{.}}{{else}}<p>{{.Text}}</p>{{end}}
</body></html>
`))

// Write writes a page into a folder of its own, whose name is its id.
func (p Page) Write(dir string) error {
	folder := filepath.Join(dir, p.ID)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("write a page: %w", err)
	}
	f, err := os.Create(filepath.Join(folder, "index.html"))
	if err != nil {
		return fmt.Errorf("write a page: %w", err)
	}
	if err := errors.Join(page.Execute(f, p), f.Close()); err != nil {
		return fmt.Errorf("write the page of %s: %w", p.ID, err)
	}
	return nil
}

// WriteDoc writes the line of a record for MiniSearch.
func WriteDoc(w io.Writer, r question.Record) error {
	if err := json.NewEncoder(w).Encode(r); err != nil {
		return fmt.Errorf("write the document of %s: %w", r.ID, err)
	}
	return nil
}
