package sites

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"syscall"

	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
	"hindcast/internal/diag"
	"hindcast/internal/history"
	"hindcast/internal/incident"
	"hindcast/internal/load"
	"hindcast/internal/output"
	"hindcast/internal/publish"
	"hindcast/internal/signature"
)

// publishFlags are where a site goes, and what is there with it.
type publishFlags struct {
	out  string
	keep []string
	sign string // the key; empty for none
}

func (f *publishFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVarP(&f.out, "out", "o", "", "write to `DIR` (default public in the records repository)")
	cmd.Flags().StringArrayVar(&f.keep, "keep", nil,
		"leave the file or folder `NAME` in the top of the site as it is; can be given again")
	cmd.Flags().StringVar(&f.sign, "sign", "", "sign the manifest with the SSH `KEY`, by ssh-keygen")
}

// kept are the names given with --keep.
func (f *publishFlags) kept() ([]incident.KeptName, error) {
	names := make([]incident.KeptName, len(f.keep))
	for i, name := range f.keep {
		if err := names[i].UnmarshalText([]byte(name)); err != nil {
			return nil, console.Exit(console.ExitUsage,
				console.WithHint(fmt.Errorf("--keep %w", err),
					"name a file or folder in the top of the site, such as CNAME or .git"))
		}
	}
	return names, nil
}

// manifestOf is what the manifest of a site says beside its files, and who signs it.
func (a *app) manifestOf(
	ctx context.Context, s *publish.Site, repo *console.Repository, to *publishFlags,
) (output.Options, error) {
	opts := output.Options{
		Tell: a.Stages(), Root: repo.Path, About: output.About{Program: output.Program{Version: console.Release}, Audience: s.Audience},
	}
	for _, name := range s.Log.Config.Keep {
		opts.About.Keep = append(opts.About.Keep, string(name))
	}
	if to.sign != "" {
		opts.Sign = func(ctx context.Context, manifest []byte) ([]byte, error) {
			return signature.Sign(ctx, a.ResolvePath(to.sign), manifest, a.Asks)
		}
	}
	commit, modified, err := history.Head(ctx, repo.Path, load.SourcesOf(repo.Files)...)
	if err != nil {
		a.Note("the manifest names no commit: %v", err)
	}
	opts.About.Commit, opts.About.Modified = string(commit), modified
	return opts, nil
}

// outputFile is a file to write, by its path in the folder.
type outputFile struct {
	path string
	body []byte
}

// replace writes all files into a folder or none, and returns how many. What it met there that no
// build wrote is named.
func (a *app) replace(
	ctx context.Context, target string, opts output.Options, files iter.Seq2[outputFile, error],
) (int, error) {
	tree, err := output.Begin(ctx, target, opts)
	if err != nil {
		return 0, a.notReplaced(target, err)
	}
	for file, err := range files {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = tree.Write(file.path, file.body)
		}
		if err != nil {
			tree.Close() // what can't be cleared away now the next build sweeps
			return 0, a.notReplaced(target, err)
		}
	}
	err = tree.Commit(ctx)
	if closed := tree.Close(); err == nil {
		err = closed
	}
	for _, left := range tree.Left() {
		a.printLeft(left)
	}
	return tree.Files(), a.notReplaced(target, err)
}

// printLeft names what was met beside a site, or in it, and not removed.
func (a *app) printLeft(left output.Leftover) {
	path := diag.Printable(a.DisplayPath(left.Path))
	if left.Why != nil {
		a.Note("%s is of an earlier build and can't be cleared away: %s", path, diag.Printable(left.Why.Error()))
		return
	}
	a.Note("%s was written by no build, so it stays", path)
}

// notReplaced words why a folder was not replaced.
func (a *app) notReplaced(target string, err error) error {
	var refusal *output.Refusal
	var unsigned *signature.Error
	switch hint := remedy(err); {
	case errors.As(err, &refusal):
		return console.Exit(console.ExitUsage,
			console.WithHint(fmt.Errorf("%s is not replaced: %w", diag.Printable(a.DisplayPath(target)), refusal),
				refusal.Hint()))
	case errors.As(err, &unsigned):
		return console.Exit(console.ExitUsage,
			console.WithHint(fmt.Errorf("the site is not signed, so nothing was replaced: %w", unsigned), unsigned.Hint()))
	case hint != "":
		return console.Exit(console.ExitFailed, console.WithHint(errors.New(diag.Printable(err.Error())), hint))
	}
	return console.Failed(err)
}

// remedy is what helps against the states of a disk that are nobody's fault here; empty for others.
func remedy(err error) string {
	switch {
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return "see who owns the folder and what its mode is, or name another one with --out"
	case errors.Is(err, syscall.EBUSY):
		return "another file system may be mounted there: name a folder below it with --out"
	case errors.Is(err, syscall.ENOSPC):
		return "make room on the disk, or name a folder on another one with --out"
	}
	return ""
}
