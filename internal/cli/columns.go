package cli

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"hindcast/internal/diag"
)

// The widths of a terminal that lists are laid out for.
const (
	usualWidth    = 80
	narrowest     = 40
	widest        = 120
	leftColumn    = 16 // as wide as 2026-03-02 09:25
	betweenColumn = 2
)

// list writes entries of two columns: a short word on the left, text on the right that is wrapped
// and stays in its column.
type list struct {
	w      io.Writer
	width  int // of the terminal, in characters
	left   int // of the left column
	colour bool
	titled bool // a title was written
	err    error
}

func (a *app) list(left int) *list {
	width := usualWidth
	if n, err := strconv.Atoi(a.Getenv("COLUMNS")); err == nil {
		width = min(max(n, narrowest), widest)
	}
	return &list{w: a.Out, width: width, left: left, colour: a.colour()}
}

func (l *list) print(format string, args ...any) {
	if l.err == nil {
		_, l.err = fmt.Fprintf(l.w, format, args...)
	}
}

// title begins a section, with its number of entries.
func (l *list) title(text string, n int, colour string) {
	if l.titled {
		l.print("\n")
	}
	l.titled = true
	text = fmt.Sprintf("%s (%d)", text, n)
	if l.colour {
		text = "\x1b[1;" + colour + "m" + text + "\x1b[0m"
	}
	l.print("%s\n", text)
}

// entry writes lines of the right column, the left one beside the first line of each.
func (l *list) entry(pairs ...[2]string) {
	for _, p := range pairs {
		l.row(p[0], diag.Printable(p[1]))
	}
}

// row writes text of the right column that is safe on a terminal and may hold marks.
func (l *list) row(left, text string) {
	left = diag.Printable(left)
	for _, line := range wrap(text, l.width-l.left-2*betweenColumn) {
		pad := max(0, l.left-utf8.RuneCountInString(left))
		l.print("%s\n", strings.TrimRight(strings.Repeat(" ", betweenColumn)+left+strings.Repeat(" ", pad+betweenColumn)+line, " "))
		left = ""
	}
}

// What begins and ends a marked word.
const (
	markOn  = "\x1b[1;33m"
	markOff = "\x1b[0m"
)

// measure is how many characters of a word are seen.
func measure(word string) int {
	seen := utf8.RuneCountInString(word)
	for _, mark := range []string{markOn, markOff} {
		seen -= len(mark) * strings.Count(word, mark)
	}
	return seen
}

// paragraph writes text over the whole width.
func (l *list) paragraph(text string) {
	l.print("\n%s\n", strings.Join(wrap(diag.Printable(text), l.width), "\n"))
}

// wrap breaks text at spaces; a word that is longer than a line stands alone on one.
func wrap(text string, width int) []string {
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

// joined is the facts that are there, with dots between them.
func joined(facts ...string) string {
	var there []string
	for _, f := range facts {
		if f != "" {
			there = append(there, f)
		}
	}
	return strings.Join(there, " · ")
}

// span is a length of time in its largest unit, and the next where days are few.
func span(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "under 1 min"
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h", int(d.Hours()))
	}
	return fmt.Sprintf("%d d", int(d.Hours())/24)
}

// writeJSON writes a value as indented JSON that is safe on a terminal.
func (a *app) writeJSON(v any) error { return diag.WriteJSON(a.Out, "  ", v) }
