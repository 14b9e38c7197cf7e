// Package trend computes the figures of a log, and the same ones of each system, type and team:
// counts by month, the times it takes, how incidents are found and why they happen, what is open,
// what became of the actions, and what came back. Every figure carries its sample and what was left
// out and why. It knows no words: pages and commands say what a figure means.
package trend

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"hindcast/internal/address"
	"hindcast/internal/incident"
	"hindcast/internal/taxonomy"
	"hindcast/internal/trend/figure"
)

// Compute makes the figures of a log as of an instant. Incidents count; near misses and hazards have
// a series of their own; exercises, precedents, and records withdrawn, duplicate or redacted are in
// no figure but the count of them.
func Compute(log *incident.Log, now time.Time) *figure.Trends {
	c := newComputer(log, now)
	t := &figure.Trends{Excluded: c.sort(log.Records), Summarize: c.summarize}
	c.first = c.all.firstMonth()
	t.Whole = c.all.report()
	for _, p := range c.parts() {
		t.Scopes = append(t.Scopes, p.report())
	}
	return t
}

// computer is what the figures of all scopes are computed with.
type computer struct {
	config   *incident.Config
	names    *incident.Names
	register []*incident.System
	now      time.Time
	running  time.Time // month of now, in UTC for comparison only
	today    int       // day of now
	first    time.Time // month of the first incident of the log; zero where there is none
	all      *part
	regimes  []taxonomy.Regime // of reporting duties, as configured
	scopes   map[key]*part
}

type key struct {
	kind figure.ScopeKind
	slug string
}

// part is the records of one scope.
type part struct {
	*computer
	scope   figure.Scope
	records []*incident.Record // incidents, by detection
	near    []*incident.Record // near misses and hazards, by detection

	hasDue     bool
	due        []dueAction
	dueLeftOut []figure.LeftOut
}

func newComputer(log *incident.Log, now time.Time) *computer {
	zone := log.Config.Zone
	y, m, _ := now.In(zone).Date()
	c := &computer{
		config: &log.Config, names: log.Names(), register: log.Systems, now: now,
		running: time.Date(y, m, 1, 0, 0, 0, 0, time.UTC), today: incident.DayNumber(now.In(zone)),
		regimes: taxonomy.Configured(log.Config.Obligations), scopes: map[key]*part{},
	}
	c.all = &part{computer: c}
	return c
}

// sort puts each record into the parts it belongs to, in order of detection, and reports how many
// belong to none.
func (c *computer) sort(records []*incident.Record) []figure.Excluded {
	excluded := map[string]int{}
	ordered := slices.Clone(records)
	slices.SortStableFunc(ordered, func(a, b *incident.Record) int {
		return cmp.Or(a.Timeline.Detected.Sortable().Compare(b.Timeline.Detected.Sortable()), cmp.Compare(a.ID, b.ID))
	})
	for _, r := range ordered {
		if !r.Counts() && !isNear(r) {
			excluded[exclusion(r)]++
			continue
		}
		if from := c.config.Trends.From; !from.IsZero() && from.After(r.Timeline.Detected) {
			excluded[figure.WhyBefore]++
			continue
		}
		for _, p := range append(c.partsOf(r), c.all) {
			if r.Counts() {
				p.records = append(p.records, r)
			} else {
				p.near = append(p.near, r)
			}
		}
	}
	var list []figure.Excluded
	for _, why := range slices.Sorted(maps.Keys(excluded)) {
		list = append(list, figure.Excluded{Why: why, N: excluded[why]})
	}
	return list
}

// isNear reports a near miss or a hazard that was not withdrawn, a duplicate or redacted.
func isNear(r *incident.Record) bool {
	kind := r.KindOrDefault()
	return (kind == incident.KindNearMiss || kind == incident.KindHazard) && incident.StageIndex(r.Status) >= 0
}

// exclusion is why a record is in no figure: its exit, else its kind.
func exclusion(r *incident.Record) string {
	if incident.StageIndex(r.Status) < 0 && r.Status != "" {
		return r.Status
	}
	return r.KindOrDefault()
}

// partsOf are the parts of a record's systems, type, team, severity and year.
func (c *computer) partsOf(r *incident.Record) []*part {
	var parts []*part
	for _, slug := range unique(r.Systems) {
		if s := c.names.System(slug); s != nil {
			parts = append(parts, c.part(figure.ScopeSystem, slug, s.Title))
		}
	}
	if r.Type != "" {
		parts = append(parts, c.part(figure.ScopeType, r.Type, c.config.Vocabularies["types"].TitleOf(r.Type)))
	}
	if r.Owner != "" {
		parts = append(parts, c.part(figure.ScopeTeam, address.Slug(r.Owner),
			c.config.Vocabularies["teams"].TitleOf(r.Owner)))
	}
	if r.Severity != "" {
		parts = append(parts, c.part(figure.ScopeSeverity, r.Severity, c.config.Vocabularies["severities"].TitleOf(r.Severity)))
	}
	if month, ok := r.Timeline.Detected.MonthOf(c.config.Zone); ok && !month.After(c.running) {
		year := month.Format("2006")
		parts = append(parts, c.part(figure.ScopeYear, year, year))
	}
	return parts
}

func (c *computer) part(kind figure.ScopeKind, slug, title string) *part {
	k := key{kind, slug}
	if c.scopes[k] == nil {
		c.scopes[k] = &part{computer: c, scope: figure.Scope{Kind: kind, Slug: slug, Title: title}}
	}
	return c.scopes[k]
}

// parts are those of systems, of types in the order of the vocabulary, and of teams.
func (c *computer) parts() []*part {
	kinds := []figure.ScopeKind{
		figure.ScopeSystem, figure.ScopeType, figure.ScopeTeam, figure.ScopeSeverity, figure.ScopeYear,
	}
	var list []*part
	for _, p := range c.scopes {
		list = append(list, p)
	}
	rank := func(p *part) int {
		switch p.scope.Kind {
		case figure.ScopeType:
			return c.config.Vocabularies["types"].Index(p.scope.Slug)
		case figure.ScopeSeverity:
			return c.config.Vocabularies["severities"].Index(p.scope.Slug)
		}
		return 0
	}
	slices.SortFunc(list, func(a, b *part) int {
		return cmp.Or(cmp.Compare(slices.Index(kinds, a.scope.Kind), slices.Index(kinds, b.scope.Kind)),
			cmp.Compare(rank(a), rank(b)), cmp.Compare(a.scope.Slug, b.scope.Slug))
	})
	return list
}

// report computes the figures in the order in which they are shown.
func (p *part) report() *figure.Report {
	r := &figure.Report{Scope: p.scope, Now: p.now, Zone: p.config.Zone, Records: p.records, Near: p.near}
	counts := p.counts()
	r.Months = counts[0].Months
	if p.scope.Kind != figure.ScopeYear {
		r.Figures = append(r.Figures, p.compare())
	}
	for _, f := range counts {
		r.Figures = append(r.Figures, f)
	}
	r.Figures = append(r.Figures, p.gaps(counts[0].Limits))
	if f := p.nearCounts(); f.N+len(f.LeftOut) > 0 {
		r.Figures = append(r.Figures, f)
	}
	for _, d := range incident.Spans {
		r.Figures = append(r.Figures, p.span(d))
	}
	r.Figures = append(r.Figures, rates(p), severityTimes(p), impact(p), p.monitoring(), p.methods(), p.causes(), causesByYear(p),
		p.safeguards(), p.models("models", func(m incident.Model) string { return m.Name }),
		p.models("vendors", func(m incident.Model) string { return m.Provider }), p.ages(), p.completion(), p.debt(), owners(p), duties(p), p.recurrence(), p.repeats())
	r.Figures = slices.DeleteFunc(r.Figures, func(f figure.Figure) bool {
		switch f := f.(type) {
		case *figure.Gaps:
			return f.Limits.Method == figure.CChart
		case *figure.Cross:
			return f.N == 0
		case *figure.Rates:
			return len(f.Rows) == 0
		case *figure.Causes:
			return f.N == 0 && f.ID != "causes"
		}
		return false
	})
	return r
}

// unique is a list without repeats.
func unique(list []string) []string {
	var kept []string
	for _, s := range list {
		if !slices.Contains(kept, s) {
			kept = append(kept, s)
		}
	}
	return kept
}

// day is the day of a time in the configured zone; false where it is not known to the day.
func (c *computer) day(t incident.Time) (int, bool) {
	if t.Precision() < incident.ToDay {
		return 0, false
	}
	return incident.DayNumber(t.In(c.config.Zone)), true
}

// exclusions collects what is left out of a figure, by reason.
type exclusions map[string]*figure.LeftOut

func (a exclusions) add(why string, r *incident.Record) {
	l := a[why]
	if l == nil {
		l = &figure.LeftOut{Why: why}
		a[why] = l
	}
	l.N++
	if n := len(l.Records); n == 0 || l.Records[n-1] != r {
		l.Records = append(l.Records, r)
	}
}

func (a exclusions) list() []figure.LeftOut {
	var list []figure.LeftOut
	for _, why := range slices.Sorted(maps.Keys(a)) {
		list = append(list, *a[why])
	}
	return list
}
