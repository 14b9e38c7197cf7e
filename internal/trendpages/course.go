package trendpages

import (
	"slices"

	"hindcast/internal/address"
	"hindcast/internal/trend/figure"
	"hindcast/internal/view"
)

// CourseChart is times by the day of detection on a scale of powers, and their running median.
type CourseChart struct {
	Height float64
	Dots   []Dot
	Line   []Segment // of the running median
	Scale  []Level
	Years  []Tick
	Older  int // cases before the first that is drawn
}

// Segment is a piece of a line.
type Segment struct{ X1, Y1, X2, Y2 float64 }

const courseDrawn = 70 // cases in the course of a time

// courseChart draws the newest cases; nil where there are too few to see a course.
func (m *site) courseChart(r *figure.Report, f *figure.Spans) *CourseChart {
	if len(f.Course) < figure.LeastForQuantiles {
		return nil
	}
	drawn := f.Course[max(0, len(f.Course)-courseDrawn):]
	months := m.Trends.Whole.Months
	if r.Scope.Kind == figure.ScopeYear {
		months = r.Months
	}
	first, ok := drawn[0].Record.Timeline.Detected.MonthOf(m.Log.Config.Zone)
	at := slices.IndexFunc(months, func(month figure.Month) bool { return ok && !month.Start.Before(first) })
	if at < 0 {
		return nil
	}
	if len(drawn) == len(f.Course) && len(months) <= monthsDrawn {
		at = 0 // the axis of all charts
	}
	s := slotsFrom(months, at)
	points := make([]figure.Point, len(drawn))
	for i, p := range drawn {
		points[i] = p.Point
	}
	unit := f.UnitName()
	scale := scaleOf(points, unit == "days")
	c := &CourseChart{Height: columnHeight, Years: m.years(s), Older: len(f.Course) - len(drawn)}
	y := func(took float64) float64 { return view.Round(c.Height * (1 - scale.x(took)/100)) }
	for _, tick := range m.stripTicks(scale) {
		if !tick.Minor {
			c.Scale = append(c.Scale, Level{Y: view.Round(c.Height * (1 - tick.X/100)), Label: tick.Label})
		}
	}
	begin, end := s.months[0].Start, s.months[0].Start.AddDate(0, max(len(s.months), view.LeastSlots), 0)
	var last *Segment
	for _, p := range drawn {
		day := p.Record.Timeline.Detected.In(m.Log.Config.Zone)
		x := view.Round(100 * max(0, day.Sub(begin).Hours()) / end.Sub(begin).Hours())
		dot := Dot{X: x, Y: y(float64(p.Took)), Open: p.Open, Link: address.Record(p.Record)}
		dot.Label = m.T("%s, %s: %s", p.Record.ID, m.Date(p.Record.Timeline.Detected), m.Measured(float64(p.Took), unit))
		if p.Open {
			dot.Label = m.T("%s: open on %s, after %s", p.Record.ID, m.Day(m.Now), m.Measured(float64(p.Took), unit))
		}
		c.Dots = append(c.Dots, dot)
		if p.Running == p.Running {
			to := Segment{X2: x, Y2: y(p.Running)}
			if last != nil {
				to.X1, to.Y1 = last.X2, last.Y2
				c.Line = append(c.Line, to)
			}
			last = &to
		}
	}
	return c
}
