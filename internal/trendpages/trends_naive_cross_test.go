package trendpages

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

func (l naiveLog) causesByYear() answers {
	n := 0
	for _, row := range l.dated(l.incidents) {
		if row["causes"] != "" {
			n++
		}
	}
	return answers{"n": n}
}

func (l naiveLog) owners() answers {
	n := 0
	for _, a := range l.actions {
		if cmp.Or(a["owner"], l.known[a["incident"]]["owner"]) != "" {
			n++
		}
	}
	return answers{"n": n}
}

func (l naiveLog) impact() answers {
	n := 0
	for _, row := range l.dated(l.incidents) {
		if row["people_least"]+row["people_most"]+row["currency"] != "" {
			n++
		}
	}
	return answers{"n": n}
}

// naiveUsage is the decisions of a system in a period.
type naiveUsage struct {
	from, to    naiveTime
	least, most float64
}

// name is the period as a row has it.
func (u naiveUsage) name() string { return u.from.text() + "/" + u.to.text() }

// has reports whether a row was detected in the period: its day is not before the first and not after the last.
func (l naiveLog) has(u naiveUsage, row map[string]string) bool {
	d := readTime(row["detected"])
	first, last := u.from.text(), u.to.text()
	day := d.day(l.zone).Format("2006-01-02")
	return d.parts >= 3 && day[:len(first)] >= first && day[:len(last)] <= last
}

func (l naiveLog) rates() answers {
	n, stated, months := 0, 0, 0
	for slug, usage := range l.usage {
		for _, u := range usage {
			for _, row := range l.incidents {
				if l.has(u, row) && strings.Contains(" "+row["systems"]+" ", " "+slug+" ") {
					n++
				}
			}
		}
	}
	a := answers{"n": n}
	if !l.isSystem {
		return a
	}
	for at, _ := time.Parse("2006-01", l.start()); at.Format("2006-01") < l.running(); at = at.AddDate(0, 1, 0) {
		months++
		isStated := true
		for day := at; day.Month() == at.Month(); day = day.AddDate(0, 0, 1) {
			found := false
			for _, usage := range l.usage {
				for _, u := range usage {
					first, last, is := u.from.text(), u.to.text(), day.Format("2006-01-02")
					found = found || is[:len(first)] >= first && is[:len(last)] <= last
				}
			}
			isStated = isStated && found
		}
		if isStated {
			stated++
		}
	}
	a["months_stated"], a["months_all"] = stated, months
	return a
}

// poissonEnds checks an interval: of counts with the lower mean 2.5 % are as high, of those with the upper as low.
func poissonEnds(n int, low, high float64) bool {
	below := func(n int, mean float64) float64 {
		p, sum := math.Exp(-mean), 0.0
		for k := range n {
			sum += p
			p *= mean / float64(k+1)
		}
		return sum
	}
	isLow := n == 0 && low == 0 || n > 0 && math.Abs(1-below(n, low)-0.025) < 0.002
	return isLow && math.Abs(below(n+1, high)-0.025) < 0.002
}

// crossRow is what the data give for a row of a figure by two keys, by column.
func (l naiveLog) crossRow(id string, row map[string]string) map[string]any {
	want := map[string]any{}
	switch id {
	case "severity-times":
		var rows []map[string]string
		for _, r := range l.incidents {
			if r["severity"] == row["severity"] {
				rows = append(rows, r)
			}
		}
		want["incidents"] = len(rows)
		for _, s := range naiveSpans {
			want[s.id] = l.periodMedian(s, rows)
		}
	case "causes-by-year":
		for column := range row {
			if _, err := strconv.Atoi(column); err != nil {
				continue
			}
			n := 0
			for _, r := range l.dated(l.incidents) {
				if readTime(r["detected"]).month(l.zone)[:4] == column && strings.Contains(" "+r["causes"]+" ", " "+row["cause"]+" ") {
					n++
				}
			}
			want[column] = n
		}
	case "owners":
		count := func(is func(map[string]string) bool) (n int) {
			for _, a := range l.actions {
				if cmp.Or(a["owner"], l.known[a["incident"]]["owner"]) == row["team"] && is(a) {
					n++
				}
			}
			return n
		}
		past := func(a map[string]string) bool {
			due := readTime(a["due"])
			return due.parts >= 3 && due.day(l.zone).Before(l.today())
		}
		want["actions"] = count(func(map[string]string) bool { return true })
		want["open"] = count(func(a map[string]string) bool { return !isEnded(a) })
		want["overdue"] = count(func(a map[string]string) bool { return !isEnded(a) && past(a) })
		want["done"] = count(func(a map[string]string) bool { return a["status"] == "done" })
		want["done_late"] = count(func(a map[string]string) bool {
			return a["status"] == "done" && readTime(a["due"]).parts >= 3 && readTime(a["ended"]).parts >= 3 && !l.endedOnTime(a)
		})
		want["dropped"] = count(func(a map[string]string) bool { return isEnded(a) && a["status"] != "done" })
	case "rates":
		n, least, most := 0, 0.0, 0.0
		for slug, usage := range l.usage {
			for _, u := range usage {
				if row["system"] != slug && row["period"] != u.name() {
					continue
				}
				least, most = least+u.least, most+u.most
				for _, r := range l.incidents {
					if l.has(u, r) && strings.Contains(" "+r["systems"]+" ", " "+slug+" ") {
						n++
					}
				}
			}
		}
		want["incidents"], want["decisions_least"], want["decisions_most"] = n, least, most
		want["per_million"] = 2e6 * float64(n) / (least + most)
		low, _ := number(row["per_million_low"]).(float64)
		high, _ := number(row["per_million_high"]).(float64)
		if !poissonEnds(n, low*most/1e6, high*least/1e6) {
			want["per_million_low"] = fmt.Sprintf("the lower end for %d in %v", n, most)
		}
	case "impact":
		var rows []map[string]string
		for _, r := range l.dated(l.incidents) {
			month, _ := strconv.Atoi(readTime(r["detected"]).month(l.zone)[5:])
			if fmt.Sprintf("%s-Q%d", readTime(r["detected"]).month(l.zone)[:4], 1+(month-1)/3) == row["quarter"] {
				rows = append(rows, r)
			}
		}
		want["incidents"] = len(rows)
		sum := func(stated, least, most string, states func(map[string]string) bool) {
			n, low, high := 0, 0.0, 0.0
			for _, r := range rows {
				what := strings.SplitN(least, "_", 2)[0]
				if !states(r) {
					continue
				}
				n++
				if v, err := strconv.ParseFloat(r[what+"_least"], 64); err == nil {
					low += v
				}
				v, err := strconv.ParseFloat(r[what+"_most"], 64)
				if err != nil {
					v = math.NaN()
				}
				high += v
			}
			want[stated], want[least], want[most] = n, nil, nil
			if n > 0 {
				want[least] = low
				if !math.IsNaN(high) {
					want[most] = high
				}
			}
		}
		sum("people_stated", "people_least", "people_most", func(r map[string]string) bool {
			return r["people_least"]+r["people_most"] != ""
		})
		for column := range row {
			if currency, ok := strings.CutPrefix(column, "cost_stated_"); ok {
				sum(column, "cost_least_"+currency, "cost_most_"+currency, func(r map[string]string) bool { return r["currency"] == currency })
			}
		}
	}
	return want
}
