package render

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"hindcast/internal/incident"
)

// The charts are drawn in units of the SVG's own coordinates; the style scales them to the page.
const (
	chartWidth = 760.0
	rowHeight  = 32.0
	axisHeight = 22.0
)

// CountChart is counts by month: one row of bars for each value, on one scale.
type CountChart struct {
	ID            string
	Title         string
	Width, Height float64 // of a row's drawing
	Rows          []CountRow
	First, Last   string // months at the ends of the axis
	Most          int    // incidents of the highest bar
	N             int    // incidents in all
	Months        []incident.Month
	Series        []incident.Series
}

// CountRow is the bars of one value.
type CountRow struct {
	Title string
	Total int
	Bars  []Bar
}

// Bar is one month's count.
type Bar struct {
	X, Y, W, H float64
	N          int
	Label      string // "3 in March 2026"
	Anchor     string // row of the table that lists the incidents
}

// Tick is a mark on an axis.
type Tick struct {
	X     float64
	Label string
}

func countChart(id, title string, months []incident.Month, series []incident.Series) CountChart {
	c := CountChart{ID: id, Title: title, Width: chartWidth, Height: rowHeight, Months: months, Series: series}
	for _, s := range series {
		c.N += s.Total
		for _, cell := range s.Cells {
			c.Most = max(c.Most, cell.N())
		}
	}
	step := chartWidth / float64(max(len(months), 1))
	for _, s := range series {
		row := CountRow{Title: s.Term.Title, Total: s.Total}
		for j, cell := range s.Cells {
			if cell.N() == 0 {
				continue
			}
			height := rowHeight * float64(cell.N()) / float64(c.Most)
			row.Bars = append(row.Bars, Bar{
				X: round(step*float64(j) + step*0.1), W: round(max(step*0.8, 1)), Y: round(rowHeight - height), H: round(height), N: cell.N(),
				Label: fmt.Sprintf("%s: %d in %s", s.Term.Title, cell.N(), months[j].Start.Format("January 2006")), Anchor: "m" + months[j].Key(),
			})
		}
		c.Rows = append(c.Rows, row)
	}
	c.First, c.Last = months[0].Start.Format("Jan 2006"), months[len(months)-1].Start.Format("Jan 2006")
	return c
}

// SpanChart is how long each incident took, as points on a scale of powers.
type SpanChart struct {
	*incident.Figure
	Width, Height float64
	Axis          float64
	Dots          []Dot
	Ticks         []Tick
	MedianX       float64 // zero where no median is given
	Rows          []incident.Point
	N             int // incidents that count, whether or not in the figure
}

// Dot is one incident.
type Dot struct {
	X, Y  float64
	Label string
	URL   string
}

// spanTicks are round times on the scale.
var spanTicks = []struct {
	at    time.Duration
	label string
}{
	{time.Minute, "1 min"}, {10 * time.Minute, "10 min"}, {time.Hour, "1 h"}, {6 * time.Hour, "6 h"},
	{24 * time.Hour, "1 d"}, {7 * 24 * time.Hour, "1 wk"}, {30 * 24 * time.Hour, "30 d"}, {90 * 24 * time.Hour, "90 d"}, {365 * 24 * time.Hour, "1 y"},
}

const (
	spanHeight = 74.0
	spanMargin = 28.0
)

func spanChart(f *incident.Figure, counted int) SpanChart {
	c := SpanChart{Figure: f, Width: chartWidth, Height: spanHeight, Axis: spanHeight - axisHeight, N: counted, Rows: slices.Clone(f.Points)}
	slices.SortStableFunc(c.Rows, func(a, b incident.Point) int {
		return cmp.Or(cmp.Compare(a.Took, b.Took), cmp.Compare(a.Record.ID, b.Record.ID))
	})
	if len(c.Rows) == 0 {
		return c
	}
	low, high := spanTicks[0].at, spanTicks[len(spanTicks)-1].at
	for _, t := range spanTicks {
		if t.at <= c.Rows[0].Took {
			low = t.at
		}
	}
	for _, t := range slices.Backward(spanTicks) {
		if t.at >= c.Rows[len(c.Rows)-1].Took {
			high = t.at
		}
	}
	x := func(d time.Duration) float64 {
		d = max(low, min(d, high))
		share := math.Log(float64(d)/float64(low)) / max(math.Log(float64(high)/float64(low)), 1e-9)
		return round(spanMargin + share*(chartWidth-2*spanMargin))
	}
	for i, p := range c.Rows {
		// Points would hide each other on one line, so they take turns on three.
		c.Dots = append(c.Dots, Dot{x(p.Took), 14 + 12*float64(i%3), p.Record.ID + ": " + Duration(p.Took), RecordURL(p.Record)})
	}
	for _, t := range spanTicks {
		if t.at >= low && t.at <= high {
			c.Ticks = append(c.Ticks, Tick{x(t.at), t.label})
		}
	}
	if f.HasQuantiles() {
		c.MedianX = x(f.Median)
	}
	return c
}

// round keeps coordinates short and the same on every machine.
func round(v float64) float64 { return math.Round(v*10) / 10 }

type trendContent struct {
	*incident.Trends
	Counts []CountChart
	Spans  []SpanChart
	Listed []MonthRow
}

// MonthRow is the incidents of one month, for the table under the charts.
type MonthRow struct {
	incident.Month
	Records []*incident.Record
}

func trendPages(m *Model, emit emit) bool {
	t := m.Trends
	c := trendContent{Trends: t}
	if len(t.Months) > 0 {
		c.Counts = []CountChart{
			countChart("types", "Incidents a month, by type", t.Months, t.Types),
			countChart("severities", "Incidents a month, by severity", t.Months, t.Severity),
		}
	}
	for i := range t.Figures {
		c.Spans = append(c.Spans, spanChart(&t.Figures[i], t.Records))
	}
	for i, month := range slices.Backward(t.Months) {
		row := MonthRow{Month: month}
		for _, s := range t.Types {
			row.Records = append(row.Records, s.Cells[i].Records...)
		}
		if row.Total > 0 {
			c.Listed = append(c.Listed, row)
		}
	}
	return emit("trends", "trends/", page{Title: "Trends", Section: "trends", Lead: "How often, how bad, and how long it takes.", Content: c})
}
