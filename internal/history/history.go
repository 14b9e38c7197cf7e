// Package history reads what a records repository was at another commit, and which commits changed
// each file, by the git program. It runs no shell and nothing that the repository names: no hook,
// filter, file monitor, diff driver or transport. It knows nothing of records; a tree is a file
// system like the one on the disk.
package history

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"hindcast/internal/git"
)

// Repo is the Git repository that a records repository lies in. It is not safe for concurrent use;
// the trees it returns are.
type Repo struct {
	git     *git.Git // in the folder of the records repository
	prefix  string   // of dir below the top of the work tree; empty, or ends in a slash
	shallow bool
	places  []string          // what of it trees hold; empty for all
	blobs   map[string][]byte // read so far, by id: two trees have most of them in common
}

// folders are those of a records repository whose files git is asked about.
var folders = []string{"incidents", "knowledge", "templates", "site"}

// Open finds the Git repository of a folder. The error is an *Error where there is none, or where
// git is missing or refuses it, and a *git.Waiting where git would never answer.
func Open(ctx context.Context, dir string) (*Repo, error) {
	g, err := git.In(dir, folders...)
	switch {
	case errors.As(err, new(*git.Waiting)):
		return nil, err
	case err != nil:
		return nil, &Error{NoGit, err.Error(), "install git; only --base needs it"}
	}
	r := Of(g, "")
	// The prefix comes last, since the name of a folder may hold line breaks.
	out, err := r.run(ctx, "rev-parse", "--is-inside-work-tree", "--is-shallow-repository", "--show-prefix")
	if err != nil {
		return nil, refusal(dir, err)
	}
	lines := strings.SplitN(string(out), "\n", 3)
	if len(lines) < 3 || lines[0] != "true" {
		return nil, noRepository(dir)
	}
	r.shallow, r.prefix = lines[1] == "true", strings.TrimSuffix(lines[2], "\n")
	return r, nil
}

// Of reads a repository that the caller opened; prefix is where the records repository lies in it,
// empty or with a slash at its end.
func Of(g *git.Git, prefix string) *Repo {
	return &Repo{git: g, prefix: prefix, places: places, blobs: map[string][]byte{}}
}

// refusal words why git does not open a folder.
func refusal(dir string, err error) error {
	var failed *git.Error
	if !errors.As(err, &failed) {
		return err
	}
	switch {
	case strings.Contains(failed.Said, "not a git repository"),
		strings.Contains(failed.Said, "cannot use bare repository"):
		return noRepository(dir)
	case strings.Contains(failed.Said, "dubious ownership"):
		return &Error{
			Refused, fmt.Sprintf("git does not trust the repository at %s: it belongs to another user", dir),
			"if you trust it, name it to git: git config --global --add safe.directory <its top folder>",
		}
	}
	return err
}

func noRepository(dir string) error {
	return &Error{
		NoRepository, fmt.Sprintf("%s is not in the work tree of a Git repository", dir),
		"run it in a clone, or leave --base out",
	}
}

// run carries out one command and returns what it prints. The error is a *git.Error where git reports
// a failure, and an *Error where the clone lacks files.
func (r *Repo) run(ctx context.Context, args ...string) ([]byte, error) {
	out, err := r.git.Run(ctx, nil, args...)
	return out, partialOr(err)
}

// partialOr is the error for a clone that lacks files where git says so, else the one given.
func partialOr(err error) error {
	var failed *git.Error
	if errors.As(err, &failed) && strings.Contains(failed.Said, "from promisor remote") {
		return partial()
	}
	return err
}
