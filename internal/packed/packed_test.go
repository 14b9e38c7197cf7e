package packed_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hindcast/internal/packed"
)

// What is read is what was written; a file that was cut is an error.
func TestWriteAndRead(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "a.gz")
	content := strings.Repeat("many words ", 1000)
	if err := packed.Write(name, []byte(content)); err != nil {
		t.Fatal(err)
	}
	got, err := packed.Read(os.DirFS(dir), "a.gz")
	if err != nil || string(got) != content {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	small, err := os.ReadFile(name)
	if err != nil || len(small) > len(content)/20 {
		t.Errorf("%d bytes, %v", len(small), err)
	}
	if err := os.WriteFile(name, small[:len(small)-1], 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := packed.Read(os.DirFS(dir), "a.gz"); err == nil {
		t.Error("a cut file is read")
	}
}
