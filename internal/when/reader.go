package when

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"hindcast/internal/diag"
)

// Written is a time, or a stretch of it, as one of several times that were written one after the other.
type Written struct {
	Text       string // as written
	Begin, End Stamp
	Day        string   // the heading that it stands under, which may name a day
	Above      []string // what may name the zone of the times below it, the nearest first
}

// Reader reads times one after the other. The zero value is ready; it remembers what times leave to those before them.
type Reader struct {
	last Time
	day  string // that the last event stood under
	date Time   // of the day, or of an event that has a date alone; absent where neither stands nearer than last
}

// Read reads the next time; until is absent where it is no stretch. The error has a hint.
func (r *Reader) Read(w Written) (at, until Time, err error) {
	if at, err = r.begin(&w); err != nil {
		return at, until, err
	}
	r.last = at
	if w.End.Clock == "" {
		return at, until, nil
	}
	if until, err = r.time(w.End, w); at.After(until) && w.End.Date == "" {
		until.at = until.at.AddDate(0, 0, 1) // past midnight
	}
	return at, until, err
}

// begin reads the time at which something begins.
func (r *Reader) begin(e *Written) (Time, error) {
	if e.Day != r.day {
		r.day = e.Day
		r.date, _ = parseDate(dateIn.FindString(e.Day))
	}
	// 01:00-03:00 is a stretch of time, unless the events use that offset.
	if s := e.Begin; s.Date == "" && e.End.Clock == "" && negative.MatchString(s.Zone) && s.Zone != r.last.offset() &&
		s.Zone[1:] > padded(s.Clock) {
		e.Begin.Zone, e.End.Clock = "", s.Zone[1:]
	}
	if e.Begin.Zone == "" {
		e.Begin.Zone = e.End.Zone
	}
	if halfDay.MatchString(e.End.Clock) && !halfDay.MatchString(e.Begin.Clock) {
		return Time{}, &diag.FormError{Message: fmt.Sprintf("says AM or PM of its end alone: %q", e.Text), Remedy: "write it for both"}
	}
	at, err := r.time(e.Begin, *e)
	if err == nil {
		if r.date = (Time{}); at.precision == ToDay {
			r.date = at
		}
	}
	return at, err
}

var negative = regexp.MustCompile(`^-\d{2}:\d{2}$`)

func padded(clock string) string {
	if strings.IndexByte(clock, ':') == 1 {
		return "0" + clock
	}
	return clock
}

// offset is how the zone of a time is written, such as -03:00; empty for a time without one.
func (t Time) offset() string {
	if t.precision < ToMinute {
		return ""
	}
	return t.at.Format("-07:00")
}

var (
	dateIn = regexp.MustCompile(DateForm)
	zoneIn = regexp.MustCompile(`(?:^|[\s(\[,])(` + ZoneForm + `|(?i:local(?: time)?))(?:$|[\s)\],:])`)
)

// time reads one time of an event.
func (r *Reader) time(s Stamp, e Written) (Time, error) {
	date := r.date
	if s.Date != "" {
		var err error
		if date, err = parseDate(s.Date); err != nil || s.Clock == "" {
			return date, err
		}
		if date.precision < ToDay {
			return Time{}, &diag.FormError{
				Message: fmt.Sprintf("names no day: %q", e.Text), Remedy: "write the day too, such as 2026-03-02T09:25Z",
			}
		}
	}
	zone, err := r.zone(s, e)
	switch {
	case err != nil:
		return Time{}, err
	case zone == nil && s.Date != "":
		return Time{}, errZoneless
	case date.IsZero() && r.last.precision < ToMinute:
		return Time{}, ErrUndated
	case date.IsZero():
		last := r.last.at.In(zone)
		date = Time{time.Date(last.Year(), last.Month(), last.Day(), 0, 0, 0, 0, time.UTC), ToDay}
	case zone == nil:
		return Time{}, errZoneless
	}
	clock, precision, err := parseClock(s.Clock)
	if err != nil {
		return Time{}, err
	}
	y, m, d := date.at.Date()
	return Time{time.Date(y, m, d, clock.Hour(), clock.Minute(), clock.Second(), clock.Nanosecond(), zone), precision}, nil
}

var (
	// ErrUndated is that of a time of day where no day is known.
	ErrUndated = &diag.FormError{
		Message: "needs a date: no event before it has a date, a time and a zone",
		Remedy:  "write the first event of a day in full, such as 2026-03-02T09:25Z, or the day as a heading: ### 2026-03-02",
	}
	errZoneless = &diag.FormError{
		Message: "has no zone",
		Remedy:  "end it with Z for UTC, or with an offset such as +01:00; or write it once for all: ## Timeline (UTC)",
	}
)

// zone is that of a time; nil where none is named, nor used before.
func (r *Reader) zone(s Stamp, e Written) (*time.Location, error) {
	if s.Zone != "" {
		return parseZone(s.Zone, e.Text)
	}
	for _, text := range e.Above {
		if m := zoneIn.FindStringSubmatch(text); m != nil {
			return parseZone(m[1], text)
		}
	}
	if s.Date == "" && r.last.precision >= ToMinute {
		return r.last.at.Location(), nil
	}
	return nil, nil
}

var offsetForm = regexp.MustCompile(`^(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?$`)

// usualOffsets are what abbreviations of zones mean most often, to be offered, never assumed.
var usualOffsets = map[string]string{
	"CET": "+01:00", "CEST": "+02:00", "EET": "+02:00", "EEST": "+03:00", "WET": "+00:00", "WEST": "+01:00", "MET": "+01:00",
	"MEST": "+02:00", "MEZ": "+01:00", "MESZ": "+02:00", "BST": "+01:00", "IST": "+05:30", "MSK": "+03:00", "EST": "-05:00", "EDT": "-04:00", "CST": "-06:00",
	"CDT": "-05:00", "MST": "-07:00", "MDT": "-06:00", "PST": "-08:00", "PDT": "-07:00", "JST": "+09:00", "KST": "+09:00",
	"SGT": "+08:00", "HKT": "+08:00", "AEST": "+10:00", "AEDT": "+11:00", "NZST": "+12:00", "NZDT": "+13:00",
}

// parseZone reads the zone that a text names.
func parseZone(zone, text string) (*time.Location, error) {
	switch strings.ToUpper(zone) {
	case "Z", "UTC", "GMT":
		return time.UTC, nil
	}
	m := offsetForm.FindStringSubmatch(zone)
	if m == nil {
		offset := "+01:00"
		if usual, known := usualOffsets[zone]; known {
			offset = usual
		}
		return nil, &diag.FormError{
			Message: fmt.Sprintf("names the zone %s, which is no offset: %q", zone, text),
			Remedy:  fmt.Sprintf("write the offset from UTC, such as %s where that is what %s means here", offset, zone),
		}
	}
	hours, _ := strconv.Atoi(m[2])
	minutes, _ := strconv.Atoi(m[3])
	offset := time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
	if m[1] == "-" {
		offset = -offset
	}
	if offset > farthestEast || offset < -farthestWest || minutes > 59 {
		return nil, &diag.FormError{
			Message: fmt.Sprintf("has an offset that no zone has: %q", text), Remedy: "offsets are between -12:00 and +14:00",
		}
	}
	if offset == 0 {
		return time.UTC, nil
	}
	return time.FixedZone("", int(offset.Seconds())), nil
}

var dateLayouts = []string{"2006-01-02", "2006/01/02", "2 January 2006", "2 Jan 2006", "January 2, 2006", "Jan 2, 2006"}

// parseDate reads a date, or a month, as events have it.
func parseDate(s string) (Time, error) {
	written := s
	s = strings.Replace(strings.ReplaceAll(s, ".", ""), "Sept ", "Sep ", 1)
	for _, layout := range dateLayouts {
		if at, err := time.Parse(layout, s); err == nil && inRange(at) {
			return Time{at, ToDay}, nil
		}
	}
	return ParseTime(written)
}

var halfDay = regexp.MustCompile(`(?i) ?([ap])\.?m\.?$`)

// parseClock reads a time of day.
func parseClock(s string) (time.Time, Precision, error) {
	text, layout := strings.TrimSuffix(s, " Uhr"), "15:04"
	if m := halfDay.FindStringSubmatch(s); m != nil {
		text, layout = strings.TrimSuffix(s, m[0])+strings.ToUpper(m[1])+"M", "3:04PM"
	}
	precision := ToMinute
	if strings.Count(text, ":") == 2 {
		layout, precision = strings.Replace(layout, "04", "04:05", 1), ToSecond
	}
	at, err := time.Parse(layout, text)
	if err != nil {
		err = &diag.FormError{Message: fmt.Sprintf("is not a time of day: %q", s), Remedy: "write it as 15:04"}
	}
	return at, precision, err
}
