package numbering

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"hindcast/internal/filing"
	"hindcast/internal/git"
)

// Remote is a branch of a remote repository.
type Remote struct{ Name, Branch string }

func (r Remote) ref() string { return "refs/heads/" + r.Branch }

func (r Remote) tracking() string { return "refs/remotes/" + r.Name + "/" + r.Branch }

func (r Remote) String() string { return r.Name + "/" + r.Branch }

// check refuses what is no name of a branch, and a remote that the clone does not know by name: an
// address could start a program of its own.
func (w *workshop) check(ctx context.Context, r Remote) error {
	if !slices.Contains(w.remotes, r.Name) {
		hint := "git remote lists them: " + strings.Join(w.remotes, ", ")
		if len(w.remotes) == 0 {
			hint = "this clone has no remote; leave --push out to number the files here"
		}
		return filing.NewError(fmt.Sprintf("there is no remote %q", r.Name), hint)
	}
	var failed *git.Error
	_, err := w.Run(ctx, nil, "check-ref-format", r.ref())
	if errors.As(err, &failed) || strings.HasPrefix(r.Branch, "-") || strings.HasPrefix(r.Name, "-") {
		return filing.NewError(fmt.Sprintf("%q is no name of a branch", r.Branch), "name one such as main")
	}
	return err
}

// fetch brings the tip of a branch here and returns its commit.
func (w *workshop) fetch(ctx context.Context, r Remote) (string, error) {
	_, err := w.Run(ctx, nil, "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--end-of-options",
		r.Name, "+"+r.ref()+":"+r.tracking())
	var failed *git.Error
	switch {
	case errors.As(err, &failed) && strings.Contains(failed.Said, "couldn't find remote ref"):
		return "", filing.NewError(fmt.Sprintf("the remote %s has no branch %s", r.Name, r.Branch),
			"name the branch that pull requests are merged into with --branch")
	case errors.As(err, &failed):
		return "", filing.NewRemoteError(err.Error(), "see that the remote can be reached, as with git fetch "+r.Name)
	case err != nil:
		return "", err
	}
	tip, err := w.Line(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", r.tracking()+"^{commit}")
	if err == nil && !git.IsID(tip) {
		err = fmt.Errorf("find the tip of %s: git answered %q", r, tip)
	}
	return tip, err
}
