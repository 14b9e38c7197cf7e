package incident

import "hindcast/internal/when"

// Time is a point in time as exactly as it is known.
type Time = when.Time

// Precision is how exactly a time is known.
type Precision = when.Precision

// The precisions, coarsest first. The zero value belongs to a time that is absent.
const (
	Absent   = when.Absent
	ToYear   = when.ToYear
	ToMonth  = when.ToMonth
	ToDay    = when.ToDay
	ToMinute = when.ToMinute
	ToSecond = when.ToSecond
)

// Zone is the name of a time zone.
type Zone = when.Zone

// ParseTime reads RFC 3339 with seconds optional and a zone required, a date, a month or a year.
func ParseTime(s string) (Time, error) { return when.ParseTime(s) }

// The years that a time can lie in.
const (
	FirstYear = when.FirstYear
	LastYear  = when.LastYear
)
