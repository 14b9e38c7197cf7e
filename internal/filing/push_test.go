package filing_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/filing"
	"hindcast/internal/filing/numbering"
	"hindcast/internal/load"
)

// gitIdentity lets git commit, and keeps it from the settings of the machine.
func gitIdentity(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	settings := filepath.Join(t.TempDir(), "gitconfig") // quicker, since nothing here has to survive
	if err := os.WriteFile(settings, []byte("[core]\n\tfsync = none\n[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n"),
		0o644); err != nil {
		t.Fatal(err)
	}
	for _, v := range []string{
		"GIT_CONFIG_GLOBAL=" + settings, "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.org",
		"GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.org",
	} {
		name, value, _ := strings.Cut(v, "=")
		t.Setenv(name, value)
	}
}

// run runs git in a folder, and reports a failure as an error, since it is called off the test's goroutine.
func run(dir string, args ...string) (string, error) {
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("git %s: %w: %s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out)), nil
}

func mustRun(t *testing.T, dir string, args ...string) string {
	t.Helper()
	out, err := run(dir, args...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func put(dir string, files map[string]string) error {
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// remote is a bare repository with files on main, and clones of it. The records are in a folder
// below the top of the repository where one is named.
func remote(t *testing.T, below string, files map[string]string, clones int) (bare string, dirs []string) {
	t.Helper()
	top := t.TempDir()
	bare = filepath.Join(top, "bare.git")
	mustRun(t, top, "init", "--quiet", "--bare", "--initial-branch=main", bare)
	for i := range clones {
		dir := filepath.Join(top, fmt.Sprintf("clone%d", i))
		if i > 0 {
			mustRun(t, top, "clone", "--quiet", bare, dir)
			dirs = append(dirs, filepath.Join(dir, below))
			continue
		}
		mustRun(t, top, "init", "--quiet", "--initial-branch=main", dir)
		if err := put(filepath.Join(dir, below), files); err != nil {
			t.Fatal(err)
		}
		mustRun(t, dir, "add", "-A")
		mustRun(t, dir, "commit", "--quiet", "-m", "start")
		mustRun(t, dir, "remote", "add", "origin", bare)
		mustRun(t, dir, "push", "--quiet", "--set-upstream", "origin", "main")
		dirs = append(dirs, filepath.Join(dir, below))
	}
	return bare, dirs
}

// checkedOut is the log at the tip of a bare repository.
func checkedOut(t *testing.T, bare, below string) *corpus.Corpus {
	t.Helper()
	dir := t.TempDir()
	mustRun(t, dir, "clone", "--quiet", bare, "tip")
	c, err := corpus.Open(t.Context(), os.DirFS(filepath.Join(dir, "tip", below)), corpus.Options{
		Now: now, Limits: load.DefaultLimits,
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var origin = numbering.Remote{Name: "origin", Branch: "main"}

func TestPush(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	gitIdentity(t)
	files := with(register, map[string]string{
		"incidents/2026/INC-2026-XAAAA-a/index.md":   placed("INC-2026-XAAAA", "2026-05-02", "", "See INC-2026-XBBBB. ![Chart](ch ärt.png)"),
		"incidents/2026/INC-2026-XAAAA-a/ch ärt.png": testPNG(0),
		"incidents/2026/INC-2026-XBBBB.md":           strings.ReplaceAll(placed("INC-2026-XBBBB", "2026-05-01", "", "[[INC-2026-XAAAA]]"), "\n", "\r\n"),
		"../top.txt":                                 "beside the records\n",
	})
	bare, dirs := remote(t, "log", files, 2)
	if err := put(dirs[0], map[string]string{"knowledge/half-done.md": "not committed"}); err != nil {
		t.Fatal(err)
	}
	pushed, err := numbering.Push(t.Context(), desk(), dirs[0], origin, 3)
	if err != nil || ids(pushed.Plan) != "INC-2026-XBBBB=INC-2026-0001 INC-2026-XAAAA=INC-2026-0002" ||
		pushed.Tries != 1 ||
		!pushed.Here {
		t.Fatalf("%+v, %v", pushed, err)
	}
	if got := mustRun(t, bare, "diff", "--summary", "main~1", "main"); !strings.Contains(got,
		`rename log/incidents/2026/{INC-2026-XAAAA-a => INC-2026-0002-a}/"ch`) && !strings.Contains(got, "INC-2026-0002-a") {
		t.Errorf("the commit is\n%s", got)
	}
	if got := mustRun(t, bare, "log", "-1",
		"--format=%B"); got != "Number 2 records\n\nINC-2026-0001 was INC-2026-XBBBB\nINC-2026-0002 was INC-2026-XAAAA" {
		t.Errorf("the message is %q", got)
	}
	want := carriedOut(files, pushed.Plan)
	delete(want, "../top.txt")
	for _, dir := range dirs[:1] { // the branch moved forward here
		for name, text := range want {
			if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(got) != text {
				t.Errorf("%s: %q, %v", name, got, err)
			}
		}
		if got := mustRun(t, dir, "status", "--porcelain"); got != "?? log/knowledge/half-done.md" &&
			got != "?? knowledge/half-done.md" {
			t.Errorf("the work tree: %s", got)
		}
	}
	if again, err := numbering.Push(t.Context(), desk(), dirs[1], origin, 3); err != nil || again.Commit != "" {
		t.Errorf("a second run: %+v, %v", again, err)
	}
	if c := checkedOut(t, bare, "log"); diag.Tally(c.Findings).Errors > 0 {
		t.Errorf("%+v", c.Findings)
	}
}

// What is not committed or not pushed in the clone has no part in it and stays.
func TestPushKeepsTheWorkTree(t *testing.T) {
	gitIdentity(t)
	record := "incidents/2026/INC-2026-XAAAA.md"
	_, dirs := remote(t, "", with(register, map[string]string{
		record: placed("INC-2026-XAAAA", "2026-05-02", "", "Text."),
	}), 1)
	dir := dirs[0]
	edited := placed("INC-2026-XAAAA", "2026-05-02", "", "Text that somebody is writing.")
	if err := put(dir, map[string]string{record: edited, "mine.txt": "mine"}); err != nil {
		t.Fatal(err)
	}
	mustRun(t, dir, "add", "mine.txt")
	mustRun(t, dir, "commit", "--quiet", "-m", "not pushed yet")
	head := mustRun(t, dir, "rev-parse", "HEAD")
	pushed, err := numbering.Push(t.Context(), desk(), dir, origin, 3)
	if err != nil || pushed.Commit == "" || pushed.Here {
		t.Fatalf("%+v, %v", pushed, err)
	}
	if got, _ := os.ReadFile(filepath.Join(dir, record)); string(got) != edited ||
		mustRun(t, dir, "rev-parse", "HEAD") != head {
		t.Errorf("the work tree or the branch changed: %s", got)
	}
}

func TestPushRefuses(t *testing.T) {
	gitIdentity(t)
	bare, dirs := remote(t, "", with(register, map[string]string{
		"incidents/2026/INC-2026-XAAAA.md": placed("INC-2026-XAAAA", "2026-05-02", "", "Text."),
	}), 1)
	for want, to := range map[string]numbering.Remote{
		"there is no remote":  {Name: "--upload-pack=touch x", Branch: "main"},
		`no remote "ext::sh`:  {Name: "ext::sh -c x", Branch: "main"},
		"is no name of":       {Name: "origin", Branch: "--force"},
		`"a..b" is no name`:   {Name: "origin", Branch: "a..b"},
		"has no branch other": {Name: "origin", Branch: "other"},
	} {
		_, err := numbering.Push(t.Context(), desk(), dirs[0], to, 3)
		var refused *filing.Error
		if !errors.As(err, &refused) || !strings.Contains(err.Error(), want) || refused.Hint() == "" {
			t.Errorf("%v: got %v, want %s", to, err, want)
		}
	}
	hook := filepath.Join(bare, "hooks", "pre-receive")
	if err := os.WriteFile(hook, []byte("#!/bin/sh\necho protected >&2\nexit 1\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	var no *filing.RemoteError
	if _, err := numbering.Push(t.Context(), desk(), dirs[0], origin, 3); !errors.As(err, &no) ||
		!strings.Contains(err.Error(), "hook declined") {
		t.Errorf("a branch that is protected: %v", err)
	}
	if err := os.RemoveAll(bare); err != nil {
		t.Fatal(err)
	}
	if _, err := numbering.Push(t.Context(), desk(), dirs[0], origin, 3); !errors.As(err, &no) {
		t.Errorf("a remote that is gone: %v", err)
	}
	if _, err := numbering.Push(t.Context(), desk(), t.TempDir(), origin, 3); err == nil ||
		!strings.Contains(err.Error(), "not a git repository") {
		t.Errorf("no repository: %v", err)
	}
}

// Two clones merge a record each and number at once, again and again on one remote. No number is lost
// or given twice, and every link leads somewhere, those by placeholder too. It goes on until a push met another, five
// times at least, or fifty times where HINDCAST_TEST_LONG is set.
func TestPushRace(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	gitIdentity(t)
	const most = 50
	least := 5
	if os.Getenv("HINDCAST_TEST_LONG") != "" {
		least = most
	}
	bare, dirs := remote(t, "", with(register, map[string]string{
		"incidents/2026/INC-2026-0001.md": placed("INC-2026-0001", "2026-01-01", "", "The first."),
	}), 2)
	retried, n := 0, 0
	for ; n < least || n < most && retried == 0; n++ {
		tries := make([]int, len(dirs))
		errs := make([]error, len(dirs))
		var wait sync.WaitGroup
		for i, dir := range dirs {
			wait.Go(func() { tries[i], errs[i] = mergeAndNumber(t, dir, fmt.Sprintf("%c%02d", 'A'+i, n)) })
		}
		wait.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatalf("repetition %d: %v", n, err)
		}
		retried += tries[0] + tries[1] - len(dirs)
		mustRun(t, dirs[0], "pull", "--quiet", "--ff-only", "origin", "main")
		checkRace(t, dirs[0], 1+(n+1)*len(dirs))
	}
	if c := checkedOut(t, bare, ""); len(c.Log.Records) != 1+n*len(dirs) {
		t.Errorf("%d records at the end", len(c.Log.Records))
	}
	t.Logf("%d pushes were tried again in %d repetitions", retried, n)
	if retried == 0 {
		t.Error("no push met another: the test shows nothing")
	}
}

// mergeAndNumber pushes a record that refers to others, as a merge would, and then numbers. The one
// of the other clone may have its number already or not.
func mergeAndNumber(t *testing.T, dir, name string) (int, error) {
	id := "INC-2026-X" + name + "Z"
	record := placed(id, "2026-02-01", "related: [{id: INC-2026-0001, relation: similar_to}]\n",
		"This is "+id+", [[INC-2026-0001]] is another.")
	if err := put(dir, map[string]string{
		"incidents/2026/" + id + "-n.md":  record,
		"knowledge/about-" + name + ".md": "---\ntitle: About " + id + "\ntlp: GREEN\n---\nSee [[" + id + "]] and [it](../incidents/2026/" + id + "-n.md).\n",
	}); err != nil {
		return 0, err
	}
	for _, args := range [][]string{{"add", "-A"}, {"commit", "--quiet", "-m", "merge " + id}} {
		if _, err := run(dir, args...); err != nil {
			return 0, err
		}
	}
	for try := 0; ; try++ {
		if _, err := run(dir, "push", "--quiet", "origin", "main"); err == nil {
			break
		} else if try == 20 {
			return 0, err
		}
		if _, err := run(dir, "pull", "--quiet", "--rebase", "origin", "main"); err != nil {
			return 0, err
		}
	}
	pushed, err := numbering.Push(t.Context(), raceDesk(), dir, origin, 20)
	if err != nil {
		return 0, err
	}
	return pushed.Tries, nil
}

// checkRace wants the numbers from 1 on, each once, and all links resolved.
func checkRace(t *testing.T, dir string, records int) {
	t.Helper()
	c, err := corpus.Open(t.Context(), os.DirFS(dir), corpus.Options{Now: now, Limits: load.DefaultLimits})
	if err != nil {
		t.Fatal(err)
	}
	numbers, placeholders := map[string]bool{}, map[string]bool{}
	for _, r := range c.Log.Records {
		numbers[r.ID] = true
		for _, alias := range r.Aliases {
			placeholders[alias] = true
		}
	}
	for n := 1; n <= records; n++ {
		if id := fmt.Sprintf("INC-2026-%04d", n); !numbers[id] {
			t.Errorf("%s was not given", id)
		}
	}
	if len(numbers) != records || len(c.Log.Records) != records || len(placeholders) != records-1 {
		t.Fatalf("%d numbers and %d placeholders of %d records, want %d",
			len(numbers), len(placeholders), len(c.Log.Records), records)
	}
	for _, f := range c.Findings {
		if f.Level == diag.Error {
			t.Errorf("%s: %s", f.Path, f.Message)
		}
	}
}
