package trend

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"sort"
	"strconv"
	"time"

	"hindcast/internal/incident"
	"hindcast/internal/taxonomy"
	"hindcast/internal/trend/figure"
)

// severityTimes are the medians of each severity, as the figures of the times give them.
func severityTimes(p *part) *figure.Cross {
	f := &figure.Cross{Basis: figure.Basis{ID: "severity-times"}, Key: "severity", Columns: []figure.CrossColumn{{Key: "incidents"}}}
	for _, d := range incident.Spans {
		f.Columns = append(f.Columns, figure.CrossColumn{Key: d.ID, Unit: figure.UnitName(d.Unit)})
	}
	for _, term := range p.config.Vocabularies["severities"] {
		records := slices.DeleteFunc(slices.Clone(p.records), func(r *incident.Record) bool { return r.Severity != term.ID })
		f.N += len(records)
		row := figure.CrossRow{
			Term:  incident.Term{ID: term.ID, Title: p.config.Vocabularies["severities"].TitleOf(term.ID)},
			Cells: []float64{float64(len(records))},
		}
		for _, d := range incident.Spans {
			row.Cells = append(row.Cells, spanSample(p.pointsOf(d, records)).Value)
		}
		f.Rows = append(f.Rows, row)
	}
	return f
}

// yearsShown is how many years stand beside each other.
const yearsShown = 8

// causesByYear counts the incidents of each year that name a cause, the most frequent cause first.
func causesByYear(p *part) *figure.Cross {
	f := &figure.Cross{Basis: figure.Basis{ID: "causes-by-year"}, Key: "cause"}
	out := exclusions{}
	counts := map[string]map[int]int{}
	totals := map[string]int{}
	last := p.final().Year()
	first := last
	for r := range p.datedOf(p.records, out) {
		var factors []string
		for _, c := range r.Causes {
			if c.Factor != "" {
				factors = append(factors, c.Factor)
			}
		}
		if len(factors) == 0 {
			out.add(figure.WhyNoCause, r.Record)
			continue
		}
		f.N++
		first = min(first, r.month.Year())
		for _, factor := range unique(factors) {
			if counts[factor] == nil {
				counts[factor] = map[int]int{}
			}
			counts[factor][r.month.Year()]++
			totals[factor]++
		}
	}
	f.LeftOut = out.list()
	for year := max(first, last-yearsShown+1); year <= last; year++ {
		f.Columns = append(f.Columns, figure.CrossColumn{Key: strconv.Itoa(year), Title: strconv.Itoa(year)})
	}
	terms := p.config.Vocabularies["causes"]
	for _, factor := range slices.SortedFunc(maps.Keys(totals), func(a, b string) int {
		return cmp.Or(cmp.Compare(totals[b], totals[a]), cmp.Compare(a, b))
	}) {
		row := figure.CrossRow{Term: incident.Term{ID: factor, Title: terms.TitleOf(factor)}}
		for year := last - len(f.Columns) + 1; year <= last; year++ {
			row.Cells = append(row.Cells, float64(counts[factor][year]))
		}
		f.Rows = append(f.Rows, row)
	}
	return f
}

// owners is the corrective actions of each team: open, of these overdue, done, of these late, and dropped.
func owners(p *part) *figure.Cross {
	f := &figure.Cross{Basis: figure.Basis{ID: "owners"}, Key: "team"}
	for _, key := range []string{"actions", "open", "overdue", "done", "done_late", "dropped"} {
		f.Columns = append(f.Columns, figure.CrossColumn{Key: key})
	}
	teams := p.config.Vocabularies["teams"]
	rows := map[string]*figure.CrossRow{}
	for _, r := range p.records {
		for i := range r.Actions {
			a := &r.Actions[i]
			owner := cmp.Or(a.Owner, r.Owner)
			if owner == "" {
				continue
			}
			row := rows[owner]
			if row == nil {
				row = &figure.CrossRow{Term: incident.Term{ID: owner, Title: teams.TitleOf(owner)}, Cells: make([]float64, len(f.Columns))}
				rows[owner] = row
			}
			f.N++
			row.Cells[0]++
			due, isDue := p.day(a.Due)
			ended, isEnded := p.day(a.Ended)
			switch {
			case !a.HasEnded():
				row.Cells[1]++
				if isDue && due < p.today {
					row.Cells[2]++
				}
			case a.Status == "done":
				row.Cells[3]++
				if isDue && isEnded && ended > due {
					row.Cells[4]++
				}
			default:
				row.Cells[5]++
			}
		}
	}
	for _, owner := range slices.SortedFunc(maps.Keys(rows), func(a, b string) int {
		return cmp.Or(cmp.Compare(rows[b].Cells[2], rows[a].Cells[2]), cmp.Compare(rows[b].Cells[1], rows[a].Cells[1]),
			cmp.Compare(rows[b].Cells[0], rows[a].Cells[0]), cmp.Compare(a, b))
	}) {
		f.Rows = append(f.Rows, *rows[owner])
	}
	return f
}

// sum adds up estimates, the least and the most each; the most is not known where one has no upper end.
type sum struct {
	n           int
	least, most float64
}

func (s *sum) add(least, most string) {
	s.n++
	low, _ := strconv.ParseFloat(least, 64) // nothing is the least where none is known
	s.least += low
	high, err := strconv.ParseFloat(most, 64)
	if err != nil {
		high = math.NaN()
	}
	s.most += high
}

func (s sum) cells() []float64 {
	if s.n == 0 {
		return []float64{0, math.NaN(), math.NaN()}
	}
	return []float64{float64(s.n), s.least, s.most}
}

// impact is the people affected and the cost by quarter of detection, with how many incidents state them.
func impact(p *part) *figure.Cross {
	f := &figure.Cross{Basis: figure.Basis{ID: "impact"}, Key: "quarter", Columns: []figure.CrossColumn{
		{Key: "incidents"}, {Key: "people_stated"}, {Key: "people_least"}, {Key: "people_most"},
	}}
	out := exclusions{}
	type quarter struct {
		incidents int
		people    sum
		costs     map[string]*sum
	}
	quarters := map[time.Time]*quarter{}
	currencies := map[string]bool{}
	for r := range p.datedOf(p.records, out) {
		at := quarterOf(r.month)
		q := quarters[at]
		if q == nil {
			q = &quarter{costs: map[string]*sum{}}
			quarters[at] = q
		}
		q.incidents++
		states := false
		if people := r.Impact.People; people != nil {
			q.people.add(people.Ends())
			states = true
		}
		if cost := r.Impact.Cost; cost != nil {
			currency := string(cost.Currency)
			if q.costs[currency] == nil {
				q.costs[currency] = &sum{}
			}
			q.costs[currency].add(cost.Amount.Ends())
			currencies[currency], states = true, true
		}
		if states {
			f.N++
		}
	}
	f.LeftOut = out.list()
	if f.N == 0 {
		return f
	}
	known := slices.Sorted(maps.Keys(currencies))
	for _, c := range known {
		f.Columns = append(f.Columns, figure.CrossColumn{Key: "cost_stated_" + c}, figure.CrossColumn{Key: "cost_least_" + c},
			figure.CrossColumn{Key: "cost_most_" + c})
	}
	first := slices.MinFunc(slices.Collect(maps.Keys(quarters)), time.Time.Compare)
	for at := first; !at.After(p.final()); at = at.AddDate(0, 3, 0) {
		q := cmp.Or(quarters[at], &quarter{})
		row := figure.CrossRow{
			Term:    incident.Term{ID: at.Format("2006") + "-Q" + strconv.Itoa((int(at.Month())+2)/3)},
			Partial: at.AddDate(0, 3, 0).After(p.running), Cells: append([]float64{float64(q.incidents)}, q.people.cells()...),
		}
		for _, c := range known {
			row.Cells = append(row.Cells, cmp.Or(q.costs[c], &sum{}).cells()...)
		}
		f.Rows = append(f.Rows, row)
	}
	return f
}

// duties are the steps of reporting duties whose due time is known, by regime: met on time, met late, overdue now, and
// still running. A duty that does not apply has none; one of which that is not decided yet counts.
func duties(p *part) *figure.Cross {
	f := &figure.Cross{Basis: figure.Basis{ID: "duties"}, Key: "regime"}
	for _, key := range []string{"on_time", "late", "overdue", "running"} {
		f.Columns = append(f.Columns, figure.CrossColumn{Key: key})
	}
	out := exclusions{}
	rows := map[string]*figure.CrossRow{}
	for _, r := range p.records {
		for i := range r.Obligations {
			o := &r.Obligations[i]
			regime, known := taxonomy.Find(p.regimes, o.Regime)
			if !known || o.Applies == "no" {
				continue
			}
			role, _ := regime.Role(o.Role)
			for _, s := range role.Steps {
				progress := taxonomy.ProgressOf(o, s.ID)
				if progress.First.IsZero() && (progress.Dropped || s.Optional && !progress.Listed) {
					continue
				}
				var due time.Time
				isDue := false
				if s.Due != nil {
					due, isDue = s.Due(o, p.config.Zone)
				}
				if !isDue || !progress.First.IsZero() && progress.First.Precision() < incident.ToDay {
					out.add(figure.WhyNoClock, r)
					continue
				}
				row := rows[regime.ID]
				if row == nil {
					row = &figure.CrossRow{Term: incident.Term{ID: regime.ID, Title: regime.Title}, Cells: make([]float64, len(f.Columns))}
					rows[regime.ID] = row
				}
				f.N++
				switch {
				case progress.First.IsZero() && p.now.After(due):
					row.Cells[2]++
				case progress.First.IsZero():
					row.Cells[3]++
				case taxonomy.IsLate(progress.First, due, p.config.Zone):
					row.Cells[1]++
				default:
					row.Cells[0]++
				}
			}
		}
	}
	f.LeftOut = out.list()
	for _, regime := range p.regimes {
		if row := rows[regime.ID]; row != nil {
			f.Rows = append(f.Rows, *row)
		}
	}
	return f
}

// runningSize is how many finished cases a running median is of: the case itself and those before it.
const runningSize = 7

// course puts the points of a time in the order of detection, each finished one with the median of it and of those before.
func course(points []figure.Point) []figure.CoursePoint {
	list := make([]figure.CoursePoint, 0, len(points))
	for _, p := range points {
		if p.Record.Timeline.Detected.Precision() >= incident.ToDay {
			list = append(list, figure.CoursePoint{Point: p, Running: math.NaN()})
		}
	}
	sort.SliceStable(list, func(i, j int) bool {
		a, b := &list[i], &list[j]
		return cmp.Or(a.Record.Timeline.Detected.Sortable().Compare(b.Record.Timeline.Detected.Sortable()), cmp.Compare(a.Record.ID, b.Record.ID)) < 0
	})
	var recent []int
	for i, p := range list {
		if p.Open {
			continue
		}
		if recent = append(recent, p.Took); len(recent) > runningSize {
			recent = recent[1:]
		}
		if len(recent) == runningSize {
			list[i].Running = quantile(slices.Sorted(slices.Values(recent)), 0.5)
		}
	}
	return list
}
