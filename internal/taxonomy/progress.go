package taxonomy

import (
	"time"

	"hindcast/internal/incident"
)

// Progress is what a record says of one step of a duty.
type Progress struct {
	First   incident.Time // the earliest of the times it was done, absent where it was not
	Last    incident.Time
	Dropped bool
	Listed  bool // an entry is neither done nor dropped
}

// ProgressOf gathers what a duty says of a step.
func ProgressOf(o *incident.Obligation, step string) Progress {
	var p Progress
	for _, s := range o.Steps {
		switch {
		case s.Step != step:
		case s.Dropped != nil:
			p.Dropped = true
		case s.Done.IsZero():
			p.Listed = true
		default:
			if p.First.IsZero() || s.Done.Sortable().Before(p.First.Sortable()) {
				p.First = s.Done
			}
			if s.Done.Sortable().After(p.Last.Sortable()) {
				p.Last = s.Done
			}
		}
	}
	return p
}

// IsOpen reports whether the step is still owed: not done and not dropped, and asked for in every case or
// listed.
func (p Progress) IsOpen(step Step) bool {
	return p.First.IsZero() && !p.Dropped && (!step.Optional || p.Listed)
}

// IsLate reports whether a step was done after its time. A day is over at the first moment of the next,
// so a date that begins there is late.
func IsLate(done incident.Time, due time.Time, zone *time.Location) bool {
	at, known := instant(done, zone)
	switch {
	case !known || due.IsZero():
		return false
	case done.Precision() < incident.ToMinute:
		return !at.Before(due)
	}
	return at.After(due)
}
