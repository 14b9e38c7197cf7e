// Package lifecycle has the rules about stages, times, follow-up and duties to report.
package lifecycle

import (
	"fmt"
	"slices"
	"strings"

	"hindcast/internal/check/rule"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/markdown"
)

// StageRules are what kinds and stages ask for; the table of needs is incident.Lifecycle.
var StageRules = []rule.Rule{
	{
		ID: "missing-key", Title: "a record carries what its stage asks for", Since: "0.1", Level: diag.Error,
		Why:     "A stage means something only if every record that claims it has what belongs to it.",
		Example: rule.Example{Edits: [][2]string{{"status: closed", "status: «closed»"}, {", approver: oversight-board}", "}"}}},
		File:    missingKeys,
	},
	{
		ID: "missing-section", Title: "a record has the sections that its stage asks for", Since: "0.1", Level: diag.Error,
		Why:     "The narrative is what others learn from; numbers alone explain nothing.",
		Example: rule.Example{Edits: [][2]string{{"status: closed", "status: «closed»"}, {"## Lessons\nAn index is part of the data it was made from.\n", ""}}},
		Record:  missingSections,
	},
	{
		ID: "key-not-for-kind", Title: "a record carries only what its kind can have", Since: "0.1", Level: diag.Error,
		Why:     "A hazard with a start or a precedent with a stage says two things at once.",
		Example: rule.Example{Edits: [][2]string{{"severity: sev3", "kind: near_miss\n«severity»: sev3\npotential_severity: sev3"}}},
		Record:  keysOfKind,
	},
	{
		ID: "status-entry", Title: "an exit of the lifecycle says why", Since: "0.1", Level: diag.Error,
		Why: "A record that leaves the log without a reason looks like one that was hidden.",
		Example: rule.Example{Edits: [][2]string{
			{"status: closed", "status: «withdrawn»"},
			{"  triaged: 2026-01-14T10:00:00Z\n  contained: 2026-01-14T11:15:00Z\n  resolved: 2026-01-15T16:00:00Z\n  reviewed: 2026-01-22\n  closed: 2026-02-20\n", ""},
		}},
		Record: exitReasons,
	},
}

func missingKeys(p *rule.Pass) {
	r := p.Record
	if slices.ContainsFunc(p.File.Faults, func(f diag.Finding) bool { return f.Rule == incident.RuleForeign }) {
		return
	}
	if r == nil {
		if p.Slug != "" {
			require(p, "title", p.Title != "", "every page has a title")
			hint := "who may read it: CLEAR, GREEN, AMBER, AMBER+STRICT or RED"
			if _, plain := p.Log.Config.Articles.Within(p.File.Path); plain {
				hint += "; for all such files of the folder, write articles.tlp in hindcast.yaml"
			}
			require(p, "tlp", p.TLP != "", hint)
		}
		return
	}
	if r.KindOrDefault() == incident.KindPrecedent {
		require(p, "id", r.ID != "", "such as AIID-0004")
		require(p, "title", r.Title != "", "as published")
		require(p, "tlp", r.TLP != "", "CLEAR for what is public")
		require(p, "references", len(r.References) > 0, "where it was reported")
		if r.Date().IsZero() && !p.IsMeant("timeline.started") {
			p.Missing("timeline.started", "the precedent has no date", "write timeline.started, or a date for a reference")
		}
		return
	}
	if !p.IsMeant("status") {
		absent(p, "status", "", "write the stage reached, such as status: detected", p.Missing)
	}
	if r.Status == incident.Redacted {
		require(p, "id", r.ID != "", "the id stays, so that links lead somewhere")
		require(p, "tlp", r.TLP != "", "who may read it: CLEAR, GREEN, AMBER, AMBER+STRICT or RED")
	}
	var unrecorded []string // of what an import may lack
	lacks := func(stage incident.Stage, key, hint string) {
		if levelOf(p, key) == diag.Warning {
			unrecorded = append(unrecorded, key)
		} else {
			absent(p, key, "; "+askedBy(p, stage), hint, p.AtStatus)
		}
	}
	for _, stage := range stages(p) {
		for _, need := range stage.Needs {
			if !strings.HasPrefix(need.Key, "section:") && applies(p, need) && !met(p, need) {
				lacks(stage, need.Key, need.Hint)
			}
		}
		if key := "timeline." + stage.ID; !p.IsMeant(key) && !r.Skips(stage.ID) {
			lacks(stage, key, "when the stage was reached")
		}
	}
	eachAbsentSection(p, func(_ incident.Stage, need incident.Need, heading string) {
		if levelOf(p, need.Key) == diag.Warning {
			unrecorded = append(unrecorded, "the section "+heading)
		}
	})
	if len(unrecorded) > 0 {
		p.AtStatus("status", "the import lacks "+strings.Join(unrecorded, ", "),
			"write what is known; what is not is shown as not recorded, and left out of figures").Level = diag.Warning
	}
}

// eachAbsentSection is every section that the record should have by now and does not.
func eachAbsentSection(p *rule.Pass, do func(stage incident.Stage, need incident.Need, heading string)) {
	unread := slices.ContainsFunc(p.File.Faults, func(f diag.Finding) bool {
		return f.Rule == markdown.RuleTooLarge || f.Rule == markdown.RuleTooComplex
	})
	if unread {
		return
	}
	has := map[string]bool{}
	for _, s := range p.File.Text.Sections() {
		has[strings.ToLower(s.Name)] = true
	}
	for _, stage := range stages(p) {
		for _, need := range stage.Needs {
			name, isSection := strings.CutPrefix(need.Key, "section:")
			if isSection && applies(p, need) && !has[strings.ToLower(name)] {
				do(stage, need, p.Log.Config.SectionNames.Heading(name))
			}
		}
	}
}

// require reports a key that files of this sort need at any time.
func require(p *rule.Pass, key string, present bool, hint string) {
	if !present && !p.IsMeant(key) {
		absent(p, key, "", hint, p.Missing)
	}
}

// absent reports a key that is missing, or one that is there and says nothing.
func absent(p *rule.Pass, key, why, hint string, missing func(key, message, hint string) *diag.Finding) {
	if !p.IsPresent(key) {
		missing(key, key+" is missing"+why, hint)
		return
	}
	if _, comment, found := p.File.Places.Comment(key); found {
		hint = "in YAML # begins a comment; write '" + comment + "' if that is meant"
	}
	p.AtKey(key, key+" is empty"+why, hint)
}

// stages are those whose needs hold for the record: up to its status, the first for an exit.
func stages(p *rule.Pass) []incident.Stage {
	switch p.Record.Status {
	case incident.Withdrawn, incident.Duplicate:
		return p.Log.Config.Lifecycle()[:1]
	}
	return p.Log.Config.Lifecycle()[:incident.StageIndex(p.Record.Status)+1]
}

func askedBy(p *rule.Pass, s incident.Stage) string {
	switch {
	case s.ID == "detected":
		return "every record needs it"
	case s.ID == p.Record.Status:
		return "the status " + s.ID + " asks for it"
	}
	return fmt.Sprintf("the stage %s asks for it, and the status is %s", s.ID, p.Record.Status)
}

func applies(p *rule.Pass, n incident.Need) bool {
	kind := p.Record.KindOrDefault()
	return (len(n.Kinds) == 0 || slices.Contains(n.Kinds, kind)) && (n.When == nil || n.When(&p.Log.Config, p.Record))
}

func met(p *rule.Pass, n incident.Need) bool {
	if p.IsMeant(n.Key) || n.Or != "" && p.IsMeant(n.Or) {
		return true
	}
	return n.Met != nil && n.Met(p.Record) || n.Met == nil && incident.Has(&p.Record.Front, n.Key)
}

// keptFromSource are what even an old imported record must have.
var keptFromSource = []string{"id", "title", "type", "severity", "tlp", "status", "timeline.detected"}

// levelOf lets an old postmortem in with what it has: as long as nothing of a record is
// dated after it was imported, most of what a stage asks for is a warning.
func levelOf(p *rule.Pass, key string) diag.Level {
	if p.Record == nil || slices.Contains(keptFromSource, key) || !p.Record.IsOld() {
		return p.Rule.Level
	}
	return diag.Warning
}

func missingSections(p *rule.Pass, r *incident.Record) {
	if r.KindOrDefault() == incident.KindPrecedent {
		return
	}
	eachAbsentSection(p, func(stage incident.Stage, need incident.Need, heading string) {
		if levelOf(p, need.Key) != diag.Warning { // what an import lacks is one finding of another rule
			p.AtStatus(need.Key, fmt.Sprintf("the section %s is missing; %s", heading, askedBy(p, stage)),
				fmt.Sprintf("add ## %s: %s", heading, need.Hint))
		}
	})
	for _, stage := range stages(p) {
		for _, need := range stage.Needs {
			name, isSection := strings.CutPrefix(need.Key, "section:")
			if !isSection || !applies(p, need) {
				continue
			}
			written := false
			for _, s := range r.Text.SectionsNamed(name) {
				if written = written || !s.Empty(); !written {
					f := p.Report(diag.Finding{
						Key: need.Key, Span: s.Span, Text: s.Title,
						Message: fmt.Sprintf("the section %s is empty; %s", s.Title, askedBy(p, stage)), Hint: need.Hint,
					})
					f.Level = levelOf(p, need.Key)
				}
			}
		}
	}
}

// redactedKeys is all that a tombstone may hold.
var redactedKeys = []string{
	"id", "kind", "title", "status", "status_reason", "tlp", "timeline", "obligations", "aliases",
}

func keysOfKind(p *rule.Pass, r *incident.Record) {
	for _, k := range incident.NotForKind[r.KindOrDefault()] {
		if p.IsWritten(k[0]) {
			p.AtKey(k[0], fmt.Sprintf("%s has no place in a %s", k[0], strings.ReplaceAll(r.KindOrDefault(), "_", " ")), k[1])
		}
	}
	if r.Status != incident.Redacted {
		return
	}
	if r.Title != "Redacted" {
		p.At("title", "the title of a redacted record is Redacted", "write title: Redacted")
	}
	seen := ""
	for _, l := range p.Leaves() {
		key, _, _ := strings.Cut(l.Key, ".")
		key, _, _ = strings.Cut(key, "[")
		if key != seen && !slices.Contains(redactedKeys, key) {
			p.AtKey(key, key+" has no place in a redacted record", "remove it")
		}
		if key == "obligations" && rule.LastKey(l.Key) == "reason" {
			p.AtKey(l.Key, "a reason has no place in a redacted record", "remove it")
		}
		if message, _ := p.Log.Config.CheckID(r.Path, l.Text, r.Kind); key == "aliases" && message != "" {
			p.At(l.Key, "an alias of a redacted record is a former id and nothing else",
				"remove it: a title in an address could tell what was redacted")
		}
		seen = key
	}
	for _, b := range r.Text.Blocks {
		p.Report(diag.Finding{
			Key: "text", Span: b.Span, Text: b.Plain, Message: "a redacted record has no text",
			Hint: "remove everything below the front matter",
		})
		break
	}
}

func exitReasons(p *rule.Pass, r *incident.Record) {
	switch {
	case (r.Status == incident.Withdrawn || r.Status == incident.Redacted) && !p.IsMeant("status_reason"):
		p.AtStatus("status_reason", "status_reason is missing; the status "+r.Status+" asks for it", "say in a sentence why")
	case r.Status == incident.Duplicate && !p.IsMeant("duplicate_of"):
		p.AtStatus("duplicate_of", "duplicate_of is missing; the status duplicate asks for it",
			"write the id of the record that is kept")
	}
}
