// Package rule is what a rule is: a value that says what it asks for and why, shows it in an example, and
// checks one file at a time. The rules themselves are in the packages beside this one.
package rule

import (
	"hindcast/internal/diag"
	"hindcast/internal/incident"
)

// Rule is one thing that every record must keep to.
type Rule struct {
	ID    string
	Title string // what it asks for, in one line
	Why   string
	Since string // version of Hindcast
	Level diag.Level
	Bends bool   // settings may make a warning of the error
	From  string // stage from which on it applies; empty for all
	// Bad and Good are the same fragments of the base record, wrong and right; see Example.
	Example Example

	// One of these runs the rule; a rule without any reports what reading the file found.
	Record  func(*Pass, *incident.Record)
	File    func(*Pass)
	History func(*Pass, Change)   // see check.Checker.Against
	Page    func(*Pass, LostPage) // likewise
}

// OfSettings wraps a check of the settings of the repository, which passes over all other files.
func OfSettings(check func(*Pass, *incident.Settings)) func(*Pass) {
	return func(p *Pass) {
		if settings, ok := p.Front.(*incident.Settings); ok {
			check(p, settings)
		}
	}
}

// UnlessPrecedent wraps a check of style that precedents are spared: they stay as published.
func UnlessPrecedent(check func(*Pass, *incident.Record)) func(*Pass, *incident.Record) {
	return func(p *Pass, r *incident.Record) {
		if r.KindOrDefault() != incident.KindPrecedent {
			check(p, r)
		}
	}
}
