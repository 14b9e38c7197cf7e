package frontmatter

import (
	"bytes"
	"iter"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"hindcast/internal/diag"
)

// Places is where the keys and values of a document were written, in so little memory that a log can keep it for every
// file.
type Places struct {
	lines *diag.Lines
	start diag.Span
	nodes []place          // in the order of the text: a map or list, then what is in it
	names map[int32]string // of keys that are written otherwise than they read, by their node
}

// place is a node of the document: a key, a value, or an item of a list.
type place struct {
	start, end int32 // byte offsets
	size       int32 // nodes from this one on that belong to it, itself included
	kind       yaml.Kind
}

// Places are those of the document, and can be kept without it.
func (d *Document) Places() *Places {
	if d.places == nil {
		d.places = &Places{lines: d.Lines, start: d.Start()}
		if d.root != nil {
			d.places.add(d, d.root)
		}
	}
	return d.places
}

func (p *Places) add(d *Document, n *yaml.Node) {
	i := len(p.nodes)
	start := d.offset(n)
	p.nodes = append(p.nodes, place{start: int32(start), end: int32(d.end(n, start)), kind: n.Kind})
	for k, c := range n.Content {
		at := int32(len(p.nodes))
		p.add(d, c)
		if isKey := n.Kind == yaml.MappingNode && k%2 == 0; isKey && p.text(p.nodes[at]) != c.Value {
			if p.names == nil {
				p.names = map[int32]string{}
			}
			p.names[at] = c.Value
		}
	}
	p.nodes[i].size = int32(len(p.nodes) - i)
}

// Kept is places in a form that can be written and read again.
type Kept struct {
	Start diag.Span
	Nodes []int32 // of each place: start, end, size, kind
	Names map[int32]string
}

// Keep is the places as they can be written.
func (p *Places) Keep() Kept {
	k := Kept{Start: p.start, Names: p.names, Nodes: make([]int32, 0, 4*len(p.nodes))}
	for _, n := range p.nodes {
		k.Nodes = append(k.Nodes, n.start, n.end, n.size, int32(n.kind))
	}
	return k
}

// Restore is the places that were kept, in the file with these lines.
func (k *Kept) Restore(lines *diag.Lines) *Places {
	p := &Places{lines: lines, start: k.Start, names: k.Names, nodes: make([]place, len(k.Nodes)/4)}
	for i := range p.nodes {
		n := k.Nodes[4*i:]
		p.nodes[i] = place{n[0], n[1], n[2], yaml.Kind(n[3])}
	}
	return p
}

func (p *Places) text(at place) string { return string(p.lines.Text()[at.start:at.end]) }

func (p *Places) at(i int32) (diag.Span, string, bool) {
	if i < 0 {
		return diag.Span{}, "", false
	}
	n := p.nodes[i]
	return p.lines.Span(int(n.start), int(n.end)), p.text(n), true
}

// Value is the place of the value at a key path (timeline.contained, actions[0].due), quotes
// included, with its text as written.
func (p *Places) Value(path string) (diag.Span, string, bool) {
	_, value := p.find(path)
	return p.at(value)
}

// Key is the place of the key at a key path. An item of a list has no key; its value stands for it.
func (p *Places) Key(path string) (diag.Span, string, bool) {
	key, value := p.find(path)
	if key < 0 {
		key = value
	}
	return p.at(key)
}

// Text is the text of the value at a key path as written.
func (p *Places) Text(path string) (string, bool) {
	_, value := p.find(path)
	if value < 0 {
		return "", false
	}
	return p.text(p.nodes[value]), true
}

// Comment is the comment behind the value at a key path, on the same line.
func (p *Places) Comment(path string) (diag.Span, string, bool) {
	_, value := p.find(path)
	if value < 0 {
		return diag.Span{}, "", false
	}
	end := int(p.nodes[value].end)
	rest, _, _ := bytes.Cut(p.lines.Text()[end:], []byte("\n"))
	if bytes.IndexByte(rest, '#') < 0 {
		return diag.Span{}, "", false
	}
	line := string(rest)
	comment := strings.TrimSpace(line)
	if comment == "" || comment[0] != '#' || line[0] == '#' && p.lines.Text()[end-1] != ' ' {
		return diag.Span{}, "", false
	}
	end += strings.IndexByte(line, '#')
	return p.lines.Span(end, end+len(comment)), comment, true
}

// Has reports whether a value is written at a key path.
func (p *Places) Has(path string) bool {
	_, value := p.find(path)
	return value >= 0
}

// IsMap reports whether a map is written at a key path.
func (p *Places) IsMap(path string) bool {
	_, value := p.find(path)
	return value >= 0 && p.nodes[value].kind == yaml.MappingNode
}

// Start is the place of the opening ---, or the start of a file without one.
func (p *Places) Start() diag.Span { return p.start }

// find is the nodes of the key and the value at a key path; negative where there is none.
func (p *Places) find(path string) (key, value int32) {
	if len(p.nodes) == 0 {
		return -1, -1
	}
	for step := range steps(path) {
		if strings.HasPrefix(step, "[") {
			key, value = -1, p.item(value, strings.Trim(step, "[]"))
		} else {
			key, value = p.entry(value, step)
		}
		if value < 0 {
			return -1, -1
		}
	}
	return key, value
}

// steps are the keys and the bracketed numbers of a key path.
func steps(path string) iter.Seq[string] {
	return strings.SplitSeq(strings.ReplaceAll(path, "[", ".["), ".")
}

func (p *Places) item(list int32, number string) int32 {
	n := p.nodes[list]
	left, err := strconv.Atoi(number)
	if err != nil || left < 0 || n.kind != yaml.SequenceNode {
		return -1
	}
	for i := list + 1; i < list+n.size; i += p.nodes[i].size {
		if left == 0 {
			return i
		}
		left--
	}
	return -1
}

func (p *Places) entry(mapping int32, name string) (key, value int32) {
	n := p.nodes[mapping]
	if n.kind != yaml.MappingNode {
		return -1, -1
	}
	source := p.lines.Text()
	for i := mapping + 1; i < mapping+n.size; {
		value := i + p.nodes[i].size
		if written, ok := p.names[i]; ok && written == name ||
			!ok && string(source[p.nodes[i].start:p.nodes[i].end]) == name {
			return i, value
		}
		i = value + p.nodes[value].size
	}
	return -1, -1
}
