package pages

import (
	"testing"

	"hindcast/internal/incident"
	"hindcast/internal/view/viewtest"
)

func modelOf(t *testing.T, records ...*incident.Record) *site {
	t.Helper()
	return newSite(viewtest.Model(t, records...))
}

// Days alone tell no hours: what lies between is days of the calendar, never rounded up.
func TestBetweenStages(t *testing.T) {
	m := modelOf(t)
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
		if got := m.between(from, to); got != c[2] {
			t.Errorf("from %s to %s: %q, want %q", c[0], c[1], got, c[2])
		}
	}
}
