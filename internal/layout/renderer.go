package layout

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"
	"sync"
	"time"

	"hindcast/internal/address"
	"hindcast/internal/incident"
	"hindcast/internal/layout/compiled"
	"hindcast/templates"
)

// Renderer holds the parsed templates. It is safe for concurrent use.
type Renderer struct {
	pages   map[string]*pageTemplate // as the repository has them
	plain   map[string]*pageTemplate // the built-in ones alone
	sources map[string]string        // the file of each own template, by its name
	faults  []*templates.Error
}

// New parses templates: partials/ and pages/ of the built-in file system, then those of the
// overlay, each replacing the built-in of its name; overlay may be nil. One of the overlay that
// can't be read is left out, and Faults tells of it.
func New(builtin, overlay fs.FS) (*Renderer, error) {
	r := &Renderer{
		plain: map[string]*pageTemplate{}, pages: map[string]*pageTemplate{}, sources: map[string]string{},
	}
	base := template.New("").Option("missingkey=error").Funcs(functions)
	names, err := list(builtin, "partials")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if base, err = with(base, builtin, name); err != nil {
			return nil, err
		}
	}
	own := r.ownPartials(base, builtin, overlay)
	if names, err = list(builtin, "pages"); err != nil {
		return nil, err
	}
	for _, name := range names {
		page := pageName(name)
		set, err := with(base, builtin, name)
		if err != nil {
			return nil, err
		}
		r.plain[page] = newPageTemplate(set)
		if r.pages[page] = r.plain[page]; own != base {
			if set, err = with(own, builtin, name); err != nil {
				return nil, err
			}
			r.pages[page] = newPageTemplate(set)
		}
	}
	r.ownPages(own, builtin, overlay)
	return r, nil
}

// ownPartials is the built-in parts with those of the overlay that can be read.
func (r *Renderer) ownPartials(base *template.Template, builtin, overlay fs.FS) *template.Template {
	for _, name := range r.listOwn(builtin, overlay, "partials") {
		if next, err := with(base, overlay, name); err != nil {
			r.faults = append(r.faults, templates.NewError(name, err))
		} else {
			base = next
			r.sources[path.Base(name)] = name
		}
	}
	return base
}

// ownPages adds the pages of the overlay that can be read.
func (r *Renderer) ownPages(base *template.Template, builtin, overlay fs.FS) {
	for _, name := range r.listOwn(builtin, overlay, "pages") {
		if page, err := with(base, overlay, name); err != nil {
			r.faults = append(r.faults, templates.NewError(name, err))
		} else {
			r.pages[pageName(name)] = newPageTemplate(page)
			r.sources[path.Base(name)] = name
		}
	}
}

// listOwn is the templates of the overlay that are not the built-in ones byte for byte.
func (r *Renderer) listOwn(builtin, overlay fs.FS, folder string) []string {
	names, err := list(overlay, folder)
	if err != nil {
		r.faults = append(r.faults, templates.NewError(folder, err))
	}
	var own []string
	for _, name := range names {
		text, err := fs.ReadFile(overlay, name)
		was, missing := fs.ReadFile(builtin, name)
		if err != nil || missing != nil || !bytes.Equal(text, was) {
			own = append(own, name)
		}
	}
	return own
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

func pageName(name string) string { return strings.TrimSuffix(path.Base(name), ".html") }

// with is a set of templates with one more.
func with(base *template.Template, fsys fs.FS, name string) (*template.Template, error) {
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	clone, err := base.Clone()
	if err == nil {
		_, err = clone.New(path.Base(name)).Parse(string(text))
	}
	return clone, err
}

// Faults are the templates of the repository that can't be read.
func (r *Renderer) Faults() []*templates.Error { return r.faults }

// HasOwn reports whether the repository has templates that differ from the built-in ones.
func (r *Renderer) HasOwn() bool { return len(r.sources) > 0 }

// Execute makes a page. Where a template of the repository fails, the page is made by the built-in
// ones, and comes with the error.
func (r *Renderer) Execute(name string, p Page) ([]byte, error) {
	body, err := run(r.pages[name], p)
	if err == nil || !r.HasOwn() {
		return body, err
	}
	err = r.blame(name, err)
	if r.plain[name] == nil {
		return nil, err
	}
	body, plainErr := run(r.plain[name], p)
	if plainErr != nil {
		return nil, plainErr
	}
	return body, err
}

// pageTemplate is the template of a page with its parts, compiled where that can be done.
type pageTemplate struct {
	set      *template.Template
	compiled func() *compiled.Program // nil where it can't
}

func newPageTemplate(set *template.Template) *pageTemplate {
	return &pageTemplate{set, sync.OnceValue(func() *compiled.Program {
		program, err := compiled.Compile(set, "layout", functions, direct)
		if err != nil {
			return nil
		}
		return program
	})}
}

// execute writes a page. What the compiled template fails at is left to the library, which explains it.
func (t *pageTemplate) execute(w *pageWriter, p Page) error {
	if program := t.compiled(); program != nil {
		most := w.left
		err := program.Execute(w, p)
		if err == nil || errors.Is(err, errPageTime) || errors.Is(err, errPageBytes) {
			return err
		}
		w.buf.Reset()
		w.left = most
	}
	return t.set.ExecuteTemplate(w, "layout", p)
}

func run(t *pageTemplate, p Page) ([]byte, error) {
	if t == nil {
		return nil, fmt.Errorf("make the page %s: its template is missing", address.File(p.Address))
	}
	w := &pageWriter{left: p.Log.Config.Limit(incident.LimitPageBytes)}
	seconds := p.Log.Config.Limit(incident.LimitPageTime)
	err := within(time.Duration(seconds)*time.Second, &w.stopped, func() error {
		return t.execute(w, p)
	})
	switch {
	case errors.Is(err, errPageTime):
		err = fmt.Errorf("%w: more than %d seconds (limits.%s)", err, seconds, incident.LimitPageTime)
	case errors.Is(err, errPageBytes):
		err = fmt.Errorf("%w: more than %d bytes (limits.%s)", err, p.Log.Config.Limit(incident.LimitPageBytes),
			incident.LimitPageBytes)
	}
	if err != nil {
		return nil, templates.NewError("", fmt.Errorf("make the page %s: %w", address.File(p.Address), err))
	}
	return withPolicy(w.buf.Bytes()), nil
}

// blame finds the file of the repository that an error of a page comes from: the one that it names,
// else that of the page, else any that replaces a part.
func (r *Renderer) blame(page string, err error) error {
	var te *templates.Error
	if !errors.As(err, &te) {
		te = templates.NewError("", err)
	}
	if te.File = r.sources[te.Named]; te.File != "" {
		return te
	}
	te.Line, te.Column = 0, 0
	if te.File = r.sources[page+".html"]; te.File == "" {
		for _, file := range r.sources {
			te.File = max(te.File, file)
		}
	}
	return te
}

// IsOwn reports an error of a template of the repository.
func IsOwn(err error) bool {
	var te *templates.Error
	return errors.As(err, &te) && te.File != ""
}
