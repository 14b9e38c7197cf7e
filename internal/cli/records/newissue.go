package records

import (
	"context"
	"fmt"
	"os"
	"time"

	"hindcast/internal/cli/console"
	"hindcast/internal/diag"
	"hindcast/internal/edit"
	"hindcast/internal/filing/issue"
)

// mostIssue is how many bytes the JSON of an issue may have, comments and the rest of an event included.
const mostIssue = 32 << 20

// fileIssue files what an issue reports, and writes the comment on it.
func (a *app) fileIssue(ctx context.Context, flags *newFlags, now time.Time) error {
	if flags.told() || flags.body != "" {
		return console.Usage("the issue gives the text; leave --what and --body out")
	}
	if err := flags.settle(now); err != nil {
		return err
	}
	text, _, err := a.readFlag("--from-issue", flags.issue, mostIssue)
	if err != nil {
		return err
	}
	repo, c, err := a.OpenCorpus(ctx, now)
	if err != nil {
		return err
	}
	defer repo.Close()
	outcome, err := issue.Take(c, *a.Desk(now), text, flags.Answers)
	if err != nil {
		return console.Refused(err)
	}
	if err := a.comment(flags.comment, outcome.Comment(c.Log)); err != nil {
		return err
	}
	if err := a.take(ctx, repo, &outcome); err != nil {
		return err
	}
	if len(outcome.Private) > 0 || outcome.Left == "" && diag.Tally(outcome.Draft.Findings).Errors > 0 {
		return console.Exit(console.ExitFindings, nil)
	}
	return nil
}

// take writes the draft of an issue, and says what became of it.
func (a *app) take(ctx context.Context, repo *console.Repository, o *issue.Outcome) error {
	if len(o.Private) > 0 {
		fmt.Fprintln(a.Err, "the issue can't become a record as it is: records name teams and roles alone and hold no secrets; it has")
		for _, p := range o.Private {
			fmt.Fprintf(a.Err, "  %s %s\n", p.What, diag.Printable(p.Where))
		}
		fmt.Fprintln(a.Err, "  hint: edit the issue; revoke a key at once, since the history of the issue keeps it")
		return nil
	}
	shown := diag.Printable(a.DisplayFile(repo, o.Draft.Path))
	verb := "unchanged"
	switch {
	case o.Left != "":
		fmt.Fprintf(a.Out, "left alone %s: %s\n", shown, o.Left)
		return nil
	case o.Change != nil:
		a.Writing()
		if err := edit.Apply(ctx, repo.Disk, *o.Change); err != nil {
			return console.Refused(err)
		}
		verb = "wrote"
	}
	a.showAlike(o.Draft)
	a.noteDuties(o.Draft.Duties())
	fmt.Fprintf(a.Out, "%s %s\n", verb, shown)
	return console.Failed(a.Printer(repo).Text(a.Out, o.Draft.Findings))
}

// comment writes a comment to the file that a flag names.
func (a *app) comment(file, text string) error {
	if file == "" {
		return nil
	}
	if err := os.WriteFile(a.ResolvePath(file), []byte(text), 0o644); err != nil {
		return console.Usage("--comment %s: %w", file, console.WithoutPath(err))
	}
	a.Note("wrote %s", file)
	return nil
}
