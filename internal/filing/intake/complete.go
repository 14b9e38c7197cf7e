package intake

import (
	"slices"

	"hindcast/internal/filing"
	"hindcast/internal/importing"
	"hindcast/internal/incident"
)

// complete fills in what no record can be without, from what the team says of sources that do not have it, and names it in
// source.issues: a reader sees what is not from the source. Precedents need none of it.
func (d *Desk) complete(entries []importing.Entry, words *importing.Words) {
	defaults, names := words.Defaults(), d.log.Names()
	for i := range entries {
		f := &entries[i].Front
		if f.IsPrecedent() {
			continue
		}
		d.systems(f)
		playbooks(f, names)
		rank := &f.Severity
		if f.Kind == incident.KindNearMiss || f.Kind == incident.KindHazard {
			rank = &f.PotentialSeverity
		}
		for _, lack := range []struct {
			key, value string
			at         *string
		}{{"type", defaults.Type, &f.Type}, {"severity", defaults.Severity, rank}} {
			if *lack.at == "" && lack.value != "" {
				*lack.at = lack.value
				if word := entries[i].Unread; lack.at == rank && word != "" {
					importing.Lacks(f, "severity: %s is none that is known; %s was taken", importing.Excerpt(word), lack.value)
				} else {
					importing.Lacks(f, "%s: not stated; %s was taken for what states none", lack.key, lack.value)
				}
			}
		}
		if f.TLP == "" {
			f.TLP = defaults.TLP
		}
		if entries[i].Restricted != "" {
			importing.Restrict(f, entries[i].Restricted)
		}
		d.status(f)
	}
}

// systems are those of the register by the names that the source has for them.
func (d *Desk) systems(f *incident.Front) {
	var unknown []string
	for _, name := range f.Unregistered {
		if s := filing.SystemCalled(d.log, name); s != nil {
			f.Systems = append(f.Systems, s.Slug)
		} else {
			unknown = append(unknown, name)
		}
	}
	f.Unregistered = unknown
}

// playbooks are those that this repository has.
func playbooks(f *incident.Front, names *incident.Names) {
	f.Playbooks = slices.DeleteFunc(f.Playbooks, func(slug string) bool {
		isHere := names.Playbook(slug) != nil
		if !isHere {
			importing.Lacks(f, "playbooks: %s is not here", slug)
		}
		return !isHere
	})
}

// status is the furthest stage that the source states or has a time of.
func (d *Desk) status(f *incident.Front) {
	if f.Status == incident.Withdrawn || f.Status == incident.Duplicate {
		return
	}
	furthest := max(incident.StageIndex(f.Status), 0)
	for i, stage := range incident.Lifecycle {
		if !f.Timeline.At(stage.ID).IsZero() {
			furthest = max(furthest, i)
		}
	}
	f.Status = incident.Lifecycle[furthest].ID
}
