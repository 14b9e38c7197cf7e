// Package reference writes the reference of keys, rules, settings and commands in Markdown, from the tables that the
// program checks by.
package reference

import (
	"reflect"
	"slices"
	"strings"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"hindcast/internal/check/rule"
	"hindcast/internal/incident"
	"hindcast/internal/section"
)

// Files are the pages of the reference by their names in docs/reference.
func Files(command *cobra.Command) map[string]string {
	config := incident.NewConfig(incident.Settings{})
	return map[string]string{
		"record.md": Record(&config), "rules.md": rules(), "configuration.md": configuration(&config), "commands.md": commands(command),
	}
}

// Record is the reference of the front matters of records, systems and articles, with the vocabularies and the own keys
// of settings.
func Record(c *incident.Config) string {
	p := newPage("Records")
	p.text("The keys of the front matter of a record, a file below `incidents/`. What every record needs:")
	p.fenced("yaml", incident.LeastRecord)
	k := newKeys(p)
	k.examples, k.column = rule.ItemExamples, "needed"
	k.asked = func(path, key string) string { return neededFrom(c, path, key) }
	p.heading(2, "Keys of records")
	k.write(reflect.TypeFor[incident.Front]())
	p.ownKeys(c)

	p.heading(2, "What stages ask for")
	p.text("Each stage asks for its time in `timeline`, for what is listed, and for all that the stages before it ask for. " +
		"A precedent has no stages: it needs `id`, `title`, `tlp` and `references`.")
	p.stages(c)
	p.heading(2, "What kinds can't have")
	p.kinds(c)
	p.heading(2, "Sections")
	p.text("The headings of the second level in the text of a record:")
	p.WriteString("\n")
	for _, name := range section.All {
		p.WriteString("- " + c.SectionNames.Heading(name) + "\n")
	}

	k.column, k.asked = "", func(string, string) string { return "" }
	p.heading(2, "Keys of systems")
	p.text("Files below `knowledge/systems/`. What every page of knowledge needs:")
	p.fenced("yaml", incident.LeastPage)
	k.write(reflect.TypeFor[incident.SystemFront]())
	p.heading(2, "Keys of articles")
	p.text("Playbooks lie below `knowledge/playbooks/`, terms below `knowledge/glossary/`, other articles elsewhere below `knowledge/`.")
	k.column, k.asked = "in", kindsWith
	k.write(reflect.TypeFor[incident.ArticleFront]())
	k.writeForms()
	k.writeValues(c.Vocabularies)
	return p.String()
}

// neededFrom is from when on a key is needed.
func neededFrom(c *incident.Config, path, key string) string {
	whole := incident.JoinKey(path, key)
	if slices.Contains(incident.ItemNeeds[path], key) || whole == "status" {
		return "always"
	}
	for _, stage := range c.Lifecycle() {
		if whole == "timeline."+stage.ID {
			return "from " + stage.ID + skipping(c, stage.ID)
		}
		for _, need := range stage.Needs {
			if need.Key == whole {
				return "from " + stage.ID + conditions(need)
			}
		}
	}
	if path == "actions" && slices.Contains(incident.ActionNeeds, key) {
		return "from reviewed"
	}
	return ""
}

// skipping are the kinds of record that may leave a stage out.
func skipping(c *incident.Config, stage string) string {
	var kinds []string
	for _, kind := range c.Vocabularies["kinds"] {
		if (&incident.Front{Kind: kind.ID}).Skips(stage) {
			kinds = append(kinds, kind.ID)
		}
	}
	if len(kinds) == 0 {
		return ""
	}
	return ", unless " + strings.Join(kinds, ", ")
}

// conditions are the kinds that a need is asked of, and what does as well.
func conditions(need incident.Need) string {
	text := ""
	if len(need.Kinds) > 0 {
		text += ", for " + strings.Join(need.Kinds, ", ")
	}
	if need.When != nil {
		text += ", in some cases"
	}
	if need.Or != "" {
		text += ", or " + code(need.Or)
	}
	return text
}

func (p *page) stages(c *incident.Config) {
	var rows [][]string
	for _, stage := range c.Lifecycle() {
		for _, need := range stage.Needs {
			what := code(need.Key)
			if name, isSection := strings.CutPrefix(need.Key, incident.SectionKey("")); isSection {
				what = "section " + c.SectionNames.Heading(name)
			}
			if need.Or != "" {
				what += " or " + code(need.Or)
			}
			rows = append(rows, []string{stage.ID, what, strings.Join(need.Kinds, ", "), plain(need.Hint)})
		}
	}
	p.table([]string{"stage", "asks for", "of", "what to write"}, rows)
}

func (p *page) kinds(c *incident.Config) {
	var rows [][]string
	for _, kind := range c.Vocabularies["kinds"] {
		for _, not := range incident.NotForKind[kind.ID] {
			rows = append(rows, []string{kind.ID, code(not[0]), plain(not[1])})
		}
	}
	p.table([]string{"kind", "without", "why"}, rows)
}

// ownKeys are those of the repository's own, where it has some.
func (p *page) ownKeys(c *incident.Config) {
	if len(c.CustomFields) == 0 {
		return
	}
	p.heading(3, "custom")
	var rows [][]string
	for _, f := range c.CustomFields {
		rows = append(rows, []string{code(f.ID), plain(f.Title), f.Form, plain(strings.Join(f.Values, ", ")), f.NeededFrom})
	}
	p.table([]string{"key", "on pages", "form", "values", "needed from"}, rows)
}

// kindsWith are the kinds of article that may have a key.
func kindsWith(_, key string) string {
	var kinds []string
	for _, kind := range []incident.ArticleKind{incident.Plain, incident.Playbook, incident.Glossary} {
		if slices.Contains(incident.ArticleKeys[kind], key) {
			kinds = append(kinds, string(kind))
		}
	}
	return strings.Join(kinds, ", ")
}

// configuration is the reference of the settings.
func configuration(c *incident.Config) string {
	p := newPage("Configuration")
	p.text("The keys of `hindcast.yaml` in the top of a records repository. All can be left out.")
	k := newKeys(p)
	k.column, k.asked = "needed", func(path, key string) string {
		if slices.Contains(incident.SettingsNeeds[path], key) {
			return "always"
		}
		return ""
	}
	p.heading(2, "Keys")
	k.write(reflect.TypeFor[incident.Settings]())
	p.heading(2, "Limits")
	p.text("The keys of `limits`. What goes past a limit is a finding that names the file, and other files are not affected.")
	var rows [][]string
	for _, l := range incident.LimitTable {
		rows = append(rows, []string{code(l.Key), plain(l.What), humanize.Comma(int64(l.Default)), humanize.Comma(int64(l.Most))})
	}
	p.table([]string{"key", "bounds the", "default", "ceiling"}, rows)
	k.writeForms()
	k.writeValues(c.Vocabularies)
	return p.String()
}
