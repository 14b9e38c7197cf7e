package markdown

import "hindcast/internal/diag"

// Fence is a marked part of a text, as byte offsets from the beginning of the text: Open to Shut with the lines of the
// fence, Start to End without them.
type Fence struct {
	Mark                   string
	Open, Start, End, Shut int
}

// Kept is a text in a form that can be written and read again; Restore makes a text of it.
type Kept struct {
	Text   Text
	Offset int // in the file
	Fences []Fence
}

// Keep is the text as it can be written.
func (t Text) Keep() Kept {
	k := Kept{Text: t}
	k.Text.source = nil
	if t.source != nil {
		k.Offset = t.source.offset
		for _, f := range t.source.parts {
			k.Fences = append(k.Fences, Fence{f.mark, f.open, f.start, f.end, f.shut})
		}
	}
	return k
}

// Restore is the text that was kept, of the file with these lines. The parser is to be like the one that made it.
func (p *Parser) Restore(k *Kept, lines *diag.Lines) Text {
	t := k.Text
	if len(k.Fences) > 0 {
		t.source = &source{p, lines, k.Offset, nil}
		for _, f := range k.Fences {
			t.source.parts = append(t.source.parts, fence{f.Mark, f.Open, f.Start, f.End, f.Shut})
		}
	}
	return t
}
