package view

import (
	"slices"
	"strconv"
	"time"

	"hindcast/internal/address"
	"hindcast/internal/trend/figure"
)

// TrendsURL is the address of the first page of the trends of a scope.
func TrendsURL(s figure.Scope) string {
	switch s.Kind {
	case figure.ScopeYear:
		return "trends/years/" + s.Slug + "/"
	case figure.ScopeSeverity:
		return "trends/severities/" + address.Slug(s.Slug) + "/"
	}
	return "trends/" + scopeURL(s)
}

// Question is what some figures answer together, under a heading of their own.
type Question struct {
	ID      string   // the anchor of the heading
	Chapter string   // the folder of its page below that of the scope; empty for the first page
	Figures []string // ids
}

// Questions are all of them, in the order of the pages of a scope. Its figures are too many for one page even where it
// has a single incident, so every scope has the same pages.
var Questions = []Question{
	{"change", "", []string{"compare"}},
	{"often", "", []string{"months", "severities", "types", "systems", "gaps", "near-misses", "rates"}},
	{"bad", "", []string{"impact"}},
	{"fast", "how-fast", []string{"detect", "respond", "contain", "resolve", "learn", "close", "severity-times"}},
	{"found", "how-found", []string{"monitoring", "methods", "causes", "causes-by-year", "safeguards", "models", "vendors"}},
	{"after", "what-became-of-it", []string{"open", "completion", "debt", "owners", "duties", "recurrence", "repeats"}},
}

// QuestionOf is what the figure with an id helps to answer.
func QuestionOf(figure string) Question {
	return Questions[slices.IndexFunc(Questions, func(q Question) bool { return slices.Contains(q.Figures, figure) })]
}

// ChapterURL is the address of a page of a scope by its folder.
func ChapterURL(s figure.Scope, chapter string) string {
	if chapter == "" {
		return TrendsURL(s)
	}
	return TrendsURL(s) + chapter + "/"
}

// FigureURL is where on the pages of a scope a figure stands.
func FigureURL(s figure.Scope, id string) string {
	return ChapterURL(s, QuestionOf(id).Chapter) + "#" + id
}

// MonthURL is the address of the page of a month.
func MonthURL(month time.Time) string { return "trends/" + month.Format("2006-01") + "/" }

// YearURL is the address of the page of a year.
func YearURL(year int) string { return "trends/" + strconv.Itoa(year) + "/" }

// ScopeTitle is the title of the scope of a report.
func (m *Model) ScopeTitle(r *figure.Report) string { return titleOfScope(m, r.Scope) }

// titleOfScope is the title of a scope in the language of the site.
func titleOfScope(m *Model, s figure.Scope) string {
	if s.Kind == figure.ScopeType || s.Kind == figure.ScopeSeverity {
		return m.T(s.Title)
	}
	return s.Title
}

// TrendsURL is the address of a report.
func (m *Model) TrendsURL(r *figure.Report) string { return TrendsURL(r.Scope) }

// ScopeURL is the address of the page of a scope; empty for the whole log.
func (m *Model) ScopeURL(s figure.Scope) string { return scopeURL(s) }

func scopeURL(s figure.Scope) string {
	switch s.Kind {
	case figure.ScopeSystem:
		return "systems/" + s.Slug + "/"
	case figure.ScopeType:
		return "types/" + address.Slug(s.Slug) + "/"
	case figure.ScopeTeam:
		return "teams/" + s.Slug + "/"
	case figure.ScopeSeverity:
		return "severities/" + address.Slug(s.Slug) + "/"
	case figure.ScopeYear:
		return "trends/" + s.Slug + "/"
	}
	return ""
}

// FiguresJSON is the address of the figures of a scope as JSON.
func (m *Model) FiguresJSON(s figure.Scope) string { return TrendsURL(s) + "figures.json" }

// FigureCSV is the address of the data of a figure.
func FigureCSV(s figure.Scope, id string) string { return TrendsURL(s) + id + ".csv" }

// LeftOutShown is how many records of those that a figure leaves out are named.
const LeftOutShown = 20
