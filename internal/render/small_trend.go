package render

import (
	"math"

	"hindcast/internal/incident"
	"hindcast/internal/trend/figure"
)

// SmallTrend is the trend of a few records, for the page of a system, type, severity, cause, team or tag.
type SmallTrend struct {
	figure.Summary
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
	t := SmallTrend{Summary: m.Trends.Summarize(records)}
	t.Detect, t.Resolve = m.smallSpan(t.Summary.Detect), m.smallSpan(t.Summary.Resolve)
	t.DetectN, t.ResolveN = t.Summary.Detect.N, t.Summary.Resolve.N
	if len(t.Buckets) == 0 {
		return t
	}
	most := 1
	for _, s := range t.Buckets {
		most = max(most, s.N)
	}
	step := 100 / float64(max(len(t.Buckets), leastSlots))
	for i, s := range t.Buckets {
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
	t.First, t.Last = m.stretch(t.Quarter, t.Buckets[0]), m.stretch(t.Quarter, t.Buckets[len(t.Buckets)-1])
	return t
}

// stretch names a month, or a quarter.
func (m *Model) stretch(quarter bool, s figure.Bucket) string {
	if quarter {
		return m.T("Q%s %s", m.Number(1+(int(s.Start.Month())-1)/3), s.Start.Format("2006"))
	}
	return m.ShortMonth(s.Start)
}

func (m *Model) smallSpan(s figure.SummarySpan) string {
	if math.IsNaN(s.Median) {
		return m.T("too few")
	}
	return m.Measured(s.Median, "minutes")
}
