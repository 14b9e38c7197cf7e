// Package viewtest makes small models of a site for tests of what is made of them.
package viewtest

import (
	"testing"
	"time"

	"hindcast/internal/incident"
	"hindcast/internal/link/graph"
	"hindcast/internal/taxonomy"
	"hindcast/internal/view"
	"hindcast/internal/wording"
)

// Model is a public site in English with an address, as of 1 June 2026, of records without links.
func Model(t *testing.T, records ...*incident.Record) *view.Model {
	t.Helper()
	log := &incident.Log{
		Config: incident.NewConfig(incident.Settings{
			Title: "Log", Organisation: "Bank", BaseURL: "https://example.org/log/",
		}),
		Records: records,
	}
	m := &view.Model{
		Language: wording.English, Log: log, Names: log.Names(), Now: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC),
		Public: true, Frameworks: taxonomy.Frameworks(),
		Connections: func(string) *graph.Connections { return &graph.Connections{} },
	}
	m.Index = view.NewIndex(m)
	return m
}

// Record is a minor record for all that was just detected, with a change, which may be nil.
func Record(id string, change func(*incident.Front)) *incident.Record {
	r := &incident.Record{
		Front: incident.Front{
			ID: id, Title: "Title of " + id, Type: "bias", Severity: "sev3", Status: "detected", TLP: "CLEAR",
		},
	}
	r.Path = "incidents/" + id + ".md"
	if change != nil {
		change(&r.Front)
	}
	return r
}

// At is a time as records write it.
func At(t *testing.T, s string) incident.Time {
	t.Helper()
	v, err := incident.ParseTime(s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
