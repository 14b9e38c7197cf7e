package view

import (
	"strconv"
	"time"

	"hindcast/internal/address"
	"hindcast/internal/trend/figure"
)

// TrendsURL is the address of the trends of a scope.
func TrendsURL(s figure.Scope) string {
	switch s.Kind {
	case figure.ScopeYear:
		return "trends/years/" + s.Slug + "/"
	case figure.ScopeSeverity:
		return "trends/severities/" + address.Slug(s.Slug) + "/"
	}
	return "trends/" + scopeURL(s)
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
