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
}
