package frontmatter

import (
	"bytes"
	"errors"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"hindcast/internal/diag"
)

// A YAML parser reports where it could not go on, which is often lines behind the mistake. So the mistakes that people
// make are looked for above that place, and one counts as the cause if the head reads further once it is mended.

// cause is what may keep a head from being YAML.
type cause struct {
	at, end       int // bytes of the head
	message, hint string
	mends         []insertion // in order of place
}

type insertion struct {
	at   int
	text string
}

// mostCauses is how many causes are tried out, since each costs a parse.
const mostCauses = 12

// cause finds why a head can't be read, nil where it is none of the usual mistakes.
func (d *Document) cause(head []byte, limits Limits, failed *yaml.LoadError) *diag.Finding {
	found := causes(head)
	for _, c := range found[:min(len(found), mostCauses)] {
		line := 1 + bytes.Count(head[:c.at], []byte{'\n'})
		if line > failed.Mark.Line {
			break
		}
		err := load(c.mended(head), new(yaml.Node), limits)
		var still *yaml.LoadError
		if errors.As(err, &still) {
			last := 1 + bytes.Count(head[:c.mends[len(c.mends)-1].at], []byte{'\n'})
			if still.Mark == failed.Mark || still.Mark.Line <= last {
				continue
			}
		} else if err != nil {
			continue
		}
		start := d.Lines.Offset(d.line+1, 1)
		f := &diag.Finding{
			Rule: RuleSyntax, Span: d.Lines.Span(start+c.at, start+c.end), Text: string(head[c.at:c.end]),
			Message: c.message, Hint: c.hint,
		}
		if m := c.mends[0]; err == nil && m.text == " " {
			f.Fix = &diag.Fix{Start: start + m.at, End: start + m.at, Text: m.text}
		}
		return f
	}
	return nil
}

func (c cause) mended(head []byte) []byte {
	var mended []byte
	done := 0
	for _, m := range c.mends {
		mended = append(append(mended, head[done:m.at]...), m.text...)
		done = m.at
	}
	return append(mended, head[done:]...)
}

var (
	// entryLine is a key with what stands behind its colon; joinedLine has no space there.
	entryLine  = regexp.MustCompile(`^( *(?:- +)*)([A-Za-z_][\w-]*):(?:[ \t]+(.*))?$`)
	joinedLine = regexp.MustCompile(`^( *(?:- +)*)([A-Za-z_][\w-]*):[^\s:/]`)
	wordLine   = regexp.MustCompile(`^ *([A-Za-z_][\w-]*) +(\S.*)$`)
	dashLine   = regexp.MustCompile(`^( *(?:- +)+)(.*)$`)
)

// causes are what may be wrong with a head, in order of place.
func causes(head []byte) []cause {
	var found []cause
	lines := strings.SplitAfter(string(head), "\n")
	var last struct { // key whose plain value a line may go on with
		key    string
		indent int
	}
	continued := -1 // index of the cause that lines which go on with it are one of
	start := 0
	for i := 0; i < len(lines); start, i = start+len(lines[i]), i+1 {
		line := strings.TrimRight(lines[i], " \t\r\n")
		text := strings.TrimLeft(line, " ")
		indent := len(line) - len(text)
		if text == "" || text[0] == '#' {
			continue
		}
		value := -1 // its offset in the line
		if m := joinedLine.FindStringSubmatchIndex(line); m != nil {
			found = append(found, cause{
				at: start + m[4], end: start + m[5] + 1, mends: []insertion{{start + m[5] + 1, " "}},
				message: "a space is missing after the colon", hint: "write " + line[m[4]:m[5]] + ": " + line[m[5]+1:],
			})
			last.key, value = "", m[5]+1
		} else if m := entryLine.FindStringSubmatchIndex(line); m != nil {
			last.key, last.indent, continued = line[m[4]:m[5]], m[3], -1
			value = m[6]
		} else if m := dashLine.FindStringSubmatchIndex(line); m != nil {
			last.key, value = "", m[4]
		} else if last.key != "" && indent <= last.indent {
			mend := insertion{start, strings.Repeat(" ", last.indent-indent+2)}
			if continued >= 0 {
				found[continued].mends = append(found[continued].mends, mend)
				continue
			}
			continued = len(found)
			found = append(found, cause{
				at: start + indent, end: start + len(line), mends: []insertion{mend},
				message: "the value of " + last.key + " goes on here, and the line is not indented",
				hint:    "indent it by two spaces, or put it at the end of the line before",
			})
		}
		if m := wordLine.FindStringSubmatchIndex(line); m != nil && value < 0 && last.key == "" {
			found = append(found, cause{
				at: start + m[2], end: start + m[3], mends: []insertion{{start + m[3], ":"}},
				message: "a colon is missing after " + line[m[2]:m[3]], hint: "write " + line[m[2]:m[3]] + ": " + line[m[4]:],
			})
		}
		if value < 0 || value == len(line) {
			continue
		}
		switch line[value] {
		case '"', '\'', '[', '{':
			last.key = ""
			end := start + len(line)
			for next, at := i+1, start+len(lines[i]); next < len(lines) && within(lines[next], indent); next++ {
				end = at + len(strings.TrimRight(lines[next], " \t\r\n"))
				at += len(lines[next])
			}
			if c := behindQuote(line[value:], start+value); c != nil {
				found = append(found, *c)
			} else if c := unclosed(head[:end], start+value); c != nil {
				found = append(found, *c)
			}
		case '|', '>':
			last.key = ""
			for i+1 < len(lines) && (strings.TrimSpace(lines[i+1]) == "" || indentOf(lines[i+1]) > indent) {
				start += len(lines[i])
				i++
			}
		}
	}
	return found
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// within reports whether a line belongs to the value begun in a line with an indentation.
func within(line string, indent int) bool {
	text := strings.TrimSpace(line)
	return text != "" && (indentOf(line) > indent || text[0] == ']' || text[0] == '}')
}

// behindQuote is the text that follows a value in quotes on its line: either more belongs in quotes, or some within are
// not escaped.
func behindQuote(value string, start int) *cause {
	sign, inner := value[:1], len(value)
	end := quotedEnd([]byte(value), 0)
	rest := strings.TrimSpace(value[min(end, len(value)):])
	if sign != `"` && sign != "'" || rest == "" || rest[0] == '#' {
		return nil
	}
	c := &cause{at: start + end, end: start + len(value), message: "more stands behind the closing quote"}
	from, escape := 0, "'"
	if strings.HasSuffix(value, sign) { // those around it are meant
		from, inner = 1, len(value)-1
		if sign == `"` {
			escape = `\`
		}
	} else {
		sign = "'"
		c.mends = append(c.mends, insertion{start, sign})
	}
	for i := from; i < inner; i++ {
		if value[i] == sign[0] {
			c.mends = append(c.mends, insertion{start + i, escape})
		}
	}
	if from == 0 {
		c.mends = append(c.mends, insertion{start + inner, sign})
	}
	shifted := cause{mends: slices.Clone(c.mends)}
	for i := range shifted.mends {
		shifted.mends[i].at -= start
	}
	c.hint = "write " + string(shifted.mended([]byte(value)))
	return c
}

var closers = map[byte]string{'[': "]", '{': "}", '"': `"`, '\'': "'"}

// unclosed is the quote or bracket in the value from start to the end of a text that is not closed there.
func unclosed(text []byte, start int) *cause {
	var open []int
	last := start // behind what is no space and no comment
	never := func(at, insert int, closing string) *cause {
		sign := string(text[at])
		return &cause{
			at: at, end: at + 1, mends: []insertion{{insert, closing}},
			message: "the " + sign + " that opens here is never closed", hint: "write " + closers[text[at]] + " where it ends",
		}
	}
	for i := start; i < len(text); i++ {
		switch c := text[i]; {
		case (c == '"' || c == '\'') && (i == start || bytes.IndexByte([]byte(" \t\n[{,"), text[i-1]) >= 0):
			end := quotedEnd(text, i)
			if end == i+1 || text[end-1] != c {
				end = len(text)
				if next := bytes.IndexAny(text[i:], ",]}\n"); len(open) > 0 && next > 0 {
					end = i + next
				}
				return never(i, end, string(c))
			}
			i = end - 1
		case c == '#' && i > start && (text[i-1] == ' ' || text[i-1] == '\n'):
			eol := bytes.IndexByte(text[i:], '\n')
			if eol < 0 {
				i = len(text)
			} else {
				i += eol
			}
			continue
		case c == '[' || c == '{':
			open = append(open, i)
		case c == ']' || c == '}':
			if len(open) == 0 {
				return nil
			}
			top := open[len(open)-1]
			if closers[text[top]] != string(c) {
				return never(top, i, closers[text[top]])
			}
			if open = open[:len(open)-1]; len(open) == 0 {
				return nil
			}
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			continue
		}
		last = i + 1
		if len(open) == 0 {
			return nil // a quoted value alone
		}
	}
	if len(open) == 0 {
		return nil
	}
	var closing strings.Builder
	for _, at := range slices.Backward(open) {
		closing.WriteString(closers[text[at]])
	}
	return never(open[0], last, closing.String())
}
