package load

import (
	"slices"
	"strings"

	"hindcast/internal/cache/codec"
	"hindcast/internal/diag"
	"hindcast/internal/frontmatter"
	"hindcast/internal/incident"
)

// kind is how files of one kind are read: records, systems, or articles.
type kind[T any] struct {
	name   string
	codec  *codec.Codec[kept[T]]
	file   func(*T) *incident.File
	naming func(*T) (title, mark *string)
	keys   []string // all that are known
	decode func(*frontmatter.Document, *T) []diag.Finding
	unread func(*Loader, *T) // names a file whose front matter can't be read
	least  string            // the smallest front matter
	// foreign is the fault of a front matter, by its keys, that is that of something else; nil where it is not, or may be
	// anything.
	foreign func(keys []string, into *T) *diag.Finding
	// complete adds what settings and the text say where the front matter does not, which is sound where nothing is wrong
	// with it. Nil for nothing.
	complete func(l *Loader, into *T, sound bool)
}

func isUnknownKey(f diag.Finding) bool { return f.Rule == frontmatter.RuleUnknownKey }

// foreignRecord finds a front matter that has nothing of a record but perhaps a title, and leaves that alone.
func foreignRecord(keys []string, r *incident.Record) *diag.Finding {
	own := []string{"id", "kind", "status", "tlp", "type", "timeline", "detection"}
	if len(keys) == 0 || slices.ContainsFunc(keys, func(key string) bool { return slices.Contains(own, strings.ToLower(key)) }) {
		return nil
	}
	r.Front = incident.Front{Title: r.Title}
	return &diag.Finding{
		Rule: incident.RuleForeign, Span: diag.FileStart,
		Message: "this front matter is not that of a record: it has " + strings.Join(keys, ", "),
		Hint: "write these keys into it, with values of its own, and move what is no key of a record below custom; " +
			"hindcast new asks for them:\n" + incident.LeastRecord,
	}
}

func recordKind() *kind[incident.Record] {
	schema := frontmatter.For[incident.Front]()
	return &kind[incident.Record]{
		name: "record", codec: codec.For[kept[incident.Record]](), unread: identify, least: incident.LeastRecord,
		foreign: foreignRecord, keys: schema.Keys(),
		file:   func(r *incident.Record) *incident.File { return &r.File },
		naming: func(r *incident.Record) (title, mark *string) { return &r.Title, &r.TLP },
		decode: func(doc *frontmatter.Document, r *incident.Record) []diag.Finding {
			return schema.Decode(doc, &r.Front)
		},
	}
}

func systemKind() *kind[incident.System] {
	schema := frontmatter.For[incident.SystemFront]()
	return &kind[incident.System]{
		name: "system", codec: codec.For[kept[incident.System]](), least: incident.LeastPage,
		unread: func(_ *Loader, s *incident.System) { s.Title = s.Guess.Title() },
		keys:   schema.Keys(),
		file:   func(s *incident.System) *incident.File { return &s.File },
		naming: func(s *incident.System) (title, mark *string) { return &s.Title, &s.TLP },
		decode: func(doc *frontmatter.Document, s *incident.System) []diag.Finding {
			return schema.Decode(doc, &s.SystemFront)
		},
	}
}

func articleKind() *kind[incident.Article] {
	schemas := map[incident.ArticleKind]frontmatter.Schema[incident.ArticleFront]{}
	for kind, keys := range incident.ArticleKeys {
		schemas[kind] = frontmatter.For[incident.ArticleFront](keys...)
	}
	return &kind[incident.Article]{
		name: "article", codec: codec.For[kept[incident.Article]](), least: incident.LeastPage,
		unread: func(_ *Loader, a *incident.Article) { a.Title = a.Guess.Title() },
		keys:   frontmatter.For[incident.ArticleFront]().Keys(),
		file:   func(a *incident.Article) *incident.File { return &a.File },
		naming: func(a *incident.Article) (title, mark *string) { return &a.Title, &a.TLP },
		decode: func(doc *frontmatter.Document, a *incident.Article) []diag.Finding {
			return schemas[a.Kind].Decode(doc, &a.ArticleFront)
		},
		complete: completeArticle,
	}
}

// completeArticle gives an article of the folder that the settings name the title that its text has, and the mark of the
// folder where it has none of its own. A front matter with a fault may have meant one.
func completeArticle(l *Loader, a *incident.Article, sound bool) {
	if !l.isPlain(a.Path) {
		return
	}
	if _, _, written := a.Places.Key("tlp"); !written && sound {
		a.TLP = l.plain.TLP
	}
	if _, _, written := a.Places.Key("title"); written {
		return
	}
	for _, b := range a.Text.Blocks {
		if b.Level == 1 && b.Mark == "" {
			a.Title = b.Plain
			return
		}
	}
	a.Title = l.plain.Title(a.Slug)
}

// job reads a file, unless what was read of it before is at hand.
func (k *kind[T]) job(src source, into *T) func(*Loader) {
	return func(l *Loader) {
		file := k.file(into)
		was, keep := l.recall(src)
		if was, ok := was.(*T); ok {
			*into = *was
		} else if k.read(l, src, into); file.Places != nil {
			read := *into
			keep(&read)
		}
		file.Faults = slices.Clip(file.Faults) // for further ones
	}
}

func (k *kind[T]) read(l *Loader, src source, into *T) {
	text, fault := l.read(src)
	if fault == nil && k.get(l, src.name, text, into) {
		return
	}
	file := k.file(into)
	doc := l.open(src, text, fault, file, k.keys)
	if doc == nil {
		k.unread(l, into)
		if isGarbled(file) {
			_, mark := k.naming(into)
			*mark = plainMark(text)
			file.Guess.IsMarked = *mark != ""
		}
		for i := range file.Faults {
			if f := &file.Faults[i]; f.Rule == frontmatter.RuleMissing && f.Hint == "" {
				f.Hint = "put this above the text, with values of its own; hindcast new asks for them:\n" + k.least
			}
		}
		return
	}
	faults := k.decode(doc, into)
	file.Own = doc.Keys("custom")
	title, mark := k.naming(into)
	file.Guess = guessNames(doc, faults, *title != "")
	if k.foreign != nil && slices.ContainsFunc(faults, isUnknownKey) {
		if f := k.foreign(doc.Keys(""), into); f != nil {
			faults = []diag.Finding{*f} // what is not meant to be a record has no slips
		}
	}
	l.fault(file, faults...)
	*mark = sureMark(*mark, faults)
	if k.complete != nil {
		isConflict := func(f diag.Finding) bool { return f.Rule == incident.RuleConflict }
		k.complete(l, into, len(faults) == 0 && !slices.ContainsFunc(file.Faults, isConflict))
	}
	k.put(l, into)
}
