package agenda

import (
	"sort"
	"time"

	"hindcast/internal/incident"
)

// Change is what happened to a record.
type Change string

// The changes, in the order in which a digest shows them.
const (
	Filed    Change = "filed"    // the time it was detected: when the file was written, no record tells
	Moved    Change = "moved"    // reached a stage between detected and closed
	Reopened Change = "reopened" // went back a stage
	Closed   Change = "closed"
	Ended    Change = "ended"   // an action was done, declined or transferred
	Overdue  Change = "overdue" // something open ran past its time
)

// Changes are all of them in order.
func Changes() []Change { return []Change{Filed, Moved, Reopened, Closed, Ended, Overdue} }

// Event is one change at one time.
type Event struct {
	Change Change
	At     time.Time     // the instant to order by
	Time   incident.Time // as written; zero where the time is that of the item
	Record *incident.Record
	Stage  string           // reached, or gone back to
	Action *incident.Action // that ended
	Item   *Item            // that is overdue
	Reason string           // of going back
}

// Since is what happened from one instant to another, oldest first. Only what the records and the
// items tell is known: no event has a time that nobody wrote. A date counts where any part of that
// day, in the configured zone, lies in between; coarse is how many times are known only to a month
// or a year that overlaps, and are left out.
func Since(log *incident.Log, items []Item, from, to time.Time) (events []Event, coarse int) {
	w := window{zone: log.Config.Zone, from: from, to: to}
	for _, r := range log.Records {
		if r.KindOrDefault() != incident.KindPrecedent {
			w.record(r)
		}
	}
	for i := range items {
		if it := &items[i]; it.Overdue && it.Due.After(from) {
			w.events = append(w.events, Event{Change: Overdue, At: it.Due, Record: it.Record, Item: it})
		}
	}
	sort.SliceStable(w.events, func(i, j int) bool { return w.events[i].At.Before(w.events[j].At) })
	return w.events, w.coarse
}

type window struct {
	zone     *time.Location
	from, to time.Time
	events   []Event
	coarse   int
}

func (w *window) record(r *incident.Record) {
	w.timeline(r, &r.Timeline)
	for i := range r.Reopened {
		again := &r.Reopened[i]
		w.timeline(r, &again.Earlier)
		w.add(again.When, Event{Change: Reopened, Record: r, Stage: again.To, Reason: again.Reason})
	}
	for i := range r.Actions {
		if a := &r.Actions[i]; a.HasEnded() {
			w.add(a.Ended, Event{Change: Ended, Record: r, Action: a})
		}
	}
}

func (w *window) timeline(r *incident.Record, t *incident.Timeline) {
	for _, stage := range incident.Lifecycle {
		change := Moved
		switch stage.ID {
		case "detected":
			change = Filed
		case "closed":
			change = Closed
		}
		w.add(*stage.Time(t), Event{Change: change, Record: r, Stage: stage.ID})
	}
}

// add keeps an event whose time lies in the window.
func (w *window) add(t incident.Time, e Event) {
	if t.IsZero() {
		return
	}
	e.At, e.Time = t.BeginningIn(w.zone), t
	end := e.At
	switch t.Precision() {
	case incident.ToYear:
		end = e.At.AddDate(1, 0, 0)
	case incident.ToMonth:
		end = e.At.AddDate(0, 1, 0)
	case incident.ToDay:
		end = e.At.AddDate(0, 0, 1)
	case incident.ToMinute:
		end = e.At.Add(time.Minute)
	}
	switch {
	case e.At.After(w.to) || end.Before(w.from) || end.Equal(w.from) && t.Precision() < incident.ToSecond:
	case t.Precision() < incident.ToDay:
		w.coarse++
	default:
		w.events = append(w.events, e)
	}
}
