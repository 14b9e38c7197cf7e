package pages

import (
	"encoding/json"
	"testing"

	"hindcast/internal/view"
	"hindcast/internal/wording"
)

// A page carries the words that its language has, as JSON; an English one carries none.
func TestScriptWords(t *testing.T) {
	m := &site{&view.Model{Language: wording.English}}
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
