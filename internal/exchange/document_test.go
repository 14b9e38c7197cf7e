package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/load"
	"hindcast/internal/markdown"
)

func parsed(body string) markdown.Text {
	return markdown.NewParser(load.DefaultLimits.Text, incident.BareID).Parse(diag.NewLines([]byte(body)), 0)
}

func moment(t *testing.T, s string) incident.Time {
	t.Helper()
	at, err := incident.ParseTime(s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// sampleLog has one of each sort, with coarse and exact times, an own key and a slug that no engine
// takes for a key.
func sampleLog(t *testing.T) *incident.Log {
	t.Helper()
	var zone incident.Zone
	if err := zone.UnmarshalText([]byte("Europe/Berlin")); err != nil {
		t.Fatal(err)
	}
	log := &incident.Log{Config: incident.NewConfig(incident.Settings{
		Title: "Log", Organisation: "Bank", Language: "de", BaseURL: "https://example.org/log/", Timezone: zone,
	})}
	log.Records = []*incident.Record{{
		File: incident.File{Path: "incidents/INC-2026-0001.md", Text: parsed("Before.\n\n## What happened\nA *model*[^1] failed.\n\n### Detail\n- one\n\n## Response\n\n[^1]: Number four.\n")},
		Front: incident.Front{
			ID: "INC-2026-0001", Title: "Scores fall", Type: "model_failure", Also: []string{"bias", "model_failure"}, PotentialSeverity: "sev2",
			Kind: "near_miss", TLP: "CLEAR", Systems: []string{"scoring", "unknown"}, Owner: "risk",
			Roles:    incident.Roles{Commander: incident.OneOrMore{"oncall", "risk"}},
			Models:   []incident.Model{{Name: "gbm", Version: "4.10"}},
			Timeline: incident.Timeline{Started: incident.Started{At: moment(t, "2026-03-02T06:10:00+01:00")}, Detected: moment(t, "2026-03")},
			Causes:   []incident.Cause{{Factor: "drift", Note: "new customers"}},
			Actions:  []incident.Action{{ID: "A1", Title: "Gate", Owner: "platform", Status: "open", Due: moment(t, "2026-05-01")}},
			Frameworks: map[string][]incident.Control{
				"owasp_llm": {{ID: "LLM01"}}, "mitre_atlas": {{ID: "AML.T0051", Shows: "failed", Note: "no filter"}, {ID: "AML.T0043"}},
			},
			References: []incident.Reference{{URL: "https://example.org/report", Title: "Report"}},
			Custom:     map[string]any{"ticket": map[string]any{"number": "T-1"}},
		},
	}}
	log.Systems = []*incident.System{
		{
			Slug: "scoring", File: incident.File{Path: "knowledge/systems/scoring.md"},
			SystemFront: incident.SystemFront{Title: "Card scoring", TLP: "CLEAR", RiskClass: "high"},
		},
	}
	log.Articles = []*incident.Article{{
		Slug: "näive term", Kind: incident.Glossary, File: incident.File{Path: "knowledge/glossary/näive term.md"},
		ArticleFront: incident.ArticleFront{Title: "False  Positive", Also: []string{"False alarm", "FP"}, TLP: "CLEAR"},
	}}
	return log
}

// read takes the lines of all files whose name begins with prefix.
func read(t *testing.T, files iter.Seq2[BulkFile, error], prefix string) (lines []string, names []string) {
	t.Helper()
	for f, err := range files {
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, f.Name)
		if strings.HasPrefix(f.Name, prefix) {
			if !bytes.HasSuffix(f.Body, []byte("\n")) {
				t.Errorf("%s does not end in a line feed", f.Name)
			}
			lines = append(lines, strings.Split(strings.TrimSuffix(string(f.Body), "\n"), "\n")...)
		}
	}
	return lines, names
}

const sampleLines = `{"key":"record-INC-2026-0001","id":"INC-2026-0001","site":"Log","organisation":"Bank","language":"de","url":"https://example.org/log/incidents/inc-2026-0001/","kind":"near_miss","tlp":"CLEAR","title":"Scores fall","owner":"risk","type":"model_failure","types":["model_failure","bias"],"severity":"sev2","systems":["scoring","unknown"],"labels":["Model failure","Bias","Drift","Card scoring"],"date":"2026-03","timeline":{"started":"2026-03-02T06:10:00+01:00"},"date_seconds":1772319600,"timeline_seconds":{"started":1772428200},"models":[{"name":"gbm","version":"4.10"}],"teams":["risk","oncall","platform"],"causes":[{"factor":"drift","note":"new customers"}],"actions":[{"id":"A1","title":"Gate","owner":"platform","status":"open","due":"2026-05-01"}],"frameworks":["mitre_atlas","owasp_llm"],"controls":["AML.T0043","AML.T0051","LLM01"],"control_findings":[{"framework":"mitre_atlas","id":"AML.T0051","name":"LLM Prompt Injection","shows":"failed","note":"no filter"},{"framework":"mitre_atlas","id":"AML.T0043","name":"Craft Adversarial Data"},{"framework":"owasp_llm","id":"LLM01","name":"Prompt Injection"}],"references":[{"url":"https://example.org/report","title":"Report"}],"custom":["T-1"],"sections":[{"text":"Before."},{"title":"What happened","text":"A model failed.\n\nDetail\n\none"},{"title":"Footnotes","text":"Number four."}]}
{"key":"system-scoring","id":"scoring","site":"Log","organisation":"Bank","language":"de","url":"https://example.org/log/systems/scoring/","kind":"system","tlp":"CLEAR","title":"Card scoring","systems":["scoring"],"risk_class":"high"}
{"key":"article_45950f622381a0071b5037beaa10463b7db79bcd5e879c7bae964fd59ba9f278","id":"näive term","site":"Log","organisation":"Bank","language":"de","url":"https://example.org/log/knowledge/glossary/n%C3%A4ive%20term/","kind":"glossary","tlp":"CLEAR","title":"False  Positive","also":["False alarm","FP"]}`

func TestDocumentsHoldWhatThePagesShow(t *testing.T) {
	lines, names := read(t, Meilisearch(Documents(sampleLog(t))), "documents")
	if got := strings.Join(lines, "\n"); got != sampleLines {
		t.Errorf("the documents are\n%s\nwant\n%s", got, sampleLines)
	}
	if want := []string{"documents.ndjson", "settings.json"}; !slices.Equal(names, want) {
		t.Errorf("the files are %v, want %v", names, want)
	}
}

func TestAddressesAreRelativeWithoutThatOfTheSite(t *testing.T) {
	log := sampleLog(t)
	log.Config.BaseURL = ""
	for d := range Documents(log) {
		if strings.Contains(d.URL, "://") || !strings.HasSuffix(d.URL, "/"+strings.ToLower(d.ID)+"/") {
			t.Errorf("the address of %s is %s", d.ID, d.URL)
		}
	}
}

// TestKeysAreTakenAndUnique tries names that differ in what no key may hold, and one that is made to
// look like the key of another.
func TestKeysAreTakenAndUnique(t *testing.T) {
	form := regexp.MustCompile(`^[A-Za-z0-9_-]{1,511}$`)
	seen := map[string]string{}
	ids := []string{
		"a b", "a.b", "a-b", "a_b", "ä", "", strings.Repeat("x", 401), strings.Repeat("x", 400), "A", "a", "\n",
	}
	for _, id := range append(ids, keyOf("article", "a b"), strings.TrimPrefix(keyOf("article", "a b"), "article_")) {
		for _, group := range []string{"record", "system", "article"} {
			key, name := keyOf(group, id), group+" "+id
			if !form.MatchString(key) {
				t.Errorf("the key of %q is %q", name, key)
			}
			if other, taken := seen[key]; taken {
				t.Errorf("%q and %q have the key %s", name, other, key)
			}
			seen[key] = name
		}
	}
}

func TestEveryFieldHasAUseAndIsDocumented(t *testing.T) {
	uses := []string{
		useKey, useStored, useExact, useFacet, useName, useWords, useTitle, useSummary, useText, useDate, useSeconds,
	}
	guide, err := os.ReadFile(path.Join("..", "..", "docs", "search-engines.md"))
	if err != nil {
		t.Fatal(err)
	}
	fields := documentFields()
	if len(fields) < 50 {
		t.Fatalf("there are %d fields", len(fields))
	}
	for _, f := range fields {
		if !slices.Contains(uses, f.use) {
			t.Errorf("the field %s has the use %q", f.path, f.use)
		}
		top, _, _ := strings.Cut(f.path, ".")
		if !strings.Contains(string(guide), "| `"+top+"`") && !strings.Contains(string(guide), ", `"+top+"`") {
			t.Errorf("docs/search-engines.md does not list %s", top)
		}
	}
}

func TestIndexNames(t *testing.T) {
	for name, want := range map[string]bool{
		"hindcast": true, "a": true, "log-2026_1": true, "2026": true,
		"": false, "Log": false, "-a": false, "_a": false, "a b": false, "a/b": false, "a.b": false, "ä": false, "a\n": false, strings.Repeat("x", 201): false,
	} {
		if got := IsIndexName(name); got != want {
			t.Errorf("IsIndexName(%q) = %v", name, got)
		}
	}
}

// hostileText breaks lines in each way that some reader of lines takes for one, and tries to end the
// string, the object and the action.
const hostileText = "a\nb\r\nc\u2028d\u2029e\u0085f\vg\fh\u0000i\u001bj\u202ek\"}\\\n{\"index\":{}}\n\xff<script>&"

func hostileDocuments(n int) iter.Seq[Document] {
	return func(yield func(Document) bool) {
		for i := range n {
			id := fmt.Sprintf("INC-2026-%04d", i)
			if !yield(Document{
				Key: keyOf("record", id), ID: id, Title: hostileText, Also: []string{hostileText},
				Sections: []SectionField{{Text: hostileText}},
			}) {
				return
			}
		}
	}
}

func TestHostileTextStaysOnItsLine(t *testing.T) {
	lines, _ := read(t, OpenSearch(hostileDocuments(3), "hindcast", "en"), "bulk")
	if len(lines) != 6 {
		t.Fatalf("three documents take %d lines", len(lines))
	}
	more, _ := read(t, Meilisearch(hostileDocuments(3)), "documents")
	want := strings.ToValidUTF8(hostileText, "\ufffd")
	for i, line := range append(lines, more...) {
		if strings.ContainsAny(line, "\r\v\f\x00\x1b\u0085\u2028\u2029\u202e") {
			t.Errorf("line %d holds what breaks lines or acts on a terminal: %q", i+1, line)
		}
		var d Document
		if err := json.Unmarshal([]byte(line), &d); err != nil {
			t.Errorf("line %d: %v", i+1, err)
		}
		if d.Title != "" && d.Title != want {
			t.Errorf("line %d holds the title %q", i+1, d.Title)
		}
	}
}
