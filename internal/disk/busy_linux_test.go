package disk_test

import (
	"os"
	"path/filepath"
	"testing"
)

func TestIsBusy(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "a")
	w, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	f := open(t, dir)
	if !f.IsBusy("a") {
		t.Error("a file that is open for writing is not said to be")
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if f.IsBusy("a") {
		t.Error("a file that is open for reading is said to be written")
	}
}
