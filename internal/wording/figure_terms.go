package wording

import (
	"math"
	"strings"
	"time"

	"hindcast/internal/incident"
	"hindcast/internal/trend/figure"
)

// Verdict says whether two periods differ.
func (l Language) Verdict(r figure.CompareRow) string {
	switch r.Verdict {
	case figure.VerdictLonger:
		switch r.Unit {
		case "share":
			return l.T("higher")
		case "incidents":
			return l.T("more")
		}
		return l.T("longer")
	case figure.VerdictShorter:
		switch r.Unit {
		case "share":
			return l.T("lower")
		case "incidents":
			return l.T("fewer")
		}
		return l.T("shorter")
	case figure.VerdictNone:
		return l.T("no change beyond noise")
	case figure.VerdictFew:
		return l.T("too few to tell")
	case figure.VerdictShort:
		return l.T("the log does not reach back far enough")
	}
	return r.Verdict
}

// Evidence is what a verdict rests on, the interval of the difference or the chance of one where nothing has
// changed; empty where none was given.
func (l Language) Evidence(r figure.CompareRow) string {
	switch {
	case r.Verdict == figure.VerdictFew || math.IsNaN(r.P):
		return ""
	case r.Test == figure.TestNewcombe:
		return l.T("difference %s to %s points", signed(l, r.Low), signed(l, r.High))
	case r.P < 0.01:
		return l.T("p below 0.01")
	}
	return l.T("p = %s", l.Decimal(r.P, 2))
}

// signed is a difference of shares in whole points with its sign.
func signed(l Language, v float64) string {
	switch n := int(math.Round(100 * v)); {
	case n > 0:
		return "+" + l.Number(n)
	case n < 0:
		return "−" + l.Number(-n)
	}
	return l.Number(0)
}

// Excluded says of how many records of a kind or exit nothing is counted.
func (l Language) Excluded(e figure.Excluded) string {
	switch e.Why {
	case incident.KindExercise:
		return l.Count(e.N, "%s exercise", "%s exercises")
	case incident.KindPrecedent:
		return l.Count(e.N, "%s precedent", "%s precedents")
	case incident.Withdrawn:
		return l.Count(e.N, "%s withdrawn record", "%s withdrawn records")
	case incident.Duplicate:
		return l.Count(e.N, "%s duplicate", "%s duplicates")
	case figure.WhyBefore:
		return l.Count(e.N, "%s record from before the time that is counted", "%s records from before the time that is counted")
	case incident.Redacted:
		return l.Count(e.N, "%s redacted record", "%s redacted records")
	}
	return l.Count(e.N, "%s record without a status", "%s records without a status")
}

// Measured is a value in its unit: a span in words, a share in per cent, a count as it is.
func (l Language) Measured(v float64, unit string) string {
	switch {
	case math.IsNaN(v):
		return "–"
	case math.IsInf(v, 0):
		return l.T("no upper end")
	}
	switch unit {
	case "minutes":
		return l.Duration(time.Duration(math.Round(v)) * time.Minute)
	case "days":
		if v < 1 {
			return l.T("same day")
		}
		return l.Duration(time.Duration(math.Round(v*24)) * time.Hour)
	case "share":
		return l.Percent(v)
	case "rate":
		digits := 2
		if v >= 10 {
			digits = 1
		}
		return l.Decimal(v, digits)
	}
	if v == math.Trunc(v) {
		return l.Number(int(v))
	}
	return l.Decimal(v, 1)
}

// Column is the heading of a column of a table.
func (l Language) Column(c figure.Column) string {
	if c.Title != "" {
		return l.T(c.Title)
	}
	if cost, isCost := strings.CutPrefix(c.Key, "cost_"); isCost {
		switch end, currency, _ := strings.Cut(cost, "_"); end {
		case "stated":
			return l.T("State cost in %s", currency)
		case "least":
			return l.T("At least %s", currency)
		default:
			return l.T("At most %s", currency)
		}
	}
	if span, ok := incident.SpanOf(c.Key); ok {
		return l.T(span.Title)
	}
	switch c.Key {
	case "record":
		return l.T("Record")
	case "month":
		return l.T("Month")
	case "year":
		return l.T("Year")
	case "partial":
		return l.T("Not over")
	case "outside":
		return l.T("Outside the limits")
	case "incidents":
		return l.T("Incidents")
	case "unregistered":
		return l.T("Not in the register")
	case "days":
		return l.T("Days")
	case "minutes":
		return l.T("Minutes")
	case "open":
		return l.T("Open")
	case "part":
		return l.T("Of these")
	case "whole":
		return l.T("Incidents")
	case "share":
		return l.T("Share")
	case "cause":
		return l.T("Cause")
	case "system":
		return l.T("System")
	case "period":
		return l.T("Period")
	case "decisions_least":
		return l.T("Decisions, at least")
	case "decisions_most":
		return l.T("at most")
	case "per_million":
		return l.T("Per million")
	case "per_million_low":
		return l.T("95 %: from")
	case "per_million_high":
		return l.T("to")
	case "quarter":
		return l.T("Quarter")
	case "team":
		return l.T("Team")
	case "regime":
		return l.T("Duty")
	case "actions":
		return l.T("Actions")
	case "done":
		return l.T("Done")
	case "done_late":
		return l.T("of these late")
	case "dropped":
		return l.T("Dropped")
	case "on_time":
		return l.T("On time")
	case "late":
		return l.T("Late")
	case "running":
		return l.T("Still running")
	case "people_stated":
		return l.T("State people")
	case "people_least":
		return l.T("At least")
	case "people_most":
		return l.T("At most")
	case "running_median":
		return l.T("Running median")
	case "share_of_incidents":
		return l.T("Share of incidents")
	case "cumulative_share":
		return l.T("Cumulative share of mentions")
	case "due":
		return l.T("Due")
	case "done_on_time":
		return l.T("Done on time")
	case "dropped_on_time":
		return l.T("Declined or transferred by then")
	case "overdue":
		return l.T("Overdue")
	case "earlier":
		return l.T("Earlier record")
	case "open_actions":
		return l.T("Actions open then")
	case "severity":
		return l.T("Severity")
	case "status":
		return l.T("Status")
	case "started":
		return l.T("Started")
	}
	if i := incident.StageIndex(c.Key); i >= 0 {
		return l.T(incident.Lifecycle[i].Title)
	}
	return c.Key
}
