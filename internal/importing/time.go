package importing

import (
	"strings"
	"time"

	"hindcast/internal/incident"
)

// timeLayouts are how sources write times that records do not, each with whether it names a zone.
var timeLayouts = []struct {
	layout  string
	zoned   bool
	seconds bool
}{
	{"2006-01-02T15:04:05Z0700", true, true},
	{"2006-01-02T15:04:05-07", true, true},
	{"2006-01-02 15:04:05Z07:00", true, true},
	{"2006-01-02 15:04:05 -0700", true, true},
	{"2006-01-02 15:04:05 -07:00", true, true},
	{"2006-01-02 15:04:05 UTC", true, true},
	{"2006-01-02 15:04:05 -0700 UTC", true, true},
	{"2006-01-02 15:04 -0700", true, false},
	{"2006-01-02 15:04Z07:00", true, false},
	{"2006-01-02 15:04 UTC", true, false},
	{"2006-01-02T15:04:05", false, true},
	{"2006-01-02 15:04:05", false, true},
	{"2006-01-02T15:04", false, false},
	{"2006-01-02 15:04", false, false},
}

// Time reads a time of a source as exactly as it is written. One without a zone is in the zone given, where the source
// documents that, which assumed reports; else it is reduced to its day.
func Time(s string, zone *time.Location) (t incident.Time, assumed bool, err error) {
	s = strings.TrimSpace(s)
	t, err = incident.ParseTime(s)
	if err == nil {
		return t, false, nil
	}
	for _, l := range timeLayouts {
		in := time.UTC
		if !l.zoned && zone != nil {
			in = zone
		}
		at, failed := time.ParseInLocation(l.layout, s, in)
		if failed != nil {
			continue
		}
		form := "2006-01-02T15:04Z07:00"
		switch {
		case !l.zoned && zone == nil:
			form = time.DateOnly
		case l.seconds:
			form = time.RFC3339
		}
		t, err = incident.ParseTime(at.Format(form))
		return t, !l.zoned && err == nil, err
	}
	return incident.Time{}, false, err
}

// Ordered takes out of the timeline of a record what contradicts the time before it, and keeps it as an issue. It is
// false where the incident would be resolved before it was noticed.
func Ordered(f *incident.Front) bool {
	t := &f.Timeline
	if t.Detected.After(t.Resolved) && !t.Resolved.IsZero() {
		return false
	}
	if t.Started.At.After(t.Detected) && !t.Detected.IsZero() {
		Lacks(f, "started %s, after it was noticed", t.Started.At)
		t.Started.At = incident.Time{}
	}
	last := t.Detected
	for _, stage := range incident.Lifecycle {
		at := stage.Time(t)
		if last.After(*at) && !at.IsZero() {
			Lacks(f, "%s at %s, before %s", stage.ID, *at, last)
			*at = incident.Time{}
		}
		if !at.IsZero() {
			last = *at
		}
	}
	return true
}
