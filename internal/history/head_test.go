package history_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"hindcast/internal/history"
)

func (c clone) head(want string, modified bool) {
	c.t.Helper()
	head, got, err := history.Head(c.t.Context(), c.dir, "hindcast.yaml", "incidents", "site")
	if err != nil || string(head) != want || got != modified {
		c.t.Errorf("got %q, modified %v, %v; want %q, %v", head, got, err, want, modified)
	}
}

func TestHead(t *testing.T) {
	c := newClone(t)
	c.head("", false)
	c.write("incidents/a.md", "a")
	c.head("", false)
	c.commit()
	head := c.git(nil, "rev-parse", "HEAD")
	c.head(head, false)
	c.write("public/index.html", "a site is not what it is made of")
	c.head(head, false)
	c.write("incidents/2026/b.md", "new")
	c.head(head, true)
	if err := os.RemoveAll(filepath.Join(c.dir, "incidents/2026")); err != nil {
		t.Fatal(err)
	}
	c.head(head, false)
	c.write("incidents/a.md", "changed")
	c.head(head, true)
	c.git(nil, "add", "-A")
	c.head(head, true)
	if err := os.Remove(filepath.Join(c.dir, "incidents/a.md")); err != nil {
		t.Fatal(err)
	}
	c.head(head, true)
}

func TestHeadOfNothing(t *testing.T) {
	if head, modified, err := history.Head(t.Context(), t.TempDir(), "incidents"); head != "" || modified || err != nil {
		t.Errorf("got %q, %v, %v", head, modified, err)
	}
}

// The settings of a clone name programs for the content of files, for watching them and for other
// clones in it; none is run.
func TestHeadRunsNothing(t *testing.T) {
	c := newClone(t)
	c.write(".gitattributes", "* filter=own\n")
	c.write("incidents/a.md", "a")
	c.commit()
	head := c.git(nil, "rev-parse", "HEAD")
	ran := filepath.Join(t.TempDir(), "ran")
	for _, key := range []string{"filter.own.clean", "filter.own.process", "filter.own.smudge", "core.fsmonitor"} {
		c.git(nil, "config", key, "touch "+ran+"; cat #")
	}
	c.git(nil, "config", "filter.own.required", "true")
	c.write("incidents/a.md", "b")
	c.head(head, true)
	if _, err := os.Lstat(ran); !errors.Is(err, os.ErrNotExist) {
		t.Error("a program that the settings name was run")
	}
	c.git(nil, "config", "--unset", "filter.own.process")
	c.head(head, true)
	if _, err := os.Lstat(ran); !errors.Is(err, os.ErrNotExist) {
		t.Error("a program that the settings name was run")
	}
	c.git(nil, "-c", "core.fsmonitor=false", "status")
	if _, err := os.Lstat(ran); err != nil {
		t.Error("the settings name no program that git would run")
	}
	c.git(nil, "config", "filter.a=b.clean", "cat")
	if _, _, err := history.Head(t.Context(), c.dir, "incidents"); err == nil {
		t.Error("a filter that can't be taken out was passed over")
	}
}
