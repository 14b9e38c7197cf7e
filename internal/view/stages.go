package view

import (
	"regexp"
	"time"

	"hindcast/internal/incident"
)

// StageStep is one stage on the track of a record.
type StageStep struct {
	Key     string
	Title   string
	Time    incident.Time
	Reached bool
	Current bool
	Shown   string        // the time in words
	First   incident.Time // of a record that went back: when it was reached the first time
	Took    string        // from the step before it, where both are known to the minute or the day
}

// Stages is the track of a record: when each stage was reached, and how long it took from the one
// before. What has no lifecycle has no track.
func Stages(m *Model, r *incident.Record) []StageStep {
	if r.IsPrecedent() || r.Status == "" {
		return nil
	}
	steps := []StageStep{}
	if !r.Timeline.Started.At.IsZero() {
		steps = append(steps, StageStep{Key: "started", Title: m.T("Started"), Time: r.Timeline.Started.At, Reached: true})
	}
	for _, stage := range incident.Lifecycle {
		at := *stage.Time(&r.Timeline)
		if at.IsZero() && (r.Skips(stage.ID) || r.Status != stage.ID && incident.StageIndex(r.Status) < 0) {
			continue
		}
		step := StageStep{
			Key: stage.ID, Title: m.T(stage.Title), Time: at, Reached: r.Reached(stage.ID), Current: r.Status == stage.ID,
		}
		if first := r.First(stage.ID); first.String() != at.String() {
			step.First = first
		}
		if len(steps) > 0 {
			step.Took = Between(m, steps[len(steps)-1].Time, at)
		}
		steps = append(steps, step)
	}
	for i := range steps {
		steps[i].Shown, steps[i].Took = bound(m.Moment(steps[i].Time)), bound(steps[i].Took)
	}
	return steps
}

var beforeUnit = regexp.MustCompile(`(\d) (\pL)`)

// bound keeps each number on the line of its unit.
func bound(text string) string { return beforeUnit.ReplaceAllString(text, "$1\u00a0$2") }

// Between is the time from one stage to the next in words; empty where it is not known. Where one of them is known to the
// day alone, it is the days of the calendar from one to the other.
func Between(m *Model, from, to incident.Time) string {
	if from.Precision() == incident.ToDay || to.Precision() == incident.ToDay {
		zone := m.Log.Config.Zone
		days := incident.DayNumber(to.In(zone)) - incident.DayNumber(from.In(zone))
		if from.Precision() < incident.ToDay || to.Precision() < incident.ToDay || days <= 0 {
			return ""
		}
		return m.T("about %s", m.Duration(time.Duration(days)*24*time.Hour))
	}
	took, ok := from.Between(to, incident.ToMinute)
	if !ok || took < 0 {
		return ""
	}
	return "+" + m.Duration(took)
}
