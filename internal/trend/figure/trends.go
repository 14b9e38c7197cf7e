package figure

import (
	"time"

	"hindcast/internal/incident"
)

// Trends is the figures of a log: of all of it, and the same ones of each system, type and team.
type Trends struct {
	Whole    *Report
	Scopes   []*Report  // those with an incident, near miss or hazard: systems, types, teams, severities, years, each in order
	Excluded []Excluded // records of the log that are in no figure, by why
	// Summarize measures any list of records, for the pages of terms; what does not count is passed over.
	Summarize func([]*incident.Record) Summary
}

// Find is the report of a scope by its slug; nil where there is none.
func (t *Trends) Find(kind ScopeKind, slug string) *Report {
	if kind == ScopeLog {
		return t.Whole
	}
	for _, r := range t.Scopes {
		if r.Scope.Kind == kind && r.Scope.Slug == slug {
			return r
		}
	}
	return nil
}

// ScopeKind is what the incidents of a report have in common.
type ScopeKind string

// The kinds of scope.
const (
	ScopeLog      ScopeKind = ""
	ScopeSystem   ScopeKind = "system"
	ScopeType     ScopeKind = "type"
	ScopeTeam     ScopeKind = "team"
	ScopeSeverity ScopeKind = "severity"
	ScopeYear     ScopeKind = "year" // of detection
)

// Scope is the part of a log that a report is about.
type Scope struct {
	Kind  ScopeKind
	Slug  string // of the system or team, id of the type or severity, the year; part of addresses
	Title string
}

// Report is the figures of one scope as of one instant.
type Report struct {
	Scope   Scope
	Now     time.Time
	Zone    *time.Location
	Records []*incident.Record // incidents that count, by detection
	Near    []*incident.Record // near misses and hazards, by detection
	Months  []Month            // without a gap up to the month of Now, or to the end of a year
	Figures []Figure           // in the order in which they are shown
}

// Find is the figure with an id; nil where there is none.
func (r *Report) Find(id string) Figure {
	for _, f := range r.Figures {
		if f.About().ID == id {
			return f
		}
	}
	return nil
}

// Month is a calendar month in the configured zone.
type Month struct {
	Start   time.Time // its first day, in UTC for comparison only
	Partial bool      // it is not over
}

// Key is the month as 2026-03.
func (m Month) Key() string { return m.Start.Format("2006-01") }

// MonthsBetween counts the months from one month to another.
func MonthsBetween(from, to time.Time) int {
	return 12*(to.Year()-from.Year()) + int(to.Month()) - int(from.Month())
}

// Excluded is how many records of the log are in no figure for one reason.
type Excluded struct {
	Why string // an exit of the lifecycle, or a kind
	N   int
}

// Figure is one figure of a report with what it says and what it was made of.
type Figure interface {
	About() *Basis
	Values() []Value // its numbers, the same in every output
	Table() Table    // what it was made of or what its chart shows
}

// Basis is what every figure has: its sample, and what was left out of it.
type Basis struct {
	ID      string
	N       int // incidents, or actions, in the figure
	LeftOut []LeftOut
}

// About is the basis itself.
func (b *Basis) About() *Basis { return b }

// LeftOut is the incidents left out of a figure for one reason, each once.
type LeftOut struct {
	Why     string
	N       int // incidents, or actions of them
	Records []*incident.Record
}

// Why something is left out of a figure.
const (
	WhyUndated      = "undated"       // detection is not known to the month
	WhyBefore       = "before"        // detected before the time from which settings have them counted
	WhyLater        = "later"         // detected in a month after the report's
	WhyNotBegun     = "not-begun"     // the stage that the figure begins with is not reached
	WhyFromUnknown  = "from-unknown"  // the time that the figure begins with is not known
	WhyFromCoarse   = "from-coarse"   // it is not known exactly enough
	WhyToUnknown    = "to-unknown"    // the stage was reached, and its time is not written
	WhyToCoarse     = "to-coarse"     // its time is not known exactly enough
	WhyOrder        = "order"         // the times are out of order
	WhyNoMethod     = "no-method"     // how it was found is not written
	WhyNoCause      = "no-cause"      // no cause is written
	WhyNoSafeguard  = "no-safeguard"  // no safeguard is written
	WhyNoModel      = "no-model"      // no model, or no provider of one, is written
	WhyNoClock      = "no-clock"      // a step of a duty has no due time, or no time at which it was done
	WhyNotToDay     = "not-to-day"    // detection is not known to the day
	WhyDueUnknown   = "due-unknown"   // the action has no due date, or one that is not known to the day
	WhyEndedUnknown = "ended-unknown" // the action has ended, on a day that is not known
)

// Value is one number of a figure, as programs read it.
type Value struct {
	Name string // with its unit, such as median_minutes
	Text string // decimal with a point; empty where it can't be given
	Word bool   // the text is a word, no number
}

// Table is rows of texts, as programs read them.
type Table struct {
	Columns []Column
	Rows    [][]string
}

// Column is one column of a table.
type Column struct {
	Key    string
	Title  string // words from the records or their settings; empty where the key says it
	Number bool
	ID     bool // the cells are ids of records
}
