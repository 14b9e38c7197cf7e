// Package custom reads the templates, the table of words and the pages that a repository adds to its site. Each that
// has a fault costs itself alone: the built-in one is used instead, or the page is left out.
package custom

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"hindcast/internal/assemble"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/layout"
	"hindcast/internal/view"
	"hindcast/internal/wording"
	"hindcast/templates"
)

// Templates are the templates and words of a site, the built-in ones and those of the repository.
type Templates struct {
	Language wording.Language
	Renderer *layout.Renderer

	language *templates.Error // of the table of words; nil for none
	known    map[string]bool  // files whose faults Faults told of
}

// Read reads them; own may be nil.
func Read(builtin, own fs.FS, language string) (*Templates, error) {
	t := &Templates{known: map[string]bool{}}
	t.Language, t.language = wording.Read(builtin, own, language)
	t.Language.Gap = noBreak
	var err error
	t.Renderer, err = layout.New(builtin, own)
	return t, err
}

// noBreak keeps a number on one line with its unit.
const noBreak = "\u00a0"

// Words reads the words alone.
func Words(builtin, own fs.FS, language string) wording.Language {
	words, _ := wording.Read(builtin, own, language)
	words.Gap = noBreak
	return words
}

// Faults finds what is wrong with them and with the pages of the settings; the model gets the pages that are not.
// With a sample one page of each template is tried, and not all.
func (t *Templates) Faults(m *view.Model, sample bool) []diag.Finding {
	var found []diag.Finding
	for _, page := range m.Log.Config.CustomPages {
		if message, hint := t.Renderer.CheckCustom(page); message != "" {
			found = append(found, pageFault(m.Log, page, message, hint))
		} else {
			m.CustomPages = append(m.CustomPages, page)
		}
	}
	faults := t.Renderer.Faults()
	if t.language != nil {
		faults = append(faults, t.language)
	}
	if t.Renderer.HasOwn() {
		faults = append(faults, t.trial(m, sample)...)
	}
	for _, f := range faults {
		if file := "templates/" + f.File; !t.known[file] {
			t.known[file] = true
			found = append(found, templateFault(file, f))
		}
	}
	return found
}

// trial carries out the templates of the repository on every page, since only then they fail, or on a sample.
func (t *Templates) trial(m *view.Model, sample bool) []*templates.Error {
	var faults []*templates.Error
	files := assemble.Files(t.Renderer, m)
	if sample {
		files = assemble.Samples(t.Renderer, m)
	}
	for _, err := range files {
		var te *templates.Error
		if errors.As(err, &te) && te.File != "" {
			faults = append(faults, te)
		}
	}
	return faults
}

// Excuses reports whether an error comes from a template whose fault Faults told of.
func (t *Templates) Excuses(err error) bool {
	var te *templates.Error
	return errors.As(err, &te) && t.known["templates/"+te.File]
}

// Fault is the finding of an error of a template of the repository.
func Fault(err error) (diag.Finding, bool) {
	var te *templates.Error
	if !errors.As(err, &te) || te.File == "" {
		return diag.Finding{}, false
	}
	return templateFault("templates/"+te.File, te), true
}

func templateFault(file string, f *templates.Error) diag.Finding {
	at := diag.Pos{Line: max(1, f.Line), Column: max(1, f.Column)}
	return diag.Finding{
		Rule: incident.RuleTemplate, Level: diag.Error, Path: file, Record: file, Span: diag.Span{Start: at, End: at},
		Message: "the template fails: " + diag.Printable(f.Error()), Hint: "compare it with the built-in one of that name",
	}
}

func pageFault(log *incident.Log, c incident.CustomPage, message, hint string) diag.Finding {
	file := log.ConfigFile
	i := slices.Index(log.Config.CustomPages, c)
	key := fmt.Sprintf("custom_pages[%d]", i)
	span, text := diag.FileStart, c.Template
	if file.Places != nil {
		if at, _, ok := file.Places.Value(key + ".template"); ok {
			span = at
		}
	}
	return diag.Finding{
		Rule: incident.RuleCustomPage, Level: diag.Error, Path: file.Path, Record: file.Path, Span: span,
		Key: key + ".template", Text: text, Message: message, Hint: hint,
	}
}
