package filing

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"time"
)

// git runs the program in the folder of the records repository: never a shell, and nothing that a
// user names is taken for an option. Unlike the reading of history it talks to remotes and lets the
// hooks of the clone run, which are those of the person who pushes.
type git struct {
	program string
	dir     string
	index   string // a file of its own as index; empty for the clone's
}

// gitOptions stand before every command.
var gitOptions = []string{"--no-pager", "--no-replace-objects", "--literal-pathspecs", "-c", "core.quotePath=false", "-c", "core.fsmonitor=false"}

// gitElsewhere are the variables that would lead git away from the folder; hooks set them.
var gitElsewhere = regexp.MustCompile(`^GIT_(DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|NAMESPACE|PREFIX|` +
	`QUARANTINE_PATH|GRAFT_FILE|SHALLOW_FILE|REPLACE_REF_BASE|IMPLICIT_WORK_TREE|INTERNAL_SUPER_PREFIX)=`)

// gitGrace is how long a git that was cancelled may hold on to its pipes.
const gitGrace = 5 * time.Second

func newGit(dir string) (git, error) {
	program, err := exec.LookPath("git")
	if err != nil {
		return git{}, &Error{"git is not installed, or not in PATH", "install git, or leave --push out"}
	}
	return git{program: program, dir: dir}, nil
}

// gitError is a failure that git reports.
type gitError struct {
	command string
	out     string // what it printed all the same
	said    string
	err     error
}

func (e *gitError) Error() string {
	said, _, _ := strings.Cut(strings.TrimSpace(e.said), "\n")
	if said == "" {
		said = e.err.Error()
	}
	return fmt.Sprintf("git %s: %s", e.command, strings.TrimPrefix(strings.TrimPrefix(said, "fatal: "), "error: "))
}

func (e *gitError) Unwrap() error { return e.err }

// run carries out one command and returns what it prints. The error is a *gitError where git reports
// a failure.
func (g git) run(ctx context.Context, in io.Reader, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, g.program, slices.Concat(gitOptions, args)...)
	cmd.Dir, cmd.WaitDelay = g.dir, gitGrace
	cmd.Env = append(slices.DeleteFunc(os.Environ(), gitElsewhere.MatchString), "GIT_OPTIONAL_LOCKS=0", "LC_ALL=C", "LANGUAGE=C")
	if g.index != "" {
		cmd.Env = append(cmd.Env, "GIT_INDEX_FILE="+g.index)
	}
	var out, said bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, &out, &said
	err := cmd.Run()
	switch {
	case err == nil:
		return out.String(), nil
	case ctx.Err() != nil:
		return "", ctx.Err()
	}
	return "", &gitError{args[0], out.String(), said.String(), err}
}

// line is what a command prints, on one line.
func (g git) line(ctx context.Context, args ...string) (string, error) {
	out, err := g.run(ctx, nil, args...)
	return strings.TrimSuffix(out, "\n"), err
}

// commitID is an id as git writes it, in either of its hashes.
var commitID = regexp.MustCompile(`^(?:[0-9a-f]{40}|[0-9a-f]{64})$`)

// Remote is a branch of a remote repository.
type Remote struct{ Name, Branch string }

func (r Remote) ref() string      { return "refs/heads/" + r.Branch }
func (r Remote) tracking() string { return "refs/remotes/" + r.Name + "/" + r.Branch }
func (r Remote) String() string   { return r.Name + "/" + r.Branch }

// check refuses what is no name of a branch, and a remote that the clone does not know by name: an
// address could start a program of its own.
func (g git) check(ctx context.Context, r Remote) error {
	names, err := g.run(ctx, nil, "remote")
	if err != nil {
		return &Error{err.Error(), "run it in a clone of the records repository"}
	}
	list := strings.Fields(names)
	if !slices.Contains(list, r.Name) {
		hint := "git remote lists them: " + strings.Join(list, ", ")
		if len(list) == 0 {
			hint = "this clone has no remote; leave --push out to number the files here"
		}
		return &Error{fmt.Sprintf("there is no remote %q", r.Name), hint}
	}
	var failed *gitError
	_, err = g.run(ctx, nil, "check-ref-format", r.ref())
	if errors.As(err, &failed) || strings.HasPrefix(r.Branch, "-") || strings.HasPrefix(r.Name, "-") {
		return &Error{fmt.Sprintf("%q is no name of a branch", r.Branch), "name one such as main"}
	}
	return err
}

// fetch brings the tip of a branch here and returns its commit.
func (g git) fetch(ctx context.Context, r Remote) (string, error) {
	_, err := g.run(ctx, nil, "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--end-of-options",
		r.Name, "+"+r.ref()+":"+r.tracking())
	var failed *gitError
	switch {
	case errors.As(err, &failed) && strings.Contains(failed.said, "couldn't find remote ref"):
		return "", &Error{fmt.Sprintf("the remote %s has no branch %s", r.Name, r.Branch), "name the branch that pull requests are merged into with --branch"}
	case errors.As(err, &failed):
		return "", &RemoteError{Error{err.Error(), "see that the remote can be reached, as with git fetch " + r.Name}}
	case err != nil:
		return "", err
	}
	tip, err := g.line(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", r.tracking()+"^{commit}")
	if err == nil && !commitID.MatchString(tip) {
		err = fmt.Errorf("find the tip of %s: git answered %q", r, tip)
	}
	return tip, err
}
