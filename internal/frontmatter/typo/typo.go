// Package typo finds what hands get wrong when they type YAML: a missing space, a quote that is never closed, a line
// that is indented unlike its neighbours. It knows the look of lines, and what is meant only where a mend shows it.
package typo

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Typo is what may keep a text from being YAML.
type Typo struct {
	Start, End    int // bytes of the text
	Message, Hint string
	Mends         []Mend // in order of place
	Sure          bool   // nothing else can be meant
}

// Mend replaces some bytes of the text.
type Mend struct {
	Start, End int
	Text       string
}

// Mended is the text with the mends of a typo.
func (t *Typo) Mended(text string) string {
	var b strings.Builder
	done := 0
	for _, m := range t.Mends {
		b.WriteString(text[done:m.Start] + m.Text)
		done = m.End
	}
	return b.String() + text[done:]
}

// Change is all mends as one.
func (t *Typo) Change(text string) Mend {
	first, last := t.Mends[0], t.Mends[len(t.Mends)-1]
	mended := t.Mended(text)
	return Mend{first.Start, last.End, mended[first.Start : len(mended)-(len(text)-last.End)]}
}

var (
	// Entry is a key with what stands behind its colon.
	Entry  = regexp.MustCompile(`^( *(?:- +)*)([A-Za-z_][\w-]*):(?:[ \t]+(.*))?$`)
	joined = regexp.MustCompile(`^( *(?:- +)*)([A-Za-z_][\w-]*):([^\s:/])`)
	item   = regexp.MustCompile(`^( *(?:- +)+)(.*)$`)
	// noColon is a key with a value and no colon, or with what was typed for one.
	noColon = regexp.MustCompile(`^ *(?:- +)*([A-Za-z_][\w-]*)(?: *[=;：] *| +)(\S.*)$`)
	// noSpace is an item without a space behind its dash, bullet one with the sign of another list.
	noSpace = regexp.MustCompile(`^( *-)[^\s-]`)
	bullet  = regexp.MustCompile(`^ *([*•–—+])\s`)
	blank   = regexp.MustCompile(`^ *([\t\x{a0}\x{200b}\x{feff}][ \t\x{a0}\x{200b}\x{feff}]*)`)
	// block begins a text of the lines below it.
	block = regexp.MustCompile(`^[|>][-+\d]*(?:\s+#.*)?$`)
)

// finder goes through a text line by line.
type finder struct {
	text  string
	keys  []string // that are known
	found []Typo

	lines     []string // with their ends
	start     int      // of the line
	levels    []level  // the open maps and lists
	popped    []level  // those that the last line ended
	last      entry
	plain     string // key whose plain value a line may go on with
	indent    int    // of that key
	continued int    // typo that lines which go on with it are one of; -1 for none
}

// level is a map or a list: the column of its keys or dashes.
type level struct {
	column int
	isList bool
}

// entry is the last line with a key or an item.
type entry struct {
	start, column, end int // of the line, of what it begins with
	hasValue           bool
}

// mostFound is about how many typos are looked for: what is none of the first is not to be told from them.
const mostFound = 64

// Find is what may be wrong with a text, line by line, the likelier first. Keys are those that are known.
func Find(text string, keys []string) []Typo {
	f := &finder{text: text, keys: keys, lines: strings.SplitAfter(text, "\n"), continued: -1}
	for i := 0; i < len(f.lines) && len(f.found) < mostFound; i++ {
		for skip := f.line(i); skip > 0 && i+1 < len(f.lines); skip-- {
			f.start += len(f.lines[i])
			i++
		}
		f.start += len(f.lines[i])
	}
	f.textBelow()
	return f.found
}

// textBelow looks for the text of a file below its last key, which is there where the front matter is not closed.
func (f *finder) textBelow() {
	at, begun := 0, -1
	for _, line := range f.lines {
		trimmed := strings.TrimRight(line, " \t\r\n")
		if m := Entry.FindStringSubmatch(trimmed); m != nil && slices.Contains(f.keys, m[2]) {
			begun = len(f.text)
		} else if begun > at && trimmed != "" && strings.IndexByte(" \t-]}", line[0]) < 0 {
			begun = at
		}
		at += len(line)
	}
	if begun < 0 || begun == len(f.text) {
		return
	}
	end := begun + strings.IndexByte(f.text[begun:]+"\n", '\n')
	f.found = append(f.found, Typo{
		Start: begun, End: end, Message: "the text begins here, and no line of --- ends the front matter above it",
		Hint: "put --- on a line of its own above it", Mends: []Mend{{begun, len(f.text), ""}},
	})
}

// add adds a typo; its places count from the start of the line.
func (f *finder) add(start, end int, message, hint string, mends ...Mend) *Typo {
	for i := range mends {
		mends[i].Start += f.start
		mends[i].End += f.start
	}
	f.found = append(f.found, Typo{
		Start: f.start + start, End: f.start + end, Message: message, Hint: hint, Mends: mends,
	})
	return &f.found[len(f.found)-1]
}

// line looks at a line, and says how many below it belong to its value.
func (f *finder) line(i int) (skip int) {
	line := strings.TrimRight(f.lines[i], " \t\r\n")
	text := strings.TrimLeft(line, " ")
	if text == "" || text[0] == '#' {
		return 0
	}
	indent := len(line) - len(text)
	if m := blank.FindStringSubmatchIndex(line); m != nil && m[1] < len(line) {
		f.indentedBy(line, m[2], m[3])
		return 0
	}
	m := joined.FindStringSubmatchIndex(line)
	value, hasKey, isBroken := len(line), true, false
	switch entry := Entry.FindStringSubmatchIndex(line); {
	case m != nil:
		f.joined(line, m)
		value, f.plain = m[5]+1, ""
	case entry != nil:
		f.plain, f.indent, f.continued = line[entry[4]:entry[5]], entry[3], -1
		if m = entry; m[6] >= 0 {
			value = m[6]
		}
	default:
		if m = item.FindStringSubmatchIndex(line); m == nil {
			f.further(line, indent)
			return 0
		}
		value, hasKey, isBroken = m[4], false, f.isNoColon(line)
		f.plain = ""
	}
	f.place(line[:m[3]], indent, hasKey || isBroken)
	f.last.hasValue = value < len(line) && line[value] != '#'
	if isBroken || !f.last.hasValue {
		return 0
	}
	return f.value(i, line, value, indent)
}

// indentedBy reports a line that begins with signs other than spaces.
func (f *finder) indentedBy(line string, start, end int) {
	name := "an invisible character"
	if r, _ := utf8.DecodeRuneInString(line[start:]); r == '\t' {
		name = "a tab"
	} else if r == '\u00a0' {
		name = "a space that does not break"
	}
	columns := []int{f.last.column + 2}
	for _, l := range slices.Backward(f.levels[max(0, len(f.levels)-4):]) {
		columns = append(columns, l.column)
	}
	if f.last.hasValue {
		columns = append(columns[1:], columns[0])
	}
	for _, column := range columns {
		f.add(start, end, name+" stands at the start of the line", "indent it with spaces",
			Mend{0, end, strings.Repeat(" ", column)})
	}
}

func (f *finder) joined(line string, m []int) {
	at := m[5] + 1
	mend := Mend{at, at, " "}
	message := "a space is missing after the colon"
	if strings.HasPrefix(line[at:], "\u00a0") {
		message, mend.End = "a space that does not break stands behind the colon", at+len("\u00a0")
	}
	f.add(m[4], at, message, "write "+line[m[4]:at]+" "+line[mend.End:], mend).Sure = true
}

// further looks at a line that has neither a key with a colon nor an item.
func (f *finder) further(line string, indent int) {
	mayBeItem := !f.last.hasValue || f.isIn(level{indent, true})
	switch m := bullet.FindStringSubmatchIndex(line); {
	case mayBeItem && noSpace.MatchString(line):
		f.add(indent, indent+1, "a space is missing after the dash", "write - "+line[indent+1:],
			Mend{indent + 1, indent + 1, " "}).Sure = true
		hasKey := Entry.MatchString(line[indent+1:])
		f.place(line[:indent+1]+" ", indent, hasKey)
		f.last.hasValue, f.plain = true, ""
		return
	case mayBeItem && m != nil:
		f.add(m[2], m[3], "an item begins with - and not with "+line[m[2]:m[3]], "write -"+line[m[3]:],
			Mend{m[2], m[3], "-"})
		return
	case f.last.hasValue && f.isIn(level{indent, true}) && !f.isIn(level{indent, false}):
		f.add(indent, len(line), "a dash is missing before the item", "write - "+line[indent:], Mend{indent, indent, "- "})
		return
	case strings.Trim(line, " ]},") == "":
		f.add(indent, len(line), "the "+line[indent:indent+1]+" here closes nothing", "remove it", Mend{indent, len(line), ""})
		return
	case f.isNoColon(line), f.plain == "" || indent > f.indent:
		return
	}
	mend := Mend{0, 0, strings.Repeat(" ", f.indent-indent+2)}
	if f.continued >= 0 {
		mend.Start, mend.End = f.start, f.start
		f.found[f.continued].Mends = append(f.found[f.continued].Mends, mend)
		return
	}
	f.continued = len(f.found)
	f.add(indent, len(line), "the value of "+f.plain+" goes on here, and the line is not indented",
		"indent it by two spaces, or put it at the end of the line before", mend)
}

func (f *finder) isIn(l level) bool { return slices.Contains(f.levels, l) }

// isNoColon reports whether a colon is missing behind the word that begins a line: a key that is known and no word that
// goes on with a sentence, or any where none is known.
func (f *finder) isNoColon(line string) bool {
	m := noColon.FindStringSubmatchIndex(line)
	if m == nil || f.plain != "" && m[3]-m[2] < 3 {
		return false
	}
	if isKnown := slices.Contains(f.keys, line[m[2]:m[3]]); !isKnown && (f.plain != "" || len(f.keys) > 0) {
		return false
	}
	key := line[m[2]:m[3]]
	message := "a colon is missing after " + key
	if sign := strings.TrimSpace(line[m[3]:m[4]]); sign != "" {
		message += ", where " + sign + " stands"
	}
	f.add(m[2], m[3], message, "write "+key+": "+line[m[4]:], Mend{m[3], m[4], ": "})
	return true
}

// place holds the dashes and the key that a line begins with against the lines above it.
func (f *finder) place(prefix string, indent int, hasKey bool) {
	var begun []level
	for i := range len(prefix) {
		if prefix[i] == '-' {
			begun = append(begun, level{i, true})
		}
	}
	if hasKey {
		begun = append(begun, level{len(prefix), false})
	}
	first, before, ended := begun[0], f.last, f.popped
	f.last, f.popped = entry{start: f.start, column: indent, end: f.start + indent + 1}, nil
	top := func() level { return f.levels[len(f.levels)-1] }
	switch {
	case len(f.levels) == 0:
		if indent > 0 {
			f.shift(f.last, 0)
		}
		f.levels = begun
		return
	case indent > top().column && before.hasValue:
		f.shift(f.last, top().column)
		if slices.ContainsFunc(ended, func(l level) bool { return l.column == indent }) {
			f.shift(before, indent)
		}
		f.levels = append(f.levels, begun[1:]...)
		return
	}
	for len(f.levels) > 0 && top().column > indent {
		f.popped = append(f.popped, top())
		f.levels = f.levels[:len(f.levels)-1]
	}
	if n := len(f.levels); n > 1 && top() == (level{indent, true}) && !first.isList && f.levels[n-2].column == indent {
		f.levels = f.levels[:n-1] // a list at the column of its key
	}
	wasList := len(f.levels) > 0 && top() == (level{indent, true})
	switch isAt := len(f.levels) > 0 && top().column == indent; {
	case isAt && wasList == first.isList:
		begun = begun[1:]
	case isAt && first.isList && before.hasValue:
		f.add(indent, indent+1, "a dash stands before a key of a map", "remove the dash", Mend{indent, len(prefix), ""})
		begun = begun[1:]
	case isAt && first.isList: // a list at the column of its key
	case len(f.popped) > 0:
		column := f.popped[len(f.popped)-1].column
		f.shift(f.last, column)
		if before.column == column {
			f.shift(before, indent)
		}
		if len(f.levels) > 0 {
			f.shift(f.last, top().column)
		}
		begun[0].column = column
	}
	f.levels = append(f.levels, begun...)
}

// shift reports that a line is to begin in another column.
func (f *finder) shift(e entry, column int) {
	f.found = append(f.found, Typo{
		Start: e.start + e.column, End: e.end, Message: "the line is not indented like those beside it",
		Hint:  "begin it in column " + strconv.Itoa(column+1),
		Mends: []Mend{{e.start, e.start + e.column, strings.Repeat(" ", column)}},
	})
}
