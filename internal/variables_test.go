package internal_test

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// Every variable that makes tests run longer is documented, and the documentation names no other.
func TestVariablesOfTestsAreDocumented(t *testing.T) {
	variable := regexp.MustCompile(`HINDCAST_TEST_[A-Z]+`)
	used := map[string]bool{}
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, e fs.DirEntry, err error) error {
		if err == nil && e.Name() == "node_modules" {
			return fs.SkipDir
		}
		if err != nil || e.IsDir() || !strings.HasSuffix(name, "_test.go") {
			return err
		}
		text, err := os.ReadFile(name)
		for _, v := range variable.FindAllString(string(text), -1) {
			used[v] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	manual, err := os.ReadFile("../docs/testing.md")
	if err != nil {
		t.Fatal(err)
	}
	documented := map[string]bool{}
	for _, v := range variable.FindAllString(string(manual), -1) {
		documented[v] = true
		if !used[v] {
			t.Errorf("docs/testing.md has %s, which no test reads", v)
		}
	}
	for v := range used {
		if !documented[v] {
			t.Errorf("%s is not in docs/testing.md", v)
		}
	}
	if len(used) < 5 {
		t.Errorf("only %d variables were found", len(used))
	}
}
