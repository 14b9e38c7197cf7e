package precedents

import (
	"fmt"
	"slices"
	"strings"

	"hindcast/internal/incident"
	"hindcast/internal/view"
)

// Summary is what precedents add up to, for the home page of a log that holds nothing else.
type Summary struct {
	Years   view.Columns
	Undated int
	Named   []Ranked // who built or ran the systems
	Harmed  []Ranked
	Harms   []Ranked // kinds of harm
	Where   Where
}

// Where is the countries that precedents name most.
type Where struct {
	Countries   []Ranked
	Stated, All int // how many precedents name a country, of how many
}

// WhereOf counts the countries of the precedents of a log.
func WhereOf(m *view.Model) Where {
	list := m.Index.Precedents
	codes := func(r *incident.Record) []string {
		return view.Mapped(r.Impact.Countries, func(c incident.Country) string { return string(c) })
	}
	return Where{
		Countries: ranked(list, codes, func(code string) Link { return Link{Name: m.T(incident.Country(code).Name())} }),
		Stated:    len(view.Filter(list, func(r *incident.Record) bool { return len(r.Impact.Countries) > 0 })),
		All:       len(list),
	}
}

// Summarize counts the precedents of a log.
func Summarize(m *view.Model, named Parties) *Summary {
	list := m.Index.Precedents
	e := &Summary{
		Named: ranked(list, func(r *incident.Record) []string {
			return known(slices.Concat(r.Parties.Developers, r.Parties.Deployers))
		}, named.link),
		Harmed: ranked(list, func(r *incident.Record) []string { return known(r.Parties.Harmed) }, named.link),
		Harms: ranked(list, func(r *incident.Record) []string { return r.Impact.Harms }, func(harm string) Link {
			return Link{Name: m.Term("harms", harm)}
		}),
		Where: WhereOf(m),
	}
	e.Years, e.Undated = years(m, list)
	return e
}

// known leaves out the party that databases call unknown.
func known(names []string) []string {
	return view.Filter(names, func(name string) bool { return !strings.EqualFold(name, "unknown") })
}

// mostYears is how many years a chart of precedents goes back at most.
const mostYears = 15

// years is how many records there are by year, up to the present one, and how many are not drawn for want of a date.
func years(m *view.Model, records []*incident.Record) (c view.Columns, undated int) {
	last := m.Now.In(m.Log.Config.Zone).Year()
	n := map[int]int{}
	first := last
	for _, r := range records {
		if r.Date().IsZero() {
			undated++
			continue
		}
		year := r.Date().In(m.Log.Config.Zone).Year()
		first, last = min(first, year), max(last, year)
		n[year]++
	}
	earlier := 0
	for year := first; year <= last-mostYears; year++ {
		earlier += n[year]
	}
	first = max(first, last-mostYears+1)
	var list []view.Column
	add := func(name string, n int) {
		list = append(list, view.Column{Name: name, N: n, Count: m.Count(n, "%s precedent", "%s precedents")})
	}
	if earlier > 0 {
		add(m.T("before %s", fmt.Sprint(first)), earlier)
	}
	for year := first; year <= last; year++ {
		add(fmt.Sprint(year), n[year])
	}
	return view.NewColumns(m, m.T("Precedents by year"), list), undated
}
