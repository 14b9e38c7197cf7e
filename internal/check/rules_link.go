package check

import (
	"fmt"
	"strings"

	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/markdown"
)

// linkRules are about references to other files.
var linkRules = []Rule{
	{
		ID: "unknown-record", Title: "a relation leads to a record that exists", Since: "0.1", Level: diag.Error,
		Why:     "A recurrence that points nowhere can't be counted.",
		Example: Example{Edits: [][2]string{{"{id: INC-2026-0002, relation", "{id: «INC-2026-0020», relation"}}},
		record:  knownRecords,
	},
	{
		ID: "unknown-system", Title: "a system is in the register", Since: "0.1", Level: diag.Error,
		Why:     "What happened to a system can only be asked if every record calls it by the same name.",
		Example: Example{Edits: [][2]string{{"systems: [assistant]", "systems: [«asistant»]"}}},
		file:    knownSystems,
	},
	{
		ID: "unknown-playbook", Title: "a playbook is in knowledge/playbooks", Since: "0.1", Level: diag.Error,
		Why:     "Whether a playbook helps can only be told from the incidents that used it.",
		Example: Example{Edits: [][2]string{{"related:\n", "playbooks: [«wrong-answers»]\nrelated:\n"}}},
		record: func(p *pass, r *incident.Record) {
			for i, slug := range r.Playbooks {
				if slug != "" && p.names.Playbook(slug) == nil {
					p.at(item("playbooks", i), fmt.Sprintf("there is no playbook %s", slug), p.nearest(slug, "write the file knowledge/playbooks/"+slug+".md"))
				}
			}
		},
	},
	{
		ID: "dead-link", Title: "a link into the repository leads somewhere", Since: "0.1", Level: diag.Error,
		Why:     "A reader who follows a dead link stops following links.",
		Example: Example{Edits: [][2]string{{"See [[INC-2026-0002]].", "See «[[INC-2026-0022]]»."}}},
		file:    deadLinks,
	},
	{
		ID: "unregistered-system", Title: "a system that an incident names is in the register", Since: "0.1", Level: diag.Warning,
		Why:     "A system outside of the register has no owner, no risk class and no page.",
		Example: Example{Edits: [][2]string{{"systems: [assistant]", "systems: [assistant]\nunregistered: [«call router»]"}}},
		record: func(p *pass, r *incident.Record) {
			if r.KindOrDefault() == incident.KindPrecedent {
				return
			}
			for i, name := range r.Unregistered {
				p.at(item("unregistered", i), fmt.Sprintf("%q is not in the register of systems", name), "describe it in knowledge/systems and move it to systems")
			}
		},
	},
	unusedSilence,
}

var unusedSilence = Rule{
	ID: "unused-silence", Title: "a silence takes something out", Since: "0.1", Level: diag.Warning,
	Why:     "A silence that is left over hides the next finding of its rule.",
	Example: Example{Edits: [][2]string{{"related:\n", "silence: [{rule: «unregistered-system», reason: vendor is being onboarded}]\nrelated:\n"}}},
}

func knownRecords(p *pass, r *incident.Record) {
	check := func(key, id string) {
		switch other := p.names.Record(id); {
		case id == "":
		case other == nil:
			p.at(key, fmt.Sprintf("there is no record %s", id), p.nearest(id, ""))
		case other == r:
			p.at(key, fmt.Sprintf("%s refers to itself", id), "remove it")
		}
	}
	for i, rel := range r.Related {
		check(item("related", i)+".id", rel.ID)
	}
	check("duplicate_of", r.DuplicateOf)
}

func knownSystems(p *pass) {
	incident.Walk(p.front, func(l incident.Leaf) {
		if strings.HasPrefix(l.Key, "systems[") && p.names.System(l.Text) == nil {
			p.at(l.Key, fmt.Sprintf("the register holds no system %s", l.Text),
				p.nearest(l.Text, "describe it in knowledge/systems/"+l.Text+".md, or name it under unregistered"))
		}
	})
}

// nearest is a hint that names what a misspelt name most likely means, else the hint given.
func (p *pass) nearest(name, otherwise string) string {
	var candidates []string
	for _, r := range p.log.Records {
		if r != p.record {
			candidates = append(candidates, r.ID)
		}
	}
	for _, s := range p.log.Systems {
		candidates = append(candidates, s.Slug)
	}
	for _, a := range p.log.Articles {
		candidates = append(candidates, a.Slug)
	}
	if best := diag.Nearest(name, candidates); best != "" {
		return "did you mean " + best + "?"
	}
	return otherwise
}

func deadLinks(p *pass) {
	for _, ref := range p.file.Text.Refs {
		f := diag.Finding{Key: "text", Span: ref.Span, Text: ref.Target}
		switch {
		case ref.Form == markdown.Wiki && p.names.Any(ref.Target) == nil:
			f.Message = fmt.Sprintf("[[%s]] leads nowhere", ref.Target)
			f.Hint = p.nearest(ref.Target, "write the id of a record, or the name of a file under knowledge without .md")
		case ref.Form == markdown.Path && p.names.File(p.file.Path, ref.Target) == nil:
			f.Message = fmt.Sprintf("there is no file %s", ref.Target)
			f.Hint = "write the path from this file, or [[id]]"
		case ref.Form == markdown.Picture && !p.isAttachment(ref):
			f.Message = fmt.Sprintf("there is no picture %s", ref.Target)
			f.Hint = "put it beside the record: a folder with index.md and its pictures"
		default:
			continue
		}
		p.report(f)
	}
}

// isAttachment tells whether a reference leads to a file beside records.
func (p *pass) isAttachment(ref markdown.Ref) bool {
	_, ok := p.names.File(p.file.Path, ref.Target).(string)
	return ok
}
