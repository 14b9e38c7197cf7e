package check

import (
	"time"

	"hindcast/internal/check/compare"
	"hindcast/internal/check/rule"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
)

// Against checks what became of the records and pages of an earlier log: base is the log at the commit in
// which the branch was made, tip the log that it is to be merged into. What both have said already
// is no business of these rules; they look at what the branch itself did, and at names that were
// taken meanwhile. The findings are sorted; one about a file that is gone has the path it had.
func (c *Checker) Against(log, base, tip *incident.Log, now time.Time) []diag.Finding {
	context := rule.NewContext(log, now, c.levels, c.bends)
	past := &rule.Past{Base: base.Names(), Tip: tip.Names(), Paths: map[string]bool{}}
	for _, r := range log.Records {
		past.Paths[r.Path] = true
	}
	var all []diag.Finding
	run := func(p rule.Pass, before *incident.Record) {
		p.Context = context
		ch := rule.Change{Past: past, Now: p.Record, Before: before}
		if p.Record == nil {
			p.File, p.Record = &before.File, before
		}
		for i := range c.rules {
			if p.Rule = &c.rules[i]; p.Rule.History != nil {
				p.Rule.History(&p, ch)
			}
		}
		all = append(all, p.Findings...)
	}
	former, gone := compare.Match(log, base)
	for _, r := range log.Records {
		before := former[r]
		// Nothing is known of a record without places, which is a finding already.
		if r.Places != nil && (before == nil || !isSame(r, before)) {
			run(rule.Pass{File: &r.File, Record: r}, before)
		}
	}
	for _, b := range gone {
		run(rule.Pass{}, b)
	}
	for _, page := range compare.LostPages(log, base, tip) {
		p := rule.Pass{Context: context, File: page.Now}
		if page.Now == nil {
			p.File = page.Before
		}
		for i := range c.rules {
			if p.Rule = &c.rules[i]; p.Rule.Page != nil {
				p.Rule.Page(&p, page)
			}
		}
		configured(&p)
		all = append(all, p.Findings...)
	}
	diag.Sort(all)
	return all
}

// isSame reports whether two logs have a record of one reading of its file, of which no branch made anything.
func isSame(r, before *incident.Record) bool {
	return r.Path == before.Path && r.Places == before.Places
}
