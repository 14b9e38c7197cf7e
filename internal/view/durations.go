package view

import (
	"time"

	"hindcast/internal/incident"
)

// Durations is how long a record took from one time to another of its first pass through the
// lifecycle, as the trends measure it: whole minutes, or days of the calendar in the configured zone
// where no more need be known. One is nil where a time is missing, too coarse, or out of order.
type Durations struct {
	Detect  *int64 `json:"detect_minutes,omitempty"`  // started to detected
	Respond *int64 `json:"respond_minutes,omitempty"` // detected to triaged
	Contain *int64 `json:"contain_minutes,omitempty"` // started to contained
	Resolve *int64 `json:"resolve_minutes,omitempty"` // started to resolved
	Learn   *int64 `json:"learn_days,omitempty"`      // resolved to reviewed
	Close   *int64 `json:"close_days,omitempty"`      // detected to closed
}

// Durations are those of a record.
func (m *Model) Durations(r *incident.Record) Durations {
	zone := m.Log.Config.Zone
	between := func(from, to string, unit incident.Precision) *int64 {
		start, end := r.First(from), r.First(to)
		if min(start.Precision(), end.Precision()) < unit {
			return nil
		}
		took := int64(minute(end).Sub(minute(start)) / time.Minute)
		if unit == incident.ToDay {
			took = int64(dayOf(zone, end).Sub(dayOf(zone, start)) / (24 * time.Hour))
		}
		if took < 0 {
			return nil
		}
		return &took
	}
	return Durations{
		Detect: between("started", "detected", incident.ToMinute), Respond: between("detected", "triaged", incident.ToMinute),
		Contain: between("started", "contained", incident.ToMinute), Resolve: between("started", "resolved", incident.ToMinute),
		Learn: between("resolved", "reviewed", incident.ToDay), Close: between("detected", "closed", incident.ToDay),
	}
}

// minute drops the seconds, so that times written with and without them can be compared.
func minute(t incident.Time) time.Time { return t.Sortable().Truncate(time.Minute) }

// dayOf is the calendar day of a time, at midnight UTC so that every day has the same length.
func dayOf(zone *time.Location, t incident.Time) time.Time {
	y, month, d := t.In(zone).Date()
	return time.Date(y, month, d, 0, 0, 0, 0, time.UTC)
}

// Changed is the latest time at which the record says that something happened to it: a stage, an
// amendment, an action ended or verified, an interim measure. A coarse time is read at its beginning
// in the configured zone; the result is zero where there is none.
func (m *Model) Changed(r *incident.Record) time.Time {
	var latest time.Time
	see := func(times ...incident.Time) {
		for _, t := range times {
			if at := t.BeginningIn(m.Log.Config.Zone); !t.IsZero() && at.After(latest) {
				latest = at
			}
		}
	}
	for _, key := range incident.TimelineKeys() {
		see(r.Timeline.At(key))
	}
	for _, v := range r.Reopened {
		see(v.When)
	}
	for _, v := range r.Amendments {
		see(v.Date)
	}
	for _, v := range r.Mitigations {
		see(v.Applied, v.Removed)
	}
	for _, v := range r.Actions {
		if see(v.Ended); v.Verified != nil {
			see(v.Verified.Date)
		}
	}
	if latest.IsZero() {
		see(r.Date())
	}
	return latest
}
