package federation

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"hindcast/internal/git"
	"hindcast/internal/incident"
)

// remote is what an address of a Git repository begins with: one of the protocols that Git itself speaks, or by ssh, or a
// path. An address that begins as an option does is none.
var remote = regexp.MustCompile(`^(?:(?:https|ssh|git|file)://|[A-Za-z0-9_.-]+@[A-Za-z0-9.-]+:|\.{0,2}/|[A-Za-z]:[\\/])`)

// branchForm is what can be the name of a branch or tag without being anything else to Git.
var branchForm = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_./+-]*$`)

// Fetch brings the commit of a source into the repository at root and returns its pin. Locked takes the commit that the
// lock file names; otherwise it is the tip of the branch. Git runs no hook and no filter, and nothing that the source
// brings is carried out. Fresh reports whether the commit was not here yet.
func Fetch(ctx context.Context, root string, s *incident.LogSource, lock Lock, locked bool) (pin Pin, fresh bool, err error) {
	had, isPinned := lock.of(s)
	switch {
	case !remote.MatchString(s.Git):
		return pin, false, unread("write an address that begins with https:// or ssh://, or a path that begins with ./",
			"%s: %q is no address of a Git repository", s.Prefix, s.Git)
	case s.Branch != "" && !branchForm.MatchString(s.Branch):
		return pin, false, unread("write it without spaces and signs", "%s: %q is no name of a branch", s.Prefix, s.Branch)
	case locked && !isPinned:
		return pin, false, unread("run hindcast fetch without --locked, and commit "+LockFile, "%s: %s names no commit of it",
			s.Prefix, LockFile)
	}
	if err := prepare(root); err != nil {
		return pin, false, err
	}
	home := filepath.Join(root, filepath.FromSlash(fetched(s.Prefix)))
	if locked {
		if _, err := os.Stat(filepath.Join(home, had.Commit)); err == nil {
			return had, false, nil
		}
	}
	if err := os.MkdirAll(home, 0o755); err != nil {
		return pin, false, fmt.Errorf("make the folder of the source %s: %w", s.Prefix, err)
	}
	f, err := newFetch(root, home)
	if err != nil {
		return pin, false, err
	}
	defer os.RemoveAll(f.work)
	wanted := s.Branch
	if locked {
		wanted = had.Commit
	}
	commit, err := f.fetch(ctx, s.Git, wanted)
	if err != nil {
		return pin, false, unfetched(s, had, locked, err)
	}
	pin = Pin{Git: s.Git, Branch: s.Branch, Commit: commit}
	if _, err := os.Stat(filepath.Join(home, commit)); err == nil {
		return pin, false, nil
	}
	if err := f.checkout(ctx, commit); err != nil {
		return pin, false, fmt.Errorf("unpack the commit of the source %s: %w", s.Prefix, err)
	}
	if err := os.Rename(f.tree(), filepath.Join(home, commit)); err != nil {
		return pin, false, fmt.Errorf("put the commit of the source %s into its place: %w", s.Prefix, err)
	}
	return pin, true, f.clear(commit)
}

// unfetched is why a source was not fetched, by what Git says.
func unfetched(s *incident.LogSource, pinned Pin, locked bool, err error) error {
	said := func(what string) bool {
		var failed *git.Error
		return errors.As(err, &failed) && strings.Contains(failed.Said, what)
	}
	switch {
	case locked && (said("not our ref") || said("unadvertised object")):
		return unread("run hindcast fetch, which takes the commit that is there now, look at what changed, and commit "+LockFile,
			"%s: the source has commit %.12s no more, which %s names", s.Prefix, pinned.Commit, LockFile)
	case s.Branch != "" && said("couldn't find remote ref"):
		return unread("write another one, or none for the one that is checked out there", "%s: the source has no branch or tag %s",
			s.Prefix, s.Branch)
	}
	return unread("look at its address, and at who may read it", "%s: %v", s.Prefix, err)
}

// prepare makes the folder of what was fetched, and keeps it out of commits.
func prepare(root string) error {
	folder := filepath.Join(root, Folder)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("make the folder of what was fetched: %w", err)
	}
	return os.WriteFile(filepath.Join(folder, ".gitignore"), []byte("*\n"), 0o644)
}

// fetch is a folder in which a commit is fetched and unpacked.
type fetch struct {
	*git.Git
	root, home, work string
}

func newFetch(root, home string) (*fetch, error) {
	work, err := os.MkdirTemp(home, "fetching-")
	if err != nil {
		return nil, fmt.Errorf("make a folder to fetch into: %w", err)
	}
	f := &fetch{root: root, home: home, work: work}
	err = os.Mkdir(f.tree(), 0o755)
	for name, text := range map[string]string{
		"HEAD": "ref: refs/heads/none\n", "config": "[core]\nrepositoryformatversion = 0\nbare = true\n",
	} {
		if err == nil {
			err = os.WriteFile(filepath.Join(work, name), []byte(text), 0o600)
		}
	}
	for _, folder := range []string{"objects", "refs"} {
		if err == nil {
			err = os.Mkdir(filepath.Join(work, folder), 0o700)
		}
	}
	var in *git.Git
	if err == nil {
		in, err = git.In(work)
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(work))
	}
	f.Git = in.Own(work, "GIT_TERMINAL_PROMPT=0", "GIT_WORK_TREE="+f.tree(), "GIT_INDEX_FILE="+filepath.Join(work, "index"))
	return f, nil
}

func (f *fetch) tree() string { return filepath.Join(f.work, "tree") }

// fetch brings a branch or commit; empty is what the remote has checked out.
func (f *fetch) fetch(ctx context.Context, address, wanted string) (string, error) {
	if strings.HasPrefix(address, ".") {
		address = filepath.Join(f.root, filepath.FromSlash(address))
	}
	if wanted == "" {
		wanted = "HEAD"
	}
	_, err := f.Run(ctx, nil, "-c", "protocol.allow=user", "fetch", "--quiet", "--depth=1", "--no-tags",
		"--no-recurse-submodules", "--no-write-commit-graph", "--end-of-options", address, wanted)
	if err != nil {
		return "", err
	}
	return f.Line(ctx, "rev-parse", "--verify", "--end-of-options", "FETCH_HEAD^{commit}")
}

// checkout writes the files of a commit. The person's own settings have no part in it, since they may name filters that
// the files ask for. A link is written as a file that holds where it led to.
func (f *fetch) checkout(ctx context.Context, commit string) error {
	bare := f.Own(f.work, "GIT_WORK_TREE="+f.tree(), "GIT_INDEX_FILE="+filepath.Join(f.work, "index"),
		"GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1")
	_, err := bare.Run(ctx, nil, "-c", "core.bare=false", "-c", "core.symlinks=false", "-c", "core.autocrlf=false",
		"-c", "core.protectHFS=true", "-c", "core.protectNTFS=true", "-c", "core.attributesFile="+os.DevNull,
		"read-tree", "-u", "--reset", commit)
	return err
}

// clear removes the other commits of a source.
func (f *fetch) clear(commit string) error {
	entries, err := os.ReadDir(f.home)
	for _, e := range entries {
		if err == nil && git.IsID(e.Name()) && e.Name() != commit {
			err = os.RemoveAll(filepath.Join(f.home, e.Name()))
		}
	}
	if err != nil {
		return fmt.Errorf("remove former commits: %w", err)
	}
	return nil
}
