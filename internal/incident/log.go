package incident

import (
	"fmt"
	"slices"

	"hindcast/internal/diag"
)

// Rules about files that reading them finds, beside those of front matter and Markdown.
const (
	RuleUnreadable = "file-unreadable"
	RuleFileSize   = "file-too-large"
	RuleForeign    = "front-matter-foreign"
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
	RuleSource     = "source"      // one that can't be read
	RuleSourceFile = "source-file" // a file of one that can't be shown
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

// Drop takes the files at some paths out of the log, whose lists it replaces.
func (l *Log) Drop(paths map[string]bool) {
	l.Records = slices.DeleteFunc(slices.Clone(l.Records), func(r *Record) bool { return paths[r.Path] })
	l.Systems = slices.DeleteFunc(slices.Clone(l.Systems), func(s *System) bool { return paths[s.Path] })
	l.Articles = slices.DeleteFunc(slices.Clone(l.Articles), func(a *Article) bool { return paths[a.Path] })
	l.Assets = slices.DeleteFunc(slices.Clone(l.Assets), func(f *File) bool { return paths[f.Path] })
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
