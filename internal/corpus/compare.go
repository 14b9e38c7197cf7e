package corpus

import (
	"context"
	"fmt"
	"slices"

	"hindcast/internal/check"
	"hindcast/internal/diag"
	"hindcast/internal/history"
	"hindcast/internal/load"
)

// Comparison is the findings of a branch, apart by who has to see to them. Both lists are sorted.
type Comparison struct {
	New []diag.Finding // this branch brought them; history's are always among them
	Old []diag.Finding // they were there when the branch was made
}

// Compare finds what a branch brought from what was there: dir is the folder of the corpus, ref the
// branch to merge into. The rules that look at history run too. The error is a *history.Error where
// the clone does not hold what it takes.
func (c *Corpus) Compare(ctx context.Context, dir, ref string, opts Options) (*Comparison, error) {
	repo, err := history.Open(ctx, dir)
	if err != nil {
		return nil, err
	}
	tip, err := repo.Tip(ctx, ref)
	if err != nil {
		return nil, err
	}
	base, err := repo.MergeBase(ctx, tip)
	if err != nil {
		return nil, err
	}
	files, err := repo.Tree(ctx, base, opts.Limits.File)
	if err != nil {
		return nil, err
	}
	was, err := Open(ctx, files, opts)
	if err != nil {
		return nil, fmt.Errorf("compare with %s: %w", ref, err)
	}
	there := was.Log
	if tip != base {
		if files, err = repo.Tree(ctx, tip, opts.Limits.File); err != nil {
			return nil, err
		}
		if there, err = load.NewLoader(opts.Limits, opts.People...).Log(ctx, files); err != nil {
			return nil, fmt.Errorf("load the records of %s: %w", ref, err)
		}
	}
	all := split(c.Findings, was.Findings)
	all.New = append(all.New, check.New().Against(c.Log, was.Log, there, opts.Now)...)
	diag.Sort(all.New)
	return all, nil
}

// split takes each finding for old that was there before, as often as it was there. One that was
// less grave then is new: what was let pass as a warning must not pass as an error.
func split(findings, before []diag.Finding) *Comparison {
	had := map[string][]diag.Level{}
	for _, f := range before {
		id := f.Fingerprint()
		had[id] = append(had[id], f.Level)
	}
	for _, levels := range had {
		slices.Sort(levels) // so that each takes the least grave that will do, and leaves the rest to others
	}
	all := &Comparison{}
	for _, f := range findings {
		id := f.Fingerprint()
		i := slices.IndexFunc(had[id], func(l diag.Level) bool { return l >= f.Level })
		if i < 0 {
			all.New = append(all.New, f)
			continue
		}
		had[id] = slices.Delete(had[id], i, i+1)
		all.Old = append(all.Old, f)
	}
	return all
}
