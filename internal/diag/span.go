package diag

import (
	"bytes"
	"sort"
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
	points []int // code points before each stride of bytes, so that a long line costs no more than others
}

const stride = 1 << 10

// NewLines indexes the line starts of text, which it keeps.
func NewLines(text []byte) *Lines {
	starts := make([]int, 1, bytes.Count(text, []byte{'\n'})+1)
	for i, b := range text {
		if b == '\n' {
			starts = append(starts, i+1)
		}
	}
	l := &Lines{text: text, starts: starts, points: make([]int, 1, len(text)/stride+1)}
	for at := stride; at <= len(text); at += stride {
		l.points = append(l.points, l.points[len(l.points)-1]+points(text[at-stride:at]))
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
	return l.points[whole] + points(l.text[whole*stride:offset])
}

// Text is the indexed text.
func (l *Lines) Text() []byte { return l.text }

// Pos is the place of a byte offset; one past the end is the end.
func (l *Lines) Pos(offset int) Pos {
	offset = max(0, min(offset, len(l.text)))
	line := sort.SearchInts(l.starts, offset+1)
	column := l.before(offset) - l.before(l.starts[line-1]) + 1
	return Pos{Line: line, Column: column, Offset: offset}
}

// Span is the place between two byte offsets.
func (l *Lines) Span(start, end int) Span {
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
