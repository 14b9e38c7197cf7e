// Package cli holds the commands, one file each. It is the only place that prints, and it decides
// exit codes; what the commands do stands in the packages below it.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"hindcast/internal/check"
	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/disk"
	"hindcast/internal/incident"
	"hindcast/internal/load"
	"hindcast/internal/publish"
	"hindcast/templates"
)

// Env is everything that a command touches outside of its arguments.
type Env struct {
	In       io.Reader
	Out, Err io.Writer
	Getenv   func(string) string
	Clock    func() time.Time
	Dir      string // the current folder
	Terminal bool   // Out is a terminal
	Asks     bool   // In and Out are terminals, so that a person can be asked
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
	return Env{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv, Clock: time.Now, Dir: dir, Terminal: terminal, Asks: asks}
}

// The exit codes.
const (
	exitClean    = 0
	exitFindings = 1 // an error among the findings, or a warning with --strict
	exitUsage    = 2 // wrong usage or configuration
	exitFailed   = 3 // the tool failed
)

// exitError carries an exit code; a nil error prints nothing.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

func usage(format string, args ...any) error {
	return &exitError{exitUsage, fmt.Errorf(format, args...)}
}

// failed is a fault of the tool, except for one in a template, which is part of the configuration.
func failed(err error) error {
	var te *templates.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &te):
		return &exitError{exitUsage, &hinted{err, "compare it with the built-in template of that name"}}
	case errors.Is(err, publish.ErrFindings):
		return &exitError{exitFindings, &hinted{err, "hindcast validate shows them"}}
	}
	return &exitError{exitFailed, err}
}

// hinted is an error with a remedy.
type hinted struct {
	error
	hint string
}

func (h *hinted) Unwrap() error { return h.error }

// Run carries out one command line and returns the exit code.
func Run(ctx context.Context, args []string, env Env) (code int) {
	a := &app{Env: env}
	defer func() {
		if fault := recover(); fault != nil {
			code = a.defeated(fault)
		}
	}()
	root := a.root()
	root.SetArgs(args)
	root.SetOut(env.Out)
	root.SetErr(env.Err)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitClean
	}
	exit := &exitError{code: exitUsage, err: err} // what cobra itself refuses is wrong usage
	errors.As(err, &exit)
	if exit.err != nil {
		fmt.Fprintf(env.Err, "hindcast: %s\n", diag.PrintableLines(exit.err.Error()))
		var h *hinted
		if errors.As(exit.err, &h) {
			fmt.Fprintf(env.Err, "  hint: %s\n", diag.PrintableLines(h.hint))
		}
	}
	return exit.code
}

// defeated says that the program itself is at fault, where nothing closer to the fault could.
func (a *app) defeated(fault any) int {
	fmt.Fprintf(a.Err, "hindcast: this is a fault of Hindcast: %s\n  hint: report it with the command; --verbose shows where it is\n",
		diag.PrintableLines(fmt.Sprint(fault)))
	if a.verbose {
		_, _ = a.Err.Write(debug.Stack())
	}
	return exitFailed
}

// app holds the environment and the flags that every command shares.
type app struct {
	Env
	dir     string
	quiet   bool
	verbose bool
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "hindcast",
		Short: "Learn from AI incidents: records in Git, checked, linked and published",
		Long: `Hindcast turns a Git repository of AI-incident records into a validated, linked,
searchable static site. Records are Markdown files under incidents/, with their
lifecycle in the front matter.`,
		Example: `  hindcast validate            check every record
  hindcast serve               preview the site, reloading as you write
  hindcast build               write the site to public/
  hindcast search fee type:model_failure`,
		SilenceUsage: true, SilenceErrors: true,
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return &exitError{exitUsage, &hinted{err, "see " + cmd.CommandPath() + " --help"}}
	})
	root.PersistentFlags().StringVarP(&a.dir, "directory", "C", "", "work in `DIR` instead of the current folder")
	root.PersistentFlags().BoolVarP(&a.quiet, "quiet", "q", false, "print no progress and no notes")
	root.PersistentFlags().BoolVarP(&a.verbose, "verbose", "v", false, "say more about what is done")
	root.AddCommand(a.validate(), a.rules(), a.explain(), a.schema(), a.build(), a.serve(), a.search(), a.trends(), a.version(), a.importCommand(), a.initCommand(), a.due(), a.digest(),
		a.newCommand(), a.advance(), a.assignIDs(), a.redact(), a.export(), a.verify())
	return root
}

// note prints a line about what was done, to stderr.
func (a *app) note(format string, args ...any) {
	if !a.quiet {
		fmt.Fprintln(a.Err, diag.PrintableLines(fmt.Sprintf(format, args...)))
	}
}

// repository is an opened root folder.
type repository struct {
	path  string
	disk  *disk.Folder // for what writes
	files fs.FS        // for what reads: regular files alone, so that a pipe or a device holds nothing up
}

func openRepository(path string) (*repository, error) {
	folder, err := disk.Open(path)
	if err != nil {
		return nil, err
	}
	return &repository{path, folder, folder.FS()}, nil
}

func (r *repository) close() { r.disk.Close() }

// read returns the bytes of a file that is no larger than a record may be.
func (r *repository) read(name string) ([]byte, error) {
	return disk.ReadFile(r.files, name, load.DefaultLimits.File)
}

// start is the folder that -C names, else the current one.
func (a *app) start() string {
	if a.dir == "" {
		return a.Dir
	}
	if filepath.IsAbs(a.dir) {
		return a.dir
	}
	return filepath.Join(a.Dir, a.dir)
}

// find is the root folder: the one that -C names, else the nearest upwards with a settings file, else
// the current one.
func (a *app) find() (string, error) {
	if a.dir != "" {
		return a.start(), corpus.IsRoot(a.start())
	}
	return corpus.FindRoot(a.start())
}

func (a *app) open() (*repository, error) {
	path, err := a.find()
	if errors.Is(err, corpus.ErrNoRepository) {
		return nil, &exitError{exitUsage, &hinted{fmt.Errorf("no records in %s: %w", a.show(path), err),
			"run it in a records repository, or name one with -C DIR"}}
	}
	if err != nil {
		return nil, failed(err)
	}
	repo, err := openRepository(path)
	if err != nil {
		return nil, &exitError{exitUsage, fmt.Errorf("open the records repository: %w", err)}
	}
	return repo, nil
}

// load opens the repository; the authors of its history are looked for in records, so that none is
// named.
func (a *app) load(ctx context.Context, repo *repository, now time.Time) (*corpus.Corpus, error) {
	began := a.Clock()
	opts, err := options(ctx, repo, now)
	if err != nil && ctx.Err() == nil {
		a.note("names of authors are not looked for in records: %s", diag.Printable(err.Error()))
	}
	c, err := corpus.Open(ctx, repo.files, opts)
	if err == nil && a.verbose {
		// How many records there are is not for everyone who reads what a build prints.
		a.note("%s: read and checked as of %s, with %s to look for, in %d ms", a.show(repo.path),
			now.Format(time.RFC3339), diag.Plural(len(opts.People), "author"), a.Clock().Sub(began).Milliseconds())
	}
	return c, failed(err)
}

// options is what reading the records depends on. The error says why names of authors are not looked
// for; the options hold all the same.
func options(ctx context.Context, repo *repository, now time.Time) (corpus.Options, error) {
	authors, err := corpus.Authors(ctx, repo.path)
	return corpus.Options{Now: now, Limits: load.DefaultLimits, People: authors}, err
}

// show is a path as seen from the current folder.
func (a *app) show(path string) string {
	if rel, err := filepath.Rel(a.Dir, path); err == nil && len(rel) < len(path) {
		return rel
	}
	return path
}

func (a *app) printer(repo *repository) diag.Printer {
	return diag.Printer{
		Source:   repo.read,
		ShowPath: func(path string) string { return a.show(filepath.Join(repo.path, filepath.FromSlash(path))) },
		Rules:    check.Describe(),
		Version:  release,
		Colour:   a.colour(),
	}
}

func (a *app) colour() bool {
	return a.Terminal && a.Getenv("NO_COLOR") == "" && a.Getenv("TERM") != "dumb"
}

// instant is the time that --now names, else SOURCE_DATE_EPOCH, else the default.
func (a *app) instant(flag string, otherwise func(time.Time) time.Time) (time.Time, error) {
	if flag != "" {
		for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02"} {
			if t, err := time.Parse(layout, flag); err == nil && isPresent(t) {
				return t.UTC(), nil
			}
		}
		return time.Time{}, usage("--now %q is not a time; write it as 2026-03-02T09:25:00Z or 2026-03-02", flag)
	}
	if epoch := a.Getenv("SOURCE_DATE_EPOCH"); epoch != "" {
		seconds, err := strconv.ParseInt(epoch, 10, 64)
		switch {
		case err != nil:
			return time.Time{}, usage("SOURCE_DATE_EPOCH %q is not a number of seconds", epoch)
		case !isPresent(time.Unix(seconds, 0)):
			return time.Time{}, usage("SOURCE_DATE_EPOCH %q lies outside of the years %d to %d", epoch, incident.FirstYear, incident.LastYear)
		}
		return time.Unix(seconds, 0).UTC(), nil
	}
	return otherwise(a.Clock().UTC()), nil
}

// isPresent tells whether a time can be taken for the present: one that a record can hold.
func isPresent(t time.Time) bool {
	return t.UTC().Year() >= incident.FirstYear && t.UTC().Year() <= incident.LastYear
}

func thisMinute(t time.Time) time.Time { return t.Truncate(time.Minute) }

func today(t time.Time) time.Time { return t.Truncate(24 * time.Hour) }

const nowHelp = "take `TIME` for the present (2026-03-02T09:25:00Z or 2026-03-02)"
