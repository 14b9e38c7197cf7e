package markdown

import (
	"bytes"
	"fmt"
	"regexp"

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
	fenceOpen  = regexp.MustCompile(`^ {0,3}:::\s*tlp\s+(\S+)\s*$`)
	fenceShut  = regexp.MustCompile(`^ {0,3}:::\s*$`)
	fenceStray = regexp.MustCompile(`:::\s*tlp\b`)
	codeFence  = regexp.MustCompile("^\\s*(`{3,}|~{3,})([^`]*)$")
)

// fences finds the marked parts. Their text is taken out before anything else is parsed, so that
// no Markdown construct can reach from one side of a fence to the other.
func fences(body []byte, offset int, lines *diag.Lines) ([]fence, []diag.Finding) {
	var found []fence
	var problems []diag.Finding
	report := func(at int, line []byte, message, hint string) {
		line = bytes.TrimRight(line, "\r\n")
		problems = append(problems, diag.Finding{
			Rule: RuleFence, Span: lines.Span(offset+at, offset+at+len(line)), Text: string(line), Message: message, Hint: hint,
		})
	}
	var open *fence
	codeEnd := 0
	at := 0
	for line := range bytes.Lines(body) {
		start, next := at, at+len(line)
		at = next
		trimmed := bytes.TrimRight(line, "\r\n")
		if start < codeEnd {
			continue
		}
		if m := codeFence.FindSubmatch(trimmed); m != nil {
			codeEnd = codeBlockEnd(body, next, m[1])
			continue
		}
		switch m := fenceOpen.FindSubmatch(trimmed); {
		case m != nil && open == nil:
			open = &fence{mark: string(m[1]), open: start, start: next}
		case m != nil:
			report(start, line, "a marked part inside another", "close the outer one with ::: first")
		case fenceShut.Match(trimmed) && open != nil:
			open.end, open.shut = start, next
			found = append(found, *open)
			open = nil
		case fenceShut.Match(trimmed):
			report(start, line, "::: closes nothing", "open a marked part with :::tlp AMBER on a line of its own")
		case fenceStray.Match(trimmed):
			report(start, line, "a mark that is not read: :::tlp must stand at the start of a line, alone with its mark",
				"write :::tlp AMBER on a line of its own, outside of lists and quotes")
		}
	}
	if open != nil {
		open.end, open.shut = len(body), len(body)
		found = append(found, *open)
		report(open.open, body[open.open:open.start], fmt.Sprintf("the part marked %s is never closed", open.mark), "end it with a line that holds only :::")
	}
	return found, problems
}

// codeBlockEnd is the offset after the fence that closes a code block; start where none does.
func codeBlockEnd(body []byte, start int, marker []byte) int {
	at := start
	for line := range bytes.Lines(body[start:]) {
		at += len(line)
		trimmed := bytes.TrimSpace(line)
		if len(trimmed) >= len(marker) && len(bytes.Trim(trimmed, string(marker[:1]))) == 0 {
			return at
		}
	}
	return start
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
