package internal_test

import (
	"io/fs"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Expressions that are compiled when they are first used compile, also those that no test uses. The few that are made of
// constants with names are left to the tests of their packages.
func TestLazyExpressions(t *testing.T) {
	literal := "(?:`[^`]*`" + `|"(?:[^"\\\n]|\\.)*")`
	call := regexp.MustCompile(`lazy\.Regexp\((` + literal + `(?:\s*\+\s*(?://.*)?\s*` + literal + `)*)(\))?`)
	part := regexp.MustCompile(literal)
	found := 0
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, e fs.DirEntry, err error) error {
		if err == nil && e.Name() == "node_modules" {
			return fs.SkipDir
		}
		if err != nil || e.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		text, err := os.ReadFile(name)
		for _, m := range call.FindAllSubmatch(text, -1) {
			expression := ""
			for _, quoted := range part.FindAllString(string(m[1]), -1) {
				one, err := strconv.Unquote(quoted)
				if err != nil {
					t.Errorf("%s: %s: %v", name, quoted, err)
				}
				expression += one
			}
			found++
			if len(m[2]) == 0 {
				continue // a constant follows
			}
			if _, err := regexp.Compile(expression); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		return err
	})
	if err != nil || found < 80 {
		t.Errorf("%d expressions are found, %v", found, err)
	}
}
