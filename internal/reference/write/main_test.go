package main

import (
	"os"
	"testing"

	"hindcast/internal/cli"
	"hindcast/internal/reference"
)

// The pages of docs/reference are those that the tables make now.
func TestReferenceIsUpToDate(t *testing.T) {
	const folder = "../../../docs/reference"
	files := reference.Files(cli.Command())
	for name, want := range files {
		if got, err := os.ReadFile(folder + "/" + name); err != nil || string(got) != want {
			t.Errorf("docs/reference/%s is out of date (%v): run go generate ./internal/reference/write", name, err)
		}
	}
	list, err := os.ReadDir(folder)
	if err != nil || len(list) != len(files) {
		t.Errorf("docs/reference has %d files, want %d: %v", len(list), len(files), err)
	}
}
