package internal_test

import (
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
