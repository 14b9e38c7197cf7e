package numbering

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"hindcast/internal/filing"
	"hindcast/internal/git"
	"hindcast/internal/history"
	"hindcast/internal/incident"
	"hindcast/internal/load"
)

// Pushed is what a push of numbers came to.
type Pushed struct {
	Plan   *Plan
	Commit string // empty where there was nothing to number
	Tries  int
	Here   bool // the checked-out branch has the commit too
}

// Push gives numbers at the tip of a remote branch: it makes a commit on the tip and pushes it on
// the condition that the tip is still that one. Where somebody was faster, all of it is done again
// on the new tip, up to a number of tries. The work tree of the clone, its index and its branches
// have no part in it, so nothing in them can be lost; the branch that is checked out moves forward
// afterwards where that takes no merge.
func Push(ctx context.Context, d *filing.Desk, dir string, to Remote, tries int) (*Pushed, error) {
	w, err := openWorkshop(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer w.close()
	if err := w.check(ctx, to); err != nil {
		return nil, err
	}
	for try := 1; ; try++ {
		tip, err := w.fetch(ctx, to)
		if err != nil {
			return nil, err
		}
		plan, err := planAt(ctx, d, w, tip)
		if err != nil {
			return nil, err
		}
		if plan.IsEmpty() {
			return &Pushed{Plan: plan, Tries: try}, nil
		}
		commit, err := w.commit(ctx, tip, plan)
		if err != nil {
			return nil, err
		}
		refused, err := w.push(ctx, to, tip, commit)
		switch {
		case err != nil:
			return nil, err
		case refused == "":
			return &Pushed{Plan: plan, Commit: commit, Tries: try, Here: w.forward(ctx, to, commit)}, nil
		case try >= tries:
			return nil, filing.NewRemoteError(fmt.Sprintf("%s refused the push %d times: %s", to, try, refused),
				"try again when fewer are merging")
		}
		if err := d.Sleep(ctx, pause(d, try)); err != nil {
			return nil, err
		}
	}
}

// pause is longer and less certain with each try, so that those who race fall out of step.
func pause(d *filing.Desk, try int) time.Duration {
	return time.Duration(20+d.Random(80<<min(try, 5))) * time.Millisecond
}

// planAt numbers the records of a commit.
func planAt(ctx context.Context, d *filing.Desk, w *workshop, commit string) (*Plan, error) {
	log, files, err := logAt(ctx, d, history.Of(w.Git, w.prefix), history.Commit(commit))
	if err != nil {
		return nil, err
	}
	return Assign(d, log, files)
}

// logAt is the log of a commit, with its files.
func logAt(
	ctx context.Context, d *filing.Desk, repo *history.Repo, commit history.Commit,
) (*incident.Log, fs.FS, error) {
	files, err := repo.Tree(ctx, commit, d.Limits.File)
	if err != nil {
		return nil, nil, err
	}
	log, err := load.NewLoader(d.Limits).Log(ctx, files)
	if err != nil {
		return nil, nil, fmt.Errorf("load the records of the commit: %w", err)
	}
	return log, files, nil
}

// Upstream is the log at the tip of the branch that the current one follows, as of the last fetch;
// nil where there is no such branch, or no Git.
func Upstream(ctx context.Context, d *filing.Desk, dir string) *incident.Log {
	repo, err := history.Open(ctx, dir)
	if err != nil {
		return nil
	}
	tip, err := repo.Tip(ctx, "@{upstream}")
	if err != nil {
		return nil
	}
	log, _, err := logAt(ctx, d, repo, tip)
	if err != nil {
		return nil
	}
	return log
}

// commit makes a commit of a plan on a parent.
func (w *workshop) commit(ctx context.Context, parent string, plan *Plan) (string, error) {
	if _, err := w.Run(ctx, nil, "read-tree", parent); err != nil {
		return "", err
	}
	changes, err := w.changes(ctx, parent, plan)
	if err != nil {
		return "", err
	}
	if _, err := w.Run(ctx, changes, "update-index", "-z", "--index-info"); err != nil {
		return "", err
	}
	tree, err := w.Line(ctx, "write-tree")
	if err != nil {
		return "", err
	}
	out, err := w.Run(ctx, strings.NewReader(plan.message()), "commit-tree", tree, "-p", parent, "-F", "-")
	var failed *git.Error
	if errors.As(err, &failed) && (strings.Contains(failed.Said, "user.email") ||
		strings.Contains(failed.Said, "empty ident")) {
		return "", filing.NewError("git does not know in whose name to commit",
			`set it: git config user.name "…" and git config user.email "…"`)
	}
	return strings.TrimSpace(string(out)), err
}

// changes are the entries of the index that a plan alters, as update-index reads them.
func (w *workshop) changes(ctx context.Context, parent string, plan *Plan) (*bytes.Buffer, error) {
	list, err := w.Run(ctx, nil, "ls-tree", "-r", "-z", "--full-tree", parent)
	if err != nil {
		return nil, err
	}
	var changes bytes.Buffer
	for entry := range strings.SplitSeq(string(list), "\x00") {
		facts, full, _ := strings.Cut(entry, "\t")
		name, below := strings.CutPrefix(full, w.prefix)
		fields := strings.Fields(facts) // mode, type, id
		if !below || len(fields) != 3 {
			continue
		}
		mode, id, to := fields[0], fields[2], plan.PathOf(name)
		if text, changed := plan.Texts[name]; changed {
			if id, err = w.store(ctx, text); err != nil {
				return nil, err
			}
			if mode == linkMode { // what it led to is changed no longer
				mode = fileMode
			}
		}
		if to != name {
			fmt.Fprintf(&changes, "0 %s\t%s\x00", strings.Repeat("0", len(id)), full)
		}
		if to != name || id != fields[2] {
			fmt.Fprintf(&changes, "%s %s\t%s\x00", mode, id, w.prefix+to)
		}
	}
	return &changes, nil
}

// Modes as git writes them.
const (
	fileMode = "100644"
	linkMode = "120000"
)

// store writes a file into the repository, as it is.
func (w *workshop) store(ctx context.Context, text []byte) (string, error) {
	out, err := w.Run(ctx, bytes.NewReader(text), "hash-object", "-w", "--stdin")
	return strings.TrimSpace(string(out)), err
}

// message is which number each placeholder got.
func (p *Plan) message() string {
	var b strings.Builder
	done := slices.Concat(p.Numbered, p.Finished)
	what := fmt.Sprintf("%d records", len(done))
	switch len(done) {
	case 0:
		return "Let references follow the numbers of records\n"
	case 1:
		what = done[0].New
	}
	fmt.Fprintf(&b, "Number %s\n\n", what)
	for _, n := range done {
		fmt.Fprintf(&b, "%s was %s\n", n.New, n.Old)
	}
	return b.String()
}

// push sets the remote branch to a commit if its tip is still the one expected. It returns why that
// was refused, where trying again can help.
func (w *workshop) push(ctx context.Context, to Remote, tip, commit string) (refused string, err error) {
	_, err = w.Run(ctx, nil, "push", "--porcelain", "--quiet", "--no-follow-tags", "--recurse-submodules=no",
		"--force-with-lease="+to.ref()+":"+tip, "--end-of-options", to.Name, commit+":"+to.ref())
	var failed *git.Error
	if !errors.As(err, &failed) {
		return "", err
	}
	for line := range strings.SplitSeq(failed.Out, "\n") {
		if fields := strings.SplitN(line, "\t", 3); len(fields) == 3 && fields[0] == "!" {
			if wasOvertaken(fields[2]) {
				return fields[2], nil
			}
			return "", filing.NewRemoteError(fmt.Sprintf("%s refused the push: %s", to, fields[2]),
				"let whoever runs this push to the branch, or number the files without --push and merge that")
		}
	}
	return "", filing.NewRemoteError(failed.Error(), "see that you may push, as with git push "+to.Name)
}

// wasOvertaken reports whether somebody else moved the branch, or was just about to.
func wasOvertaken(reason string) bool {
	if strings.HasPrefix(reason, "[rejected]") { // by git here, which saw another tip
		return true
	}
	for _, words := range []string{
		"failed to update ref", "cannot lock ref", "failed to lock", "incorrect old value", "reference already exists",
	} {
		if strings.Contains(reason, words) {
			return true
		}
	}
	return false
}
