package wording

import (
	"math"
	"strings"

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

// Judged is what a report says of the last twelve months, in one sentence or two: how often, and what has changed.
func (l Language) Judged(r *figure.Report) string {
	j := r.Judge()
	return strings.Join(append(judgedOften(l, j), judgedChange(l, j)), " ")
}

func judgedOften(l Language, j figure.Judgement) (sentences []string) {
	if j.Method == figure.TooFewYet {
		return []string{l.T("Too few incidents so far to judge how often they happen.")}
	}
	day := func(o figure.Outside) string { return l.Format(o.Since, LayoutDay) }
	month := func(o figure.Outside) string { return l.Month(o.Since) }
	if j.More.N > 0 && j.Method == figure.TChart {
		sentences = append(sentences, l.T("More frequent since %s: %s of %s days.", day(j.More),
			l.Count(j.More.N, "%s stretch between incidents is below the limit", "%s stretches between incidents are below the limit"),
			l.Decimal(j.More.Limit, 1)))
	} else if j.More.N > 0 {
		sentences = append(sentences, l.T("More frequent since %s: %s of %s incidents.", month(j.More),
			l.Count(j.More.N, "%s month is above the limit", "%s months are above the limit"), l.Decimal(j.More.Limit, 0)))
	}
	if j.Fewer.N > 0 && j.Method == figure.TChart {
		sentences = append(sentences, l.T("Less frequent since %s: %s of %s days.", day(j.Fewer),
			l.Count(j.Fewer.N, "%s stretch between incidents is above the limit", "%s stretches between incidents are above the limit"),
			l.Decimal(j.Fewer.Limit, 1)))
	} else if j.Fewer.N > 0 {
		sentences = append(sentences, l.T("Less frequent since %s: %s of %s incidents.", month(j.Fewer),
			l.Count(j.Fewer.N, "%s month is below the limit", "%s months are below the limit"), l.Decimal(j.Fewer.Limit, 0)))
	}
	if sentences == nil {
		sentences = []string{l.T("In the last twelve months incidents were no more and no less frequent than noise explains.")}
	}
	return sentences
}

func judgedChange(l Language, j figure.Judgement) string {
	var words []string
	for _, row := range j.Changed {
		title := l.FigureTitle(row.ID)
		if row.Unit == "incidents" {
			title = l.T("Incidents")
		}
		words = append(words, l.T("%s: %s", title, l.Verdict(row)))
	}
	switch {
	case len(words) > 0:
		return l.T("Beside the twelve months before: %s.", strings.Join(words, ", "))
	case j.Told == 0:
		return l.T("Too few cases to tell whether anything else changed within a year.")
	}
	told := l.Count(j.Told, "%s measure", "%s measures")
	if j.Few == 0 {
		return l.T("Within a year no change in %s.", told)
	}
	return l.T("Within a year no change in %s; too few cases to tell in %s.", told, l.Number(j.Few))
}
