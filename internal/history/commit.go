package history

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"hindcast/internal/git"
)

// Commit is the full id of a commit.
type Commit string

// maxRef is the length in bytes up to which a name of a commit is taken for one.
const maxRef = 1000

// Tip is the commit that a branch, tag or other name of a commit stands for. The error is an *Error
// where it stands for none.
func (r *Repo) Tip(ctx context.Context, ref string) (Commit, error) {
	if fault := faultOf(ref); fault != "" {
		return "", &Error{
			BadRef, fmt.Sprintf("%q is no name of a commit: %s", cut(ref), fault),
			"name a branch, a tag or a commit, such as origin/main",
		}
	}
	tip, err := r.resolve(ctx, ref)
	switch {
	case err != nil || tip != "":
		return tip, err
	case r.shallow:
		return "", shallow(ref + " is not in this clone, which is shallow")
	}
	return "", &Error{
		UnknownRef, ref + " names no commit of this repository",
		"fetch it first, such as git fetch origin main, and mind the spelling; git branch --all lists what is here",
	}
}

// faultOf says why a text can't be the name of a commit; empty where it can.
func faultOf(ref string) string {
	switch {
	case strings.TrimSpace(ref) == "":
		return "it is empty"
	case ref[0] == '-':
		return "it starts with a hyphen"
	case len(ref) > maxRef:
		return "it is too long"
	case !utf8.ValidString(ref) || strings.ContainsFunc(ref, unicode.IsControl):
		return "it holds characters that no name has"
	}
	return ""
}

// cut keeps an error message to a line.
func cut(ref string) string {
	if len(ref) > 60 {
		return ref[:60] + "…"
	}
	return ref
}

// resolve is the commit of a name; empty where there is none.
func (r *Repo) resolve(ctx context.Context, name string) (Commit, error) {
	out, err := r.run(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", name+"^{commit}")
	var failed *git.Error
	if err != nil && !errors.As(err, &failed) {
		return "", err
	}
	// A negated name or a range is answered too, with something that is no id.
	if id := strings.TrimSuffix(string(out), "\n"); err == nil && git.IsID(id) {
		return Commit(id), nil
	}
	return "", nil
}

// MergeBase is the commit in which the current branch left the one whose tip is given; where there
// are several, the one that git takes. The error is an *Error where there is none.
func (r *Repo) MergeBase(ctx context.Context, tip Commit) (Commit, error) {
	head, err := r.resolve(ctx, "HEAD")
	if err != nil {
		return "", err
	}
	if head == "" {
		return "", &Error{NoCommit, "this branch has no commit yet", "commit first, or leave --base out"}
	}
	out, err := r.run(ctx, "merge-base", "--end-of-options", string(head), string(tip))
	base := Commit(strings.TrimSpace(string(out)))
	var failed *git.Error
	switch {
	case errors.As(err, &failed) && failed.Said == "" && r.shallow:
		return "", shallow("this clone is shallow and lacks the commit in which the branch was made")
	case errors.As(err, &failed) && failed.Said == "":
		return "", &Error{
			Unrelated, "the branch and the commit given share no history", "name the branch that this one was made from",
		}
	case err != nil:
		return "", fmt.Errorf("find the merge base: %w", err)
	case !git.IsID(string(base)):
		return "", fmt.Errorf("find the merge base: git answered %q", base)
	}
	return base, r.whole(ctx, head, tip, base)
}

// whole makes sure that a shallow clone holds everything since the merge base. Where a commit in
// between has lost its parents, the real merge base could be one that git does not see.
func (r *Repo) whole(ctx context.Context, head, tip, base Commit) error {
	if !r.shallow || base == head || base == tip {
		return nil
	}
	ended, err := r.ends(ctx)
	if err != nil {
		return err
	}
	since, err := r.run(ctx, "rev-list", "--end-of-options", string(head), string(tip), "^"+string(base))
	if err != nil {
		return fmt.Errorf("list the commits since the merge base: %w", err)
	}
	for id := range strings.FieldsSeq(string(since)) {
		if ended[id] {
			return shallow("this clone is shallow and may lack the commit in which the branch was made")
		}
	}
	return nil
}

// ends are the commits of a shallow clone that have lost their parents, by id; none of a whole one.
func (r *Repo) ends(ctx context.Context) (map[string]bool, error) {
	if !r.shallow {
		return nil, nil
	}
	name, err := r.run(ctx, "rev-parse", "--git-path", "shallow")
	if err != nil {
		return nil, fmt.Errorf("find where the clone ends: %w", err)
	}
	path := strings.TrimSuffix(string(name), "\n")
	if !filepath.IsAbs(path) {
		path = filepath.Join(r.git.Dir(), path)
	}
	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("find where the clone ends: %w", err)
	}
	ended := map[string]bool{}
	for id := range strings.FieldsSeq(string(text)) {
		ended[id] = true
	}
	return ended, nil
}

func shallow(message string) error {
	return &Error{
		Shallow, message, "fetch the whole history: fetch-depth: 0 in actions/checkout, git fetch --unshallow elsewhere",
	}
}
