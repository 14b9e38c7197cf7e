// Package item holds what package agenda lists: what is to be done by when.
package item

import (
	"time"

	"hindcast/internal/incident"
)

// Kind is what sort of thing is to be done.
type Kind string

// The kinds of agenda items.
const (
	Step       Kind = "step"       // a report owed under an obligation
	Action     Kind = "action"     // a corrective action
	Mitigation Kind = "mitigation" // an interim measure in force
	Review     Kind = "review"     // of an article or a playbook
)

// Item is one thing to be done, or a step that was done late.
type Item struct {
	Kind   Kind
	Ref    string // within its file: A1, M1, gdpr_33.controller.authority, review_by
	Title  string
	Detail string // of a step its regime, of an interim measure the criterion for taking it away
	Rule   string // of a step its due time in words
	Owner  string // of a step or a measure the record's owner; empty where none is written

	Record  *incident.Record  // one of these two is set
	Article *incident.Article // of a review

	// Due is the instant after which it is overdue, or at which Day is over; zero where it has none: one that is owed at
	// once, has no fixed time or whose clock has not begun, or an interim measure whose criterion is no date.
	Due time.Time
	// Day is the calendar day, at midnight UTC, where it is due by the day and not by the hour.
	Day       time.Time
	Overdue   bool
	IfApplies bool // whether the duty applies is not decided yet; its clocks run meanwhile

	Since incident.Time // when a measure was applied, or the organisation became aware
	Age   time.Duration // from Since to now; zero where it is not known to the day

	Done incident.Time // of a step that was done late; zero for all that is open
}

// DayBefore is the day that ends at an instant in a zone, at midnight UTC; zero where none does.
func DayBefore(at time.Time, zone *time.Location) time.Time {
	at = at.In(zone)
	if at.Hour() != 0 || at.Minute() != 0 || at.Second() != 0 {
		return time.Time{}
	}
	y, m, d := at.Date()
	return time.Date(y, m, d-1, 0, 0, 0, 0, time.UTC)
}

// IsOver reports whether what is due at an instant, or until the end of a day that it ends, is overdue.
func IsOver(due, day, now time.Time) bool { return due.Before(now) || !day.IsZero() && due.Equal(now) }

// IsOpen reports whether it is still to be done.
func (it *Item) IsOpen() bool { return it.Done.IsZero() }

// DoneLate reports whether it was done after its time.
func (it *Item) DoneLate() bool { return !it.Done.IsZero() }

// Where is the record's id, else the path of the file.
func (it *Item) Where() string {
	switch {
	case it.Article != nil:
		return it.Article.Path
	case it.Record.ID != "":
		return it.Record.ID
	}
	return it.Record.Path
}

// Path is the file, relative to the root.
func (it *Item) Path() string {
	if it.Article != nil {
		return it.Article.Path
	}
	return it.Record.Path
}

// Anchor is the part of the record's page that it stands in.
func (it *Item) Anchor() string {
	switch {
	case it.Kind == Step:
		return "obligations"
	case it.Kind == Mitigation:
		return "mitigations"
	case it.Ref == "":
		return "actions"
	}
	return it.Ref
}
