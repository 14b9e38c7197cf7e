// Package federation brings the records of other logs into a repository: it reads each source as a repository of its
// own, takes what its ceiling lets through, and puts the source's prefix before every id and name, so that what comes of
// it is as though it had been filed here.
package federation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/disclose"
	"hindcast/internal/disk"
	"hindcast/internal/incident"
	"hindcast/internal/load"
)

// Gather reads the sources of a repository in a folder. Store is where what came of a source is kept, by its prefix. What
// keeps one from being read is among the problems; the error is that of the context. Nil are no sources.
func Gather(
	ctx context.Context, root string, own fs.FS, opts corpus.Options, store func(prefix string) corpus.Store,
) (*corpus.Others, error) {
	config, _ := load.NewLoader(opts.Limits).Settings(own)
	if len(config.Sources) == 0 {
		return nil, nil
	}
	g := &gathering{opts: opts, store: store, root: root, own: own, config: &config, files: archive{}}
	for i := range config.Sources {
		if err := g.source(ctx, i); err != nil {
			return nil, err
		}
	}
	said, err := json.Marshal(g.joined)
	if err != nil {
		return nil, fmt.Errorf("write what sources say of themselves: %w", err)
	}
	g.files[load.JoinedFile] = said
	files, err := g.files.fs()
	if err != nil {
		return nil, err
	}
	return &corpus.Others{Files: files, Problems: g.problems}, nil
}

type gathering struct {
	opts     corpus.Options
	store    func(prefix string) corpus.Store
	root     string
	own      fs.FS
	config   *incident.Config
	files    archive
	joined   []incident.Joined
	problems []corpus.Problem
}

// Unread is why a source can't be read: one sentence, and the remedy.
type Unread struct{ message, hint string }

func (e *Unread) Error() string { return e.message }

// Hint is the remedy.
func (e *Unread) Hint() string { return e.hint }

func unread(hint, format string, args ...any) error {
	return &Unread{fmt.Sprintf(format, args...), hint}
}

// source reads one source and adds its records.
func (g *gathering) source(ctx context.Context, i int) error {
	s := &g.config.Sources[i]
	err := g.add(ctx, i)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var known *Unread
	switch {
	case errors.As(err, &known):
		g.problem(i, incident.RuleSource, known.hint, "%s: %s", called(s, i), known.message)
	case err != nil:
		g.problem(i, incident.RuleSource, "", "%s can't be read: %v", called(s, i), err)
	}
	return nil
}

// called is how a source is named in a message: by its prefix, else by its place.
func called(s *incident.LogSource, i int) string {
	if s.Prefix == "" {
		return fmt.Sprintf("source %d", i+1)
	}
	return string(s.Prefix)
}

func (g *gathering) problem(i int, rule, hint, format string, args ...any) {
	g.problems = append(g.problems, corpus.Problem{Source: i, Rule: rule, Message: fmt.Sprintf(format, args...), Hint: hint})
}

func (g *gathering) add(ctx context.Context, i int) error {
	s := &g.config.Sources[i]
	if err := g.fits(i); err != nil {
		return err
	}
	files, closing, err := open(ctx, g.root, g.own, s)
	if err != nil {
		return err
	}
	defer closing()
	store := g.store(string(s.Prefix))
	// What can't be kept costs the next command time, and nothing else.
	inputs, _ := store.Of(files, *s, g.config.Organisation, g.opts.Limits, g.opts.People)
	var all kept
	if !inputs.Kept("source", &all) || !all.Holds.Includes(g.opts.Now) {
		memory := store.Memory()
		if all, err = g.read(ctx, s, files, memory); err != nil {
			return err
		}
		_ = memory.Save()
		_ = inputs.Keep("source", &all)
	}
	maps.Copy(g.files, all.Files)
	g.joined = append(g.joined, all.Said)
	for _, p := range all.Problems {
		p.Source = i
		g.problems = append(g.problems, p)
	}
	return nil
}

// kept is what comes of a source, and when that is the same.
type kept struct {
	Files    archive
	Said     incident.Joined
	Problems []corpus.Problem
	Holds    corpus.Span
}

func (k *kept) leftOut(hint, format string, args ...any) {
	k.Problems = append(k.Problems, corpus.Problem{Rule: incident.RuleSourceFile, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// read reads the files of a source.
func (g *gathering) read(ctx context.Context, s *incident.LogSource, files fs.FS, memory *load.Memory) (all kept, err error) {
	opts := g.opts
	opts.Memory = memory
	c, d, err := Disclosed(ctx, files, s.MostOf(), opts)
	if err != nil {
		return all, err
	}
	all.Holds = c.Holds
	for _, file := range d.LeftOut {
		at := slices.IndexFunc(d.Findings, func(f diag.Finding) bool { return f.Path == file && f.Level == diag.Error })
		if at >= 0 {
			all.leftOut("it is mended where it was filed", "%s: %s is left out: %s", s.Prefix, file, d.Findings[at].Message)
		}
	}
	if d.Others > 0 {
		all.leftOut("hindcast validate in that log tells which",
			"%s: %s with an error left out, with a mark above %s or one that can't be read", s.Prefix, diag.Plural(d.Others, "file"), s.MostOf())
	}
	taken := archive{}
	err = d.Each(c, func(name string, text []byte) error {
		if top, _, _ := strings.Cut(name, "/"); top == "incidents" || top == "knowledge" || name == load.ConfigFile {
			taken[name] = text
		}
		return nil
	})
	if err != nil {
		return all, err
	}
	all.Files, all.Said, err = g.translate(ctx, s, taken, memory)
	return all, err
}

// fits is why a source can't be one, whatever is in it.
func (g *gathering) fits(i int) error {
	s := &g.config.Sources[i]
	twice := slices.IndexFunc(g.config.Sources, func(o incident.LogSource) bool { return o.Prefix == s.Prefix })
	kinds := 0
	for _, given := range []bool{s.Git != "", s.Bundle != "", s.Folder != "" && s.Git == ""} {
		if given {
			kinds++
		}
	}
	switch own := g.config.IDs.Pattern.Prefix(); {
	case s.Prefix == "":
		return unread("write one, such as prefix: PAY", "it has no prefix")
	case twice < i:
		return unread("give each source a prefix of its own", "the prefix is that of another source too")
	case strings.EqualFold(own, string(s.Prefix)):
		return unread("write another one", "the prefix is that of this repository's own ids")
	case kinds != 1:
		return unread("write one of folder, git and bundle", "it is not said where it is, or said twice")
	}
	if file := g.taken(s.Prefix); file != "" {
		return unread("rename the file, or choose another prefix",
			"%s is a file of this repository, and its name begins as those of the source do", file)
	}
	return nil
}

// taken is a file of the repository's own whose name begins with a prefix; empty where there is none.
func (g *gathering) taken(prefix incident.Prefix) (file string) {
	for _, folder := range []string{"incidents", "knowledge"} {
		// What can't be walked is told of when the repository is read.
		_ = fs.WalkDir(g.own, folder, func(name string, _ fs.DirEntry, err error) error {
			if err == nil && prefix.Names(name) {
				file = name
				return fs.SkipAll
			}
			return nil
		})
	}
	return file
}

// Disclosed is a repository and what of it those may see who see up to a mark. What has an error is left out.
func Disclosed(
	ctx context.Context, files fs.FS, mark string, opts corpus.Options,
) (*corpus.Corpus, *disclose.Disclosure, error) {
	c, err := corpus.Open(ctx, files, opts)
	if err != nil {
		return nil, nil, err
	}
	d, err := disclose.ForAudience(c, disclose.Options{Audience: mark, KeepGoing: true})
	if errors.Is(err, disclose.ErrFindings) {
		at := slices.IndexFunc(d.Findings, func(f diag.Finding) bool { return f.Level == diag.Error && f.Path == load.ConfigFile })
		if at >= 0 {
			return nil, nil, unread("it is mended there", "its %s can't be used: %s", load.ConfigFile, d.Findings[at].Message)
		}
	}
	return c, d, err
}

// open is the files of a source.
func open(ctx context.Context, root string, own fs.FS, s *incident.LogSource) (fs.FS, func(), error) {
	if s.Bundle != "" {
		files, err := openBundle(ctx, below(root, s.Bundle), signersOf(root, s))
		return files, func() {}, err
	}
	folder := below(root, s.Folder)
	if s.Git != "" {
		pin, err := pinned(own, s)
		if err != nil {
			return nil, nil, err
		}
		folder = filepath.Join(root, fetched(s.Prefix), pin, filepath.FromSlash(path.Clean("/"+s.Folder)))
	}
	held, err := disk.Open(folder)
	if errors.Is(err, fs.ErrNotExist) && s.Git != "" {
		return nil, nil, unread("run hindcast fetch", "the commit that %s names is not here", LockFile)
	}
	if err == nil {
		err = corpus.IsRoot(folder)
	}
	if err != nil {
		return nil, nil, unread("name the folder of a records repository", "no records are in %s: %v", s.Folder, err)
	}
	return held.FS(), func() { held.Close() }, nil
}

// below is a path that settings name: relative to the repository.
func below(root, name string) string {
	if name = filepath.FromSlash(name); filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(root, name)
}

func signersOf(root string, s *incident.LogSource) string {
	if s.Signers == "" {
		return ""
	}
	return below(root, s.Signers)
}
