package frontmatter

import (
	"encoding"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"hindcast/internal/diag"
)

// ListUnmarshaler is implemented by a type that is also written as a list of scalars. A type whose values are written
// as one scalar implements encoding.TextUnmarshaler; its error is the finding's message, and a method Hint() string on
// the error adds the remedy.
type ListUnmarshaler interface{ UnmarshalList(items []string) error }

// MapUnmarshaler is implemented by a type that is also written as a map of scalars, by its keys. Each value of a list
// or a map is itself one that the type is written as.
type MapUnmarshaler interface {
	UnmarshalMap(entries map[string]string) error
	MapKeys() []string
}

// LoneItem marks a list type that may also be written as its only item, without brackets.
type LoneItem interface{ LoneItem() }

// Schema reads front matter into a struct type whose fields carry `key:"name"` tags. In a struct
// that may also be written as a scalar, the field tagged `scalar:"true"` takes it.
// A Schema is built once and is safe for concurrent use.
type Schema[T any] struct{ plan *plan }

// For builds the schema of a struct type, of the keys named only where any are. It panics on a field
// type that front matter cannot hold, which is a fault of the program.
func For[T any](only ...string) Schema[T] {
	p := planOf(reflect.TypeFor[T]())
	if len(only) > 0 {
		p.names = only
		maps.DeleteFunc(p.fields, func(key string, _ int) bool { return !slices.Contains(only, key) })
	}
	return Schema[T]{plan: p}
}

// Keys are all keys that the schema knows, those of maps within it included.
func (s Schema[T]) Keys() []string { return s.plan.keys(nil) }

func (p *plan) keys(known []string) []string {
	if p == nil {
		return known
	}
	known = append(known, p.names...)
	for _, name := range p.names {
		known = p.plans[p.fields[name]].keys(known)
	}
	return p.item.keys(known)
}

// Decode fills v and returns what did not fit; what fits is filled in every case.
func (s Schema[T]) Decode(d *Document, v *T) []diag.Finding {
	if d.root == nil {
		return nil
	}
	dec := decoder{doc: d}
	dec.mapping(d.root, s.plan, reflect.ValueOf(v).Elem(), "")
	return dec.findings
}

type form uint8

const (
	formText    form = iota // string kinds
	formScalar              // encoding.TextUnmarshaler
	formMap                 // struct
	formList                // slice
	formEntries             // map of lists, texts or structs
	formAny
)

type plan struct {
	form   form
	fields map[string]int
	plans  []*plan // by field index of the struct
	names  []string
	scalar int // field that takes a scalar written in place of the map; -1 for none
	item   *plan
	lone   bool
}

var (
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
	loneItem        = reflect.TypeFor[LoneItem]()
)

func planOf(t reflect.Type) *plan {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case reflect.PointerTo(t).Implements(textUnmarshaler):
		return &plan{form: formScalar}
	case t.Kind() == reflect.String:
		return &plan{form: formText}
	case t.Kind() == reflect.Slice:
		return &plan{form: formList, item: planOf(t.Elem()), lone: t.Implements(loneItem)}
	case t.Kind() == reflect.Map && t.Elem().Kind() != reflect.Interface:
		return &plan{form: formEntries, item: planOf(t.Elem())}
	case t.Kind() == reflect.Map || t.Kind() == reflect.Interface:
		return &plan{form: formAny}
	case t.Kind() == reflect.Struct:
		return structPlan(t)
	}
	panic(fmt.Sprintf("front matter cannot hold %v", t))
}

func structPlan(t reflect.Type) *plan {
	p := &plan{form: formMap, fields: map[string]int{}, plans: make([]*plan, t.NumField()), scalar: -1}
	for i := range t.NumField() {
		field := t.Field(i)
		if field.Tag.Get("scalar") == "true" {
			p.scalar = i
			p.plans[i] = planOf(field.Type)
		}
		if key := field.Tag.Get("key"); key != "" {
			p.fields[key] = i
			p.names = append(p.names, key)
			p.plans[i] = planOf(field.Type)
		}
	}
	return p
}

// scalarsOf is the plan of a map of scalars with certain keys.
func scalarsOf(keys []string) *plan {
	p := &plan{form: formMap, fields: map[string]int{}, names: keys, scalar: -1}
	for i, key := range keys {
		p.fields[key] = i
		p.plans = append(p.plans, &plan{form: formScalar})
	}
	return p
}

type decoder struct {
	doc      *Document
	findings []diag.Finding
}

func (d *decoder) report(rule, path string, n *yaml.Node, message, hint string) {
	span, text := d.doc.span(n)
	d.findings = append(d.findings, diag.Finding{
		Rule: rule, Key: path, Span: span, Text: text, Message: message, Hint: hint,
	})
}

func (d *decoder) wrong(path string, n *yaml.Node, want, hint string) {
	name := path
	if name == "" {
		name = "the front matter"
	}
	d.report(RuleForm, path, n, fmt.Sprintf("%s must be %s, not %s", name, want, describe(n)), hint)
}

func (d *decoder) value(n *yaml.Node, p *plan, v reflect.Value, path string) {
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" && n.Style == 0 {
		return
	}
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	switch p.form {
	case formText:
		if n.Kind != yaml.ScalarNode {
			d.wrong(path, n, "a text", "")
			return
		}
		v.SetString(n.Value)
	case formScalar:
		d.scalar(n, v, path)
	case formMap:
		if n.Kind == yaml.ScalarNode && p.scalar >= 0 {
			d.value(n, p.plans[p.scalar], v.Field(p.scalar), path)
			return
		}
		if n.Kind != yaml.MappingNode {
			if d.unspaced(n, p, path) {
				return
			}
			d.wrong(path, n, "a map", "write it as {"+strings.Join(p.names, ": …, ")+": …}, leaving out what is not known")
			return
		}
		d.mapping(n, p, v, path)
	case formList:
		d.list(n, p, v, path)
	case formEntries:
		d.entries(n, p, v, path)
	case formAny:
		if v.Kind() == reflect.Map && n.Kind != yaml.MappingNode {
			d.wrong(path, n, "a map", "")
			return
		}
		d.duplicatesWithin(n, path)
		v.Set(reflect.ValueOf(tree(n)))
	}
}

func (d *decoder) scalar(n *yaml.Node, v reflect.Value, path string) {
	var err error
	target := v.Addr().Interface()
	list, isList := target.(ListUnmarshaler)
	entries, isMap := target.(MapUnmarshaler)
	before := len(d.findings)
	switch {
	case n.Kind == yaml.ScalarNode:
		err = target.(encoding.TextUnmarshaler).UnmarshalText([]byte(n.Value))
	case n.Kind == yaml.SequenceNode && isList:
		items := make([]string, len(n.Content))
		for i, c := range n.Content {
			items[i] = c.Value
			d.part(c, v.Type(), fmt.Sprintf("%s[%d]", path, i))
		}
		if len(d.findings) == before {
			err = list.UnmarshalList(items)
		}
	case n.Kind == yaml.MappingNode && isMap:
		n = d.rejoined(n, scalarsOf(entries.MapKeys()), path)
		d.duplicates(n, path)
		values := map[string]string{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, value := n.Content[i].Value, n.Content[i+1]
			values[key] = value.Value
			d.part(value, v.Type(), join(path, key))
		}
		if len(d.findings) == before {
			err = entries.UnmarshalMap(values)
		}
	default:
		d.wrong(path, n, "one value", "")
	}
	d.unfit(n, err, path)
}

// part reports a value of a list or map that does not fit the type of the whole.
func (d *decoder) part(n *yaml.Node, whole reflect.Type, path string) {
	if n.Kind != yaml.ScalarNode {
		d.wrong(path, n, "one value", "")
		return
	}
	if n.ShortTag() == "!!null" {
		return
	}
	before := len(d.findings)
	d.unfit(n, reflect.New(whole).Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(n.Value)), path)
	for i := before; i < len(d.findings); i++ {
		if fix := d.findings[i].Fix; fix != nil && strings.HasPrefix(fix.Text, "{") {
			d.findings[i].Fix = nil // no map stands within another
		}
	}
}

// unfit reports what a type says of a value that does not fit it.
func (d *decoder) unfit(n *yaml.Node, err error, path string) {
	if err == nil {
		return
	}
	hint := ""
	if h, ok := err.(interface{ Hint() string }); ok {
		hint = h.Hint()
	}
	d.report(RuleForm, path, n, path+" "+err.Error(), hint)
	if f, ok := err.(interface{ Fix() string }); ok && f.Fix() != "" {
		last := &d.findings[len(d.findings)-1]
		last.Fix = &diag.Fix{Start: last.Span.Start.Offset, End: last.Span.End.Offset, Text: f.Fix()}
	}
}

func (d *decoder) mapping(n *yaml.Node, p *plan, v reflect.Value, path string) {
	n = d.rejoined(n, p, path)
	d.duplicates(n, path)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		at := join(path, key.Value)
		field, ok := p.fields[key.Value]
		if !ok || key.Kind != yaml.ScalarNode {
			d.unknown(key, n, p, path)
			continue
		}
		d.value(value, p.plans[field], v.Field(field), at)
	}
}

func (d *decoder) unknown(key, n *yaml.Node, p *plan, path string) {
	if d.misread(key, n, p, path) {
		return
	}
	hint := diag.DidYouMean(key.Value, p.names)
	if path == "" && !strings.HasPrefix(hint, "did") {
		hint = ""
		if p.has("custom") {
			hint = "keys of your own go under custom:"
		}
		for _, name := range p.names {
			if within := p.plans[p.fields[name]]; within.form == formMap && within.has(key.Value) {
				hint = name + " has a key " + key.Value + ": indent it below that"
				break
			}
		}
	}
	where := ""
	if path != "" {
		where = " in " + path
	}
	d.report(RuleUnknownKey, join(path, key.Value), key, "unknown key "+key.Value+where, hint)
}

// duplicates reports the second of two equal keys; linear, since hostile heads hold many.
func (d *decoder) duplicates(n *yaml.Node, path string) {
	first := make(map[string]*yaml.Node, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if before, ok := first[key.Value]; ok {
			d.report(RuleDuplicateKey, join(path, key.Value), key, "the key "+key.Value+" is written twice", "keep one of them")
			span, _ := d.doc.span(before)
			last := &d.findings[len(d.findings)-1]
			last.Related = []diag.Place{{Span: span, Message: "first written here"}}
			continue
		}
		first[key.Value] = key
	}
}

// duplicatesWithin reports equal keys in any map of a value that no schema describes.
func (d *decoder) duplicatesWithin(n *yaml.Node, path string) {
	if n.Kind == yaml.MappingNode {
		d.duplicates(n, path)
	}
	for i, c := range n.Content {
		switch {
		case n.Kind == yaml.SequenceNode:
			d.duplicatesWithin(c, fmt.Sprintf("%s[%d]", path, i))
		case i%2 == 1:
			d.duplicatesWithin(c, join(path, n.Content[i-1].Value))
		}
	}
}

func (d *decoder) list(n *yaml.Node, p *plan, v reflect.Value, path string) {
	if n.Kind != yaml.SequenceNode {
		if n.Kind == yaml.ScalarNode && p.lone {
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
			d.value(n, p.item, v.Index(0), path)
			return
		}
		if d.notItems(n, path) {
			return
		}
		hint := "write it as a list: [a, b]"
		if p.item.form == formMap {
			keys := strings.Join(p.item.names, ": …, ")
			hint = "write it as a list: [{" + keys + ": …}], leaving out what is not known"
		} else if n.Kind == yaml.ScalarNode {
			_, text := d.doc.span(n)
			hint = "write it as a list: [" + text + "]"
		}
		d.wrong(path, n, "a list", hint)
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
	for i, c := range n.Content {
		at := fmt.Sprintf("%s[%d]", path, i)
		d.deeper(c, at)
		d.value(c, p.item, v.Index(i), at)
	}
}

func (d *decoder) entries(n *yaml.Node, p *plan, v reflect.Value, path string) {
	if n.Kind != yaml.MappingNode {
		d.wrong(path, n, "a map", "")
		return
	}
	d.duplicates(n, path)
	v.Set(reflect.MakeMap(v.Type()))
	for i := 0; i+1 < len(n.Content); i += 2 {
		item := reflect.New(v.Type().Elem()).Elem()
		d.value(n.Content[i+1], p.item, item, join(path, n.Content[i].Value))
		v.SetMapIndex(reflect.ValueOf(n.Content[i].Value), item)
	}
}

// tree is a value that no schema describes, as maps, lists and the texts as written.
func tree(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		m := make(map[string]any, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = tree(n.Content[i+1])
		}
		return m
	case yaml.SequenceNode:
		list := make([]any, len(n.Content))
		for i, c := range n.Content {
			list[i] = tree(c)
		}
		return list
	}
	return n.Value
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
