package cli

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"time"

	"github.com/rogpeppe/go-internal/diff"

	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/filing"
)

// rounds is how often fixes are applied: one of two that overlap waits for the next round.
const rounds = 3

// fixAll applies every fix in the places named and opens the repository again.
func (a *app) fixAll(ctx context.Context, repo *repository, c *corpus.Corpus, now time.Time, places []string) (*corpus.Corpus, error) {
	for range rounds {
		total := 0
		for path, findings := range fixable(within(c.Findings, places)) {
			text, applied, err := fixed(repo, path, findings)
			if err != nil {
				return nil, failed(err)
			}
			if err := replace(repo.root, path, text); err != nil {
				return nil, failed(fmt.Errorf("write %s: %w", path, err))
			}
			a.note("fixed %s in %s", diag.Plural(applied, "finding"), a.show(filepath.Join(repo.path, filepath.FromSlash(path))))
			total += applied
		}
		if total == 0 {
			break
		}
		var err error
		if c, err = a.load(ctx, repo, now); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// showFixes prints what fixAll would change in its first round.
func (a *app) showFixes(repo *repository, findings []diag.Finding) error {
	groups := fixable(findings)
	for _, path := range slices.Sorted(maps.Keys(groups)) {
		text, _, err := fixed(repo, path, groups[path])
		if err != nil {
			return err
		}
		before, err := repo.read(path)
		if err != nil {
			return fmt.Errorf("read %s: %w", path, err)
		}
		shown := a.show(filepath.Join(repo.path, filepath.FromSlash(path)))
		for line := range bytes.Lines(diff.Diff(shown, before, shown, text)) {
			if bytes.HasPrefix(line, []byte("diff ")) {
				continue
			}
			fmt.Fprintln(a.Out, diag.Printable(string(bytes.TrimRight(line, "\r\n"))))
		}
	}
	a.note("nothing was written: %s can be fixed", diag.Plural(len(groups), "file"))
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

func fixed(repo *repository, path string, findings []diag.Finding) (text []byte, applied int, err error) {
	before, err := repo.read(path)
	if err != nil {
		return nil, 0, fmt.Errorf("read %s: %w", path, err)
	}
	text, applied = filing.Fix(before, findings)
	return text, applied, nil
}
