package exchange

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"

	"hindcast/internal/exchange/sqlite"
	"hindcast/internal/incident"
)

// Every row has a cell for each column and belongs to a record of the log; nothing in it runs in a spreadsheet.
func TestTables(t *testing.T) {
	log := sampleLog(t)
	r := log.Records[0]
	r.Text = parsed("## Timeline\n\n- 2026-03-02T07:00Z =SUM(A1) rang\n")
	r.Related = []incident.Relation{{ID: "INC-2026-0009", Relation: "variant_of", Note: "the same gate"}}
	r.Obligations = []incident.Obligation{{Regime: "gdpr_33", Role: "controller", Applies: "open"}}
	tables := map[string][][]string{}
	for file, err := range Tables(log, &Told{}) {
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(file.Body)).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", file.Name, err)
		}
		tables[file.Name] = rows
	}
	for name, want := range map[string][]string{
		"events.csv":      {"INC-2026-0001", "2026-03-02T07:00Z", "", "'=SUM(A1) rang"},
		"actions.csv":     {"INC-2026-0001", "A1", "Gate", "", "platform", "2026-05-01", "open", "", "", "", "", ""},
		"obligations.csv": {"INC-2026-0001", "gdpr_33", "controller", "", "open", "", "", "", "", "", "", "", ""},
		"links.csv":       {"INC-2026-0001", "variant_of", "INC-2026-0009", "the same gate"},
	} {
		if rows := tables[name]; len(rows) < 2 || !slices.Equal(rows[1], want) {
			t.Errorf("%s: %q", name, rows)
		}
	}
	records := tables["records.csv"]
	if len(records) != len(log.Records)+1 {
		t.Fatalf("%d rows", len(records))
	}
	for column, want := range map[string]string{
		"id": "INC-2026-0001", "kind": "near_miss", "also": "bias; model_failure", "systems": "scoring; unknown", "started": "2026-03-02T06:10:00+01:00",
		"detected": "2026-03", "closed": "",
	} {
		if at := slices.Index(records[0], column); at < 0 || records[1][at] != want {
			t.Errorf("%s: %q", column, records[1])
		}
	}
	if links := tables["links.csv"]; !slices.Equal(links[2], []string{"INC-2026-0001", "reference", "https://example.org/report", "Report"}) {
		t.Errorf("%q", links)
	}
}

// A database has the tables of CSV without what is for spreadsheets, and each record as a line of JSON.
func TestSQLite(t *testing.T) {
	log := sampleLog(t)
	log.Records[0].Text = parsed("## Timeline\n\n- 2026-03-02T07:00Z =SUM(A1) rang\n")
	file := only(t, SQLite(log), "log.sqlite")
	for _, c := range []struct{ table, column, want string }{
		{"records", "json", strings.TrimSuffix(string(only(t, JSONLines(log), "records.jsonl")), "\n")},
		{"events", "event", "=SUM(A1) rang"},
		{"actions", "due", "2026-05-01"},
		{"links", "relation", "reference"},
		{"sections", "title", "Timeline"},
	} {
		var texts []string
		if err := sqlite.Column(file, c.table, c.column, func(_ uint64, text string) error {
			texts = append(texts, text)
			return nil
		}); err != nil {
			t.Error(err)
		}
		if got := strings.Join(texts, "\n"); got != c.want {
			t.Errorf("%s: %s is %q, want %q", c.table, c.column, got, c.want)
		}
	}
	if !bytes.Equal(file, only(t, SQLite(log), "log.sqlite")) {
		t.Error("the same log gives other bytes")
	}
}

// Each table is a file of Parquet, with the texts of CSV before what is for spreadsheets, and each record as a line of JSON.
func TestParquet(t *testing.T) {
	log := sampleLog(t)
	log.Records[0].Text = parsed("## Timeline\n\n- 2026-03-02T07:00Z =SUM(A1) rang\n")
	files := map[string][]byte{}
	for file, err := range Parquet(log) {
		if err != nil || !bytes.HasPrefix(file.Body, []byte("PAR1")) {
			t.Fatalf("%s: %v, %.9q", file.Name, err, file.Body)
		}
		files[file.Name] = file.Body
	}
	json := bytes.TrimSpace(only(t, JSONLines(log), "records.jsonl"))
	instant := time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC).UnixMilli()
	for name, want := range map[string][]byte{
		"records.parquet":     json,
		"events.parquet":      binary.LittleEndian.AppendUint64(nil, uint64(instant)),
		"actions.parquet":     []byte("due_written"),
		"obligations.parquet": []byte("applies_reason"),
		"links.parquet":       []byte("https://example.org/report"),
		"sections.parquet":    []byte("2026-03-02T07:00Z =SUM(A1) rang"),
	} {
		if !bytes.Contains(files[name], want) {
			t.Errorf("%s does not hold %q", name, want)
		}
	}
	if len(files) != len(tables) {
		t.Errorf("%d files", len(files))
	}
}

func TestSpreadsheetCell(t *testing.T) {
	for in, want := range map[string]string{
		"=cmd|' /C calc'!A0": "'=cmd|' /C calc'!A0", "+1": "'+1", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1", "\n=1": "'\n=1", "＝1": "'＝1", "＠a": "'＠a", "a=1": "a=1", "": "", "ü": "ü",
	} {
		if got := spreadsheetCell(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}
