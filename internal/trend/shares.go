package trend

import (
	"cmp"
	"slices"
	"sort"

	"hindcast/internal/incident"
	"hindcast/internal/trend/figure"
)

// byYear is a share of the incidents of each year: those asked for, of those that can be told.
func (p *part) byYear(id string, is func(*incident.Record) (part bool, why string)) *figure.Shares {
	f := &figure.Shares{Basis: figure.Basis{ID: id}}
	out := exclusions{}
	years := map[int]figure.Share{}
	first := p.running.Year() + 1
	for r := range p.datedOf(p.records, out) {
		has, why := is(r.Record)
		if why != "" {
			out.add(why, r.Record)
			continue
		}
		year := r.month.Year()
		first = min(first, year)
		s := years[year]
		s.Whole++
		if has {
			s.Part++
		}
		years[year] = s
	}
	for year := first; year <= p.final().Year(); year++ {
		s := years[year]
		f.Years = append(f.Years, figure.YearShare{Year: year, Partial: year == p.running.Year(), Share: s})
		f.All.Part += s.Part
		f.All.Whole += s.Whole
	}
	f.N, f.LeftOut = f.All.Whole, out.list()
	return f
}

// monitoring is the share found by the organisation's own monitoring.
func (p *part) monitoring() *figure.Shares { return p.byYear("monitoring", foundByMonitoring) }

func foundByMonitoring(r *incident.Record) (bool, string) {
	if r.Detection.Method == "" {
		return false, figure.WhyNoMethod
	}
	return r.Detection.Method == "monitoring", ""
}

// recurrence is the share of incidents that are a recurrence of another.
func (p *part) recurrence() *figure.Shares { return p.byYear("recurrence", p.isRecurrence) }

func (c *computer) isRecurrence(r *incident.Record) (bool, string) {
	return len(c.earlierOf(r)) > 0, ""
}

// causes counts the incidents that each cause contributed to, the most frequent first.
func (p *part) causes() *figure.Causes {
	return p.mentions("causes", "causes", figure.WhyNoCause, func(r *incident.Record) (factors []string) {
		for _, c := range r.Causes {
			factors = append(factors, c.Factor)
		}
		return factors
	})
}

// safeguards counts the incidents by what their safeguards did.
func (p *part) safeguards() *figure.Causes {
	return p.mentions("safeguards", "safeguard_results", figure.WhyNoSafeguard, func(r *incident.Record) (results []string) {
		for _, s := range r.Safeguards {
			results = append(results, s.Result)
		}
		return results
	})
}

// methods counts the incidents by how they were noticed.
func (p *part) methods() *figure.Causes {
	return p.mentions("methods", "methods", figure.WhyNoMethod, func(r *incident.Record) []string {
		return []string{r.Detection.Method}
	})
}

// models counts the incidents by what their models have in common: the name, or the provider.
func (p *part) models(id string, of func(incident.Model) string) *figure.Causes {
	return p.mentions(id, "", figure.WhyNoModel, func(r *incident.Record) (names []string) {
		for _, m := range r.Models {
			names = append(names, of(m))
		}
		return names
	})
}

// mentions counts the incidents that name each value of a vocabulary, the most frequent first.
func (p *part) mentions(id, vocabulary, why string, of func(*incident.Record) []string) *figure.Causes {
	f := &figure.Causes{Basis: figure.Basis{ID: id}}
	out := exclusions{}
	n := map[string]int{}
	for _, r := range p.records {
		values := slices.DeleteFunc(of(r), func(v string) bool { return v == "" })
		if len(values) == 0 {
			out.add(why, r)
			continue
		}
		f.N++
		for _, value := range unique(values) {
			n[value]++
			f.Mentions++
		}
	}
	f.LeftOut = out.list()
	terms := p.config.Vocabularies[vocabulary]
	for id, count := range n {
		f.Causes = append(f.Causes, figure.CauseCount{Term: incident.Term{ID: id, Title: terms.TitleOf(id)}, N: count})
	}
	sort.Slice(f.Causes, func(i, j int) bool {
		a, b := &f.Causes[i], &f.Causes[j]
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Term.ID, b.Term.ID)) < 0
	})
	sum := 0
	for i := range f.Causes {
		sum += f.Causes[i].N
		f.Causes[i].Cumulative = float64(sum) / float64(f.Mentions)
	}
	return f
}

// ages are how long the open incidents have been known, in days.
func (p *part) ages() *figure.Ages {
	f := &figure.Ages{Basis: figure.Basis{ID: "open"}}
	out := exclusions{}
	var days []int
	for _, r := range p.records {
		if !r.IsOpen() {
			continue
		}
		day, ok := p.day(r.Timeline.Detected)
		if !ok {
			out.add(figure.WhyNotToDay, r)
			continue
		}
		f.Points = append(f.Points, figure.Point{Record: r, Took: max(0, p.today-day), Open: true})
	}
	shortestFirst(f.Points)
	for _, point := range f.Points {
		days = append(days, point.Took)
	}
	f.N, f.LeftOut = len(f.Points), out.list()
	f.Median, f.P90 = quantiles(days)
	return f
}
