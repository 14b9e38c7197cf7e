package records

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/edit"
	"hindcast/internal/filing"
	"hindcast/internal/incident"
	"hindcast/internal/load"
)

// advanceFlags are what the command line says beside the record.
type advanceFlags struct {
	filing.Move
	at, now string
	set     []string
	edit    bool
}

func (a *app) advance() *cobra.Command {
	var flags advanceFlags
	cmd := &cobra.Command{
		Use:   "advance ID|FILE [STAGE]",
		Short: "Move a record to the next stage",
		Long: `Move a record to its next stage, or the one named: write the status and the time,
and keep every other byte of the file. Where the stage asks for something that the
record lacks, nothing is written, and it is listed with the line to fill and what to
paste there. --set writes a field in the same step, if the rules find nothing wrong.

A record that turned out to be none is withdrawn, with --reason; one that is the same
as another is a duplicate, with --of.

To go back, name the earlier stage, with --reason and --by. The times of the stages
after it move to reopened.

A file that an editor saves meanwhile is left as it was saved.

Exit code 0: moved. 1: something is missing, or the file was saved meanwhile.
2: wrong usage. 3: Hindcast itself failed.`,
		Example: `  hindcast advance INC-2026-0007
  hindcast advance INC-2026-0007 contained --at 2026-03-02T13:05Z
  hindcast advance INC-2026-0007 triaged --set owner=channels --set roles.commander=ml-oncall
  hindcast advance incidents/2026/INC-2026-0007-old-fee.md --edit
  hindcast advance INC-2026-0007 duplicate --of INC-2026-0004
  hindcast advance INC-2026-0007 triaged --reason "it came back" --by model-risk`,
		Args:              console.Args(1, 2),
		ValidArgsFunction: a.completeAdvance(),
		RunE: func(cmd *cobra.Command, args []string) error {
			flags.ID = args[0]
			for _, text := range flags.set {
				field, err := filing.ParseField(text)
				if err != nil {
					return console.Refused(err)
				}
				flags.Set = append(flags.Set, field)
			}
			if len(args) > 1 {
				flags.Stage = args[1]
			}
			at, err := a.Instant(flags.now, console.ThisMinute)
			if err != nil {
				return err
			}
			if flags.at != "" {
				if flags.At, err = timeFlag("--at", flags.at, at); err != nil {
					return err
				}
			}
			return a.move(cmd.Context(), &flags, at)
		},
	}
	f := cmd.Flags()
	f.StringVar(&flags.at, "at", "", "`TIME` at which the stage was reached (default now, to the minute)")
	f.StringVar(&flags.Reason, "reason", "", "why the record goes back to an earlier stage, or is withdrawn")
	f.StringVar(&flags.By, "by", "", "the `TEAM` or role that decided to go back")
	f.StringVar(&flags.Of, "of", "", "of a duplicate: the `ID` of the record that is kept")
	f.StringArrayVar(&flags.set, "set", nil,
		"write `KEY=VALUE` too, such as roles.reviewer=model-risk; without a value, take the key out; may be repeated")
	f.BoolVar(&flags.edit, "edit", false,
		"open the file in $VISUAL or $EDITOR: where something is missing, before another try")
	f.StringVar(&flags.now, "now", "", console.NowHelp)
	completeFlags(a, cmd, map[string]string{"by": "team"})
	console.Complete(cmd, "of", console.Completing(a.App, func(log *incident.Log, _ []string) []cobra.Completion {
		return console.RecordIDs(log)
	}))
	return cmd
}

func (a *app) move(ctx context.Context, flags *advanceFlags, now time.Time) error {
	repo, err := a.Open()
	if err != nil {
		return err
	}
	defer repo.Close()
	editor, err := a.editor(flags.edit)
	if err != nil {
		return err
	}
	if rel, err := filepath.Rel(repo.Path, a.ResolvePath(flags.ID)); err == nil {
		if _, err := fs.Stat(repo.Files, filepath.ToSlash(rel)); err == nil {
			flags.ID = filepath.ToSlash(rel)
		}
	}
	step, err := a.try(ctx, repo, flags, now)
	if err != nil {
		return err
	}
	file := filepath.Join(repo.Path, filepath.FromSlash(step.Record.Path))
	if step.Blocked() && editor != nil {
		if err := a.openEditor(ctx, editor, file); err != nil {
			return err
		}
		if step, err = a.try(ctx, repo, flags, now); err != nil {
			return err
		}
		editor = nil // it was open once
	}
	if step.Blocked() {
		return console.Exit(console.ExitFindings, nil)
	}
	a.Writing()
	if err := edit.Apply(ctx, repo.Disk, edit.Change{Path: step.Record.Path, Old: step.Old, New: step.Text}); err != nil {
		return console.Refused(err)
	}
	reached := step.To
	if !step.At.IsZero() {
		reached += ", " + step.At.String()
	}
	fmt.Fprintf(a.Out, "%s: %s is %s\n", diag.Printable(a.DisplayPath(file)), step.Record.ID, reached)
	if step.Moved > 0 {
		fmt.Fprintf(a.Out, "the times after %s are under reopened now\n", step.To)
	}
	if err := a.showAhead(ctx, repo, step, now); err != nil {
		return err
	}
	if editor != nil {
		return a.openEditor(ctx, editor, file)
	}
	return nil
}

// try makes the step without writing it and prints what the rules say of it.
func (a *app) try(
	ctx context.Context, repo *console.Repository, flags *advanceFlags, now time.Time,
) (*filing.Step, error) {
	c, err := a.Load(ctx, repo, now)
	if err != nil {
		return nil, err
	}
	step, err := a.Desk(now).Advance(c, flags.Move)
	if err != nil {
		return nil, console.Refused(err)
	}
	if err := a.Printer(repo).Text(a.Out, step.Findings); err != nil {
		return nil, console.Failed(err)
	}
	if step.Blocked() {
		a.Note("%s stays %s: %s for the stage %s", step.Record.ID, step.Record.Status, diag.Tally(step.Findings), step.To)
		a.showLacks(step, c)
	}
	return step, nil
}

// showLacks prints what a record lacks for a stage, to be pasted into its file.
func (a *app) showLacks(step *filing.Step, c *corpus.Corpus) {
	lacks := filing.Lacks(step.Old, load.DefaultLimits.Head, c.Log.Config.SectionNames, step.Findings)
	if len(lacks) == 0 {
		return
	}
	a.Note("\nto paste into %s, with … filled in:", step.Record.Path)
	for _, l := range lacks {
		a.Note("%s:", l.Where)
		for _, line := range l.Lines {
			a.Note("    %s", line)
		}
	}
}

// showAhead lists what the stage after the one reached will ask for.
func (a *app) showAhead(ctx context.Context, repo *console.Repository, step *filing.Step, now time.Time) error {
	c, err := a.Load(ctx, repo, now)
	if err != nil {
		return err
	}
	stage, missing := a.Desk(now).Ahead(c, step.Record.Path, step.Text)
	if stage == "" || a.Quiet {
		return nil
	}
	if len(missing) == 0 {
		a.Note("the next stage, %s, lacks nothing but its time", stage)
		return nil
	}
	a.Note("the next stage, %s, will ask for:", stage)
	for _, f := range missing {
		line := fmt.Sprintf("line %d: %s", f.Span.Start.Line,
			strings.TrimSuffix(f.Message, "; the status "+stage+" asks for it"))
		if f.Hint != "" {
			line += " (" + f.Hint + ")"
		}
		a.Note("  %s", line)
	}
	return nil
}

// editor is the command of the person's editor with its arguments, nil where it is not asked for.
func (a *app) editor(asked bool) ([]string, error) {
	if !asked {
		return nil, nil
	}
	for _, name := range []string{"VISUAL", "EDITOR"} {
		if command := strings.Fields(a.Getenv(name)); len(command) > 0 {
			return command, nil
		}
	}
	return nil, console.Exit(console.ExitUsage,
		console.WithHint(errors.New("there is no editor to open"), "set EDITOR, such as EDITOR=vi"))
}

// openEditor runs the editor on a file and waits for its end. No shell is involved.
func (a *app) openEditor(ctx context.Context, command []string, file string) error {
	cmd := exec.CommandContext(ctx, command[0], append(command[1:], file)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = a.In, a.Out, a.Err
	var exit *exec.ExitError
	if err := cmd.Run(); errors.As(err, &exit) {
		return console.Failed(fmt.Errorf("the editor %s ended with code %d; what it saved is kept",
			command[0], exit.ExitCode()))
	} else if err != nil {
		return console.Exit(console.ExitUsage,
			console.WithHint(fmt.Errorf("open the editor: %w", err), "set EDITOR to a program, such as EDITOR=vi"))
	}
	return nil
}
