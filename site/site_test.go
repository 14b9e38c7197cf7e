package site

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// What is built is what its source says; the directives in site.go are the commands, and go
// generate ./site carries them out.
func TestAssetsAreBuilt(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	source, err := os.ReadFile("site.go")
	if err != nil {
		t.Fatal(err)
	}
	built := 0
	for line := range strings.Lines(string(source)) {
		command, ok := strings.CutPrefix(strings.TrimSpace(line), "//go:generate ")
		if !ok {
			continue
		}
		before, name, ok := strings.Cut(command, " --outfile=")
		if !ok {
			t.Fatalf("the directive names no file: %s", command)
		}
		args := strings.Fields(before)
		cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
		fresh, err := cmd.Output()
		if err != nil {
			t.Fatalf("%s: %v", command, err)
		}
		kept, err := fs.ReadFile(FS, filepath.ToSlash(name))
		if err != nil {
			t.Fatal(err)
		}
		if built++; !bytes.Equal(bytes.TrimSpace(fresh), bytes.TrimSpace(kept)) {
			t.Errorf("%s is not what its source gives; run go generate ./site", name)
		}
	}
	if built < 2 {
		t.Errorf("only %d assets were built again", built)
	}
}

// The style asks for nothing from elsewhere.
func TestStyleKeepsToItself(t *testing.T) {
	style, err := fs.ReadFile(FS, "assets/hindcast.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, banned := range []string{"@import", "url(", "http:", "https:"} {
		if strings.Contains(string(style), banned) {
			t.Errorf("the style holds %s", banned)
		}
	}
}
