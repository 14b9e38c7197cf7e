// Package console is what all commands share: the environment, exit codes and errors with remedies, notes, columns,
// the opening of a repository, and the flags of what is made for an audience.
package console

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"sync/atomic"
	"time"

	"golang.org/x/term"

	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/disclose"
	"hindcast/internal/disk"
	"hindcast/internal/incident"
	"hindcast/internal/load"
	"hindcast/templates"
)

// Release is the version of a build from source; that of a released binary is set when it is linked.
var Release = "0.1.0-dev"

// Env is everything that a command touches outside of its arguments.
type Env struct {
	In       io.Reader
	Out, Err io.Writer
	Getenv   func(string) string
	Clock    func() time.Time
	Dir      string // the current folder
	Terminal bool   // Out is a terminal
	Asks     bool   // In and Out are terminals, so that a person can be asked

	ErrTerminal bool // Err is a terminal
}

// System is the environment of the process.
func System() Env {
	dir, err := os.Getwd()
	if err != nil {
		dir = "."
	}
	terminal := false
	if info, err := os.Stdout.Stat(); err == nil {
		terminal = info.Mode()&os.ModeCharDevice != 0
	}
	asks := term.IsTerminal(int(os.Stdin.Fd())) && term.IsTerminal(int(os.Stdout.Fd()))
	return Env{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv, Clock: time.Now, Dir: dir, Terminal: terminal,
		Asks: asks, ErrTerminal: term.IsTerminal(int(os.Stderr.Fd())),
	}
}

// The exit codes.
const (
	ExitClean    = 0
	ExitFindings = 1 // an error among the findings, or a warning with --strict
	ExitUsage    = 2 // wrong usage or configuration
	ExitFailed   = 3 // the tool failed

	ExitStopped = 130 // Ctrl-C, or a signal that asks for the end; as a shell says it
)

// ExitError carries an exit code; a nil error prints nothing.
type ExitError struct {
	Code int
	Err  error
}

func (e *ExitError) Error() string {
	if e.Err == nil {
		return ""
	}
	return e.Err.Error()
}

func (e *ExitError) Unwrap() error { return e.Err }

// Usage is an error of wrong usage or configuration.
func Usage(format string, args ...any) error {
	return Exit(ExitUsage, fmt.Errorf(format, args...))
}

// Failed is a fault of the tool, except for one in a template, which is part of the configuration.
func Failed(err error) error {
	var te *templates.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &te):
		return Exit(ExitUsage, WithHint(err, "compare it with the built-in template of that name"))
	case errors.Is(err, disclose.ErrFindings):
		return Exit(ExitFindings, WithHint(err, "hindcast validate shows them"))
	}
	return Exit(ExitFailed, err)
}

// Exit is an error with an exit code; a nil error prints nothing.
func Exit(code int, err error) error { return &ExitError{code, err} }

// WithHint is an error with a remedy.
func WithHint(err error, hint string) error { return &Hinted{err, hint} }

// Hinted is an error with a remedy.
type Hinted struct {
	error
	Hint string
}

func (h *Hinted) Unwrap() error { return h.error }

// App holds the environment and the flags that every command shares.
type App struct {
	Env
	Directory string
	Quiet     bool
	Verbose   bool
	Profiles  Profiles

	// Gather reads the sources of a repository; see federation.Gather. Nil reads none.
	Gather func(
		ctx context.Context, root string, own fs.FS, opts corpus.Options, store func(prefix string) corpus.Store,
	) (*corpus.Others, error)

	display *display
	lines   *bufio.Reader // of the answers to questions in plain lines
	writing atomic.Bool
}

// Writing notes that files may change from now on, so that a command that is stopped does not say that none did.
func (a *App) Writing() { a.writing.Store(true) }

// Stopped is how a command ends that was stopped.
func (a *App) Stopped() *ExitError {
	if a.writing.Load() {
		return &ExitError{ExitStopped, errors.New("stopped")}
	}
	return &ExitError{ExitStopped, errors.New("stopped; nothing was written")}
}

// Note prints a line about what was done, to stderr.
func (a *App) Note(format string, args ...any) {
	if !a.Quiet {
		a.display.aside(func() { fmt.Fprintln(a.Err, diag.PrintableLines(fmt.Sprintf(format, args...))) })
	}
}

// Repository is an opened root folder.
type Repository struct {
	Path  string
	Disk  *disk.Folder // for what writes
	Files fs.FS        // for what reads: regular files alone, so that a pipe or a device holds nothing up

	others *corpus.Others // the records of its sources, once they are gathered
}

// OpenRepository opens a root folder.
func OpenRepository(path string) (*Repository, error) {
	folder, err := disk.Open(path)
	if err != nil {
		return nil, err
	}
	return &Repository{Path: path, Disk: folder, Files: folder.FS()}, nil
}

// Close releases the folder.
func (r *Repository) Close() { r.Disk.Close() }

// read returns the bytes of a file that is no larger than a record may be.
func (r *Repository) read(name string) ([]byte, error) {
	return disk.ReadFile(r.others.Over(r.Files), name, load.DefaultLimits.File)
}

// StartFolder is the folder that -C names, else the current one.
func (a *App) StartFolder() string {
	if a.Directory == "" {
		return a.Dir
	}
	if filepath.IsAbs(a.Directory) {
		return a.Directory
	}
	return filepath.Join(a.Dir, a.Directory)
}

// FindRoot is the root folder: the one that -C names, else the nearest upwards with a settings file, else
// the current one.
func (a *App) FindRoot() (string, error) {
	if a.Directory != "" {
		return a.StartFolder(), corpus.IsRoot(a.StartFolder())
	}
	return corpus.FindRoot(a.StartFolder())
}

// Open opens the root folder, and says what to do where there is none.
func (a *App) Open() (*Repository, error) {
	path, err := a.FindRoot()
	if errors.Is(err, corpus.ErrNoRepository) {
		return nil, noRepository(a, path, err)
	}
	if err != nil {
		return nil, Failed(err)
	}
	repo, err := OpenRepository(path)
	if err != nil {
		return nil, Exit(ExitUsage, fmt.Errorf("open the records repository: %w", err))
	}
	return repo, nil
}

// OpenCorpus opens the root folder and loads it. The caller closes the repository.
func (a *App) OpenCorpus(ctx context.Context, now time.Time) (*Repository, *corpus.Corpus, error) {
	repo, err := a.Open()
	if err != nil {
		return nil, nil, err
	}
	c, err := a.Load(ctx, repo, now)
	if err != nil {
		repo.Close()
		return nil, nil, err
	}
	return repo, c, nil
}

// Load loads a repository; the authors of its history are looked for in records, so that none is named. It does not
// show how many records there are, which is not for everyone who reads what a build prints.
func (a *App) Load(ctx context.Context, repo *Repository, now time.Time) (*corpus.Corpus, error) {
	return a.load(ctx, repo, corpus.Options{Now: now, Memory: a.Memory(repo), Tell: a.SecretStages()}, corpus.Open)
}

// LoadAgain is Load with a memory of what was read before. Its sources are read again.
func (a *App) LoadAgain(
	ctx context.Context, repo *Repository, now time.Time, memory *load.Memory,
) (*corpus.Corpus, error) {
	repo.others = nil
	return a.load(ctx, repo, corpus.Options{Now: now, Memory: memory, Tell: a.SecretStages()}, corpus.Open)
}

// LoadCounting is Load for a command whose output is for those who have the records: it shows how many there are.
func (a *App) LoadCounting(ctx context.Context, repo *Repository, now time.Time) (*corpus.Corpus, error) {
	return a.load(ctx, repo, corpus.Options{Now: now, Memory: a.Memory(repo), Tell: a.Stages()}, corpus.Open)
}

// LoadPart is LoadCounting for some files and folders, slash-separated and relative to the root; see corpus.OpenPart.
func (a *App) LoadPart(
	ctx context.Context, repo *Repository, now time.Time, places []string,
) (*corpus.Corpus, error) {
	return a.load(ctx, repo, corpus.Options{Now: now, Tell: a.Stages()},
		func(ctx context.Context, fsys fs.FS, opts corpus.Options) (*corpus.Corpus, error) {
			return corpus.OpenPart(ctx, fsys, opts, places)
		})
}

func (a *App) load(
	ctx context.Context, repo *Repository, opts corpus.Options,
	open func(context.Context, fs.FS, corpus.Options) (*corpus.Corpus, error),
) (*corpus.Corpus, error) {
	with, err := Options(ctx, repo, opts.Now)
	if err != nil && ctx.Err() == nil {
		a.Note("names of authors are not looked for in records: %s", diag.Printable(err.Error()))
	}
	if a.Verbose {
		a.Note("%s: as of %s, with %s to look for", a.DisplayPath(repo.Path), opts.Now.Format(time.RFC3339),
			diag.Plural(len(with.People), "author"))
	}
	if with.Others, err = othersOf(ctx, a, repo, opts.Now); err != nil {
		return nil, Failed(err)
	}
	with.Memory, with.Tell = opts.Memory, opts.Tell
	c, err := open(ctx, repo.Files, with)
	if ctx.Err() != nil {
		return nil, Failed(ctx.Err())
	}
	tellKept(a, opts.Memory.Save())
	return c, Failed(err)
}

// othersOf are the records of the sources of a repository; nil where it has none. They are gathered once, and the same for
// every command: who may be named in them is with those who filed them.
func othersOf(ctx context.Context, a *App, repo *Repository, now time.Time) (*corpus.Others, error) {
	if repo.others != nil || a.Gather == nil {
		return repo.others, nil
	}
	var err error
	opts := corpus.Options{Now: now, Limits: load.DefaultLimits}
	repo.others, err = a.Gather(ctx, repo.Path, repo.Files, opts, func(prefix string) corpus.Store {
		store := storeOf(a, repo)
		if store.Folder != "" {
			store.Folder = cacheOf(store.Folder, prefix)
		}
		return store
	})
	return repo.others, err
}

// Options is what reading the records depends on. The error says why names of authors are not looked
// for; the options hold all the same.
func Options(ctx context.Context, repo *Repository, now time.Time) (corpus.Options, error) {
	authors, err := corpus.Authors(ctx, repo.Path)
	return corpus.Options{Now: now, Limits: load.DefaultLimits, People: authors}, err
}

// DisplayPath is a path as seen from the current folder.
func (a *App) DisplayPath(path string) string {
	if rel, err := filepath.Rel(a.Dir, path); err == nil && len(rel) < len(path) {
		return rel
	}
	return path
}

// Printer prints findings of a repository, with paths as seen from the current folder.
func (a *App) Printer(repo *Repository) diag.Printer {
	return diag.Printer{
		Source:   repo.read,
		ShowPath: func(path string) string { return a.DisplayPath(filepath.Join(repo.Path, filepath.FromSlash(path))) },
		Rules:    corpus.Rules(),
		Version:  Release,
		Colour:   a.Colour(),
	}
}

// Colour reports whether the output is coloured.
func (a *App) Colour() bool {
	return a.Terminal && a.Getenv("NO_COLOR") == "" && !isPlain(a.Getenv)
}

// Instant is the time that --now names, else SOURCE_DATE_EPOCH, else the default.
func (a *App) Instant(flag string, otherwise func(time.Time) time.Time) (time.Time, error) {
	if flag != "" {
		for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02"} {
			if t, err := time.Parse(layout, flag); err == nil && isPresent(t) {
				return t.UTC(), nil
			}
		}
		return time.Time{}, Usage("--now %q is not a time; write it as 2026-03-02T09:25:00Z or 2026-03-02", flag)
	}
	if epoch := a.Getenv("SOURCE_DATE_EPOCH"); epoch != "" {
		seconds, err := strconv.ParseInt(epoch, 10, 64)
		switch {
		case err != nil:
			return time.Time{}, Usage("SOURCE_DATE_EPOCH %q is not a number of seconds", epoch)
		case !isPresent(time.Unix(seconds, 0)):
			return time.Time{},
				Usage("SOURCE_DATE_EPOCH %q lies outside of the years %d to %d", epoch, incident.FirstYear, incident.LastYear)
		}
		return time.Unix(seconds, 0).UTC(), nil
	}
	return otherwise(a.Clock().UTC()), nil
}

// isPresent reports whether a time can be taken for the present: one that a record can hold.
func isPresent(t time.Time) bool {
	return t.UTC().Year() >= incident.FirstYear && t.UTC().Year() <= incident.LastYear
}

// ThisMinute is a time without its seconds.
func ThisMinute(t time.Time) time.Time { return t.Truncate(time.Minute) }

// Today is the beginning of a day in UTC.
func Today(t time.Time) time.Time { return t.Truncate(24 * time.Hour) }

// NowHelp describes the flag --now.
const NowHelp = "take `TIME` for the present (2026-03-02T09:25:00Z or 2026-03-02)"

// Browse opens an address in the browser of the system.
func Browse(ctx context.Context, url string) error {
	switch runtime.GOOS {
	case "darwin":
		return exec.CommandContext(ctx, "open", url).Start()
	case "windows":
		return exec.CommandContext(ctx, "rundll32", "url.dll,FileProtocolHandler", url).Start()
	}
	return exec.CommandContext(ctx, "xdg-open", url).Start()
}
