package incident

import (
	"maps"
	"path"
	"slices"
	"strings"

	"hindcast/internal/folder"
	"hindcast/internal/markdown"
)

// Names finds what a name in a log stands for: an id or slug, else an alias. Names of records are found without regard
// to case.
type Names struct {
	records  map[string]*Record
	systems  map[string]*System
	articles map[string]*Article
	files    map[string]any
	config   *Config
}

// Names indexes the log. Where two files claim a name, the first in order of path has it.
func (l *Log) Names() *Names {
	n := &Names{
		records:  make(map[string]*Record, len(l.Records)),
		systems:  make(map[string]*System, len(l.Systems)),
		articles: make(map[string]*Article, len(l.Articles)),
		files:    make(map[string]any, len(l.Records)),
		config:   &l.Config,
	}
	for _, r := range l.Records {
		n.files[r.Path] = r
		if id := strings.ToLower(r.ID); id != "" && n.records[id] == nil {
			n.records[id] = r
		}
	}
	for _, r := range l.Records {
		for _, alias := range r.Aliases {
			if alias = strings.ToLower(alias); alias != "" && n.records[alias] == nil {
				n.records[alias] = r
			}
		}
	}
	for _, r := range l.Records {
		for _, id := range r.Guess.IDs { // after all that are known
			if id = strings.ToLower(id); id != "" && n.records[id] == nil {
				n.records[id] = r
			}
		}
	}
	for _, s := range l.Systems {
		n.files[s.Path] = s
		claim(n.systems, s.Slug, s)
	}
	for _, a := range l.Articles {
		n.files[a.Path] = a
		if _, plain := l.Config.Articles.Within(a.Path); plain && folder.IsText(a.Path) {
			n.files[path.Dir(a.Path)] = a
		}
		claim(n.articles, a.Slug, a)
	}
	for _, asset := range l.Assets {
		n.files[asset.Path] = asset.Path
	}
	n.former(l)
	return n
}

// former adds the names that systems and articles had, after those that any file has now.
func (n *Names) former(l *Log) {
	for _, s := range l.Systems {
		for _, file := range FormerFiles(s.Path, s.Aliases) {
			if slug := slugOf(file); n.articles[slug] == nil {
				claim(n.systems, slug, s)
			}
			claim(n.files, file, any(s))
		}
	}
	for _, a := range l.Articles {
		for _, file := range FormerFiles(a.Path, a.Aliases) {
			if slug := slugOf(file); n.systems[slug] == nil {
				claim(n.articles, slug, a)
			}
			claim(n.files, file, any(a))
		}
	}
}

// claim gives a name to what claims it, unless something has it already.
func claim[T comparable](names map[string]T, name string, by T) {
	if _, taken := names[name]; !taken && name != "" {
		names[name] = by
	}
}

// FormerFiles are the paths that a file under knowledge had by its aliases: former names, which stand beside it, and
// former paths of its page.
func FormerFiles(file string, aliases []string) []string {
	list := make([]string, 0, len(aliases))
	for _, alias := range aliases {
		former := strings.TrimSuffix(strings.TrimSuffix(strings.Trim(alias, "/"), "index.html"), "/")
		former = strings.TrimSuffix(former, ".html")
		switch {
		case former == "":
			continue
		case !strings.Contains(alias, "/"):
			former = path.Join(path.Dir(file), former)
		case strings.HasPrefix(former, "systems/"):
			former = "knowledge/" + former
		}
		list = append(list, former+".md")
	}
	return list
}

// FormerSlugs are the names that a file under knowledge had by its aliases.
func FormerSlugs(file string, aliases []string) []string {
	list := FormerFiles(file, aliases)
	for i, former := range list {
		list[i] = slugOf(former)
	}
	return list
}

func slugOf(file string) string { return strings.TrimSuffix(path.Base(file), ".md") }

// Settle writes the slugs that systems and playbooks have now in the place of aliases that a record names them by.
func (n *Names) Settle(r *Record) {
	r.Systems = current(r.Systems, n.systemSlug)
	r.Playbooks = current(r.Playbooks, func(name string) string {
		if a := n.Playbook(name); a != nil {
			return a.Slug
		}
		return name
	})
}

// SettleAll does so for all records and articles of a log, which it changes.
func (n *Names) SettleAll(l *Log) {
	for _, r := range l.Records {
		n.Settle(r)
	}
	for _, a := range l.Articles {
		a.Systems = current(a.Systems, n.systemSlug)
	}
}

// Settled is the log after SettleAll, with records and articles of its own.
func (l *Log) Settled() *Log {
	settled := *l
	settled.Records, settled.Articles = copies(l.Records), copies(l.Articles)
	l.Names().SettleAll(&settled)
	return &settled
}

func copies[T any](list []*T) []*T {
	out := make([]*T, len(list))
	for i, of := range list {
		own := *of
		out[i] = &own
	}
	return out
}

func (n *Names) systemSlug(name string) string {
	if s := n.System(name); s != nil {
		return s.Slug
	}
	return name
}

// current is a list of names with those of the present, each once; the list itself where that is the same.
func current(names []string, now func(string) string) []string {
	if !slices.ContainsFunc(names, func(name string) bool { return now(name) != name }) {
		return names
	}
	var list []string
	for _, name := range names {
		if name = now(name); !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return list
}

// With are the names where one record has taken the place of another with the same names.
func (n *Names) With(r, instead *Record) *Names {
	with := *n
	with.records, with.files = maps.Clone(n.records), maps.Clone(n.files)
	for name, held := range with.records {
		if held == instead {
			with.records[name] = r
		}
	}
	with.files[r.Path] = r
	return &with
}

// Record is the record with an id or alias, nil where there is none.
func (n *Names) Record(id string) *Record { return n.records[strings.ToLower(id)] }

// Kept is the record that a record stands for: itself, or the one at the end of a chain of duplicates. Where the chain
// never ends, which no valid log has, a record stands for itself.
func (n *Names) Kept(r *Record) *Record {
	at := r
	for range len(n.records) + 1 { // no chain without a circle is longer
		next := n.Record(at.DuplicateOf)
		if at.Status != Duplicate || next == nil {
			return at
		}
		at = next
	}
	return r
}

// Stands is the record that a name stands for: what Kept tells of the one with an id or alias; nil where there is none.
func (n *Names) Stands(id string) *Record {
	if r := n.Record(id); r != nil {
		return n.Kept(r)
	}
	return nil
}

// System is the system with a slug or alias, nil where there is none.
func (n *Names) System(slug string) *System { return n.systems[slug] }

// Article is the article with a slug or alias, nil where there is none.
func (n *Names) Article(slug string) *Article { return n.articles[slug] }

// Playbook is the playbook with a slug or alias, nil where there is none.
func (n *Names) Playbook(slug string) *Article {
	if a := n.articles[slug]; a != nil && a.Kind == Playbook {
		return a
	}
	return nil
}

// Any is what [[name]] stands for: a *Record, *System or *Article; nil where there is none.
func (n *Names) Any(name string) any {
	if r := n.Record(name); r != nil {
		return r
	}
	if s := n.System(name); s != nil {
		return s
	}
	if a := n.Article(name); a != nil {
		return a
	}
	return nil
}

// File is what a relative path written in a file leads to: a *Record, *System, *Article, or the
// path of an asset as a string; nil where there is none.
func (n *Names) File(from, relative string) any {
	if strings.HasPrefix(relative, "/") {
		return n.files[strings.TrimPrefix(path.Clean(relative), "/")]
	}
	return n.files[path.Join(path.Dir(from), relative)]
}

// Target is what a reference in the text of a file leads to, as File and Any tell. One in the file of a source leads
// to files of sources alone: what it calls by an id of this repository is a record of its own that is not here.
func (n *Names) Target(from string, ref markdown.Ref) any {
	target := n.target(from, ref)
	if file := FileOf(target); file != nil && n.config.SourceOf(from) != nil && n.config.SourceOf(file.Path) == nil {
		return nil
	}
	return target
}

func (n *Names) target(from string, ref markdown.Ref) any {
	switch ref.Form {
	case markdown.Path, markdown.Picture:
		return n.File(from, ref.Target)
	case markdown.Bare:
		if r := n.Record(ref.Target); r != nil {
			return r
		}
		return nil
	}
	return n.Any(ref.Target)
}
