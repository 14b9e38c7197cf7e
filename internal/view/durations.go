package view

import (
	"fmt"
	"time"

	"hindcast/internal/incident"
)

// Durations is how long a record took from one time to another, as the trends measure it, with one key for each of
// incident.Spans in its order.
type Durations struct {
	record *incident.Record
	zone   *time.Location
}

// Durations are those of a record.
func (m *Model) Durations(r *incident.Record) Durations { return Durations{r, m.Log.Config.Zone} }

// MarshalJSON writes those that are known.
func (d Durations) MarshalJSON() ([]byte, error) {
	text := []byte{'{'}
	for _, span := range incident.Spans {
		if took, ok := span.Took(d.record, d.zone); ok {
			if len(text) > 1 {
				text = append(text, ',')
			}
			text = fmt.Appendf(text, "%q:%d", span.Field(), took)
		}
	}
	return append(text, '}'), nil
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
