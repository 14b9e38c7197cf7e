package trendpages

import (
	"maps"
	"slices"
	"time"

	"hindcast/internal/address"
	"hindcast/internal/incident"
	"hindcast/internal/layout"
	"hindcast/internal/trend/figure"
	"hindcast/internal/view"
)

// monthPage is what one month holds: every bar of a chart leads to a part of such a page.
type monthPage struct {
	Start time.Time
	Types []MonthGroup // the incidents, by type
	Index []MonthIndex // the same ones by severity, system and team
	Kinds []MonthGroup // near misses and hazards
	Due   []DueEntry
	N     int

	Previous, Next *time.Time // months with a page

	incidents []*incident.Record
	near      []*incident.Record
}

// monthSheet is a page of a month: with many incidents it has several.
type monthSheet struct {
	*monthPage
	layout.Sheet
	Types, Kinds []MonthGroup // of this page, as is Due
	Due          []DueEntry
	Jumps        []MonthJump // where there are several pages
}

// MonthJump leads to a group, on whichever page it begins.
type MonthJump struct {
	Anchor, Title string
	Address       string // of the page
	N             int
	IsAnchor      bool // what leads to the group by the first page alone ends here
}

// MonthGroup is records under a heading.
type MonthGroup struct {
	Anchor, Title string
	Records       []*incident.Record
	More          int // of an index, not shown
}

// indexShown is how many incidents of a month are named for each severity, system and team.
const indexShown = 10

// MonthIndex is the incidents of a month by one key.
type MonthIndex struct {
	Title  string
	Groups []MonthGroup
}

// DueEntry is an action that was due in the month.
type DueEntry struct {
	Record *incident.Record
	Action *incident.Action
}

// monthPages are the months with something in them, oldest first.
func (m *site) monthPages() []*monthPage {
	pages := map[time.Time]*monthPage{}
	of := func(t incident.Time) *monthPage {
		month, ok := t.MonthOf(m.Log.Config.Zone)
		if !ok {
			return &monthPage{}
		}
		if pages[month] == nil {
			pages[month] = &monthPage{Start: month}
		}
		return pages[month]
	}
	for _, r := range m.Trends.Whole.Records {
		p := of(r.Timeline.Detected)
		p.incidents = append(p.incidents, r)
		for i := range r.Actions {
			if a := &r.Actions[i]; a.Due.Precision() >= incident.ToDay && a.Due.Sortable().Before(m.Now) {
				due := of(a.Due)
				due.Due = append(due.Due, DueEntry{r, a})
			}
		}
	}
	for _, r := range m.Trends.Whole.Near {
		p := of(r.Timeline.Detected)
		p.near = append(p.near, r)
	}
	list := slices.SortedFunc(maps.Values(pages), func(a, b *monthPage) int { return a.Start.Compare(b.Start) })
	for i, p := range list {
		m.group(p)
		if i > 0 {
			p.Previous, list[i-1].Next = &list[i-1].Start, &p.Start
		}
	}
	return list
}

// group fills in the groups of a month.
func (m *site) group(p *monthPage) {
	p.N = len(p.incidents)
	one := func(of func(*incident.Record) string) func(*incident.Record) []string {
		return func(r *incident.Record) []string { return []string{of(r)} }
	}
	p.Types = m.groupBy("type", "types", p.incidents, one(func(r *incident.Record) string { return r.Type }))
	p.Kinds = m.groupBy("kind", "kinds", p.near, one(func(r *incident.Record) string { return r.Kind }))
	systems := m.groupBy("system", "", p.incidents, func(r *incident.Record) []string {
		list := slices.Clone(r.Systems)
		if len(r.Unregistered) > 0 {
			list = append(list, "unregistered")
		}
		return list
	})
	for i, g := range systems {
		if systems[i].Title = m.SystemTitle(g.Title); g.Anchor == "system-unregistered" {
			systems[i].Title = m.T("Not in the register")
		}
	}
	p.Index = []MonthIndex{
		{m.T("By severity"), m.groupBy("severity", "severities", p.incidents, one(func(r *incident.Record) string { return r.Severity }))},
		{m.T("By system"), systems},
		{m.T("By team"), m.groupBy("team", "teams", p.incidents, one(func(r *incident.Record) string { return r.Owner }))},
	}
	for _, index := range p.Index {
		for i := range index.Groups {
			g := &index.Groups[i]
			g.More = max(0, len(g.Records)-indexShown)
			g.Records = g.Records[:len(g.Records)-g.More]
		}
	}
}

// groupBy puts records under the values of a key, in the order of the vocabulary, then of the words.
func (m *site) groupBy(
	prefix, vocabulary string, records []*incident.Record, of func(*incident.Record) []string,
) []MonthGroup {
	terms := m.Log.Config.Vocabularies[vocabulary]
	groups := map[string]*MonthGroup{}
	rank := map[string]int{}
	for _, r := range records {
		for _, value := range of(r) {
			if value == "" {
				continue
			}
			anchor := prefix + "-" + address.Slug(value)
			g := groups[anchor]
			if g == nil {
				g = &MonthGroup{Anchor: anchor, Title: m.T(terms.TitleOf(value))}
				groups[anchor] = g
				if rank[anchor] = terms.Index(value); rank[anchor] < 0 {
					rank[anchor] = len(terms)
				}
			}
			if n := len(g.Records); n == 0 || g.Records[n-1] != r {
				g.Records = append(g.Records, r)
			}
		}
	}
	anchors := slices.Sorted(maps.Keys(groups))
	slices.SortStableFunc(anchors, func(a, b string) int { return rank[a] - rank[b] })
	var list []MonthGroup
	for _, anchor := range anchors {
		list = append(list, *groups[anchor])
	}
	return list
}

// yearPage is the months of a year, and the incidents behind its shares.
type yearPage struct {
	Year        int
	Months      []*monthPage
	N           int
	Monitoring  []*incident.Record
	Recurrences []*incident.Record
	More        [2]int // of both lists, not shown
}

// emitMonth hands on the pages of a month: incidents by type, near misses by kind, actions by due date.
func (m *site) emitMonth(p *monthPage, emit layout.Emit) bool {
	groups := append(slices.Concat(p.Types, p.Kinds), MonthGroup{Anchor: "due", Title: m.T("Actions that were due")})
	due := len(groups) - 1
	sizes := make([]int, len(groups))
	for i, g := range groups {
		sizes[i] = len(g.Records)
	}
	sizes[due] = len(p.Due)
	addr, title := view.MonthURL(p.Start), m.Month(p.Start)
	list, begins := layout.Sheets(addr, layout.PerPage, sizes...)
	return layout.EmitSheets(m.Model, emit, "trends-month", layout.Page{
		Title: title, Section: "trends", Lead: m.T("What was detected in %s.", title),
	}, list, func(s layout.Sheet) any {
		c := monthSheet{monthPage: p, Sheet: s}
		for i, g := range groups {
			if len(list) > 1 && sizes[i] > 0 {
				at := layout.SheetAddress(addr, begins[i])
				c.Jumps = append(c.Jumps, MonthJump{g.Anchor, g.Title, at, sizes[i], s.Number == 1 && begins[i] > 1})
			}
		}
		for _, cut := range s.Cuts {
			g := groups[cut.Part]
			if cut.Part == due {
				c.Due = p.Due[cut.From:cut.To]
				continue
			}
			g.Records = g.Records[cut.From:cut.To]
			if cut.Part < len(p.Types) {
				c.Types = append(c.Types, g)
			} else {
				c.Kinds = append(c.Kinds, g)
			}
		}
		return c
	})
}

func (m *site) emitMonths(months []*monthPage, emit layout.Emit) bool {
	var years []*yearPage
	for _, p := range months {
		if !m.emitMonth(p, emit) {
			return false
		}
		if n := len(years); n == 0 || years[n-1].Year != p.Start.Year() {
			years = append(years, &yearPage{Year: p.Start.Year()})
		}
		y := years[len(years)-1]
		y.Months = append(y.Months, p)
		y.N += p.N
		for _, r := range p.incidents {
			if r.Detection.Method == "monitoring" {
				y.Monitoring = append(y.Monitoring, r)
			}
		}
	}
	recurring := m.recurrences()
	for _, y := range years {
		y.Recurrences = recurring[y.Year]
		y.More = [2]int{max(0, len(y.Monitoring)-tableShown), max(0, len(y.Recurrences)-tableShown)}
		y.Monitoring, y.Recurrences = y.Monitoring[:len(y.Monitoring)-y.More[0]], y.Recurrences[:len(y.Recurrences)-y.More[1]]
		if !emit("trends-year", view.YearURL(y.Year), layout.Page{
			Title: m.T("Incidents of %s", y.Months[0].Start.Format("2006")), Section: "trends", Content: y,
		}) {
			return false
		}
	}
	return true
}

// recurrences are the records that are one, by the year of detection.
func (m *site) recurrences() map[int][]*incident.Record {
	byYear := map[int][]*incident.Record{}
	f, ok := m.Trends.Whole.Find("repeats").(*figure.Repeats)
	if !ok {
		return byYear
	}
	for _, r := range f.Repeats {
		month, _ := r.Record.Timeline.Detected.MonthOf(m.Log.Config.Zone)
		list := byYear[month.Year()]
		if n := len(list); n == 0 || list[n-1] != r.Record {
			byYear[month.Year()] = append(list, r.Record)
		}
	}
	return byYear
}
