package console

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"hindcast/internal/diag"
)

// The widths of a terminal that lists are laid out for.
const (
	UsualWidth    = 80
	narrowest     = 40
	widest        = 120
	LeftColumn    = 16 // as wide as 2026-03-02 09:25
	BetweenColumn = 2
)

// List writes entries of two columns: a short word on the left, text on the right that is wrapped
// and stays in its column.
type List struct {
	W      io.Writer
	Width  int // of the terminal, in characters
	left   int // of the left column
	Colour bool
	Titled bool // a title was written
	Err    error
}

// List is a list for the output, as wide as its terminal.
func (a *App) List(left int) *List {
	width := UsualWidth
	if n, err := strconv.Atoi(a.Getenv("COLUMNS")); err == nil {
		width = min(max(n, narrowest), widest)
	}
	return &List{W: a.Out, Width: width, left: left, Colour: a.Colour()}
}

// Print writes text as fmt.Fprintf does.
func (l *List) Print(format string, args ...any) {
	if l.Err == nil {
		_, l.Err = fmt.Fprintf(l.W, format, args...)
	}
}

// Title begins a section, with its number of entries.
func (l *List) Title(text string, n int, colour string) {
	if l.Titled {
		l.Print("\n")
	}
	l.Titled = true
	text = fmt.Sprintf("%s (%d)", text, n)
	if l.Colour {
		text = "\x1b[1;" + colour + "m" + text + "\x1b[0m"
	}
	l.Print("%s\n", text)
}

// Entry writes lines of the right column, the left one beside the first line of each.
func (l *List) Entry(pairs ...[2]string) {
	for _, p := range pairs {
		l.Row(p[0], diag.Printable(p[1]))
	}
}

// Row writes text of the right column that is safe on a terminal and may hold marks.
func (l *List) Row(left, text string) {
	left = diag.Printable(left)
	for _, line := range Wrap(text, l.Width-l.left-2*BetweenColumn) {
		pad := max(0, l.left-utf8.RuneCountInString(left))
		l.Print("%s\n",
			strings.TrimRight(strings.Repeat(" ", BetweenColumn)+left+strings.Repeat(" ", pad+BetweenColumn)+line, " "))
		left = ""
	}
}

// What begins and ends a marked word.
const (
	MarkOn  = "\x1b[1;33m"
	MarkOff = "\x1b[0m"
)

// measure is how many characters of a word are seen.
func measure(word string) int {
	seen := utf8.RuneCountInString(word)
	for _, mark := range []string{MarkOn, MarkOff} {
		seen -= len(mark) * strings.Count(word, mark)
	}
	return seen
}

// Paragraph writes text over the whole width.
func (l *List) Paragraph(text string) {
	l.Print("\n%s\n", strings.Join(Wrap(diag.Printable(text), l.Width), "\n"))
}

// Wrap breaks text at spaces; a word that is longer than a line is alone on one.
func Wrap(text string, width int) []string {
	lines := []string{""}
	for word := range strings.FieldsSeq(text) {
		last := lines[len(lines)-1]
		switch {
		case last == "":
			lines[len(lines)-1] = word
		case measure(last)+1+measure(word) <= width:
			lines[len(lines)-1] = last + " " + word
		default:
			lines = append(lines, word)
		}
	}
	return lines
}

// Joined is the facts that are there, with dots between them.
func Joined(facts ...string) string {
	var there []string
	for _, f := range facts {
		if f != "" {
			there = append(there, f)
		}
	}
	return strings.Join(there, " · ")
}

// WriteJSON writes a value as indented JSON that is safe on a terminal.
func (a *App) WriteJSON(v any) error { return diag.WriteJSON(a.Out, "  ", v) }
