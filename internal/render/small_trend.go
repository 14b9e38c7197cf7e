package render

import (
	"math"

	"hindcast/internal/incident"
)

// SmallTrend is the trend of a few records, for the page of a system, type, severity, cause, team or tag.
type SmallTrend struct {
	incident.Small
	Bars        []Bar
	First, Last string
	Detect      string // the median, or why there is none
	Resolve     string
	DetectN     int
	ResolveN    int
}

const smallHeight = 40.0

// smallTrend measures any list of records; what does not count in trends is passed over.
func (m *Model) smallTrend(records []*incident.Record) SmallTrend {
	t := SmallTrend{Small: m.Trends.Small(records)}
	t.Detect, t.Resolve = m.smallSpan(t.Small.Detect), m.smallSpan(t.Small.Resolve)
	t.DetectN, t.ResolveN = t.Small.Detect.N, t.Small.Resolve.N
	if len(t.Stretch) == 0 {
		return t
	}
	most := 1
	for _, s := range t.Stretch {
		most = max(most, s.N)
	}
	step := 100 / float64(max(len(t.Stretch), leastSlots))
	for i, s := range t.Stretch {
		if s.N == 0 {
			continue
		}
		h := round((smallHeight - 2) * float64(s.N) / float64(most))
		b := Bar{X: round(step * (float64(i) + 0.1)), W: round(step * 0.8), Y: round(smallHeight - h), H: h, Label: m.T("%s: %s", m.stretch(t.Quarter, s), m.Count(s.N, "%s incident", "%s incidents"))}
		if s.Partial {
			b.Class = "partial"
		}
		t.Bars = append(t.Bars, b)
	}
	t.First, t.Last = m.stretch(t.Quarter, t.Stretch[0]), m.stretch(t.Quarter, t.Stretch[len(t.Stretch)-1])
	return t
}

// stretch names a month, or a quarter.
func (m *Model) stretch(quarter bool, s incident.Stretch) string {
	if quarter {
		return m.T("Q%s %s", m.Number(1+(int(s.Start.Month())-1)/3), s.Start.Format("2006"))
	}
	return m.ShortMonth(s.Start)
}

func (m *Model) smallSpan(s incident.SmallSpan) string {
	if math.IsNaN(s.Median) {
		return m.T("too few")
	}
	return m.Measured(s.Median, "minutes")
}
