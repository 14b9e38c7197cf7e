// Package content has the rules about what a file says: its form, values, texts and settings.
package content

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/atom"

	"hindcast/internal/check/rule"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/markdown"
	"hindcast/internal/section"
	"hindcast/internal/watch"
)

// TextRules are about the text below the front matter.
var TextRules = []rule.Rule{
	{
		ID: "tlp-mark", Title: "a part of the text is marked with a mark of the protocol", Since: "0.1", Level: diag.Error,
		Why:     "A mark that is not known can't be kept; until it is mended the part is shown to nobody but restricted readers.",
		Example: rule.Example{Edits: [][2]string{{"none was charged. See [[INC-2026-0002]].", "none was charged. See [[INC-2026-0002]].\n\n:::tlp AMBRE\n«Names of the customers are in the case file.»\n:::"}}},
		File: func(p *rule.Pass) {
			seen := map[string]bool{}
			for _, b := range p.File.Text.Blocks {
				if b.Mark == "" || incident.TLP.Has(b.Mark) || seen[b.Mark] {
					continue
				}
				seen[b.Mark] = true
				p.Report(diag.Finding{
					Key: "text", Span: b.Span, Text: b.Mark,
					Message: fmt.Sprintf("this part is marked %s, which is no mark", b.Mark),
					Hint:    diag.DidYouMean(b.Mark, incident.TLP.IDs()),
				})
			}
		},
	},
	{
		ID: "source-issue", Title: "what an imported source had wrong is looked at", Since: "0.1", Level: diag.Warning,
		Why:     "The importer left it out of the record; a person can often tell what was meant.",
		Example: rule.Example{Edits: [][2]string{{"related:\n", "source: {name: old tracker, issues: [«\"date: 31 February\"»]}\nrelated:\n"}}},
		Record: func(p *rule.Pass, r *incident.Record) {
			if r.Source == nil {
				return
			}
			for i, issue := range r.Source.Issues {
				p.At(rule.Item("source.issues", i), fmt.Sprintf("left out by the import: %s", issue),
					"write what was meant, or remove the entry")
			}
		},
	},
	{
		ID: "tlp-weaker", Title: "a mark within a text is stricter than the record's", Since: "0.1", Level: diag.Warning,
		Why:     "Who may not read the record can't read a part of it either; the mark has no effect.",
		Example: rule.Example{Edits: [][2]string{{"none was charged. See [[INC-2026-0002]].", "none was charged. See [[INC-2026-0002]].\n\n:::tlp CLEAR\n«The fee table is public.»\n:::"}}},
		File: func(p *rule.Pass) {
			seen := map[string]bool{}
			for _, b := range p.File.Text.Blocks {
				if rank := incident.TLP.Index(b.Mark); rank >= 0 && rank <= incident.TLP.Index(p.TLP) && !seen[b.Mark] {
					seen[b.Mark] = true
					p.Report(diag.Finding{
						Key: "text", Span: b.Span, Text: b.Mark,
						Message: fmt.Sprintf("this part is marked %s, and the file %s", b.Mark, p.TLP),
						Hint:    "remove the mark, or write a stricter one",
					})
				}
			}
		},
	},
	{
		ID: "heading-level", Title: "headings begin at level two and skip none", Since: "0.1", Level: diag.Warning,
		Why:     "The title is level one; readers who navigate by headings get lost at a gap.",
		Example: rule.Example{Edits: [][2]string{{"## Response\n", "## Response\n\n«#### Rebuilding»\n\n"}}},
		File: func(p *rule.Pass) {
			last := 1
			for _, b := range p.File.Text.Below(p.Title) {
				if b.Level == 0 {
					continue
				}
				if b.Level == 1 || b.Level > last+1 {
					p.Report(diag.Finding{
						Key: "section:" + b.Plain, Span: b.Span, Text: b.Plain,
						Message: fmt.Sprintf("a heading of level %d after one of level %d", b.Level, last),
						Hint:    "write " + strings.Repeat("#", min(last+1, max(b.Level, 2))),
					})
				}
				last = max(b.Level, 1)
			}
		},
	},
	{
		ID: "heading-repeated", Title: "a section stands once", Since: "0.1", Level: diag.Warning,
		Why:     "Two sections of one name make two places for one thing.",
		Example: rule.Example{Edits: [][2]string{{"## Analysis\n", "«## Response»\nStaff were told.\n\n## Analysis\n"}}},
		Record: func(p *rule.Pass, r *incident.Record) {
			seen := map[string]diag.Span{}
			for _, s := range r.Text.Sections() {
				name := strings.ToLower(s.Title)
				if first, twice := seen[name]; twice && name != "" {
					f := p.Report(diag.Finding{
						Key: "section:" + s.Title, Span: s.Span, Text: s.Title,
						Message: fmt.Sprintf("the section %s stands here twice", s.Title), Hint: "join the two",
					})
					f.Related = []diag.Place{{Path: p.File.Path, Span: first, Message: "first here"}}
					continue
				}
				seen[name] = s.Span
			}
		},
	},
	{
		ID: "section-name", Title: "a section is called by its name", Since: "0.1", Level: diag.Warning,
		Why:     "Lessons are collected from the sections of that name; under another they are missed.",
		Example: rule.Example{Edits: [][2]string{{"## Lessons\nAn index", "## Lessons\nAn index"}, {"was made from.\n", "was made from.\n\n«## Lesons»\nNothing more.\n"}}},
		Record: rule.UnlessPrecedent(func(p *rule.Pass, r *incident.Record) {
			for _, s := range r.Text.Sections() {
				if s.Title == "" || slices.Contains(section.Keys(), s.Name) {
					continue
				}
				if near := diag.Nearest(s.Title, headings(p)); near != "" {
					p.Report(diag.Finding{
						Key: "section:" + s.Title, Span: s.Span, Text: s.Title, Message: fmt.Sprintf("there is no section %s", s.Title),
						Hint: "did you mean " + near + "?",
					})
				}
			}
		}),
	},
	{
		ID: "section-order", Title: "the sections stand in their order", Since: "0.1", Level: diag.Warning,
		Why:     "Readers of many records find their way by it.",
		Example: rule.Example{Edits: [][2]string{{"## Impact\n312 customers were told a wrong fee; none was charged. See [[INC-2026-0002]].\n\n", ""}, {"## Analysis\n", "«## Impact»\n312 customers were told a wrong fee.\n\n## Analysis\n"}}},
		Record: rule.UnlessPrecedent(func(p *rule.Pass, r *incident.Record) {
			last := -1
			for _, s := range r.Text.Sections() {
				if !p.Log.Config.SectionNames.IsOwn(s.Title) {
					continue // another template, in its own order
				}
				rank := slices.Index(incident.Sections, s.Name)
				if rank >= 0 && rank < last {
					names := headings(p)
					p.Report(diag.Finding{
						Key: "section:" + s.Title, Span: s.Span, Text: s.Title,
						Message: fmt.Sprintf("%s stands after %s", s.Title, names[last]),
						Hint:    "the order is " + strings.Join(names, ", "),
					})
				}
				last = max(last, rank)
			}
		}),
	},
	{
		ID: "dead-anchor", Title: "a link to a heading leads to one", Since: "0.1", Level: diag.Error,
		Why:     "The reader lands at the top of the page and wonders what was meant.",
		Example: rule.Example{Edits: [][2]string{{"none was charged.", "none was charged, see «[the lessons](#lesson)»."}}},
		File: func(p *rule.Pass) {
			for _, a := range p.File.Text.Anchors {
				if !hasHeading(p, p.File, a.Name) {
					p.Report(diag.Finding{
						Key: "text", Span: a.Span, Text: "#" + a.Name, Message: fmt.Sprintf("there is no heading #%s here", a.Name),
						Hint: nearestHeading(p, p.File, a.Name),
					})
				}
			}
			for _, ref := range p.File.Text.Refs {
				if target := fileOf(p, ref); ref.Anchor != "" && target != nil && !hasHeading(p, target, ref.Anchor) {
					p.Report(diag.Finding{
						Key: "text", Span: ref.Span, Text: ref.Target + "#" + ref.Anchor,
						Message: fmt.Sprintf("%s has no heading #%s", ref.Target, ref.Anchor),
						Hint:    nearestHeading(p, target, ref.Anchor),
					})
				}
			}
		},
	},
	{
		ID: "picture-alt", Title: "a picture has a text alternative", Since: "0.1", Level: diag.Warning,
		Why: "Readers who can't see it, and search, have only that text.",
		Example: rule.Example{
			Path:   "incidents/2026/INC-2026-0001-example/index.md",
			Edits:  [][2]string{{"none was charged.", "none was charged. «![](chart.gif)»"}},
			Beside: map[string]string{"incidents/2026/INC-2026-0001-example/chart.gif": rule.Pixel},
		},
		File: func(p *rule.Pass) {
			for _, ref := range p.File.Text.Refs {
				if ref.Form == markdown.Picture && strings.TrimSpace(ref.Label) == "" {
					p.Report(diag.Finding{
						Key: "text", Span: ref.Span, Text: ref.Target, Message: "the picture has no text alternative",
						Hint: "write what it shows between the brackets: ![…](" + ref.Target + ")",
					})
				}
			}
		},
	},
	{
		ID: "link-text", Title: "the text of a link says where it leads", Since: "0.1", Level: diag.Warning,
		Why:     "Out of its sentence, in a list of links, \"here\" leads anywhere.",
		Example: rule.Example{Edits: [][2]string{{"the old fee table.", "the old fee table, see «[here](https://example.org)»."}}},
		File: seen(markdown.SeenLinkText, func(s markdown.Seen) (string, string) {
			return fmt.Sprintf("the text of the link is %q", s.Text), "name what the link leads to"
		}),
	},
	{
		ID: "open-wiki-link", Title: "what begins as [[ becomes a link", Since: "0.1", Level: diag.Warning,
		Why:     "Readers see brackets where the writer saw a link.",
		Example: rule.Example{Edits: [][2]string{{"the old fee table.", "the old fee table, see «[[»INC-2026-0002."}}},
		File: seen(markdown.SeenOpenWiki, func(s markdown.Seen) (string, string) {
			switch {
			case strings.HasPrefix(s.Text, "!"):
				return s.Text + " shows no picture", "write it as ![what it shows](path of the file)"
			case strings.HasSuffix(s.Text, "]]"):
				return s.Text + " names nothing that it leads to", "write [[id|text]], or [[id]]"
			}
			return "[[ begins a link that does not end on its line", `write [[id]], or \[[ where the brackets are meant`
		}),
	},
	{
		ID: "html-shown", Title: "HTML is written as Markdown", Since: "0.1", Level: diag.Warning,
		Why: "Tags are shown as they are typed, but for br, sub, sup, kbd, details and summary without attributes: anyone " +
			"who files a record could change the page otherwise.",
		Example: rule.Example{Edits: [][2]string{{"the old fee table.", "the old «<font color=red>»fee</font> table."}}},
		File:    shownHTML,
	},
	{
		ID: "placeholder-text", Title: "nothing of a template is left over", Since: "0.1", Level: diag.Warning,
		Why:     "Readers can't tell what was left open from what was forgotten.",
		Example: rule.Example{Edits: [][2]string{{"the old fee table.", "the old fee table. «TODO» name the table."}}},
		File: spared(seen(watch.SeenPlaceholder, func(s markdown.Seen) (string, string) {
			return fmt.Sprintf("%s is left in the text", s.Text), "write it, or put it into an HTML comment"
		})),
	},
	{
		ID: "person-email", Title: "a record names teams and roles, no mail addresses", Since: "0.1", Level: diag.Warning,
		Why:     "Blameless means that the next person could have been anyone; and addresses of customers are personal data.",
		Example: rule.Example{Edits: [][2]string{{"The assistant quoted", "After a mail from «jo@example.org» the assistant quoted"}}},
		File: spared(func(p *rule.Pass) {
			seen(markdown.SeenEmail, sayEmail)(p)
			inHead(p, watch.Email, func(found string) (string, string) { return sayEmail(markdown.Seen{Text: found}) })
		}),
	},
	{
		ID: "person-handle", Title: "a record names teams and roles, no handles", Since: "0.1", Level: diag.Warning,
		Why:     "A handle is a person's name.",
		Example: rule.Example{Edits: [][2]string{{"The team on call takes over.", "The team on call («@jo-on-call») takes over."}}},
		File: spared(func(p *rule.Pass) {
			for _, s := range p.File.Text.Seen {
				if s.Watch != watch.SeenHandle || !watch.IsHandle(s.Text) {
					continue
				}
				at := strings.IndexByte(s.Text, '@')
				s.Span.Start.Column += utf8.RuneCountInString(s.Text[:at])
				s.Span.Start.Offset += at
				p.Report(diag.Finding{
					Key: "text", Span: s.Span, Text: s.Text[at:], Message: s.Text[at:] + " looks like a person's handle",
					Hint: "name the team or role",
				})
			}
		}),
	},
	{
		ID: "person-name", Title: "a record names teams and roles, no author of the repository", Since: "0.1",
		Level:   diag.Warning,
		Why:     "Who fixed it is in the history; a record that names them reads as one that blames them.",
		Example: rule.Example{Edits: [][2]string{{"The assistant quoted", "«Ann Author» noticed that the assistant quoted"}}},
		File: spared(func(p *rule.Pass) {
			seen(watch.SeenPerson, sayPerson)(p)
			if p.People != nil {
				inHead(p, p.People, func(found string) (string, string) { return sayPerson(markdown.Seen{Text: found}) })
			}
		}),
	},
	{
		ID: "secret", Title: "no key or token stands in a record", Since: "0.1", Level: diag.Error,
		Why:     "What was pushed once must be revoked. A few shapes of keys are known here; a secret scanner beside Hindcast knows more.",
		Example: rule.Example{Edits: [][2]string{{"the old fee table.", "the old fee table, with «AKIAABCDEFGHIJKLMNOP»."}}},
		File: func(p *rule.Pass) {
			say := func(found string) (string, string) {
				return fmt.Sprintf("this looks like a key (%s…)", found[:4]),
					"revoke it, then take it out of the record and of the history"
			}
			for _, s := range p.File.Text.Seen {
				if s.Watch == watch.SeenSecret {
					message, hint := say(s.Text)
					p.Report(diag.Finding{Key: "text", Span: s.Span, Message: message, Hint: hint})
				}
			}
			inHead(p, watch.Secret, say)
		},
	},
}

// headings are how this repository writes the headings of the sections, in their order.
func headings(p *rule.Pass) []string {
	list := make([]string, len(incident.Sections))
	for i, name := range incident.Sections {
		list[i] = p.Log.Config.SectionNames.Heading(name)
	}
	return list
}

var tagName = regexp.MustCompile(`^</?([A-Za-z][A-Za-z0-9-]*)`)

// asMarkdown is how Markdown says what tags say, by their names.
var asMarkdown = map[string]string{
	"img": "write it as ![what it shows](path of the file)", "a": "write it as [text](address)",
	"b": "write it as **text**", "strong": "write it as **text**", "i": "write it as *text*", "em": "write it as *text*",
	"s": "write it as ~~text~~", "del": "write it as ~~text~~", "code": "put it between backticks",
	"pre": "put it between lines of three backticks", "table": "write a table with bars: | a | b |",
	"ul": "begin each item with a hyphen", "ol": "begin each item with 1.", "li": "begin each item with a hyphen",
	"blockquote": "begin each line with >", "hr": "write ---", "p": "leave an empty line between paragraphs",
}

// shownHTML reports the first tag of HTML of each kind that is shown as it was typed. Words in angle brackets that are
// no HTML stand for themselves.
func shownHTML(p *rule.Pass) {
	told := map[string]bool{}
	for _, s := range p.File.Text.Seen {
		m := tagName.FindStringSubmatch(s.Text)
		if s.Watch != markdown.SeenHTML || m == nil {
			continue
		}
		name := strings.ToLower(m[1])
		if atom.Lookup([]byte(name)) == 0 && !strings.Contains(s.Text, "=") || told[name] {
			continue
		}
		told[name] = true
		hint := asMarkdown[name]
		switch {
		case hint != "":
		case slices.Contains([]string{"br", "sub", "sup", "kbd", "details", "summary"}, name):
			hint = "write it without attributes, and close it where it is opened: <" + name + "> … </" + name + ">"
		default:
			hint = "leave it out, or put it between backticks where it is to be shown"
		}
		p.Report(diag.Finding{
			Key: "text", Span: s.Span, Text: s.Text, Message: "<" + name + "> is shown as it is typed", Hint: hint,
		})
	}
}

// sayEmail says nothing where an address is no person's.
func sayEmail(s markdown.Seen) (message, hint string) {
	if !watch.IsMailbox(s.Text) {
		return "", ""
	}
	return s.Text + " is a mail address", "name the team or role"
}

func sayPerson(s markdown.Seen) (string, string) {
	return s.Text + " is an author of this repository", "name the team or role"
}

// seen reports what the parser noted under a name, where there is something to say.
func seen(watch string, say func(markdown.Seen) (message, hint string)) func(*rule.Pass) {
	return func(p *rule.Pass) {
		for _, s := range p.File.Text.Seen {
			if s.Watch == watch {
				message, hint := say(s)
				if message == "" {
					continue
				}
				p.Report(diag.Finding{Key: "text", Span: s.Span, Text: s.Text, Message: message, Hint: hint})
			}
		}
	}
}

// spared leaves out precedents, which stay as published.
func spared(check func(*rule.Pass)) func(*rule.Pass) {
	return func(p *rule.Pass) {
		if p.Record == nil || p.Record.KindOrDefault() != incident.KindPrecedent {
			check(p)
		}
	}
}

// inHead reports texts of the front matter in which a form is found that there is something to say of, evidence and
// addresses aside.
// The place is the whole value; its text is not repeated, since it may be what must not be shown.
func inHead(p *rule.Pass, form *watch.Form, say func(found string) (message, hint string)) {
	for _, l := range p.Leaves() {
		if strings.HasPrefix(l.Key, "evidence[") || rule.LastKey(l.Key) == "url" {
			continue
		}
		for _, at := range form.FindAllStringIndex(l.Text, -1) {
			if message, hint := say(l.Text[at[0]:at[1]]); message != "" {
				p.At(l.Key, message, hint).Text = ""
				break
			}
		}
	}
}

// hasHeading reports whether a file has the heading of an anchor, or may have it: the text of a file with a front
// matter that can't be read is not read either.
func hasHeading(p *rule.Pass, file *incident.File, anchor string) bool {
	return p.Headings(file)[anchor] || len(file.Text.Blocks) == 0 && len(file.Faults) > 0
}

// nearestHeading is a hint for an anchor that is missing. Where very many are, none has one: the
// findings past the limit are counted alone.
func nearestHeading(p *rule.Pass, file *incident.File, anchor string) string {
	if len(p.Findings) > p.Log.Config.Limit(incident.LimitFindings) {
		return ""
	}
	return diag.DidYouMean(anchor, markdown.Anchors(file.Text.Blocks))
}

// fileOf is the file that a path leads to; nil for what has no text.
func fileOf(p *rule.Pass, ref markdown.Ref) *incident.File {
	switch ref.Form {
	case markdown.Path, markdown.Wiki:
		return incident.FileOf(p.Names.Target(p.File.Path, ref))
	}
	return nil
}
