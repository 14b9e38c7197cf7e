package audience

import (
	"path"
	"slices"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/markdown"
)

// Withheld is what an audience may not see of a log. It is decided from every file that is there,
// before anything is left out for another reason: a file that can't be read counts RED by its name
// and by what can be made out in it, unless its mark stands there beyond doubt.
type Withheld struct {
	audience string
	all      *incident.Names
	files    map[string]bool     // paths of what is withheld
	folders  map[string]bool     // of records withheld: the pictures in them are theirs
	claims   map[string]claim    // what references go by, in lower case
	names    *names              // ids and titles of what is withheld
	shown    *names              // ids of what is not
	hints    []string            // titles, slugs and names of files as folded words, which may be words of the language
	parts    map[string][][2]int // of files that are shown: what of them is not, in bytes
}

// claim is who claims a name.
type claim uint8

const (
	nobody claim = iota
	hidden
	seen // by something shown, and perhaps by something withheld too
)

// entry is what names a record, system or article.
type entry struct {
	file  *incident.File
	mark  string
	id    string
	title string
	ids   []string // all that it goes by: aliases, and what its path begins with
	slug  string
	place string // the end of its address; empty where the id is in it
	term  bool   // of the glossary: its title is a word of the language

	claims []string // what references go by
}

// entries are all records, systems and articles of a log.
func entries(log *incident.Log) []entry {
	list := make([]entry, 0, len(log.Records)+len(log.Systems)+len(log.Articles))
	for _, r := range log.Records {
		ids := slices.Concat([]string{r.ID}, r.Aliases, log.Config.IDs.Pattern.In(r.Path))
		ids = append(ids, r.Guess.IDs...)
		list = append(list, entry{&r.File, r.TLP, r.ID, r.Title, ids, slugOf(r.Path), "", false, ids})
	}
	for _, s := range log.Systems {
		list = append(list, entry{
			&s.File, s.TLP, "", s.Title, slices.Concat(s.Aliases, s.Guess.IDs), s.Slug, "systems/" + s.Slug, false,
			append(incident.FormerSlugs(s.Path, s.Aliases), s.Slug),
		})
	}
	for _, a := range log.Articles {
		list = append(list, entry{
			&a.File, a.TLP, "", a.Title, slices.Concat(a.Aliases, a.Guess.IDs), path.Base(a.Slug),
			path.Join(path.Base(path.Dir(path.Clean(address.Article(a)))), path.Base(a.Slug)), a.Kind == incident.Glossary,
			append(incident.FormerSlugs(a.Path, a.Aliases), a.Slug),
		})
	}
	return list
}

// slugOf is the name of a record's file or folder behind its id.
func slugOf(file string) string {
	name := strings.TrimSuffix(path.Base(file), path.Ext(file))
	if name == "index" {
		name = path.Base(path.Dir(file))
	}
	if id := incident.BareID.FindString(strings.ToUpper(name)); id != "" {
		_, name, _ = strings.Cut(strings.ToUpper(name), id)
	}
	return strings.Trim(strings.ToLower(name), "-_ ")
}

// Decide finds what an audience may not see of a log.
func Decide(log *incident.Log, audience string) *Withheld {
	w := &Withheld{
		audience: audience, all: log.Names(), files: map[string]bool{}, folders: map[string]bool{},
		claims: map[string]claim{}, names: newNames(), shown: newNames(), parts: map[string][][2]int{},
	}
	all := entries(log)
	titles := map[string]bool{}
	for _, e := range all {
		claim := hidden
		switch {
		case e.file.Guess.IsMarked && Sees(audience, e.mark):
			w.files[e.file.Path] = false
			continue // it may be named, and its own names are guesses, which free nobody else's
		case Sees(audience, e.mark):
			claim = seen
			w.shown.ids(e.id)
			titles[keyOf(wordsOf(e.title))] = true
			w.parts[e.file.Path] = e.file.Text.Marked(func(mark string) bool { return !Sees(audience, mark) })
		}
		w.files[e.file.Path] = claim == hidden
		if claim == hidden && path.Base(e.file.Path) == "index.md" {
			w.folders[path.Dir(e.file.Path)] = true
		}
		for _, name := range e.claims {
			w.claims[strings.ToLower(name)] = max(claim, w.claims[strings.ToLower(name)])
		}
	}
	for _, e := range all {
		if w.files[e.file.Path] {
			w.withhold(e, titles)
		}
	}
	return w
}

// shortestTitle is how many bytes a title of one word has at least to be looked for.
const shortestTitle = 4

// withhold adds the names of something withheld. A title that something shown has too gives nothing away.
func (w *Withheld) withhold(e entry, shownTitles map[string]bool) {
	w.names.ids(e.ids...)
	if e.place != "" {
		w.names.title(e.place)
		w.names.slug(e.slug)
	}
	w.hint(append(e.ids, e.slug)...)
	w.hint(e.file.Guess.Phrases...)
	for _, title := range append([]string{e.title}, e.file.Guess.Titles...) {
		words := wordsOf(title)
		if shownTitles[keyOf(words)] {
			continue
		}
		w.hint(title)
		if len(words) > 1 || !e.term && len(title) >= shortestTitle {
			w.names.title(title)
		}
	}
}

// hint adds names for Hides. A short one has to be a word of its own.
func (w *Withheld) hint(names ...string) {
	for _, name := range names {
		key := keyOf(wordsOf(name))
		if len(key) < shortestTitle {
			key = " " + key + " "
		}
		if strings.TrimSpace(key) != "" {
			w.hints = append(w.hints, key)
		}
	}
}

// pathOf is the file of what a reference leads to.
func pathOf(target any) string {
	if file := incident.FileOf(target); file != nil {
		return file.Path
	}
	asset, _ := target.(string)
	return asset
}

// Sees reports whether the audience sees a file of the log. What lies in the folder of a record is as the
// record is.
func (w *Withheld) Sees(file string) bool {
	if w.files[file] {
		return false
	}
	for folder := path.Dir(file); folder != "." && len(w.folders) > 0; folder = path.Dir(folder) {
		if w.folders[folder] {
			_, known := w.files[file] // another record or article in that folder has a mark of its own
			return known
		}
	}
	return true
}

// Name is a name of something withheld that a text holds: an id in any spelling, or a title word for
// word; empty where it holds none.
func (w *Withheld) Name(text string) string { return w.names.in(text, w.shown) }

// Hides tells of a text from outside the records, such as the subject of a commit, whether it may
// name something withheld, be it by a part of its slug or of the name of its file. Nobody can mend such
// a text, so it is hidden sooner than an error is found.
func (w *Withheld) Hides(text string) bool {
	if w.Name(text) != "" {
		return true
	}
	key := " " + keyOf(wordsOf(text)) + " "
	return slices.ContainsFunc(w.hints, func(name string) bool { return strings.Contains(key, name) })
}

// brokenFences are the files in which a fence of a mark can't be read, so that it is not known which part of the text
// is meant for fewer than the rest. None for who may see all.
func (w *Withheld) brokenFences(all []diag.Finding) map[string]bool {
	files := map[string]bool{}
	for _, f := range all {
		if f.Rule == markdown.RuleFence && !Sees(w.audience, "RED") {
			files[f.Path] = true
		}
	}
	return files
}

// isWithin reports whether a finding is about a part of a file that the audience may not see.
func (w *Withheld) isWithin(f diag.Finding) bool {
	return slices.ContainsFunc(w.parts[f.Path], func(part [2]int) bool {
		return part[0] <= f.Span.Start.Offset && f.Span.Start.Offset < part[1]
	})
}

// Findings are those that the audience may see, and the count of the others. Of one that is shown,
// what names something withheld is left out.
func (w *Withheld) Findings(all []diag.Finding) (shown []diag.Finding, others diag.Count) {
	var hidden []diag.Finding
	broken := w.brokenFences(all)
	for _, f := range all {
		unclear := broken[f.Path] && f.Rule != markdown.RuleFence
		if !w.Sees(f.Path) || w.isWithin(f) || w.Hides(f.Message) || unclear {
			hidden = append(hidden, f)
			continue
		}
		if w.Hides(f.Hint) {
			f.Hint = ""
		}
		f.Related = slices.DeleteFunc(slices.Clone(f.Related), func(p diag.Place) bool {
			return !w.Sees(p.Path) || w.Hides(p.Message)
		})
		shown = append(shown, f)
	}
	return shown, diag.Tally(hidden)
}
