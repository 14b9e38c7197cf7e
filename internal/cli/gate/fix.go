package gate

import (
	"context"
	"maps"
	"slices"
	"time"

	"hindcast/internal/cli/console"
	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/edit"
	"hindcast/internal/filing"
)

// rounds is how often fixes are applied: one of two that overlap waits for the next round.
const rounds = 3

// fixAll applies every fix in the places named and opens what is asked for again. A file that was saved
// after it was checked is left alone and named, and the others go on; so they do where one can't be
// written. What is left carries the exit code for them.
func (a *app) fixAll(
	ctx context.Context, repo *console.Repository, c *corpus.Corpus, now time.Time, places, asked []string,
) (_ *corpus.Corpus, left, err error) {
	alone := map[string]error{}
	for range rounds {
		groups := fixable(within(c.Findings, places))
		maps.DeleteFunc(groups, func(path string, _ []diag.Finding) bool { return alone[path] != nil })
		for _, path := range slices.Sorted(maps.Keys(groups)) {
			if ctx.Err() != nil {
				return nil, nil, console.Failed(ctx.Err())
			}
			a.Writing()
			if err := a.fix(ctx, repo, c, path, groups[path]); err != nil {
				alone[path] = err
				a.LeftAlone(repo, err)
			}
		}
		if len(groups) == 0 {
			break
		}
		if c, err = a.open(ctx, repo, now, asked); err != nil {
			return nil, nil, err
		}
	}
	return c, console.LeftCode(slices.Collect(maps.Values(alone))), nil
}

func (a *app) fix(
	ctx context.Context, repo *console.Repository, c *corpus.Corpus, path string, findings []diag.Finding,
) error {
	change, applied, err := filing.Mend(c, path, findings)
	if err == nil {
		err = edit.Apply(ctx, repo.Disk, change)
	}
	if err == nil {
		a.Note("fixed %s in %s", diag.Plural(applied, "finding"), a.DisplayFile(repo, path))
	}
	return err
}

// showFixes prints what fixAll would change in its first round.
func (a *app) showFixes(repo *console.Repository, c *corpus.Corpus, findings []diag.Finding) error {
	groups := fixable(findings)
	for _, path := range slices.Sorted(maps.Keys(groups)) {
		change, _, err := filing.Mend(c, path, groups[path])
		if err != nil {
			return console.NotWritten(err)
		}
		a.ShowDiff(repo, change)
	}
	a.Note("nothing was written: %s can be fixed", diag.Plural(len(groups), "file"))
	if len(groups) > 0 {
		return console.Exit(console.ExitFindings, nil)
	}
	return nil
}

// fixable groups the findings that can be fixed by file.
func fixable(findings []diag.Finding) map[string][]diag.Finding {
	groups := map[string][]diag.Finding{}
	for _, f := range findings {
		if f.Fix != nil {
			groups[f.Path] = append(groups[f.Path], f)
		}
	}
	return groups
}
