package importing

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

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

// months are the numbers of months by their names in English, German, French and Spanish, and by short ones, in lower case.
var months = func() map[string]int {
	m := map[string]int{}
	for _, names := range []string{
		"january february march april may june july august september october november december",
		"januar februar märz april mai juni juli august september oktober november dezember",
		"janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
		"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
		"jan feb mar apr may jun jul aug sep oct nov dec",
		"jän feb mrz apr mai jun jul aug sept okt nov dez",
	} {
		for i, name := range strings.Fields(names) {
			m[name] = i + 1
		}
	}
	return m
}()

var (
	weekday      = lazy.Regexp(`^(?i:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?i:day)?\.?,? `)
	dayMonthYear = lazy.Regexp(`^(\d{1,2})(?:st|nd|rd|th|er|\.)?[ -](?:de |of )?(\pL{3,10})\.?,?[ -](?:de |del )?(\d{4})\b`)
	monthDayYear = lazy.Regexp(`^(\pL{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b`)
	dotted       = lazy.Regexp(`^(\d{1,2})\.(\d{1,2})\.(\d{4})\b`)
	yearFirst    = lazy.Regexp(`^(\d{4})[/.](\d{1,2})[/.](\d{1,2})\b`)
	beforeClock  = lazy.Regexp(`^(?:,? (?:at |um |à |a las |[-–] )?|, ?)(\d{1,2}:)`)
	zoneName     = lazy.Regexp(` \(?[A-Z][A-Za-z]+/[A-Za-z_/]+\)?$`) // of the IANA database
)

// dateFirst is a time with its date as 2026-03-02 where it begins with one that can mean a single day: without a day of the
// week, with a month in letters, with dots, which stand behind days, or with its year first.
func dateFirst(s string) string {
	s = weekday().ReplaceAllString(zoneName().ReplaceAllString(s, ""), "")
	for _, form := range []struct {
		of               *regexp.Regexp
		year, month, day int
	}{{dayMonthYear(), 3, 2, 1}, {monthDayYear(), 3, 1, 2}, {dotted(), 3, 2, 1}, {yearFirst(), 1, 2, 3}} {
		m := form.of.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		month, isNamed := months[strings.ToLower(m[form.month])]
		if !isNamed {
			month, _ = strconv.Atoi(m[form.month])
		}
		day, _ := strconv.Atoi(m[form.day])
		return fmt.Sprintf("%s-%02d-%02d", m[form.year], month, day) + beforeClock().ReplaceAllString(s[len(m[0]):], " $1")
	}
	return s
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
