// Package history reads what a records repository was at another commit, and which commits changed
// each file, by the git program. It runs no shell and nothing that the repository names: no hook,
// filter, file monitor, diff driver or transport. It knows nothing of records; a tree is a file
// system like the one on the disk.
package history

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

// Repo is the Git repository that a records repository lies in. It is not safe for concurrent use;
// the trees it returns are.
type Repo struct {
	program string // path of git
	dir     string // of the records repository
	prefix  string // of dir below the top of the work tree; empty, or ends in a slash
	shallow bool
	blobs   map[string][]byte // read so far, by id: two trees have most of them in common
}

// Open finds the Git repository of a folder. The error is an *Error where there is none, or where
// git is missing or refuses it.
func Open(ctx context.Context, dir string) (*Repo, error) {
	program, err := exec.LookPath("git")
	if err != nil {
		return nil, &Error{NoGit, "git is not installed, or not in PATH", "install git; only --base needs it"}
	}
	r := &Repo{program: program, dir: dir, blobs: map[string][]byte{}}
	// The prefix comes last, since the name of a folder may hold line breaks.
	out, err := r.run(ctx, nil, "rev-parse", "--is-inside-work-tree", "--is-shallow-repository", "--show-prefix")
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

// refusal words why git does not open a folder.
func refusal(dir string, err error) error {
	var failed *commandError
	if !errors.As(err, &failed) {
		return err
	}
	switch {
	case strings.Contains(failed.said, "not a git repository"), strings.Contains(failed.said, "cannot use bare repository"):
		return noRepository(dir)
	case strings.Contains(failed.said, "dubious ownership"):
		return &Error{Refused, fmt.Sprintf("git does not trust the repository at %s: it belongs to another user", dir),
			"if you trust it, name it to git: git config --global --add safe.directory <its top folder>"}
	}
	return err
}

func noRepository(dir string) error {
	return &Error{NoRepository, fmt.Sprintf("%s is not in the work tree of a Git repository", dir), "run it in a clone, or leave --base out"}
}

// options stand before every command. Each takes away a way in which a repository's own settings
// could start a program, change what a name means, or ask the network.
var options = []string{
	"--no-pager", "--no-replace-objects", "--literal-pathspecs", "--no-optional-locks",
	"-c", "core.quotePath=false",
	"-c", "core.fsmonitor=false",
	"-c", "core.hooksPath=" + os.DevNull,
	"-c", "log.showSignature=false", // checking one starts another program
	"-c", "diff.renameLimit=1000",
	"-c", "protocol.allow=never", // a partial clone would fetch what it lacks
	"-c", "safe.bareRepository=explicit", // files of a pull request can look like a bare repository
}

// settings are added to the environment.
var settings = []string{
	"GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1", "GIT_PAGER=cat", "LC_ALL=C", "LANGUAGE=C",
}

// elsewhere are the variables that would lead git away from the folder given. Hooks set them, and a
// hook of one repository may check another.
var elsewhere = regexp.MustCompile(`^GIT_(DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|` +
	`NAMESPACE|PREFIX|GRAFT_FILE|SHALLOW_FILE|REPLACE_REF_BASE|IMPLICIT_WORK_TREE|INTERNAL_SUPER_PREFIX|` +
	`(LITERAL|GLOB|NOGLOB|ICASE)_PATHSPECS|EXTERNAL_DIFF)=`)

func environment(inherited []string) []string {
	kept := slices.DeleteFunc(slices.Clone(inherited), elsewhere.MatchString)
	return append(kept, settings...)
}

// grace is how long a git that was cancelled may hold on to its pipes.
const grace = 5 * time.Second

func (r *Repo) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, r.program, slices.Concat(options, args)...)
	cmd.Dir, cmd.Env, cmd.WaitDelay = r.dir, environment(os.Environ()), grace
	return cmd
}

// run carries out one command and returns what it prints. The error is a *commandError where git
// reports a failure.
func (r *Repo) run(ctx context.Context, in io.Reader, args ...string) ([]byte, error) {
	cmd := r.command(ctx, args...)
	var out, said bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, &out, &said
	if err := cmd.Run(); err != nil {
		return nil, wrap(ctx, args[0], said.String(), err)
	}
	return out.Bytes(), nil
}

// commandError is a failure that git reports.
type commandError struct {
	command string
	said    string
	err     error
}

func (e *commandError) Error() string {
	said := e.err.Error()
	for line := range strings.Lines(e.said) { // warnings can come before it
		if reason, ok := strings.CutPrefix(strings.TrimSpace(line), "fatal: "); ok {
			said = reason
			break
		}
	}
	return "git " + e.command + ": " + said
}

func (e *commandError) Unwrap() error { return e.err }

func wrap(ctx context.Context, command, said string, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case strings.Contains(said, "from promisor remote"):
		return partial()
	}
	return &commandError{command, said, err}
}
