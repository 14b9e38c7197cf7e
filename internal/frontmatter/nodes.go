package frontmatter

import (
	"bytes"
	"iter"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"hindcast/internal/diag"
	"hindcast/internal/frontmatter/typo"
)

// Value is the place of the value at a key path; see Places.
func (d *Document) Value(path string) (diag.Span, string, bool) { return d.Places().Value(path) }

// Key is the place of the key at a key path; see Places.
func (d *Document) Key(path string) (diag.Span, string, bool) { return d.Places().Key(path) }

// Texts are the scalars in the values of a top-level key, wherever it is written.
func (d *Document) Texts(key string) []string {
	var texts []string
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode {
			texts = append(texts, n.Value)
		}
		for _, c := range n.Content {
			walk(c)
		}
	}
	for i := 0; d.root != nil && i+1 < len(d.root.Content); i += 2 {
		if d.root.Content[i].Value == key {
			walk(d.root.Content[i+1])
		}
	}
	return texts
}

// Keys are the keys of the map at a top-level key, or of the front matter itself for an empty one, in the order in which
// they are written.
func (d *Document) Keys(of string) (keys []string) {
	for key, value := range entries(d.root) {
		if of == "" {
			keys = append(keys, key)
		} else if key == of {
			for inner := range entries(value) {
				keys = append(keys, inner)
			}
		}
	}
	return keys
}

// entries are the keys of a map and what stands there; none of what is no map.
func entries(n *yaml.Node) iter.Seq2[string, *yaml.Node] {
	return func(yield func(string, *yaml.Node) bool) {
		if n == nil || n.Kind != yaml.MappingNode {
			return
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(n.Content[i].Value, n.Content[i+1]) {
				return
			}
		}
	}
}

// Blanks reports the items of lists that say nothing and the texts that are white space alone,
// except below the top-level key given. A key without a value is absent, which is no fault.
func (d *Document) Blanks(except string) []diag.Finding {
	var findings []diag.Finding
	var walk func(n *yaml.Node, trail []string)
	walk = func(n *yaml.Node, trail []string) {
		for i, c := range n.Content {
			isItem := n.Kind == yaml.SequenceNode
			step := "[" + strconv.Itoa(i) + "]"
			if !isItem {
				if i%2 == 0 || len(trail) == 0 && n.Content[i-1].Value == except {
					continue
				}
				step = n.Content[i-1].Value
			}
			at := append(trail, step)
			blank := c.Kind == yaml.ScalarNode && strings.TrimSpace(c.Value) == ""
			isNull := c.Kind == yaml.ScalarNode && c.Style == 0 && c.ShortTag() == "!!null"
			if isItem && (blank || isNull) || blank && c.Value != "" {
				span, text := d.span(c)
				path := strings.ReplaceAll(strings.Join(at, "."), ".[", "[")
				findings = append(findings, diag.Finding{
					Rule: RuleForm, Key: path, Span: span, Text: text, Message: path + " is blank",
					Hint: "write a value, or remove it",
				})
			}
			walk(c, at)
		}
	}
	if d.root != nil {
		walk(d.root, make([]string, 0, 8))
	}
	return findings
}

// Start is the place of the opening ---, or the start of a file without one.
func (d *Document) Start() diag.Span {
	if d.line == 0 {
		return diag.FileStart
	}
	return d.Lines.Span(0, 3)
}

func (d *Document) find(path string) (key, value *yaml.Node) {
	value = d.root
	for step := range steps(path) {
		if value == nil {
			return nil, nil
		}
		if strings.HasPrefix(step, "[") {
			i, err := strconv.Atoi(strings.Trim(step, "[]"))
			if err != nil || value.Kind != yaml.SequenceNode || i < 0 || i >= len(value.Content) {
				return nil, nil
			}
			key, value = nil, value.Content[i]
			continue
		}
		key, value = entry(value, step)
	}
	return key, value
}

func entry(n *yaml.Node, name string) (key, value *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		return nil, nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			return n.Content[i], n.Content[i+1]
		}
	}
	return nil, nil
}

// span finds where a node ends; the YAML library tells only where it begins.
func (d *Document) span(n *yaml.Node) (diag.Span, string) {
	start := d.offset(n)
	end := d.end(n, start)
	return d.Lines.Span(start, end), string(d.Lines.Text()[start:end])
}

func (d *Document) offset(n *yaml.Node) int { return d.Lines.Offset(n.Line+d.line, n.Column) }

func (d *Document) end(n *yaml.Node, start int) int {
	src := d.Lines.Text()
	if start >= len(src) {
		return len(src)
	}
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "" || n.Style&yaml.TaggedStyle != 0:
		return start + len(firstWord(src[start:]))
	case n.Style&yaml.FlowStyle != 0 && (src[start] == '{' || src[start] == '['): // [a: b] holds a map without braces
		return flowEnd(src, start)
	case n.Kind != yaml.ScalarNode:
		if len(n.Content) == 0 {
			return start
		}
		last := n.Content[len(n.Content)-1]
		return max(start, d.end(last, d.offset(last)))
	case n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		return typo.QuotedEnd(src, start)
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		if eol := bytes.IndexByte(src[start:], '\n'); eol >= 0 {
			return follow(src, start+eol, n.Value)
		}
		return len(src)
	}
	return follow(src, start, n.Value)
}

func firstWord(src []byte) []byte {
	if i := bytes.IndexAny(src, " \t\r\n,]}"); i >= 0 {
		return src[:i]
	}
	return src
}

// follow walks source and value side by side, leaving white space aside, since YAML folds lines.
func follow(src []byte, at int, value string) int {
	end := at
	for _, r := range value {
		if unicode.IsSpace(r) {
			continue
		}
		for at < len(src) {
			s, size := utf8.DecodeRune(src[at:])
			at += size
			if !unicode.IsSpace(s) {
				break
			}
		}
		end = at
	}
	return end
}

func flowEnd(src []byte, start int) int {
	depth := 0
	for i := start; i < len(src); i++ {
		switch c := src[i]; {
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			if depth--; depth == 0 {
				return i + 1
			}
		case (c == '"' || c == '\'') && bytes.IndexByte([]byte(" \t\n[{,:"), src[i-1]) >= 0:
			i = typo.QuotedEnd(src, i) - 1
		case c == '#' && (src[i-1] == ' ' || src[i-1] == '\n'):
			if eol := bytes.IndexByte(src[i:], '\n'); eol >= 0 {
				i += eol
			}
		}
	}
	return len(src)
}

// Plain are all keys of a document with their values as JSON has them. What YAML takes for a date is the text that it is;
// so is a number that no int64 or float64 holds.
func Plain(d *Document) map[string]any {
	m, _ := plain(d.root).(map[string]any)
	return m
}

func plain(n *yaml.Node) any {
	switch {
	case n == nil:
		return nil
	case n.Kind == yaml.MappingNode:
		m := map[string]any{}
		for key, value := range entries(n) {
			m[key] = plain(value)
		}
		return m
	case n.Kind == yaml.SequenceNode:
		list := make([]any, len(n.Content))
		for i, item := range n.Content {
			list[i] = plain(item)
		}
		return list
	}
	switch n.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		return n.Value == "true"
	case "!!int":
		if i, err := strconv.ParseInt(n.Value, 10, 64); err == nil {
			return i
		}
	case "!!float":
		if f, err := strconv.ParseFloat(n.Value, 64); err == nil {
			return f
		}
	}
	return n.Value
}
