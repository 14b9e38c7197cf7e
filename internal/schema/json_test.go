package schema_test

import (
	"encoding/json"
	"strings"
	"testing"

	"hindcast/internal/incident"
	"hindcast/internal/schema"
)

func TestAppendJSON(t *testing.T) {
	at := func(s string) incident.Time {
		parsed, err := incident.ParseTime(s)
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	f := incident.Front{
		ID: "INC-2026-0001", Title: "a \"quoted\"\u202e\u0007 title </script> ü", Kind: incident.KindIncident,
		Roles:    incident.Roles{Commander: incident.OneOrMore{"ops"}},
		Timeline: incident.Timeline{Started: incident.Started{Unknown: "logs lost"}, Detected: at("2026-03"), Triaged: at("2026")},
		Impact: incident.Impact{
			People: &incident.Count{Least: 3, Most: 5}, Records: &incident.Count{}, Cost: &incident.Cost{Amount: incident.Amount{Least: "12.50", Most: "12.50"}, Currency: "EUR"}, Harms: []string{},
		},
		Frameworks: map[string][]incident.Control{"oecd": {{ID: "1"}, {ID: "2", Shows: "held", Note: "so it was"}}, "cve": {}},
		Custom:     map[string]any{"z": []any{"x", nil}, "a": map[string]any{"k": "v"}},
	}
	want := `{"id":"INC-2026-0001","title":"a \"quoted\"\u202e\u0007 title </script> ü","kind":"incident",` +
		`"roles":{"commander":["ops"]},"timeline":{"started":{"unknown":"logs lost"},"detected":"2026-03","triaged":"2026"},` +
		`"impact":{"people":[3,5],"records":0,"cost":{"amount":12.50,"currency":"EUR"},"harms":[]},` +
		`"frameworks":{"cve":[],"oecd":[{"id":"1"},{"id":"2","shows":"held","note":"so it was"}]},"custom":{"a":{"k":"v"},"z":["x",null]}}`
	got := string(schema.AppendJSON([]byte("x"), &f))
	if got != "x"+want {
		t.Errorf("got\n%s\nwant\nx%s", got, want)
	}
	var back map[string]any
	if err := json.Unmarshal([]byte(strings.TrimPrefix(got, "x")), &back); err != nil || back["title"] != f.Title {
		t.Errorf("the title comes back as %q: %v", back["title"], err)
	}
	f.Timeline.Started = incident.Started{At: at("2026-03-02T06:10Z")}
	if got := string(schema.AppendJSON(nil,
		&f.Timeline)); got != `{"started":"2026-03-02T06:10Z","detected":"2026-03","triaged":"2026"}` {
		t.Errorf("timeline %s", got)
	}
	if got := string(schema.AppendJSON(nil, &incident.Front{})); got != "{}" {
		t.Errorf("nothing is %s", got)
	}
}
