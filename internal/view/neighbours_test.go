package view_test

import (
	"testing"

	"hindcast/internal/incident"
	"hindcast/internal/view"
	"hindcast/internal/view/viewtest"
)

// Days alone tell no hours: what lies between is days of the calendar, never rounded up.
func TestBetweenStages(t *testing.T) {
	m := viewtest.Model(t)
	for _, c := range [][3]string{
		{"2026-03-01", "2026-03-04T18:00Z", "about 3 d"},
		{"2026-03-01T23:00Z", "2026-03-02", "about 1 d"},
		{"2026-03-01", "2026-03-01T23:00Z", ""},
		{"2026-03-01T10:00Z", "2026-03-01T13:05Z", "+3 h 5 min"},
		{"2026-03", "2026-03-04", ""},
		{"2026-03-04", "2026-03-01", ""},
	} {
		from, _ := incident.ParseTime(c[0])
		to, _ := incident.ParseTime(c[1])
		if got := view.Between(m, from, to); got != c[2] {
			t.Errorf("from %s to %s: %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

// What stands before and after a record by date is of its own kind; a duplicate and a withdrawn record are passed over.
func TestNeighbours(t *testing.T) {
	record := func(id, day, kind, status string) *incident.Record {
		r := &incident.Record{}
		r.ID, r.Kind, r.Status = id, kind, status
		at, _ := incident.ParseTime(day)
		r.Timeline.Detected, r.Timeline.Started.At = at, at
		return r
	}
	first, second := record("INC-2026-0001", "2026-01-01", "", "closed"), record("INC-2026-0002", "2026-02-01", "", "closed")
	twice := record("INC-2026-0003", "2026-02-02", "", incident.Duplicate)
	gone := record("INC-2026-0005", "2026-02-04", "", "withdrawn")
	last, outside := record("INC-2026-0004", "2026-03-01", "", "closed"), record("AIID-0001", "2026-02-03", "precedent", "")
	m := viewtest.Model(t, last, gone, outside, first, twice, second)
	x := view.NewIndex(m)
	for r, want := range map[*incident.Record][2]*incident.Record{
		first: {nil, second}, second: {first, last}, last: {second, nil}, outside: {nil, nil},
	} {
		if earlier, later := x.Neighbours(r); earlier != want[0] || later != want[1] {
			t.Errorf("%s is between %v and %v", r.ID, earlier, later)
		}
	}
}
