// Package git runs the git program, and nothing else does. It runs no shell and nothing that a
// repository names in its settings: no hook, filter, file monitor, pager, diff driver or transport,
// and asks no network unless told to. It knows nothing of records.
package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Git runs the program in one folder.
type Git struct {
	program string
	dir     string
	added   []string // to the environment
}

// ErrMissing means that the program is not installed.
var ErrMissing = errors.New("git is not installed, or not in PATH")

// In runs git in a folder. Below are the folders in it, relative to it, whose files it will be asked
// about. The error is ErrMissing where there is no git, and a *Waiting where it would never answer.
func In(dir string, below ...string) (*Git, error) {
	program, err := exec.LookPath("git")
	if err != nil {
		return nil, ErrMissing
	}
	if dir, err = filepath.Abs(dir); err == nil {
		err = waits(dir, below)
	}
	if err != nil {
		return nil, err
	}
	return &Git{program: program, dir: dir, added: []string{"GIT_ALLOW_PROTOCOL=none"}}, nil
}

// Dir is the folder that it runs in.
func (g *Git) Dir() string { return g.dir }

// Own is the same program in a repository that the caller made, whose settings are the caller's and
// the person's own. It may use the network.
func (g *Git) Own(repository string, environment ...string) *Git {
	added := append([]string{"GIT_DIR=" + repository, "GIT_ALLOW_PROTOCOL=" + protocols}, environment...)
	return &Git{program: g.program, dir: repository, added: added}
}

// protocols are those that git itself speaks or speaks by ssh. A folder on this machine is one of
// them. Any other is a program that an address names.
const protocols = "https:ssh:git:file"

// options are before every command. Each takes away a way in which a repository's own settings
// could start a program, change what a name means, or ask the network.
var options = []string{
	"--no-pager", "--no-replace-objects", "--literal-pathspecs", "--no-optional-locks",
	"-c", "core.quotePath=false",
	"-c", "core.fsmonitor=false",
	"-c", "core.hooksPath=" + os.DevNull,
	"-c", "log.showSignature=false", // checking one starts another program
	"-c", "diff.renameLimit=1000",
	"-c", "submodule.recurse=false", // each has settings of its own
	"-c", "gc.auto=0", "-c", "maintenance.auto=false",
	"-c", "protocol.allow=never", // a partial clone would fetch what it lacks
	"-c", "safe.bareRepository=explicit", // files of a pull request can look like a bare repository
}

// settings are added to the environment.
var settings = []string{"GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1", "GIT_PAGER=cat", "LC_ALL=C", "LANGUAGE=C"}

// elsewhere are the variables that would lead git away from the folder given. Hooks set them, and a
// hook of one repository may check another.
var elsewhere = regexp.MustCompile(`^GIT_(DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|` +
	`NAMESPACE|PREFIX|QUARANTINE_PATH|GRAFT_FILE|SHALLOW_FILE|REPLACE_REF_BASE|IMPLICIT_WORK_TREE|INTERNAL_SUPER_PREFIX|` +
	`(LITERAL|GLOB|NOGLOB|ICASE)_PATHSPECS|EXTERNAL_DIFF|ALLOW_PROTOCOL|PROTOCOL_FROM_USER)=`)

// grace is how long a git that was cancelled may hold on to its pipes.
const grace = 5 * time.Second

// Command is a command to be started.
func (g *Git) Command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, g.program, slices.Concat(options, args)...)
	cmd.Dir, cmd.WaitDelay = g.dir, grace
	cmd.Env = slices.Concat(slices.DeleteFunc(os.Environ(), elsewhere.MatchString), settings, g.added)
	return cmd
}

// ErrTooMuch means that a command printed more than is read.
var ErrTooMuch = fmt.Errorf("git prints more than %d MiB, which is not read", most>>20)

// most is the bytes that are read of what a command prints: a history of half a million commits.
const most = 128 << 20

// bounded keeps what is written up to most bytes, and refuses more.
type bounded struct {
	bytes.Buffer
	full bool
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.full = b.full || b.Len()+len(p) > most; b.full {
		return 0, ErrTooMuch
	}
	return b.Buffer.Write(p)
}

// Run carries out one command and returns what it prints. The error is an *Error where git reports a
// failure, ErrTooMuch, or that of the context or of the system.
func (g *Git) Run(ctx context.Context, in io.Reader, args ...string) ([]byte, error) {
	cmd := g.Command(ctx, args...)
	var out, said bounded
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, &out, &said
	err := cmd.Run()
	if out.full || said.full {
		return nil, ErrTooMuch
	}
	if err != nil {
		for len(args) > 2 && args[0] == "-c" { // a setting for it
			args = args[2:]
		}
		return nil, Failed(ctx, args[0], out.String(), said.String(), err)
	}
	return out.Bytes(), nil
}

// Line is what a command prints, without the line break at its end.
func (g *Git) Line(ctx context.Context, args ...string) (string, error) {
	out, err := g.Run(ctx, nil, args...)
	return strings.TrimSuffix(string(out), "\n"), err
}

// Error is a failure that git reports.
type Error struct {
	Command string
	Out     string // what it printed all the same
	Said    string // to the standard error
	err     error
}

// Failed is the error for a command that ended badly: that of the context where this is why.
func Failed(ctx context.Context, command, out, said string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return &Error{command, out, said, err}
}

func (e *Error) Error() string {
	said, _, _ := strings.Cut(strings.TrimSpace(e.Said), "\n")
	if said == "" {
		said = e.err.Error()
	}
	for line := range strings.Lines(e.Said) { // warnings can come before it
		if reason, ok := strings.CutPrefix(strings.TrimSpace(line), "fatal: "); ok {
			said = reason
			break
		}
	}
	return fmt.Sprintf("git %s: %s", e.Command, strings.TrimPrefix(said, "error: "))
}

func (e *Error) Unwrap() error { return e.err }

// IsID reports an id as git writes it, in either of its hashes.
func IsID(s string) bool { return id.MatchString(s) }

var id = regexp.MustCompile(`^(?:[0-9a-f]{40}|[0-9a-f]{64})$`)
