package filing

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

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
func (d *Desk) Push(ctx context.Context, dir string, to Remote, tries int) (*Pushed, error) {
	g, err := newGit(dir)
	if err != nil {
		return nil, err
	}
	if err := g.check(ctx, to); err != nil {
		return nil, err
	}
	for try := 1; ; try++ {
		tip, err := g.fetch(ctx, to)
		if err != nil {
			return nil, err
		}
		plan, err := d.planAt(ctx, dir, tip)
		if err != nil {
			return nil, err
		}
		if plan.IsEmpty() {
			return &Pushed{Plan: plan, Tries: try}, nil
		}
		commit, err := g.commit(ctx, tip, plan)
		if err != nil {
			return nil, err
		}
		refused, err := g.push(ctx, to, tip, commit)
		switch {
		case err != nil:
			return nil, err
		case refused == "":
			return &Pushed{Plan: plan, Commit: commit, Tries: try, Here: g.forward(ctx, to, commit)}, nil
		case try >= tries:
			return nil, &RemoteError{Error{fmt.Sprintf("%s refused the push %d times: %s", to, try, refused), "try again when fewer are merging"}}
		}
		if err := d.Sleep(ctx, d.pause(try)); err != nil {
			return nil, err
		}
	}
}

// pause is longer and less certain with each try, so that those who race fall out of step.
func (d *Desk) pause(try int) time.Duration {
	return time.Duration(20+d.Random(80<<min(try, 5))) * time.Millisecond
}

// planAt numbers the records of a commit.
func (d *Desk) planAt(ctx context.Context, dir, commit string) (*Plan, error) {
	repo, err := history.Open(ctx, dir)
	if err != nil {
		return nil, err
	}
	log, files, err := d.logAt(ctx, repo, history.Commit(commit))
	if err != nil {
		return nil, err
	}
	return d.Assign(log, files)
}

// logAt is the log of a commit, with its files.
func (d *Desk) logAt(ctx context.Context, repo *history.Repo, commit history.Commit) (*incident.Log, fs.FS, error) {
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
func (d *Desk) Upstream(ctx context.Context, dir string) *incident.Log {
	repo, err := history.Open(ctx, dir)
	if err != nil {
		return nil
	}
	tip, err := repo.Tip(ctx, "@{upstream}")
	if err != nil {
		return nil
	}
	log, _, err := d.logAt(ctx, repo, tip)
	if err != nil {
		return nil
	}
	return log
}

// commit makes a commit of a plan on a parent, without touching index and work tree.
func (g git) commit(ctx context.Context, parent string, plan *Plan) (string, error) {
	folder, err := os.MkdirTemp("", "hindcast-")
	if err != nil {
		return "", fmt.Errorf("make a folder for the index: %w", err)
	}
	defer os.RemoveAll(folder)
	g.index = filepath.Join(folder, "index")
	if _, err := g.run(ctx, nil, "read-tree", parent); err != nil {
		return "", err
	}
	changes, err := g.changes(ctx, parent, plan)
	if err != nil {
		return "", err
	}
	if _, err := g.run(ctx, changes, "update-index", "-z", "--index-info"); err != nil {
		return "", err
	}
	tree, err := g.line(ctx, "write-tree")
	if err != nil {
		return "", err
	}
	out, err := g.run(ctx, strings.NewReader(plan.message()), "commit-tree", tree, "-p", parent, "-F", "-")
	var failed *gitError
	if errors.As(err, &failed) && (strings.Contains(failed.said, "user.email") || strings.Contains(failed.said, "empty ident")) {
		return "", &Error{"git does not know in whose name to commit", `set it: git config user.name "…" and git config user.email "…"`}
	}
	return strings.TrimSpace(out), err
}

// changes are the entries of the index that a plan alters, as update-index reads them.
func (g git) changes(ctx context.Context, parent string, plan *Plan) (*bytes.Buffer, error) {
	prefix, err := g.line(ctx, "rev-parse", "--show-prefix")
	if err != nil {
		return nil, err
	}
	list, err := g.run(ctx, nil, "ls-tree", "-r", "-z", "--full-tree", parent)
	if err != nil {
		return nil, err
	}
	var changes bytes.Buffer
	for entry := range strings.SplitSeq(list, "\x00") {
		facts, full, _ := strings.Cut(entry, "\t")
		name, below := strings.CutPrefix(full, prefix)
		fields := strings.Fields(facts) // mode, type, id
		if !below || len(fields) != 3 {
			continue
		}
		mode, id, to := fields[0], fields[2], plan.PathOf(name)
		if text, changed := plan.Texts[name]; changed {
			if id, err = g.store(ctx, text); err != nil {
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
			fmt.Fprintf(&changes, "%s %s\t%s\x00", mode, id, prefix+to)
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
func (g git) store(ctx context.Context, text []byte) (string, error) {
	out, err := g.run(ctx, bytes.NewReader(text), "hash-object", "-w", "--stdin")
	return strings.TrimSpace(out), err
}

// message tells which number each placeholder got.
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
func (g git) push(ctx context.Context, to Remote, tip, commit string) (refused string, err error) {
	_, err = g.run(ctx, nil, "push", "--porcelain", "--quiet", "--no-follow-tags", "--recurse-submodules=no",
		"--force-with-lease="+to.ref()+":"+tip, "--end-of-options", to.Name, commit+":"+to.ref())
	var failed *gitError
	if !errors.As(err, &failed) {
		return "", err
	}
	for line := range strings.SplitSeq(failed.out, "\n") {
		if fields := strings.SplitN(line, "\t", 3); len(fields) == 3 && fields[0] == "!" {
			if wasOvertaken(fields[2]) {
				return fields[2], nil
			}
			return "", &RemoteError{Error{fmt.Sprintf("%s refused the push: %s", to, fields[2]), "let whoever runs this push to the branch, or number the files without --push and merge that"}}
		}
	}
	return "", &RemoteError{Error{failed.Error(), "see that you may push, as with git push " + to.Name}}
}

// wasOvertaken tells that somebody else moved the branch, or was just about to.
func wasOvertaken(reason string) bool {
	if strings.HasPrefix(reason, "[rejected]") { // by git here, which saw another tip
		return true
	}
	for _, words := range []string{"failed to update ref", "cannot lock ref", "failed to lock", "incorrect old value", "reference already exists"} {
		if strings.Contains(reason, words) {
			return true
		}
	}
	return false
}

// forward moves the branch that is checked out to the commit, where it is the branch that was pushed
// to and that loses nothing.
func (g git) forward(ctx context.Context, to Remote, commit string) bool {
	if branch, err := g.line(ctx, "symbolic-ref", "--quiet", "HEAD"); err != nil || branch != to.ref() {
		return false
	}
	if changed, err := g.line(ctx, "status", "--porcelain", "--untracked-files=no"); err != nil || changed != "" {
		return false
	}
	_, err := g.run(ctx, nil, "merge", "--ff-only", "--quiet", commit)
	return err == nil
}
