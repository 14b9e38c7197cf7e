package agenda

import (
	"slices"
	"time"

	"hindcast/internal/agenda/item"
	"hindcast/internal/incident"
	"hindcast/internal/taxonomy"
)

// obligation adds the steps that one duty still asks for, and those that were done late.
func (b *builder) obligation(r *incident.Record, o *incident.Obligation) {
	if o.Applies == "no" {
		return
	}
	regime, known := b.steps(o)
	for _, s := range known {
		b.step(r, o, regime, s)
	}
	seen := map[string]bool{}
	for _, s := range o.Steps { // what the table does not know has no clock, and is owed still
		if !seen[s.Step] && !slices.ContainsFunc(known, func(k taxonomy.Step) bool { return k.ID == s.Step }) {
			b.step(r, o, regime, taxonomy.Step{ID: s.Step, Title: s.Step})
		}
		seen[s.Step] = true
	}
}

// steps is the regime of an obligation and the steps of the role held, as far as the table knows them.
func (b *builder) steps(o *incident.Obligation) (taxonomy.Regime, []taxonomy.Step) {
	regime, known := taxonomy.Find(b.regimes, o.Regime)
	if !known {
		return taxonomy.Regime{ID: o.Regime, Title: o.Regime}, nil
	}
	role, _ := regime.Role(o.Role)
	return regime, role.Steps
}

func (b *builder) step(r *incident.Record, o *incident.Obligation, regime taxonomy.Regime, s taxonomy.Step) {
	p := taxonomy.ProgressOf(o, s.ID)
	it := Item{
		Kind: Step, Ref: regime.ID + "." + o.Role + "." + s.ID, Title: s.Title, Detail: regime.Title, Rule: s.Rule,
		Owner: r.Owner, Record: r, IfApplies: o.Applies != "yes", Since: o.Aware,
	}
	if s.Due != nil {
		if due, ok := s.Due(o, b.zone); ok {
			it.Due, it.Day = due, item.DayBefore(due, b.zone)
		}
	}
	switch {
	case !p.First.IsZero():
		if late := it; taxonomy.IsLate(p.First, it.Due, b.zone) {
			late.Done = p.First
			b.add(late)
		}
		if p.Listed && !p.Dropped { // once more: the clock was that of the first time
			it.Due, it.Day, it.Since = time.Time{}, time.Time{}, p.Last
			b.add(it)
		}
	case p.Dropped, s.Optional && !p.Listed:
	default:
		b.add(it)
	}
}
