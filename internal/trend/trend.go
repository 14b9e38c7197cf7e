// Package trend computes the figures of a log: counts by month, and the times it takes to detect,
// contain and resolve. Every figure carries its formula, its sample and what was left out and why.
// It counts incidents only: near misses and hazards, exercises, precedents, and records withdrawn,
// duplicate or redacted stand in none of them.
package trend

import (
	"cmp"
	"math"
	"slices"
	"time"

	"hindcast/internal/incident"
)

// Compute makes the figures of a log. Months run from the first incident to the month of now.
func Compute(log *incident.Log, now time.Time) *incident.Trends {
	report := &incident.Trends{}
	var counted []*incident.Record
	excluded := map[string]int{}
	for _, r := range log.Records {
		if r.Counts() {
			counted = append(counted, r)
		} else {
			excluded[exclusion(r)]++
		}
	}
	slices.SortFunc(counted, func(a, b *incident.Record) int {
		return cmp.Or(a.Timeline.Detected.Sortable().Compare(b.Timeline.Detected.Sortable()), cmp.Compare(a.ID, b.ID))
	})
	report.Records = len(counted)
	for why, n := range excluded {
		report.Excluded = append(report.Excluded, incident.Excluded{Why: why, N: n})
	}
	slices.SortFunc(report.Excluded, func(a, b incident.Excluded) int { return cmp.Compare(a.Why, b.Why) })
	count(report, log, counted, now)
	report.Figures = []incident.Figure{
		figure("detect", "Time to detect", "started", "detected", counted),
		figure("contain", "Time to contain", "started", "contained", counted),
		figure("resolve", "Time to resolve", "started", "resolved", counted),
	}
	return report
}

// exclusion is why a record stands in no figure: its exit, else its kind.
func exclusion(r *incident.Record) string {
	if incident.StageIndex(r.Status) < 0 && r.Status != "" {
		return r.Status
	}
	return r.KindOrDefault()
}

// count fills the months and the series.
func count(report *incident.Trends, log *incident.Log, counted []*incident.Record, now time.Time) {
	zone := log.Config.Zone
	var first time.Time
	dated := map[time.Time][]*incident.Record{}
	for _, r := range counted {
		month, ok := r.Timeline.Detected.MonthOf(zone)
		if !ok {
			report.Undated = append(report.Undated, r)
			continue
		}
		dated[month] = append(dated[month], r)
		if first.IsZero() || month.Before(first) {
			first = month
		}
	}
	if first.IsZero() {
		return
	}
	today := now.In(zone)
	last := time.Date(today.Year(), today.Month(), 1, 0, 0, 0, 0, time.UTC)
	for month := first; !month.After(last); month = month.AddDate(0, 1, 0) {
		report.Months = append(report.Months, incident.Month{Start: month, Total: len(dated[month])})
	}
	report.Types = series(report.Months, log.Config.Vocabularies["types"], dated, func(r *incident.Record) string { return r.Type })
	report.Severity = series(report.Months, log.Config.Vocabularies["severities"], dated, func(r *incident.Record) string { return r.Severity })
}

func series(months []incident.Month, terms incident.Vocabulary, dated map[time.Time][]*incident.Record, of func(*incident.Record) string) []incident.Series {
	var list []incident.Series
	for _, term := range terms {
		s := incident.Series{Term: term, Cells: make([]incident.Cell, len(months))}
		for i, m := range months {
			for _, r := range dated[m.Start] {
				if of(r) == term.ID {
					s.Cells[i].Records = append(s.Cells[i].Records, r)
					s.Total++
				}
			}
		}
		if s.Total > 0 {
			list = append(list, s)
		}
	}
	return list
}

// figure measures from one time to another; both must be known to the minute.
func figure(id, title, from, to string, counted []*incident.Record) incident.Figure {
	f := incident.Figure{ID: id, Title: title, From: from, To: to}
	missing := map[string][]*incident.Record{}
	for _, r := range counted {
		start, end := r.Timeline.At(from), r.Timeline.At(to)
		took, ok := start.Between(end, incident.ToMinute)
		switch {
		case end.IsZero():
			missing["not yet "+to] = append(missing["not yet "+to], r)
		case start.IsZero():
			missing[from+" is not known"] = append(missing[from+" is not known"], r)
		case !ok:
			why := "a time is not known to the minute"
			missing[why] = append(missing[why], r)
		default:
			f.Points = append(f.Points, incident.Point{Record: r, Took: took})
		}
	}
	for why, records := range missing {
		f.LeftOut = append(f.LeftOut, incident.LeftOut{Why: why, Records: records})
	}
	slices.SortFunc(f.LeftOut, func(a, b incident.LeftOut) int { return cmp.Compare(a.Why, b.Why) })
	if f.HasQuantiles() {
		f.Median, f.P90 = quantile(f.Points, 0.5), quantile(f.Points, 0.9)
	}
	return f
}

// quantile is the one of spreadsheets, PERCENTILE.INC: linear between the two nearest of the ordered
// points, the first standing at 0 and the last at 1 (Hyndman and Fan 1996, type 7).
func quantile(points []incident.Point, q float64) time.Duration {
	took := make([]time.Duration, len(points))
	for i, p := range points {
		took[i] = p.Took
	}
	slices.Sort(took)
	at := q * float64(len(took)-1)
	below := int(math.Floor(at))
	above := min(below+1, len(took)-1)
	return took[below] + time.Duration(math.Round((at-float64(below))*float64(took[above]-took[below])))
}
