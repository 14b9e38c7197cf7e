package site

import (
	"bytes"
	"io/fs"
	"os/exec"
	"strings"
	"testing"
)

// The built script is what its source says; go generate ./site builds it.
func TestScriptIsBuilt(t *testing.T) {
	built, err := fs.ReadFile(FS, "assets/search.js")
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), "go", "tool", "esbuild", "src/search.ts", "--bundle", "--format=esm", "--target=es2022",
		"--charset=utf8", "--minify", "--legal-comments=none")
	fresh, err := command.Output()
	if err != nil {
		t.Fatalf("build the script: %v", err)
	}
	if !bytes.Equal(bytes.TrimSpace(fresh), bytes.TrimSpace(built)) {
		t.Error("assets/search.js is not what src/search.ts gives; run go generate ./site")
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
