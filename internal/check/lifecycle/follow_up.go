package lifecycle

import (
	"fmt"
	"regexp"
	"strings"

	"hindcast/internal/check/rule"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/markdown"
	"hindcast/internal/taxonomy"
	"hindcast/internal/words"
)

// RoleRules keep those who judge apart from those who acted.
var RoleRules = []rule.Rule{
	{
		ID: "reviewer-commanded", Title: "the reviewer did not command the response", Since: "0.1", Level: diag.Error, Bends: true,
		Why:     "Nobody sees the gaps in a response that they led.",
		Example: rule.Example{Edits: [][2]string{{"reviewer: model-risk", "reviewer: «ml-oncall»"}}},
		Record: func(p *rule.Pass, r *incident.Record) {
			if r.Roles.Reviewer != "" && r.Roles.Commander.Has(r.Roles.Reviewer) {
				f := p.At("roles.reviewer", r.Roles.Reviewer+" commanded the response and reviews it",
					"let another team or role review")
				p.Relate(f, "roles.commander", "the commander")
			}
		},
	},
	{
		ID: "approver-involved", Title: "who approves the closing neither owns the record nor commanded", Since: "0.1",
		Level: diag.Error, Bends: true,
		Why:     "Closing ends the pressure to finish the actions; it takes a second pair of eyes.",
		Example: rule.Example{Edits: [][2]string{{"approver: oversight-board", "approver: «digital-channels»"}}},
		Record: func(p *rule.Pass, r *incident.Record) {
			switch a := r.Roles.Approver; {
			case a == "":
			case a == r.Owner:
				f := p.At("roles.approver", a+" owns the record and approves its closing", "let another team or role approve")
				p.Relate(f, "owner", "the owner")
			case r.Roles.Commander.Has(a):
				f := p.At("roles.approver", a+" commanded the response and approves its closing",
					"let another team or role approve")
				p.Relate(f, "roles.commander", "the commander")
			}
		},
	},
}

// FollowUpRules are about mitigations, actions and obligations.
var FollowUpRules = []rule.Rule{
	{
		ID: "action-incomplete", Title: "from the review on, every action has kind, owner and due date", Since: "0.1",
		Level: diag.Error, From: "reviewed",
		Why:     "An action that nobody owns by no date is a wish.",
		Example: rule.Example{Edits: [][2]string{{"- {id: A1, title: Rebuild the index with the fee table, kind: prevent, owner: ml-platform, due: 2026-02-10,", "- «{id: A1, title: Rebuild the index with the fee table, kind: prevent, owner: ml-platform,"}, {"ended: 2026-02-09}", "ended: 2026-02-09}»"}}},
		Record: func(p *rule.Pass, r *incident.Record) {
			for i := range r.Actions {
				key := rule.Item("actions", i)
				if missing := p.Lacks(key, incident.ActionNeeds); len(missing) > 0 && isWhole(p, "actions", key) {
					f := p.AtKey(key, r.Actions[i].ID+" has no "+strings.Join(missing, ", no "),
						"the review asks for it, such as "+rule.ItemExamples["actions"])
					f.Key, f.Level = key+"."+missing[0], levelOf(p, key)
				}
			}
		},
	},
	{
		ID: "action-ended", Title: "an action that has ended says when, and why or where to", Since: "0.1", Level: diag.Error,
		Why:     "Declined and transferred actions are decisions; without reason or destination nobody can revisit them.",
		Example: rule.Example{Edits: [][2]string{{"status: done, ended: 2026-02-09}", "status: «done»}"}}},
		Record:  endedActions,
	},
	{
		ID: "action-open", Title: "a closed record has no action left to do", Since: "0.1", Level: diag.Error, From: "closed",
		Why:     "Closing a record with open actions is how the same incident comes back.",
		Example: rule.Example{Edits: [][2]string{{"status: done, ended: 2026-02-09}", "status: «in_progress»}"}}},
		Record: func(p *rule.Pass, r *incident.Record) {
			for i, a := range r.Actions {
				if a.Status == "open" || a.Status == "in_progress" {
					p.At(rule.Item("actions", i)+".status", fmt.Sprintf("%s is not finished, and the record is closed", a.ID),
						"finish, decline or transfer it, or go back to status: reviewed").Level = levelOf(p, "actions")
				}
			}
		},
	},
	{
		ID: "mitigation-open", Title: "a closed record has no interim measure left in force", Since: "0.1", Level: diag.Error,
		From:    "closed",
		Why:     "An interim measure that nobody took away is a change that nobody approved.",
		Example: rule.Example{Edits: [][2]string{{"- {id: M1,", "- «{id: M1,"}, {"until: index rebuilt, removed: 2026-01-15T16:00:00Z}", "until: index rebuilt}»"}}},
		Record: func(p *rule.Pass, r *incident.Record) {
			for i, m := range r.Mitigations {
				if key := rule.Item("mitigations", i); m.Removed.IsZero() && m.Kept == "" && !p.IsMeant(key+".removed") &&
					isWhole(p, "mitigations", key) {
					p.AtKey(key, fmt.Sprintf("%s is still in force, and the record is closed", m.ID),
						"write removed with its time, or kept with the reason").Level = levelOf(p, key)
				}
			}
		},
	},
	{
		ID: "mitigation-until", Title: "an interim measure names the criterion for taking it away", Since: "0.1",
		Level:   diag.Error,
		Why:     "Without a criterion the measure stays until somebody wonders why it is there.",
		Example: rule.Example{Edits: [][2]string{{"- {id: M1,", "- «{id: M1,"}, {"until: index rebuilt, removed: 2026-01-15T16:00:00Z}", "removed: 2026-01-15T16:00:00Z}»"}}},
		Record: func(p *rule.Pass, r *incident.Record) {
			for i, m := range r.Mitigations {
				if key := rule.Item("mitigations", i); m.Until == "" && m.Kept == "" && !p.IsMeant(key+".until") &&
					isWhole(p, "mitigations", key) {
					p.AtKey(key, m.ID+" has no criterion for taking it away",
						"write until, or kept with the reason if it stays").Level = levelOf(p, key)
				}
			}
		},
	},
	{
		ID: "obligation-open", Title: "from the review on it is decided whether a duty to report applies", Since: "0.1",
		Level: diag.Error, From: "reviewed",
		Why:     "The clocks run from the day of awareness, decided or not.",
		Example: openObligationExample("{regime: gdpr_34, role: controller, applies: «open», aware: 2026-01-14T09:30:00Z}"),
		Record: func(p *rule.Pass, r *incident.Record) {
			for i, o := range r.Obligations {
				if o.Applies == "open" {
					p.At(rule.Item("obligations", i)+".applies", "it is still open whether "+o.Regime+" applies",
						"write yes, or no with a reason")
				}
			}
		},
	},
	{
		ID: "obligation-reason", Title: "a duty to report that does not apply says why", Since: "0.1", Level: diag.Error,
		Why: "An authority asks for the reasoning, not for the result.",
		Example: rule.Example{Edits: [][2]string{{
			"related:\n", "obligations:\n  - {regime: gdpr_33, role: controller, applies: «no»}\nrelated:\n",
		}}},
		Record: func(p *rule.Pass, r *incident.Record) {
			for i, o := range r.Obligations {
				if key := rule.Item("obligations", i); o.Applies == "no" && !p.IsMeant(key+".reason") &&
					r.Status != incident.Redacted {
					p.At(key+".applies", o.Regime+" does not apply, and no reason is given", "write reason")
				}
			}
		},
	},
	{
		ID: "step-open", Title: "a closed record owes no report", Since: "0.1", Level: diag.Error, From: "closed",
		Why:     "A report that is still owed must not drop out of sight.",
		Example: obligationExample("«{regime: gdpr_34, role: controller, applies: yes, aware: 2026-01-14T09:30:00Z}»"),
		Record:  eachObligation(openSteps),
	},
	{
		ID:    "mitigation-missing",
		Title: "from containment on there is an interim measure, or the response says why none was needed", Since: "0.1",
		Level: diag.Warning, From: "contained",
		Why: "What stopped the harm is the first thing that the next responder wants to know.",
		Example: rule.Example{Edits: [][2]string{
			{"status: closed", "status: «closed»"},
			{"mitigations:\n  - {id: M1, title: Fee questions go to staff, applied: 2026-01-14T11:15:00Z, until: index rebuilt, removed: 2026-01-15T16:00:00Z}\n", ""},
			{"Questions about fees went to staff until the index was rebuilt.", "The index was rebuilt."},
		}},
		Record: rule.UnlessPrecedent(func(p *rule.Pass, r *incident.Record) {
			if len(r.Mitigations) > 0 || r.Skips("contained") || r.IsOld() {
				return
			}
			for _, s := range r.Text.SectionsNamed("Response") {
				if saysWhyNone.MatchString(text(s)) {
					return
				}
			}
			p.AtStatus("mitigations", "there is no interim measure, and the response does not say why none was needed",
				"list mitigations, or write in the section Response that no interim measure was needed, and why")
		}),
	},
	{
		ID: "action-unverified", Title: "a preventive action of a severe incident is verified before the closing",
		Since: "0.1", Level: diag.Warning, From: "closed",
		Why: "Done is not the same as effective.",
		Example: rule.Example{Edits: [][2]string{
			{"severity: sev3", "severity: sev2\nseverity_rationale: a core service gave wrong answers"},
			{"- {id: A1,", "- «{id: A1,"},
			{"ended: 2026-02-09}", "ended: 2026-02-09}»"},
		}},
		Record: rule.UnlessPrecedent(func(p *rule.Pass, r *incident.Record) {
			for i, a := range r.Actions {
				if a.Kind == "prevent" && a.Status == "done" && a.Verified == nil && p.Log.Config.IsWorst(r.Severity) {
					p.AtKey(rule.Item("actions", i), a.ID+" prevents a recurrence, and nobody verified that it is effective",
						"write verified: {date, by, result}")
				}
			}
		}),
	},
	{
		ID: "verified-by-owner", Title: "an action is verified by others than its owner", Since: "0.1", Level: diag.Warning,
		Why:     "The owner has been sure of it all along.",
		Example: rule.Example{Edits: [][2]string{{"ended: 2026-02-09}", "ended: 2026-02-09, verified: {date: 2026-02-15, by: «ml-platform», result: effective}}"}}},
		Record: func(p *rule.Pass, r *incident.Record) {
			for i, a := range r.Actions {
				if a.Verified != nil && a.Verified.By != "" && a.Verified.By == a.Owner {
					p.At(rule.Item("actions", i)+".verified.by", a.Owner+" owns "+a.ID+" and verified it",
						"let another team look at it")
				}
			}
		},
	},
}

// saysWhyNone is how a response says, in any language, that no interim measure was taken.
var saysWhyNone = func() *regexp.Regexp {
	var none, measures []string
	for _, l := range words.Languages {
		none, measures = append(none, l.None...), append(measures, l.Measures...)
	}
	return regexp.MustCompile(`(?i)\b(` + strings.Join(none, "|") + `)\b[^.]{0,60}\b(` + strings.Join(measures, "|") + `)`)
}()

func text(s markdown.Section) string {
	var b strings.Builder
	for _, block := range s.Blocks {
		b.WriteString(block.Plain + "\n")
	}
	return b.String()
}

// openSteps reports what is noted and not finished, and what the table asks for and is not noted.
func openSteps(p *rule.Pass, key string, o *incident.Obligation) {
	open := func(at, step string) {
		p.AtKey(at, fmt.Sprintf("the step %s of %s is neither done nor dropped, and the record is closed", step, o.Regime),
			"write done with its time, or dropped with date and reason").Key = key + ".steps." + step
	}
	if o.Applies != "yes" {
		return // whether an open one applies is another rule's
	}
	for j, s := range o.Steps {
		if at := rule.Item(key+".steps", j); s.Done.IsZero() && s.Dropped == nil && !p.IsMeant(at+".done") {
			open(at, s.Step)
		}
	}
	eachStep(p, o, func(step taxonomy.Step, progress taxonomy.Progress) {
		if progress.IsOpen(step) && !progress.Listed {
			open(key, step.ID)
		}
	})
}

// isWhole reports whether an item has what every such item needs; what else it lacks is reported with that otherwise.
func isWhole(p *rule.Pass, list, key string) bool {
	return p.File.Places.IsMap(key) && len(p.Lacks(key, incident.ItemNeeds[list])) == 0
}

func endedActions(p *rule.Pass, r *incident.Record) {
	for i, a := range r.Actions {
		lacks := func(key string, needed bool, hint string) {
			if at := rule.Item("actions", i); needed && !p.IsMeant(at+"."+key) {
				f := p.At(at+".status", fmt.Sprintf("%s is %s and has no %s", a.ID, a.Status, key), hint)
				f.Key, f.Level = at+"."+key, levelOf(p, at)
			}
		}
		lacks("ended", a.HasEnded(), "write ended with the day")
		lacks("reason", a.Status == "declined", "write reason")
		lacks("to", a.Status == "transferred", "write to: the ticket, record or risk-register entry that carries it on")
	}
}
