package frontmatter

import (
	"encoding"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// ListMarshaler is the counterpart of ListUnmarshaler: the items of a value that is written as a
// list, nil where its text says all.
type ListMarshaler interface{ MarshalList() []string }

// MapMarshaler is implemented by a type of which some values are written as a map of scalars; nil for the others.
type MapMarshaler interface{ MarshalMap() map[string]string }

// Marshal writes a struct with `key` tags as front matter, without the lines of ---, so that
// Schema.Decode reads the same value from it. Keys are in the order of the fields. Empty texts,
// zero structs and nil pointers, lists and maps are left out; a list or map that is there and
// empty is written, since that says "none, on purpose". Each text takes one line, whatever it
// holds: a line of --- within it would end the front matter. Marshal returns an error for a value
// that front matter can't hold.
func Marshal(v any) ([]byte, error) {
	if reflect.Indirect(reflect.ValueOf(v)).Kind() != reflect.Struct {
		return nil, fmt.Errorf("front matter is written from a struct, not from a %T", v)
	}
	root, err := (&encoder{}).value(reflect.ValueOf(v), "", true)
	switch {
	case err != nil:
		return nil, err
	case root.Kind != yaml.MappingNode:
		return nil, fmt.Errorf("front matter is written from a struct with keys, not from a %T", v)
	case len(root.Content) == 0:
		return nil, nil
	}
	for _, child := range root.Content {
		layout(child)
	}
	return dump(root)
}

// dump writes a tree as it is styled, each text on one line however long.
func dump(n *yaml.Node) ([]byte, error) {
	return yaml.Dump(n, yaml.WithV4Defaults(), yaml.WithIndent(2),
		yaml.WithCompactSeqIndent(false), yaml.WithLineWidth(-1))
}

// maxDepth keeps a value that contains itself from being followed for ever.
const maxDepth = 100

// encoder makes nodes of values. A nil node stands for an absent value.
type encoder struct{ depth int }

var textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()

// value makes the node of v; where keep is set, a zero value has one too.
func (e *encoder) value(v reflect.Value, path string, keep bool) (*yaml.Node, error) {
	if e.depth++; e.depth > maxDepth {
		return nil, fmt.Errorf("%s is nested too deeply", path)
	}
	defer func() { e.depth-- }()
	switch kind := v.Kind(); {
	case kind == reflect.Invalid: // a nil any
		return plainNode("null"), nil
	case kind == reflect.Pointer || kind == reflect.Interface:
		return e.pointer(v, path, keep)
	case isScalar(v.Type()):
		return e.scalar(v, path, keep)
	case kind == reflect.String:
		return e.text(v.String(), path, keep)
	case kind == reflect.Slice:
		return e.list(v, path)
	case kind == reflect.Map && v.Type().Key().Kind() == reflect.String:
		return e.entries(v, path)
	case kind == reflect.Struct:
		return e.mapping(v, path, keep)
	case kind == reflect.Bool || v.CanInt() || v.CanUint() || v.CanFloat():
		return plainNode(fmt.Sprint(v.Interface())), nil
	}
	return nil, fmt.Errorf("%s is a %v, which front matter can't hold", path, v.Type())
}

func (e *encoder) pointer(v reflect.Value, path string, keep bool) (*yaml.Node, error) {
	switch {
	case !v.IsNil():
		return e.value(v.Elem(), path, true)
	case keep:
		return plainNode("null"), nil
	}
	return nil, nil
}

// isScalar reports a type that brings its own text, as Schema.Decode sees it.
func isScalar(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(textUnmarshaler) || p.Implements(textMarshaler)
}

// scalar writes a value by its own text. The text is read back at once, because some texts, such
// as that of an estimate, are for people only.
func (e *encoder) scalar(v reflect.Value, path string, keep bool) (*yaml.Node, error) {
	if v.IsZero() && !keep {
		return nil, nil
	}
	p := reflect.New(v.Type())
	p.Elem().Set(v)
	if list, ok := p.Interface().(ListMarshaler); ok {
		if items := list.MarshalList(); items != nil {
			n := &yaml.Node{Kind: yaml.SequenceNode}
			for _, item := range items {
				n.Content = append(n.Content, plainNode(item))
			}
			return n, nil
		}
	}
	if entries, ok := p.Interface().(MapMarshaler); ok {
		if values := entries.MarshalMap(); values != nil {
			n := &yaml.Node{Kind: yaml.MappingNode}
			for _, key := range slices.Sorted(maps.Keys(values)) {
				n.Content = append(n.Content, plainNode(key), plainNode(values[key]))
			}
			return n, nil
		}
	}
	text, err := ownText(p.Interface(), v)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if back, ok := reflect.New(v.Type()).Interface().(encoding.TextUnmarshaler); ok {
		if err := back.UnmarshalText([]byte(text)); err != nil {
			return nil, fmt.Errorf("%s can't be written so that it can be read back: it %w", path, err)
		}
	}
	if text == "" || text == "~" || strings.EqualFold(text, "null") { // would be read as an absent value
		return textNode(text), nil
	}
	return plainNode(text), nil
}

func ownText(p any, v reflect.Value) (string, error) {
	if m, ok := p.(encoding.TextMarshaler); ok {
		text, err := m.MarshalText()
		return string(text), err
	}
	if v.Kind() == reflect.String {
		return v.String(), nil
	}
	return "", fmt.Errorf("a %v has no text", v.Type())
}

func (e *encoder) text(s, path string, keep bool) (*yaml.Node, error) {
	switch {
	case s == "" && !keep:
		return nil, nil
	case !utf8.ValidString(s):
		return nil, fmt.Errorf("%s is not UTF-8 text", path)
	}
	return textNode(s), nil
}

func (e *encoder) list(v reflect.Value, path string) (*yaml.Node, error) {
	if v.IsNil() {
		return nil, nil
	}
	if v.Len() == 1 && v.Type().Implements(loneItem) {
		return e.value(v.Index(0), path, true)
	}
	n := &yaml.Node{Kind: yaml.SequenceNode}
	for i := range v.Len() {
		item, err := e.value(v.Index(i), fmt.Sprintf("%s[%d]", path, i), true)
		if err != nil {
			return nil, err
		}
		if item == nil { // a nil list or map in a list
			item = plainNode("null")
		}
		n.Content = append(n.Content, item)
	}
	return n, nil
}

// entries writes a map in the order of its keys.
func (e *encoder) entries(v reflect.Value, path string) (*yaml.Node, error) {
	if v.IsNil() {
		return nil, nil
	}
	values := make(map[string]reflect.Value, v.Len())
	for _, key := range v.MapKeys() {
		values[key.String()] = v.MapIndex(key)
	}
	n := &yaml.Node{Kind: yaml.MappingNode}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if err := e.entry(n, key, values[key], join(path, key), true); err != nil {
			return nil, err
		}
	}
	return n, nil
}

func (e *encoder) mapping(v reflect.Value, path string, keep bool) (*yaml.Node, error) {
	n := &yaml.Node{Kind: yaml.MappingNode}
	var inPlace, lone *yaml.Node // instead of the map: of a field without a key, of one with a key where it is alone
	for i := range v.NumField() {
		field := v.Type().Field(i)
		var err error
		if key := field.Tag.Get("key"); key != "" {
			err = e.entry(n, key, v.Field(i), join(path, key), false)
			if field.Tag.Get("scalar") == "true" && len(n.Content) > 0 {
				lone = n.Content[len(n.Content)-1]
			}
		} else if field.Tag.Get("scalar") == "true" {
			inPlace, err = e.value(v.Field(i), path, false)
		}
		if err != nil {
			return nil, err
		}
	}
	switch {
	case inPlace != nil && len(n.Content) > 0:
		return nil, fmt.Errorf("%s has both a value and keys, of which one can be written", path)
	case inPlace != nil:
		return inPlace, nil
	case len(n.Content) == 0 && !keep:
		return nil, nil
	case len(n.Content) == 2 && lone == n.Content[1]:
		return lone, nil
	}
	return n, nil
}

func (e *encoder) entry(n *yaml.Node, key string, v reflect.Value, path string, keep bool) error {
	if !utf8.ValidString(key) {
		return fmt.Errorf("the key %q is not UTF-8 text", key)
	}
	value, err := e.value(v, path, keep)
	if err != nil || value == nil && !keep {
		return err
	}
	if value == nil { // a nil list or map in a map
		value = plainNode("null")
	}
	n.Content = append(n.Content, textNode(key), value)
	return nil
}

// plainNode is a scalar that is left without quotes where its characters allow that.
func plainNode(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: s} }

// textNode is a scalar that the library quotes where it would be taken for something else. Line
// breaks of every sort are escaped: the library would write U+2028 as it is, and read it as a fold.
func textNode(s string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
	if strings.ContainsAny(s, "\n\r\u0085\u2028\u2029") {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

// flowWidth is how many code points a list or map may take to be written on one line.
const flowWidth = 80

// layout puts short lists and maps of scalars on one line each, and everything else below its key.
// Numbers alone stay on one line however many there are: a page of them is not easier to read.
func layout(n *yaml.Node) {
	if n.Kind == yaml.ScalarNode {
		return
	}
	width, flat, numbers := 0, true, n.Kind == yaml.SequenceNode
	for _, child := range n.Content {
		layout(child)
		width += utf8.RuneCountInString(child.Value) + len(", ")
		flat = flat && child.Kind == yaml.ScalarNode
		numbers = numbers && isNumber(child)
	}
	if flat && width <= flowWidth || numbers {
		n.Style = yaml.FlowStyle
	}
}

func isNumber(n *yaml.Node) bool {
	_, err := strconv.ParseInt(n.Value, 10, 64)
	return n.Kind == yaml.ScalarNode && n.Tag == "" && err == nil
}
