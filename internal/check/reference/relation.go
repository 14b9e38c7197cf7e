package reference

import (
	"fmt"
	"slices"
	"strings"

	"hindcast/internal/check/rule"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
)

// RelationRules are about records and systems together.
var RelationRules = []rule.Rule{
	{
		ID: "relation-cycle", Title: "no record recurs from, is caused by or duplicates itself in a circle", Since: "0.1",
		Level:   diag.Error,
		Why:     "One of the records must have come first.",
		Example: rule.Example{Edits: [][2]string{{"{id: INC-2026-0002, relation: similar_to}", "{id: «INC-2026-0003», relation: caused_by}"}}, Beside: map[string]string{"incidents/2026/INC-2026-0003-third.md": rule.Third}},
		Record:  cycles,
	},
	{
		ID: "relation-order", Title: "an incident begins after what it recurs from or was caused by", Since: "0.1",
		Level:   diag.Error,
		Why:     "A cause precedes its effect.",
		Example: rule.Example{Edits: [][2]string{{"{id: INC-2026-0002, relation: similar_to}", "{id: «INC-2026-0002», relation: recurrence_of}"}}},
		Record: func(p *rule.Pass, r *incident.Record) {
			for i, rel := range r.Related {
				other := p.Names.Record(rel.ID)
				if other == nil || rel.Relation != "recurrence_of" && rel.Relation != "caused_by" {
					continue
				}
				began, before := beginning(r), beginning(other)
				if before.After(began) {
					f := p.At(rule.Item("related", i)+".id",
						fmt.Sprintf("%s began at %s, after this record at %s", other.ID, before, began),
						"turn the relation round, or mend a time")
					if other.Places != nil {
						span, _, _ := other.Places.Value("timeline")
						f.Related = append(f.Related, diag.Place{Path: other.Path, Span: span, Message: "its times"})
					}
				}
			}
		},
	},
	{
		ID: "relation-repeated", Title: "two records are related once in each way", Since: "0.1", Level: diag.Warning,
		Why:     "A relation is written on one side and shown on both.",
		Example: rule.Example{Edits: [][2]string{{"  - {id: INC-2026-0002, relation: similar_to}\n", "  - {id: INC-2026-0002, relation: similar_to}\n  - {id: «INC-2026-0002», relation: similar_to}\n"}}},
		Record: func(p *rule.Pass, r *incident.Record) {
			for i, rel := range r.Related {
				same := func(o incident.Relation) bool {
					return strings.EqualFold(o.ID, rel.ID) && o.Relation == rel.Relation
				}
				if rel.ID != "" && slices.ContainsFunc(r.Related[:i], same) {
					p.At(rule.Item("related", i)+".id", fmt.Sprintf("%s is related in this way already", rel.ID), "remove one of them")
				}
			}
		},
	},
	{
		ID: "duplicate-chain", Title: "a duplicate leads to a record that is kept", Since: "0.1", Level: diag.Error,
		Why: "The page of a duplicate redirects; a chain of them leads nowhere.",
		Example: rule.Example{Edits: [][2]string{
			{"status: closed", "status: duplicate\nduplicate_of: «INC-2026-0003»"},
			{"  triaged: 2026-01-14T10:00:00Z\n  contained: 2026-01-14T11:15:00Z\n  resolved: 2026-01-15T16:00:00Z\n  reviewed: 2026-01-22\n  closed: 2026-02-20\n", ""},
		}, Beside: map[string]string{"incidents/2026/INC-2026-0003-third.md": rule.Duplicate}},
		Record: func(p *rule.Pass, r *incident.Record) {
			kept := p.Names.Record(r.DuplicateOf)
			if kept != nil && kept != r && (kept.Status == incident.Duplicate || kept.Status == incident.Withdrawn) {
				p.At("duplicate_of", fmt.Sprintf("%s is %s itself", r.DuplicateOf, kept.Status), "name the record that is kept")
			}
		},
	},
	{
		ID: "system-dates", Title: "a system was in service when the incident began", Since: "0.1", Level: diag.Warning,
		Why:     "What happened to a system out of service happened to another one, or the register is out of date.",
		Example: rule.Example{Edits: [][2]string{{"systems: [assistant]", "systems: [«old-assistant»]"}}, Beside: map[string]string{"knowledge/systems/old-assistant.md": rule.Retired}},
		Record: rule.UnlessPrecedent(func(p *rule.Pass, r *incident.Record) {
			began := beginning(r)
			for i, slug := range r.Systems {
				s := p.Names.System(slug)
				switch {
				case s == nil:
				case began.After(s.Retired):
					p.At(rule.Item("systems", i), fmt.Sprintf("%s was retired on %s, before this began", slug, s.Retired),
						"name the system that took its place, or mend the register")
				case s.InService.After(latestOf(r)):
					p.At(rule.Item("systems", i), fmt.Sprintf("%s came into service on %s, after this ended", slug, s.InService),
						"name the system of that time, or mend the register")
				}
			}
		}),
	},
	{
		ID: "system-owner", Title: "a system of the register has an owner", Since: "0.1", Level: diag.Warning,
		Why:     "Whoever finds an incident must know whom to call.",
		Example: rule.Example{Path: "knowledge/systems/router.md", Bad: "«---»\ntitle: Router\ntlp: GREEN\n---\n", Good: rule.Base},
		File: func(p *rule.Pass) {
			if s, ok := p.Front.(*incident.SystemFront); ok && !p.IsMeant("owner") && s.Status != "retired" {
				p.Missing("owner", "owner is missing", "write the accountable team or role")
			}
		},
	},
	{
		ID: "usage-period", Title: "what a system was used lies in periods that follow each other", Since: "0.1", Level: diag.Error,
		Why:     "Decisions that count twice, or in no time, make a rate of incidents wrong.",
		Example: rule.Example{Path: "knowledge/systems/router.md", Bad: "---\ntitle: Router\ntlp: GREEN\nowner: telephony\nusage:\n  - {from: 2026-01, to: 2026-03, decisions: 90000}\n  - {from: «2026-03», to: 2026-06, decisions: 120000}\n---\n", Good: rule.Base},
		File: func(p *rule.Pass) {
			if s, ok := p.Front.(*incident.SystemFront); ok {
				usagePeriods(p, s.Usage)
			}
		},
	},
	{
		ID: "system-risk-basis", Title: "a high risk class names its basis", Since: "0.1", Level: diag.Warning,
		Why:     "Which duties follow depends on the point that makes it high risk.",
		Example: rule.Example{Path: "knowledge/systems/router.md", Bad: "---\ntitle: Router\ntlp: GREEN\nowner: telephony\nrisk_class: «high»\n---\n", Good: rule.Base},
		File: func(p *rule.Pass) {
			if s, ok := p.Front.(*incident.SystemFront); ok && (s.RiskClass == "high" || s.RiskClass == "prohibited") &&
				!p.IsMeant("risk_basis") {
				p.At("risk_class", "risk_basis is missing for the risk class "+s.RiskClass,
					"write risk_basis, such as Annex III 5(b)").Key = "risk_basis"
			}
		},
	},
}

// beginning is when a record began, as far as is known.
func beginning(r *incident.Record) incident.Time {
	if r.Timeline.Started.At.IsZero() {
		return r.Timeline.Detected
	}
	return r.Timeline.Started.At
}

// latestOf is the last time of a record's timeline up to resolved.
func latestOf(r *incident.Record) incident.Time {
	for _, key := range []string{"resolved", "contained", "detected"} {
		if t := r.Timeline.At(key); !t.IsZero() {
			return t
		}
	}
	return beginning(r)
}

// cycles follows each directed relation until it ends or comes back here.
func cycles(p *rule.Pass, r *incident.Record) {
	for i, rel := range r.Related {
		if rel.Relation == "recurrence_of" || rel.Relation == "caused_by" || rel.Relation == "variant_of" {
			follow(p, r, rel.ID, rule.Item("related", i)+".id", func(o *incident.Record) []string {
				var next []string
				for _, further := range o.Related {
					if further.Relation == rel.Relation {
						next = append(next, further.ID)
					}
				}
				return next
			})
		}
	}
	if r.DuplicateOf != "" {
		follow(p, r, r.DuplicateOf, "duplicate_of", func(o *incident.Record) []string { return []string{o.DuplicateOf} })
	}
}

// follow walks a relation from a first record on. A circle is reported once, at the record of it
// whose file comes first.
func follow(p *rule.Pass, from *incident.Record, first, key string, next func(*incident.Record) []string) {
	seen := map[*incident.Record]bool{}
	var walk func(id string, depth int) bool
	walk = func(id string, depth int) bool {
		other := p.Names.Record(id)
		switch {
		case other == from:
			return depth > 0 // a reference to itself is another rule's
		case other == nil || seen[other] || other.Path < from.Path:
			return false
		}
		seen[other] = true
		for _, further := range next(other) {
			if walk(further, depth+1) {
				return true
			}
		}
		return false
	}
	if walk(first, 0) {
		p.At(key, fmt.Sprintf("following %s leads back here", first), "remove one of the relations")
	}
}

// usagePeriods reports periods that end before they begin or overlap another.
func usagePeriods(p *rule.Pass, usage []incident.Usage) {
	zone := p.Log.Config.Zone
	for i, u := range usage {
		from, to := u.From.BeginningIn(zone), u.To.EndIn(zone)
		switch {
		case u.From.IsZero() || u.To.IsZero():
			continue
		case !to.After(from):
			p.At(rule.Item("usage", i)+".to", fmt.Sprintf("the period ends on %s, before it begins on %s", u.To, u.From), "exchange the two")
			continue
		}
		for j, other := range usage[:i] {
			if !other.From.IsZero() && !other.To.IsZero() && from.Before(other.To.EndIn(zone)) && other.From.BeginningIn(zone).Before(to) {
				p.At(rule.Item("usage", i)+".from", fmt.Sprintf("the period overlaps that from %s to %s", other.From, other.To),
					fmt.Sprintf("let each decision be in one period; entry %d has the other one", j+1))
				break
			}
		}
	}
}
