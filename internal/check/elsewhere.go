package check

import (
	"slices"

	"hindcast/internal/check/rule"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
)

// RuleMore counts the findings of a file beyond the limit.
const RuleMore = "more-findings"

// All are the rules and what else findings go by, for documentation and reports.
func All() []rule.Rule { return slices.Concat(Rules(), elsewhere) }

// elsewhere documents findings that no check of a single file shows: they come of making a site, or
// of the check itself.
var elsewhere = []rule.Rule{
	{
		ID: incident.RuleWithheld, Title: "what an audience sees names nothing that is withheld from it", Since: "0.1",
		Level: diag.Error,
		Why:   "An id, or a title word for word, tells that something is withheld, and often what. It depends on the audience, so build, serve and the like find it, and validate does not.",
	},
	{
		ID: incident.RuleTemplate, Title: "templates and tables of words of your own can be carried out", Since: "0.1",
		Level: diag.Error,
		Why:   "A template that fails on one page would keep the whole site from being written. It is tried on every page, and with --keep-going the built-in one is used instead.",
	},
	{
		ID: incident.RuleCustomPage, Title: "a page of your own has a template and an address that is free", Since: "0.1",
		Level: diag.Error,
		Why:   "A page that can't be made, or that takes the place of another, would be missed only by those who look for it.",
	},
	{
		ID: incident.RuleSource, Title: "the sources in hindcast.yaml can be read", Since: "0.1", Level: diag.Error,
		Why: "A site without the records of a whole team would be taken for all there is.",
	},
	{
		ID: incident.RuleSourceFile, Title: "the files of a source can be shown beside those of the repository", Since: "0.1",
		Level: diag.Warning,
		Why:   "Such a file is left out of the site. Those who filed it can mend it; they may also use words for types or severities that this repository does not know.",
	},
	{
		ID: RuleMore, Title: "a file has no more findings than are shown", Since: "0.1", Level: diag.Error,
		Why: "Thousands of findings in one file would hide those of all others. The gravest are shown, the rest is counted, and the count is as grave as the worst of them.",
	},
	{
		ID: incident.RuleDefeats, Title: "Hindcast itself does not fail at a file", Since: "0.1", Level: diag.Error,
		Why: "A fault of the program that one file sets off is to cost that file alone. Please report it.",
	},
}
