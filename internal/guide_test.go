package internal_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The guide for contributors and the plan of the packages name files that exist, and no package that does not.
func TestGuidesNameWhatExists(t *testing.T) {
	for guide, pattern := range map[string]string{
		"../CONTRIBUTING.md": "`((?:internal|templates|site|cmd)/[a-zA-Z0-9_./-]+)`",
		"../ARCHITECTURE.md": "`((?:internal|templates|site|cmd)/[a-zA-Z0-9_./-]+)`",
	} {
		text, err := os.ReadFile(guide)
		if err != nil {
			t.Fatal(err)
		}
		named := regexp.MustCompile(pattern).FindAllStringSubmatch(string(text), -1)
		for _, m := range named {
			if _, err := os.Stat(filepath.Join("..", m[1])); err != nil {
				t.Errorf("%s names %s, which is not there", guide, m[1])
			}
		}
		if len(named) < 10 {
			t.Errorf("%s names only %d files", guide, len(named))
		}
	}
}

// Links and pictures of the documentation lead to files that exist.
func TestDocumentationLinks(t *testing.T) {
	pages, err := filepath.Glob("../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range append(pages, "../README.md", "../CONTRIBUTING.md", "../SECURITY.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		text = regexp.MustCompile("(?ms)^```.*?^```$").ReplaceAll(text, nil)
		for _, m := range regexp.MustCompile(`\]\(([^)#:]+)(#[^)]*)?\)`).FindAllStringSubmatch(string(text), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), m[1])); err != nil {
				t.Errorf("%s links to %s, which is not there", page, m[1])
			}
		}
	}
}

// The walks through the code name each file once, and only files that exist.
func TestWalksNameEachFileOnce(t *testing.T) {
	text, err := os.ReadFile("../ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	_, walks, _ := strings.Cut(string(text), "## Three walks through the code")
	walks, _, _ = strings.Cut(walks, "\n## ")
	for i, walk := range regexp.MustCompile(`(?m)^\*\*One `).Split(walks, -1) {
		seen := map[string]bool{}
		for _, m := range regexp.MustCompile("`([a-z_]+(?:/[a-z_*]+)+\\.(?:go|html))`").FindAllStringSubmatch(walk, -1) {
			if seen[m[1]] {
				t.Errorf("walk %d names %s twice", i, m[1])
			}
			seen[m[1]] = true
			pattern := m[1]
			if !strings.HasPrefix(pattern, "templates/") {
				pattern = "internal/" + pattern
			}
			if found, err := filepath.Glob(filepath.Join("..", pattern)); err != nil || len(found) == 0 {
				t.Errorf("walk %d names %s, which is not there", i, m[1])
			}
		}
		if i > 0 && len(seen) < 4 {
			t.Errorf("walk %d names only %d files", i, len(seen))
		}
	}
}

// Each version of the changelog has a date, the newest comes first, and the first is the one that is built.
func TestChangelog(t *testing.T) {
	text, err := os.ReadFile("../CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("cli/console/app.go")
	if err != nil {
		t.Fatal(err)
	}
	version := regexp.MustCompile(`(?m)^## (\d+\.\d+\.\d+(?:-dev)?), (20\d\d-\d\d-\d\d)$`)
	found := version.FindAllSubmatch(text, -1)
	if headings := bytes.Count(text, []byte("\n## ")); len(found) != headings || headings == 0 {
		t.Fatalf("%d of %d headings have a version and a date", len(found), headings)
	}
	if !bytes.Contains(source, []byte(`var Release = "`+string(found[0][1])+`"`)) {
		t.Errorf("the newest version is %s, which is not that of console.Release", found[0][1])
	}
	for i := 1; i < len(found); i++ {
		if bytes.Compare(found[i][2], found[i-1][2]) > 0 {
			t.Errorf("%s is newer than the version above it", found[i][1])
		}
	}
}
