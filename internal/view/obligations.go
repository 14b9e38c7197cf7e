package view

import (
	"time"

	"hindcast/internal/agenda/item"
	"hindcast/internal/incident"
	"hindcast/internal/wording"
)

// StepRow is one report owed.
type StepRow struct {
	Title   string
	Rule    string
	Due     time.Time // zero where it is owed at once or has no fixed time
	Day     bool      // due by the end of the day before Due
	Done    incident.Time
	Dropped *incident.Dropped
	Refs    []string
	Late    bool
	Overdue bool
	Open    bool
}

// DueText is when a step is due in words: the last day, or the minute.
func (m *Model) DueText(s StepRow) string {
	switch {
	case s.Due.IsZero():
		return ""
	case s.Day:
		return m.T("end of %s", m.Format(s.Due.In(m.Log.Config.Zone).AddDate(0, 0, -1), wording.LayoutDay))
	}
	return m.Format(s.Due.UTC(), wording.LayoutMoment)
}

// ItemDue is the same for an item of the agenda.
func (m *Model) ItemDue(it *item.Item) string {
	switch {
	case it.Due.IsZero():
		return ""
	case !it.Day.IsZero():
		return m.T("end of %s", m.Format(it.Day, wording.LayoutDay))
	}
	return m.Format(it.Due.UTC(), wording.LayoutMoment)
}

// Left is how long it is until an instant, or since, in words.
func (m *Model) Left(at time.Time) string {
	if at.Before(m.Now) {
		return m.T("%s ago", m.Duration(m.Now.Sub(at)))
	}
	return m.T("in %s", m.Duration(at.Sub(m.Now)))
}
