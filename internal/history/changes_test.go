package history_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"hindcast/internal/history"
)

// as commits what is there under a subject, with a date of its own.
func (c clone) as(subject string) {
	c.t.Helper()
	c.git(nil, "add", "-A")
	c.git(nil, "commit", "-q", "--allow-empty", "--cleanup=verbatim", "--date=2026-05-01T12:00:00Z", "-m", subject)
}

func (c clone) changes(dir string) history.Log {
	c.t.Helper()
	log, err := history.Changes(c.t.Context(), filepath.Join(c.dir, dir))
	if err != nil {
		c.t.Fatal(err)
	}
	return log
}

// subjects is a log in short: each file with the subjects of its changes, newest first.
func subjects(log history.Log) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(log.Files)) {
		fmt.Fprintf(&b, "%s:", name)
		for _, change := range log.Files[name].Newest {
			b.WriteString(" " + change.Subject)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestChanges(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	long := strings.Repeat("a line that makes the file alike\n", 20)
	for i, c := range []struct {
		name string
		make func(clone)
		want string
	}{
		{"one file, and one that was removed", func(c clone) {
			c.write("a", "1")
			c.write("b", "1")
			c.as("one")
			c.write("a", "2")
			c.as("two")
			c.as("empty")
			c.git(nil, "rm", "-q", "b")
			c.as("three")
		}, "a: two one\nb: three one\n"},
		{"renamed twice, and changed meanwhile", func(c clone) {
			c.write("a", long)
			c.as("one")
			c.git(nil, "mv", "a", "b")
			c.write("b", long+"more\n")
			c.as("two")
			c.write("b", long+"more and more\n")
			c.as("three")
			if err := os.MkdirAll(filepath.Join(c.dir, "d"), 0o755); err != nil {
				c.t.Fatal(err)
			}
			c.git(nil, "mv", "b", "d/c")
			c.as("four")
		}, "d/c: four three two one\n"},
		{"another file took the name", func(c clone) {
			c.write("a", long)
			c.as("one")
			c.git(nil, "mv", "a", "b")
			c.as("two")
			c.write("a", "something else")
			c.as("three")
		}, "a: three\nb: two one\n"},
		{"the name had belonged to another file", func(c clone) {
			c.write("b", "something else")
			c.as("zero")
			c.git(nil, "rm", "-q", "b")
			c.write("a", long)
			c.as("one")
			c.git(nil, "mv", "a", "b")
			c.as("two")
		}, "b: two one\n"},
		{"two that changed names", func(c clone) {
			c.write("a", long)
			c.write("b", strings.ToUpper(long))
			c.as("one")
			c.write("a", long+"more\n")
			c.as("two")
			c.git(nil, "mv", "a", "x")
			c.git(nil, "mv", "b", "a")
			c.git(nil, "mv", "x", "b")
			c.as("three")
		}, "a: three two one\nb: three one\n"}, // a file that is there before and after is no rename to git
		{"a branch that was merged", func(c clone) {
			c.write("a", "1")
			c.as("one")
			c.git(nil, "checkout", "-q", "-b", "side")
			c.write("b", "1")
			c.as("side")
			c.git(nil, "checkout", "-q", "main")
			c.write("a", "2")
			c.as("two")
			c.git(nil, "merge", "-q", "--no-ff", "-m", "merge", "side")
		}, "a: two one\nb: side\n"},
		{"a branch whose changes the merge undid", func(c clone) {
			c.write("a", "1")
			c.as("one")
			c.git(nil, "checkout", "-q", "-b", "side")
			c.write("a", "2")
			c.as("side")
			c.git(nil, "checkout", "-q", "main")
			c.as("empty")
			c.git(nil, "merge", "-q", "--no-ff", "-s", "ours", "-m", "merge", "side")
		}, "a: side one\n"},
		{"odd names and subjects", func(c clone) {
			for _, name := range []string{"new\nline", "tab\t", "\"q\"", "-rf", "ümlaut", "\xff", "M", strings.Repeat("a", 40)} {
				c.write(name, name)
			}
			c.as("A\t\x01 «ü» <b> " + strings.Repeat("a", 40) + "\n\nR100\n")
		}, func() string {
			subject := " A\t\x01 «ü» <b> " + strings.Repeat("a", 40) + "\n"
			return "\"q\":" + subject + "-rf:" + subject + "M:" + subject + strings.Repeat("a", 40) + ":" + subject +
				"new\nline:" + subject + "tab\t:" + subject + "ümlaut:" + subject + "\xff:" + subject
		}()},
		{"no subject", func(c clone) {
			c.write("a", "1")
			c.git(nil, "add", "-A")
			c.git(nil, "commit", "-q", "--allow-empty-message", "-m", "")
		}, "a: \n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			repo := newClone(t, "--object-format="+[]string{"sha1", "sha256"}[i%2])
			c.make(repo)
			log := repo.changes(".")
			if got := subjects(log); got != c.want || log.Absent || log.Incomplete {
				t.Errorf("got %q, want %q; %v %v", got, c.want, log.Absent, log.Incomplete)
			}
		})
	}
}

// A change tells its commit and never who made it.
func TestChangeTells(t *testing.T) {
	c := newClone(t)
	c.write("a", "1")
	c.as("one")
	head := c.git(nil, "rev-parse", "HEAD")
	log := c.changes(".")
	change := log.Files["a"].Newest[0]
	if change.Hash != head || change.Short != head[:10] ||
		change.When.Format("2006-01-02T15:04:05Z07:00 MST") != "2026-05-01T12:00:00Z UTC" {
		t.Errorf("got %+v of commit %s", change, head)
	}
	if all := fmt.Sprintf("%+v", log); strings.Contains(strings.ToLower(all), "tester") {
		t.Errorf("the author is named in %s", all)
	}
}

func TestChangesBelowAFolder(t *testing.T) {
	c := newClone(t)
	long := strings.Repeat("a line that makes the file alike\n", 20)
	c.write("elsewhere/b.md", long)
	c.write("log [x]/incidents/a.md", "1")
	c.as("one")
	c.write("elsewhere/c.md", "1")
	c.as("elsewhere")
	c.git(nil, "mv", "elsewhere/b.md", "log [x]/incidents/b.md")
	c.as("moved in")
	if got, want := subjects(c.changes("log [x]")), "incidents/a.md: one\nincidents/b.md: moved in\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNewestChangesAreKept(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	c := newClone(t)
	for i := range 25 {
		c.write("a", fmt.Sprint(i))
		c.as(fmt.Sprint(i))
	}
	log := c.changes(".").Files["a"]
	if len(log.Newest) != 20 || log.Count != 25 || log.Newest[0].Subject != "24" || log.Newest[19].Subject != "5" {
		t.Errorf("%d of %d changes are kept: %+v", len(log.Newest), log.Count, log.Newest)
	}
}

// In a shallow clone the oldest commits seem to add every file; they are left out.
// What others write into a commit has a length.
func TestSubjectsAndNamesAreCut(t *testing.T) {
	c := newClone(t)
	for i, long := range []string{
		strings.Repeat("x", 100_000), strings.Repeat("ü", 301), strings.Repeat("word ", 80) + "end", strings.Repeat("ü", 300),
	} {
		c.write("a", fmt.Sprint(i))
		c.git(nil, "add", "-A")
		c.git([]byte(long), "commit", "-q", "--author="+strings.Repeat("Long Name ", 30)+"<a@example.org>", "-F", "-")
	}
	for i, change := range c.changes("").Files["a"].Newest {
		if n := utf8.RuneCountInString(change.Subject); n > 300 || (i > 0) != strings.HasSuffix(change.Subject, "…") ||
			i == 1 && !strings.HasSuffix(change.Subject, "word…") {
			t.Errorf("a subject of %d characters, %q", n, change.Subject)
		}
	}
	repo, err := history.Open(t.Context(), c.dir)
	if err != nil {
		t.Fatal(err)
	}
	names, err := repo.Authors(t.Context())
	if err != nil || len(names) != 1 || len(names[0]) > 200 {
		t.Errorf("%.300q, %v", names, err)
	}
}

// Before the first commit nobody has written anything, which is no error.
func TestAuthorsBeforeTheFirstCommit(t *testing.T) {
	c := clone{t, t.TempDir()}
	c.git(nil, "init", "-q")
	repo, err := history.Open(t.Context(), c.dir)
	if err != nil {
		t.Fatal(err)
	}
	if names, err := repo.Authors(t.Context()); err != nil || len(names) != 0 {
		t.Errorf("%q, %v", names, err)
	}
}

func TestChangesOfAShallowClone(t *testing.T) {
	c := newClone(t)
	for _, name := range []string{"a", "b", "a"} {
		c.write(name, fmt.Sprint(len(c.git(nil, "log", "--all", "--format=%h"))))
		c.as(name)
	}
	for depth, want := range map[string]string{"1": "", "2": "a: a\n"} {
		shallow := clone{t, t.TempDir()}
		shallow.git(nil, "clone", "-q", "--depth", depth, "file://"+c.dir, ".")
		log := shallow.changes(".")
		if got := subjects(log); got != want || !log.Incomplete || log.Absent {
			t.Errorf("depth %s: got %q, want %q; %v %v", depth, got, want, log.Incomplete, log.Absent)
		}
	}
}

// A clone without the content of old files has their history, without renames where those take it.
func TestChangesOfAPartialClone(t *testing.T) {
	c := newClone(t)
	long := strings.Repeat("a line that makes the file alike\n", 20)
	c.write("a", long)
	c.as("one")
	c.git(nil, "mv", "a", "b")
	c.write("b", long+"more\n")
	c.as("two")
	c.git(nil, "config", "uploadpack.allowFilter", "true")
	partial := clone{t, t.TempDir()}
	partial.git(nil, "clone", "-q", "--filter=blob:none", "file://"+c.dir, ".")
	log := partial.changes(".")
	if got, want := subjects(log), "a: two one\nb: two\n"; got != want || !log.Incomplete {
		t.Errorf("got %q, want %q; incomplete: %v", got, want, log.Incomplete)
	}
}

func TestNothingToAsk(t *testing.T) {
	absent := func(name, dir string) {
		t.Helper()
		log, err := history.Changes(t.Context(), dir)
		if err != nil || !log.Absent || log.Incomplete || len(log.Files) > 0 {
			t.Errorf("%s: %+v, %v", name, log, err)
		}
	}
	c := newClone(t)
	absent("no commit", c.dir)
	c.write("a", "1")
	c.commit()
	outside := t.TempDir()
	t.Setenv("GIT_CEILING_DIRECTORIES", filepath.Dir(outside))
	absent("no repository", outside)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := history.Changes(ctx, c.dir); !errors.Is(err, context.Canceled) {
		t.Errorf("a history that nobody waits for: %v", err)
	}
	t.Setenv("PATH", t.TempDir())
	absent("no git", c.dir)
}

// Nobody's git writes such a commit.
func TestForgedCommit(t *testing.T) {
	c := newClone(t)
	c.write("a", "1")
	c.as("one")
	for _, date := range []string{"99999999999999999999 +0000", "-1 +9999", "", "x y"} {
		forged := "tree " + c.git(nil, "rev-parse", "HEAD^{tree}") + "\nauthor T <t> 1 +0000\ncommitter T <t> " + date +
			"\n\nbad \xff subject\n"
		c.git(nil, "update-ref", "refs/heads/main",
			c.git([]byte(forged), "hash-object", "-t", "commit", "-w", "--literally", "--stdin"))
		if got, want := subjects(c.changes(".")), "a: bad \uFFFD subject\n"; got != want {
			t.Errorf("%q: got %q, want %q", date, got, want)
		}
	}
}

// The repository's own settings change nothing and start no program, and one git reads it all.
func TestChangesTrustNoSettings(t *testing.T) {
	c := newClone(t)
	c.write("a", "1")
	c.as("one")
	c.write("b", "1")
	c.as("two")
	want := subjects(c.changes("."))
	ran := filepath.Join(t.TempDir(), "ran")
	program := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(program, []byte("#!/bin/sh\ntouch '"+ran+"'\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	for key, value := range map[string]string{
		"log.follow": "true", "log.showSignature": "true", "gpg.program": program, "diff.external": program, "core.pager": program, "core.fsmonitor": program,
		"diff.renames": "copies", "diff.relative": "false", "format.pretty": "oneline", "i18n.logOutputEncoding": "latin1", "log.diffMerges": "separate",
	} {
		c.git(nil, "config", key, value)
	}
	signed := strings.Replace(c.git(nil, "cat-file", "commit", "HEAD"), "\n\n",
		"\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END PGP SIGNATURE-----\n\n", 1)
	c.git(nil, "update-ref", "refs/heads/main", c.git([]byte(signed+"\n"), "hash-object", "-t", "commit", "-w", "--stdin"))
	trace := filepath.Join(t.TempDir(), "trace")
	t.Setenv("GIT_TRACE2_EVENT", trace)
	if got := subjects(c.changes(".")); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if _, err := os.Stat(ran); err == nil {
		t.Error("a program of the repository's settings was run")
	}
	text, err := os.ReadFile(trace)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), `"name":"log"`); n != 1 {
		t.Errorf("%d processes of log, want 1", n)
	}
}
