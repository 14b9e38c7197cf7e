package corpus

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"hindcast/internal/check"
	"hindcast/internal/check/lifecycle"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/load"
)

// Others are the records of other logs that a repository shows beside its own.
type Others struct {
	Files    fs.FS // with the paths that they have in the repository, and load.JoinedFile; nil for none
	Problems []Problem
}

// Problem is what keeps a source, or a file of one, from being shown.
type Problem struct {
	Source        int // its index in the settings
	Rule          string
	Message, Hint string
}

// Over are the files of a repository with those of the others; nil are no others.
func (o *Others) Over(own fs.FS) fs.FS {
	if o == nil || o.Files == nil {
		return own
	}
	return &overlay{own, o.Files}
}

// Told is what is known of the others beside their files, so that what is kept can depend on it.
func (o *Others) Told() []Problem {
	if o == nil {
		return nil
	}
	return o.Problems
}

// findings are the problems, where the settings name the source.
func (o *Others) findings(log *incident.Log) (list []diag.Finding) {
	if o == nil {
		return nil
	}
	for _, p := range o.Problems {
		list = append(list, p.finding(log))
	}
	return list
}

func (p Problem) finding(log *incident.Log) diag.Finding {
	f := diag.Finding{
		Rule: p.Rule, Level: diag.Error, Path: load.ConfigFile, Record: load.ConfigFile, Span: diag.FileStart,
		Key: fmt.Sprintf("sources[%d]", p.Source), Message: p.Message, Hint: p.Hint,
	}
	if p.Rule == incident.RuleSourceFile {
		f.Level, f.Text = diag.Warning, p.Message
	}
	if places := log.ConfigFile.Places; places != nil {
		for _, key := range []string{f.Key + ".prefix", f.Key} {
			if span, _, ok := places.Value(key); ok {
				f.Span = span
				break
			}
		}
	}
	return f
}

// withoutFaulty takes the files of sources that have an error out of a log, and says so in findings about the settings:
// what is wrong with a record is for those to mend who filed it. Findings are those of the log as it is then.
func withoutFaulty(log *incident.Log, found check.Result, again func() (check.Result, error)) (check.Result, error) {
	softened(log, found.Findings)
	var told []diag.Finding
	bad := map[string]bool{}
	for _, f := range found.Findings {
		if f.Level == diag.Error && f.Rule != lifecycle.RuleFuture && log.Config.SourceOf(f.Path) != nil && !bad[f.Path] {
			bad[f.Path] = true
			told = append(told, leftOut(log, f.Path, f.Message).finding(log))
		}
	}
	if len(bad) > 0 {
		log.Drop(bad)
		var err error
		if found, err = again(); err != nil {
			return found, err
		}
		softened(log, found.Findings)
	}
	found.Findings = slices.DeleteFunc(found.Findings, func(f diag.Finding) bool { return log.Config.SourceOf(f.Path) != nil })
	found.Findings = append(found.Findings, told...)
	return found, nil
}

// references are the rules about names that lead nowhere.
var references = []string{"unknown-record", "unknown-system", "unknown-playbook", "dead-link"}

// softened makes errors about names of sources warnings: whether a source still has what it had, and shows it, is not
// with those who refer to it.
func softened(log *incident.Log, findings []diag.Finding) {
	for i := range findings {
		f := &findings[i]
		if f.Level == diag.Error && slices.Contains(references, f.Rule) && log.Config.NamesSource(strings.Trim(f.Text, `"'`)) {
			f.Level, f.Hint = diag.Warning, "the source does not have it, or its ceiling or an error keeps it from being shown"
		}
	}
}

func leftOut(log *incident.Log, file, message string) Problem {
	source := log.Config.SourceOf(file)
	i := slices.IndexFunc(log.Config.Sources, func(s incident.LogSource) bool { return s.Prefix == source.Prefix })
	return Problem{
		Source: i, Rule: incident.RuleSourceFile,
		Message: fmt.Sprintf("%s: %s is left out: %s", source.Prefix, path.Base(file), message),
		Hint:    "it is mended where it was filed; words of its own are translated under words of the source",
	}
}

// overlay is a file system with the files of another one beside its own; where both have a file, it is the own one.
type overlay struct{ own, others fs.FS }

// of is the file system that has a name.
func (o *overlay) of(name string) fs.FS {
	if _, err := fs.Lstat(o.own, name); errors.Is(err, fs.ErrNotExist) || name == load.JoinedFile {
		if _, err := fs.Stat(o.others, name); err == nil {
			return o.others
		}
	}
	return o.own
}

func (o *overlay) Open(name string) (fs.File, error)      { return o.of(name).Open(name) }
func (o *overlay) Stat(name string) (fs.FileInfo, error)  { return fs.Stat(o.of(name), name) }
func (o *overlay) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(o.of(name), name) }
func (o *overlay) ReadLink(name string) (string, error)   { return fs.ReadLink(o.of(name), name) }
func (o *overlay) ReadFile(name string) ([]byte, error)   { return fs.ReadFile(o.of(name), name) }
func (o *overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	own, err := fs.ReadDir(o.own, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return own, err
	}
	others, otherErr := fs.ReadDir(o.others, name)
	if err != nil && otherErr != nil {
		return nil, err
	}
	all := slices.Concat(own, others) // of two with one name the own one stays
	slices.SortStableFunc(all, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	return slices.CompactFunc(all, func(a, b fs.DirEntry) bool { return a.Name() == b.Name() }), nil
}
