package render

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"iter"
	"path"
	"strings"

	"hindcast/internal/incident"
)

// Renderer holds the parsed templates. It is safe for concurrent use.
type Renderer struct {
	pages   map[string]*template.Template
	builtin map[string]bool // names of the built-in pages
}

// New parses templates: partials/ and pages/ of the built-in file system, then those of the
// overlay, each replacing the built-in of its name; overlay may be nil. A template that can't be
// read is a TemplateError.
func New(builtin, overlay fs.FS) (*Renderer, error) {
	base := template.New("").Option("missingkey=error").Funcs(functions)
	if err := parseAll(base, "partials", builtin, overlay); err != nil {
		return nil, err
	}
	r := &Renderer{pages: map[string]*template.Template{}, builtin: map[string]bool{}}
	for i, fsys := range []fs.FS{builtin, overlay} {
		names, err := list(fsys, "pages")
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			clone, err := base.Clone()
			if err == nil {
				err = parse(clone, fsys, name)
			}
			if err != nil {
				return nil, &TemplateError{fmt.Errorf("templates/%s: %w", name, err)}
			}
			page := strings.TrimSuffix(path.Base(name), ".html")
			r.pages[page] = clone
			r.builtin[page] = r.builtin[page] || i == 0
		}
	}
	return r, nil
}

func parseAll(t *template.Template, folder string, systems ...fs.FS) error {
	for _, fsys := range systems {
		names, err := list(fsys, folder)
		if err != nil {
			return err
		}
		for _, name := range names {
			if err := parse(t, fsys, name); err != nil {
				return &TemplateError{fmt.Errorf("templates/%s: %w", name, err)}
			}
		}
	}
	return nil
}

func list(fsys fs.FS, folder string) ([]string, error) {
	if fsys == nil {
		return nil, nil
	}
	names, err := fs.Glob(fsys, folder+"/*.html")
	if err != nil {
		return nil, fmt.Errorf("list templates: %w", err)
	}
	return names, nil
}

func parse(t *template.Template, fsys fs.FS, name string) error {
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	_, err = t.New(path.Base(name)).Parse(string(text))
	return err
}

// Pages yields the pages of a site and its files for programs, one at a time; the body of a page is
// the caller's to keep.
func (r *Renderer) Pages(m *Model) iter.Seq2[Page, error] {
	return func(yield func(Page, error) bool) {
		indexed := *m
		m = &indexed
		m.index = newIndex(m)
		if err := r.checkCustom(m); err != nil {
			yield(Page{}, err)
			return
		}
		moved := m.moved()
		var made []string
		emit := func(template, address string, p page) bool {
			if moved[address] {
				return true // its redirect comes with the others
			}
			p.Model, p.Address = m, address
			if p.Root == "" {
				p.Root = toRoot(address)
			}
			body, err := r.execute(template, p)
			made = append(made, address)
			return yield(Page{pathOf(address), body}, err)
		}
		for _, make := range []func(*Model, func(string, string, page) bool) bool{
			home, incidents, precedents, systems, terms, actionsBoard, obligationsBoard, lessonPages, governance, knowledge, trendPages,
			searchPage, filing, rulesPage, dataPage, customPages, notFound,
		} {
			if !make(m, emit) {
				return
			}
		}
		if !trendFiles(m, yield) {
			return
		}
		for page, err := range r.machine(m, made) {
			if !yield(page, err) {
				return
			}
		}
	}
}

// pathOf is the file of an address: a folder's is its index.html.
func pathOf(address string) string {
	if address == "" || strings.HasSuffix(address, "/") {
		return address + "index.html"
	}
	return address
}

func (r *Renderer) execute(name string, p page) ([]byte, error) {
	t := r.pages[name]
	if t == nil {
		return nil, fmt.Errorf("there is no template pages/%s.html", name)
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "layout", p); err != nil {
		return nil, &TemplateError{fmt.Errorf("make the page %s: %w", pathOf(p.Address), err)}
	}
	return b.Bytes(), nil
}

// TemplateError tells that a template can't be read or carried out; it names the template and the line.
type TemplateError struct{ error }

func (e *TemplateError) Unwrap() error { return e.error }

func isPrecedent(r *incident.Record) bool { return r.KindOrDefault() == incident.KindPrecedent }

// emit hands one page on: template, address, page; false to stop.
type emit = func(template, address string, p page) bool
