package trend

import (
	"time"

	"hindcast/internal/incident"
	"hindcast/internal/trend/figure"
)

// The length of a small trend.
const (
	mostMonths   = 24 // of a log that is longer, quarters are shown
	mostQuarters = 40
)

// summarize measures any list of records.
func (c *computer) summarize(records []*incident.Record) figure.Summary {
	p := &part{computer: c}
	for _, r := range records {
		switch {
		case r.Counts():
			p.records = append(p.records, r)
		case isNear(r):
			p.near = append(p.near, r)
		}
	}
	s := figure.Summary{
		N: len(p.records), Near: len(p.near), Detect: p.smallSpan("detect"), Resolve: p.smallSpan("resolve"),
	}
	p.stretches(&s)
	return s
}

// stretches counts the incidents by month, or by quarter where the log is long.
func (p *part) stretches(s *figure.Summary) {
	first := p.firstMonth()
	if first.IsZero() {
		return
	}
	step := 1
	if s.Quarter = figure.MonthsBetween(first, p.running) >= mostMonths; s.Quarter {
		step, first = 3, quarterOf(first)
		if earliest := quarterOf(p.running).AddDate(0, -3*(mostQuarters-1), 0); first.Before(earliest) {
			first = earliest
		}
	}
	for at := first; !at.After(p.running); at = at.AddDate(0, step, 0) {
		s.Buckets = append(s.Buckets, figure.Bucket{Start: at, Partial: at.AddDate(0, step, 0).After(p.running)})
	}
	for r := range p.dated() {
		if !r.month.Before(first) {
			s.Buckets[figure.MonthsBetween(first, r.month)/step].N++
		}
	}
}

func quarterOf(month time.Time) time.Time {
	return time.Date(month.Year(), month.Month()-(month.Month()-1)%3, 1, 0, 0, 0, 0, time.UTC)
}

func (p *part) smallSpan(id string) figure.SummarySpan {
	d, _ := incident.SpanOf(id)
	f := p.span(d)
	return figure.SummarySpan{N: f.N - f.Open, Open: f.Open, Median: f.Median}
}
