package figure

import "time"

// Judgement is what the limits and tests of a report say of the last twelve months, the running one with them.
type Judgement struct {
	Method      string // by which how often is judged: CChart, TChart or TooFewYet
	Points      int    // months, or stretches between incidents, that limits were computed from
	More, Fewer Outside
	Changed     []CompareRow // measures that differ from the twelve months before
	Told        int          // measures of which the tests say whether they differ
	Few         int          // measures with too few cases, or too short a log, to tell
}

// Outside is the months, or the stretches between incidents, beyond one of the limits.
type Outside struct {
	N     int
	Since time.Time // first day of the first of them, in UTC for comparison only
	Limit float64   // incidents a month, or days
}

func (o *Outside) add(since time.Time, limit float64) {
	if o.N == 0 || since.Before(o.Since) {
		o.Since = since
	}
	o.N++
	o.Limit = limit
}

// Judge sums up the figures that have limits or tests; of a year there is nothing to say of the last months.
func (r *Report) Judge() Judgement {
	j := Judgement{Method: TooFewYet}
	if r.Scope.Kind == ScopeYear {
		return j
	}
	zoned := r.Now.In(r.Zone)
	first := time.Date(zoned.Year()-1, zoned.Month(), 1, 0, 0, 0, 0, time.UTC)
	for _, f := range r.Figures {
		switch f := f.(type) {
		case *Counts:
			if f.Limits != nil && f.Limits.Method != TChart {
				j.months(f, first)
			}
		case *Gaps:
			j.gaps(f, first)
		case *Comparison:
			for _, row := range f.Rows {
				switch {
				case row.Changed():
					j.Changed = append(j.Changed, row)
					j.Told++
				case row.Verdict == VerdictNone:
					j.Told++
				default:
					j.Few++
				}
			}
		}
	}
	return j
}

func (j *Judgement) months(f *Counts, first time.Time) {
	l := f.Limits
	j.Method, j.Points = l.Method, l.Points
	for _, i := range l.Outside {
		switch m := f.Months[i]; {
		case m.Start.Before(first):
		case float64(f.Series[0].Cells[i]) > l.Upper:
			j.More.add(m.Start, l.Upper)
		default:
			j.Fewer.add(m.Start, l.Lower)
		}
	}
}

func (j *Judgement) gaps(f *Gaps, first time.Time) {
	l := f.Limits
	j.Method, j.Points = l.Method, l.Points
	for _, i := range l.Outside {
		g := f.Gaps[i]
		end, err := time.Parse(time.DateOnly, g.Date)
		switch {
		case err != nil || end.Before(first):
		case float64(g.Days) <= l.Upper:
			j.More.add(end.AddDate(0, 0, -g.Days), l.Lower)
		default:
			j.Fewer.add(end.AddDate(0, 0, -g.Days), l.Upper)
		}
	}
}
