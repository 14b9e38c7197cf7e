package taxonomy_test

import (
	"testing"
	"time"

	"hindcast/internal/incident"
	"hindcast/internal/taxonomy"
)

// What the entries of a step come to, and whether it is still owed where it is asked for in every case and
// where it is not.
func TestProgress(t *testing.T) {
	type steps = []incident.Step
	done := func(s string) incident.Step { return incident.Step{Step: "final", Done: written(t, s)} }
	dropped := incident.Step{Step: "final", Dropped: &incident.Dropped{Reason: "withdrawn"}}
	listed := incident.Step{Step: "final"}
	for _, c := range []struct {
		name                 string
		steps                steps
		first, last          string
		dropped, listed      bool
		owed, owedIfOptional bool
	}{
		{name: "nothing", owed: true},
		{name: "another step", steps: steps{{Step: "initial", Done: written(t, "2026-03-02")}}, owed: true},
		{name: "listed", steps: steps{listed}, listed: true, owed: true, owedIfOptional: true},
		{name: "done", steps: steps{done("2026-03-02")}, first: "2026-03-02", last: "2026-03-02"},
		{
			name: "done twice", steps: steps{done("2026-03-05T10:00Z"), done("2026-03-02")},
			first: "2026-03-02", last: "2026-03-05T10:00Z",
		},
		{
			name: "done three times", steps: steps{done("2026-03-02"), done("2026-03-09"), done("2026-03-05")},
			first: "2026-03-02", last: "2026-03-09",
		},
		{
			name: "done and listed", steps: steps{done("2026-03-02"), listed},
			first: "2026-03-02", last: "2026-03-02", listed: true,
		},
		{name: "dropped", steps: steps{dropped}, dropped: true},
		{
			name: "dropped after a report", steps: steps{done("2026-03-02"), dropped},
			first: "2026-03-02", last: "2026-03-02", dropped: true,
		},
		{name: "dropped and listed", steps: steps{listed, dropped}, dropped: true, listed: true},
	} {
		p := taxonomy.ProgressOf(&incident.Obligation{Steps: c.steps}, "final")
		if p.First.String() != c.first || p.Last.String() != c.last || p.Dropped != c.dropped || p.Listed != c.listed {
			t.Errorf("%s: %+v", c.name, p)
		}
		owed, ifOptional := p.IsOpen(taxonomy.Step{}), p.IsOpen(taxonomy.Step{Optional: true})
		if owed != c.owed || ifOptional != c.owedIfOptional {
			t.Errorf("%s: it is owed: %v, where it is optional: %v", c.name, owed, ifOptional)
		}
	}
}

// A time is late after its due time; a date is late where it begins with it, since the day before was the last.
func TestIsLate(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	midnight, noon := time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		done string
		due  time.Time
		zone *time.Location
		want bool
	}{
		{"2026-03-05T12:00:00Z", noon, time.UTC, false},
		{"2026-03-05T12:00:01Z", noon, time.UTC, true},
		{"2026-03-05T12:00Z", noon, time.UTC, false},
		{"2026-03-05T13:00+01:00", noon, berlin, false},
		{"2026-03-05T13:01+01:00", noon, berlin, true},
		{"2026-03-05", noon, time.UTC, false}, // it can have been in the morning
		{"2026-03-06", noon, time.UTC, true},
		{"2026-03-04", midnight, time.UTC, false},
		{"2026-03-05", midnight, time.UTC, true},
		{"2026-03-05", midnight, berlin, false}, // the day begins an hour before midnight in UTC
		{"2026-03", midnight, time.UTC, false},
		{"2026", midnight, time.UTC, false},
		{"2027", midnight, time.UTC, true},
		{"", midnight, time.UTC, false},
		{"2026-03-05", time.Time{}, time.UTC, false},
	} {
		if got := taxonomy.IsLate(written(t, c.done), c.due, c.zone); got != c.want {
			t.Errorf("%q, due at %v in %v, is late: %v", c.done, c.due, c.zone, got)
		}
	}
}
