package frontmatter

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// replace writes a value in the place of another.
func (d *Document) replace(at position, n *yaml.Node) change {
	want := n
	if at.parent != nil {
		want = d.wanted(at.parent, func(p *yaml.Node) {
			p.Content[slices.Index(at.parent.Content, at.value)] = n
		})
	}
	start, end := d.offset(at.value), d.tail(at.value)
	lines := blockLines(entryNode(n))
	if at.flow || at.key == nil || len(lines) == 1 && d.onLineOf(at.key, start) {
		text := flowText(n)
		if !at.flow && at.key != nil {
			text = strings.TrimPrefix(lines[0], entryKey)
		}
		return change{splice{start, end, d.gap(at.key, start) + text}, want}
	}
	return change{d.below(at, lines, start, end), want}
}

// gap is what must be between a key or dash and a value that is written at an offset.
func (d *Document) gap(key *yaml.Node, start int) string {
	src := d.Lines.Text()
	switch {
	case key != nil && bytes.IndexByte(src[d.tail(key):start], ':') < 0:
		return ": " // a key alone in a flow map
	case start > 0 && (src[start-1] == ':' || src[start-1] == '-'):
		return " "
	}
	return ""
}

// below replaces a value of a block map that stands, or has to stand, below its key. What lies
// between the two is kept where it is more than white space.
func (d *Document) below(at position, lines []string, start, end int) splice {
	src := d.Lines.Text()
	colon := d.tail(at.key) + bytes.IndexByte(src[d.tail(at.key):], ':') + 1
	eol := d.eol(colon)
	indent := strings.Repeat(" ", at.parent.Column-1)
	comment := start > colon && len(bytes.TrimSpace(src[colon:start])) > 0
	value := strings.TrimPrefix(lines[0], entryKey)
	switch {
	case len(lines) > 1 && comment:
		return splice{lineStart(src, start), end, indent + strings.Join(lines[1:], eol+indent)}
	case len(lines) > 1:
		return splice{colon, end, eol + indent + strings.Join(lines[1:], eol+indent)}
	case comment:
		return splice{lineStart(src, start), end, indent + "  " + value}
	}
	return splice{colon, end, " " + value}
}

// insertFirst writes the first key of a head that holds none.
func (d *Document) insertFirst(key string, n *yaml.Node) change {
	want := &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{textNode(key), n}}
	if len(d.Lines.Text()) == 0 {
		return change{splice{0, 0, strings.Join(blockLines(want), "\n") + "\n"}, want}
	}
	return change{d.linesAfter(d.headEnd(), blockLines(want), 0), want}
}

// insert writes a key that a map lacks.
func (d *Document) insert(at position, key string, n *yaml.Node, order []string) change {
	m := at.parent
	name := textNode(key)
	i, ordered := placeOf(m, key, order)
	want := d.wanted(m, func(c *yaml.Node) { c.Content = slices.Insert(c.Content, 2*i, name, n) })
	if at.flow {
		return change{d.insertFlow(m, i, flowText(name)+": "+flowText(n)), want}
	}
	lines := blockLines(&yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{name, n}})
	switch {
	case i == 0: // there is a first key, since an empty map is written in flow style
		start := d.offset(m.Content[0])
		indent := d.eol(start) + strings.Repeat(" ", m.Column-1)
		return change{splice{start, start, strings.Join(lines, indent) + indent}, want}
	case m == d.root && !ordered:
		return change{d.linesAfter(d.headEnd(), lines, m.Column-1), want}
	}
	return change{d.linesAfter(d.lineEnd(m.Content[2*i-1]), lines, m.Column-1), want}
}

// placeOf is the rank at which a key belongs among those of a map, by their order; false where the
// order does not tell, and it goes to the end.
func placeOf(m *yaml.Node, key string, order []string) (int, bool) {
	rank := slices.Index(order, key)
	before, best, follower := -1, -1, -1
	for i := 0; i+1 < len(m.Content); i += 2 {
		r := slices.Index(order, m.Content[i].Value)
		switch {
		case r < 0 || rank < 0:
		case r < rank && r > best:
			before, best = i/2, r
		case r > rank && follower < 0:
			follower = i / 2
		}
	}
	switch {
	case before >= 0:
		return before + 1, true
	case follower >= 0:
		return follower, true
	}
	return len(m.Content) / 2, false
}

func (d *Document) insertFlow(m *yaml.Node, i int, text string) splice {
	switch {
	case len(m.Content) == 0:
		start := d.offset(m) + 1
		return splice{start, start, text}
	case i == 0:
		start := d.offset(m.Content[0])
		return splice{start, start, text + ", "}
	}
	end := d.tail(m.Content[2*i-1])
	return splice{end, end, ", " + text}
}

// remove takes out a key with its value.
func (d *Document) remove(at position) (change, error) {
	if at.key == nil {
		return change{}, ErrLayout
	}
	m := at.parent
	i := slices.Index(m.Content, at.key)
	want := d.wanted(m, func(c *yaml.Node) { c.Content = slices.Delete(c.Content, i, i+2) })
	start, end := d.offset(at.key), d.tail(at.value)
	last := i+2 == len(m.Content)
	switch src := d.Lines.Text(); {
	case at.flow && !last:
		return change{splice{start, d.offset(m.Content[i+2]), ""}, want}, nil
	case at.flow && i > 0:
		return change{splice{d.tail(m.Content[i-1]), end, ""}, want}, nil
	case at.flow: // with a comma that may follow
		return change{splice{d.offset(m) + 1, d.tail(m) - 1, ""}, want}, nil
	case last && i == 0 && m != d.root:
		return change{splice{start, end, "{}"}, want}, nil
	case len(bytes.TrimSpace(src[lineStart(src, start):start])) > 0: // after the dash of an item
		if last {
			return change{}, ErrLayout
		}
		return change{d.removeFirst(start, end, d.offset(m.Content[i+2])), want}, nil
	default:
		return change{splice{lineStart(src, start), d.nextLine(end), ""}, want}, nil
	}
}

// removeFirst takes out the key after the dash of an item. The next one moves up to the dash, unless
// a comment is between.
func (d *Document) removeFirst(start, end, next int) splice {
	src, eol := d.Lines.Text(), d.endOfLine(end)
	if len(bytes.TrimSpace(src[eol:next])) == 0 {
		return splice{start, next, ""}
	}
	return splice{len(bytes.TrimRight(src[:start], " ")), eol, ""}
}

// tail is the offset after a value, trailing white space of a block left out.
func (d *Document) tail(n *yaml.Node) int {
	src, start := d.Lines.Text(), d.offset(n)
	end := d.end(n, start)
	for end > start && bytes.IndexByte([]byte(" \t\r\n"), src[end-1]) >= 0 {
		end--
	}
	return end
}

func (d *Document) onLineOf(key *yaml.Node, offset int) bool {
	return bytes.IndexByte(d.Lines.Text()[d.tail(key):offset], '\n') < 0
}

func lineStart(src []byte, offset int) int { return bytes.LastIndexByte(src[:offset], '\n') + 1 }

// endOfLine is the offset of the ending of the line that holds an offset.
func (d *Document) endOfLine(offset int) int {
	src := d.Lines.Text()
	i := bytes.IndexByte(src[offset:], '\n')
	switch {
	case i < 0:
		return len(src)
	case i > 0 && src[offset+i-1] == '\r':
		return offset + i - 1
	}
	return offset + i
}

func (d *Document) nextLine(offset int) int {
	if i := bytes.IndexByte(d.Lines.Text()[offset:], '\n'); i >= 0 {
		return offset + i + 1
	}
	return len(d.Lines.Text())
}

// lineEnd is the offset after the last line of a value, where another key or item can follow. Blank
// lines that a block scalar keeps are part of it.
func (d *Document) lineEnd(n *yaml.Node) int {
	end := d.endOfLine(d.tail(n))
	for len(n.Content) > 0 && n.Style&yaml.FlowStyle == 0 {
		n = n.Content[len(n.Content)-1]
	}
	if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) == 0 || !strings.HasSuffix(n.Value, "\n\n") {
		return end
	}
	src := d.Lines.Text()
	for next := d.nextLine(end); next < len(src); next = d.nextLine(next) {
		if len(bytes.TrimSpace(src[next:d.nextLine(next)])) > 0 {
			break
		}
		end = d.endOfLine(next)
	}
	return end
}

// headEnd is the offset of the ending of the last line of the head.
func (d *Document) headEnd() int {
	src := d.Lines.Text()
	if d.line == 0 {
		return len(bytes.TrimRight(src, "\r\n"))
	}
	end := d.endOfLine(0)
	for at := d.nextLine(0); at < len(src); at = d.nextLine(at) {
		if string(bytes.TrimRight(src[at:d.nextLine(at)], " \t\r\n")) == "---" {
			break
		}
		end = d.endOfLine(at)
	}
	return end
}

// eol is how the line that holds an offset ends; for a last line without ending, how the first does.
func (d *Document) eol(offset int) string {
	src := d.Lines.Text()
	end := d.endOfLine(offset)
	if end == len(src) {
		end = d.endOfLine(0)
	}
	if end < len(src) && src[end] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// linesAfter inserts lines after the one that ends at an offset.
func (d *Document) linesAfter(end int, lines []string, indent int) splice {
	start := d.eol(lineStart(d.Lines.Text(), end)) + strings.Repeat(" ", indent)
	return splice{end, end, start + strings.Join(lines, start)}
}

// entryKey begins the first line of an entry that entryNode makes.
const entryKey = "k: "

// entryNode is a map with a value and a key that needs no quotes.
func entryNode(n *yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{plainNode("k"), n}}
}

// blockLines writes a map or list in block style, what it holds as Marshal would. Texts take one
// line each, so all indentation is that of the structure.
func blockLines(n *yaml.Node) []string {
	n = styled(n, 0)
	for _, child := range n.Content {
		layout(child)
	}
	return strings.Split(strings.TrimSuffix(written(n), "\n"), "\n")
}

// instant is a time of day, which the library quotes in flow style for its colons though nobody would.
var instant = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}[\d:.]*(?:Z|[+-]\d{2}:\d{2})$`)

// flowText writes a value on one line, fit for a flow map or list.
func flowText(n *yaml.Node) string {
	if n.Kind == yaml.ScalarNode && n.Tag == "" && instant.MatchString(n.Value) {
		return n.Value
	}
	list := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle, Content: []*yaml.Node{styled(n, yaml.FlowStyle)}}
	text := strings.TrimSpace(written(list))
	return strings.TrimSuffix(strings.TrimPrefix(text, "["), "]")
}

// styled is a copy of a tree whose maps and lists have one style.
func styled(n *yaml.Node, style yaml.Style) *yaml.Node {
	c := *n
	if n.Kind != yaml.ScalarNode {
		c.Style = style
		c.Content = make([]*yaml.Node, len(n.Content))
		for i, child := range n.Content {
			c.Content[i] = styled(child, style)
		}
	}
	return &c
}

// written is a tree as text. One that can't be written comes out empty, which reading it back refuses.
func written(n *yaml.Node) string {
	text, err := dump(n)
	if err != nil {
		return ""
	}
	return string(text)
}
