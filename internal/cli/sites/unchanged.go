package sites

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"time"

	"hindcast/internal/cli/console"
	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/history"
	"hindcast/internal/load"
	"hindcast/internal/output"
	"hindcast/internal/publish"
)

// lastBuild is what is noted of a build that ended well, so that the next one need not be made where it would give the
// same files.
type lastBuild struct {
	Written time.Time // when the file system wrote the last of its files
	Notes   []string
}

// noteOf names what is noted of the last build into a folder.
func noteOf(target string) string {
	sum := sha256.Sum256([]byte(target))
	return "build-" + hex.EncodeToString(sum[:10])
}

// inputs is all that a site is made of: beside what every command reads, the settings, what Git knows, and the time.
func (a *app) inputs(
	ctx context.Context, repo *console.Repository, opts *publish.Options, to *publishFlags,
) *corpus.Inputs {
	commit, modified, err := history.Head(ctx, repo.Path, load.SourcesOf(repo.Files)...)
	if err != nil {
		return nil
	}
	with := []any{opts.Options, opts.Now, commit, modified, opts.History.Incomplete, *to}
	for _, name := range slices.Sorted(maps.Keys(opts.History.Files)) {
		with = append(with, name, opts.History.Files[name])
	}
	return console.Inputs(ctx, a.App, repo, with...)
}

// isThere reports whether a folder holds the very site that would be made of some inputs, and says so.
func (a *app) isThere(repo *console.Repository, target string, from *corpus.Inputs) bool {
	var last lastBuild
	if !from.Kept(noteOf(target), &last) {
		return false
	}
	m, ok := output.Untouched(target, repo.Path, last.Written)
	if !ok {
		return false
	}
	for _, text := range last.Notes {
		a.Note("%s", text)
	}
	a.Note("nothing changed since the last build: %s stay in %s for the audience %s", diag.Plural(len(m.Files), "file"),
		diag.Printable(a.DisplayPath(target)), m.Audience)
	return true
}

// noteBuild notes a build that ended well. That it can't be noted costs the next one time and nothing else.
func (a *app) noteBuild(target string, from *corpus.Inputs, notes []string) {
	if written, err := output.LastChange(target); err == nil {
		console.Keep(a.App, from, noteOf(target), &lastBuild{written, notes})
	}
}
