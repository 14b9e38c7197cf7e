package main

import (
	"os"
	"path/filepath"
	"testing"
)

// The lexers are those of the version of Chroma in go.mod, and nothing was edited by hand.
func TestLexersAreCollected(t *testing.T) {
	fresh, kept := t.TempDir(), filepath.Join("..", "lexers")
	if err := collect(fresh); err != nil {
		t.Fatal(err)
	}
	if want, got := files(t, fresh), files(t, kept); len(want) != len(got) {
		t.Errorf("%d lexers are kept, want %d; run go generate ./internal/highlight", len(got), len(want))
	} else {
		for name, content := range want {
			if got[name] != content {
				t.Errorf("%s is not what Chroma has; run go generate ./internal/highlight", name)
			}
		}
	}
}

func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Name()] = string(content)
	}
	return all
}
