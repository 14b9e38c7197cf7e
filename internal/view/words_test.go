package view

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// translated matches a call of the scripts that translates a text, which must be written in place.
var translated = regexp.MustCompile(`\btranslate\(\s*("(?:[^"\\]|\\.)*")?`)

// The list of words for the scripts holds what they say, and nothing else.
func TestScriptWordsAreThoseOfTheScripts(t *testing.T) {
	files := slices.Concat(scriptsIn(t, "../../site/src/*.ts"), scriptsIn(t, "../../site/src/search/*.ts"))
	var used []string
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Replace(string(source), "export function translate(", "", 1)
		for _, m := range translated.FindAllStringSubmatch(text, -1) {
			english, err := strconv.Unquote(m[1])
			if err != nil {
				t.Errorf("%s: what is translated must be a text in place", filepath.Base(file))
				continue
			}
			used = append(used, english)
			if !slices.Contains(ScriptWords, english) {
				t.Errorf("%s says %q, which scriptWords lacks", filepath.Base(file), english)
			}
		}
	}
	for _, english := range ScriptWords {
		if !slices.Contains(used, english) {
			t.Errorf("no script says %q", english)
		}
	}
}

func scriptsIn(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) < 5 {
		t.Fatalf("only %d scripts were found: %v", len(files), err)
	}
	return files
}
