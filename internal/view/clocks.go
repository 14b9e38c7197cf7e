package view

import (
	"time"

	"hindcast/internal/agenda/item"
	"hindcast/internal/incident"
	"hindcast/internal/wording"
)

// Clock is a time that the present is told from. Its text is true whenever it is read; scripts add how far it is.
type Clock struct {
	Text    string
	Stamp   string // for the attribute datetime: a day, or an instant in UTC; empty where there is nothing to count
	Overdue bool   // as of the build, so it stays so
	Open    bool   // what is due is still to be done
}

// Clocks makes the clocks of a site.
type Clocks struct{ m *Model }

// Clocks makes the clocks of the site.
func (m *Model) Clocks() Clocks { return Clocks{m} }

func (c Clocks) due(at, day time.Time, text string, open bool) Clock {
	return Clock{Text: text, Stamp: stamp(at, day), Open: open, Overdue: open && item.IsOver(at, day, c.m.Now)}
}

func stamp(at, day time.Time) string {
	if !day.IsZero() {
		return day.Format(time.DateOnly)
	}
	return at.UTC().Format(time.RFC3339)
}

// Item is when an item of the agenda is due: until the end of a day, or to the minute.
func (c Clocks) Item(it *item.Item) Clock { return c.computed(it.Due, it.Day, it.IsOpen()) }

// Step is the same for a step of a duty.
func (c Clocks) Step(s StepRow) Clock { return c.computed(s.Due, s.Day, s.Open) }

func (c Clocks) computed(at, day time.Time, open bool) Clock {
	text := c.m.Format(at.UTC(), wording.LayoutMoment)
	if !day.IsZero() {
		text = c.m.T("end of %s", c.m.Format(day, wording.LayoutDay))
	}
	return c.due(at, day, text, open)
}

// Action is when an action is due, as exactly as it is written.
func (c Clocks) Action(a incident.Action) Clock { return c.written(a.Due, a.IsPending()) }

// Review is when an article is to be reviewed.
func (c Clocks) Review(a *incident.Article) Clock { return c.written(a.ReviewBy, true) }

func (c Clocks) written(t incident.Time, open bool) Clock {
	if t.IsZero() {
		return Clock{}
	}
	return c.due(t.EndIn(c.m.Log.Config.Zone), t.LastDay(), c.m.Moment(t), open)
}

// Since is when what an item tells of began: a measure in force, or the knowledge of a duty.
func (c Clocks) Since(it *item.Item) Clock {
	since := Clock{Text: c.m.Moment(it.Since)}
	switch {
	case it.Since.Precision() >= incident.ToMinute:
		since.Stamp = stamp(it.Since.Sortable(), time.Time{})
	case it.Since.Precision() == incident.ToDay:
		since.Stamp = it.Since.String()
	}
	return since
}

// AsOf is the instant that all that the site counts is told for.
func (c Clocks) AsOf() string { return c.m.Format(c.m.Now.UTC(), wording.LayoutMoment) }
