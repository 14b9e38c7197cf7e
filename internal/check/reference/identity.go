package reference

import (
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"hindcast/internal/check/rule"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
)

// IdentityRules are about ids and names of files.
var IdentityRules = []rule.Rule{
	{
		ID: "id-form", Title: "an id is built by the repository's pattern", Since: "0.1", Level: diag.Error,
		Why:     "Ids are permanent and are quoted in tickets, minutes and reports to authorities.",
		Example: rule.Example{Edits: [][2]string{{"id: INC-2026-0001", "id: «INC-26-1»"}}, Path: "incidents/2026/INC-26-1.md"},
		Record: func(p *rule.Pass, r *incident.Record) {
			if r.ID == "" {
				return
			}
			if message, hint := p.Log.Config.CheckID(r.Path, r.ID, r.KindOrDefault()); message != "" {
				f := p.At("id", message, hint)
				trimmed := strings.TrimSpace(r.ID)
				if still, _ := p.Log.Config.CheckID(r.Path, trimmed, r.KindOrDefault()); still == "" && trimmed != r.ID {
					f.Fix = &diag.Fix{Start: f.Span.Start.Offset, End: f.Span.End.Offset, Text: trimmed}
				}
			}
		},
	},
	{
		ID: "id-unique", Title: "an id or alias belongs to one record, without regard to case", Since: "0.1",
		Level:   diag.Error,
		Why:     "Two records of one id would overwrite each other's page, and a reference would lead to the wrong one.",
		Example: rule.Example{Edits: [][2]string{{"id: INC-2026-0001", "id: «INC-2026-0002»"}}, Path: "incidents/2026/INC-2026-0002-second.md"},
		Record:  uniqueID,
	},
	{
		ID: "id-file-name", Title: "the name of a record's file or folder starts with its id", Since: "0.1",
		Level:   diag.Error,
		Why:     "Whoever looks for a record in the repository looks for its id.",
		Example: rule.Example{Edits: [][2]string{{"id: INC-2026-0001", "id: «INC-2026-0003»"}}},
		Record:  fileNamedByID,
	},
	{
		ID: "slug-unique", Title: "the name of a file under knowledge is used once", Since: "0.1", Level: diag.Error,
		Why: "[[name]] must lead to one page.",
		Example: rule.Example{
			Path: "knowledge/assistant.md", Bad: "«---»\ntitle: Assistants\ntlp: GREEN\n---\nText.\n", Good: "",
		},
		File: uniqueSlug,
	},
	{
		ID: "alias-taken", Title: "a former name of a file under knowledge leads to that file", Since: "0.1", Level: diag.Warning,
		Why: "Whoever uses the former name would be led to another file, which has it now.",
		Example: rule.Example{
			Path: "knowledge/systems/router.md", Good: rule.Base,
			Bad: "---\ntitle: Router\ntlp: GREEN\nowner: telephony\naliases: [«assistant»]\n---\nSends calls.\n",
		},
		File: takenAlias,
	},
}

func uniqueID(p *rule.Pass, r *incident.Record) {
	other := func(key, id string) {
		first := p.Names.Record(id)
		if id == "" || first == nil || first == r {
			return
		}
		f := p.At(key, fmt.Sprintf("%s is taken by another record", id), "give this one a number of its own")
		if first.Places != nil {
			span, _, _ := first.Places.Value("id")
			f.Related = []diag.Place{{Path: first.Path, Span: span, Message: "taken here"}}
		}
	}
	other("id", r.ID)
	for i, alias := range r.Aliases {
		other(rule.Item("aliases", i), alias)
	}
}

func fileNamedByID(p *rule.Pass, r *incident.Record) {
	name := strings.TrimSuffix(path.Base(r.Path), ".md")
	if name == "index" {
		name = path.Base(path.Dir(r.Path))
	}
	rest, ok := strings.CutPrefix(name, r.ID)
	next, _ := utf8.DecodeRuneInString(rest)
	switch {
	case r.ID == "":
	case r.Status == incident.Redacted && rest != "":
		p.At("id", fmt.Sprintf("the file of a redacted record is called %s.md, not %s.md", r.ID, name),
			"rename it: a title in the name could tell what was redacted")
	case !ok:
		p.At("id", fmt.Sprintf("the file is called %s, which does not start with %s", name, r.ID),
			"rename the file or mend the id")
	case unicode.IsLetter(next) || unicode.IsNumber(next):
		p.At("id", fmt.Sprintf("the file is called %s, where %c comes right after %s", name, next, r.ID),
			"rename the file or mend the id; after it a hyphen, a space or another sign may follow")
	}
}

// takenAlias looks at names alone: a redirect from a path stands there whatever else has the last name of it.
func takenAlias(p *rule.Pass) {
	var aliases []string
	switch front := p.Front.(type) {
	case *incident.SystemFront:
		aliases = front.Aliases
	case *incident.ArticleFront:
		aliases = front.Aliases
	}
	for i, alias := range aliases {
		other := incident.FileOf(p.Names.Any(alias))
		if other == nil || other == p.File {
			continue
		}
		f := p.At(rule.Item("aliases", i), fmt.Sprintf("the name %s leads to another file", alias),
			"write the former path of the page, or remove it")
		f.Related = []diag.Place{{Path: other.Path, Span: diag.FileStart, Message: "taken here"}}
	}
}

func uniqueSlug(p *rule.Pass) {
	var first *incident.File
	if s := p.Names.System(p.Slug); s != nil {
		first = &s.File
	} else if a := p.Names.Article(p.Slug); a != nil {
		first = &a.File
	}
	if p.Slug == "" || first == nil || first == p.File {
		return
	}
	f := p.Report(diag.Finding{
		Span: p.File.Places.Start(), Message: fmt.Sprintf("the name %s is taken by another file", p.Slug),
		Hint: "rename one of them",
	})
	f.Related = []diag.Place{{Path: first.Path, Span: diag.FileStart, Message: "taken here"}}
}
