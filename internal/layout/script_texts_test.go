package layout

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hindcast/internal/view"
	"hindcast/internal/wording"
)

// translated matches a call of the scripts that translates a text, which must be written in place.
var translated = regexp.MustCompile(`\btranslate\(\s*(?:facetTitles\[|("(?:[^"\\]|\\.)*"))?`)

// The list of words for the scripts holds what they say, and nothing else.
func TestScriptWordsAreThoseOfTheScripts(t *testing.T) {
	files := slices.Concat(scriptsIn(t, "../../site/src/*.ts"), scriptsIn(t, "../../site/src/search/*.ts"))
	used := facetTitles() // by the scripts from site/src/search/engine/columns.ts
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Replace(string(source), "export function translate(", "", 1)
		for _, m := range translated.FindAllStringSubmatch(text, -1) {
			if strings.HasSuffix(m[0], "[") {
				continue
			}
			english, err := strconv.Unquote(m[1])
			if err != nil {
				t.Errorf("%s: what is translated must be a text in place", filepath.Base(file))
				continue
			}
			used = append(used, english)
			if !slices.Contains(ScriptTexts, english) {
				t.Errorf("%s says %q, which scriptWords lacks", filepath.Base(file), english)
			}
		}
	}
	for _, english := range ScriptTexts {
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
	m := Page{Model: &view.Model{Language: wording.English}}
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
