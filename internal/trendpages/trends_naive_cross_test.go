package trendpages

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"
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
