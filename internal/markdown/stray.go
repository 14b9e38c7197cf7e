package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"unicode"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"golang.org/x/text/unicode/norm"

	"hindcast/internal/diag"
)

// What somebody may have meant to be the line of a fence.
var (
	fenceStray = regexp.MustCompile(`(?i):{3,}[\s{]*tlp(?:[^a-z]|$)`)
	// codeStray is one in code, where words before it make it a mention, as in what a program prints.
	codeStray = regexp.MustCompile(`(?i)^[^\pL\pN]*:{3,}[\s{]*tlp(?:[^a-z]|$)`)
	shutStray = regexp.MustCompile(`^\s*:{3,}\s*$`)
)

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
			if line := n.Lines().At(i); entering && codeStray.Match(plainMarks(line.Value(src))) {
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
