package load

import (
	"bytes"
	"regexp"
	"strings"

	"hindcast/internal/diag"
	"hindcast/internal/incident"
)

// marker is a line that Git writes around the sides of a conflict: one of < | = > seven times.
type marker struct {
	start, end int // bytes, without the end of the line
	sign       byte
	fence      int // number of the fence of code that it stands in; 0 for none
}

var (
	markerLine = regexp.MustCompile(`^(?:<{7}|>{7}|\|{7}|={7})(?: |$)`)
	fenceLine  = regexp.MustCompile("^ {0,3}(`{3,}|~{3,})(.*)$")
	// whole are the signs in a fence that shows conflicts from beginning to end, or none.
	whole = regexp.MustCompile(`^[=|]*(?:<\|?=>[=|]*)*$`)
)

// conflict is the finding for the first merge conflict in a file that nobody resolved, nil for none, and the text
// of the first side of each: what belongs to the other is white space in it, so that every place stays. Conflicts
// that a fence of code shows as a whole are examples. Body is where the text below the front matter begins.
func conflict(text []byte, body int) (*diag.Finding, []byte) {
	if !bytes.Contains(text, []byte("<<<<<<<")) && !bytes.Contains(text, []byte(">>>>>>>")) {
		return nil, text
	}
	found := unresolved(markers(text, body))
	if len(found) == 0 {
		return nil, text
	}
	first := found[0]
	f := &diag.Finding{
		Rule: incident.RuleConflict, Span: diag.NewLines(text).Span(first.start, first.end),
		Text: string(text[first.start:first.end]), Message: "an unresolved merge conflict",
		Hint: "keep what is right of both sides, and remove the lines of <<<<<<<, ======= and >>>>>>>",
	}
	return f, firstSide(text, found)
}

// markers are those of a text, in order.
func markers(text []byte, body int) []marker {
	var found []marker
	fence, fences := "", 0
	at := 0
	for line := range bytes.Lines(text) {
		start := at
		at += len(line)
		line = bytes.TrimRight(line, "\r\n")
		if m := fenceLine.FindSubmatch(line); m != nil && start >= body {
			switch sign, rest := string(m[1]), bytes.TrimSpace(m[2]); {
			case fence == "" && (sign[0] == '~' || !bytes.ContainsRune(rest, '`')):
				fence = sign
				fences++
			case fence != "" && strings.HasPrefix(sign, fence) && len(rest) == 0:
				fence = ""
			}
			continue
		}
		if !markerLine.Match(line) || line[0] == '|' && bytes.Count(line, []byte("|")) > 7 {
			continue
		}
		m := marker{start: start, end: start + len(line), sign: line[0]}
		if fence != "" {
			m.fence = fences
		}
		found = append(found, m)
	}
	return found
}

// unresolved are the markers of conflicts that are no example, from the first < or > on.
func unresolved(all []marker) []marker {
	signs := map[int]string{}
	for _, m := range all {
		signs[m.fence] += string(m.sign)
	}
	var found []marker
	for i, m := range all {
		isShown := m.fence > 0 && whole.MatchString(signs[m.fence])
		// A line of = alone makes a heading, and one of | is a row of a table.
		isOpen := len(found) > 0 && found[len(found)-1].sign != '>'
		isEnding := m.sign == '=' && i+1 < len(all) && all[i+1].sign == '>'
		if !isShown && (m.sign == '<' || m.sign == '>' || isOpen || isEnding) {
			found = append(found, m)
		}
	}
	return found
}

// firstSide is a text of the same length with white space for markers and for all between the first side and the end.
func firstSide(text []byte, found []marker) []byte {
	text = bytes.Clone(text)
	blank := func(start, end int) {
		for i := start; i < end; i++ {
			if text[i] != '\n' && text[i] != '\r' {
				text[i] = ' '
			}
		}
	}
	var other *marker // the one that the other side begins with
	for _, m := range found {
		blank(m.start, m.end)
		switch {
		case m.sign == '<':
			other = nil
		case m.sign != '>' && other == nil:
			other = &m
		case m.sign == '>' && other != nil:
			if m.fence == other.fence { // else the code would have no end
				blank(other.end, m.start)
			}
			other = nil
		}
	}
	return text
}
