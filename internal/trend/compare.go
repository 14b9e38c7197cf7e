package trend

import (
	"math"

	"hindcast/internal/incident"
	"hindcast/internal/trend/figure"
	"hindcast/internal/trend/stat"
)

// significance is how often a test may find a difference where there is none: one in 25, so that with all that is
// approximate in it, it is at most one in 20.
const significance = 0.04

// compare sets the last twelve complete months beside the twelve before. What belongs to a period is
// told by the month of detection, of actions by the month they were due. Each difference is judged by a test
// of its own: of many measures that have not changed, up to one in 20 is called a change.
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
	f.Rows = append(f.Rows, p.compareCounts(f, len(last), len(before)))
	for _, d := range incident.Spans {
		f.Rows = append(f.Rows, p.compareSpans(d, last, before))
	}
	f.Rows = append(f.Rows,
		compareShares("monitoring", share(last, foundByMonitoring), share(before, foundByMonitoring)),
		compareShares("recurrence", share(last, p.isRecurrence), share(before, p.isRecurrence)),
		compareShares("completion", p.completedIn(f.Last), p.completedIn(f.Before)),
	)
	return f
}

func unjudged(id, unit string) figure.CompareRow {
	return figure.CompareRow{
		ID: id, Unit: unit, Verdict: figure.VerdictFew, P: math.NaN(), Low: math.NaN(), High: math.NaN(),
	}
}

// judge gives a row its verdict: above is how the last period lies to the one before, and whether there are
// enough cases to say that nothing has changed.
func judge(row *figure.CompareRow, isChange bool, above float64, enough bool) {
	switch {
	case isChange && above > 0:
		row.Verdict = figure.VerdictLonger
	case isChange && above < 0:
		row.Verdict = figure.VerdictShorter
	case enough:
		row.Verdict = figure.VerdictNone
	}
}

func (p *part) compareCounts(f *figure.Comparison, last, before int) figure.CompareRow {
	row := unjudged("months", "incidents")
	sample := func(n int) figure.Sample {
		return figure.Sample{N: n, Value: float64(n), Low: math.NaN(), High: math.NaN()}
	}
	row.Last, row.Before = sample(last), sample(before)
	if start := p.start(); start.IsZero() || start.After(f.Before.First) {
		row.Verdict = figure.VerdictShort
		return row
	}
	row.Test = figure.TestPoisson
	row.P = stat.PoissonRatio(last, f.Last.Days(), before, f.Before.Days())
	judge(&row, row.P < significance, float64(last)/f.Last.Days()-float64(before)/f.Before.Days(),
		last+before >= 2*figure.LeastForNoChange)
	return row
}

func (p *part) compareSpans(d incident.Span, last, before []*incident.Record) figure.CompareRow {
	row := unjudged(d.ID, figure.UnitName(d.Unit))
	lastPoints, beforePoints := p.pointsOf(d, last), p.pointsOf(d, before)
	row.Last, row.Before = spanSample(lastPoints), spanSample(beforePoints)
	least := min(len(lastPoints), len(beforePoints))
	if least < figure.LeastForQuantiles {
		return row
	}
	z, chance := stat.Longer(casesOf(lastPoints), casesOf(beforePoints))
	if math.IsNaN(z) {
		return row
	}
	row.Test, row.P = figure.TestRank, chance
	isAgainst := (row.Last.Value-row.Before.Value)*z < 0 // the medians differ the other way
	judge(&row, chance < significance && !isAgainst, z, least >= figure.LeastForNoChange)
	return row
}

func (p *part) pointsOf(d incident.Span, records []*incident.Record) []figure.Point {
	var points []figure.Point
	for _, r := range records {
		if point, why := p.measure(d, r); why == "" {
			points = append(points, point)
		}
	}
	shortestFirst(points)
	return points
}

// spanSample is the median of a period: of Kaplan and Meier where cases are open, else the plain one.
func spanSample(points []figure.Point) figure.Sample {
	s := figure.Sample{N: len(points), Value: math.NaN(), Low: math.NaN(), High: math.NaN()}
	for _, point := range points {
		if point.Open {
			s.Open++
		}
	}
	if s.N < figure.LeastForQuantiles {
		return s
	}
	s.Low, s.High = medianInterval(points)
	if s.Open == 0 {
		s.Value = quantile(finishedOf(points), 0.5)
	} else if median, reached := stat.KaplanMeier(casesOf(points)); reached {
		s.Value = median
	}
	return s
}

// leastExpected is the number that each cell of a table must be expected to have, were nothing changed, for
// an interval to be trusted (W. G. Cochran 1954, Some methods for strengthening the common chi-squared
// tests, Biometrics 10).
const leastExpected = 5

func compareShares(id string, last, before figure.Share) figure.CompareRow {
	row := unjudged(id, "share")
	row.Last, row.Before = shareSample(last), shareSample(before)
	least := min(last.Whole, before.Whole)
	if least < figure.LeastForQuantiles {
		return row
	}
	parts, wholes := last.Part+before.Part, last.Whole+before.Whole
	row.Test, row.P = figure.TestFisher, stat.Fisher(last.Part, last.Whole, before.Part, before.Whole)
	isChange := row.P < significance
	if float64(least)*float64(min(parts, wholes-parts))/float64(wholes) >= leastExpected {
		row.Test = figure.TestNewcombe
		row.Low, row.High = stat.Newcombe(last.Part, last.Whole, before.Part, before.Whole, stat.At96)
		isChange = row.Low > 0 || row.High < 0
	}
	judge(&row, isChange, last.Of()-before.Of(), least >= figure.LeastForNoChange)
	return row
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
			if a.doneOnTime() {
				s.Part++
			}
		}
	}
	return s
}
