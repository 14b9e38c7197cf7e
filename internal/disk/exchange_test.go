//go:build linux || darwin

package disk_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// A file changes places with another, or moves to a free name alone, and never through a link that
// leads out of the folder.
func TestExchangeAndMove(t *testing.T) {
	top := t.TempDir()
	dir := filepath.Join(top, "root")
	place := func(name string) string { return filepath.Join(dir, name) }
	text := func(name string) string {
		data, _ := os.ReadFile(place(name))
		return string(data)
	}
	if err := errors.Join(os.MkdirAll(place("d"), 0o755), os.WriteFile(place("a"), []byte("A"), 0o644),
		os.WriteFile(place("d/b"), []byte("B"), 0o644), os.WriteFile(filepath.Join(top, "c"), []byte("C"), 0o644),
		os.Symlink("..", place("out"))); err != nil {
		t.Fatal(err)
	}
	f := open(t, dir)
	if err := f.Exchange("a", "d/b"); err != nil || text("a") != "B" || text("d/b") != "A" {
		t.Errorf("exchanged: %q, %q, %v", text("a"), text("d/b"), err)
	}
	if err := f.Move("a", "d/b"); !errors.Is(err, fs.ErrExist) || text("d/b") != "A" {
		t.Errorf("moved over a file: %q, %v", text("d/b"), err)
	}
	if err := f.Move("a", "d/free"); err != nil || text("d/free") != "B" || text("a") != "" {
		t.Errorf("moved: %q, %v", text("d/free"), err)
	}
	if f.Exchange("d/b", "out/c") == nil || f.Move("d/b", "out/new") == nil {
		t.Error("a link leads out of the folder")
	}
}
