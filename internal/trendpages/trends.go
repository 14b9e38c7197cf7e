package trendpages

import (
	"slices"

	"hindcast/internal/incident"
	"hindcast/internal/layout"
	"hindcast/internal/trend/figure"
	"hindcast/internal/view"
	"hindcast/internal/wording"
)

type trendContent struct {
	*figure.Report
	Groups   []FigureGroup
	Excluded []string
	Filters  []Filter
	Years    []int // of the whole log: those with a page, newest first
}

// Filter is the reports of one kind of scope.
type Filter struct {
	Title   string
	Current *figure.Report // nil where the page is of another kind
	Reports []*figure.Report
}

// FigureGroup is the figures that answer one question.
type FigureGroup struct {
	ID, Title string
	Figures   []*FigureView
}

// FigureView is a figure as a page shows it.
type FigureView struct {
	ID, Title, Finding string
	Formula            string
	Method             []string       // further sentences on how it is computed
	Facts, Sample      []wording.Fact // the numbers, and those that say what they rest on
	LeftOut            []LeftOutView
	LeftOutFew         bool     // they can be in the line
	Notes              []string // what the chart does not draw
	Table              TableView
	CSV                string // address, relative to the root

	Columns *ColumnChart
	Rows    *RowChart
	Strip   *StripChart
	Gaps    *GapChart
	Shares  []ShareRow
	Course  *CourseChart
	Cross   *CrossView
	Compare *CompareView
	Overdue []figure.OverdueAction
	Repeats []figure.Repeat
}

// LeftOutView is what is left out for one reason.
type LeftOutView struct {
	Words   string
	Records []*incident.Record // the first few
	More    int
}

// CompareView is the two periods beside each other.
type CompareView struct {
	Last, Before string
	Rows         []CompareRowView
}

// CompareRowView is one measure.
type CompareRowView struct {
	Title, Anchor     string
	Verdict, Evidence string
	Last, Before      CompareCell
	Changed           bool
}

// CompareCell is what one period says of a measure.
type CompareCell struct {
	wording.Fact
	Sample   string
	Interval string
}

// What a page shows of long lists; the rest is in the data.
const (
	leftOutInline = 6
	tableShown    = 36
	listShown     = 10
	causesShown   = 20
)

// Make hands on every page of the trends.
func Make(model *view.Model, emit layout.Emit) bool {
	m := &site{model}
	t := m.Trends
	c := trendContent{Report: t.Whole, Groups: m.figureGroups(t.Whole)}
	for _, e := range t.Excluded {
		c.Excluded = append(c.Excluded, m.Excluded(e))
	}
	c.Filters = m.filters(nil)
	months := m.monthPages()
	for _, month := range slices.Backward(months) {
		c.Years = append(c.Years, month.Start.Year())
	}
	c.Years = slices.Compact(c.Years)
	if !emit("trends", "trends/", layout.Page{
		Title: m.T("Trends"), Section: "trends", Lead: m.T("How often, how fast, why, and what became of it."), Content: c,
	}) {
		return false
	}
	for _, r := range t.Scopes {
		p := layout.Page{
			Title: m.T("Trends: %s", m.ScopeTitle(r)), Section: "trends",
			Lead:    m.T("How often, how fast, why, and what became of it."),
			Content: layout.Later(func() any { return trendContent{Report: r, Groups: m.figureGroups(r), Filters: m.filters(r)} }),
		}
		if !emit("trends", view.TrendsURL(r.Scope), p) {
			return false
		}
	}
	return m.emitMonths(months, emit)
}

// filtersShown is how many scopes of a kind every page offers.
const filtersShown = 20

// First are those that every page offers.
func (f Filter) First() []*figure.Report { return f.Reports[:min(len(f.Reports), filtersShown)] }

// filters are the scopes that a reader can choose instead of one, nil for the whole log.
func (m *site) filters(of *figure.Report) []Filter {
	list := []Filter{
		{Title: m.T("Year")}, {Title: m.T("Severity")}, {Title: m.T("System")}, {Title: m.T("Type")}, {Title: m.T("Team")},
	}
	kinds := []figure.ScopeKind{
		figure.ScopeYear, figure.ScopeSeverity, figure.ScopeSystem, figure.ScopeType, figure.ScopeTeam,
	}
	for _, r := range m.Trends.Scopes {
		f := &list[slices.Index(kinds, r.Scope.Kind)]
		if f.Reports = append(f.Reports, r); r == of {
			f.Current = r
		}
	}
	return slices.DeleteFunc(list, func(f Filter) bool { return len(f.Reports) == 0 })
}
