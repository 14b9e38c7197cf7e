package gen

import (
	"slices"
	"time"

	"hindcast/internal/incident"
	"hindcast/internal/taxonomy"
)

// obligations decides about every duty that the record suggests, and in grave cases about DORA.
func (r *record) obligations() {
	f := &r.front
	types := append([]string{f.Type}, f.Also...)
	if slices.Contains(types, "data_leak") || slices.Contains(types, "security_breach") {
		f.Obligations = append(f.Obligations, r.duty(taxonomy.GDPR33, "controller", "authority", 60),
			r.duty(taxonomy.GDPR34, "controller", "people", 40))
	}
	if f.Severity != "" && f.Severity <= "sev2" && r.chance(40) {
		o := r.duty(taxonomy.DORA, "financial_entity", "initial", 3)
		if len(o.Steps) > 0 {
			o.Established = at(r.times[triaged], minute)
			last := o.Steps[0].Done.Sortable()
			for _, step := range []string{"intermediate", "final"} {
				last = last.Add(around(r.rng, 60*time.Hour))
				o.Steps = append(o.Steps, r.step(step, last))
			}
		}
		f.Obligations = append(f.Obligations, o)
	}
}

// duty is one that applies, does not, or is not decided; the first step took about so many hours.
func (r *record) duty(regime, role, step string, hours int) incident.Obligation {
	o := incident.Obligation{
		Regime: regime, Role: role, Applies: weighted(r.rng, "yes", 60, "no", 40), Aware: at(r.times[detected], minute),
	}
	if r.stage < reviewed && r.chance(50) {
		o.Applies = "open"
	}
	switch o.Applies {
	case "no":
		o.Aware, o.Reason = incident.Time{}, r.phrase(8)
	case "yes":
		o.Steps = []incident.Step{r.step(step, r.times[detected].Add(around(r.rng, time.Duration(hours)*time.Hour/2)))}
	}
	return o
}

// step is done at a time, dropped where that would be after the closing, and open where it lies ahead.
func (r *record) step(name string, done time.Time) incident.Step {
	s := incident.Step{Step: name}
	switch {
	case r.stage == closed && done.After(r.times[closed]):
		s.Dropped = &incident.Dropped{Date: at(r.times[closed], day), Reason: r.phrase(6)}
	case done.Before(Now):
		s.Done, s.Reference = at(done, minute), r.word()
	}
	return s
}
