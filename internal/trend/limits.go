package trend

import (
	"math"
	"sort"
	"time"

	"hindcast/internal/incident"
	"hindcast/internal/trend/figure"
	"hindcast/internal/trend/stat"
)

// limits are those of the complete months of a count, where there are enough incidents a month. The
// running month is judged only by whether it is above already. Where there are fewer incidents, the
// days between them are judged instead.
func (p *part) limits(f *figure.Counts) *figure.Limits {
	l := &figure.Limits{Method: figure.TooFewYet}
	total := 0
	for i, m := range f.Months {
		if !m.Partial {
			l.Points++
			total += f.Series[0].Cells[i]
		}
	}
	if l.Points == 0 {
		return l
	}
	l.Mean = float64(total) / float64(l.Points)
	switch {
	case l.Mean < figure.LeastForCChart:
		l.Method = figure.TChart
		return l
	case l.Points < figure.LeastForLimits:
		return l
	}
	l.Method, l.Centre = figure.CChart, l.Mean
	lower, upper := stat.PoissonLimits(l.Mean, beyondLimit)
	l.Lower, l.Upper = float64(lower), float64(upper)
	for i, m := range f.Months {
		if n := float64(f.Series[0].Cells[i]); n > l.Upper || n < l.Lower && !m.Partial {
			l.Outside = append(l.Outside, i)
		}
	}
	return l
}

// gaps are the days between incidents, with the limits of those that ended in complete months, where
// the months themselves have too few incidents to be judged.
func (p *part) gaps(months *figure.Limits) *figure.Gaps {
	l := *months
	l.Points = 0
	f := &figure.Gaps{Basis: figure.Basis{ID: "gaps"}, Limits: &l}
	if months.Method == figure.CChart {
		return f
	}
	type event struct {
		day    int
		record *incident.Record
	}
	var events []event
	out := exclusions{}
	for r := range p.datedOf(p.records, out) {
		day, ok := p.day(r.Timeline.Detected)
		if !ok {
			out.add(figure.WhyNotToDay, r.Record)
			continue
		}
		events = append(events, event{day, r.Record})
	}
	sort.SliceStable(events, func(i, j int) bool { return events[i].day < events[j].day })
	for i, e := range events[min(1, len(events)):] {
		date := time.Unix(int64(e.day)*24*60*60, 0).UTC().Format(time.DateOnly)
		f.Gaps = append(f.Gaps, figure.Gap{Record: e.record, Date: date, Days: e.day - events[i].day})
		if e.day < incident.DayNumber(p.running) {
			l.Points = len(f.Gaps)
		}
	}
	f.N, f.LeftOut = len(f.Gaps), out.list()
	p.judge(f)
	return f
}

// beyondLimit is the share of the normal distribution beyond three standard deviations on one side.
const beyondLimit = 0.00135

// nelson is the exponent that makes times between rare events nearly normal (Nelson 1994).
const nelson = 1 / 3.6

// movingRange turns a mean moving range of two into three standard deviations: 3 / 1.128.
const movingRange = 2.66

// judge computes the limits of the gaps and finds those outside.
func (p *part) judge(f *figure.Gaps) {
	l := f.Limits
	if l.Method != figure.TChart || l.Points < figure.LeastForLimits {
		l.Method = figure.TooFewYet
		return
	}
	sum, ranges, before := 0.0, 0.0, 0.0
	for i, g := range f.Gaps[:l.Points] {
		y := math.Pow(float64(g.Days), nelson)
		sum += y
		if i > 0 {
			ranges += math.Abs(y - before)
		}
		before = y
	}
	mean := sum / float64(l.Points)
	half := movingRange * ranges / float64(l.Points-1)
	l.Centre = math.Pow(mean, 1/nelson)
	l.Lower = math.Pow(max(0, mean-half), 1/nelson)
	l.Upper = math.Pow(mean+half, 1/nelson)
	for i, g := range f.Gaps {
		if days := float64(g.Days); days+1 <= l.Lower || days > l.Upper {
			l.Outside = append(l.Outside, i)
		}
	}
}
