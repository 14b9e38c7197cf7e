package content

import (
	"fmt"
	"slices"

	"hindcast/internal/check/rule"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
)

// ReadersRules are about what readers make of a text who don't see all of it.
var ReadersRules = []rule.Rule{
	{
		ID: "time-leans-on-marked-part", Title: "a time says its date itself where the event before it has another mark",
		Since: "0.1", Level: diag.Error,
		Why: "A time of day takes its date from the event before it. Readers who don't see that event would be shown another date.",
		Example: rule.Example{Edits: [][2]string{{
			"- 10:00 — The team on call takes over.\n",
			"\n:::tlp AMBER\n- 2026-01-15T08:00Z — The vendor is told.\n:::\n\n- «10:00» — The team on call takes over.\n",
		}}},
		Record: leaningTimes,
	},
	{
		ID: "audience-restricted", Title: "no setting makes a site of all marks", Since: "0.1", Level: diag.Error,
		Why:     "One changed line would publish what is meant for the fewest; it is asked for on the command line, each time.",
		Example: rule.Example{Path: "hindcast.yaml", Bad: "audience: «restricted»\n", Good: rule.Base},
		File: func(p *rule.Pass) {
			if s, ok := p.Front.(*incident.Settings); ok && s.Audience == incident.Restricted {
				p.At("audience", "restricted is no audience to configure",
					"write public, partner or internal here, and hindcast build --audience restricted where a site of all marks is made")
			}
		},
	},
}

// leaningTimes reads the events as each audience does and compares the times.
func leaningTimes(p *rule.Pass, r *incident.Record) {
	events := p.Events()
	isMarked := func(e incident.Event) bool { return e.Mark != "" }
	if !slices.ContainsFunc(events, isMarked) || !slices.ContainsFunc(events, incident.Event.IsBare) {
		return
	}
	all := map[int]incident.Event{}
	for _, e := range events {
		all[e.Span.Start.Offset] = e
	}
	told := map[int]bool{}
	for most := range incident.TLP[:len(incident.TLP)-1] {
		seen := incident.File{Text: r.Text.Without(func(mark string) bool {
			rank := incident.TLP.Index(mark)
			return rank < 0 || rank > most
		})}
		for _, e := range seen.Events() {
			at := e.Span.Start.Offset
			whole, ok := all[at]
			if !ok || whole.Err != nil || told[at] || e.Err == nil && e.At.Equal(whole.At) {
				continue
			}
			told[at] = true
			read := "at no date"
			if e.Err == nil {
				read = "at " + e.At.String()
			}
			f := p.Report(diag.Finding{
				Key: "section:Timeline", Span: e.Span, Text: e.When,
				Message: fmt.Sprintf("readers up to TLP:%s would see this event %s: the one that it takes its date from is withheld from them", incident.TLP[most].ID, read),
				Hint:    "write " + whole.At.String(),
			})
			f.Fix = &diag.Fix{Start: e.Span.Start.Offset, End: e.Span.End.Offset, Text: whole.At.String()}
		}
	}
}
