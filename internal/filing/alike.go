package filing

import (
	"slices"
	"time"

	"hindcast/internal/incident"
	"hindcast/internal/link"
	"hindcast/internal/link/graph"
	"hindcast/internal/taxonomy"
)

// Alike is a record that a draft resembles.
type Alike struct {
	graph.Similar
	SameType bool
	Open     []incident.Action // those of its actions that have not ended
}

// Alike is the records that a draft resembles, the most alike first: the organisation's own, among
// which it may turn out a duplicate, and public precedents. At most n of each.
func (d *Draft) Alike(n int) (own, precedents []Alike) {
	c := link.Of(d.log, d.Path, d.idle...)
	resembling := func(list []graph.Similar) (out []Alike) {
		for _, s := range list[:min(n, len(list))] {
			open := slices.DeleteFunc(slices.Clone(s.Record.Actions), incident.Action.HasEnded)
			out = append(out, Alike{s, s.Record.Type == d.Record.Type, open})
		}
		return out
	}
	return resembling(c.Similar), resembling(c.Precedents)
}

// Duty is an obligation that a draft calls for a decision about.
type Duty struct {
	Regime     taxonomy.Regime
	Role       taxonomy.Role
	Obligation incident.Obligation // open, aware from the detection on
}

// Duties are the obligations that the table suggests for a draft, one for each role that the
// organisation has in the systems concerned; where the register does not tell, the first role.
func (d *Draft) Duties() []Duty {
	names := d.log.Names()
	var systems []*incident.System
	for _, slug := range d.Record.Systems {
		if s := names.System(slug); s != nil {
			systems = append(systems, s)
		}
	}
	var duties []Duty
	for _, regime := range taxonomy.Configured(d.log.Config.Obligations) {
		if !suggested(regime, d.Record, systems, d.log.Config.Zone) {
			continue
		}
		for _, role := range rolesHeld(regime, systems) {
			duties = append(duties, Duty{regime, role, incident.Obligation{
				Regime: regime.ID, Role: role.ID, Applies: "open", Aware: d.Record.Timeline.Detected,
			}})
		}
	}
	return duties
}

// suggested leaves out what the draft has an entry for, and exercises, about which nobody reports.
func suggested(regime taxonomy.Regime, r *incident.Record, systems []*incident.System, zone *time.Location) bool {
	has := slices.ContainsFunc(r.Obligations, func(o incident.Obligation) bool { return o.Regime == regime.ID })
	return !has && r.Kind != incident.KindExercise && len(regime.Roles) > 0 && taxonomy.Suggested(regime, r, systems, zone)
}

// rolesHeld are the roles of a regime that the register gives the organisation.
func rolesHeld(regime taxonomy.Regime, systems []*incident.System) []taxonomy.Role {
	var held []taxonomy.Role
	for _, role := range regime.Roles {
		if slices.ContainsFunc(systems, func(s *incident.System) bool {
			return s.Role == role.ID || s.Role == "both" && isSystemRole(role.ID)
		}) {
			held = append(held, role)
		}
	}
	if len(held) == 0 {
		return regime.Roles[:1]
	}
	return held
}

func isSystemRole(id string) bool { return id == "provider" || id == "deployer" }

// Playbooks are those written for the type or a system of a draft.
func (d *Draft) Playbooks() []*incident.Article {
	var list []*incident.Article
	for _, a := range d.log.Articles {
		meets := slices.Contains(a.Types, d.Record.Type) ||
			slices.ContainsFunc(a.Systems, func(s string) bool { return slices.Contains(d.Record.Systems, s) })
		if a.Kind == incident.Playbook && meets {
			list = append(list, a)
		}
	}
	return list
}
