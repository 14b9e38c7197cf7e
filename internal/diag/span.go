package diag

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// Pos is a place in a file.
type Pos struct {
	Line   int // from 1
	Column int // from 1, in code points; a tab is one
	Offset int // from 0, in bytes
}

// Span is a stretch of a file; End is exclusive.
type Span struct{ Start, End Pos }

// FileStart is the span of findings about a whole file.
var FileStart = Span{Start: Pos{Line: 1, Column: 1}, End: Pos{Line: 1, Column: 1}}

// Lines turns byte offsets of one text into lines and columns.
type Lines struct {
	text   []byte
	starts []int
	points []int  // code points before each stride of bytes and before the end
	whole  *Lines // the text that stretches were cut out of; nil where none were
	cuts   []cut
}

// cut is where a stretch was taken out.
type cut struct{ at, length int }

// stride is in bytes. Where all of a stride are ASCII, none need be counted.
const stride = 1 << 7

// NewLines indexes the line starts of text, which it keeps.
func NewLines(text []byte) *Lines {
	starts := make([]int, 1, bytes.Count(text, []byte{'\n'})+1)
	for at := 0; ; {
		next := bytes.IndexByte(text[at:], '\n') + 1
		if next == 0 {
			break
		}
		at += next
		starts = append(starts, at)
	}
	l := &Lines{text: text, starts: starts, points: make([]int, 1, len(text)/stride+2)}
	for part := range slices.Chunk(text, stride) {
		l.points = append(l.points, l.points[len(l.points)-1]+points(part))
	}
	return l
}

// points counts the code points that begin in a stretch of text, which may cut one in two.
func points(text []byte) int {
	n := 0
	for _, b := range text {
		if b&0xC0 != 0x80 {
			n++
		}
	}
	return n
}

// before is how many code points begin before an offset.
func (l *Lines) before(offset int) int {
	whole := offset / stride
	start := whole * stride
	if start == offset || l.points[whole+1]-l.points[whole] == min(stride, len(l.text)-start) {
		return l.points[whole] + offset - start
	}
	return l.points[whole] + points(l.text[start:offset])
}

// Text is the indexed text.
func (l *Lines) Text() []byte { return l.text }

// Without is the text without some stretches, given as byte offsets, the end exclusive, in order. Places
// in it are those in the whole text.
func (l *Lines) Without(stretches [][2]int) *Lines {
	var text []byte
	var cuts []cut
	at := 0
	for _, s := range stretches {
		text = append(text, l.text[at:s[0]]...)
		cuts = append(cuts, cut{len(text), s[1] - s[0]})
		at = s[1]
	}
	return &Lines{text: append(text, l.text[at:]...), whole: l, cuts: cuts}
}

// Pos is the place of a byte offset; one past the end is the end.
func (l *Lines) Pos(offset int) Pos {
	if l.whole != nil {
		for i := len(l.cuts) - 1; i >= 0; i-- {
			if c := l.cuts[i]; offset >= c.at {
				offset += c.length
			}
		}
		return l.whole.Pos(offset)
	}
	offset = max(0, min(offset, len(l.text)))
	line, found := slices.BinarySearch(l.starts, offset)
	if found {
		return Pos{Line: line + 1, Column: 1, Offset: offset}
	}
	column := l.before(offset) - l.before(l.starts[line-1]) + 1
	return Pos{Line: line, Column: column, Offset: offset}
}

// Span is the place between two byte offsets.
func (l *Lines) Span(start, end int) Span {
	if l.whole != nil && end > start { // the end may be where something was cut out
		last := l.Pos(end - 1).Offset
		return Span{Start: l.Pos(start), End: l.whole.Pos(last + 1)}
	}
	return Span{Start: l.Pos(start), End: l.Pos(end)}
}

// Offset is the byte offset of a line and column, both from 1, held within the text.
func (l *Lines) Offset(line, column int) int {
	if line < 1 {
		return 0
	}
	if line > len(l.starts) {
		return len(l.text)
	}
	offset := l.starts[line-1]
	for ; column > 1 && offset < len(l.text) && l.text[offset] != '\n'; column-- {
		_, size := utf8.DecodeRune(l.text[offset:])
		offset += size
	}
	return offset
}

// Line is the text of a line, from 1, without its ending.
func (l *Lines) Line(n int) string {
	if n < 1 || n > len(l.starts) {
		return ""
	}
	end := len(l.text)
	if n < len(l.starts) {
		end = l.starts[n]
	}
	return string(bytes.TrimRight(l.text[l.starts[n-1]:end], "\r\n"))
}
