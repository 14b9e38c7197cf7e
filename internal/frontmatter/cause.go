package frontmatter

import (
	"errors"
	"strings"

	"go.yaml.in/yaml/v4"

	"hindcast/internal/diag"
	"hindcast/internal/frontmatter/typo"
)

// A YAML parser reports where it could not go on, which is often lines behind the mistake. So the mistakes that people
// make are looked for above that place, and the cause is the one that makes the head readable once it is mended, else
// the first that makes it readable further.

// mostCauses is how many causes are tried out, since each costs a parse.
const mostCauses = 16

// cause finds why a head can't be read, nil where it is none of the usual mistakes.
func (d *Document) cause(head []byte, limits Limits, keys []string, failed *yaml.LoadError) *diag.Finding {
	text := string(head)
	var cause *typo.Typo
	isWhole := false
	found := typo.Find(text, keys)
	for i := range found[:min(len(found), mostCauses)] {
		c := &found[i]
		if 1+strings.Count(text[:c.Start], "\n") > failed.Mark.Line {
			continue
		}
		err := load([]byte(c.Mended(text)), new(yaml.Node), limits)
		if isWhole = err == nil; isWhole {
			cause = c
			break
		}
		last := 1 + strings.Count(text[:c.Mends[len(c.Mends)-1].Start], "\n")
		var still *yaml.LoadError
		if cause == nil && errors.As(err, &still) && still.Mark != failed.Mark && still.Mark.Line > last {
			cause = c
		}
	}
	if cause == nil {
		return nil
	}
	start := d.Lines.Offset(d.line+1, 1)
	f := &diag.Finding{
		Rule: RuleSyntax, Span: d.Lines.Span(start+cause.Start, start+cause.End), Text: text[cause.Start:cause.End],
		Message: cause.Message, Hint: cause.Hint,
	}
	if isWhole && cause.Sure {
		change := cause.Change(text)
		f.Fix = &diag.Fix{Start: start + change.Start, End: start + change.End, Text: change.Text}
	}
	return f
}
