package trendpages

import (
	"slices"

	"hindcast/internal/incident"
	"hindcast/internal/layout"
	"hindcast/internal/trend/figure"
	"hindcast/internal/view"
	"hindcast/internal/wording"
)

// trendContent is a page of the trends of a scope.
type trendContent struct {
	*figure.Report
	Heading  string        // the same on all pages of the scope
	Chapters []ChapterLink // to all pages of the scope
	At       int           // the index of this page in them
	Groups   []FigureGroup
	Filters  []Filter

	// On the first page of the whole log:
	Excluded []string
	Years    []int // those with a page, newest first
}

// ChapterLink leads to a page of the scope.
type ChapterLink struct {
	Title, Address string
	folder         string
}

// First reports whether this is the first page of the scope.
func (c trendContent) First() bool { return c.At == 0 }

// Previous is the page before this one; nil for the first.
func (c trendContent) Previous() *ChapterLink {
	if c.At == 0 {
		return nil
	}
	return &c.Chapters[c.At-1]
}

// Next is the page after this one; nil for the last.
func (c trendContent) Next() *ChapterLink {
	if c.At+1 >= len(c.Chapters) {
		return nil
	}
	return &c.Chapters[c.At+1]
}

// SamePage is the address of this page of another scope.
func (c trendContent) SamePage(s figure.Scope) string {
	return view.ChapterURL(s, c.Chapters[c.At].folder)
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
	Title, Link       string
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
	months := m.monthPages()
	var years []int
	for _, month := range slices.Backward(months) {
		years = append(years, month.Start.Year())
	}
	if !m.emitScope(m.Trends.Whole, slices.Compact(years), emit) {
		return false
	}
	for _, r := range m.Trends.Scopes {
		if !m.emitScope(r, nil, emit) {
			return false
		}
	}
	return m.emitMonths(months, emit)
}

// emitScope hands on the pages of a report, of one without a record the first alone.
func (m *site) emitScope(r *figure.Report, years []int, emit layout.Emit) bool {
	heading := m.T("Trends")
	if r != m.Trends.Whole {
		heading = m.T("Trends: %s", m.ScopeTitle(r))
	}
	chapters := m.chapters(r)
	for i, chapter := range chapters {
		p := layout.Page{Title: heading, Section: "trends", Lead: m.T("How often, how fast, why, and what became of it.")}
		if i > 0 {
			p.Title = m.T("%s – %s", heading, chapter.Title)
		}
		p.Content = layout.Later(func() any {
			c := trendContent{
				Report: r, Heading: heading, Chapters: chapters, At: i, Groups: m.figureGroups(r, chapter.folder),
				Filters: m.filters(r), Years: years,
			}
			if r == m.Trends.Whole && i == 0 {
				for _, e := range m.Trends.Excluded {
					c.Excluded = append(c.Excluded, m.Excluded(e))
				}
			}
			return c
		})
		if !emit("trends", chapter.Address, p) {
			return false
		}
	}
	return true
}

// chapters are the pages of a report.
func (m *site) chapters(r *figure.Report) []ChapterLink {
	titles := m.titles()
	list := []ChapterLink{{Title: m.T("Overview"), Address: view.TrendsURL(r.Scope)}}
	for _, q := range view.Questions {
		if q.Chapter != "" && len(r.Records)+len(r.Near) > 0 {
			list = append(list, ChapterLink{titles[q.ID], view.ChapterURL(r.Scope, q.Chapter), q.Chapter})
		}
	}
	return list
}

// filtersShown is how many scopes of a kind every page offers.
const filtersShown = 20

// First are those that every page offers.
func (f Filter) First() []*figure.Report { return f.Reports[:min(len(f.Reports), filtersShown)] }

// filters are the scopes that a reader can choose instead of one.
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
