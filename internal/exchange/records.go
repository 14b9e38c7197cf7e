package exchange

import (
	"bytes"
	"fmt"
	"iter"

	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/schema"
)

// JSON is records.json: title, organisation and home of the log, and under "records" all records in their order, a line
// each, in the form of the schema, with "events", those of their timelines, and "sections", their text without markup.
func JSON(log *incident.Log) iter.Seq2[BulkFile, error] {
	return func(yield func(BulkFile, error) bool) {
		c := &log.Config
		body, err := appendLine(nil, struct {
			Title        string `json:"title"`
			Organisation string `json:"organisation,omitempty"`
			Home         string `json:"home,omitempty"`
			Records      []int  `json:"records"`
		}{c.Title, c.Organisation, string(c.BaseURL), []int{}})
		body = bytes.TrimSuffix(body, []byte("]}\n"))
		separator := "\n"
		for _, r := range log.Records {
			var record []byte
			if err == nil {
				record, err = recordJSON(r)
				body = append(append(body, separator...), record...)
				separator = ",\n"
			}
		}
		yield(BulkFile{"records.json", append(body, "\n]}\n"...)}, err)
	}
}

// JSONLines is records.jsonl: all records in their order, a line each, in the form that JSON has them in.
func JSONLines(log *incident.Log) iter.Seq2[BulkFile, error] {
	return func(yield func(BulkFile, error) bool) {
		var body []byte
		for _, r := range log.Records {
			record, err := recordJSON(r)
			if err != nil {
				yield(BulkFile{}, err)
				return
			}
			body = append(append(body, record...), '\n')
		}
		yield(BulkFile{"records.jsonl", body}, nil)
	}
}

// EventField is an event of a timeline with the time that was read of it, or the time as written where none can be read.
type EventField struct {
	Time  string `json:"time"`
	Until string `json:"until,omitempty"`
	Text  string `json:"text"`
}

func eventsOf(r *incident.Record) []EventField {
	events := []EventField{}
	for _, e := range r.Events() {
		field := EventField{Time: e.When, Text: e.Plain}
		if e.Err == nil {
			field.Time, field.Until = e.At.String(), e.Until.String()
		}
		events = append(events, field)
	}
	return events
}

// recordJSON is the front matter of a record, the kind always there, its events and its sections.
func recordJSON(r *incident.Record) ([]byte, error) {
	front := r.Front
	front.Kind = r.KindOrDefault()
	var more bytes.Buffer
	if err := diag.WriteJSON(&more, "", struct {
		Events   []EventField   `json:"events"`
		Sections []SectionField `json:"sections"`
	}{eventsOf(r), sectionsOf(r.Text)}); err != nil {
		return nil, fmt.Errorf("write %s as JSON: %w", r.ID, err)
	}
	record := schema.AppendJSON(nil, &front)
	return append(append(record[:len(record)-1], ','), bytes.TrimSpace(more.Bytes())[1:]...), nil
}
