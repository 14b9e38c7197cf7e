package incident

import (
	"strings"

	"hindcast/internal/markdown"
)

// Event is an event of the section Timeline with its time; Err says why that can't be read.
type Event struct {
	markdown.Event
	At  Time
	Err error
}

// IsBare reports a time of day that takes its date from the event before it.
func (e Event) IsBare() bool { return len(e.When) == len("15:04") && e.When[2] == ':' }

// Events reads the events under the heading Timeline. A bare 15:04 takes date and offset from the
// event before it.
func (f *File) Events() []Event {
	var events []Event
	var last Time
	for _, e := range f.Text.Events {
		if !strings.EqualFold(e.Under, SectionTimeline) {
			continue
		}
		ev := Event{Event: e}
		if ev.IsBare() {
			ev.At, ev.Err = last.Clock(e.When)
		} else {
			ev.At, ev.Err = ParseTime(e.When)
		}
		if ev.Err == nil {
			last = ev.At
		}
		events = append(events, ev)
	}
	return events
}
