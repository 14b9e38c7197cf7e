// Package corpus opens a records repository: it loads and checks everything in it and holds the
// one value that validate, the editor and filing share. It knows the order of these steps and
// nothing of what a reader sees.
package corpus

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"hindcast/internal/check"
	"hindcast/internal/diag"
	"hindcast/internal/disk"
	"hindcast/internal/history"
	"hindcast/internal/incident"
	"hindcast/internal/load"
	"hindcast/internal/progress"
)

// Corpus is an opened records repository.
type Corpus struct {
	FS     fs.FS // the files, closed to what lies outside of the root
	Log    *incident.Log
	Result // of all files

	opts Options
}

// Result is what is found in the files of a corpus.
type Result = check.Result

// Options is what opening depends on beside the files.
type Options struct {
	Now    time.Time // the instant that time-dependent rules compare with
	Limits load.Limits
	People []string          // names that belong in no record, such as the authors of the repository
	Memory *load.Memory      // of what was read before; nil for none
	Tell   progress.Reporter // how far it is; nil for nobody
	Others *Others           // records of other logs that are shown too; nil for none
}

// Open loads and checks the repository below a file system that does not lead out of it.
func Open(ctx context.Context, fsys fs.FS, opts Options) (*Corpus, error) {
	fsys = opts.Others.Over(fsys)
	log, err := load.NewLoader(opts.Limits, opts.People...).With(opts.Memory).Telling(opts.Tell).Log(ctx, fsys)
	if err != nil {
		return nil, fmt.Errorf("load the records: %w", err)
	}
	found, err := checked(ctx, log, opts)
	if err != nil {
		return nil, err
	}
	return &Corpus{FS: fsys, Log: log, Result: found, opts: opts}, nil
}

// checked is what is found in a log.
func checked(ctx context.Context, log *incident.Log, opts Options) (check.Result, error) {
	run := func() (check.Result, error) {
		stage := progress.Stage{Name: "checking", Unit: "file", Total: check.Files(log)}
		return progress.Run(ctx, opts.Tell, stage, func(count *progress.Count) (check.Result, error) {
			return check.New().Counting(count).Run(log, opts.Now), nil
		})
	}
	found, err := run()
	if err == nil && len(log.Config.Sources) > 0 {
		found, err = withoutFaulty(log, found, run)
	}
	if err != nil {
		return found, fmt.Errorf("check the records: %w", err)
	}
	if problems := opts.Others.findings(log); len(problems) > 0 {
		found.Findings = append(found.Findings, problems...)
	}
	if len(log.Config.Sources) > 0 {
		diag.Sort(found.Findings)
	}
	return found, nil
}

// Found adds findings that only what is made of the corpus told. They may hold at this instant alone.
func (c *Corpus) Found(found []diag.Finding) {
	c.Findings = append(c.Findings, found...)
	diag.Sort(c.Findings)
	c.Holds.After, c.Holds.Before = c.Holds.At, c.Holds.At
}

// Reread is a record as it was read, and as its file is now; nil where there was none, or its file can't be read.
func (c *Corpus) Reread(path string) (was, now *incident.Record) {
	i := slices.IndexFunc(c.Log.Records, func(r *incident.Record) bool { return r.Path == path })
	if i < 0 {
		return nil, nil
	}
	loader := load.NewLoader(c.opts.Limits, c.opts.People...).Under(&c.Log.Config)
	text, err := disk.ReadFile(c.FS, path, loader.MostBytes())
	if err != nil {
		return nil, nil
	}
	return c.Log.Records[i], loader.Record(path, text)
}

// Rules describes the rules that a corpus is checked by.
func Rules() []diag.Rule { return check.Describe() }

// OpenPart loads and checks as Open does, for some files and folders alone. The findings are those that Open has in
// them; a record that is in none, and that matters to none, has its path and id in the log and nothing else.
func OpenPart(ctx context.Context, fsys fs.FS, opts Options, places []string) (*Corpus, error) {
	within := func(name string) bool { return Within(name, places) }
	fsys = opts.Others.Over(fsys)
	log, err := load.NewLoader(opts.Limits, opts.People...).Telling(opts.Tell).Part(ctx, fsys, within)
	if err != nil {
		return nil, fmt.Errorf("load the records: %w", err)
	}
	c := &Corpus{FS: fsys, Log: log, opts: opts}
	found, err := checked(ctx, log, opts)
	for _, f := range found.Findings {
		if within(f.Path) {
			c.Findings = append(c.Findings, f)
		}
	}
	return c, err
}

// Within reports whether a path is one of some files and folders, or is below one.
func Within(name string, places []string) bool {
	return slices.ContainsFunc(places, func(p string) bool {
		return p == "." || name == p || strings.HasPrefix(name, path.Clean(p)+"/")
	})
}

// ErrNoRepository means that a folder holds no records.
var ErrNoRepository = errors.New("neither incidents nor knowledge is here")

// FindRoot is the folder to work in: the nearest upwards from dir that holds the settings file,
// else dir itself. The error is that of IsRoot.
func FindRoot(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("find the records repository: %w", err)
	}
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, load.ConfigFile)); err == nil {
			return at, nil
		}
		if at == filepath.Dir(at) {
			return dir, IsRoot(dir)
		}
	}
}

// IsRoot reports whether a folder holds records, articles or settings; the error is ErrNoRepository
// where it does not.
func IsRoot(dir string) error {
	for _, name := range []string{"incidents", "knowledge", load.ConfigFile} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return nil
		}
	}
	return ErrNoRepository
}

// Authors are the names in the history of the repository that a folder lies in; none where there is
// no history to read. The error says that there may be one, and why it was not read.
func Authors(ctx context.Context, dir string) ([]string, error) {
	repo, err := history.Open(ctx, dir)
	var names []string
	if err == nil {
		names, err = repo.Authors(ctx)
	}
	if errors.As(err, new(*history.Error)) {
		return nil, nil
	}
	return names, err
}
