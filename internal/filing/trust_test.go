package filing_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"hindcast/internal/filing"
	"hindcast/internal/filing/numbering"
)

// trap is a folder of programs that leave their name when they are started, for each kind of thing
// that the settings of a repository can name.
type trap struct{ dir string }

func newTrap(t *testing.T) trap {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the traps are shell scripts")
	}
	return trap{t.TempDir()}
}

func (tr trap) program(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(tr.dir, name)
	text := fmt.Sprintf("#!/bin/sh\necho %s >> '%s/ran'\n", name, tr.dir)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o755)); err != nil {
		t.Fatal(err)
	}
	return path
}

func (tr trap) ran() string {
	text, _ := os.ReadFile(filepath.Join(tr.dir, "ran"))
	return string(text)
}

// arm names a program wherever the settings of a clone can name one.
func (tr trap) arm(t *testing.T, dir string) {
	t.Helper()
	for _, hook := range []string{
		"pre-push", "reference-transaction", "post-merge", "post-index-change", "pre-commit", "post-commit", "post-checkout",
		"pre-auto-gc", "post-rewrite", "commit-msg", "prepare-commit-msg", "fsmonitor-watchman", "proc-receive",
	} {
		tr.program(t, "hooks/"+hook)
	}
	for _, key := range []string{
		"core.fsmonitor", "core.pager", "core.sshCommand", "core.askPass", "core.editor", "core.gitProxy", "core.alternateRefsCommand", "credential.helper",
		"gpg.program", "gpg.ssh.program", "gpg.ssh.defaultKeyCommand", "diff.external", "diff.trap.command", "diff.trap.textconv", "filter.trap.clean", "filter.trap.smudge",
		"filter.trap.process", "merge.trap.driver", "remote.origin.uploadpack", "remote.origin.receivepack", "uploadpack.packObjectsHook",
		"sequence.editor", "trailer.trap.command", "trailer.trap.cmd", "interactive.diffFilter", "submodule.trap.update", "pager.push", "browser.trap.cmd", "ssh.variant",
	} {
		mustRun(t, dir, "config", key, tr.program(t, strings.ToLower(strings.ReplaceAll(key, ".", "-"))))
	}
	for key, value := range map[string]string{
		"core.hooksPath": filepath.Join(tr.dir, "hooks"), "filter.trap.required": "true", "protocol.ext.allow": "always", "protocol.allow": "always",
		"commit.gpgSign": "true", "push.gpgSign": "if-asked", "log.showSignature": "true", "remote.origin.vcs": "", "gc.auto": "1", "fetch.recurseSubmodules": "true",
		"push.recurseSubmodules": "on-demand", "submodule.recurse": "true", "alias.fetch": "!" + tr.program(t, "alias"),
	} {
		mustRun(t, dir, "config", key, value)
	}
	mustRun(t, dir, "config", "--unset", "remote.origin.vcs")
	gitDir := mustRun(t, dir, "rev-parse", "--absolute-git-dir")
	if err := put(gitDir, map[string]string{"info/attributes": "* filter=trap diff=trap merge=trap\n"}); err != nil {
		t.Fatal(err)
	}
}

// A clone whose settings name a program for everything starts none of them, and still pushes and moves
// forward.
func TestPushTrustsNoSettings(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	gitIdentity(t)
	tr := newTrap(t)
	bare, dirs := remote(t, "log", with(register, map[string]string{
		"incidents/2026/INC-2026-XAAAA.md": placed("INC-2026-XAAAA", "2026-05-02", "", "Text."),
	}), 1)
	dir := dirs[0]
	tr.arm(t, dir)
	_, _ = run(dir, "status") // it fails or not, as the traps end before or after git speaks to them
	if tr.ran() == "" {
		t.Fatal("the traps are not armed")
	}
	if err := os.Remove(filepath.Join(tr.dir, "ran")); err != nil {
		t.Fatal(err)
	}
	pushed, err := numbering.Push(t.Context(), desk(), dir, origin, 3)
	if err != nil || pushed.Commit == "" || !pushed.Here {
		t.Errorf("%+v, %v", pushed, err)
	}
	if numbering.Upstream(t.Context(), desk(), dir) == nil {
		t.Error("the upstream was not read")
	}
	if ran := tr.ran(); ran != "" {
		t.Errorf("these ran:\n%s", ran)
	}
	if got := mustRun(t, bare, "rev-parse", "main"); got != pushed.Commit {
		t.Errorf("the remote has %s, not %s", got, pushed.Commit)
	}
}

// An address that names a program, or leads to one by another name, is not asked.
func TestPushTrustsNoTransport(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	gitIdentity(t)
	tr := newTrap(t)
	_, dirs := remote(t, "", with(register, map[string]string{
		"incidents/2026/INC-2026-XAAAA.md": placed("INC-2026-XAAAA", "2026-05-02", "", "Text."),
	}), 1)
	dir := dirs[0]
	tr.arm(t, dir)
	transport := tr.program(t, "ext")
	t.Setenv("PATH", tr.dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	tr.program(t, "git-remote-trap")
	for _, address := range []string{
		"ext::" + transport, "ext::sh -c " + transport, "trap::x", "trap://x", "fd::3", "http://127.0.0.1:9/x",
	} {
		mustRun(t, dir, "config", "remote.origin.url", address)
		var no *filing.RemoteError
		if _, err := numbering.Push(t.Context(), desk(), dir, origin, 1); !errors.As(err, &no) ||
			!strings.Contains(err.Error(), "not allowed") {
			t.Errorf("%s: %v", address, err)
		}
	}
	mustRun(t, dir, "config", "remote.origin.url", "/nowhere")
	mustRun(t, dir, "config", "url.ext::"+transport+" .insteadOf", "/nowhere")
	if _, err := numbering.Push(t.Context(), desk(), dir, origin, 1); err == nil {
		t.Error("an address that is another one was reached")
	}
	if ran := tr.ran(); ran != "" {
		t.Errorf("these ran:\n%s", ran)
	}
}

// A shallow clone, as CI makes it, a work tree beside its clone and one of another hash push as well.
func TestPushFromOtherClones(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	gitIdentity(t)
	record := func(id string) map[string]string {
		return map[string]string{"incidents/2026/" + id + ".md": placed(id, "2026-05-02", "", "Text.")}
	}
	bare, dirs := remote(t, "", with(register, record("INC-2026-0001")), 1)
	for i := range 3 {
		id := fmt.Sprintf("INC-2026-XAAA%d", i)
		if err := put(dirs[0], record(id)); err != nil {
			t.Fatal(err)
		}
		mustRun(t, dirs[0], "add", "-A")
		mustRun(t, dirs[0], "commit", "--quiet", "-m", id)
		mustRun(t, dirs[0], "push", "--quiet", "origin", "main")
		top := t.TempDir()
		dir := filepath.Join(top, "clone")
		switch i {
		case 0:
			mustRun(t, top, "clone", "--quiet", "--depth=1", "file://"+bare, dir)
		case 1: // an older state, so that the push has something to fetch
			mustRun(t, top, "clone", "--quiet", "--depth=1", "file://"+bare, dir)
			mustRun(t, dirs[0], "commit", "--quiet", "--allow-empty", "-m", "later")
			mustRun(t, dirs[0], "push", "--quiet", "origin", "main")
		case 2:
			mustRun(t, top, "clone", "--quiet", bare, "first")
			mustRun(t, filepath.Join(top, "first"), "checkout", "--quiet", "--detach")
			mustRun(t, filepath.Join(top, "first"), "worktree", "add", "--quiet", dir, "main")
		}
		pushed, err := numbering.Push(t.Context(), desk(), dir, origin, 3)
		if err != nil || pushed.Commit == "" || !pushed.Here {
			t.Errorf("clone %d: %+v, %v", i, pushed, err)
			continue
		}
		if got := mustRun(t, dir, "status", "--porcelain"); got != "" {
			t.Errorf("clone %d: the work tree: %s", i, got)
		}
		mustRun(t, dir, "fsck", "--connectivity-only")
		mustRun(t, dirs[0], "pull", "--quiet", "--ff-only", "origin", "main")
	}
	if c := checkedOut(t, bare, ""); len(c.Log.Records) != 4 {
		t.Errorf("%d records", len(c.Log.Records))
	}
}
