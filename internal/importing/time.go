package importing

import (
	"strings"
	"time"

	"hindcast/internal/importing/dates"
	"hindcast/internal/incident"
	"hindcast/internal/lazy"
	"hindcast/internal/when"
)

// timeLayouts are how sources write times that records do not, each with whether it names a zone.
var timeLayouts = []struct {
	layout  string
	zoned   bool
	seconds bool
}{
	{"2006-01-02T15:04:05Z0700", true, true},
	{"20060102T150405Z0700", true, true},
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

// Time reads a time of a source as exactly as it is written: in the forms of records, and in those that people use and that
// can mean one day alone. One without a zone is in the zone given, where the source documents that, which assumed reports;
// else it is reduced to its day.
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
	if len(s) > longestTime {
		return incident.Time{}, false, err
	}
	written := dateFirst(s)
	begin, end, n := when.Stretch(written)
	if n == 0 || n < len(written) || begin.Date == "" || end.Clock != "" {
		return incident.Time{}, false, err
	}
	var reader when.Reader
	if t, _, failed := reader.Read(when.Written{Text: s, Begin: begin}); failed == nil {
		return t, false, nil
	}
	begin.Zone = "Z" // in place of none, or of one that is no offset
	if _, _, failed := reader.Read(when.Written{Text: s, Begin: begin}); failed != nil {
		return incident.Time{}, false, err
	}
	t, err = incident.ParseTime(written[:len(time.DateOnly)])
	return t, err == nil, err
}

// longestTime is how many bytes of a text can be a time.
const longestTime = 64

var (
	hyphens     = lazy.Regexp(`^(\d{1,2})-(\pL{3,9})-(\d{4})\b`)
	beforeClock = lazy.Regexp(`^(\d{4}-\d{2}-\d{2}),? (?:[-–] )?(\d{1,2}:)`)
	zoneName    = lazy.Regexp(` \(?[A-Z][A-Za-z]+/[A-Za-z_/]+\)?$`) // of the IANA database
)

// dateFirst is a time with its date as 2026-03-02 where it begins with one that can mean a single day.
func dateFirst(s string) string {
	s = hyphens().ReplaceAllString(zoneName().ReplaceAllString(s, ""), "$1 $2 $3")
	return beforeClock().ReplaceAllString(dates.WithoutWeekday(dates.Normal(s, dates.Manner{})), "$1 $2")
}

// TOMLTime is a value of TOML as it is written there: the library marks times without a zone, and days, by the name of
// their location.
func TOMLTime(at time.Time) string {
	switch at.Location().String() {
	case "date-local":
		return at.Format(time.DateOnly)
	case "datetime-local":
		return at.Format(time.DateTime)
	case "time-local":
		return at.Format(time.TimeOnly)
	}
	return at.Format(time.RFC3339)
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
