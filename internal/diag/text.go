package diag

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Printer writes findings for a person or a program.
type Printer struct {
	// Source gives the text of a file by its path; nil or an error leaves the excerpts out.
	Source func(path string) ([]byte, error)
	// ShowPath turns a finding's path into the one to print; nil prints it as it is.
	ShowPath func(path string) string
	// Colour adds ANSI colours.
	Colour bool
	// Rules are those that a report describes; Version is the tool's in it.
	Rules   []Rule
	Version string
}

// excerptWidth is how many code points of a long line are shown around the span.
const excerptWidth = 110

// Text writes findings as a compiler would: place, level, message, rule, the line and a caret. Of
// findings at one place and of one rule, the first alone shows the line.
func (p Printer) Text(w io.Writer, findings []Finding) error {
	out := bufio.NewWriter(w)
	var path string
	var shown *shownLines
	for i, f := range findings {
		if i == 0 || f.Path != path {
			path, shown = f.Path, &shownLines{Lines: p.lines(f.Path)}
		}
		p.finding(out, f, shown, i == 0 || !f.goesWith(findings[i-1]))
	}
	return out.Flush()
}

// shownLines are the lines of a file, the last one asked for kept: a long line may have many findings.
type shownLines struct {
	*Lines
	number int
	points []rune
}

func (s *shownLines) line(number int) []rune {
	if number != s.number {
		s.number, s.points = number, []rune(s.Line(number))
	}
	return s.points
}

func (p Printer) lines(path string) *Lines {
	if p.Source == nil {
		return nil
	}
	text, err := p.Source(path)
	if err != nil {
		return nil
	}
	return NewLines(text)
}

func (p Printer) finding(w io.Writer, f Finding, shown *shownLines, withLine bool) {
	fixable := ""
	if f.Fix != nil {
		fixable = " (fixable)"
	}
	fmt.Fprintf(w, "%s: %s %s %s%s\n",
		p.paint("1", p.place(f.Path, f.Span)),
		p.paint(levelColour[f.Level], f.Level.String()+":"),
		Printable(f.Message), p.paint("2", "["+f.Rule+"]"), fixable)
	if withLine && shown.Lines != nil && f.Span != FileStart && !f.Unquoted {
		p.excerpt(w, f, shown.line(f.Span.Start.Line))
	}
	if f.Hint != "" {
		fmt.Fprintf(w, "  %s %s\n", p.paint("36", "hint:"), strings.ReplaceAll(PrintableLines(f.Hint), "\n", "\n  "))
	}
	for _, r := range f.Related {
		fmt.Fprintf(w, "  %s %s\n", p.place(r.Path, r.Span)+":", Printable(r.Message))
	}
}

var levelColour = [...]string{Note: "34", Warning: "33", Error: "31"}

func (p Printer) place(path string, s Span) string {
	return fmt.Sprintf("%s:%d:%d", Printable(p.shown(path)), s.Start.Line, s.Start.Column)
}

func (p Printer) paint(code, s string) string {
	if !p.Colour {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

// excerpt prints the line and marks the span; a span over several lines is marked to the line's end.
func (p Printer) excerpt(w io.Writer, f Finding, runes []rune) {
	start := min(f.Span.Start.Column-1, len(runes))
	end := len(runes)
	if f.Span.End.Line == f.Span.Start.Line {
		end = max(start, min(f.Span.End.Column-1, len(runes)))
	}
	from, to := 0, len(runes)
	if len(runes) > excerptWidth {
		from = max(0, min(start-excerptWidth/3, len(runes)-excerptWidth))
		to = from + excerptWidth
		end = min(end, to)
	}
	head, tail := "", ""
	if from > 0 {
		head = "…"
	}
	if to < len(runes) {
		tail = "…"
	}
	number := fmt.Sprintf("%d", f.Span.Start.Line)
	fmt.Fprintf(w, " %s | %s\n", number, head+Printable(string(runes[from:to]))+tail)
	blank := strings.Repeat(" ", len(number))
	pad := strings.Repeat(" ", cells(head)+cells(Printable(string(runes[from:start]))))
	mark := "^" + strings.Repeat("~", max(0, cells(Printable(string(runes[start:end])))-1))
	fmt.Fprintf(w, " %s | %s%s\n", blank, pad, p.paint(levelColour[f.Level], mark))
}

// Printable makes text safe to show on a terminal: one line, no control or direction-changing
// characters. Each is replaced by one visible character, so columns stay.
func Printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == '\u2028', r == '\u2029':
			return '\uFFFD'
		}
		return r
	}, s)
}

// PrintableLines makes text safe to show on a terminal and keeps its line breaks.
func PrintableLines(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = Printable(line)
	}
	return strings.Join(lines, "\n")
}

// cells is how many columns of a terminal a text takes.
func cells(s string) int {
	n := 0
	for _, r := range s {
		switch k := width.LookupRune(r).Kind(); {
		case unicode.Is(unicode.Mn, r):
		case k == width.EastAsianWide || k == width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}
