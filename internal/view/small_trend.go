package view

import (
	"math"
	"strconv"

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

// ChartText is a text in a chart.
type ChartText struct {
	X     float64 // per cent
	Y     float64 // pixels
	Label string
}

// Columns are counts over time as columns, the oldest first, with their scale.
type Columns struct {
	Title       string
	Height      float64 // pixels
	Bars        []Bar
	Scale       []ChartText // zero and the highest count
	Counts      []ChartText // above the columns: of all where there is room, else of the highest and of the latest
	First, Last string
}

// Column is one of the counts that Columns shows.
type Column struct {
	Name, Class string
	N           int
	Count       string // in words
}

const (
	columnsHeight = 72.0
	columnsRoom   = 18.0 // above the highest, for its count
	apart         = 3    // columns between the two that are counted where there is little room
	digitsInAll   = 48   // that columns have room for above them
)

// LeastSlots is how many columns a chart has room for at least, so that a young log has no bars as wide as walls.
const LeastSlots = 12

// NewColumns draws counts.
func NewColumns(m *Model, title string, list []Column) Columns {
	c := Columns{Title: title, Height: columnsHeight}
	if len(list) == 0 {
		return c
	}
	highest, latest := 0, 0
	for i, col := range list {
		if col.N > list[highest].N {
			highest = i
		}
		if col.N > 0 {
			latest = i
		}
	}
	most := max(1, list[highest].N)
	roomy := len(list)*len(strconv.Itoa(most)) <= digitsInAll
	step := 100 / float64(max(len(list), LeastSlots))
	for i, col := range list {
		if col.N == 0 {
			continue
		}
		h := Round((columnsHeight - columnsRoom) * float64(col.N) / float64(most))
		b := Bar{
			X: Round(step * (float64(i) + 0.1)), W: Round(step * 0.8), Y: Round(columnsHeight - h), H: h,
			Label: m.T("%s: %s", col.Name, col.Count), Class: col.Class,
		}
		c.Bars = append(c.Bars, b)
		if roomy || i == highest || i == latest && latest-highest > apart {
			c.Counts = append(c.Counts, ChartText{Round(step * (float64(i) + 0.5)), b.Y, m.Number(col.N)})
		}
	}
	c.Scale = []ChartText{{Y: columnsHeight, Label: "0"}, {Y: columnsRoom, Label: m.Number(most)}}
	c.First, c.Last = list[0].Name, list[len(list)-1].Name
	return c
}

// SmallTrend is the trend of a few records, for the page of a system, type, severity, cause, team or tag.
type SmallTrend struct {
	figure.Summary
	Columns  Columns
	Detect   string // the median, or why there is none
	Resolve  string
	DetectN  int
	ResolveN int
}

// SmallTrend measures any list of records; what does not count in trends is passed over.
func (m *Model) SmallTrend(records []*incident.Record) SmallTrend {
	t := SmallTrend{Summary: m.Trends.Summarize(records)}
	t.Detect, t.Resolve = m.MedianMinutes(t.Summary.Detect), m.MedianMinutes(t.Summary.Resolve)
	t.DetectN, t.ResolveN = t.Summary.Detect.N, t.Summary.Resolve.N
	list := make([]Column, len(t.Buckets))
	for i, b := range t.Buckets {
		list[i] = Column{Name: m.Bucket(t.Quarter, b), N: b.N, Count: m.Count(b.N, "%s incident", "%s incidents")}
		if b.Partial {
			list[i].Class = "partial"
		}
	}
	title := m.T("Incidents by month")
	if t.Quarter {
		title = m.T("Incidents by quarter")
	}
	t.Columns = NewColumns(m, title, list)
	return t
}
