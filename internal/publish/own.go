package publish

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"hindcast/internal/assemble"
	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/load"
	"hindcast/templates"
)

// own is the files that the repository adds to its site and that can be read.
type own struct {
	paths map[string]bool
	known map[string]bool // templates whose faults were told of
}

func ownFiles(files []*incident.File) *own {
	o := &own{paths: map[string]bool{}, known: map[string]bool{}}
	for _, f := range files {
		o.paths[f.Path] = true
	}
	return o
}

// below is the files in a folder of the repository, those with a fault left out; nil where there is none.
func (o *own) below(fsys fs.FS, folder string) fs.FS {
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

// copyAll takes over the built-in files of the site.
func (s *Site) copyAll(fsys fs.FS) error {
	return fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(path.Base(name), ".") {
			return err
		}
		return s.copy(fsys, name, name)
	})
}

// copyOwn takes over the files of the repository's site/static.
func (s *Site) copyOwn(fsys fs.FS) error {
	for name := range s.own.paths {
		if to, ok := strings.CutPrefix(name, "site/static/"); ok {
			if err := s.copy(fsys, name, to); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Site) copy(fsys fs.FS, name, to string) error {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return fmt.Errorf("read a file for the site: %w", err)
	}
	s.static[to] = data
	return nil
}

// namedInOwn reports what of the repository's own templates and files names something withheld.
func (s *Site) namedInOwn(fsys fs.FS) ([]diag.Finding, error) {
	var named []diag.Finding
	for name := range s.own.paths {
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
		named = append(named, s.withheld.Texts(name, string(text))...)
	}
	return named, nil
}

// customise finds what is wrong with the templates, the table of words and the pages that the
// repository adds. Each costs itself alone: the built-in one is used instead, or the page is left out.
func (s *Site) customise(language *templates.Error, opts Options) error {
	var found []diag.Finding
	for _, c := range s.Log.Config.CustomPages {
		if message, hint := s.renderer.CheckCustom(c); message != "" {
			found = append(found, s.customFault(c, message, hint))
		} else {
			s.model.CustomPages = append(s.model.CustomPages, c)
		}
	}
	faults := s.renderer.Faults()
	if language != nil {
		faults = append(faults, language)
	}
	if s.renderer.HasOwn() {
		faults = append(faults, s.trial()...)
	}
	for _, f := range faults {
		if file := "templates/" + f.File; !s.own.known[file] {
			s.own.known[file] = true
			found = append(found, templateFault(file, f))
		}
	}
	if len(found) == 0 {
		return nil
	}
	s.Findings = append(s.Findings, found...)
	diag.Sort(s.Findings)
	return s.drop(s.Log, found, opts.KeepGoing)
}

// trial carries out the templates of the repository on every page, since only then they fail.
func (s *Site) trial() []*templates.Error {
	var faults []*templates.Error
	for _, err := range assemble.Files(s.renderer, s.model) {
		var te *templates.Error
		if errors.As(err, &te) && te.File != "" {
			faults = append(faults, te)
		}
	}
	return faults
}

// excused tells that an error comes from a template whose fault was told of.
func (o *own) excused(err error) bool {
	var te *templates.Error
	return errors.As(err, &te) && o.known["templates/"+te.File]
}

func templateFault(file string, f *templates.Error) diag.Finding {
	at := diag.Pos{Line: max(1, f.Line), Column: max(1, f.Column)}
	return diag.Finding{
		Rule: incident.RuleTemplate, Level: diag.Error, Path: file, Record: file, Span: diag.Span{Start: at, End: at},
		Message: "the template fails: " + diag.Printable(f.Error()), Hint: "compare it with the built-in one of that name",
	}
}

func (s *Site) customFault(c incident.CustomPage, message, hint string) diag.Finding {
	file := s.Log.ConfigFile
	i := slices.Index(s.Log.Config.CustomPages, c)
	key := fmt.Sprintf("custom_pages[%d]", i)
	span, text := diag.FileStart, c.Template
	if file.Places != nil {
		if at, _, ok := file.Places.Value(key + ".template"); ok {
			span = at
		}
	}
	return diag.Finding{
		Rule: incident.RuleCustomPage, Level: diag.Error, Path: cmp.Or(file.Path, load.ConfigFile), Record: load.ConfigFile, Span: span,
		Key: key + ".template", Text: text, Message: message, Hint: hint,
	}
}

// Customised checks what only making the site tells: templates and pages of the repository's own.
func Customised(c *corpus.Corpus, opts Options) ([]diag.Finding, error) {
	if len(c.Log.Config.CustomPages) == 0 && !slices.ContainsFunc(c.Log.Own, isTemplate) {
		return nil, nil
	}
	opts.KeepGoing, opts.Audience = true, incident.Restricted
	s, err := Prepare(c, opts)
	if err != nil && !errors.Is(err, ErrFindings) {
		return nil, err
	}
	return slices.DeleteFunc(s.Findings, func(f diag.Finding) bool { return f.Rule != incident.RuleTemplate && f.Rule != incident.RuleCustomPage }), nil
}

func isTemplate(f *incident.File) bool { return strings.HasPrefix(f.Path, "templates/") }
