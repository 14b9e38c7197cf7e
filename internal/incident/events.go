package incident

import (
	"errors"
	"strings"

	"hindcast/internal/markdown"
	"hindcast/internal/when"
)

// Event is an event of the section Timeline with its time; Err says why that can't be read.
type Event struct {
	markdown.Event
	Index int // into Text.Events
	At    Time
	Until Time // of a stretch of time; else absent
	Err   error
}

// IsBare reports a time of day that takes its date from what stands before it.
func (e Event) IsBare() bool { return e.Begin.Date == "" }

// IsUnread reports a time that can't be read for want of what stands elsewhere, or that need not be one of an event:
// it is in a table, or emphasised.
func (e Event) IsUnread() bool { return e.Err != nil && (e.Loose || errors.Is(e.Err, when.ErrUndated)) }

// Events reads the events of the section Timeline. A time of day takes its date from the heading that it stands
// under, or from the event before it; the zone from the time itself, the head of its column, the headings above it,
// or the event before it.
func (f *File) Events() []Event {
	var events []Event
	var r when.Reader
	for i, e := range f.Text.Events {
		if !strings.EqualFold(e.Under, SectionTimeline) {
			continue
		}
		ev := Event{Event: e, Index: i}
		ev.At, ev.Until, ev.Err = r.Read(when.Written{
			Text: e.When, Begin: e.Begin, End: e.End, Day: e.Day, Above: []string{e.Column, e.Day, e.Heading},
		})
		events = append(events, ev)
	}
	return events
}
