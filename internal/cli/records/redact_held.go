package records

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"hindcast/internal/cli/console"
	"hindcast/internal/diag"
	"hindcast/internal/filing"
	"hindcast/internal/filing/erasure"
)

// commitsShown is how many commits are listed; the rest is counted.
const commitsShown = 10

// tellHeld says what Git still has of a record that was redacted, and how it is purged.
func (a *app) tellHeld(ctx context.Context, desk *filing.Desk, repo *console.Repository, red *erasure.Redaction) error {
	held, err := erasure.Held(ctx, desk, repo.Path, repo.Disk.FS(),
		erasure.TracesOf(red.Record, append(slices.Clone(red.Files), red.From)...))
	if err != nil {
		return err
	}
	switch {
	case held.Absent:
		a.out("there is no Git history here; clones, backups and published sites may hold the old text")
		return nil
	case len(held.Versions) == 0 && held.Incomplete:
		a.out("this clone is shallow or partial and holds none of the old text; run it in a whole clone")
		return nil
	case len(held.Versions) == 0:
		a.out("no branch, tag or stash of this Git repository holds the old text")
		return nil
	}
	var commits, paths []string
	for _, v := range held.Versions {
		commits = append(commits, v.Short+" of "+v.When.Format(time.DateOnly))
		paths = append(paths, v.Path)
	}
	commits = slices.Compact(commits)
	slices.Sort(paths)
	paths = slices.Compact(paths)
	a.out("Git still holds what was erased: these commits wrote it, and those after them have it, up to the one with the tombstone")
	for _, line := range commits[:min(len(commits), commitsShown)] {
		a.out("  %s", line)
	}
	if more := len(commits) - commitsShown; more > 0 {
		a.out("  and %s before them", diag.Plural(more, "commit"))
	}
	a.out("under these paths:")
	for _, name := range paths {
		a.out("  %s", name)
	}
	if held.Incomplete {
		a.out("this clone is shallow or partial: a whole one may hold more")
	}
	a.out("to purge it:")
	for i, step := range purge(red, paths) {
		a.out("  %d. %s", i+1, step)
	}
	return nil
}

// out prints a line about what was found.
func (a *app) out(format string, args ...any) {
	fmt.Fprintln(a.Out, diag.Printable(fmt.Sprintf(format, args...)))
}

// purge is the way to purge what Git holds under some paths, step by step. A tombstone that lies under
// one of them is put aside meanwhile.
func purge(red *erasure.Redaction, paths []string) []string {
	var tombstone string
	var words strings.Builder
	for _, name := range paths {
		words.WriteString(" --path " + quoteWord(name))
		if path.Base(name) == path.Base(red.To) {
			tombstone = name
		}
	}
	steps := []string{
		"commit the tombstone and push it, and let nobody else push until the last step",
		"clone the repository anew, whole, and go on in that clone; note the address of its remote, which the next steps take out of it",
	}
	if tombstone != "" {
		steps = append(steps, "put the tombstone aside: cp "+quoteWord(tombstone)+" ../tombstone.md")
	}
	steps = append(steps, "git filter-repo --invert-paths"+words.String())
	if tombstone != "" {
		steps = append(steps,
			fmt.Sprintf("put it back: mkdir -p %s && mv ../tombstone.md %[2]s && git add %[2]s && git commit -m %s",
				quoteWord(path.Dir(tombstone)), quoteWord(tombstone), quoteWord("Redact "+red.Record.ID)))
	}
	return append(steps,
		"see what messages of commits tell, with git log --all --grep "+quoteWord(red.Record.ID)+"; git filter-repo --replace-message changes them",
		"git push --force --all ADDRESS && git push --force --tags ADDRESS",
		"have every fork, clone and cache of CI deleted and made anew: one that is pushed brings all of it back",
		"ask the host to drop the refs of pull requests and its caches, which keep the old commits",
		"build and publish each site again, and ask for copies in search engines, archives and backups",
		"look for remains: hindcast verify --purged "+red.Record.ID+" PATH")
}

// quoteWord is a word that a shell takes as it is.
func quoteWord(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
