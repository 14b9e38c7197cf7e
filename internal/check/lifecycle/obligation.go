package lifecycle

import (
	"fmt"
	"slices"

	"hindcast/internal/check/rule"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/taxonomy"
)

// ObligationRules are about duties to report; the clocks are in taxonomy.Regimes.
var ObligationRules = []rule.Rule{
	{
		ID: "unknown-regime", Title: "a duty to report is one of the table", Since: "0.1", Level: diag.Error,
		Why:     "A duty under an unknown name has no clock.",
		Example: obligationExample("{regime: «gdpr_32», role: controller, applies: no, reason: no personal data}"),
		Record: eachObligation(func(p *rule.Pass, key string, o *incident.Obligation) {
			if _, known := taxonomy.Find(p.Regimes, o.Regime); !known && o.Regime != "" {
				p.At(key+".regime", fmt.Sprintf("there is no regime %s", o.Regime),
					diag.DidYouMean(o.Regime, taxonomy.IDs(p.Regimes)))
			}
		}),
	},
	{
		ID: "unknown-obligation-role", Title: "a duty is held in a role that its regime knows", Since: "0.1",
		Level:   diag.Error,
		Why:     "Role and case decide which clock runs.",
		Example: obligationExample("{regime: gdpr_33, role: «controler», applies: no, reason: no personal data}"),
		Record: eachObligation(func(p *rule.Pass, key string, o *incident.Obligation) {
			regime, known := taxonomy.Find(p.Regimes, o.Regime)
			if !known {
				return
			}
			roles := regime.RoleIDs()
			var limbs []string
			for _, l := range regime.Limbs {
				limbs = append(limbs, l.ID)
			}
			if o.Role != "" && !slices.Contains(roles, o.Role) {
				p.At(key+".role", fmt.Sprintf("%s knows no role %s", o.Regime, o.Role), diag.DidYouMean(o.Role, roles))
			}
			if o.Limb != "" && !slices.Contains(limbs, o.Limb) {
				p.At(key+".limb", fmt.Sprintf("%s knows no limb %s", o.Regime, o.Limb), diag.DidYouMean(o.Limb, limbs))
			}
		}),
	},
	{
		ID: "unknown-step", Title: "a step is one of its duty", Since: "0.1", Level: diag.Error,
		Why:     "A report noted under an unknown step leaves the known one open.",
		Example: openObligationExample("{regime: gdpr_34, role: controller, applies: yes, aware: 2026-01-14T09:30:00Z, steps: [{step: «poeple», done: 2026-01-15T10:00:00Z}]}"),
		Record: eachObligation(func(p *rule.Pass, key string, o *incident.Obligation) {
			regime, _ := taxonomy.Find(p.Regimes, o.Regime)
			role, known := regime.Role(o.Role)
			if !known {
				return
			}
			var ids []string
			for _, s := range role.Steps {
				ids = append(ids, s.ID)
			}
			for i, s := range o.Steps {
				if s.Step != "" && !slices.Contains(ids, s.Step) {
					p.At(rule.Item(key+".steps", i)+".step", fmt.Sprintf("%s as %s has no step %s", o.Regime, o.Role, s.Step),
						diag.DidYouMean(s.Step, ids))
				}
			}
		}),
	},
	{
		ID: "obligation-aware", Title: "a duty that applies, or may, says when the organisation became aware", Since: "0.1",
		Level:   diag.Error,
		Why:     "Every clock begins there.",
		Example: obligationExample("«{regime: gdpr_34, role: controller, applies: yes}»"),
		Record: eachObligation(func(p *rule.Pass, key string, o *incident.Obligation) {
			if (o.Applies == "yes" || o.Applies == "open") && !p.IsMeant(key+".aware") && isWhole(p, "obligations", key) {
				p.AtKey(key, o.Regime+" has no time of awareness", "write aware with the time").Key = key + ".aware"
			}
		}),
	},
	{
		ID: "obligation-repeated", Title: "a duty stands once for each role", Since: "0.1", Level: diag.Error,
		Why:     "Two entries would run two clocks.",
		Example: obligationExample("{regime: gdpr_33, role: controller, applies: no, reason: no personal data}\n  - «{regime: gdpr_33, role: controller, applies: no, reason: again}»"),
		Record: func(p *rule.Pass, r *incident.Record) {
			for i, o := range r.Obligations {
				if o.Regime != "" && slices.ContainsFunc(r.Obligations[:i], func(b incident.Obligation) bool {
					return b.Regime == o.Regime && b.Role == o.Role
				}) {
					p.At(rule.Item("obligations", i), fmt.Sprintf("%s as %s stands here twice", o.Regime, o.Role), "keep one entry")
				}
			}
		},
	},
	{
		ID: "obligation-suggested", Title: "from triage on it is noted whether a likely duty applies", Since: "0.1",
		Level: diag.Warning, From: "triaged",
		Why:     "A clock that nobody thought of runs all the same. An entry may say open, or no with the reason.",
		Example: rule.Example{Edits: [][2]string{{"status: closed", "status: «closed»"}, {"type: model_failure", "type: model_failure\nalso: [data_leak]"}, {"related:\n", "obligations: [{regime: gdpr_34, role: controller, applies: no, reason: no high risk}]\nrelated:\n"}}},
		Record:  rule.UnlessPrecedent(suggestedObligations),
	},
	{
		ID: "step-order", Title: "a report is made after the organisation became aware", Since: "0.1", Level: diag.Warning,
		Why:     "What was reported before is another incident, or awareness came earlier and the clock with it.",
		Example: obligationExample("{regime: gdpr_33, role: controller, applies: yes, aware: 2026-01-14T09:30:00Z, steps: [{step: authority, done: «2026-01-13T10:00:00Z»}]}"),
		Record: eachObligation(func(p *rule.Pass, key string, o *incident.Obligation) {
			for i, s := range o.Steps {
				ordered(p, o.Aware, s.Done, key+".aware", rule.Item(key+".steps", i)+".done",
					s.Step+" was done before the organisation was aware")
			}
		}),
	},
	{
		ID: "step-overdue", Title: "a report is made in time", Since: "0.1", Level: diag.Warning,
		Why:     "hindcast due is the gate for it; here it is a reminder. Not legal advice.",
		Example: openObligationExample("«{regime: gdpr_33, role: controller, applies: yes, aware: 2026-01-14T09:30:00Z}»"),
		Record: eachObligation(func(p *rule.Pass, key string, o *incident.Obligation) {
			eachStep(p, o, func(step taxonomy.Step, progress taxonomy.Progress) {
				due, fixed := step.Due(o, p.Log.Config.Zone)
				if fixed && progress.IsOpen(step) && p.Clock.IsPast(due) {
					p.AtKey(key, fmt.Sprintf("%s of %s was due %s", step.ID, o.Regime, p.Instant(due)),
						"make the report and note it under steps").Key = key + ".steps." + step.ID
				}
			})
		}),
	},
	{
		ID: "step-late", Title: "a report that came late is shown as late", Since: "0.1", Level: diag.Note,
		Why:     "Late reports are explained to the authority, not hidden. Not legal advice.",
		Example: obligationExample("{regime: gdpr_33, role: controller, applies: yes, aware: 2026-01-14T09:30:00Z, steps: [{step: authority, done: «2026-01-19T10:00:00Z»}]}"),
		Record: eachObligation(func(p *rule.Pass, key string, o *incident.Obligation) {
			eachStep(p, o, func(step taxonomy.Step, progress taxonomy.Progress) {
				due, fixed := step.Due(o, p.Log.Config.Zone)
				if !fixed || !taxonomy.IsLate(progress.First, due, p.Log.Config.Zone) {
					return
				}
				i := slices.IndexFunc(o.Steps, func(s incident.Step) bool { return s.Step == step.ID && s.Done == progress.First })
				p.At(rule.Item(key+".steps", i)+".done", fmt.Sprintf("%s was due %s", step.ID, p.Instant(due)), "")
			})
		}),
	},
}

func obligationExample(entry string) rule.Example {
	return rule.Example{Edits: [][2]string{{"related:\n", "obligations:\n  - " + entry + "\nrelated:\n"}}}
}

// openObligationExample is of a record that is not closed yet.
func openObligationExample(entry string) rule.Example {
	e := obligationExample(entry)
	e.Edits = append(e.Edits, [][2]string{{"status: closed", "status: reviewed"}, {"  closed: 2026-02-20\n", ""}}...)
	return e
}

func eachObligation(check func(p *rule.Pass, key string, o *incident.Obligation)) func(*rule.Pass, *incident.Record) {
	return func(p *rule.Pass, r *incident.Record) {
		for i := range r.Obligations {
			check(p, rule.Item("obligations", i), &r.Obligations[i])
		}
	}
}

// eachStep visits the steps of a duty that runs, with what is noted of each.
func eachStep(p *rule.Pass, o *incident.Obligation, visit func(taxonomy.Step, taxonomy.Progress)) {
	regime, _ := taxonomy.Find(p.Regimes, o.Regime)
	role, known := regime.Role(o.Role)
	if !known || o.Applies == "no" || o.Aware.IsZero() {
		return
	}
	for _, step := range role.Steps {
		visit(step, taxonomy.ProgressOf(o, step.ID))
	}
}

func suggestedObligations(p *rule.Pass, r *incident.Record) {
	var systems []*incident.System
	for _, slug := range r.Systems {
		if s := p.Names.System(slug); s != nil {
			systems = append(systems, s)
		}
	}
	for _, regime := range p.Regimes {
		if !taxonomy.Suggested(regime, r, systems, p.Log.Config.Zone) ||
			slices.ContainsFunc(r.Obligations, func(o incident.Obligation) bool { return o.Regime == regime.ID }) {
			continue
		}
		p.AtStatus("obligations."+regime.ID, fmt.Sprintf("nothing says whether %s (%s) applies", regime.ID, regime.Title),
			fmt.Sprintf("add {regime: %s, role: %s, applies: open, aware: …} to obligations, or applies: no with a reason",
				regime.ID, regime.Roles[0].ID))
	}
}
