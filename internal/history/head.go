package history

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"hindcast/internal/git"
)

// Head is the commit that HEAD stands for, and whether one of the files or folders named, relative to
// the records repository, is not as it is there: changed, added or gone. The commit is empty where
// there is no Git, no repository or no commit to ask; an error means that git failed.
func Head(ctx context.Context, dir string, names ...string) (head Commit, modified bool, err error) {
	repo, err := Open(ctx, dir)
	var reason *Error
	if errors.As(err, &reason) {
		return "", false, nil
	}
	if err == nil {
		head, err = repo.resolve(ctx, "HEAD")
	}
	if err == nil && head != "" {
		modified, err = repo.isModified(ctx, names)
	}
	if err != nil {
		return "", false, fmt.Errorf("read the commit of the records: %w", err)
	}
	return head, modified, nil
}

// isModified asks git for the state of files. Filters are programs that the settings of a clone name,
// for files whose content git compares; they are taken out, so a file that one of them would change
// back counts as changed.
func (r *Repo) isModified(ctx context.Context, names []string) (bool, error) {
	out, err := r.run(ctx, "config", "-z", "--name-only", "--get-regexp", `^filter\.`)
	var failed *git.Error
	if err != nil && !errors.As(err, &failed) { // that there is none is a failure to git
		return false, err
	}
	var args []string
	for key := range strings.SplitSeq(string(out), "\x00") {
		switch {
		case strings.Contains(key, "="):
			return false, errors.New("the name of a filter in the settings of Git holds an equals sign")
		case key != "":
			args = append(args, "-c", key+"=")
		}
	}
	args = append(args, "status", "--porcelain", "-z",
		"--untracked-files=all", "--ignore-submodules=all", "--no-renames", "--")
	out, err = r.run(ctx, append(args, names...)...)
	return len(out) > 0, err
}
