package importing

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode"

	"hindcast/internal/incident"
	"hindcast/internal/lazy"
	"hindcast/internal/section"
	"hindcast/internal/when"
)

// Event is something that a source says with its time.
type Event struct {
	At           incident.Time
	Label        string // what sort of event it is, in a word or two
	Text         string // Markdown
	IsRestricted bool   // the source shows it to fewer readers than the rest of the entry
}

// Body is the text of a record: what a source says in Markdown, with sections of its own or without, and its events.
// These stand where the timeline of a record does; where the text has one already, at its end, under Comments.
func Body(text string, events []Event) string {
	names, text := section.New(nil), strings.Trim(text, "\n")
	has := map[string]bool{}
	lead := strings.TrimSpace(text) != "" && !strings.HasPrefix(text, "## ")
	lines := strings.Split(text, "\n")
	later := len(lines) // where the sections begin that stand below the timeline
	for h := range headingsOf(lines) {
		if h.level == 2 {
			name := names.Of(h.text)
			has[name] = true
			if slices.Index(section.All, name) > slices.Index(section.All, section.Timeline) {
				later = min(later, h.line)
			}
		}
	}
	var b strings.Builder
	if lead && !has["What happened"] {
		b.WriteString("\n## What happened\n")
	}
	title := section.Timeline
	if has[title] {
		title, later = "Comments", len(lines)
	}
	part := func(lines []string) {
		if text := strings.Trim(strings.Join(lines, "\n"), "\n"); text != "" {
			b.WriteString("\n" + text + "\n")
		}
	}
	part(lines[:later])
	if len(events) > 0 {
		b.WriteString("\n## " + title + "\n")
	}
	events = slices.Clone(events)
	sort.SliceStable(events, func(i, j int) bool { return events[i].At.Sortable().Before(events[j].At.Sortable()) })
	for i, e := range events {
		if i == 0 || e.IsRestricted || events[i-1].IsRestricted {
			b.WriteString("\n")
		}
		if e.IsRestricted {
			b.WriteString(":::tlp " + RestrictedMark + "\n")
		}
		e.write(&b)
		if e.IsRestricted {
			b.WriteString(":::\n")
		}
	}
	part(lines[later:])
	return b.String()
}

// write is an event as an item of a list; a text of several lines, or with markup of blocks, stands below its time.
func (e Event) write(b *strings.Builder) {
	text := strings.Trim(e.Text, "\n")
	b.WriteString("- " + e.At.String() + " " + e.Label)
	switch {
	case strings.TrimSpace(text) == "":
		b.WriteString("\n")
	case strings.Contains(text, "\n") || startsBlock().MatchString(text):
		b.WriteString(":\n\n")
		fence := ""
		for line := range strings.SplitSeq(text, "\n") {
			if fence = FenceAfter(fence, line); fence == "" {
				line = zoneless(line)
			}
			b.WriteString(strings.TrimRight("  "+line, " ") + "\n")
		}
	default:
		b.WriteString(": " + text + "\n")
	}
}

// zoneless keeps the time of an item within an event from being read as that of another event in the zone of the first,
// which the source does not say.
func zoneless(line string) string {
	m := itemTime().FindStringIndex(line)
	if m == nil {
		return line
	}
	begin, _, n := when.Stretch(line[m[1]:])
	at := strings.IndexAny(line[m[1]:m[1]+n], ":-/")
	if n == 0 || begin.Zone != "" || at < 0 {
		return line
	}
	return line[:m[1]+at] + `\` + line[m[1]+at:]
}

var (
	itemTime    = lazy.Regexp(`^\s*(?:[-*+]|\d+[.)]|\|)\s+[*_]*`)
	startsBlock = lazy.Regexp("^\\s*(?:[#>|<+*-]|\\d+[.)]|```|~~~| {4})")
	atxHeading  = lazy.Regexp(`^ {0,3}(#{1,6})(?:[ \t]+(.*?))??(?:[ \t]+#+)?[ \t]*$`)
	setext      = lazy.Regexp(`^ {0,3}(=+|-+)[ \t]*$`)
	codeFence   = lazy.Regexp("^[ \t>]*(?:[-*+][ \t]+|\\d+[.)][ \t]+)*(?:(`{3,})[^`]*|(~{3,}).*)$")
	paragraph   = lazy.Regexp(`^ {0,3}[^\s#>|<+*=-]`)
)

type heading struct {
	line, level int
	text        string
}

// headingsOf are the headings of a text outside of its code.
func headingsOf(lines []string) func(func(heading) bool) {
	return func(yield func(heading) bool) {
		fence := ""
		for i, line := range lines {
			if fence = FenceAfter(fence, line); fence != "" {
				continue
			}
			if m := atxHeading().FindStringSubmatch(line); m != nil && !yield(heading{i, len(m[1]), m[2]}) {
				return
			}
		}
	}
}

// Section is a part of a text with the heading above it.
type Section struct{ Heading, Text string }

// Sections are the parts of a text from one heading of a level to the next; 0 is the level of the first heading. The
// first of them has no heading, and is what stands before all.
func Sections(text string, level int) []Section {
	lines, list, begin := strings.Split(text, "\n"), []Section{{}}, 0
	end := func(line int) { list[len(list)-1].Text = strings.Join(lines[begin:line], "\n") }
	for h := range headingsOf(lines) {
		if level = cmp.Or(level, h.level); h.level == level {
			end(h.line)
			list, begin = append(list, Section{Heading: h.text}), h.line+1
		}
	}
	end(len(lines))
	return list
}

// FenceAfter is what fences a line, or the line after it, off as code; empty where it is none. The line that closes a
// block is code with what fenced it before.
func FenceAfter(fence, line string) string {
	if fence == "" {
		if m := codeFence().FindStringSubmatch(line); m != nil {
			return m[1] + m[2]
		}
		return ""
	}
	if line = strings.Trim(line, " \t>"); strings.HasPrefix(line, fence) && strings.Trim(line, fence[:1]) == "" {
		return ""
	}
	return fence
}

var (
	comment      = lazy.Regexp(`<!--.*?-->`)
	commentBlock = lazy.Regexp(`^ {0,3}<!--`)
)

// WithoutComments is a text in Markdown without its HTML comments: those within a line, and those that begin a line and
// are closed on a later one. Code blocks stay as they are.
func WithoutComments(s string) string {
	var b strings.Builder
	fence, isHidden, below := "", false, s
	for line := range strings.Lines(s) {
		was := fence
		below = below[len(line):]
		if isHidden {
			_, rest, isClosed := strings.Cut(line, "-->")
			if !isClosed {
				continue
			}
			line, isHidden = rest, false
		}
		if fence = FenceAfter(fence, strings.TrimSuffix(line, "\n")); fence == "" && was == "" {
			line = comment().ReplaceAllString(line, "")
			if isHidden = commentBlock().MatchString(line) && strings.Contains(below, "-->"); isHidden {
				continue
			}
		}
		b.WriteString(line)
	}
	return b.String()
}

// Lines is a text whose lines end in line feeds, whatever they ended in.
func Lines(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// Markdown is a text in common Markdown as one of this project: headings begin at level two, and what would be read as
// more than it is there is shown as it was typed: HTML, wiki links, marks, links that lead nowhere from here. What is
// left open at the end is closed, since more follows.
func Markdown(s string) string { return markdownFrom(s, 2) }

// MarkdownBelow is Markdown as a text below a heading of level two: its headings begin at level three.
func MarkdownBelow(s string) string { return markdownFrom(s, 3) }

func markdownFrom(s string, top int) string {
	s = Lines(Visible(s))
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, s)
	lines := strings.Split(strings.Trim(s, "\n"), "\n")
	fence, inComment, closed := "", false, -1 // the last line that closes a comment
	for i, line := range lines {
		if strings.Contains(line, "-->") {
			closed = i
		}
	}
	for i, line := range lines {
		was := fence
		if fence = FenceAfter(fence, line); fence != "" || was != "" {
			continue
		}
		if m := setext().FindStringSubmatch(line); m != nil && i > 0 && !inComment && strings.TrimSpace(lines[i-1]) != "" {
			if len(m[1]) > 1 && paragraph().MatchString(lines[i-1]) && (i == 1 || lines[i-2] == "") {
				lines[i-1], lines[i] = strings.Repeat("#", map[byte]int{'=': 1, '-': 2}[m[1][0]])+" "+lines[i-1], ""
			} else {
				lines[i] = "\n" + line // several lines make no heading: what is below them parts them from the next
			}
			continue
		}
		lines[i], inComment = plainLine(line, inComment, closed > i)
	}
	if fence != "" {
		lines = append(lines, fence)
	}
	level(lines, top)
	return strings.Join(lines, "\n")
}

// level moves headings so that they begin at the top level. A single title of a text above sections of level two stays
// beside them.
func level(lines []string, top int) {
	all := slices.Collect(headingsOf(lines))
	least, ones := 6, 0
	for _, h := range all {
		least = min(least, h.level)
		if h.level == 1 {
			ones++
		}
	}
	for _, h := range all {
		to := min(h.level+top-least, 6)
		if ones == 1 && top == 2 {
			to = max(h.level, 2)
		}
		lines[h.line] = strings.Repeat("#", to) + " " + h.text
	}
}

var (
	typed = lazy.Regexp("(`+)|<!--|-->|" + shownTag + "|<[A-Za-z/!?]|\\[\\[|:::+|\\]\\([^)\\s]*|^ {0,3}\\[[^\\]]+\\]:\\s*\\S*")
	leads = lazy.Regexp(`^(?i:https?://|mailto:)`)
)

// shownTag is a tag that pages show as what it means, or an address.
const shownTag = `<(?:/?(?i:br|sub|sup|kbd|details|summary)\s*/?|https?://[^\s<>]+|mailto:[^\s<>]+|[\w.+-]+@[\w.-]+)>`

// plainLine puts backslashes before what a line must not be read as. A comment that ends neither there nor below stays a
// text.
func plainLine(line string, inComment, endsBelow bool) (string, bool) {
	var b strings.Builder
	code, at, closed := "", 0, strings.LastIndex(line, "-->")
	for _, m := range typed().FindAllStringIndex(line, -1) {
		found := line[m[0]:m[1]]
		b.WriteString(line[at:m[0]])
		at = m[1]
		isEscaped := m[0] > 0 && line[m[0]-1] == '\\'
		switch {
		case inComment:
			inComment = found != "-->"
		case code != "":
			if found == code {
				code = ""
			}
		case found[0] == '`':
			if !isEscaped && strings.Contains(line[at:], found) {
				code = found
			}
		case isEscaped || found == "-->":
		case found == "<!--":
			if inComment = at <= closed || endsBelow; !inComment {
				found = `\` + found
			}
		case found[0] == '<':
			if !strings.HasSuffix(found, ">") {
				found = `\` + found
			}
		case found == "[[":
			found = `\[\[`
		case found[0] == ':':
			found = strings.ReplaceAll(found, ":", `\:`)
		case found[0] == ']':
			if !leads().MatchString(found[2:]) {
				found = `\` + found
			}
		default: // the definition of a link
			if _, to, _ := strings.Cut(found, "]:"); !leads().MatchString(strings.TrimLeft(to, " \t<")) {
				found = strings.Replace(found, "[", `\[`, 1)
			}
		}
		b.WriteString(found)
	}
	return b.String() + line[at:], inComment
}
