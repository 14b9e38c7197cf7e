package records

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
	"hindcast/internal/diag"
	"hindcast/internal/edit"
	"hindcast/internal/filing/numbering"
	"hindcast/internal/incident"
)

// pushTries is how often a push is tried where others are faster each time.
const pushTries = 20

func (a *app) assignIDs() *cobra.Command {
	var push bool
	var to numbering.Remote
	cmd := &cobra.Command{
		Use:   "assign-ids",
		Short: "Give records with a placeholder their numbers",
		Long: `Give each record whose id is a placeholder, such as INC-2026-X7K3F, the next number
of its year, in the order of detection. The file is renamed, the placeholder stays as
an alias so that links written meanwhile hold, and references follow. Numbers that
the branch's upstream has, as of the last fetch, are taken too. What a run that was
killed left undone, and references written since, the next run finishes. A file that
an editor saves meanwhile is left as it was saved, and named.

With --push it is done at the tip of the branch of the remote, in a commit that is
pushed only if nobody else pushed meanwhile; else it is done again on the new tip.
So two merges at once give no number twice. Run it in CI after each merge. The work
tree is not needed for it and not touched, except that the branch, if it is checked
out and unchanged, moves forward to the commit.

A push trusts the remote, what you have set in Git for all repositories (such as a
credential helper), and of the clone's own settings the address of the remote, the
name to commit in and extra headers for HTTPS. No hook, filter or program that the
clone names is run. Addresses are https, ssh, git or a folder; a folder's own hooks
run when it is pushed to, as they do on any server.

Exit code 0: every record has a number. 1: one was left out. 2: wrong usage.
3: the push did not go through, or Hindcast itself failed.`,
		Example: `  hindcast assign-ids
  hindcast assign-ids --push
  hindcast assign-ids --push --remote upstream --branch trunk`,
		Args: console.Args(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !push && (cmd.Flags().Changed("remote") || cmd.Flags().Changed("branch")) {
				return console.Usage("--remote and --branch say where to push; add --push")
			}
			repo, err := a.Open()
			if err != nil {
				return err
			}
			defer repo.Close()
			if push {
				return a.pushNumbers(cmd.Context(), repo, to)
			}
			return a.writeNumbers(cmd.Context(), repo)
		},
	}
	cmd.Flags().BoolVar(&push, "push", false, "commit at the tip of the remote branch and push")
	cmd.Flags().StringVar(&to.Name, "remote", "origin", "push to the remote `NAME`")
	cmd.Flags().StringVar(&to.Branch, "branch", "main",
		"push to the branch `NAME`, the one that pull requests are merged into")
	return cmd
}

// writeNumbers numbers the files here. Another run that numbers them waits, or the two would give the
// same numbers. References follow when every record has its number, so that none refers to a number
// that was not given in the end.
func (a *app) writeNumbers(ctx context.Context, repo *console.Repository) error {
	unlock, err := edit.Lock(ctx, repo.Disk, ".")
	if err != nil {
		return console.Refused(err)
	}
	defer unlock()
	now := console.ThisMinute(a.Clock().UTC())
	c, err := a.LoadCounting(ctx, repo, now)
	if err != nil {
		return err
	}
	desk := a.Desk(now)
	var beside []*incident.Log
	if upstream := numbering.Upstream(ctx, desk, repo.Path); upstream != nil {
		beside = append(beside, upstream)
	}
	plan, err := numbering.Number(desk, c.Log, c.FS, beside...)
	if err != nil {
		return console.Refused(err)
	}
	a.Writing()
	unwritten := plan.CarryOut(ctx, repo.Disk)
	if c, err = a.LoadCounting(ctx, repo, now); err != nil {
		return err
	}
	following, err := numbering.Follow(desk, c.Log, c.FS)
	if err != nil {
		return console.Refused(err)
	}
	unwritten = cmp.Or(unwritten, following.CarryOut(ctx, repo.Disk))
	plan.Join(following)
	told := a.tellNumbers(repo, plan)
	var named *edit.Error
	switch {
	case unwritten == nil:
		return told
	case errors.As(unwritten, &named): // among those left out
		return console.Exit(console.ExitFailed, nil)
	}
	return console.Failed(unwritten)
}

// tellNumbers says which record got which number, and which files changed for it.
func (a *app) tellNumbers(repo *console.Repository, plan *numbering.Plan) error {
	show := func(name string) string {
		return diag.Printable(a.DisplayFile(repo, name))
	}
	own := map[string]bool{}
	for _, n := range plan.Numbered {
		fmt.Fprintf(a.Out, "%s is %s: %s\n", n.Old, n.New, show(n.To))
	}
	for _, n := range plan.Finished {
		fmt.Fprintf(a.Out, "finished what an earlier run began: %s is %s: %s\n", n.Old, n.New, show(n.To))
	}
	for name := range plan.Texts {
		own[name] = plan.Names(name)
	}
	for _, name := range slices.Sorted(maps.Keys(own)) {
		if !own[name] {
			fmt.Fprintf(a.Out, "wrote %s\n", show(name))
		}
	}
	if plan.IsEmpty() && len(plan.LeftOut) == 0 {
		a.Note("no record has a placeholder")
	}
	for _, l := range plan.LeftOut {
		a.Note("%s: left out: %s", show(l.Path), strings.TrimPrefix(l.ID+": "+l.Reason, ": "))
	}
	if len(plan.LeftOut) > 0 {
		return console.Exit(console.ExitFindings, nil)
	}
	return nil
}

func (a *app) pushNumbers(ctx context.Context, repo *console.Repository, to numbering.Remote) error {
	a.Writing()
	pushed, err := numbering.Push(ctx, a.Desk(console.ThisMinute(a.Clock().UTC())), repo.Path, to, pushTries)
	if err != nil {
		return console.Refused(err)
	}
	told := a.tellNumbers(repo, pushed.Plan)
	if pushed.Commit == "" {
		return told
	}
	tries := ""
	if pushed.Tries > 1 {
		tries = fmt.Sprintf(", at the %s try", ordinal(pushed.Tries))
	}
	fmt.Fprintf(a.Out, "pushed %s to %s%s\n", pushed.Commit[:12], to, tries)
	if !pushed.Here {
		a.Note("this work tree is as it was; git pull brings the numbers here")
	}
	return told
}

// ordinal is "2nd", "3rd", "11th".
func ordinal(n int) string {
	ending := "th"
	if n/10%10 != 1 {
		switch n % 10 {
		case 1:
			ending = "st"
		case 2:
			ending = "nd"
		case 3:
			ending = "rd"
		}
	}
	return fmt.Sprintf("%d%s", n, ending)
}
