package trend

import (
	"math"
	"slices"
	"sort"
	"strconv"
	"time"

	"hindcast/internal/incident"
	"hindcast/internal/trend/figure"
	"hindcast/internal/trend/stat"
)

// perDecisions is what rates are told by.
const perDecisions = 1e6

// rates are the incidents per million decisions: of a system for each period in which its usage is stated, of the log for
// each system. An incident belongs to the period in which it was detected. The ends of the interval are those of
// Poisson's at 95 %, the lower one over the most decisions and the upper one over the least.
func rates(p *part) *figure.Rates {
	f := &figure.Rates{Cross: figure.Cross{Basis: figure.Basis{ID: "rates"}, Key: "system", Columns: []figure.CrossColumn{
		{Key: "incidents"},
		{Key: "decisions_least"},
		{Key: "decisions_most"},
		{Key: "per_million", Unit: "rate"},
		{Key: "per_million_low", Unit: "rate"},
		{Key: "per_million_high", Unit: "rate"},
	}}}
	out := exclusions{}
	add := func(term incident.Term, records []*incident.Record, usage []incident.Usage) {
		n, least, most := used(p, records, usage)
		f.Rows = append(f.Rows, figure.CrossRow{Term: term, Cells: rateCells(n, least, most)})
		f.N += n
	}
	switch p.scope.Kind {
	case figure.ScopeLog:
		for _, s := range p.register {
			if len(s.Usage) > 0 {
				var records []*incident.Record
				if scope := p.scopes[key{figure.ScopeSystem, s.Slug}]; scope != nil {
					records = toDay(scope, out)
				}
				add(incident.Term{ID: s.Slug, Title: s.Title}, records, s.Usage)
			}
		}
	case figure.ScopeSystem:
		f.Key = "period"
		usage := slices.Clone(p.names.System(p.scope.Slug).Usage)
		sort.SliceStable(usage, func(i, j int) bool { return usage[i].From.Sortable().Before(usage[j].From.Sortable()) })
		records := toDay(p, out)
		for i, u := range usage {
			add(incident.Term{ID: u.From.String() + "/" + u.To.String()}, records, usage[i:i+1])
		}
		f.Stated, f.Months = statedMonths(p, usage)
	}
	if len(f.Rows) > 0 {
		f.LeftOut = out.list()
	}
	return f
}

// toDay are the incidents detected on a known day.
func toDay(p *part, out exclusions) (known []*incident.Record) {
	for _, r := range p.records {
		if _, ok := p.day(r.Timeline.Detected); ok {
			known = append(known, r)
		} else {
			out.add(figure.WhyNotToDay, r)
		}
	}
	return known
}

func rateCells(n int, least, most float64) []float64 {
	low, high := stat.PoissonInterval(n)
	rate := func(incidents, decisions float64) float64 {
		if decisions <= 0 || math.IsNaN(decisions) {
			return math.NaN()
		}
		return perDecisions * incidents / decisions
	}
	middle := rate(float64(n), (least+most)/2)
	return []float64{float64(n), least, most, middle, rate(low, most), rate(high, least)}
}

// used is the incidents detected in periods of usage, and the decisions in them; an end that is not known is NaN.
func used(p *part, records []*incident.Record, usage []incident.Usage) (n int, least, most float64) {
	for _, u := range usage {
		from, to := u.From.BeginningIn(p.config.Zone), u.To.EndIn(p.config.Zone)
		for _, r := range records {
			if at := r.Timeline.Detected.BeginningIn(p.config.Zone); !at.Before(from) && at.Before(to) {
				n++
			}
		}
		low, high := "", ""
		if u.Decisions != nil {
			low, high = u.Decisions.Ends()
		}
		least, most = least+decisions(low), most+decisions(high)
	}
	return n, least, most
}

func decisions(digits string) float64 {
	if v, err := strconv.ParseFloat(digits, 64); err == nil {
		return v
	}
	return math.NaN()
}

// statedMonths counts the months since the figures of the system begin, and those of which usage is stated in whole.
func statedMonths(p *part, usage []incident.Usage) (stated, all int) {
	for _, m := range p.months(p.start(), p.running) {
		if m.Partial {
			continue
		}
		all++
		begin := time.Date(m.Start.Year(), m.Start.Month(), 1, 0, 0, 0, 0, p.config.Zone)
		for at := begin; ; {
			i := slices.IndexFunc(usage, func(u incident.Usage) bool {
				return !u.From.BeginningIn(p.config.Zone).After(at) && u.To.EndIn(p.config.Zone).After(at)
			})
			if i < 0 {
				break
			}
			if at = usage[i].To.EndIn(p.config.Zone); !at.Before(begin.AddDate(0, 1, 0)) {
				stated++
				break
			}
		}
	}
	return stated, all
}
