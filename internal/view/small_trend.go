package view

import (
	"math"

	"hindcast/internal/incident"
	"hindcast/internal/trend/figure"
)

// Charts are drawn in per cent across and in pixels down: so they fill any width, and neither words
// nor dots are stretched.

// Bar is a bar of a chart.
type Bar struct {
	X, W  float64 // per cent
	Y, H  float64 // pixels
	Class string
	Label string // "March 2026: 3 incidents"
	Link  string // below the root of the site; empty for none
}

// Round keeps coordinates short and the same on every machine.
func Round(v float64) float64 { return math.Round(v*100) / 100 }

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

// LeastSlots is how many columns a chart has room for at least, so that a young log has no bars as wide as walls.
const LeastSlots = 12

// SmallTrend measures any list of records; what does not count in trends is passed over.
func (m *Model) SmallTrend(records []*incident.Record) SmallTrend {
	t := SmallTrend{Summary: m.Trends.Summarize(records)}
	t.Detect, t.Resolve = m.MedianMinutes(t.Summary.Detect), m.MedianMinutes(t.Summary.Resolve)
	t.DetectN, t.ResolveN = t.Summary.Detect.N, t.Summary.Resolve.N
	if len(t.Buckets) == 0 {
		return t
	}
	most := 1
	for _, s := range t.Buckets {
		most = max(most, s.N)
	}
	step := 100 / float64(max(len(t.Buckets), LeastSlots))
	for i, s := range t.Buckets {
		if s.N == 0 {
			continue
		}
		h := Round((smallHeight - 2) * float64(s.N) / float64(most))
		b := Bar{
			X: Round(step * (float64(i) + 0.1)), W: Round(step * 0.8), Y: Round(smallHeight - h), H: h,
			Label: m.T("%s: %s", m.Bucket(t.Quarter, s), m.Count(s.N, "%s incident", "%s incidents")),
		}
		if s.Partial {
			b.Class = "partial"
		}
		t.Bars = append(t.Bars, b)
	}
	t.First, t.Last = m.Bucket(t.Quarter, t.Buckets[0]), m.Bucket(t.Quarter, t.Buckets[len(t.Buckets)-1])
	return t
}
