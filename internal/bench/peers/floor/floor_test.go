package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	dir := t.TempDir()
	source := "---\nid: INC-1\ntitle: A & B\ntags: [x]\n---\n\n## Head\n\n| a |\n|---|\n| ~~b~~ |\n"
	if err := os.WriteFile(filepath.Join(dir, "a.md"), []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	for _, mode := range []string{modeYAML, modeMarkdown} {
		if n, err := run(dir, mode, out); n != 1 || err != nil {
			t.Errorf("mode %s reads %d files, error %v", mode, n, err)
		}
	}
	if written, _ := os.ReadDir(out); len(written) > 0 {
		t.Errorf("a mode that only reads has written %v", written)
	}
	if n, err := run(dir, modeAll, out); n != 1 || err != nil {
		t.Fatalf("%d files, error %v", n, err)
	}
	page, err := os.ReadFile(filepath.Join(out, "INC-1", "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"<h1>A &amp; B</h1>", "<dt>id</dt><dd>INC-1</dd>", `<h2 id="head">Head</h2>`, "<td><del>b</del></td>",
	} {
		if !strings.Contains(string(page), want) {
			t.Errorf("%q is missing in:\n%s", want, page)
		}
	}
}

func TestRunTellsWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	if _, err := run(dir, "html", ""); err == nil {
		t.Error("an unknown mode is taken")
	}
	if _, err := run(dir, modeAll, ""); err == nil {
		t.Error("pages are written nowhere")
	}
	if err := os.WriteFile(filepath.Join(dir, "a.md"), []byte("no front matter"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := run(dir, modeYAML, ""); err == nil {
		t.Error("a file without front matter is taken")
	}
}
