package incident

import (
	"fmt"
	"maps"
	"path"
	"strings"

	"hindcast/internal/diag"
	"hindcast/internal/markdown"
)

// Rules about files that reading them finds, beside those of front matter and Markdown.
const (
	RuleUnreadable = "file-unreadable"
	RuleFileSize   = "file-too-large"
	RuleEncoding   = "file-encoding"
	RuleEndings    = "mixed-line-endings"
	RuleFileEnding = "file-ending"
	RuleAttachment = "attachment"
	RuleConflict   = "merge-conflict"
	RuleStatic     = "static-name"
	RuleDefeats    = "file-defeats-hindcast" // the last line of defence: a fault of the program that one file sets off
)

// Rules about what making a site for an audience finds.
const (
	RuleWithheld   = "withheld-name"
	RuleTemplate   = "own-template"
	RuleCustomPage = "custom-page"
)

// Log is everything that a records repository holds, each list in order of path: the value that
// the stages hand on.
type Log struct {
	Config     Config
	ConfigFile File // its faults and places
	Records    []*Record
	Systems    []*System
	Articles   []*Article
	Assets     []*File  // the other files beside them: paths and faults
	Own        []*File  // templates, tables of words and files for the site: paths and faults
	People     []string // names that belong in no record: the repository's authors
}

// Texts are the files of the log that hold texts: those of its records, systems and articles.
func (l *Log) Texts() []*File {
	list := make([]*File, 0, len(l.Records)+len(l.Systems)+len(l.Articles))
	for _, r := range l.Records {
		list = append(list, &r.File)
	}
	for _, s := range l.Systems {
		list = append(list, &s.File)
	}
	for _, a := range l.Articles {
		list = append(list, &a.File)
	}
	return list
}

// Names finds what a name in a log stands for. Names of records are found without regard to case.
type Names struct {
	records  map[string]*Record
	systems  map[string]*System
	articles map[string]*Article
	files    map[string]any
}

// Names indexes the log. Where two files claim a name, the first in order of path has it.
func (l *Log) Names() *Names {
	n := &Names{
		records:  make(map[string]*Record, len(l.Records)),
		systems:  make(map[string]*System, len(l.Systems)),
		articles: make(map[string]*Article, len(l.Articles)),
		files:    make(map[string]any, len(l.Records)),
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
		if n.systems[s.Slug] == nil {
			n.systems[s.Slug] = s
		}
	}
	for _, a := range l.Articles {
		n.files[a.Path] = a
		if n.articles[a.Slug] == nil {
			n.articles[a.Slug] = a
		}
	}
	for _, asset := range l.Assets {
		n.files[asset.Path] = asset.Path
	}
	return n
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

// System is the system with a slug, nil where there is none.
func (n *Names) System(slug string) *System { return n.systems[slug] }

// Article is the article with a slug, nil where there is none.
func (n *Names) Article(slug string) *Article { return n.articles[slug] }

// Playbook is the playbook with a slug, nil where there is none.
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

// Target is what a reference in the text of a file leads to, as File and Any tell.
func (n *Names) Target(from string, ref markdown.Ref) any {
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

// FileOf is the file of what a name stands for; nil where that is an asset or nothing.
func FileOf(target any) *File {
	switch t := target.(type) {
	case *Record:
		return &t.File
	case *System:
		return &t.File
	case *Article:
		return &t.File
	}
	return nil
}

// Defeat is the finding for a file that a fault of the program was met with, which costs it alone.
func Defeat(path string, fault any) diag.Finding {
	return diag.Finding{
		Rule: RuleDefeats, Level: diag.Error, Path: path, Record: path, Span: diag.FileStart,
		Message: fmt.Sprintf("Hindcast fails at this file: %v", fault),
		Hint:    "this is a fault of Hindcast: report it, with the file if it may be shown",
	}
}
