package content

import (
	"strings"

	"hindcast/internal/check/rule"
	"hindcast/internal/diag"
	"hindcast/internal/frontmatter"
	"hindcast/internal/incident"
	"hindcast/internal/markdown"
)

// FileRules report what reading a file found.
var FileRules = []rule.Rule{
	{
		ID: incident.RuleUnreadable, Title: "a record is a readable file inside the repository", Since: "0.1",
		Level: diag.Error,
		Why:   "A record that can't be read is invisible to everyone who relies on the log being complete.",
		Example: rule.Example{
			Path: "incidents/2026/INC-2026-0003.md", Bad: "«»",
			Says: "a folder INC-2026-0003.md, or a link that leads out of the repository", Good: rule.Base,
			Wrong: map[string]string{"incidents/2026/INC-2026-0003.md/notes.txt": "a folder with the name of a record"},
		},
	},
	{
		ID: incident.RuleFileSize, Title: "a file stays below the size limit", Since: "0.1", Level: diag.Error,
		Why: "Records are read by people; data and logs belong beside them, as evidence.",
		Example: rule.Example{
			Large: func() string { return "«»" + rule.Base + strings.Repeat("line of a log\n", 80_000) },
			Says:  "a file of more than 1 MiB", Good: rule.Base,
		},
	},
	{
		ID: incident.RuleEncoding, Title: "a file is UTF-8 text", Since: "0.1", Level: diag.Error,
		Why:     "Text in another encoding would be published as garbage.",
		Example: rule.Example{Bad: "«»---\ntitle: R\xfcckzahlung\n---\n", Says: "a file in Latin-1: R\ufffdckzahlung", Good: rule.Base},
	},
	{
		ID: incident.RuleFileEnding, Title: "a record's file ends in .md", Since: "0.1", Level: diag.Error,
		Why:     "A file with another ending would silently be left out of the log.",
		Example: rule.Example{Path: "incidents/2026/INC-2026-0001-example.markdown", Bad: "«»" + rule.Base, Good: rule.Base},
	},
	{
		ID: incident.RuleConflict, Title: "a file holds no merge conflict that nobody resolved", Since: "0.1",
		Level:   diag.Error,
		Why:     "Both sides and the marks of Git would be published, and nobody decided which side is right.",
		Example: rule.Example{Edits: [][2]string{{"Nothing rebuilt the index when the fee table changed.", "«<<<<<<< HEAD»\nNothing rebuilt the index.\n=======\nNobody rebuilt the index.\n>>>>>>> review"}}},
	},
	{
		ID: frontmatter.RuleMissing, Title: "a file begins with a front matter", Since: "0.1", Level: diag.Error,
		Why:     "Stage, times, severity and sharing mark stand in the front matter; without it nothing about the record is known.",
		Example: rule.Example{Bad: "«»# What happened\n", Good: rule.Base},
	},
	{
		ID: incident.RuleForeign, Title: "the front matter is that of a record", Since: "0.1", Level: diag.Error,
		Why:     "A post of a blog or an entry of a status page tells neither stage nor sharing mark; each slip in it would be a finding.",
		Example: rule.Example{Bad: "«»---\ntitle: Checkout is down\ndate: 2026-03-02\nresolved: true\n---\nIt is back.\n", Good: rule.Base},
	},
	{
		ID: frontmatter.RuleUnclosed, Title: "the front matter is closed", Since: "0.1", Level: diag.Error,
		Why:     "Where it ends would be a guess, and text could be taken for keys.",
		Example: rule.Example{Bad: "«---»\nid: INC-2026-0001\n\n## What happened\n", Good: rule.Base},
	},
	{
		ID: frontmatter.RuleFormat, Title: "the front matter is YAML", Since: "0.1", Level: diag.Error,
		Why:     "One format means that one set of editors, schemas and findings serves everyone.",
		Example: rule.Example{Bad: "«»+++\nid = \"INC-2026-0001\"\n+++\n", Good: rule.Base},
	},
	{
		ID: frontmatter.RuleTooLarge, Title: "the front matter stays below the size limit", Since: "0.1", Level: diag.Error,
		Why: "A very large head is a mistake or an attack; it must not slow down the check of all others.",
		Example: rule.Example{
			Large: func() string {
				return "«»" + strings.Replace(rule.Base, "trigger: ", "trigger: "+strings.Repeat("and then ", 8000), 1)
			},
			Says: "a front matter of more than 64 KiB", Good: rule.Base,
		},
	},
	{
		ID: frontmatter.RuleSyntax, Title: "the front matter is valid YAML", Since: "0.1", Level: diag.Error,
		Why:     "What can't be parsed can't be checked.",
		Example: rule.Example{Edits: [][2]string{{"title: Chat assistant quotes", "title: Chat assistant«:» quotes"}}},
	},
	{
		ID: frontmatter.RuleFeature, Title: "the front matter does without anchors, aliases, tags and directives",
		Since: "0.1", Level: diag.Error,
		Why:     "They let a value stand somewhere else than where a reviewer reads it.",
		Example: rule.Example{Edits: [][2]string{{"owner: digital-channels", "owner: «&team» digital-channels"}}},
	},
	{
		ID: frontmatter.RuleUnknownKey, Title: "every key is one that Hindcast knows", Since: "0.1", Level: diag.Error,
		Why:     "A misspelt key would silently be ignored. Keys of your own go under custom.",
		Example: rule.Example{Edits: [][2]string{{"systems: [assistant]", "systems: [assistant]\n«sytems»: [assistant]"}}},
	},
	{
		ID: frontmatter.RuleDuplicateKey, Title: "a key is written once", Since: "0.1", Level: diag.Error,
		Why:     "Two values for one key leave open which of them holds.",
		Example: rule.Example{Edits: [][2]string{{"tlp: GREEN", "tlp: GREEN\n«tlp»: CLEAR"}}, Says: "tlp: GREEN\n«tlp»: CLEAR"},
	},
	{
		ID: frontmatter.RuleForm, Title: "a value has the form that its key asks for", Since: "0.1", Level: diag.Error,
		Why:     "A time without a zone, a list written as a text or a number with a unit means something else to every reader.",
		Example: rule.Example{Edits: [][2]string{{"detected: 2026-01-14T09:30:00Z", "detected: «2026-01-14 09:30»"}}},
	},
	{
		ID: incident.RuleEndings, Title: "the lines of a file end alike", Since: "0.1", Level: diag.Warning,
		Why:     "Mixed endings make every later change show lines that nobody touched.",
		Example: rule.Example{Edits: [][2]string{{"---\nid:", "«»---\r\nid:"}}, Says: "one line that ends in CRLF among lines that end in LF"},
	},
	{
		ID: markdown.RuleTooLarge, Title: "the text stays below the size limit", Since: "0.1", Level: diag.Error,
		Why: "A record is a report, not an archive.",
		Example: rule.Example{
			Large: func() string {
				return strings.Replace(rule.Base, "\n---\n", "\n---\n«»"+strings.Repeat("One more line of the chat.\n", 5000), 1)
			},
			Says: "a text of more than 128 KiB", Good: rule.Base,
		},
	},
	{
		ID: markdown.RuleTooComplex, Title: "the text can be turned into a page in bounded time", Since: "0.1",
		Level:   diag.Error,
		Why:     "A few kilobytes of nested brackets or table cells can take minutes and gigabytes.",
		Example: rule.Example{Bad: rule.Base + "\n«»" + strings.Repeat("[](", 1100) + "\n", Says: "[]([]([]([]( and so on, a thousand times", Good: rule.Base},
	},
	{
		ID: markdown.RuleFence, Title: "a part with a mark of its own is opened and closed as written in the manual",
		Since: "0.1", Level: diag.Error,
		Why:     "A mark that is not understood would publish what it was meant to hold back.",
		Example: rule.Example{Edits: [][2]string{{"## Impact\n", "## Impact\n«:::tlp AMBER»\n"}}},
	},
	{
		ID: incident.RuleAttachment, Title: "a file that a text refers to is of a kind that does no harm to whoever opens it",
		Since: "0.1", Level: diag.Error,
		Why: "A page, a script or an SVG picture beside a record would run on the site's own address and read everything there; a file whose name and bytes disagree is taken for the worse of the two.",
		Example: rule.Example{
			Edits: [][2]string{{"the old fee table.", "«[the old fee table](fees.html)»."}},
			Wrong: map[string]string{"incidents/2026/fees.html": "<table>\n"},
		},
	},
	{
		ID:    incident.RuleStatic,
		Title: "a file of site/static has a name that is free and that every system and host can store", Since: "0.1",
		Level: diag.Error,
		Why:   "A file with a name that is kept for the host, or that the site needs for itself, would keep the whole site from being written.",
		Example: rule.Example{
			Path: "site/static/manifest.json", Bad: "«»{}\n", Says: "a file site/static/manifest.json", Good: rule.Base,
		},
	},
	{
		ID: markdown.RuleUnsafeLink, Title: "links lead to https, http, mailto or into the repository", Since: "0.1",
		Level:   diag.Error,
		Why:     "Other schemes can run scripts in the reader's browser or lead to one machine only.",
		Example: rule.Example{Edits: [][2]string{{"the old fee table.", "the old fee «[table](javascript:x)»."}}},
	},
}
