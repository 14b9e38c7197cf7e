package output

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func write(t *testing.T, target string, files map[string]string) error {
	t.Helper()
	tree, err := Begin(t.Context(), target, Options{Root: t.TempDir(), About: About{Audience: "public"}})
	if err != nil {
		return err
	}
	defer tree.Close()
	for name, text := range files {
		if err := tree.Write(name, []byte(text)); err != nil {
			return err
		}
	}
	return tree.Commit(t.Context())
}

func read(t *testing.T, parts ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(parts...))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// Nothing but the target may be left in the folder around it.
func alone(t *testing.T, parent string, want int) {
	t.Helper()
	entries, err := os.ReadDir(parent)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != want {
		t.Errorf("%d entries are left beside the site: %v", len(entries), entries)
	}
}

func TestReplacesTheWholeSite(t *testing.T) {
	parent := t.TempDir()
	target := filepath.Join(parent, "public")
	if err := write(t, target, map[string]string{"a/index.html": "1", "old.html": "x"}); err != nil {
		t.Fatal(err)
	}
	if err := write(t, target, map[string]string{"a/index.html": "2"}); err != nil {
		t.Fatal(err)
	}
	if got := read(t, target, "a", "index.html"); got != "2" {
		t.Errorf("index.html holds %q", got)
	}
	if _, err := os.Stat(filepath.Join(target, "old.html")); !errors.Is(err, os.ErrNotExist) {
		t.Error("a page of the old site is left")
	}
	alone(t, parent, 1)
}

func TestFailureLeavesTheOldSite(t *testing.T) {
	parent := t.TempDir()
	target := filepath.Join(parent, "public")
	if err := write(t, target, map[string]string{"a": "1"}); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"../b", "/b", "", ".", "a/../b", `a\b`, "A"} {
		if err := write(t, target, map[string]string{"a": "2", bad: "2"}); err == nil {
			t.Errorf("writing %q succeeded", bad)
		}
		if got := read(t, target, "a"); got != "1" {
			t.Errorf("after writing %q the old page holds %q", bad, got)
		}
		alone(t, parent, 1)
	}
}

func TestRefusesForeignFolders(t *testing.T) {
	target := t.TempDir()
	if err := os.WriteFile(filepath.Join(target, "thesis.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := write(t, target, map[string]string{"a": "1"}); !errors.As(err, new(*Refusal)) {
		t.Errorf("want a refusal, got %v", err)
	}
	read(t, target, "thesis.txt")
}

// Extra files are named one by one, however deep; a depth that nobody makes by hand is named as one folder.
func TestExtraFilesAreNamed(t *testing.T) {
	dir := t.TempDir()
	deep := strings.Repeat("d/", deepest+1)
	for _, name := range []string{"a/b/x", deep + "more/x"} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755),
			os.WriteFile(filepath.Join(dir, name), nil, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	d, err := Compare(os.DirFS(dir), &Manifest{})
	if want := []string{"a/b/x", deep, "empty/"}; err != nil || !slices.Equal(d.Extra, want) {
		t.Errorf("extra: %q, %v; want %q", d.Extra, err, want)
	}
}
