package history

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"hindcast/internal/git"
)

// Version is what a commit made of a file.
type Version struct {
	Change
	Path string // from the top of the Git repository
	Text []byte // of a Markdown file; nil of others
	Blob string // the id of its content
}

// Held is what a Git repository still has of some files.
type Held struct {
	Versions   []Version // newest first
	Prefix     string    // of the folder asked about, from the top; empty, or with a slash at its end
	Absent     bool      // there is no Git, no repository or no commit to ask
	Incomplete bool      // the clone is shallow or partial: elsewhere there may be more
}

// Versions finds every version of some files that a branch, a tag or a stash of the repository of a
// folder has: those whose path, from the folder, is matched, and those that became one of them by a
// rename.
func Versions(ctx context.Context, dir string, matches func(path string) bool) (*Held, error) {
	repo, err := Open(ctx, dir)
	var reason *Error
	switch {
	case errors.As(err, &reason) && reason.Reason != Refused: // which is no answer
		return &Held{Absent: true}, nil
	case err != nil:
		return nil, err
	}
	held := &Held{Incomplete: repo.shallow, Prefix: repo.prefix}
	out, err := repo.raw(ctx, "--find-renames")
	if lacksFiles(err) {
		held.Incomplete = true
		out, err = repo.raw(ctx, "--no-renames")
	}
	if err != nil {
		return nil, fmt.Errorf("read what the history holds: %w", err)
	}
	changes, err := changesOf(out)
	if err != nil {
		return nil, err
	}
	names := lineage(changes, func(name string) bool {
		below, inside := strings.CutPrefix(name, repo.prefix)
		return inside && matches(below)
	})
	for _, c := range changes {
		if names[c.Path] && strings.Trim(c.Blob, "0") != "" { // it was not taken away
			held.Versions = append(held.Versions, c.Version)
		}
	}
	return held, repo.texts(ctx, held)
}

// raw lists the commits of all branches with the blobs that they brought, merges included.
func (r *Repo) raw(ctx context.Context, renames string) (string, error) {
	args := []string{
		"log", "-z", "--raw", "--no-abbrev", "-m", renames, "--date-order", "--full-history", "--no-notes", "--no-ext-diff",
		"--no-textconv", "--encoding=UTF-8", "--format=%x01%H%x00%cI%x00%s", "--all",
	}
	if head, err := r.resolve(ctx, "HEAD"); err != nil {
		return "", err
	} else if head != "" {
		args = append(args, string(head))
	}
	out, err := r.run(ctx, append(args, "--", ".")...)
	return string(out), err
}

// fileChange is a version with the name that the file had before, where it was renamed.
type fileChange struct {
	Version
	before string
}

// changesOf reads what raw prints: for each commit a byte 1 with its id, date and subject, then for
// each file its modes, blobs and status, and its name, or two; a NUL after each.
func changesOf(out string) (list []fileChange, err error) {
	var commit Change
	fields := strings.Split(out, "\x00")
	for i := 0; i < len(fields); i++ {
		field := strings.TrimPrefix(fields[i], "\n")
		switch {
		case strings.HasPrefix(field, "\x01") && i+2 < len(fields) && git.IsID(field[1:]):
			when, _ := time.Parse(time.RFC3339, fields[i+1]) // a forged date can be anything
			commit = Change{Hash: field[1:], Short: field[1:11], When: when.UTC(), Subject: subject(fields[i+2])}
			i += 2
		case strings.HasPrefix(field, ":"):
			facts := strings.Fields(field)
			n := 1
			if len(facts) == 5 && strings.ContainsAny(facts[4][:1], "RC") {
				n = 2
			}
			if len(facts) != 5 || i+n >= len(fields) {
				return nil, fmt.Errorf("git log answered %q", cut(field))
			}
			c := fileChange{Version: Version{Change: commit, Path: fields[i+n], Blob: facts[3]}}
			if n == 2 {
				c.before = fields[i+1]
			}
			list = append(list, c)
			i += n
		}
	}
	return list, nil
}

// lineage are the names matched, with those that files had before they got one of them.
func lineage(changes []fileChange, matches func(string) bool) map[string]bool {
	names := map[string]bool{}
	for _, c := range changes {
		if matches(c.Path) {
			names[c.Path] = true
		}
		if c.before != "" && matches(c.before) {
			names[c.before] = true
		}
	}
	for grown := true; grown; {
		grown = false
		for _, c := range changes {
			if c.before != "" && names[c.Path] && !names[c.before] {
				names[c.before], grown = true, true
			}
		}
	}
	return names
}

// texts reads the Markdown files of what is held.
func (r *Repo) texts(ctx context.Context, held *Held) error {
	var wanted []string
	for _, v := range held.Versions {
		if path.Ext(v.Path) == ".md" && r.blobs[v.Blob] == nil {
			wanted = append(wanted, v.Blob)
		}
	}
	slices.Sort(wanted)
	if wanted = slices.Compact(wanted); len(wanted) > 0 {
		err := r.fetch(ctx, wanted)
		if lacksFiles(err) {
			held.Incomplete = true
		} else if err != nil {
			return err
		}
	}
	for i, v := range held.Versions {
		held.Versions[i].Text = r.blobs[v.Blob]
	}
	return nil
}
