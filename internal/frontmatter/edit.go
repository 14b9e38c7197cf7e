package frontmatter

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Edit is one change of a front matter, made by Set, Append or Remove.
type Edit struct {
	op    operation
	path  string
	value any
	order []string
}

type operation uint8

const (
	set operation = iota
	add
	remove
)

// Set writes a value at a key path, in place of the one that is there. A key that is missing goes
// after the last of those that are before it in the order given, which is that of the keys of its
// map; without such an order, to the end of its map. A map that is missing is made.
func Set(path string, value any, order ...string) Edit {
	return Edit{op: set, path: path, value: value, order: order}
}

// Append adds an item to the list at a key path; a list that is missing is made, at the place that
// Set would choose.
func Append(path string, item any, order ...string) Edit {
	return Edit{op: add, path: path, value: item, order: order}
}

// Remove takes out a key with its value and the lines that held nothing else. A key that is not
// there is no error.
func Remove(path string) Edit { return Edit{op: remove, path: path} }

// ErrLayout means that a text is laid out so that an edit would change more than it should.
var ErrLayout = errors.New("the way this part is written can't be edited without changing more of it")

// Apply is the text with the edits made one after the other, and every byte beside them kept. Values
// are written as Marshal would. The result is read again after each edit; where it does not hold
// exactly what was asked for, the error is ErrLayout and there is no text.
func (d *Document) Apply(edits ...Edit) ([]byte, error) {
	for _, e := range edits {
		next, err := d.apply(e)
		if err != nil {
			return nil, fmt.Errorf("edit %s: %w", e.path, err)
		}
		d = next
	}
	return slices.Clone(d.Lines.Text()), nil
}

// splice is text that takes the place of a stretch of another, in bytes.
type splice struct {
	start, end int
	text       string
}

// change is a splice and the tree that has to come of it.
type change struct {
	splice
	want *yaml.Node
}

func (d *Document) apply(e Edit) (*Document, error) {
	var c change
	var err error
	switch at := d.locate(e.path); {
	case e.path == "":
		return nil, errors.New("there is no key to edit")
	case e.op == remove && at.value == nil:
		return d, nil
	case e.op == remove:
		c, err = d.remove(at)
	default:
		var n *yaml.Node
		if n, err = (&encoder{}).value(reflect.ValueOf(e.value), e.path, true); err != nil {
			return nil, err
		} else if n == nil {
			return nil, errors.New("there is no value to write")
		}
		if e.op == add {
			c, err = d.add(e.path, at, n, e.order)
		} else {
			c, err = d.set(e.path, at, n, e.order)
		}
	}
	if err != nil {
		return nil, err
	}
	return d.spliced(c)
}

// spliced makes the change and reads the result again.
func (d *Document) spliced(c change) (*Document, error) {
	src := string(d.Lines.Text())
	text := []byte(src[:c.start] + c.text + src[c.end:])
	limits := Limits{Bytes: len(text), Nodes: len(text), Depth: maxDepth}
	parse := Parse
	if d.line == 0 {
		parse = ParseYAML
	}
	next, findings := parse(text, limits)
	if next == nil || len(findings) > 0 || !same(next.root, c.want) || string(text[next.Body:]) != src[d.Body:] {
		return nil, ErrLayout
	}
	return next, nil
}

// position is where a key path leads, with what lies around it.
type position struct {
	parent *yaml.Node // the map or list that holds it; nil for the root
	key    *yaml.Node // nil for an item of a list
	value  *yaml.Node // nil where nothing is written
	flow   bool       // some map or list around it is in flow style
}

func (d *Document) locate(path string) position {
	at := position{value: d.root}
	if path == "" {
		return at
	}
	walked := ""
	for step := range strings.SplitSeq(strings.ReplaceAll(path, "[", ".["), ".") {
		if strings.HasPrefix(step, "[") {
			walked += step
		} else {
			walked = join(walked, step)
		}
		at.parent = at.value
		at.flow = at.flow || at.parent != nil && at.parent.Style&yaml.FlowStyle != 0
		at.key, at.value = d.find(walked)
	}
	return at
}

// set replaces the value at a path, or inserts its key.
func (d *Document) set(path string, at position, n *yaml.Node, order []string) (change, error) {
	if at.value != nil {
		return d.replace(at, n), nil
	}
	parent, key := splitPath(path)
	switch {
	case strings.HasPrefix(key, "["):
		return change{}, errors.New("the list has no such item")
	case at.parent == nil && parent == "":
		return d.insertFirst(key, n), nil
	case at.parent == nil || isNull(at.parent):
		whole := &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{textNode(key), n}}
		return d.set(parent, d.locate(parent), whole, nil)
	case at.parent.Kind != yaml.MappingNode:
		return change{}, fmt.Errorf("%s is no map", parent)
	}
	return d.insert(at, key, n, order), nil
}

// splitPath cuts a key path before its last step.
func splitPath(path string) (parent, last string) {
	i := strings.LastIndexAny(path, ".[")
	switch {
	case i < 0:
		return "", path
	case path[i] == '[':
		return path[:i], path[i:]
	}
	return path[:i], path[i+1:]
}

// add appends an item to the list at a path.
func (d *Document) add(path string, at position, item *yaml.Node, order []string) (change, error) {
	list := at.value
	if list == nil || isNull(list) {
		return d.set(path, at, &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{item}}, order)
	}
	if list.Kind != yaml.SequenceNode {
		return change{}, fmt.Errorf("%s is no list", path)
	}
	want := d.wanted(list, func(n *yaml.Node) { n.Content = append(n.Content, item) })
	if list.Style&yaml.FlowStyle != 0 {
		if len(list.Content) == 0 {
			start := d.offset(list) + 1
			return change{splice{start, start, flowText(item)}, want}, nil
		}
		end := d.tail(list.Content[len(list.Content)-1])
		return change{splice{end, end, ", " + flowText(item)}, want}, nil
	}
	lines := blockLines(&yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{item}})
	end := d.lineEnd(list.Content[len(list.Content)-1])
	return change{d.linesAfter(end, lines, list.Column-1), want}, nil
}

// wanted is the tree of the document with the copy of one node changed.
func (d *Document) wanted(at *yaml.Node, edit func(*yaml.Node)) *yaml.Node {
	var clone func(*yaml.Node) *yaml.Node
	clone = func(n *yaml.Node) *yaml.Node {
		c := &yaml.Node{Kind: n.Kind, Style: n.Style, Tag: n.Tag, Value: n.Value}
		for _, child := range n.Content {
			c.Content = append(c.Content, clone(child))
		}
		if n == at {
			edit(c)
		}
		return c
	}
	return clone(d.root)
}

// WithoutComments is the text of a document with its front matter written anew, without the comments in it.
func WithoutComments(d *Document) ([]byte, error) {
	text := d.Lines.Text()
	if d.root == nil {
		return text, nil
	}
	root := d.wanted(nil, nil)
	for _, child := range root.Content {
		layout(child)
	}
	head, err := dump(root)
	if err != nil {
		return nil, fmt.Errorf("write the front matter: %w", err)
	}
	out := slices.Concat([]byte("---\n"), head, []byte("---\n"), text[d.Body:])
	again, _ := Parse(out, Limits{Bytes: len(out), Nodes: len(out), Depth: maxDepth})
	if again == nil || !same(again.root, d.root) {
		return nil, ErrLayout
	}
	return out, nil
}

// same reports whether two trees say the same, whatever their layout. An empty head is an empty map.
func same(a, b *yaml.Node) bool {
	empty := &yaml.Node{Kind: yaml.MappingNode}
	if a == nil {
		a = empty
	}
	if b == nil {
		b = empty
	}
	if a.Kind != b.Kind || a.Value != b.Value || isNull(a) != isNull(b) {
		return false
	}
	return slices.EqualFunc(a.Content, b.Content, same)
}

// isNull reports a value that says nothing.
func isNull(n *yaml.Node) bool {
	quoted := yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle
	return n.Kind == yaml.ScalarNode && n.Style&quoted == 0 && n.ShortTag() == "!!null"
}
