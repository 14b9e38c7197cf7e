package render

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hindcast/internal/wording"
)

// said matches a call that says something in the scripts; what it says must be written in place.
var said = regexp.MustCompile(`\bsay\(\s*("(?:[^"\\]|\\.)*")?`)

// The list of words for the scripts holds what they say, and nothing else.
func TestScriptWordsAreThoseOfTheScripts(t *testing.T) {
	files := slices.Concat(scriptsIn(t, "../../site/src/*.ts"), scriptsIn(t, "../../site/src/search/*.ts"))
	var used []string
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Replace(string(source), "export function say(", "", 1)
		for _, m := range said.FindAllStringSubmatch(text, -1) {
			english, err := strconv.Unquote(m[1])
			if err != nil {
				t.Errorf("%s: what is said must be a text in place, so that it can be translated", filepath.Base(file))
				continue
			}
			used = append(used, english)
			if !slices.Contains(scriptWords, english) {
				t.Errorf("%s says %q, which scriptWords lacks", filepath.Base(file), english)
			}
		}
	}
	for _, english := range scriptWords {
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

// A page carries the words that its language has, as JSON; an English one carries none.
func TestScriptWords(t *testing.T) {
	m := &Model{Language: wording.English}
	if got, err := m.ScriptWords(); got != "" || err != nil {
		t.Errorf("English gives %q, %v", got, err)
	}
	m.Language = wording.Language{Tag: "de", Words: map[string]string{"Copied": "Kopiert", "Incidents": "Vorfälle"}}
	got, err := m.ScriptWords()
	if err != nil {
		t.Fatal(err)
	}
	var words map[string]string
	if err := json.Unmarshal([]byte(got), &words); err != nil || len(words) != 1 || words["Copied"] != "Kopiert" {
		t.Errorf("the words are %s (%v), want only those of the scripts", got, err)
	}
}
