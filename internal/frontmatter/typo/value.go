package typo

import (
	"regexp"
	"slices"
	"strings"
)

var (
	// curved is a text in quotes that YAML does not know.
	curved = regexp.MustCompile(`^([“”„«‘’])(.*)([“”»‘’])$`)
	// colon ends a key within a value.
	colon = regexp.MustCompile(`:(?:\s|$)`)
)

// value looks at the value that begins in a line, and says how many lines below belong to it.
func (f *finder) value(i int, line string, value, indent int) (skip int) {
	text := line[value:]
	switch {
	case block.MatchString(text):
		f.plain = ""
		for next := i + 1; next < len(f.lines); next++ {
			if strings.TrimSpace(f.lines[next]) != "" && indentOf(f.lines[next]) <= indent {
				break
			}
			skip++
		}
		return skip
	case text[0] == '"' || text[0] == '\'' || text[0] == '[' || text[0] == '{':
		f.plain = ""
		end := f.start + len(line)
		at := f.start + len(f.lines[i])
		for next := i + 1; next < len(f.lines) && within(f.lines[next], indent); next++ {
			end = at + len(strings.TrimRight(f.lines[next], " \t\r\n"))
			at += len(f.lines[next])
		}
		start := f.start + value
		if text[0] == '"' || text[0] == '\'' {
			f.quote(start, f.start+len(line), end)
		} else if closed := f.flow(start, end); closed > 0 {
			f.behindFlow(start, closed)
			return strings.Count(f.text[start:closed], "\n")
		}
		return 0
	}
	if before, _, found := strings.Cut(text, " #"); found {
		text = strings.TrimRight(before, " \t")
	}
	hint := func(mended string) string { return "write " + strings.TrimLeft(line[:value], " ") + mended }
	if m := curved.FindStringSubmatchIndex(text); m != nil {
		f.add(value, value+m[3], "curved quotes do not quote", hint(`"`+text[m[4]:m[5]]+`"`),
			Mend{value, value + m[3], `"`}, Mend{value + m[6], value + m[7], `"`}).Sure = !strings.ContainsAny(text, `"\`)
	}
	switch m := colon.FindStringIndex(text); {
	case m != nil && strings.HasSuffix(text, "}") && !strings.Contains(text, "{"):
		f.add(value+len(text)-1, value+len(text), "the } that closes here is never opened", "write { where it begins",
			Mend{value, value, "{"})
	case m != nil && f.isSecondKey(text[:m[0]]):
		start := strings.LastIndexByte(text[:m[0]], ' ') + 1
		f.add(value+start, value+m[0], "a line break is missing before "+text[start:m[0]], "put it on a line of its own",
			Mend{value + start, value + start, "\n" + strings.Repeat(" ", f.levels[len(f.levels)-1].column)})
	case m != nil:
		f.add(value+m[0], value+m[0]+1, `a value that holds ": " has to be in quotes`, hint(quoted(text)),
			quotes(value, text)...).Sure = true
	case strings.IndexByte("@`%*&!|>", text[0]) >= 0 || strings.HasPrefix(text, "- "):
		f.add(value, value+1, "a value that begins with "+text[:1]+" has to be in quotes", hint(quoted(text)),
			quotes(value, text)...).Sure = text[0] != '-'
	}
	return 0
}

// isSecondKey reports a single word with a key that is known behind it.
func (f *finder) isSecondKey(text string) bool {
	words := strings.Fields(text)
	return len(words) == 2 && slices.Contains(f.keys, words[1])
}

// quoted is a text in single quotes.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// quotes are the mends that put a text in single quotes.
func quotes(at int, text string) []Mend { return []Mend{{at, at + len(text), quoted(text)}} }

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// within reports whether a line belongs to the value begun in a line with an indentation.
func within(line string, indent int) bool {
	text := strings.TrimSpace(line)
	return text != "" && (indentOf(line) > indent || text[0] == ']' || text[0] == '}')
}

// QuotedEnd is the offset after the quote that closes the one at start, or the end of the text.
func QuotedEnd[T string | []byte](text T, start int) int {
	quote := text[start]
	for i := start + 1; i < len(text); i++ {
		switch {
		case quote == '"' && text[i] == '\\':
			i++
		case quote == '\'' && text[i] == '\'' && i+1 < len(text) && text[i+1] == '\'':
			i++
		case text[i] == quote:
			return i + 1
		}
	}
	return len(text)
}

// put adds a typo; its places count from the start of the text.
func (f *finder) put(start, end int, message, hint string, mends ...Mend) *Typo {
	f.found = append(f.found, Typo{Start: start, End: end, Message: message, Hint: hint, Mends: mends})
	return &f.found[len(f.found)-1]
}

// glued reports a comment without a space before it.
func (f *finder) glued(at int) {
	f.put(at, at+1, "a space is missing before the #", "put one there, or the value in quotes", Mend{at, at, " "})
}

// quote looks at a value in quotes that begins a value, with the lines below it up to end.
func (f *finder) quote(start, eol, end int) {
	closed := QuotedEnd(f.text[:eol], start)
	switch rest := strings.TrimSpace(f.text[closed:eol]); {
	case rest == "":
		if closed = QuotedEnd(f.text[:end], start); !f.isClosed(start, closed) {
			f.never(start, end)
		}
	case rest[0] == '#' && f.text[closed] == '#':
		f.glued(closed)
	case rest[0] != '#':
		f.behindQuote(start, closed, eol)
	}
}

// isClosed reports whether a text in quotes ends where QuotedEnd says.
func (f *finder) isClosed(start, end int) bool {
	return end > start+1 && f.text[end-1] == f.text[start]
}

// behindQuote reports what follows a value in quotes: either more belongs in quotes, or some within are not escaped.
func (f *finder) behindQuote(start, closed, end int) {
	value := f.text[start:end]
	sign := value[:1]
	mended := quoted(value)
	if strings.HasSuffix(value, sign) { // those around it are meant
		escaped := map[string]string{`"`: `\"`, "'": "''"}[sign]
		inner := strings.ReplaceAll(value[1:len(value)-1], escaped, sign)
		mended = sign + strings.ReplaceAll(inner, sign, escaped) + sign
	}
	f.put(closed, end, "more stands behind the closing quote", "write "+mended, Mend{start, end, mended})
}

var closers = map[byte]string{'[': "]", '{': "}", '"': `"`, '\'': "'"}

// never reports a quote or bracket that is not closed, and ends it at a place or by mends given.
func (f *finder) never(start, at int, mends ...Mend) {
	closer := closers[f.text[start]]
	if mends == nil {
		mends = []Mend{{at, at, closer}}
	}
	f.put(start, start+1, "the "+f.text[start:start+1]+" that opens here is never closed",
		"write "+closer+" where it ends", mends...)
}

// opener is a bracket or brace that is open.
type opener struct {
	at     int
	hasKey bool // of the entry that is being read
}

// flow looks at a value in brackets or braces, and says where it is closed; 0 where it is not.
func (f *finder) flow(start, end int) (closed int) {
	text := f.text[:end]
	var open []opener
	last := start     // behind what is no space and no comment
	before := byte(0) // the sign before, v for a value
	for i := start; i < end; {
		c := text[i]
		if next := i + nothing(text[i:], i > start && isSpace(text[i-1])); next > i {
			i = next
			continue
		}
		top := &opener{}
		if len(open) > 0 {
			top = &open[len(open)-1]
		}
		switch c {
		case '[', '{':
			open = append(open, opener{at: i})
			i++
		case ']', '}':
			if closer := closers[text[top.at]]; closer != string(c) {
				if isOuter := len(open) > 1 && closers[text[open[len(open)-2].at]] == string(c); isOuter {
					f.never(top.at, i)
				} else {
					f.never(top.at, i, Mend{i, i + 1, closer})
				}
				return 0
			}
			i++
			if open = open[:len(open)-1]; len(open) == 0 {
				return i
			}
			c = 'v'
		case ',':
			if before == ',' || before == '[' || before == '{' {
				f.put(i, i+1, "a comma too many stands here", "remove it", Mend{i, i + 1, ""})
			}
			top.hasKey = false
			i++
		case ':':
			top.hasKey = true
			i++
		case '"', '\'':
			next := f.quoteInFlow(text, i, len(open) > 0)
			if next == 0 {
				return 0
			}
			i, c = next, 'v'
		default:
			i, c = f.plainInFlow(text, i, top), 'v'
		}
		last, before = i, c
	}
	var missing strings.Builder
	for _, o := range slices.Backward(open) {
		missing.WriteString(closers[text[o.at]])
	}
	f.never(start, last, Mend{last, last, missing.String()})
	return 0
}

func isSpace(c byte) bool { return strings.IndexByte(" \t\r\n", c) >= 0 }

// nothing is how many bytes at the start of a text are white space or a comment.
func nothing(text string, isBehindSpace bool) int {
	if text[0] != '#' || !isBehindSpace {
		return len(text) - len(strings.TrimLeft(text, " \t\r\n"))
	}
	if eol := strings.IndexByte(text, '\n'); eol >= 0 {
		return eol
	}
	return len(text)
}

// until is the offset of the end of a value in brackets or braces that begins at start and goes on to from at least.
func until(text string, start, from int) int {
	end := len(text)
	if next := strings.IndexAny(text[from:], ",]}\n"); next >= 0 {
		end = from + next
	}
	return start + len(strings.TrimRight(text[start:end], " \t\r"))
}

// quoteInFlow looks at a text in quotes within brackets or braces, and says where to go on; 0 where it is never closed.
func (f *finder) quoteInFlow(text string, start int, isWithin bool) int {
	closed := QuotedEnd(text, start)
	if !f.isClosed(start, closed) {
		f.never(start, until(text, start, start+1))
		return 0
	}
	rest := strings.TrimLeft(text[closed:], " \t\r\n")
	switch {
	case rest == "" || strings.IndexByte(",]}:", rest[0]) >= 0 || rest[0] == '#' && text[closed] != '#':
		return closed
	case rest[0] == '"' || rest[0] == '\'':
		f.put(closed, closed, "a comma is missing here", "write , between two items", Mend{closed, closed, ","})
		return closed
	}
	end := until(text, start, closed)
	f.behindQuote(start, closed, end)
	return end
}

// plainInFlow looks at a text without quotes within brackets or braces, and says where to go on.
func (f *finder) plainInFlow(text string, start int, in *opener) int {
	if strings.IndexByte("@`%", text[start]) >= 0 {
		end := until(text, start, start)
		f.put(start, start+1, "a value that begins with "+text[start:start+1]+" has to be in quotes",
			"write "+quoted(text[start:end]), Mend{start, end, quoted(text[start:end])}).Sure = true
		return end
	}
	for i := start; i < len(text); i++ {
		switch c := text[i]; {
		case c == '#' && isSpace(text[i-1]) && f.swallows(text, start, i):
			return until(text, start, i)
		case strings.IndexByte(",[]{}", c) >= 0, c == '#' && isSpace(text[i-1]):
			return start + len(strings.TrimRight(text[start:i], " \t\r\n"))
		case c != ':' || i+1 < len(text) && !isSpace(text[i+1]) && strings.IndexByte(",[]{}", text[i+1]) < 0:
			continue
		case !in.hasKey || text[in.at] == '[':
			return i
		}
		value := text[start:i]
		word := value[strings.LastIndexAny(value, " \t\n")+1:]
		first := strings.TrimRight(strings.TrimSuffix(value, word), " \t\n")
		if first != "" && slices.Contains(f.keys, word) {
			at := start + len(strings.TrimRight(first, "; "))
			f.put(i-len(word), i, "a comma is missing before "+word, "write , between two keys",
				Mend{at, i - len(word), ", "})
			return i
		}
		end := until(text, start, i)
		f.put(i, i+1, `a value that holds ": " has to be in quotes`, "write "+quoted(text[start:end]),
			Mend{start, end, quoted(text[start:end])}).Sure = true
		return end
	}
	return len(text)
}

// swallows reports a comment behind a value that has the bracket in it which closes what the value is in.
func (f *finder) swallows(text string, start, hash int) bool {
	comment, _, _ := strings.Cut(text[hash:], "\n")
	if !strings.ContainsAny(comment, "]}") {
		return false
	}
	end := until(text, start, hash)
	mended := quoted(text[start:end])
	f.put(hash, hash+1, "the # begins a comment, which cuts the value and what closes it", "write "+mended,
		Mend{start, end, mended}).Sure = true
	return true
}

// behindFlow looks at what follows a value in brackets or braces.
func (f *finder) behindFlow(start, closed int) {
	rest, _, _ := strings.Cut(f.text[closed:], "\n")
	rest = strings.TrimRight(rest, " \t\r")
	more := strings.TrimLeft(rest, " \t")
	switch value := f.text[start : closed+len(rest)]; {
	case more == "" || more[0] == '#' && more != rest:
	case more[0] == '#':
		f.glued(closed)
	case strings.Trim(more, "]}),; ") == "":
		f.put(closed, closed+len(rest), "a "+more[:1]+" too many stands behind the value", "remove it",
			Mend{closed, closed + len(rest), ""})
	case !strings.Contains(value, "\n"):
		f.put(start, start+1, "a value that begins with "+value[:1]+" has to be in quotes", "write "+quoted(value),
			Mend{start, start + len(value), quoted(value)}).Sure = true
	}
}
