package trend

import (
	"math"

	"hindcast/internal/incident"
	"hindcast/internal/trend/figure"
)

// compare sets the last twelve complete months beside the twelve before. What belongs to a period is
// told by the month of detection, of actions by the month they were due. A difference is called one
// only where the intervals at 95 % do not overlap.
func (p *part) compare() *figure.Comparison {
	f := &figure.Comparison{Basis: figure.Basis{ID: "compare"}}
	f.Last = figure.Period{First: p.running.AddDate(-1, 0, 0), Final: p.running.AddDate(0, -1, 0)}
	f.Before = figure.Period{First: p.running.AddDate(-2, 0, 0), Final: p.running.AddDate(-1, -1, 0)}
	out := exclusions{}
	var last, before []*incident.Record
	for r := range p.datedOf(p.records, out) {
		switch {
		case f.Last.Has(r.month):
			last = append(last, r.Record)
		case f.Before.Has(r.month):
			before = append(before, r.Record)
		}
	}
	f.N, f.LeftOut = len(last)+len(before), out.list()
	f.Rows = append(f.Rows, figure.CompareRow{
		ID: "months", Unit: "incidents", Last: countSample(len(last)), Before: countSample(len(before)),
		Verdict: figure.VerdictCounts,
	})
	if p.first.IsZero() || p.first.After(f.Before.First) {
		f.Rows[0].Verdict = figure.VerdictShort
	}
	for _, d := range incident.Spans {
		unit := "minutes"
		if d.Unit == incident.ToDay {
			unit = "days"
		}
		f.Rows = append(f.Rows, verdict(figure.CompareRow{
			ID: d.ID, Unit: unit, Last: p.spanSample(d, last), Before: p.spanSample(d, before),
		}))
	}
	f.Rows = append(f.Rows,
		verdict(figure.CompareRow{
			ID: "monitoring", Unit: "share", Last: shareSample(share(last, foundByMonitoring)),
			Before: shareSample(share(before, foundByMonitoring)),
		}),
		verdict(figure.CompareRow{
			ID: "recurrence", Unit: "share", Last: shareSample(share(last, p.isRecurrence)),
			Before: shareSample(share(before, p.isRecurrence)),
		}),
		verdict(figure.CompareRow{
			ID: "completion", Unit: "share", Last: shareSample(p.completedIn(f.Last)),
			Before: shareSample(p.completedIn(f.Before)),
		}),
	)
	return f
}

func countSample(n int) figure.Sample {
	return figure.Sample{N: n, Value: float64(n), Low: math.NaN(), High: math.NaN()}
}

// spanSample is the median of a period: of Kaplan and Meier where cases are open, else the plain one.
func (p *part) spanSample(d incident.Span, records []*incident.Record) figure.Sample {
	var points []figure.Point
	s := figure.Sample{Value: math.NaN(), Low: math.NaN(), High: math.NaN()}
	for _, r := range records {
		if point, why := p.measure(d, r); why == "" {
			points = append(points, point)
			if point.Open {
				s.Open++
			}
		}
	}
	shortestFirst(points)
	if s.N = len(points); s.N < figure.LeastForQuantiles {
		return s
	}
	s.Low, s.High = medianInterval(points)
	if s.Open == 0 {
		s.Value = quantile(finishedOf(points), 0.5)
	} else if median, reached := kaplanMeier(points); reached {
		s.Value = median
	}
	return s
}

func share(records []*incident.Record, is func(*incident.Record) (bool, string)) figure.Share {
	var s figure.Share
	for _, r := range records {
		has, why := is(r)
		if why != "" {
			continue
		}
		s.Whole++
		if has {
			s.Part++
		}
	}
	return s
}

func shareSample(s figure.Share) figure.Sample {
	sample := figure.Sample{N: s.Whole, Value: math.NaN(), Low: math.NaN(), High: math.NaN()}
	if s.Whole >= figure.LeastForQuantiles {
		sample.Value = s.Of()
		sample.Low, sample.High = s.Interval()
	}
	return sample
}

func (p *part) completedIn(period figure.Period) figure.Share {
	var s figure.Share
	actions, _ := p.dueActions()
	for i := range actions {
		if a := &actions[i]; period.Has(monthOfDay(a.due)) {
			s.Whole++
			if a.isOnTime() {
				s.Part++
			}
		}
	}
	return s
}

// verdict says whether two samples differ by more than chance: their intervals do not overlap.
func verdict(r figure.CompareRow) figure.CompareRow {
	switch {
	case math.IsNaN(r.Last.Low) || math.IsNaN(r.Before.Low):
		r.Verdict = figure.VerdictFew
	case r.Last.Low > r.Before.High:
		r.Verdict = figure.VerdictLonger
	case r.Last.High < r.Before.Low:
		r.Verdict = figure.VerdictShorter
	default:
		r.Verdict = figure.VerdictNone
	}
	return r
}
