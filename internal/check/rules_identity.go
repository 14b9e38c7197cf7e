package check

import (
	"fmt"
	"path"
	"strings"

	"hindcast/internal/diag"
	"hindcast/internal/incident"
)

// identityRules are about ids and names of files.
var identityRules = []Rule{
	{
		ID: "id-form", Title: "an id is built by the repository's pattern", Since: "0.1", Level: diag.Error,
		Why:     "Ids are permanent and are quoted in tickets, minutes and reports to authorities.",
		Example: Example{Edits: [][2]string{{"id: INC-2026-0001", "id: «INC-26-1»"}}, Path: "incidents/2026/INC-26-1.md"},
		record: func(p *pass, r *incident.Record) {
			if r.ID == "" {
				return
			}
			if message, hint := p.log.Config.IDs.Pattern.Check(r.ID, r.KindOrDefault()); message != "" {
				f := p.at("id", message, hint)
				trimmed := strings.TrimSpace(r.ID)
				if still, _ := p.log.Config.IDs.Pattern.Check(trimmed, r.KindOrDefault()); still == "" && trimmed != r.ID {
					f.Fix = &diag.Fix{Start: f.Span.Start.Offset, End: f.Span.End.Offset, Text: trimmed}
				}
			}
		},
	},
	{
		ID: "id-unique", Title: "an id or alias belongs to one record, without regard to case", Since: "0.1", Level: diag.Error,
		Why:     "Two records of one id would overwrite each other's page, and a reference would lead to the wrong one.",
		Example: Example{Edits: [][2]string{{"id: INC-2026-0001", "id: «INC-2026-0002»"}}, Path: "incidents/2026/INC-2026-0002-second.md"},
		record:  uniqueID,
	},
	{
		ID: "id-file-name", Title: "the name of a record's file or folder starts with its id", Since: "0.1", Level: diag.Error,
		Why:     "Whoever looks for a record in the repository looks for its id.",
		Example: Example{Edits: [][2]string{{"id: INC-2026-0001", "id: «INC-2026-0003»"}}},
		record:  fileNamedByID,
	},
	{
		ID: "slug-unique", Title: "the name of a file under knowledge is used once", Since: "0.1", Level: diag.Error,
		Why: "[[name]] must lead to one page.",
		Example: Example{
			Path: "knowledge/assistant.md", Bad: "«---»\ntitle: Assistants\ntlp: GREEN\n---\nText.\n", Good: "",
		},
		file: uniqueSlug,
	},
}

func uniqueID(p *pass, r *incident.Record) {
	other := func(key, id string) {
		first := p.names.Record(id)
		if id == "" || first == nil || first == r {
			return
		}
		f := p.at(key, fmt.Sprintf("%s is taken by another record", id), "give this one a number of its own")
		if first.Places != nil {
			span, _, _ := first.Places.Value("id")
			f.Related = []diag.Place{{Path: first.Path, Span: span, Message: "taken here"}}
		}
	}
	other("id", r.ID)
	for i, alias := range r.Aliases {
		other(item("aliases", i), alias)
	}
}

func fileNamedByID(p *pass, r *incident.Record) {
	name := strings.TrimSuffix(path.Base(r.Path), ".md")
	if name == "index" {
		name = path.Base(path.Dir(r.Path))
	}
	rest, ok := strings.CutPrefix(name, r.ID)
	switch {
	case r.ID == "":
	case r.Status == incident.Redacted && rest != "":
		p.at("id", fmt.Sprintf("the file of a redacted record is called %s.md, not %s.md", r.ID, name), "rename it: a title in the name could tell what was redacted")
	case !ok || rest != "" && rest[0] != '-':
		p.at("id", fmt.Sprintf("the file is called %s, which does not start with %s", name, r.ID), "rename the file or mend the id")
	}
}

func uniqueSlug(p *pass) {
	var first *incident.File
	if s := p.names.System(p.slug); s != nil {
		first = &s.File
	} else if a := p.names.Article(p.slug); a != nil {
		first = &a.File
	}
	if p.slug == "" || first == nil || first == p.file {
		return
	}
	f := p.report(diag.Finding{Span: p.file.Places.Start(), Message: fmt.Sprintf("the name %s is taken by another file", p.slug), Hint: "rename one of them"})
	f.Related = []diag.Place{{Path: first.Path, Span: diag.FileStart, Message: "taken here"}}
}
