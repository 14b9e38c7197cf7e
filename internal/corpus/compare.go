package corpus

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"hindcast/internal/check"
	"hindcast/internal/diag"
	"hindcast/internal/history"
	"hindcast/internal/incident"
	"hindcast/internal/load"
)

// Comparison is the findings of a branch, apart by who has to see to them. Both lists are sorted.
type Comparison struct {
	New []diag.Finding // this branch brought them; history's are always among them
	Old []diag.Finding // they were there when the branch was made
}

// branchedFrom is the repository that a folder is in, the tip of the branch to merge into, and the commit that what is
// checked out has in common with it.
func branchedFrom(ctx context.Context, dir, ref string) (repo *history.Repo, tip, base history.Commit, err error) {
	if repo, err = history.Open(ctx, dir); err != nil {
		return nil, "", "", err
	}
	if tip, err = repo.Tip(ctx, ref); err != nil {
		return nil, "", "", err
	}
	base, err = repo.MergeBase(ctx, tip)
	return repo, tip, base, err
}

// Compare finds what a branch brought from what was there: dir is the folder of the corpus, ref the
// branch to merge into. The rules that look at history run too. The error is a *history.Error where
// the clone does not hold what it takes.
func (c *Corpus) Compare(ctx context.Context, dir, ref string, opts Options) (*Comparison, error) {
	repo, tip, base, err := branchedFrom(ctx, dir, ref)
	if err != nil {
		return nil, err
	}
	if folder := string(c.Log.Config.Articles.Folder); folder != "" {
		repo = repo.Also(folder)
	}
	known := c.known(base)
	was, err := c.at(ctx, repo, base, known, opts)
	if err != nil {
		return nil, fmt.Errorf("compare with %s: %w", ref, err)
	}
	before, err := checked(ctx, was, opts)
	if err != nil {
		return nil, fmt.Errorf("compare with %s: %w", ref, err)
	}
	there := was
	if tip != base {
		if there, err = c.at(ctx, repo, tip, known, opts); err != nil {
			return nil, fmt.Errorf("compare with %s: %w", ref, err)
		}
	}
	all := split(c.Findings, before.Findings)
	all.New = append(all.New, check.New().Against(c.Log, was, there, opts.Now)...)
	diag.Sort(all.New)
	return all, nil
}

// known are the ids that the texts of the corpus have in Git, by path, of those that are still as they were read.
func (c *Corpus) known(commit history.Commit) map[string]string {
	var mu sync.Mutex
	ids := map[string]string{}
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, f := range append(c.Log.Texts(), &c.Log.ConfigFile) {
		if f.Places == nil {
			continue
		}
		group.Go(func() error {
			text, err := fs.ReadFile(c.FS, f.Path)
			if err == nil && sha256.Sum256(text) == f.Sum {
				mu.Lock()
				defer mu.Unlock()
				ids[f.Path] = commit.BlobID(text)
			}
			return nil
		})
	}
	_ = group.Wait() // no file has an error
	return ids
}

// at is the log of a commit. Files that are known are taken from the corpus.
func (c *Corpus) at(
	ctx context.Context, repo *history.Repo, commit history.Commit, known map[string]string, opts Options,
) (*incident.Log, error) {
	files, same, err := repo.TreeBeside(ctx, commit, opts.Limits.File, known)
	if err != nil {
		return nil, err
	}
	log, err := load.NewLoader(opts.Limits, opts.People...).Telling(opts.Tell).Taking(c.Log, same).Log(ctx, opts.Others.Over(files))
	if err != nil {
		return nil, fmt.Errorf("load the records: %w", err)
	}
	return log, nil
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
