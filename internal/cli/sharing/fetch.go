package sharing

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
	"hindcast/internal/diag"
	"hindcast/internal/edit"
	"hindcast/internal/federation"
	"hindcast/internal/incident"
	"hindcast/internal/load"
)

func (a *app) fetch() *cobra.Command {
	var locked bool
	cmd := &cobra.Command{
		Use:   "fetch [PREFIX...]",
		Short: "Bring the sources that are Git repositories",
		Long: `Bring the logs under sources: in hindcast.yaml that are Git repositories, as they are at
the tip of their branches, and note the commits in ` + federation.LockFile + `. Commit that file: every
build reads the sources at these commits, until the next fetch. With --locked the
commits of the file are brought and it stays as it is, which is for CI.

What is brought lies in ` + federation.Folder + ` and is in no commit. Git runs no hook and no filter of a
source, and Hindcast reads its records alone.`,
		Example: `  hindcast fetch
  hindcast fetch PAY
  hindcast fetch --locked && hindcast build`,
		Args: console.Args(0, -1),
		RunE: func(cmd *cobra.Command, args []string) error {
			repo, err := a.Open()
			if err != nil {
				return err
			}
			defer repo.Close()
			list, err := wanted(repo, args)
			if err != nil {
				return err
			}
			return a.fetchAll(cmd.Context(), repo, list, locked)
		},
	}
	cmd.Flags().BoolVar(&locked, "locked", false, "bring the commits of "+federation.LockFile+" and change nothing in it")
	return cmd
}

// wanted are the sources of Git with some prefixes; all where none is given.
func wanted(repo *console.Repository, prefixes []string) (list []incident.LogSource, err error) {
	config, file := load.NewLoader(load.DefaultLimits).Settings(repo.Files)
	for _, f := range file.Faults {
		return nil, console.Exit(console.ExitUsage,
			console.WithHint(fmt.Errorf("%s: %s", f.Path, f.Message), "hindcast validate shows where"))
	}
	var known []string
	for _, s := range config.Sources {
		if s.Git != "" {
			known = append(known, string(s.Prefix))
			if len(prefixes) == 0 || slices.Contains(prefixes, string(s.Prefix)) {
				list = append(list, s)
			}
		}
	}
	for _, prefix := range prefixes {
		if !slices.Contains(known, prefix) {
			return nil, console.Exit(console.ExitUsage,
				console.WithHint(fmt.Errorf("no source of Git has the prefix %q", prefix), diag.DidYouMean(prefix, known)))
		}
	}
	return list, nil
}

func (a *app) fetchAll(ctx context.Context, repo *console.Repository, list []incident.LogSource, locked bool) error {
	if len(list) == 0 {
		a.Note("no source in hindcast.yaml is a Git repository")
		return nil
	}
	lock, before, err := federation.ReadLock(repo.Files)
	if err != nil {
		return refused(err)
	}
	if lock.Sources == nil {
		lock.Sources = map[incident.Prefix]federation.Pin{}
	}
	var failed []error
	for i := range list {
		s := &list[i]
		a.Writing()
		pin, fresh, err := federation.Fetch(ctx, repo.Path, s, lock, locked)
		switch {
		case ctx.Err() != nil:
			return console.Failed(ctx.Err())
		case err != nil:
			failed = append(failed, err)
			continue
		case fresh:
			a.Note("%s: brought commit %s", s.Prefix, pin.Commit[:12])
		default:
			a.Note("%s: commit %s is here already", s.Prefix, pin.Commit[:12])
		}
		lock.Sources[s.Prefix] = pin
	}
	if !locked {
		if err := write(ctx, repo, lock, before); err != nil {
			return err
		}
	}
	if len(failed) > 0 {
		for _, err := range failed[1:] {
			a.Note("%v", err)
		}
		var unread *federation.Unread
		if errors.As(failed[0], &unread) {
			return console.Exit(console.ExitFailed, console.WithHint(failed[0], unread.Hint()))
		}
		return console.Failed(failed[0])
	}
	return nil
}

// write puts the lock file into its place, unless it says the same already.
func write(ctx context.Context, repo *console.Repository, lock federation.Lock, before []byte) error {
	text, err := lock.Bytes()
	if err != nil {
		return console.Failed(err)
	}
	if bytes.Equal(text, before) {
		return nil
	}
	err = edit.Apply(ctx, repo.Disk, edit.Change{Path: federation.LockFile, Old: before, New: text})
	if err != nil {
		return console.NotWritten(err)
	}
	return nil
}
