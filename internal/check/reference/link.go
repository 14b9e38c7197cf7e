// Package reference has the rules about what a file is called and what it refers to: ids, addresses, links, relations.
package reference

import (
	"fmt"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/check/rule"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/markdown"
)

// LinkRules are about references to other files.
var LinkRules = []rule.Rule{
	{
		ID: "unknown-record", Title: "a relation leads to a record that exists", Since: "0.1", Level: diag.Error,
		Why:     "A recurrence that points nowhere can't be counted.",
		Example: rule.Example{Edits: [][2]string{{"{id: INC-2026-0002, relation", "{id: «INC-2026-0020», relation"}}},
		Record:  knownRecords,
	},
	{
		ID: "unknown-system", Title: "a system is in the register", Since: "0.1", Level: diag.Error,
		Why:     "What happened to a system can only be asked if every record calls it by the same name.",
		Example: rule.Example{Edits: [][2]string{{"systems: [assistant]", "systems: [«asistant»]"}}},
		File:    knownSystems,
	},
	{
		ID: "unknown-playbook", Title: "a playbook is in knowledge/playbooks", Since: "0.1", Level: diag.Error,
		Why:     "Whether a playbook helps can only be told from the incidents that used it.",
		Example: rule.Example{Edits: [][2]string{{"related:\n", "playbooks: [«wrong-answers»]\nrelated:\n"}}},
		Record: func(p *rule.Pass, r *incident.Record) {
			for i, slug := range r.Playbooks {
				if slug != "" && p.Names.Playbook(slug) == nil {
					p.At(rule.Item("playbooks", i), fmt.Sprintf("there is no playbook %s", slug),
						nearest(p, slug, "write the file knowledge/playbooks/"+slug+".md"))
				}
			}
		},
	},
	{
		ID: "dead-link", Title: "a link into the repository leads somewhere", Since: "0.1", Level: diag.Error,
		Why:     "A reader who follows a dead link stops following links.",
		Example: rule.Example{Edits: [][2]string{{"See [[INC-2026-0002]].", "See «[[INC-2026-0022]]»."}}},
		File:    deadLinks,
	},
	{
		ID: "unregistered-system", Title: "a system that an incident names is in the register", Since: "0.1",
		Level:   diag.Warning,
		Why:     "A system outside of the register has no owner, no risk class and no page.",
		Example: rule.Example{Edits: [][2]string{{"systems: [assistant]", "systems: [assistant]\nunregistered: [«call router»]"}}},
		Record: func(p *rule.Pass, r *incident.Record) {
			if r.KindOrDefault() == incident.KindPrecedent {
				return
			}
			for i, name := range r.Unregistered {
				p.At(rule.Item("unregistered", i), fmt.Sprintf("%q is not in the register of systems", name),
					"describe it in knowledge/systems and move it to systems")
			}
		},
	},
}

func knownRecords(p *rule.Pass, r *incident.Record) {
	check := func(key, id string) {
		switch other := p.Names.Record(id); {
		case id == "":
		case other == nil:
			p.At(key, fmt.Sprintf("there is no record %s", id), nearest(p, id, ""))
		case other == r:
			p.At(key, fmt.Sprintf("%s refers to itself", id), "remove it")
		}
	}
	for i, rel := range r.Related {
		check(rule.Item("related", i)+".id", rel.ID)
	}
	check("duplicate_of", r.DuplicateOf)
}

func knownSystems(p *rule.Pass) {
	for _, l := range p.Leaves() {
		if strings.HasPrefix(l.Key, "systems[") && p.Names.System(l.Text) == nil {
			p.At(l.Key, fmt.Sprintf("the register holds no system %s", l.Text),
				nearest(p, l.Text, "describe it in knowledge/systems/"+l.Text+".md, or name it under unregistered"))
		}
	}
}

// nearest is a hint that names what a misspelt name most likely means, else the hint given.
func nearest(p *rule.Pass, name, otherwise string) string {
	var candidates []string
	for _, r := range p.Log.Records {
		if r != p.Record {
			candidates = append(candidates, r.ID)
		}
	}
	for _, s := range p.Log.Systems {
		candidates = append(candidates, s.Slug)
	}
	for _, a := range p.Log.Articles {
		candidates = append(candidates, a.Slug)
	}
	if best := diag.Nearest(name, candidates); best != "" {
		return "did you mean " + best + "?"
	}
	return otherwise
}

func deadLinks(p *rule.Pass) {
	for _, ref := range p.File.Text.Refs {
		f := diag.Finding{Key: "text", Span: ref.Span, Text: ref.Target}
		switch {
		case ref.Form == markdown.Wiki && p.Names.Any(ref.Target) == nil:
			f.Message = fmt.Sprintf("[[%s]] leads nowhere", ref.Target)
			f.Hint = nearest(p, ref.Target, "write the id of a record, or the name of a file under knowledge without .md")
		case ref.Form == markdown.Path && p.Names.File(p.File.Path, ref.Target) == nil && address.Outside(&p.Log.Config, p.File.Path, ref.Target) == "":
			f.Message = fmt.Sprintf("there is no file %s", ref.Target)
			f.Hint = "write the path from this file, or [[id]]"
		case ref.Form == markdown.Picture && !isAttachment(p, ref):
			f.Message = fmt.Sprintf("there is no picture %s", ref.Target)
			f.Hint = "put it beside the record: a folder with index.md and its pictures"
		default:
			continue
		}
		p.Report(f)
	}
}

// isAttachment reports whether a reference leads to a file beside records.
func isAttachment(p *rule.Pass, ref markdown.Ref) bool {
	_, ok := p.Names.File(p.File.Path, ref.Target).(string)
	return ok
}
