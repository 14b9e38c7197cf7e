package markdown

import (
	"hindcast/internal/diag"
	"hindcast/internal/markdown/fence"
)

// Kept is a text in a form that can be written and read again; Restore makes a text of it.
type Kept struct {
	Text   Text
	Offset int // in the file
	Fences []fence.Fence
}

// Keep is the text as it can be written.
func (t Text) Keep() Kept {
	k := Kept{Text: t}
	k.Text.source = nil
	if t.source != nil {
		k.Offset, k.Fences = t.source.offset, t.source.parts
	}
	return k
}

// Restore is the text that was kept, of the file with these lines. The parser is to be like the one that made it.
func (p *Parser) Restore(k *Kept, lines *diag.Lines) Text {
	t := k.Text
	if len(k.Fences) > 0 {
		t.source = &source{p, lines, k.Offset, k.Fences}
	}
	return t
}
