package incident

import "time"

// Span is a time that incidents take, from one key of the timeline to another, both of the first pass through the
// lifecycle.
type Span struct {
	ID       string // of its figure
	Title    string // in English
	From, To string
	Unit     Precision // ToMinute for whole minutes, ToDay for days of the calendar in the configured zone
}

// Spans are those that are measured. Figures, columns and JSON follow from them.
var Spans = []Span{
	{"detect", "Time to detect", "started", "detected", ToMinute},
	{"respond", "Time to respond", "detected", "triaged", ToMinute},
	{"contain", "Time to contain", "started", "contained", ToMinute},
	{"resolve", "Time to resolve", "started", "resolved", ToMinute},
	{"learn", "Time to learn", "resolved", "reviewed", ToDay},
	{"close", "Time to close", "detected", "closed", ToDay},
}

// SpanOf is the span of an id; false where there is none.
func SpanOf(id string) (Span, bool) {
	for _, s := range Spans {
		if s.ID == id {
			return s, true
		}
	}
	return Span{}, false
}

// Field is its name in data files, with its unit.
func (s Span) Field() string {
	if s.Unit == ToDay {
		return s.ID + "_days"
	}
	return s.ID + "_minutes"
}

// Took is how long a record took, in the span's unit; false where a time is missing, too coarse, or out of order.
func (s Span) Took(r *Record, zone *time.Location) (int, bool) {
	from, to := r.First(s.From), r.First(s.To)
	if min(from.Precision(), to.Precision()) < s.Unit {
		return 0, false
	}
	took := s.Number(to, zone) - s.Number(from, zone)
	return took, took >= 0
}

// Number is a time, known at least to the span's unit, as a count of that unit since 1970.
func (s Span) Number(t Time, zone *time.Location) int {
	if s.Unit == ToDay {
		return DayNumber(t.In(zone))
	}
	return MinuteNumber(t.Sortable())
}

// DayNumber counts the days from 1970-01-01 to the calendar day that an instant falls on in its zone.
func DayNumber(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// MinuteNumber counts the whole minutes since 1970. Seconds are dropped, so that times written with and without them
// can be compared.
func MinuteNumber(t time.Time) int { return int(t.Truncate(time.Minute).Unix() / 60) }
