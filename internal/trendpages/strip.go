package trendpages

import (
	"fmt"
	"math"
	"slices"

	"hindcast/internal/address"
	"hindcast/internal/incident"
	"hindcast/internal/trend/figure"
	"hindcast/internal/view"
)

// StripChart is times on a scale of powers: a dot for each case, or counts where they are many.
type StripChart struct {
	Height float64 // pixels above the axis
	Dots   []Dot
	Bars   []view.Bar // instead of dots
	Scale  []Level
	Ticks  []Tick
	Marks  []Mark
	Bins   []Bin // behind the bars
}

// Dot is one case.
type Dot struct {
	X, Y  float64
	Open  bool
	Label string
	Link  string
}

// Mark is a labelled line down the chart.
type Mark struct {
	X, Y  float64 // of the label
	Label string
	Class string
	Left  bool // the label is on the left of the line
}

// Bin is the cases between two times.
type Bin struct {
	Anchor   string
	Label    string
	N, Open  int
	Examples []*incident.Record
}

const (
	dotsDrawn   = 100 // above it, counts take the place of dots
	laneHeight  = 11.0
	lanes       = 7
	labelHeight = 36.0 // for the marks
	stripMargin = 3.0  // per cent
	dotWidth    = 2.0  // per cent, at a middling width
	examples    = 3    // of a bin
)

// stripScale maps times to places.
type stripScale struct {
	low, high float64
	zero      bool // there is a place of its own for zero
	days      bool
}

// roundTimes are where ticks may stand, in minutes and in days.
var (
	roundMinutes = []float64{
		1, 10, 60, 360, 1440, 7 * 1440, 30 * 1440, 90 * 1440, 365 * 1440, 3 * 365 * 1440, 10 * 365 * 1440,
	}
	roundDays = []float64{1, 3, 7, 14, 30, 90, 180, 365, 2 * 365, 5 * 365, 10 * 365, 30 * 365}
)

func (s stripScale) round() []float64 {
	if s.days {
		return roundDays
	}
	return roundMinutes
}

func scaleOf(points []figure.Point, days bool) stripScale {
	s := stripScale{days: days}
	candidates := s.round()
	s.low, s.high = candidates[len(candidates)-1], candidates[0]
	for _, p := range points {
		if p.Took == 0 {
			s.zero = true
			continue
		}
		s.low, s.high = min(s.low, float64(p.Took)), max(s.high, float64(p.Took))
	}
	below, above := candidates[0], candidates[len(candidates)-1]
	for _, v := range candidates {
		if v <= s.low {
			below = v
		}
	}
	for _, v := range slices.Backward(candidates) {
		if v >= s.high && v > below {
			above = v
		}
	}
	s.low, s.high = below, above
	return s
}

func (s stripScale) x(v float64) float64 {
	left, right := stripMargin, 100-2*stripMargin
	if s.zero {
		if v == 0 {
			return left
		}
		left += 3 * stripMargin
	}
	v = max(s.low, min(v, s.high))
	return view.Round(left + (right-left)*math.Log(v/s.low)/math.Log(s.high/s.low))
}

func (m *site) stripTicks(s stripScale) []Tick {
	var ticks []Tick
	if s.zero {
		label := m.T("0 min")
		if s.days {
			label = m.T("0 d")
		}
		ticks = append(ticks, Tick{X: s.x(0), Label: label})
	}
	n := 0
	for _, v := range s.round() {
		if v < s.low || v > s.high {
			continue
		}
		days := v
		unit := "days"
		if !s.days {
			days, unit = v/1440, "minutes"
		}
		label := m.Measured(v, unit)
		if days >= 365 {
			label = m.T("%s y", m.Number(int(days/365)))
		}
		ticks = append(ticks, Tick{X: s.x(v), Label: label, Minor: n%2 == 1})
		n++
	}
	return ticks
}

// strip draws times. The unit is minutes or days.
func (m *site) strip(id string, points []figure.Point, unit string) *StripChart {
	scale := scaleOf(points, unit == "days")
	c := &StripChart{Ticks: m.stripTicks(scale)}
	if len(points) > dotsDrawn {
		m.bins(c, id, points, scale, unit)
		return c
	}
	stacks, deepest := newStacks(), 0
	for _, p := range points {
		x := scale.x(float64(p.Took))
		lane := stacks.place(x)
		deepest = max(deepest, lane)
		label := m.T("%s: %s", p.Record.ID, m.Measured(float64(p.Took), unit))
		if p.Open {
			label = m.T("%s: open on %s, after %s", p.Record.ID, m.Day(m.Now), m.Measured(float64(p.Took), unit))
		}
		c.Dots = append(c.Dots, Dot{X: x, Y: float64(lane), Open: p.Open, Label: label, Link: address.Record(p.Record)})
	}
	c.Height = labelHeight + laneHeight*float64(deepest+1) + 6
	for i := range c.Dots {
		c.Dots[i].Y = c.Height - laneHeight*(c.Dots[i].Y+0.5) - 5
	}
	return c
}

// stacks hold the place of the last dot on each lane, so that dots do not hide each other.
type stacks [lanes]float64

func newStacks() *stacks {
	var s stacks
	for i := range s {
		s[i] = -dotWidth
	}
	return &s
}

// place is the lowest lane with room for a dot, else the one with the most.
func (s *stacks) place(x float64) int {
	lane := 0
	for i, last := range s {
		if last+dotWidth <= x {
			lane = i
			break
		}
		if last < s[lane] {
			lane = i
		}
	}
	s[lane] = x
	return lane
}

// binsOf counts points, which are in order, in steps of a factor of two from the low end of the scale;
// cases that took no time have a bin of their own.
func (m *site) binsOf(id string, points []figure.Point, scale stripScale, unit string) (bins []Bin, from []float64) {
	if scale.zero {
		bins, from = append(bins, Bin{Label: m.Measured(0, unit)}), append(from, 0)
	}
	for at := scale.low; at < scale.high || len(bins) == 0; at *= 2 {
		label := m.T("%s to under %s", m.Measured(at, unit), m.Measured(at*2, unit))
		if at*2 >= scale.high {
			label = m.T("%s and more", m.Measured(at, unit))
		}
		bins, from = append(bins, Bin{Label: label}), append(from, at)
	}
	at := 0
	for _, p := range points {
		for at+1 < len(bins) && float64(p.Took) >= from[at+1] {
			at++
		}
		b := &bins[at]
		b.N++
		if p.Open {
			b.Open++
		}
		if len(b.Examples) < examples {
			b.Examples = append(b.Examples, p.Record)
		}
	}
	for i := range bins {
		bins[i].Anchor = fmt.Sprintf("%s-%d", id, i)
	}
	return bins, from
}

// bins draws counts, the open cases standing on the finished ones.
func (m *site) bins(c *StripChart, id string, points []figure.Point, scale stripScale, unit string) {
	var from []float64
	c.Bins, from = m.binsOf(id, points, scale, unit)
	most := slices.MaxFunc(c.Bins, func(a, b Bin) int { return a.N - b.N }).N
	const plot = 100.0
	var end float64
	c.Height = labelHeight + plot
	c.Scale, end = m.scale(float64(most), plot)
	for i := range c.Scale {
		c.Scale[i].Y += labelHeight
	}
	for i, b := range c.Bins {
		x, right := scale.x(from[i]), scale.x(from[i]*2)
		if from[i] == 0 {
			x, right = x-stripMargin/2, x+stripMargin/2
		}
		bar := view.Bar{
			X: view.Round(x + 0.15), W: view.Round(max(0.3, right-x-0.3)), Link: "#" + b.Anchor,
			Label: m.T("%s: %s, of these %s open", b.Label, m.Number(b.N), m.Number(b.Open)),
		}
		top := c.Height
		for _, part := range []struct {
			n     int
			class string
		}{{b.N - b.Open, ""}, {b.Open, "partial"}} {
			if part.n > 0 {
				bar.H, bar.Class = view.Round(plot*float64(part.n)/end), part.class
				top -= bar.H
				bar.Y = view.Round(top)
				c.Bars = append(c.Bars, bar)
			}
		}
	}
}

// mark adds a labelled line at a time.
func (c *StripChart) mark(x float64, class, label string) {
	c.Marks = append(c.Marks, Mark{X: x, Y: 12 + 16*float64(len(c.Marks)), Class: class, Label: label, Left: x > 45})
}
