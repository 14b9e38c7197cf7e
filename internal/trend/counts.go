package trend

import (
	"cmp"
	"iter"
	"slices"
	"sort"
	"strconv"
	"time"

	"hindcast/internal/incident"
	"hindcast/internal/trend/figure"
)

// dated is a record and the month of its detection.
type dated struct {
	*incident.Record
	month time.Time
}

// dated yields the incidents that are in a month.
func (p *part) dated() iter.Seq[dated] { return p.datedOf(p.records, nil) }

// datedOf yields the records that are in a month up to the running one; the others go aside.
func (p *part) datedOf(records []*incident.Record, out exclusions) iter.Seq[dated] {
	return func(yield func(dated) bool) {
		for _, r := range records {
			month, ok := r.Timeline.Detected.MonthOf(p.config.Zone)
			why := ""
			switch {
			case !ok:
				why = figure.WhyUndated
			case month.After(p.running):
				why = figure.WhyLater
			}
			if why == "" && !yield(dated{r, month}) {
				return
			}
			if why != "" && out != nil {
				out.add(why, r)
			}
		}
	}
}

// firstMonth is the earliest month with an incident; zero where there is none.
func (p *part) firstMonth() time.Time {
	var first time.Time
	for r := range p.dated() {
		if first.IsZero() || r.month.Before(first) {
			first = r.month
		}
	}
	return first
}

// start is the month from which on a quiet month says something: that of the first incident of the log or
// from which on settings have them counted; of a system the month it went into service, if that came later.
func (p *part) start() time.Time {
	start := p.first
	if from, ok := p.config.Trends.From.MonthOf(p.config.Zone); ok && (start.IsZero() || from.Before(start)) {
		start = from
	}
	if p.scope.Kind == figure.ScopeSystem {
		in, ok := p.names.System(p.scope.Slug).InService.MonthOf(p.config.Zone)
		if ok && in.After(start) && !in.After(p.running) {
			start = in
		}
	}
	if p.scope.Kind == figure.ScopeYear {
		if january := time.Date(p.final().Year(), time.January, 1, 0, 0, 0, 0, time.UTC); january.After(start) {
			start = january
		}
	}
	if first := p.firstMonth(); !first.IsZero() && first.Before(start) {
		start = first
	}
	return start
}

// final is the last month of a part: the running one, or that at the end of its year.
func (p *part) final() time.Time {
	if year, err := strconv.Atoi(p.scope.Slug); err == nil && p.scope.Kind == figure.ScopeYear && year < p.running.Year() {
		return time.Date(year, time.December, 1, 0, 0, 0, 0, time.UTC)
	}
	return p.running
}

// months are those from one to another.
func (c *computer) months(first, final time.Time) []figure.Month {
	if first.IsZero() {
		return nil
	}
	list := make([]figure.Month, 0, max(0, figure.MonthsBetween(first, final)+1))
	for m := first; !m.After(final); m = m.AddDate(0, 1, 0) {
		list = append(list, figure.Month{Start: m, Partial: m.Equal(c.running)})
	}
	return list
}

// tally counts records by month and by value. A record may have several values.
func (p *part) tally(id string, records []*incident.Record, of func(*incident.Record) []incident.Term) *figure.Counts {
	f := &figure.Counts{Basis: figure.Basis{ID: id}}
	out := exclusions{}
	list := slices.Collect(p.datedOf(records, out))
	f.LeftOut, f.N = out.list(), len(list)
	if len(list) == 0 {
		return f
	}
	first := slices.MinFunc(list, func(a, b dated) int { return a.month.Compare(b.month) }).month
	if start := p.start(); !start.IsZero() && start.Before(first) {
		first = start
	}
	f.Months = p.months(first, p.final())
	at := map[string]int{}
	for _, r := range list {
		for _, term := range of(r.Record) {
			i, known := at[term.ID]
			if !known {
				i = len(f.Series)
				at[term.ID] = i
				f.Series = append(f.Series, figure.Series{Term: term, Cells: make([]int, len(f.Months))})
			}
			f.Series[i].Total++
			f.Series[i].Cells[figure.MonthsBetween(first, r.month)]++
		}
	}
	return f
}

// counts are the incidents of each month: all, by type, by severity and by system.
func (p *part) counts() []*figure.Counts {
	all := p.tally("months", p.records, func(*incident.Record) []incident.Term {
		return []incident.Term{{ID: "incidents"}}
	})
	all.Limits = p.limits(all)
	types := p.tally("types", p.records, p.term("types", func(r *incident.Record) string { return r.Type }))
	severities := p.tally("severities", p.records, p.term("severities", func(r *incident.Record) string {
		return r.Severity
	}))
	systems := p.tally("systems", p.records, p.systems)
	p.everyTerm(severities, "severities")
	p.byVocabulary(types, "types")
	p.byVocabulary(severities, "severities")
	sort.Slice(systems.Series, func(i, j int) bool {
		a, b := &systems.Series[i], &systems.Series[j]
		return cmp.Or(cmp.Compare(b.Total, a.Total), cmp.Compare(a.Term.ID, b.Term.ID)) < 0
	})
	list := []*figure.Counts{all}
	if p.scope.Kind != figure.ScopeSeverity {
		list = append(list, severities)
	}
	if p.scope.Kind != figure.ScopeType {
		list = append(list, types)
	}
	return append(list, systems)
}

// nearCounts are the near misses and hazards of each month.
func (p *part) nearCounts() *figure.Counts {
	f := p.tally("near-misses", p.near, p.term("kinds", func(r *incident.Record) string { return r.Kind }))
	p.byVocabulary(f, "kinds")
	return f
}

// term makes the only term of a record out of the value of a key.
func (p *part) term(vocabulary string, of func(*incident.Record) string) func(*incident.Record) []incident.Term {
	terms := p.config.Vocabularies[vocabulary]
	return func(r *incident.Record) []incident.Term {
		id := of(r)
		if id == "" {
			return nil
		}
		return []incident.Term{{ID: id, Title: terms.TitleOf(id)}}
	}
}

// Unregistered is the value that stands for all systems that the register does not hold.
const unregistered = "unregistered"

func (p *part) systems(r *incident.Record) []incident.Term {
	var terms []incident.Term
	for _, slug := range unique(r.Systems) {
		if s := p.names.System(slug); s != nil {
			terms = append(terms, incident.Term{ID: slug, Title: s.Title})
		}
	}
	if len(r.Unregistered) > 0 {
		terms = append(terms, incident.Term{ID: unregistered})
	}
	return terms
}

// everyTerm adds the values of a vocabulary that no record has: that there was none says something.
func (p *part) everyTerm(f *figure.Counts, vocabulary string) {
	for _, term := range p.config.Vocabularies[vocabulary] {
		isTerm := func(s figure.Series) bool { return s.Term.ID == term.ID }
		if f.N > 0 && !slices.ContainsFunc(f.Series, isTerm) {
			f.Series = append(f.Series, figure.Series{
				Term:  incident.Term{ID: term.ID, Title: p.config.Vocabularies[vocabulary].TitleOf(term.ID)},
				Cells: make([]int, len(f.Months)),
			})
		}
	}
}

// byVocabulary puts the series of a figure into the order of a vocabulary, others by id.
func (p *part) byVocabulary(f *figure.Counts, vocabulary string) {
	terms := p.config.Vocabularies[vocabulary]
	rank := func(s *figure.Series) int {
		if i := terms.Index(s.Term.ID); i >= 0 {
			return i
		}
		return len(terms)
	}
	sort.Slice(f.Series, func(i, j int) bool {
		a, b := &f.Series[i], &f.Series[j]
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Term.ID, b.Term.ID)) < 0
	})
}
