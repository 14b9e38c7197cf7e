package figure

import (
	"math"
	"strconv"
	"strings"
	"time"

	"hindcast/internal/incident"
)

func number(name string, v float64) Value {
	text := Decimal(v)
	return Value{Name: name, Text: text, Word: math.IsInf(v, 0)}
}

func whole(name string, n int) Value { return Value{Name: name, Text: strconv.Itoa(n)} }

func word(name, text string) Value { return Value{Name: name, Text: text, Word: true} }

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

// Values is what the limits are and how many points lie outside.
func (l *Limits) Values() []Value {
	if l == nil {
		return nil
	}
	list := []Value{word("method", l.Method), whole("points", l.Points), number("mean_per_month", l.Mean)}
	if l.Method == TooFewYet || l.Upper == 0 { // no limits, or they are in the figure of days
		return list
	}
	return append(list, number("centre", l.Centre), number("lower", l.Lower), number("upper", l.Upper),
		whole("outside", len(l.Outside)))
}

func (l *Limits) isOutside(i int) bool {
	for _, at := range l.Outside {
		if at == i {
			return true
		}
	}
	return false
}

// Values are the total, that of each series and the limits.
func (f *Counts) Values() []Value {
	list := []Value{whole("n", f.N)}
	for _, s := range f.Series {
		list = append(list, whole("n_"+s.Term.ID, s.Total))
	}
	return append(list, f.Limits.Values()...)
}

// Table is a row for each month.
func (f *Counts) Table() Table {
	t := Table{Columns: []Column{{Key: "month"}}}
	for _, s := range f.Series {
		t.Columns = append(t.Columns, Column{Key: s.Term.ID, Title: s.Term.Title, Number: true})
	}
	t.Columns = append(t.Columns, Column{Key: "partial"})
	if f.Limits != nil {
		t.Columns = append(t.Columns, Column{Key: "outside"})
	}
	for i, m := range f.Months {
		row := []string{m.Key()}
		for _, s := range f.Series {
			row = append(row, strconv.Itoa(s.Cells[i]))
		}
		row = append(row, yes(m.Partial))
		if f.Limits != nil {
			row = append(row, yes(f.Limits.Method == CChart && f.Limits.isOutside(i)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// Values are the number of stretches and the limits in days.
func (f *Gaps) Values() []Value { return append([]Value{whole("n", f.N)}, f.Limits.Values()...) }

// Table is a row for each stretch.
func (f *Gaps) Table() Table {
	t := Table{
		Columns: []Column{{Key: "record", ID: true}, {Key: "detected"}, {Key: "days", Number: true}, {Key: "outside"}},
	}
	for i, g := range f.Gaps {
		t.Rows = append(t.Rows, []string{g.Record.ID, g.Date, strconv.Itoa(g.Days), yes(f.Limits.isOutside(i))})
	}
	return t
}

// UnitName is minutes or days.
func (f *Spans) UnitName() string { return UnitName(f.Unit) }

// UnitName is what a span is measured in, minutes or days.
func UnitName(unit incident.Precision) string {
	if unit == incident.ToDay {
		return "days"
	}
	return "minutes"
}

// Values are the sample, the quantiles of the finished cases and the estimate with the open ones.
func (f *Spans) Values() []Value {
	unit := f.UnitName()
	list := []Value{
		whole("n", f.N), whole("open", f.Open), whole("reopened", f.Reopened),
		number("median_"+unit, f.Median), number("p90_"+unit, f.P90),
	}
	switch {
	case f.Estimated.Reached:
		list = append(list, number("kaplan_meier_median_"+unit, f.Estimated.Median))
	case f.Estimated.Given:
		list = append(list, word("kaplan_meier_median_"+unit, NotReached))
	}
	return list
}

// Table is a row for each incident.
func (f *Spans) Table() Table {
	t := Table{
		Columns: []Column{
			{Key: "record", ID: true},
			{Key: f.UnitName(), Number: true},
			{Key: "open"},
			{Key: f.From},
			{Key: f.To},
			{Key: "running_median", Number: true},
		},
	}
	running := map[*incident.Record]float64{}
	for _, p := range f.Course {
		running[p.Record] = p.Running
	}
	for _, p := range f.Points {
		at, isThere := running[p.Record]
		if !isThere {
			at = math.NaN()
		}
		t.Rows = append(t.Rows, []string{
			p.Record.ID, strconv.Itoa(p.Took), yes(p.Open), p.Record.First(f.From).String(), p.Record.First(f.To).String(),
			Decimal(at),
		})
	}
	return t
}

// Values are the sample and the quantiles.
func (f *Ages) Values() []Value {
	list := []Value{whole("n", f.N), number("median_days", f.Median), number("p90_days", f.P90)}
	if n := len(f.Points); n > 0 {
		list = append(list, whole("oldest_days", f.Points[n-1].Took))
	}
	return list
}

// Table is a row for each open incident, the oldest first.
func (f *Ages) Table() Table {
	t := Table{
		Columns: []Column{
			{Key: "record", ID: true}, {Key: "days", Number: true}, {Key: "severity"}, {Key: "status"}, {Key: "detected"},
		},
	}
	for i := len(f.Points) - 1; i >= 0; i-- {
		p := f.Points[i]
		t.Rows = append(t.Rows, []string{
			p.Record.ID, strconv.Itoa(p.Took), p.Record.Severity, p.Record.Status, p.Record.Timeline.Detected.String(),
		})
	}
	return t
}

// Values are the part, the whole, the share and its interval.
func (s Share) Values() []Value {
	low, high := s.Interval()
	return []Value{
		whole("part", s.Part), whole("whole", s.Whole), number("share", s.Of()), number("share_low", low),
		number("share_high", high),
	}
}

// Values are those of all years together.
func (f *Shares) Values() []Value { return append([]Value{whole("n", f.N)}, f.All.Values()...) }

// Table is a row for each year.
func (f *Shares) Table() Table {
	t := Table{
		Columns: []Column{
			{Key: "year"},
			{Key: "part", Number: true},
			{Key: "whole", Number: true},
			{Key: "share", Number: true},
			{Key: "partial"},
		},
	}
	for _, y := range f.Years {
		t.Rows = append(t.Rows, []string{
			strconv.Itoa(y.Year), strconv.Itoa(y.Part), strconv.Itoa(y.Whole), Decimal(y.Of()), yes(y.Partial),
		})
	}
	return t
}

// Values are the incidents with a cause, the mentions, and the count of each cause.
func (f *Causes) Values() []Value {
	list := []Value{whole("n", f.N), whole("mentions", f.Mentions)}
	for _, c := range f.Causes {
		list = append(list, whole("n_"+c.Term.ID, c.N))
	}
	return list
}

// Table is a row for each cause.
func (f *Causes) Table() Table {
	t := Table{
		Columns: []Column{
			{Key: strings.TrimSuffix(f.ID, "s")},
			{Key: "incidents", Number: true},
			{Key: "share_of_incidents", Number: true},
			{Key: "cumulative_share", Number: true},
		},
	}
	for _, c := range f.Causes {
		t.Rows = append(t.Rows, []string{
			c.Term.ID, strconv.Itoa(c.N), Decimal(float64(c.N) / float64(f.N)), Decimal(c.Cumulative),
		})
	}
	return t
}

// Values are the share done on time, and how many were declined or transferred by then.
func (f *Completion) Values() []Value {
	list := append([]Value{whole("n", f.N)}, f.All.Values()...)
	for _, status := range []string{"declined", "transferred"} {
		list = append(list, whole("on_time_"+status, f.Dropped[status]))
	}
	return list
}

// Table is a row for each month.
func (f *Completion) Table() Table {
	t := Table{
		Columns: []Column{
			{Key: "month"},
			{Key: "due", Number: true},
			{Key: "done_on_time", Number: true},
			{Key: "dropped_on_time", Number: true},
			{Key: "share", Number: true},
			{Key: "partial"},
		},
	}
	for _, m := range f.Months {
		t.Rows = append(t.Rows, []string{
			m.Key(), strconv.Itoa(m.Whole), strconv.Itoa(m.Part), strconv.Itoa(m.Dropped), Decimal(m.Of()), yes(m.Partial),
		})
	}
	return t
}

// Values are how many are overdue now, and for how long.
func (f *Debt) Values() []Value {
	list := []Value{whole("n", f.N), whole("overdue_now", len(f.Overdue))}
	if len(f.Overdue) > 0 {
		list = append(list, whole("longest_days", f.Overdue[0].Days))
	}
	return list
}

// Table is a row for each month.
func (f *Debt) Table() Table {
	t := Table{Columns: []Column{{Key: "month"}, {Key: "overdue", Number: true}, {Key: "partial"}}}
	for i, m := range f.Months {
		t.Rows = append(t.Rows, []string{m.Key(), strconv.Itoa(f.Counts[i]), yes(m.Partial)})
	}
	return t
}

// Values are the pairs and those with an action still open.
func (f *Repeats) Values() []Value {
	return []Value{whole("n", f.N), whole("with_open_action", f.WithOpen)}
}

// Table is a row for each recurrence and earlier incident.
func (f *Repeats) Table() Table {
	t := Table{Columns: []Column{{Key: "record", ID: true}, {Key: "earlier", ID: true}, {Key: "open_actions"}}}
	for _, r := range f.Repeats {
		t.Rows = append(t.Rows, []string{r.Record.ID, r.Earlier.ID, strings.Join(r.Open, " ")})
	}
	return t
}

// Values are both values of each measure and the verdict.
func (f *Comparison) Values() []Value {
	list := []Value{word("last", f.Last.String()), word("before", f.Before.String())}
	for _, r := range f.Rows {
		list = append(list, number(r.ID+"_last_"+r.Unit, r.Last.Value), number(r.ID+"_before_"+r.Unit, r.Before.Value),
			word(r.ID+"_verdict", r.Verdict), number(r.ID+"_p", r.P))
	}
	return list
}

// Table is a row for each measure.
func (f *Comparison) Table() Table {
	t := Table{Columns: []Column{{Key: "measure"}, {Key: "unit"}}}
	for _, period := range []string{"last", "before"} {
		for _, key := range []string{"", "_n", "_open", "_low", "_high"} {
			t.Columns = append(t.Columns, Column{Key: period + key, Number: true})
		}
	}
	t.Columns = append(t.Columns, Column{Key: "verdict"}, Column{Key: "test"}, Column{Key: "p", Number: true},
		Column{Key: "difference_low", Number: true}, Column{Key: "difference_high", Number: true})
	for _, r := range f.Rows {
		row := append([]string{r.ID, r.Unit}, r.Last.cells()...)
		row = append(append(row, r.Before.cells()...), r.Verdict, r.Test, Decimal(r.P), Decimal(r.Low), Decimal(r.High))
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (s Sample) cells() []string {
	return []string{Decimal(s.Value), strconv.Itoa(s.N), strconv.Itoa(s.Open), Decimal(s.Low), Decimal(s.High)}
}

// String is a period as 2025-11/2026-10.
func (p Period) String() string { return p.First.Format("2006-01") + "/" + p.Final.Format("2006-01") }

// Has reports whether a month lies in the period.
func (p Period) Has(month time.Time) bool { return !month.Before(p.First) && !month.After(p.Final) }

// Days is how long the period is.
func (p Period) Days() float64 { return p.Final.AddDate(0, 1, 0).Sub(p.First).Hours() / 24 }
