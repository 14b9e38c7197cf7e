package public

import (
	"context"
	"crypto/sha256"
	"encoding/csv"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hindcast/internal/diag"
	"hindcast/internal/filing/intake/intaketest"
	"hindcast/internal/importing"
	"hindcast/internal/incident"
)

// sample is a row with the traps of the real table: curly quotes, CJK, U+00A0, slugs with an
// apostrophe and a dot, an empty entry, a date before 1990, space around the title.
var sample = map[string]string{
	"_id": "ObjectId(0)", aiidID: "7", aiidDate: "1983-09-26", aiidReports: "[12,3]",
	aiidDeployers: `["o'neill-air","booking.example","","o'neill-air"]`, aiidDevelopers: `["yahoo!"]`, aiidHarmed: `[]`,
	aiidDescription: "A kiosk\u00a0named “小妮” greeted _every_ guest of [[the]] hotel as ‘No. 5’.\nIt went on for 3 days.\n\n1. See www.example.org or CVE-2021-3129. ",
	aiidTitle:       "  Kiosk greets guests as “No. 5”: why? ",
}

// sampleFile is what becomes of the sample; %s is its digest.
const sampleFile = `---
id: AIID-0007
title: 'Kiosk greets guests as “No. 5”: why?'
summary: A kiosk named “小妮” greeted _every_ guest of [[the]] hotel as ‘No. 5’. It went on for 3 days. 1. See www.example.org or CVE-2021-3129.
kind: precedent
tlp: CLEAR
parties:
  developers: [yahoo!]
  deployers: [o'neill-air, booking.example]
timeline: {started: 1983-09-26}
references:
  - url: https://incidentdatabase.ai/cite/7/
    title: 'Kiosk greets guests as “No. 5”: why?'
    kind: report
    publisher: AI Incident Database
source:
  name: AI Incident Database
  id: '7'
  url: https://incidentdatabase.ai/cite/7/
  licence: CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/); by the contributors to the AI Incident Database; converted by Hindcast, which may have shortened the summary
  retrieved: 2025-03-24
%s  issues:
    - 'Alleged deployer of AI system: ""'
    - 'Alleged deployer of AI system: "o''neill-air" for the second time'
custom:
  aiid_reports: [12, 3]
---

## What happened

A kiosk named “小妮” greeted \_every\_ guest of \[\[the\]\] hotel as ‘No. 5’. It went on for 3 days.

1\. See www\.example.org or CVE\-2021\-3129.
`

// with is the sample with other cells, given as column, text, column, text.
func with(cells ...string) map[string]string {
	row := maps.Clone(sample)
	for i := 0; i < len(cells); i += 2 {
		row[cells[i]] = cells[i+1]
	}
	return row
}

// csvOf writes rows as CSV, the columns in an order of their own.
func csvOf(t *testing.T, rows ...map[string]string) string {
	t.Helper()
	columns := slices.Sorted(maps.Keys(sample))
	var b strings.Builder
	w := csv.NewWriter(&b)
	lines := [][]string{columns}
	for _, row := range rows {
		line := make([]string, len(columns))
		for i, c := range columns {
			line[i] = row[c]
		}
		lines = append(lines, line)
	}
	if err := w.WriteAll(lines); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func source(table string) importing.Input {
	return importing.Input{Files: fstest.MapFS{"incidents.csv": {Data: []byte(table)}}, Name: "incidents.csv"}
}

func readTable(table string) (importing.Batch, error) {
	return AIID(context.Background(), source(table), importing.Options{})
}

func importRows(t *testing.T, rows ...map[string]string) importing.Batch {
	t.Helper()
	batch, err := readTable(csvOf(t, rows...))
	if err != nil {
		t.Fatal(err)
	}
	return batch
}

func TestAIIDFile(t *testing.T) {
	retrieved, err := incident.ParseTime("2025-03-24")
	if err != nil {
		t.Fatal(err)
	}
	repo := intaketest.New(t)
	repo.Import(AIID, source(csvOf(t, sample)), importing.Options{Retrieved: retrieved})
	got := repo.Text("incidents/aiid/AIID-0007.md")
	want := fmt.Sprintf(sampleFile, fmt.Sprintf("  digest: %x\n", sha256.Sum256(fmt.Appendf(nil, sampleFile, ""))))
	if got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

// record is the front matter and the text of the one record made of a row.
func record(t *testing.T, row map[string]string) (incident.Front, string) {
	t.Helper()
	batch := importRows(t, row)
	if len(batch.Entries) != 1 {
		t.Fatalf("left out: %v", batch.LeftOut)
	}
	return batch.Entries[0].Front, batch.Entries[0].Body
}

func TestAIIDIssues(t *testing.T) {
	tests := []struct {
		name, column, cell string
		want               []string
	}{
		{"no list", aiidHarmed, `women`, []string{aiidHarmed + ": women"}},
		{"a list cut short", aiidHarmed, `["a","b`, []string{aiidHarmed + `: ["a","b`}},
		{"an empty cell", aiidHarmed, ``, []string{aiidHarmed + ": (empty)"}},
		{"null for a list", aiidHarmed, `null`, []string{aiidHarmed + ": null"}},
		{"null and a number in a list", aiidHarmed, `["a",null,4]`, []string{aiidHarmed + ": null", aiidHarmed + ": 4"}},
		{"a line break in a name", aiidHarmed, `["a\nb"]`, []string{aiidHarmed + `: "a\nb"`}},
		{"a report that is no number", aiidReports, `[1,"2",0,-3]`, []string{aiidReports + `: "2"`, aiidReports + ": 0", aiidReports + ": -3"}},
		{"no description", aiidDescription, "\u00a0\n", []string{aiidDescription + ": (empty)"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			front, _ := record(t, with(aiidDeployers, "[]", test.column, test.cell))
			if !slices.Equal(front.Source.Issues, test.want) {
				t.Errorf("issues %q, want %q", front.Source.Issues, test.want)
			}
		})
	}
}

func TestAIIDLeavesOutWhatIsBroken(t *testing.T) {
	front, body := record(t, with(aiidReports, "[]", aiidHarmed, `["a",""]`, aiidDescription, ""))
	if front.Custom != nil || front.Summary != "" || body != "" {
		t.Errorf("kept: %+v\n%s", front, body)
	}
	if !slices.Equal(front.Parties.Harmed, []string{"a"}) {
		t.Errorf("harmed: %q", front.Parties.Harmed)
	}
}

// What turns the direction of a text or can't be seen is in no record; what joins letters stays.
func TestAIIDTakesOutWhatIsNotSeen(t *testing.T) {
	const unseen = "\u202e\u2066\u200b\ufeff\u00ad\U000e0041\u3164\u034f\u061c\u200e"
	row := with(aiidTitle, "\u200dFare"+unseen+" quoted\u200d", aiidHarmed,
		`["rid`+unseen+`ers","\u202e","می\u200cخواهم",4,"a\nb`+unseen+`"]`, aiidDescription, "A fare"+unseen+" was quoted.",
		aiidDeployers, `["\u200b"]`)
	batch := importRows(t, row)
	if len(batch.Entries) != 1 {
		t.Fatalf("left out: %v", batch.LeftOut)
	}
	if text := fmt.Sprintf("%+v", batch.Entries[0]); strings.ContainsAny(text, unseen) {
		t.Errorf("the record holds what is not seen: %+q", text)
	}
	front, _ := record(t, row)
	if front.Title != "Fare quoted" || front.Summary != "A fare was quoted." ||
		!slices.Equal(front.Parties.Harmed, []string{"riders", "می\u200cخواهم"}) {
		t.Errorf("%+q, %+q, %+q", front.Title, front.Summary, front.Parties.Harmed)
	}
	if left := importRows(t, with(aiidTitle, unseen+"\u200d")).LeftOut; len(left) != 1 ||
		!strings.Contains(left[0].Reason, "no title") {
		t.Errorf("a title of nothing: %+v", left)
	}
}

func TestAIIDLeavesOutRows(t *testing.T) {
	rows := []map[string]string{
		with(aiidID, "1"), with(aiidID, "0"), with(aiidID, "-3"), with(aiidID, "four"), with(aiidID, "1.5"), with(aiidID, ""),
		with(aiidID, "12345678901234567890"), with(aiidID, "1", aiidTitle, "another"),
		with(aiidID, "9", aiidTitle, "\u00a0 "),
		with(aiidID, "10", aiidTitle, "\xff"), with(aiidID, " 12345 "),
	}
	batch := importRows(t, rows...)
	var ids []string
	for _, f := range batch.Entries {
		ids = append(ids, f.Front.ID)
	}
	if !slices.Equal(ids, []string{"AIID-0001", "AIID-12345"}) {
		t.Errorf("imported %q", ids)
	}
	for i, want := range []string{
		`"0" is not`, `"-3" is not`, `"four" is not`, `"1.5" is not`, `"" is not`, `is not`, "incident 1 is there twice", "incident 9 has no title",
		"not UTF-8",
	} {
		if i >= len(batch.LeftOut) || !strings.Contains(batch.LeftOut[i].Reason, want) {
			t.Fatalf("left out %d: want %q in %+v", i, want, batch.LeftOut)
		}
	}
	line := 1 + strings.Count(csvOf(t, rows[0]), "\n") // each row has line breaks in its description
	if got := batch.LeftOut[0].Line; got != line {
		t.Errorf("the first is at line %d, want %d", got, line)
	}
}

func TestAIIDLeavesOutShortRow(t *testing.T) {
	text := csvOf(t, with(aiidID, "1")) + "one,two\n"
	batch, err := readTable(text)
	if err != nil || len(batch.Entries) != 1 || len(batch.LeftOut) != 1 {
		t.Errorf("%v, %+v", err, batch.LeftOut)
	}
}

// A row without a day that can be read is named and makes no record; a later row may still have its
// number.
func TestAIIDNeedsADate(t *testing.T) {
	for _, date := range []string{"", "2018-02-30", "soon", "0001-01-01", "1899-12-31", "9999-01-01", "2018-03-04 or so"} {
		batch, err := readTable(csvOf(t, with(aiidID, "8", aiidDate, date), with(aiidID, "8")))
		if err != nil || len(batch.LeftOut) != 1 ||
			!strings.Contains(batch.LeftOut[0].Reason, "incident 8 has no usable date") || len(batch.Entries) != 1 {
			t.Errorf("%q: %v, %+v, %d files", date, err, batch.LeftOut, len(batch.Entries))
		}
	}
}

func TestAIIDTakesListsInPart(t *testing.T) {
	front, _ := record(t, with(aiidReports, "["+strings.Repeat("1,", maxEntries)+"2]", aiidDeployers, "[]"))
	if len(front.Custom) != 1 || len(front.Source.Issues) != maxEntries ||
		front.Source.Issues[0] != "reports: 501 entries, of which the first 500 were taken" {
		t.Errorf("%d issues, the first is %q", len(front.Source.Issues), front.Source.Issues[:1])
	}
}

func TestAIIDReadsByteOrderMark(t *testing.T) {
	names := strings.Join(append([]string{"extra"}, aiidColumns...), ",")
	if _, err := readTable("\ufeff" + names + "\r\n"); err != nil {
		t.Error(err)
	}
	names = strings.Join(aiidColumns, ",")
	if _, err := readTable("\ufeff" + names + "\r\n"); err != nil {
		t.Error(err)
	}
}

// What a table may have (importing.Table).
const (
	maxCell = 1 << 20
	maxRows = 100_000
)

func TestAIIDRefuses(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	good := csvOf(t, sample)
	names, _, _ := strings.Cut(good, "\n")
	tests := []struct{ name, in, want string }{
		{"an empty file", "", "the file is empty"},
		{"another table", "id,title\n1,a\n", `the column "incident_id" is missing`},
		{"a column named twice", names + ",title\n", `the column "title" is there twice`},
		{"a quotation mark too few", good + `"`, "is not CSV: a quotation mark is not doubled, or not closed"},
		{"a large cell", csvOf(t, with(aiidDescription, strings.Repeat("a", maxCell+1))), "line 2: a cell has 1048577 bytes"},
		{"many cells", names + "\n" + strings.Repeat(",", 20<<20), "line 2: a row has more than 1000 cells"},
		{"many columns", strings.Repeat(",", 20<<20), "line 1: a row has more than 1000 cells"},
		{"a quotation mark that opens the rest", names + "\n\n\"" + strings.Repeat("a,\n", 2<<20), "line 3: a row has more than 4194304 bytes"},
		{"many rows", names + "\n" + strings.Repeat(strings.Repeat(",", len(sample)-1)+"\n", maxRows+1), "more than 100000 rows"},
		{"a large file", names + "\n" + strings.Repeat(strings.Repeat("a", maxCell)+strings.Repeat(",", len(sample)-1)+"\n", 65), "more than 64 MiB"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			batch, err := readTable(test.in)
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") ||
				len(batch.Entries) > 0 {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

// Whatever the table holds, no row is lost without a word.
func FuzzAIID(f *testing.F) {
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.WriteAll([][]string{aiidColumns, {"1", "2018-03-18", "[1]", `["a"]`, `[""]`, "", "A *camera*.", "Camera"}})
	f.Add(b.String())
	f.Add(strings.Join(aiidColumns, ",") + "\n1,1983,[],null,[,\"\"\"\",\"a\n\n---\n# b\",\u2028---\n")
	f.Fuzz(func(t *testing.T, in string) {
		batch, err := readTable(in)
		if err != nil {
			return
		}
		for _, l := range batch.LeftOut {
			if l.Line < 2 || diag.Printable(l.Reason) == "" {
				t.Fatalf("left out without a word: %+v", l)
			}
		}
		for _, e := range batch.Entries {
			if e.Front.ID == "" || e.Front.Title == "" || e.Front.Source.ID == "" {
				t.Fatalf("an entry without a name: %+v", e)
			}
		}
	})
}
