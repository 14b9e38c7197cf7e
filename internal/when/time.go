// Package when has points in time as exactly as they are known, and reads them as people write them.
package when

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"hindcast/internal/diag"
)

// Precision is how exactly a time is known.
type Precision uint8

// The precisions, coarsest first. The zero value belongs to a time that is absent.
const (
	Absent Precision = iota
	ToYear
	ToMonth
	ToDay
	ToMinute
	ToSecond
)

// Time is a point in time as exactly as it is known. A date, month or year carries no zone, so
// it stands for every instant that some zone on earth would call so.
type Time struct {
	at        time.Time // first instant of the stretch, read in UTC where no zone is written
	precision Precision
}

var timeForms = []struct {
	layout    string
	colons    int // at the least
	precision Precision
}{
	{time.RFC3339Nano, 2, ToSecond},
	{"2006-01-02T15:04Z07:00", 1, ToMinute},
	{"2006-01-02", 0, ToDay},
	{"2006-01", 0, ToMonth},
	{"2006", 0, ToYear},
}

var zoneless = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$`)

// The years that a time can lie in. No AI system is older, and what is further away than the last
// would make figures, calendars and tables of a length that nobody means.
const (
	FirstYear = 1950
	LastYear  = 2199
)

func inRange(at time.Time) bool { return at.Year() >= FirstYear && at.Year() <= LastYear }

// hasZone reports whether a time has an offset that some zone on earth has.
func hasZone(at time.Time) bool {
	_, seconds := at.Zone()
	offset := time.Duration(seconds) * time.Second
	return offset <= farthestEast && offset >= -farthestWest
}

// ParseTime reads RFC 3339 with seconds optional and a zone required, a date, a month or a year.
func ParseTime(s string) (Time, error) {
	colons := strings.Count(s, ":")
	for _, f := range timeForms {
		if colons < f.colons {
			continue // parsing would make an error of it, which takes longer
		}
		switch at, err := time.Parse(f.layout, s); {
		case err == nil && !hasZone(at):
			return Time{}, &diag.FormError{
				Message: fmt.Sprintf("has an offset that no zone has: %q", s), Remedy: "offsets are between -12:00 and +14:00",
			}
		case err == nil && inRange(at):
			return Time{at, f.precision}, nil
		case err == nil:
			return Time{}, &diag.FormError{
				Message: fmt.Sprintf("lies outside of the years %d to %d: %q", FirstYear, LastYear, s),
				Remedy:  "mend the year, or leave the key out where the time is not known",
			}
		}
	}
	switch m := nearlyTime.FindStringSubmatch(s); {
	case zoneless.MatchString(s):
		return Time{}, &diag.FormError{Message: "has no zone", Remedy: "end it with Z for UTC, or with an offset such as +01:00"}
	case m != nil:
		zone := m[3]
		if strings.EqualFold(zone, "utc") || strings.EqualFold(zone, "z") || zone == "" {
			zone = "Z"
		} else if len(zone) == len("+0100") {
			zone = zone[:3] + ":" + zone[3:]
		}
		fixed := m[1] + "T" + m[2] + zone
		if at, err := time.Parse(time.RFC3339, withSeconds(fixed)); err == nil && inRange(at) {
			return Time{}, &diag.FormError{Message: fmt.Sprintf("is not a time: %q", s), Remedy: "write it as " + fixed, Mended: fixed}
		}
	}
	return Time{}, &diag.FormError{
		Message: fmt.Sprintf("is not a time: %q", s),
		Remedy:  "write it as 2026-03-02T09:25:00Z, or as a date, a month or a year",
	}
}

// nearlyTime is a time that names everything and has a space, a lower-case letter or a missing colon.
var nearlyTime = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})[Tt ] ?(\d{2}:\d{2}(?::\d{2})?) ?([Zz]|(?i:utc)|[+-]\d{2}:?\d{2})$`)

func withSeconds(s string) string {
	if len(s) > 16 && s[16] != ':' {
		return s[:16] + ":00" + s[16:]
	}
	return s
}

// UnmarshalText reads what ParseTime reads.
func (t *Time) UnmarshalText(text []byte) (err error) {
	*t, err = ParseTime(string(text))
	return err
}

// IsZero reports an absent time.
func (t Time) IsZero() bool { return t.precision == Absent }

// Precision is how exactly the time is known.
func (t Time) Precision() Precision { return t.precision }

// Zones on earth reach from fourteen hours ahead of UTC to twelve behind.
const (
	farthestEast = 14 * time.Hour
	farthestWest = 12 * time.Hour
)

// Earliest is the first instant the time can mean.
func (t Time) Earliest() time.Time {
	if t.precision <= ToDay {
		return t.at.Add(-farthestEast)
	}
	return t.at
}

// Latest is the instant just after the last one the time can mean.
func (t Time) Latest() time.Time {
	switch t.precision {
	case ToYear:
		return t.at.AddDate(1, 0, 0).Add(farthestWest)
	case ToMonth:
		return t.at.AddDate(0, 1, 0).Add(farthestWest)
	case ToDay:
		return t.at.AddDate(0, 0, 1).Add(farthestWest)
	case ToMinute:
		return t.at.Add(time.Minute)
	}
	return t.at
}

// LastDay is the last day that the time can mean, at midnight UTC; zero for a time of day.
func (t Time) LastDay() time.Time {
	switch t.precision {
	case ToYear:
		return t.at.AddDate(1, 0, -1)
	case ToMonth:
		return t.at.AddDate(0, 1, -1)
	case ToDay:
		return t.at
	}
	return time.Time{}
}

// EndIn is the instant at which the last day that the time can mean is over in a zone; of a time of day, that time.
func (t Time) EndIn(zone *time.Location) time.Time {
	day := t.LastDay()
	if day.IsZero() {
		return t.at
	}
	return time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, zone)
}

// IsOver reports whether what is due on the time is overdue: a day in the zone is over once the next begins, a time of
// day just after it.
func (t Time) IsOver(now time.Time, zone *time.Location) bool {
	end := t.EndIn(zone)
	return end.Before(now) || t.precision <= ToDay && end.Equal(now)
}

// After reports whether no reading of both times puts t at or before u.
func (t Time) After(u Time) bool {
	switch {
	case t.IsZero() || u.IsZero():
		return false
	case u.precision == ToSecond:
		return t.Earliest().After(u.at)
	}
	return !t.Earliest().Before(u.Latest())
}

// Equal reports whether two times mean the same, as exactly.
func (t Time) Equal(u Time) bool { return t.precision == u.precision && t.at.Equal(u.at) }

// NextDay is the time a day later.
func (t Time) NextDay() Time { return Time{t.at.AddDate(0, 0, 1), t.precision} }

// In is the time's calendar reading: in the zone where the instant is known, as written otherwise.
func (t Time) In(zone *time.Location) time.Time {
	if t.precision >= ToMinute {
		return t.at.In(zone)
	}
	return t.at
}

// BeginningIn is the first instant of a time, one without a zone being read in the zone given.
func (t Time) BeginningIn(zone *time.Location) time.Time {
	if t.precision >= ToMinute {
		return t.at
	}
	y, m, d := t.at.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, zone)
}

// MonthOf is the month that the time falls into, in a zone; false where it is not known to the month.
func (t Time) MonthOf(zone *time.Location) (time.Time, bool) {
	if t.precision < ToMonth {
		return time.Time{}, false
	}
	at := t.In(zone)
	return time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC), true
}

// Between is the time from t to u; false unless both are known at least to the precision asked for.
func (t Time) Between(u Time, need Precision) (time.Duration, bool) {
	if t.precision < need || u.precision < need {
		return 0, false
	}
	return u.at.Sub(t.at), true
}

// Sortable is an instant to order by; absent times come first.
func (t Time) Sortable() time.Time { return t.at }

// String writes the time in the form of its precision.
func (t Time) String() string {
	switch t.precision {
	case Absent:
		return ""
	case ToSecond:
		return t.at.Format(time.RFC3339)
	case ToMinute:
		return t.at.Format("2006-01-02T15:04Z07:00")
	case ToDay:
		return t.at.Format("2006-01-02")
	case ToMonth:
		return t.at.Format("2006-01")
	}
	return t.at.Format("2006")
}

// MarshalText writes the time in the form of its precision.
func (t Time) MarshalText() ([]byte, error) { return []byte(t.String()), nil }
