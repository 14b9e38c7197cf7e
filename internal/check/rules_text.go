package check

import (
	"fmt"

	"hindcast/internal/diag"
	"hindcast/internal/incident"
)

// textRules are about the text below the front matter.
var textRules = []Rule{
	{
		ID: "tlp-mark", Title: "a part of the text is marked with a mark of the protocol", Since: "0.1", Level: diag.Error,
		Why:     "A mark that is not known can't be kept; until it is mended the part is shown to nobody but restricted readers.",
		Example: Example{Edits: [][2]string{{"none was charged. See [[INC-2026-0002]].", "none was charged. See [[INC-2026-0002]].\n\n:::tlp AMBRE\n«Names of the customers are in the case file.»\n:::"}}},
		file: func(p *pass) {
			seen := map[string]bool{}
			for _, b := range p.file.Text.Blocks {
				if b.Mark == "" || incident.TLP.Has(b.Mark) || seen[b.Mark] {
					continue
				}
				seen[b.Mark] = true
				p.report(diag.Finding{Key: "text", Span: b.Span, Text: b.Mark,
					Message: fmt.Sprintf("this part is marked %s, which is no mark", b.Mark), Hint: diag.DidYouMean(b.Mark, incident.TLP.IDs())})
			}
		},
	},
	{
		ID: "source-issue", Title: "what an imported source had wrong is looked at", Since: "0.1", Level: diag.Warning,
		Why:     "The importer left it out of the record; a person can often tell what was meant.",
		Example: Example{Edits: [][2]string{{"related:\n", "source: {name: old tracker, issues: [«\"date: 31 February\"»]}\nrelated:\n"}}},
		record: func(p *pass, r *incident.Record) {
			if r.Source == nil {
				return
			}
			for i, issue := range r.Source.Issues {
				p.at(item("source.issues", i), fmt.Sprintf("left out by the import: %s", issue), "write what was meant, or remove the entry")
			}
		},
	},
}
