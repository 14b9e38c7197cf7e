package columns

import (
	"maps"
	"strings"
	"testing"

	"hindcast/internal/filing/intake"
	"hindcast/internal/filing/intake/intaketest"
	"hindcast/internal/importing"
	"hindcast/internal/incident"
)

const tableSample = "\ufeffIncident number,Name,Priority,State,Reported at,Resolved at,Service,Owner,Users affected,Root cause,Description,Category\r\n" +
	"17,Answers name wrong prices,P1,Fixed,2025-03-02T09:25:00Z,2025-03-04 10:00,\"chat; search\",O. Person,about 200,\"A *quota*\n\nand [[more]]\",They were made up.,Hallucination\r\n" +
	"18,Scores drift,sideways,open,2025-03-05,,scoring,Risk team,,,,\r\n" +
	"19,,P2,open,2025-03-05,,,,,,,\r\n" +
	"18,Twice,P2,open,2025-03-05,,,,,,,\r\n" +
	"20,No day,P2,open,soon,,,,,,,\r\n" +
	"21,Backwards,P2,open,2025-03-05,2025-03-01,,,,,,\r\n" +
	"22,Short,P2\r\n"

// Columns are found by names and values; what no key holds stands in the text, but for people.
func TestTable(t *testing.T) {
	repo := intaketest.New(t)
	repo.Settings.Defaults.Severity = "sev4"
	in := intaketest.One("incidents.csv", tableSample)
	o := repo.Import(CSV, in, repo.Options("Register"))
	if len(o) != 7 || o[0].Verdict != intake.Write || o[1].Verdict != intake.Write {
		t.Fatalf("%+v", o)
	}
	for n, want := range []string{"it has no title", `"18" is there twice`, `no usable time: Reported at is "soon"`, "it ends before it begins: detected is 2025-03-05, by Reported at, and resolved 2025-03-01, by Resolved at; correct one", "the row has 3 cells"} {
		if o[n+2].Verdict != intake.LeaveOut || !strings.Contains(o[n+2].Reason, want) {
			t.Errorf("%q, want %q", o[n+2].Reason, want)
		}
	}
	repo.Holds(o[0].Path, "title: Answers name wrong prices\n", "type: model_failure\n", "severity: sev1\n", "status: resolved\n",
		"unregistered: [chat, search]\n", "timeline: {detected: '2025-03-02T09:25:00Z', resolved: 2025-03-04}\n", "id: '17'\n",
		"'Resolved at: 2025-03-04 10:00 has no zone; its day was taken'", "'Owner: left out, since people are not named in records'",
		"\n## What happened\n\nThey were made up.\n\n## Analysis\n\nA *quota*\n\nand \\[\\[more]]\n\n## Other fields\n\n- **Users affected**: about 200\n")
	if strings.Contains(repo.Text(o[0].Path), "Person") {
		t.Error("a person is named")
	}
	repo.Holds(o[1].Path, "severity: sev4\n", "'Priority: sideways'", "- **Owner**: Risk team\n")
	repo.Valid()
	if again := repo.Verdicts(repo.Import(CSV, in, repo.Options("Register"))); again[intake.Unchanged] != 2 {
		t.Errorf("a second import: %v", again)
	}
}

// What was read is proposed for the settings; read by those, the records are the same.
func TestProposal(t *testing.T) {
	repo := intaketest.New(t)
	in := intaketest.One("incidents.csv", tableSample)
	o := repo.Options("register.csv")
	if _, err := CSV(t.Context(), in, o); err != nil {
		t.Fatal(err)
	}
	got := o.Words.Proposed()["register csv"]
	want := map[string]string{
		"id": "Incident number", "title": "Name", "severity": "Priority", "status": "State", "type": "Category", "systems": "Service", "detected": "Reported at",
		"resolved": "Resolved at", "text": "Description", "analysis": "Root cause",
	}
	if !maps.Equal(got, want) {
		t.Errorf("%v", got)
	}
	for _, c := range []struct {
		fields map[string]string
		want   string
	}{
		{map[string]string{"title": "Titel", "detected": "Reported at"}, `names "Titel" for title, which the source does not have`},
		{map[string]string{"tittle": "Name"}, `has "tittle" among the fields`},
		{map[string]string{"title": "Name"}, "seems to hold a title and a time"},
		{map[string]string{"title": "Name", "detected": "Reported at", "lessons": "Description"}, ""},
	} {
		o.Words = importing.NewWords(importing.Settings{Fields: map[string]map[string]string{"Register CSV": c.fields}}, incident.DefaultVocabularies())
		batch, err := CSV(t.Context(), in, o)
		switch {
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%v, want %q", err, c.want)
		case c.want == "" && (err != nil || len(o.Words.Proposed()) > 0 || !strings.Contains(batch.Entries[0].Body, "## Lessons\n\nThey were made up.")):
			t.Errorf("%v, %+v", err, batch)
		}
	}
}

// Spreadsheets have the word date before or behind what it is of.
func TestDatesOfSpreadsheets(t *testing.T) {
	repo := intaketest.New(t)
	o := repo.Options("register.csv")
	in := intaketest.One("register.csv", "Title,Date,Date resolved,Closed date\nAnswers are slow,2025-03-02,2025-03-04,2025-04-01\n")
	if _, err := CSV(t.Context(), in, o); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"title": "Title", "detected": "Date", "resolved": "Date resolved", "closed": "Closed date"}
	if got := o.Words.Proposed()["register csv"]; !maps.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

// Of columns with one name the first that suits is read, and every other stands in the text; so does one without a name.
func TestColumnsOfOneName(t *testing.T) {
	repo := intaketest.New(t)
	o := repo.Import(CSV, intaketest.One("a.csv", "Title,Title,Date,Severity,Description,Description,,Description (2)\n"+
		"One,Uno,2025-03-02,low,First words,Second words,Nameless,Third words\n,,,,,,,\n"), repo.Options("Register"))
	if len(o) != 1 {
		t.Fatalf("%+v", o)
	}
	repo.Holds(o[0].Path, "title: One\n", "## What happened\n\nFirst words\n",
		"- **Title (2)**: Uno\n- **Description (2)**: Second words\n- **Column 7**: Nameless\n- **Description (2) (2)**: Third words\n")
	o = repo.Import(CSV, intaketest.One("b.csv", "Title,Title,Date,Severity\n,Uno,2025-03-02,low\n"), repo.Options("Other"))
	repo.Holds(o[0].Path, "title: Uno\n")
}

const listSample = `{"meta": {"total": 2}, "data": [
 {"id": "a", "attributes": {"title": "Answers are slow", "severity": {"name": "High"}, "created_at": "2025-03-02T09:25:00Z", "mitigated_at": "2025-03-02T10:00:00Z",
  "resolved_at": "2025-03-02T11:00:00Z", "services": ["chat", "search"], "url": "https://example.org/a", "score": 1.50, "muted": true, "empty": null, "events": [{"at": 1}]}},
 {"id": "b", "attributes": {"title": "Gone", "severity": null, "created_at": "2025-04-02T09:25:00Z"}}]}`

func TestList(t *testing.T) {
	repo := intaketest.New(t)
	repo.Settings.Defaults.Severity = "sev4"
	in := intaketest.One("incidents.json", listSample)
	o := repo.Import(JSON, in, repo.Options("Tool"))
	if len(o) != 2 || o[0].Verdict != intake.Write || o[1].Verdict != intake.Write || o[0].Line != 2 {
		t.Fatalf("%+v", o)
	}
	repo.Holds(o[0].Path, "title: Answers are slow\n", "unregistered: [chat, search]\n", "severity: sev2\n", "contained: 2025-03-02T10:00:00Z\n", "id: a\n", "url: https://example.org/a\n",
		"- **attributes.score**: 1\\.50\n", "- **attributes.muted**: true\n", "- **attributes.events\\[\\].at**: 1")
	repo.Valid()
	if again := repo.Verdicts(repo.Import(JSON, in, repo.Options("Tool"))); again[intake.Unchanged] != 2 {
		t.Errorf("a second import: %v", again)
	}
}

// What the objects of a list have stays together, whatever is missing in one of them; people are as little named there as in columns.
func TestObjectsOfLists(t *testing.T) {
	repo := intaketest.New(t)
	o := repo.Import(JSON, intaketest.One("a.json", `[{"title": "One", "created": "2026-03-02", "severity": "low", "stages": [{"at": "09:00", "what": "found"}, {}, {"what": "fixed", "by": {"n": 2}}],
 "fields": [{"name": "Region", "value": null}, {"name": "Customer", "value": "Acme, Inc"}, {"name": "Owner", "value": "Secret Name"}, {"name": "Owner", "value": "Risk team"},
  {"name": "Cost", "value": 7, "unit": "EUR"}, {"name": "Link", "id": 4}], "ids": [{"n": 1}, {"n": null}, {"n": 3}], "steps": [{"type": "began", "occurred_at": "09:00"}],
 "updates": [{"parts": [{"name": "voice"}]}, {"name": "First", "parts": [{"name": "chat", "state": null}, {"name": "search", "state": "down"}, {"key": "Author", "value": "Secret Name"}], "tags": [{"n": "a"}, {"n": "b"}]}]}]`), repo.Options("Tool"))
	if len(o) != 1 {
		t.Fatalf("%+v", o)
	}
	repo.Holds(o[0].Path, "- **fields**: name: Region\n- **fields**: Customer: Acme, Inc\n- **fields**: Owner: Risk team\n- **fields**: Cost: unit: EUR; value: 7\n- **fields**: Link: id: 4\n"+
		"- **ids\\[\\].n**: 1, 3\n- **stages**: at: 09:00; what: found\n- **stages**: by.n: 2; what: fixed\n- **steps**: began: 09:00\n"+
		"- **updates**: parts\\[\\].name: voice\n- **updates**: First: parts (name: chat); parts (search: state: down); tags\\[\\].n: a, b\n", "'updates[].parts: Author: left out, since people are not named in records'", "'fields: Owner: left out, since people are not named in records'")
	if strings.Contains(repo.Text(o[0].Path), "Secret") {
		t.Error("a person is named")
	}
}

const linesSample = `{"name": "One", "when": "2025-03-02", "sev": "sev2"}
{"name": "Two", "when": "2025-03-03", "sev": "sev3"}

{"name": "Cut", "wh
7
`

// A column of times is one, whatever it is called; an incident without an id is known by its title and day.
func TestLines(t *testing.T) {
	repo := intaketest.New(t)
	in := intaketest.One("incidents.jsonl", linesSample)
	o := repo.Import(JSONL, in, repo.Options("Lines"))
	if len(o) != 4 || o[0].Verdict != intake.Write || o[1].Verdict != intake.Write || o[2].Line != 4 ||
		!strings.Contains(o[2].Reason, "not JSON, or is cut") || !strings.Contains(o[3].Reason, `no object: "7"`) {
		t.Fatalf("%+v", o)
	}
	repo.Holds(o[0].Path, "id: One (2025-03-02)\n", "severity: sev2\n", "detected: 2025-03-02")
	repo.Valid()
	if again := repo.Verdicts(repo.Import(JSONL, in, repo.Options("Lines"))); again[intake.Unchanged] != 2 {
		t.Errorf("a second import: %v", again)
	}
}

func TestColumnsCut(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	repo := intaketest.New(t)
	repo.Cut(CSV, "a.csv", tableSample)
	repo.Cut(JSON, "a.json", listSample)
	repo.Cut(JSONL, "a.jsonl", linesSample)
}

func TestColumnsRefuse(t *testing.T) {
	wide := "{\"a\": {" + strings.Repeat(`"b":{`, 100) + strings.Repeat("}", 100) + "}}"
	for _, c := range []struct {
		read       importing.Read
		text, want string
	}{
		{CSV, "", "the file is empty"},
		{CSV, "a,b\n1,2\n", "none of its columns seems to hold"},
		{CSV, "title,date\n" + strings.Repeat(",", 20<<20), "more than 1000 cells"},
		{CSV, "title,date\n\"" + strings.Repeat("x", 50<<20) + "\",2025\n", "more than 4194304 bytes"},
		{JSON, `{"a": 1}`, "none of its columns seems to hold"},
		{JSON, strings.Repeat(`{"a":`, 20_000), "is not JSON"},
		{JSONL, "", "the file is empty"},
		{CSV, "title,date\n", "it has no entries"},
		{JSONL, "7\n8\n", "none of its entries can be read; of the first, it is no object"},
		{JSONL, wide, "none of its columns seems to hold"},
		{JSONL, strings.Repeat("x", 9<<20), "more than 8 MiB"},
	} {
		_, err := c.read(t.Context(), intaketest.One("a", c.text), intaketest.New(t).Options("Sample"))
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%.30q: %v, want %q", c.text, err, c.want)
		}
	}
}

func FuzzColumns(f *testing.F) {
	repo := intaketest.New(f)
	f.Add(tableSample)
	f.Add(listSample)
	f.Add(linesSample)
	for _, sample := range presetSamples {
		f.Add(sample.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, read := range []importing.Read{CSV, JSON, JSONL} {
			if batch, err := read(t.Context(), intaketest.One("a", text), repo.Options("Sample")); err == nil {
				intaketest.Sound(t, batch)
			}
		}
	})
}
