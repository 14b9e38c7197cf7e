package markdown

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"unicode"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"golang.org/x/text/unicode/norm"

	"hindcast/internal/diag"
)

// fence is a part of a text with a mark of its own, as byte offsets. Its own lines lie outside of
// start and end, inside of open and shut.
type fence struct {
	mark        string
	open, start int
	end, shut   int
}

var (
	fenceOpen = regexp.MustCompile(`^:::[ \t]*tlp[ \t]+(\S+)[ \t]*$`)
	fenceShut = regexp.MustCompile(`^:::[ \t]*$`)
	// What somebody may have meant to be one.
	fenceStray  = regexp.MustCompile(`(?i):{3,}[\s{]*tlp(?:[^a-z]|$)`)
	shutStray   = regexp.MustCompile(`^\s*:{3,}\s*$`)
	headingATX  = regexp.MustCompile(`^#{1,6}(?:[ \t]|$)`)
	inContainer = regexp.MustCompile(`^\s*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t]|\|)|^[\s:|-]*-\s*\|[\s:|-]*$`)
	// A code block may begin behind the marks of quotes and list items.
	codeFence   = regexp.MustCompile("^(?:\\s|>|[-*+]\\s|\\d{1,9}[.)]\\s)*(?:(`{3,})[^`]*|(~{3,}).*)$")
	commentOpen = regexp.MustCompile(`^ {0,3}<!--`)
)

// fences finds the marked parts. Their text is taken out before anything else is parsed, so that
// no Markdown construct can reach from one side of a fence to the other. What is code or comment
// is a guess here, line by line; strays reports where the parser thinks otherwise.
func fences(body []byte, offset int, lines *diag.Lines) ([]fence, []diag.Finding) {
	if !bytes.Contains(body, []byte(":::")) {
		return nil, nil
	}
	var found []fence
	var problems []diag.Finding
	report := func(at int, line []byte, message, hint string) {
		line = bytes.TrimRight(line, "\r\n")
		problems = append(problems, diag.Finding{
			Rule: RuleFence, Span: lines.Span(offset+at, offset+at+len(line)), Text: string(line), Message: message, Hint: hint,
		})
	}
	var open *fence
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
			open = &fence{mark: string(m[1]), open: start, start: next}
		case m != nil:
			report(start, line, "a marked part inside another", "close the outer one with ::: first")
		case fenceShut.Match(trimmed) && open != nil:
			inside = false
			open.end, open.shut = start, next
			found = append(found, *open)
			open = nil
		case fenceShut.Match(trimmed):
			report(start, line, "::: closes nothing", "open a marked part with :::tlp AMBER on a line of its own")
		default:
			inside = torn(inside, trimmed)
		}
	}
	if open != nil {
		open.end, open.shut = len(body), len(body)
		found = append(found, *open)
		report(open.open, body[open.open:open.start], fmt.Sprintf("the part marked %s is never closed", open.mark),
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

// blank replaces the marked parts by white space, so that offsets stay. In place of each opening
// line an empty comment ends the block before it.
func blank(body []byte, parts []fence) []byte {
	if len(parts) == 0 {
		return body
	}
	out := bytes.Clone(body)
	for _, f := range parts {
		for i := f.open; i < f.shut; i++ {
			if out[i] != '\n' {
				out[i] = ' '
			}
		}
		copy(out[f.open:], "<!---->")
	}
	return out
}

// strays reports lines that look like those of a fence and would be shown as text: in a list item,
// in a quote, amid a sentence, or where fences took for code what the parser does not. In code and
// in comments they stand for themselves.
func (r *run) strays(doc ast.Node, src []byte, offset int) {
	if !looksMarked(src) {
		return
	}
	reported := map[int]bool{}
	for _, p := range r.out.Problems {
		reported[p.Span.Start.Line] = true
	}
	report := func(at int, message, hint string) {
		start := bytes.LastIndexByte(src[:at], '\n') + 1
		span := r.lines.Span(offset+start, offset+start+lineLength(src, start))
		if reported[span.Start.Line] {
			return
		}
		reported[span.Start.Line] = true
		r.out.Problems = append(r.out.Problems, diag.Finding{
			Rule: RuleFence, Span: span, Text: string(src[start : start+lineLength(src, start)]), Message: message, Hint: hint,
		})
	}
	shown, silent := shownLines(doc, src)
	for _, line := range shown {
		start := bytes.LastIndexByte(src[:line.Start], '\n') + 1
		if shutStray.Match(plainMarks(src[start : start+lineLength(src, start)])) {
			report(line.Start, "::: closes nothing", "open a marked part with :::tlp AMBER on a line of its own")
			continue
		}
		m := fenceStray.FindIndex(line.Value(src))
		if m == nil && fenceStray.Match(plainMarks(line.Value(src))) {
			m = []int{0, 0}
		}
		if m == nil || slices.ContainsFunc(silent, func(s text.Segment) bool {
			return s.Start <= line.Start+m[0] && line.Start+m[0] < s.Stop
		}) {
			continue
		}
		report(line.Start+m[0], "a mark that is not read: :::tlp must stand at the start of a line, alone with its mark",
			"write :::tlp AMBER on a line of its own, outside of lists and quotes")
	}
	for _, line := range markedCode(doc, src) {
		report(line.Start, "a mark within code is not read, and all of the code is shown",
			"end the code before :::tlp, or say that it is markdown (```markdown) where it shows how a mark is written")
	}
}

// looksMarked reports whether a line of a text holds what a person may take for the sign of a fence.
func looksMarked(text []byte) bool {
	for line := range bytes.Lines(text) {
		if bytes.Contains(plainMarks(line), []byte(":::")) {
			return true
		}
	}
	return false
}

// plainMarks is a text as a person sees it: full-width signs as plain ones, and nothing invisible.
func plainMarks(text []byte) []byte {
	if !bytes.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII }) {
		return text
	}
	return bytes.Map(func(r rune) rune {
		if r > unicode.MaxASCII && unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, norm.NFKC.Bytes(text))
}

// isDropped reports whether a node is a footnote that nothing refers to: nothing in it is shown, not as code either.
func isDropped(n ast.Node) bool {
	_, is := n.(*east.Footnote)
	return is
}

// markedCode is the lines of code that look like the opening of a fence, but for code that says it is
// Markdown and is shown.
func markedCode(doc ast.Node, src []byte) (found []text.Segment) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.FencedCodeBlock:
			if language := string(n.Language(src)); (language == "markdown" || language == "md") && !isDropped(doc) {
				return ast.WalkSkipChildren, nil
			}
		case *ast.CodeBlock:
		default:
			return ast.WalkContinue, nil
		}
		for i := range n.Lines().Len() {
			if line := n.Lines().At(i); entering && fenceStray.Match(plainMarks(line.Value(src))) {
				found = append(found, line)
			}
		}
		return ast.WalkSkipChildren, nil
	})
	return found
}

// shownLines is the lines of all blocks but code that may hold a mark, and the stretches in them
// that are code or comment.
func shownLines(doc ast.Node, src []byte) (shown, silent []text.Segment) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			return ast.WalkSkipChildren, nil
		case *ast.CodeSpan:
			for c := n.FirstChild(); c != nil && !isDropped(doc); c = c.NextSibling() {
				if t, ok := c.(*ast.Text); ok {
					silent = append(silent, t.Segment)
				}
			}
			return ast.WalkSkipChildren, nil
		case *ast.RawHTML:
			segments := n.Segments.Sliced(0, n.Segments.Len())
			if len(segments) > 0 && isComment(segments[0].Value(src)) {
				silent = append(silent, segments...)
			}
		case *ast.HTMLBlock:
			lines := n.Lines().Sliced(0, n.Lines().Len())
			if n.HasClosure() {
				lines = append(slices.Clone(lines), n.ClosureLine)
			}
			shown = append(shown, outsideComments(lines, src)...)
		default:
			if n.Type() != ast.TypeBlock {
				break
			}
			for i := range n.Lines().Len() {
				if line := n.Lines().At(i); looksMarked(line.Value(src)) {
					shown = append(shown, line)
				}
			}
		}
		return ast.WalkContinue, nil
	})
	return shown, silent
}

func isComment(raw []byte) bool { return bytes.HasPrefix(raw, []byte("<!--")) }

// outsideComments is what of the lines of raw HTML is no comment. One that is never closed is none.
func outsideComments(lines []text.Segment, src []byte) []text.Segment {
	var outside, within []text.Segment
	inComment := false
	for _, line := range lines {
		for at := line.Start; at < line.Stop; {
			mark := "<!--"
			if inComment {
				mark = "-->"
			}
			end := line.Stop
			i := bytes.Index(src[at:line.Stop], []byte(mark))
			if i >= 0 {
				end = at + i
			}
			if inComment {
				within = append(within, text.NewSegment(at, end))
			} else {
				outside = append(outside, text.NewSegment(at, end))
			}
			if i < 0 {
				break
			}
			inComment, within = !inComment, nil
			at = end + len(mark)
		}
	}
	return append(outside, within...)
}
