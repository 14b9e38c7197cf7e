package trendpages

import (
	"math"
	"math/big"
	"slices"
	"sort"
	"time"
)

type naiveSpan struct {
	id, from, to, unit string
	parts              int
}

var naiveSpans = []naiveSpan{
	{"detect", "started", "detected", "minutes", 4},
	{"respond", "detected", "triaged", "minutes", 4},
	{"contain", "started", "contained", "minutes", 4},
	{"resolve", "started", "resolved", "minutes", 4},
	{"learn", "resolved", "reviewed", "days", 3},
	{"close", "detected", "closed", "days", 3},
}

// took is how long each incident took; open ones in a list of their own.
func (l naiveLog) took(s naiveSpan, rows []map[string]string) (finished, open []float64, reopened, leftOut int) {
	for _, row := range rows {
		from, to := firstPass(row, s.from), firstPass(row, s.to)
		isOpen := to.parts == 0 && !hasReached(row, s.to)
		if s.to == "contained" && firstPass(row, "resolved").parts > 0 {
			isOpen = false
		}
		if from.parts < s.parts || !isOpen && to.parts < s.parts {
			leftOut++
			continue
		}
		if isOpen {
			to = naiveTime{l.now, 4}
		}
		length := days(from.day(l.zone), to.day(l.zone))
		if s.unit == "minutes" {
			length = to.at.Truncate(time.Minute).Sub(from.at.Truncate(time.Minute)).Minutes()
		}
		switch {
		case isOpen:
			open = append(open, math.Max(0, length))
		case length < 0:
			leftOut++
			continue
		default:
			finished = append(finished, length)
		}
		if row["reopened"] != "" {
			reopened++
		}
	}
	return finished, open, reopened, leftOut
}

// percentileInc is that of spreadsheets: the value at rank 1 + (n-1)q, between ranks in proportion.
func percentileInc(values []float64, q float64) any {
	if len(values) < 5 {
		return nil
	}
	sorted := slices.Clone(values)
	sort.Float64s(sorted)
	rank := 1 + float64(len(sorted)-1)*q
	whole, part := math.Modf(rank)
	low := sorted[int(whole)-1]
	if part == 0 {
		return low
	}
	return low + part*(sorted[int(whole)]-low)
}

// survivalMedian is the first time at which the product-limit curve is at or below one half, in exact
// fractions, or the middle of the times between which it is one half; nil where it never is.
func survivalMedian(finished, open []float64) any {
	times := slices.Compact(slices.Sorted(slices.Values(finished)))
	curve := big.NewRat(1, 1)
	for i, t := range times {
		atRisk, ended := int64(0), int64(0)
		for _, v := range finished {
			if v >= t {
				atRisk++
			}
			if v == t {
				ended++
			}
		}
		for _, v := range open {
			if v >= t {
				atRisk++
			}
		}
		curve.Mul(curve, big.NewRat(atRisk-ended, atRisk))
		switch curve.Cmp(big.NewRat(1, 2)) {
		case 0:
			if i+1 < len(times) {
				return 0.5*t + 0.5*times[i+1]
			}
			return t
		case -1:
			return t
		}
	}
	return nil
}

func (l naiveLog) span(s naiveSpan) answers {
	finished, open, reopened, _ := l.took(s, l.incidents)
	a := answers{
		"n": len(finished) + len(open), "open": len(open), "reopened": reopened,
		"median_" + s.unit: percentileInc(finished, 0.5), "p90_" + s.unit: percentileInc(finished, 0.9),
	}
	if len(open) > 0 && len(finished)+len(open) >= 5 {
		a["kaplan_meier_median_"+s.unit] = "not-reached"
		if median := survivalMedian(finished, open); median != nil {
			a["kaplan_meier_median_"+s.unit] = median
		}
	}
	return a
}

// compare has the values and verdicts of the two periods.
func (l naiveLog) compare() answers {
	running, _ := time.Parse("2006-01", l.running())
	month := func(back int) string { return running.AddDate(0, -back, 0).Format("2006-01") }
	length := func(back int) int64 {
		return int64(days(running.AddDate(0, -back-12, 0), running.AddDate(0, -back, 0)))
	}
	in := func(rows []map[string]string, key, from, to string) []map[string]string {
		var list []map[string]string
		for _, row := range rows {
			if t := readTime(row[key]); t.parts >= 2 && t.month(l.zone) >= from && t.month(l.zone) <= to {
				list = append(list, row)
			}
		}
		return list
	}
	last, before := in(l.incidents, "detected", month(12), month(1)), in(l.incidents, "detected", month(24), month(13))
	a := answers{
		"last": month(12) + "/" + month(1), "before": month(24) + "/" + month(13), "months_last_incidents": len(last),
		"months_before_incidents": len(before), "months_verdict": "log-shorter", "months_p": nil,
	}
	if start := l.start(); start != "" && start <= month(24) {
		p := exactPoisson(int64(len(last)), length(0), int64(len(before)), length(12))
		rate := new(big.Rat).Sub(big.NewRat(int64(len(last)), length(0)), big.NewRat(int64(len(before)), length(12)))
		a["months_p"] = p
		a["months_verdict"] = naiveVerdict(p < 0.04, rate.Sign(), len(last)+len(before) >= 60)
	}
	for _, s := range naiveSpans {
		a[s.id+"_last_"+s.unit], a[s.id+"_before_"+s.unit] = l.periodMedian(s, last), l.periodMedian(s, before)
		l.compareSpan(a, s, last, before)
	}
	shares := func(id string, part1, n1, part2, n2 int) {
		a[id+"_last_share"], a[id+"_before_share"], a[id+"_verdict"], a[id+"_p"] = nil, nil, "too-few", nil
		if n1 >= 5 {
			a[id+"_last_share"] = float64(part1) / float64(n1)
		}
		if n2 >= 5 {
			a[id+"_before_share"] = float64(part2) / float64(n2)
		}
		if n1 >= 5 && n2 >= 5 {
			p, isChange := compareShares(int64(part1), int64(n1), int64(part2), int64(n2))
			a[id+"_p"] = p
			a[id+"_verdict"] = naiveVerdict(isChange, part1*n2-part2*n1, n1 >= 30 && n2 >= 30)
		}
	}
	both := func(id string, a, b []map[string]string, counts, has func(map[string]string) bool) {
		part1, n1 := l.share(a, counts, has)
		part2, n2 := l.share(b, counts, has)
		shares(id, part1, n1, part2, n2)
	}
	both("monitoring", last, before, hasMethod, isMonitoring)
	both("recurrence", last, before, isAny, l.recurs)
	both("completion", in(l.due(), "due", month(12), month(1)), in(l.due(), "due", month(24), month(13)), isAny, l.onTime)
	return a
}

func (l naiveLog) periodMedian(s naiveSpan, rows []map[string]string) any {
	finished, open, _, _ := l.took(s, rows)
	switch {
	case len(finished)+len(open) < 5:
		return nil
	case len(open) > 0:
		return survivalMedian(finished, open)
	}
	return percentileInc(finished, 0.5)
}

func naiveVerdict(isChange bool, sign int, enough bool) string {
	switch {
	case isChange && sign > 0:
		return "longer"
	case isChange && sign < 0:
		return "shorter"
	case enough:
		return "no-change"
	}
	return "too-few"
}
