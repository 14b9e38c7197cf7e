package wording

import (
	"math"

	"hindcast/internal/trend/figure"
)

// Bucket is the name of a month, or of a quarter.
func (l Language) Bucket(quarter bool, b figure.Bucket) string {
	if quarter {
		return l.T("Q%s %s", l.Number(1+(int(b.Start.Month())-1)/3), b.Start.Format("2006"))
	}
	return l.ShortMonth(b.Start)
}

// MedianMinutes is the median of a span in words, or that there are too few cases for one.
func (l Language) MedianMinutes(s figure.SummarySpan) string {
	if math.IsNaN(s.Median) {
		return l.T("too few")
	}
	return l.Measured(s.Median, "minutes")
}
