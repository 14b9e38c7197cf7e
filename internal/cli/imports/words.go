package imports

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"hindcast/internal/cli/console"
	"hindcast/internal/diag"
	"hindcast/internal/edit"
	"hindcast/internal/frontmatter"
	"hindcast/internal/importing"
	"hindcast/internal/incident"
	"hindcast/internal/load"
)

// words are the settings of imports: as the file has them, with what flags and answers add for this run.
type words struct {
	importing.Settings
	text    []byte             // of the file; nil where there is none
	answers []frontmatter.Edit // what the user answered, for the file
	lacking *importing.Words   // what was read and is not in the file
	wrote   bool
}

// readWords reads the settings of imports. A file that has anything wrong is refused: a word that is misread would be
// wrong in every record.
func readWords(repo *console.Repository) (*words, error) {
	w := &words{}
	text, err := fs.ReadFile(repo.Files, importing.SettingsFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, console.Failed(err)
	default:
		w.text = text
		doc, findings := frontmatter.ParseYAML(text, load.DefaultLimits.Head)
		if doc != nil {
			findings = append(findings, frontmatter.For[importing.Settings]().Decode(doc, &w.Settings)...)
		}
		if len(findings) > 0 {
			f := findings[0]
			return nil, console.Exit(console.ExitUsage, console.WithHint(
				fmt.Errorf("%s:%d: %s; nothing was written", importing.SettingsFile, f.Span.Start.Line, f.Message), f.Hint))
		}
	}
	for _, m := range []*map[string]string{&w.Severity, &w.Status, &w.Type} {
		if *m == nil {
			*m = map[string]string{}
		}
	}
	return w, nil
}

// override takes what the file says of a source, and flags before that, in place of the defaults. What flags say is kept
// for the next import of the source: without it, records would be left out or change.
func (w *words) override(source string, d importing.Defaults, v incident.Vocabularies) error {
	known := w.Sources[source]
	for _, value := range []struct {
		flag, vocabulary, given, known, otherwise string
		to                                        *string
	}{
		{"severity", "severities", d.Severity, known.Severity, "", &w.Defaults.Severity},
		{"type", "types", d.Type, known.Type, "other", &w.Defaults.Type},
		{"tlp", "tlp", strings.ToUpper(d.TLP), known.TLP, "AMBER", &w.Defaults.TLP},
	} {
		allowed := v[value.vocabulary]
		switch {
		case value.given != "" && !allowed.Has(value.given):
			return console.Exit(console.ExitUsage, console.WithHint(
				fmt.Errorf("--%s %q is none of this repository", value.flag, value.given), diag.DidYouMean(value.given, allowed.IDs())))
		case value.given != "":
			*value.to = value.given
			if value.given != value.known {
				w.answers = append(w.answers, frontmatter.Set("sources."+source+"."+value.flag, value.given))
			}
		case value.known != "":
			*value.to = value.known
		case *value.to == "" && allowed.Has(value.otherwise):
			*value.to = value.otherwise
		}
	}
	return nil
}

// ask asks for each word that was read and that neither the file nor common use knows, and for the severity of entries
// without one. It reports that there was nothing to ask.
func (w *words) ask(ctx context.Context, a *app, source string, read *importing.Words, batch importing.Batch, v incident.Vocabularies) (isDone bool, err error) {
	var questions []console.Question
	var take []func()
	choose := func(key, title string, terms incident.Vocabulary, to map[string]string, word string) {
		options := []console.Option{{Label: "leave it open", Value: ""}}
		for _, t := range terms {
			options = append(options, console.Option{Label: t.Title, Value: t.ID})
		}
		answer := new(string)
		questions = append(questions, console.Choice{Title: title, Options: options, To: answer})
		take = append(take, func() {
			to[word] = *answer
			w.answers = append(w.answers, frontmatter.Set(key+"."+word, *answer))
		})
	}
	vocabularies := map[importing.Kind]incident.Vocabulary{
		importing.Severity: v["severities"], importing.Type: v["types"], importing.Status: incident.StageTerms(),
	}
	maps := map[importing.Kind]map[string]string{importing.Severity: w.Severity, importing.Type: w.Type, importing.Status: w.Status}
	for _, kind := range importing.Kinds() {
		lacking := read.Lacking(kind)
		for _, word := range sorted(lacking) {
			if lacking[word] == "" {
				choose(string(kind), fmt.Sprintf("What does the %s %q stand for?", kind, word), vocabularies[kind], maps[kind], word)
			}
		}
	}
	noSeverity := func(e importing.Entry) bool { return !e.Front.IsPrecedent() && e.Front.Rank() == "" }
	if len(take) == 0 && w.Defaults.Severity == "" && slices.ContainsFunc(batch.Entries, noSeverity) {
		defaults := map[string]string{}
		choose("sources."+source, "Which severity have entries that state none?", v["severities"], defaults, "severity")
		take = append(take, func() { w.Defaults.Severity = defaults["severity"] })
	}
	if len(questions) == 0 {
		return true, nil
	}
	if err := a.Ask(ctx, questions...); err != nil {
		return false, err
	}
	for _, t := range take {
		t()
	}
	return false, nil
}

func sorted(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }

const settingsHead = `# How imports read the words of their sources. Change what is wrong and import again: records that
# nobody edited follow. An empty value is for the team to decide.
`

// save adds to the file what was read and is not in it.
func (w *words) save(ctx context.Context, a *app, repo *console.Repository) error {
	edits := w.answers
	for _, kind := range importing.Kinds() {
		lacking := w.lacking.Lacking(kind)
		for _, word := range sorted(lacking) {
			edits = append(edits, frontmatter.Set(string(kind)+"."+word, lacking[word]))
		}
	}
	for _, source := range slices.Sorted(maps.Keys(w.lacking.Proposed())) {
		fields := w.lacking.Proposed()[source]
		for _, key := range sorted(fields) {
			edits = append(edits, frontmatter.Set("fields."+source+"."+key, fields[key]))
		}
	}
	if len(edits) == 0 {
		return nil
	}
	text := w.text
	if text == nil {
		text = []byte(settingsHead)
	}
	doc, findings := frontmatter.ParseYAML(text, load.DefaultLimits.Head)
	if doc == nil {
		return fmt.Errorf("%s can't be edited: %s", importing.SettingsFile, findings[0].Message)
	}
	text, err := doc.Apply(edits...)
	if err != nil {
		return fmt.Errorf("%s: %w", importing.SettingsFile, err)
	}
	a.Writing()
	w.wrote = true
	return edit.Apply(ctx, repo.Disk, edit.Change{Path: importing.SettingsFile, Old: w.text, New: text})
}

// tell says how words were read that the file did not hold.
func (w *words) tell(a *app, dry bool) {
	undecided, told := 0, len(w.lacking.Proposed()) > 0
	for _, kind := range importing.Kinds() {
		lacking := w.lacking.Lacking(kind)
		if len(lacking) == 0 {
			continue
		}
		told = true
		var list []string
		for _, word := range sorted(lacking) {
			if lacking[word] == "" {
				undecided++
				list = append(list, fmt.Sprintf("%q as nothing", word))
			} else {
				list = append(list, fmt.Sprintf("%q as %s", word, lacking[word]))
			}
		}
		a.Note("%s read: %s", kind, strings.Join(list, ", "))
	}
	for source, fields := range w.lacking.Proposed() {
		var list []string
		for _, key := range sorted(fields) {
			list = append(list, fmt.Sprintf("%q as %s", fields[key], key))
		}
		a.Note("columns of %s read: %s; all others stand in the text", source, strings.Join(list, ", "))
	}
	switch {
	case w.wrote && undecided > 0:
		a.Note("  hint: %s has them: fill in what is empty, change what is wrong, and import again", importing.SettingsFile)
	case w.wrote && !told:
		a.Note("what was said of the source is kept in %s for the next import", importing.SettingsFile)
	case w.wrote:
		a.Note("  hint: %s has them: change what is wrong and import again", importing.SettingsFile)
	case dry && undecided > 0:
		a.Note("  hint: without --dry-run they are written to %s, for you to fill in", importing.SettingsFile)
	}
}
