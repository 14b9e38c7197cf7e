package exchange

import (
	"bytes"
	"encoding/json"
	"iter"
	"reflect"
	"testing"

	"hindcast/internal/incident"
	"hindcast/internal/schema"
)

func only(t *testing.T, files iter.Seq2[BulkFile, error], name string) []byte {
	t.Helper()
	var body []byte
	for file, err := range files {
		if err != nil || file.Name != name || body != nil {
			t.Fatalf("%s: %v", file.Name, err)
		}
		body = file.Body
	}
	return body
}

// Both forms hold every record once, in the order of the log, with all of its front matter and its text, the same bytes
// each time.
func TestRecords(t *testing.T) {
	log := sampleLog(t)
	whole := only(t, JSON(log), "records.json")
	var got struct {
		Title, Organisation, Home string
		Records                   []json.RawMessage
	}
	if err := json.Unmarshal(whole, &got); err != nil {
		t.Fatal(err)
	}
	if got.Title != "Log" || got.Organisation != "Bank" || got.Home != "https://example.org/log/" || len(got.Records) != len(log.Records) {
		t.Errorf("%s", whole)
	}
	lines := bytes.Split(bytes.TrimSpace(only(t, JSONLines(log), "records.jsonl")), []byte("\n"))
	if len(lines) != len(log.Records) {
		t.Fatalf("%d lines", len(lines))
	}
	for i, r := range log.Records {
		if !bytes.Equal(lines[i], got.Records[i]) {
			t.Errorf("%s\nand %s", lines[i], got.Records[i])
		}
		var record, front map[string]any
		if err := json.Unmarshal(lines[i], &record); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(schema.AppendJSON(nil, &r.Front), &front); err != nil {
			t.Fatal(err)
		}
		sections, _ := record["sections"].([]any)
		events, _ := record["events"].([]any)
		delete(record, "events")
		if delete(record, "sections"); front["kind"] == nil {
			delete(record, "kind")
		}
		if !reflect.DeepEqual(record, front) || len(sections) < len(r.Text.Sections()) || len(events) != len(r.Events()) {
			t.Errorf("%v\nwant %v", record, front)
		}
	}
	if again := only(t, JSON(log), "records.json"); !bytes.Equal(again, whole) {
		t.Error("the bytes differ")
	}
	if empty := only(t, JSON(&incident.Log{}), "records.json"); !json.Valid(empty) {
		t.Errorf("%s", empty)
	}
}
