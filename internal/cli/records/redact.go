package records

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/edit"
	"hindcast/internal/filing"
	"hindcast/internal/filing/erasure"
	"hindcast/internal/incident"
)

type redactFlags struct {
	reason, now string
	diff, yes   bool
}

func (a *app) redact() *cobra.Command {
	var flags redactFlags
	cmd := &cobra.Command{
		Use:   "redact ID",
		Short: "Turn a record into a tombstone",
		Long: `Turn a record whose content has to be erased into a tombstone: its id, kind, mark,
times and duties to report stay, without reasons, and all else goes: the text, the
title in the name of the file, the files in its folder and those that it alone shows.
Links to it hold. Notes about it and words of links in other files are listed, for
you to see to.

Git keeps the old text until its history is rewritten. Which commits and paths have
it is printed, with the way to purge it. Run it again to see that again, or to finish
what a run that was killed left undone.

Exit code 0: done. 1: the file was saved meanwhile, or a file was left over. 2: wrong
usage, or stopped. 3: Hindcast itself failed.`,
		Example: `  hindcast redact INC-2026-0007 --reason "names a patient" --diff
  hindcast redact INC-2026-0007 --reason "names a patient"`,
		Args: console.Args(1, 1),
		ValidArgsFunction: console.Completing(a.App, func(log *incident.Log, args []string) []cobra.Completion {
			if len(args) > 0 {
				return nil
			}
			return console.RecordIDs(log)
		}),
		RunE: func(cmd *cobra.Command, args []string) error {
			at, err := a.Instant(flags.now, console.ThisMinute)
			if err != nil {
				return err
			}
			return a.erase(cmd.Context(), args[0], &flags, at)
		},
	}
	f := cmd.Flags()
	f.StringVar(&flags.reason, "reason", "", "why the content had to go: a `TEXT` that repeats none of it")
	f.BoolVar(&flags.diff, "diff", false, "show what would be done, write nothing")
	f.BoolVarP(&flags.yes, "yes", "y", false, "ask nothing")
	f.StringVar(&flags.now, "now", "", console.NowHelp)
	return cmd
}

// erase keeps other runs from numbering or redacting while it is at it.
func (a *app) erase(ctx context.Context, id string, flags *redactFlags, now time.Time) error {
	repo, err := a.Open()
	if err != nil {
		return err
	}
	defer repo.Close()
	unlock, err := edit.Lock(ctx, repo.Disk, ".")
	if err != nil {
		return console.Refused(err)
	}
	defer unlock()
	c, err := a.Load(ctx, repo, now)
	if err != nil {
		return err
	}
	desk := a.Desk(now)
	red, err := erasure.Redact(desk, c, id, flags.reason)
	if err != nil {
		return console.Refused(err)
	}
	if flags.diff {
		a.showRedaction(repo, red)
	} else {
		if err := a.confirmRedaction(ctx, red, flags.yes); err != nil {
			return err
		}
		a.Writing()
		if err := red.CarryOut(ctx, repo.Disk, func() (*corpus.Corpus, error) { return a.Load(ctx, repo, now) }); err != nil {
			return console.Refused(err)
		}
		if err := a.ForgetCache(repo); err != nil {
			return console.Failed(fmt.Errorf("remove the cache, which may hold what was erased: %w", err))
		}
		a.tellRedaction(repo, red)
	}
	if err := a.Printer(repo).Text(a.Out, red.Findings); err != nil {
		return console.Failed(err)
	}
	a.tellMentions(repo, red)
	if err := a.tellHeld(ctx, desk, repo, red); err != nil {
		return console.Failed(err)
	}
	if len(red.LeftOut) > 0 {
		return console.Exit(console.ExitFindings, nil)
	}
	return nil
}

func (a *app) confirmRedaction(ctx context.Context, red *erasure.Redaction, yes bool) error {
	if yes || !a.Asks || red.IsDone() {
		return nil
	}
	write := false
	question := fmt.Sprintf("Erase what %s says, with %s?", red.Record.ID, diag.Plural(len(red.Files), "file"))
	err := a.Ask(ctx, console.Confirm{Title: question, Yes: "Erase", No: "Stop", To: &write})
	if err == nil && !write {
		err = console.ErrStopped
	}
	return err
}

func (a *app) showRedaction(repo *console.Repository, red *erasure.Redaction) {
	if red.Text.New != nil {
		a.ShowDiff(repo, red.Text)
	}
	if red.From != red.To {
		fmt.Fprintf(a.Out, "would become %s\n", diag.Printable(a.DisplayFile(repo, red.To)))
	}
	for _, name := range red.Files {
		fmt.Fprintf(a.Out, "would be removed: %s\n", diag.Printable(a.DisplayFile(repo, name)))
	}
	a.Note("nothing was written")
}

func (a *app) tellRedaction(repo *console.Repository, red *erasure.Redaction) {
	show := func(name string) string { return diag.Printable(a.DisplayFile(repo, name)) }
	switch {
	case red.Text.New != nil:
		fmt.Fprintf(a.Out, "%s: %s is redacted\n", show(red.To), red.Record.ID)
	case red.IsDone():
		fmt.Fprintf(a.Out, "%s: %s is redacted already\n", show(red.To), red.Record.ID)
	default:
		fmt.Fprintf(a.Out, "%s: %s is redacted: finished what an earlier run began\n", show(red.To), red.Record.ID)
	}
	for _, name := range red.Files {
		if !slices.ContainsFunc(red.LeftOut, func(l filing.LeftOut) bool { return l.Path == name }) {
			fmt.Fprintf(a.Out, "removed %s\n", show(name))
		}
	}
	for _, change := range red.Links {
		fmt.Fprintf(a.Out, "%s: its link follows\n", show(change.Path))
	}
	for _, l := range red.LeftOut {
		a.Note("%s: left: %s", show(l.Path), l.Reason)
	}
}

func (a *app) tellMentions(repo *console.Repository, red *erasure.Redaction) {
	for _, name := range red.Kept {
		a.Note("%s: stays, since another file shows it", a.DisplayFile(repo, name))
	}
	for _, f := range red.Mentions {
		a.Note("%s:%d: %s: it stays; see that it tells nothing", a.DisplayFile(repo, f.Path), f.Span.Start.Line, f.Message)
	}
}
