package trendpages

import (
	"slices"
	"time"

	"hindcast/internal/address"
	"hindcast/internal/incident"
	"hindcast/internal/trend/figure"
	"hindcast/internal/view"
)

// Tick is a mark on an axis.
type Tick struct {
	X     float64 // per cent
	Label string
	Minor bool // left out where there is little room
}

// Level is a line across a chart.
type Level struct {
	Y     float64 // pixels
	Label string
	Class string

	LabelY float64 // of a line with a label beside the chart, which keeps clear of the others
}

// ColumnChart is bars over months on an axis from zero.
type ColumnChart struct {
	Height float64 // pixels of the plot, without the axis below it
	Unit   string  // what the bars count
	Across string  // what the months are those of
	Bars   []view.Bar
	Scale  []Level // round values, zero first
	Levels []Level // limits and the mean
	Years  []Tick
	Older  int // months before the first that is drawn
}

// RowChart is a small chart of bars for each value, all on one scale.
type RowChart struct {
	Height float64
	Rows   []Row
	Years  []Tick
	Most   int // of the highest bar
	Hidden int // values that are in the data alone
	Older  int
}

// Row is the bars of one value.
type Row struct {
	Title string
	Link  string
	Total int
	Bars  []view.Bar
}

// The sizes of charts.
const (
	columnHeight = 220.0
	rowHeight    = 36.0
	monthsDrawn  = 120 // ten years
	rowsDrawn    = 12
	barsDrawn    = rowsDrawn * 18 // in all rows of a chart: a year and a half where each month has a bar
)

// slots is where months stand across a chart.
type slots struct {
	months []figure.Month
	skip   int
	step   float64
}

func slotsOf(months []figure.Month) slots {
	return slotsFrom(months, max(0, len(months)-monthsDrawn))
}

func slotsFrom(months []figure.Month, skip int) slots {
	drawn := months[skip:]
	return slots{drawn, skip, 100 / float64(max(len(drawn), view.LeastSlots))}
}

// onAxis is counts from the first month of the log on, so that the charts of all scopes have one axis; nothing is drawn
// in months before the scope begins.
func (m *site) onAxis(f *figure.Counts) *figure.Counts {
	whole := m.Trends.Whole.Months
	if len(whole) == 0 || len(f.Months) == 0 {
		return f
	}
	lead := figure.MonthsBetween(whole[0].Start, f.Months[0].Start)
	if lead <= 0 || f.Months[len(f.Months)-1] != whole[len(whole)-1] { // a year has an axis of its own
		return f
	}
	on := *f
	on.Months = slices.Concat(whole[:lead], f.Months)
	on.Series = slices.Clone(f.Series)
	for i := range on.Series {
		on.Series[i].Cells = slices.Concat(make([]int, lead), f.Series[i].Cells)
	}
	if f.Limits != nil {
		limits := *f.Limits
		limits.Outside = slices.Clone(limits.Outside)
		for i := range limits.Outside {
			limits.Outside[i] += lead
		}
		on.Limits = &limits
	}
	return &on
}

func (s slots) x(i int) (x, w float64) {
	return view.Round(s.step * (float64(i) + 0.12)), view.Round(s.step * 0.76)
}

// years are the ticks at the beginning of years, and at the first month.
func (m *site) years(s slots) []Tick {
	var ticks []Tick
	every := 1 + len(s.months)/12/9
	for i, month := range s.months {
		year := month.Start.Year()
		switch {
		case month.Start.Month() == time.January && year%every == 0:
			ticks = append(ticks, Tick{
				X: view.Round(s.step * float64(i)), Label: m.yearLabel(month.Start), Minor: len(s.months) > 60 && year%2 == 1,
			})
		case i == 0: // unless the year after it stands too near
			room := s.step * float64(13-month.Start.Month())
			if room > 9 {
				ticks = append(ticks, Tick{Label: m.ShortMonth(month.Start), Minor: room < 20})
			}
		}
	}
	return ticks
}

func (m *site) yearLabel(at time.Time) string { return at.Format("2006") }

// niceStep is the distance of round values, one, two or five times a power of ten, so that at most
// so many of them reach the top; at least one.
func niceStep(top float64, most int) float64 {
	for power := 1.0; ; power *= 10 {
		for _, step := range []float64{1, 2, 5} {
			if top <= step*power*float64(most) {
				return step * power
			}
		}
	}
}

// scale is the values of an axis from zero that reaches at least to top, and the value at its end.
func (m *site) scale(top, height float64) ([]Level, float64) {
	step := niceStep(max(top, 1), 4)
	end := max(top, step) * 1.08
	var levels []Level
	for v := 0.0; v <= end; v += step {
		levels = append(levels, Level{Y: view.Round(height * (1 - v/end)), Label: m.Number(int(v))})
	}
	return levels, end
}

// columns draws one series of counts by month.
func (m *site) columns(
	f *figure.Counts, label func(month figure.Month, n int) string, link func(figure.Month) string,
) *ColumnChart {
	f = m.onAxis(f)
	s := slotsOf(f.Months)
	c := &ColumnChart{Height: columnHeight, Years: m.years(s), Older: s.skip}
	top := 0.0
	for i := range s.months {
		top = max(top, float64(f.Series[0].Cells[s.skip+i]))
	}
	limited := f.Limits != nil && f.Limits.Method == figure.CChart
	if limited {
		top = max(top, f.Limits.Upper)
	}
	var end float64
	c.Scale, end = m.scale(top, c.Height)
	for i, month := range s.months {
		n := f.Series[0].Cells[s.skip+i]
		if n == 0 {
			continue
		}
		x, w := s.x(i)
		b := view.Bar{
			X: x, W: w, H: view.Round(c.Height * float64(n) / end), Label: label(month, n), Link: link(month),
			Class: partial(month),
		}
		b.Y = view.Round(c.Height - b.H)
		if limited && slices.Contains(f.Limits.Outside, s.skip+i) {
			b.Class = "outside"
		}
		c.Bars = append(c.Bars, b)
	}
	if limited {
		c.Levels = m.limitLevels(f.Limits, c.Height, end)
	}
	return c
}

// limitLevels are the lines of limits on an axis that ends at a value.
func (m *site) limitLevels(l *figure.Limits, height, end float64) []Level {
	y := func(v float64) float64 { return view.Round(height * (1 - v/end)) }
	digits := 0 // of a limit of counts, which is one itself
	if l.Method == figure.TChart {
		digits = 1
	}
	levels := []Level{
		{Y: y(l.Upper), Label: m.T("upper limit %s", m.Decimal(l.Upper, digits)), Class: "limit"},
		{Y: y(l.Centre), Label: m.T("mean %s", m.Decimal(l.Centre, 1)), Class: "mean"},
	}
	if l.Method == figure.TChart {
		levels[1].Label = m.T("centre %s", m.Decimal(l.Centre, 1))
	}
	if l.Lower > 0 {
		levels = append(levels,
			Level{Y: y(l.Lower), Label: m.T("lower limit %s", m.Decimal(l.Lower, digits)), Class: "limit"})
	}
	spread(levels, height)
	return levels
}

const lineHeight = 16.0 // of a label

// spread puts the labels of levels, the highest first, beside their lines, and one below the other where lines are
// close; the last stays above the axis.
func spread(levels []Level, height float64) {
	for i := range levels {
		levels[i].LabelY = levels[i].Y
		if i > 0 {
			levels[i].LabelY = max(levels[i].Y, levels[i-1].LabelY+lineHeight)
		}
	}
	lowest := height
	for i := len(levels) - 1; i >= 0; i-- {
		levels[i].LabelY = view.Round(min(levels[i].LabelY, lowest))
		lowest = levels[i].LabelY - lineHeight
	}
}

func partial(m figure.Month) string {
	if m.Partial {
		return "partial"
	}
	return ""
}

// rowSlots is the newest months, as many as the bars of all rows allow.
func rowSlots(months []figure.Month, drawn []figure.Series) slots {
	skip, bars := len(months), 0
	for ; skip > max(0, len(months)-monthsDrawn); skip-- {
		for _, series := range drawn {
			if series.Cells[skip-1] > 0 {
				bars++
			}
		}
		if bars > barsDrawn {
			break
		}
	}
	return slotsFrom(months, skip)
}

// rows draws several series of counts by month.
func (m *site) rows(
	f *figure.Counts, title func(incident.Term) (title, link string), link func(figure.Month, incident.Term) string,
) *RowChart {
	f = m.onAxis(f)
	drawn := f.Series[:min(len(f.Series), rowsDrawn)]
	s := rowSlots(f.Months, drawn)
	c := &RowChart{Height: rowHeight, Years: m.years(s), Older: s.skip, Hidden: len(f.Series) - len(drawn)}
	for _, series := range drawn {
		c.Most = max(c.Most, slices.Max(series.Cells[s.skip:]))
	}
	for _, series := range drawn {
		row := Row{Total: series.Total}
		row.Title, row.Link = title(series.Term)
		for i, month := range s.months {
			n := series.Cells[s.skip+i]
			if n == 0 {
				continue
			}
			x, w := s.x(i)
			h := view.Round((c.Height - 2) * float64(n) / float64(c.Most))
			row.Bars = append(row.Bars, view.Bar{
				X: x, W: w, Y: view.Round(c.Height - h), H: h, Class: partial(month),
				Label: m.T("%s: %s", m.ShortMonth(month.Start), m.Number(n)), Link: link(month, series.Term),
			})
		}
		c.Rows = append(c.Rows, row)
	}
	return c
}

// GapChart is the days between incidents, in order.
type GapChart struct {
	Height float64
	Dots   []Dot
	Scale  []Level
	Levels []Level
	Ticks  []Tick
	Older  int
}

const gapsDrawn = 150

func (m *site) gapChart(f *figure.Gaps) *GapChart {
	skip := max(0, len(f.Gaps)-gapsDrawn)
	drawn := f.Gaps[skip:]
	c := &GapChart{Height: columnHeight, Older: skip}
	limited := f.Limits.Method == figure.TChart
	top := 0.0
	for _, g := range drawn {
		top = max(top, float64(g.Days))
	}
	if limited {
		top = max(top, f.Limits.Upper)
	}
	var end float64
	c.Scale, end = m.scale(top, c.Height)
	step := 100 / float64(max(len(drawn), view.LeastSlots))
	year := ""
	for i, g := range drawn {
		x := view.Round(step * (float64(i) + 0.5))
		c.Dots = append(c.Dots, Dot{
			X: x, Y: view.Round(c.Height * (1 - float64(g.Days)/end)),
			Open:  limited && slices.Contains(f.Limits.Outside, skip+i),
			Label: m.T("%s: %s", g.Record.ID, m.Count(g.Days, "%s day after the one before", "%s days after the one before")),
			Link:  address.Record(g.Record),
		})
		if g.Date[:4] != year {
			year = g.Date[:4]
			if n := len(c.Ticks); n == 0 || x-c.Ticks[n-1].X > 8 {
				c.Ticks = append(c.Ticks, Tick{X: view.Round(step * float64(i)), Label: year})
			}
		}
	}
	if limited {
		c.Levels = m.limitLevels(f.Limits, c.Height, end)
	}
	return c
}

// ShareRow is a bar across and what it says.
type ShareRow struct {
	Title, Note string
	Link        string
	W           float64 // per cent of the width
	Cumulative  string
	Partial     bool
}
