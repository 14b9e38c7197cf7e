// Package fence finds the parts of a text that have a mark of their own, between :::tlp and :::.
package fence

import (
	"bytes"
	"fmt"
	"regexp"

	"hindcast/internal/diag"
)

// Rule is what faults of fences are reported under.
const Rule = "tlp-fence"

// Fence is a part of a text with a mark of its own, as byte offsets from the beginning of the text: Open to Shut with
// the lines of the fence, Start to End without them.
type Fence struct {
	Mark                   string
	Open, Start, End, Shut int
}

var (
	fenceOpen   = regexp.MustCompile(`^:::[ \t]*tlp[ \t]+(\S+)[ \t]*$`)
	fenceShut   = regexp.MustCompile(`^:::[ \t]*$`)
	headingATX  = regexp.MustCompile(`^#{1,6}(?:[ \t]|$)`)
	inContainer = regexp.MustCompile(`^\s*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t]|\|)|^[\s:|-]*-\s*\|[\s:|-]*$`)
	// A code block may begin behind the marks of quotes and list items.
	codeFence   = regexp.MustCompile("^(?:\\s|>|[-*+]\\s|\\d{1,9}[.)]\\s)*(?:(`{3,})[^`]*|(~{3,}).*)$")
	commentOpen = regexp.MustCompile(`^ {0,3}<!--`)
)

// Find finds the marked parts. Their text is taken out before anything else is parsed, so that
// no Markdown construct can reach from one side of a fence to the other. What is code or comment
// is a guess here, line by line; the caller reports where the parser thinks otherwise.
func Find(body []byte, offset int, lines *diag.Lines) ([]Fence, []diag.Finding) {
	if !bytes.Contains(body, []byte(":::")) {
		return nil, nil
	}
	var found []Fence
	var problems []diag.Finding
	report := func(at int, line []byte, message, hint string) {
		line = bytes.TrimRight(line, "\r\n")
		problems = append(problems, diag.Finding{
			Rule: Rule, Span: lines.Span(offset+at, offset+at+len(line)), Text: string(line), Message: message, Hint: hint,
		})
	}
	var open *Fence
	var skip skipper
	inside := false // of a list, quote or table that has not ended
	at := 0
	for line := range bytes.Lines(body) {
		start, next := at, at+len(line)
		at = next
		trimmed := bytes.TrimRight(line, "\r\n")
		if skip.over(body, start, next, trimmed) {
			inside = false
			continue
		}
		switch m := fenceOpen.FindSubmatch(trimmed); {
		case m != nil && open == nil:
			if inside {
				report(start, line, "a marked part inside of a list, quote or table", "put a blank line before it")
				problems[len(problems)-1].Fix = &diag.Fix{Start: offset + start, End: offset + start, Text: newlineOf(body)}
			}
			inside = false
			open = &Fence{Mark: string(m[1]), Open: start, Start: next}
		case m != nil:
			report(start, line, "a marked part inside another", "close the outer one with ::: first")
		case fenceShut.Match(trimmed) && open != nil:
			inside = false
			open.End, open.Shut = start, next
			found = append(found, *open)
			open = nil
		case fenceShut.Match(trimmed):
			report(start, line, "::: closes nothing", "open a marked part with :::tlp AMBER on a line of its own")
		default:
			inside = torn(inside, trimmed)
		}
	}
	if open != nil {
		open.End, open.Shut = len(body), len(body)
		found = append(found, *open)
		report(open.Open, body[open.Open:open.Start], fmt.Sprintf("the part marked %s is never closed", open.Mark),
			"end it with a line that holds only :::")
		end, newline := offset+len(body), newlineOf(body)
		text := ":::" + newline
		if !bytes.HasSuffix(body, []byte("\n")) {
			text = newline + text
		}
		problems[len(problems)-1].Fix = &diag.Fix{Start: end, End: end, Text: text}
	}
	return found, problems
}

func newlineOf(body []byte) string {
	if bytes.Contains(body, []byte("\r\n")) {
		return "\r\n"
	}
	return "\n"
}

// torn reports whether a line belongs to a list, quote or table that a fence right below it would stand
// in: one that goes on over the fence is torn where the part is shown, and whole where it is not.
func torn(before bool, line []byte) bool {
	if len(bytes.TrimSpace(line)) == 0 || headingATX.Match(line) {
		return false
	}
	return before || inContainer.Match(line)
}

// skipper passes over code blocks and comments.
type skipper struct {
	end      int             // offset after what is being passed over
	unclosed map[string]bool // what no later line closes, so that it is looked for once
}

// over reports whether a line belongs to a code block or a comment.
func (s *skipper) over(body []byte, start, next int, line []byte) bool {
	if start < s.end {
		return true
	}
	if m := codeFence.FindSubmatch(line); m != nil {
		s.to(body, next, string(m[1])+string(m[2]), codeBlockEnd)
		return true
	}
	if m := commentOpen.Find(line); m != nil {
		s.to(body, start+len(m), "-->", commentEnd)
		return true
	}
	return false
}

func (s *skipper) to(body []byte, from int, mark string, end func(body []byte, from int, mark string) int) {
	if s.unclosed[mark] {
		return
	}
	if at := end(body, from, mark); at >= 0 {
		s.end = at
		return
	}
	if s.unclosed == nil {
		s.unclosed = map[string]bool{}
	}
	s.unclosed[mark] = true
}

// codeBlockEnd is the offset after the line that closes a code block; -1 where none does.
func codeBlockEnd(body []byte, from int, mark string) int {
	at := from
	for line := range bytes.Lines(body[from:]) {
		at += len(line)
		trimmed := bytes.TrimSpace(line)
		if len(trimmed) >= len(mark) && len(bytes.Trim(trimmed, mark[:1])) == 0 {
			return at
		}
	}
	return -1
}

// commentEnd is the offset after the line in which a comment ends; -1 where it does not.
func commentEnd(body []byte, from int, mark string) int {
	at := bytes.Index(body[from:], []byte(mark))
	if at < 0 {
		return -1
	}
	at += from
	if eol := bytes.IndexByte(body[at:], '\n'); eol >= 0 {
		return at + eol + 1
	}
	return len(body)
}

// Blank replaces the marked parts by white space, so that offsets stay. In place of each opening
// line an empty comment ends the block before it.
func Blank(body []byte, parts []Fence) []byte {
	if len(parts) == 0 {
		return body
	}
	out := bytes.Clone(body)
	for _, f := range parts {
		for i := f.Open; i < f.Shut; i++ {
			if out[i] != '\n' {
				out[i] = ' '
			}
		}
		copy(out[f.Open:], "<!---->")
	}
	return out
}
