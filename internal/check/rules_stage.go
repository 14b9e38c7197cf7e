package check

import (
	"fmt"
	"slices"
	"strings"

	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/markdown"
)

// stageRules are what kinds and stages ask for; the table of needs is incident.Lifecycle.
var stageRules = []Rule{
	{
		ID: "missing-key", Title: "a record carries what its stage asks for", Since: "0.1", Level: diag.Error,
		Why:     "A stage means something only if every record that claims it has what belongs to it.",
		Example: Example{Edits: [][2]string{{"status: closed", "status: «closed»"}, {", approver: oversight-board}", "}"}}},
		file:    missingKeys,
	},
	{
		ID: "missing-section", Title: "a record has the sections that its stage asks for", Since: "0.1", Level: diag.Error,
		Why:     "The narrative is what others learn from; numbers alone explain nothing.",
		Example: Example{Edits: [][2]string{{"status: closed", "status: «closed»"}, {"## Lessons\nAn index is part of the data it was made from.\n", ""}}},
		record:  missingSections,
	},
	{
		ID: "key-not-for-kind", Title: "a record carries only what its kind can have", Since: "0.1", Level: diag.Error,
		Why:     "A hazard with a start or a precedent with a stage says two things at once.",
		Example: Example{Edits: [][2]string{{"severity: sev3", "kind: near_miss\n«severity»: sev3\npotential_severity: sev3"}}},
		record:  keysOfKind,
	},
	{
		ID: "status-entry", Title: "an exit of the lifecycle says why", Since: "0.1", Level: diag.Error,
		Why: "A record that leaves the log without a reason looks like one that was hidden.",
		Example: Example{Edits: [][2]string{
			{"status: closed", "status: «withdrawn»"},
			{"  triaged: 2026-01-14T10:00:00Z\n  contained: 2026-01-14T11:15:00Z\n  resolved: 2026-01-15T16:00:00Z\n  reviewed: 2026-01-22\n  closed: 2026-02-20\n", ""},
		}},
		record: exitReasons,
	},
}

func missingKeys(p *pass) {
	r := p.record
	if r == nil {
		if p.slug != "" {
			p.require("title", p.title != "", "every page has a title")
			p.require("tlp", p.tlp != "", "who may read it: CLEAR, GREEN, AMBER, AMBER+STRICT or RED")
		}
		return
	}
	if r.KindOrDefault() == incident.KindPrecedent {
		p.require("id", r.ID != "", "such as AIID-0004")
		p.require("title", r.Title != "", "as published")
		p.require("tlp", r.TLP != "", "CLEAR for what is public")
		p.require("references", len(r.References) > 0, "where it was reported")
		if r.Date().IsZero() && !p.written("timeline.started") {
			p.missing("timeline.started", "the precedent has no date", "write timeline.started, or a date for a reference")
		}
		return
	}
	if !p.written("status") {
		p.missing("status", "status is missing", "write the stage reached, such as status: detected")
	}
	if r.Status == incident.Redacted {
		p.require("id", r.ID != "", "the id stays, so that links lead somewhere")
		p.require("tlp", r.TLP != "", "who may read it: CLEAR, GREEN, AMBER, AMBER+STRICT or RED")
	}
	for _, stage := range p.stages() {
		for _, need := range stage.Needs {
			if strings.HasPrefix(need.Key, "section:") || !p.applies(need) || p.met(need) {
				continue
			}
			f := p.asked(need.Key, need.Key+" is missing; "+p.askedBy(stage), need.Hint)
			f.Level = p.levelOf(need.Key)
		}
		if key := "timeline." + stage.ID; !p.written(key) && !p.spoilt(key) && !r.Skips(stage.ID) {
			p.asked(key, key+" is missing; "+p.askedBy(stage), "when the stage was reached").Level = p.levelOf(key)
		}
	}
}

// require reports a key that files of this sort need at any time.
func (p *pass) require(key string, present bool, hint string) {
	if !present && !p.written(key) {
		p.missing(key, key+" is missing", hint)
	}
}

// stages are those whose needs hold for the record: up to its status, the first for an exit.
func (p *pass) stages() []incident.Stage {
	switch p.record.Status {
	case incident.Withdrawn, incident.Duplicate:
		return incident.Lifecycle[:1]
	}
	return incident.Lifecycle[:incident.StageIndex(p.record.Status)+1]
}

func (p *pass) askedBy(s incident.Stage) string {
	switch {
	case s.ID == "detected":
		return "every record needs it"
	case s.ID == p.record.Status:
		return "the status " + s.ID + " asks for it"
	}
	return fmt.Sprintf("the stage %s asks for it, and the status is %s", s.ID, p.record.Status)
}

func (p *pass) applies(n incident.Need) bool {
	kind := p.record.KindOrDefault()
	return (len(n.Kinds) == 0 || slices.Contains(n.Kinds, kind)) && (n.When == nil || n.When(&p.log.Config, p.record))
}

func (p *pass) met(n incident.Need) bool {
	if n.Met != nil {
		return n.Met(p.record) || p.written(n.Key) || p.spoilt(n.Key)
	}
	return incident.Has(&p.record.Front, n.Key) || p.written(n.Key) || p.spoilt(n.Key)
}

// spoilt tells that the map a key belongs to is written as something else, which is a finding already.
func (p *pass) spoilt(key string) bool {
	parent, _, ok := strings.Cut(key, ".")
	return ok && p.written(parent) && !p.file.Places.IsMap(parent)
}

// keptFromSource are what even an old imported record must have.
var keptFromSource = []string{"id", "title", "type", "severity", "tlp", "status", "timeline.detected"}

// levelOf lets an old postmortem in with what it has: where a record was resolved before it was
// imported, most of what a stage asks for is a warning.
func (p *pass) levelOf(key string) diag.Level {
	r := p.record
	if r.Source == nil || slices.Contains(keptFromSource, key) || r.Timeline.Resolved.IsZero() || r.Source.Retrieved.IsZero() ||
		r.Timeline.Resolved.Earliest().After(r.Source.Retrieved.Latest()) {
		return p.rule.Level
	}
	return diag.Warning
}

func missingSections(p *pass, r *incident.Record) {
	unread := slices.ContainsFunc(p.file.Faults, func(f diag.Finding) bool {
		return f.Rule == markdown.RuleTooLarge || f.Rule == markdown.RuleTooComplex
	})
	if r.KindOrDefault() == incident.KindPrecedent || unread {
		return
	}
	for _, stage := range p.stages() {
		for _, need := range stage.Needs {
			name, isSection := strings.CutPrefix(need.Key, "section:")
			if !isSection || !p.applies(need) {
				continue
			}
			found, written := false, false
			for _, s := range r.Text.SectionsNamed(name) {
				found, written = true, written || !s.Empty()
				if !written {
					f := p.report(diag.Finding{
						Key: need.Key, Span: s.Span, Text: s.Title,
						Message: fmt.Sprintf("the section %s is empty; %s", name, p.askedBy(stage)), Hint: need.Hint,
					})
					f.Level = p.levelOf(need.Key)
				}
			}
			if !found {
				p.asked(need.Key, fmt.Sprintf("the section %s is missing; %s", name, p.askedBy(stage)),
					fmt.Sprintf("add ## %s: %s", name, need.Hint)).Level = p.levelOf(need.Key)
			}
		}
	}
}

// redactedKeys is all that a tombstone may hold.
var redactedKeys = []string{"id", "kind", "title", "status", "status_reason", "tlp", "timeline", "obligations", "aliases"}

func keysOfKind(p *pass, r *incident.Record) {
	for _, k := range incident.NotForKind[r.KindOrDefault()] {
		if p.written(k[0]) {
			p.atKey(k[0], fmt.Sprintf("%s has no place in a %s", k[0], strings.ReplaceAll(r.KindOrDefault(), "_", " ")), k[1])
		}
	}
	if r.Status != incident.Redacted {
		return
	}
	if r.Title != "Redacted" {
		p.at("title", "the title of a redacted record is Redacted", "write title: Redacted")
	}
	seen := ""
	report := func(l incident.Leaf) {
		key, _, _ := strings.Cut(l.Key, ".")
		key, _, _ = strings.Cut(key, "[")
		if key != seen && !slices.Contains(redactedKeys, key) {
			p.atKey(key, key+" has no place in a redacted record", "remove it")
		}
		if key == "obligations" && lastKey(l.Key) == "reason" {
			p.atKey(l.Key, "a reason has no place in a redacted record", "remove it")
		}
		if message, _ := p.log.Config.IDs.Pattern.Check(l.Text, r.Kind); key == "aliases" && message != "" {
			p.at(l.Key, "an alias of a redacted record is a former id and nothing else", "remove it: a title in an address could tell what was redacted")
		}
		seen = key
	}
	incident.Walk(&r.Front, report)
	for _, b := range r.Text.Blocks {
		p.report(diag.Finding{Key: "text", Span: b.Span, Text: b.Plain, Message: "a redacted record has no text", Hint: "remove everything below the front matter"})
		break
	}
}

func exitReasons(p *pass, r *incident.Record) {
	switch {
	case (r.Status == incident.Withdrawn || r.Status == incident.Redacted) && !p.written("status_reason"):
		p.asked("status_reason", "status_reason is missing; the status "+r.Status+" asks for it", "say in a sentence why")
	case r.Status == incident.Duplicate && !p.written("duplicate_of"):
		p.asked("duplicate_of", "duplicate_of is missing; the status duplicate asks for it", "write the id of the record that is kept")
	}
}
