package when_test

import (
	"testing"
	"time"

	"hindcast/internal/when"
)

// What is due on a day, in a month or in a year is overdue once that is over in the zone; at a time of day, just after it.
func TestEndIn(t *testing.T) {
	zone := time.FixedZone("UTC+2", 2*60*60)
	for text, want := range map[string]string{
		"2028-02-29":           "2028-02-29T22:00:00Z",
		"2027-02":              "2027-02-28T22:00:00Z",
		"2026":                 "2026-12-31T22:00:00Z",
		"2026-03-31T10:00Z":    "2026-03-31T10:00:00Z",
		"2026-03-31T10:00:30Z": "2026-03-31T10:00:30Z",
	} {
		at, err := when.ParseTime(text)
		if err != nil {
			t.Fatal(err)
		}
		end, err := time.Parse(time.RFC3339, want)
		if err != nil {
			t.Fatal(err)
		}
		if isDay := !at.LastDay().IsZero(); isDay {
			if at.IsOver(end.Add(-time.Second), zone) || !at.IsOver(end, zone) {
				t.Errorf("%s is not over just when it ends", text)
			}
		} else if at.IsOver(end, zone) || !at.IsOver(end.Add(time.Second), zone) {
			t.Errorf("%s is not over just after it", text)
		}
		if got := at.EndIn(zone); !got.Equal(end) {
			t.Errorf("%s ends at %s, want %s", text, got, end)
		}
	}
}
