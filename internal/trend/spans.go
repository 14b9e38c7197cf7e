package trend

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"hindcast/internal/incident"
	"hindcast/internal/trend/figure"
	"hindcast/internal/trend/stat"
)

// span measures the incidents of a part.
func (p *part) span(d incident.Span) *figure.Spans {
	f := &figure.Spans{Basis: figure.Basis{ID: d.ID}, From: d.From, To: d.To, Unit: d.Unit}
	out := exclusions{}
	for _, r := range p.records {
		point, why := p.measure(d, r)
		if why != "" {
			out.add(why, r)
			continue
		}
		f.Points = append(f.Points, point)
		if point.Open {
			f.Open++
		}
		if len(r.Reopened) > 0 {
			f.Reopened++
		}
	}
	f.N, f.LeftOut = len(f.Points), out.list()
	shortestFirst(f.Points)
	f.Course = course(f.Points)
	finished := finishedOf(f.Points)
	f.Median, f.P90 = quantiles(finished)
	if f.Open > 0 && f.N >= figure.LeastForQuantiles {
		f.Estimated.Given = true
		f.Estimated.Median, f.Estimated.Reached = stat.KaplanMeier(casesOf(f.Points))
	}
	return f
}

// measure is the time one incident took, or has taken up to now; or why it can't be told.
func (c *computer) measure(d incident.Span, r *incident.Record) (figure.Point, string) {
	from, to := r.First(d.From), r.First(d.To)
	point := figure.Point{Record: r}
	switch {
	case from.IsZero() && d.From != "started" && !r.Reached(d.From):
		return point, figure.WhyNotBegun
	case from.IsZero():
		return point, figure.WhyFromUnknown
	case from.Precision() < d.Unit:
		return point, figure.WhyFromCoarse
	case to.IsZero() && isPast(r, d.To):
		return point, figure.WhyToUnknown
	case to.IsZero():
		point.Open = true
		point.Took = max(0, c.present(d)-d.Number(from, c.config.Zone))
		return point, ""
	case to.Precision() < d.Unit:
		return point, figure.WhyToCoarse
	}
	point.Took = d.Number(to, c.config.Zone) - d.Number(from, c.config.Zone)
	if point.Took < 0 {
		return point, figure.WhyOrder
	}
	return point, ""
}

// isPast reports whether a stage was reached though its time is not written: by the status, or by the time
// of a later stage. Triage may come after containment and resolution.
func isPast(r *incident.Record, stage string) bool {
	if r.Reached(stage) {
		return true
	}
	for _, later := range incident.Lifecycle[incident.StageIndex(stage)+1:] {
		if stage != "triaged" && !r.First(later.ID).IsZero() {
			return true
		}
	}
	return false
}

// present is now in the unit of a span.
func (c *computer) present(d incident.Span) int {
	if d.Unit == incident.ToDay {
		return c.today
	}
	return incident.MinuteNumber(c.now)
}

func shortestFirst(points []figure.Point) {
	sort.SliceStable(points, func(i, j int) bool {
		a, b := &points[i], &points[j]
		return cmp.Or(cmp.Compare(a.Took, b.Took), cmp.Compare(a.Record.ID, b.Record.ID)) < 0
	})
}

// finishedOf are the times of the points that do not go on, in order.
func finishedOf(points []figure.Point) []int {
	var list []int
	for _, p := range points {
		if !p.Open {
			list = append(list, p.Took)
		}
	}
	return list
}

// quantiles are the median and the 90th percentile of ordered times, NaN where there are too few.
func quantiles(took []int) (median, p90 float64) {
	if len(took) < figure.LeastForQuantiles {
		return math.NaN(), math.NaN()
	}
	return quantile(took, 0.5), quantile(took, 0.9)
}

// quantile is the one of spreadsheets, PERCENTILE.INC: linear between the two nearest of the ordered
// values, the first standing at 0 and the last at 1 (Hyndman and Fan 1996, type 7).
func quantile(took []int, q float64) float64 {
	at := q * float64(len(took)-1)
	below := int(at)
	above := min(below+1, len(took)-1)
	part := float64((at - float64(below)) * float64(took[above]-took[below])) // rounded, so that no machine fuses it with the sum
	return float64(took[below]) + part
}

// casesOf are the times of points.
func casesOf(points []figure.Point) []stat.Case {
	list := make([]stat.Case, len(points))
	for i, p := range points {
		list[i] = stat.Case{Took: p.Took, Open: p.Open}
	}
	return list
}

// medianInterval is the distribution-free interval of the median at 95 %, from the order statistics:
// the l-th smallest and the l-th largest value, l being the largest number for which a binomial of n
// and one half is below l with a probability of at most 2.5 % (W. R. Thompson 1936, On confidence
// ranges for the median, Annals of Mathematical Statistics 7; G. J. Hahn and W. Q. Meeker 1991,
// Statistical Intervals, chapter 5). It needs six points. An open case took at least what it has
// taken so far, and it may take for ever: the lower end uses the one, the upper end the other, which
// can only widen the interval.
func medianInterval(points []figure.Point) (low, high float64) {
	l := orderStatistic(len(points))
	if l == 0 {
		return math.NaN(), math.NaN()
	}
	atMost := make([]float64, len(points))
	for i, p := range points {
		atMost[i] = float64(p.Took)
		if p.Open {
			atMost[i] = math.Inf(1)
		}
	}
	slices.Sort(atMost)
	return float64(points[l-1].Took), atMost[len(points)-l]
}

// orderStatistic is the rank of the value that begins the interval of the median, from 1; 0 for none.
func orderStatistic(n int) int {
	below, logTotal := 0.0, float64(n)*math.Ln2
	for l := range n {
		lgN, _ := math.Lgamma(float64(n + 1))
		lgL, _ := math.Lgamma(float64(l + 1))
		lgRest, _ := math.Lgamma(float64(n - l + 1))
		below += math.Exp(lgN - lgL - lgRest - logTotal)
		if below > 0.025 {
			return l
		}
	}
	return 0
}
