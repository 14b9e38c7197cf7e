package frontmatter

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"hindcast/internal/diag"
)

// Slips of the pen that are valid YAML and mean something else.

// unspaced reports a key that has grown together with its value, as in {method:testing}.
func (d *decoder) unspaced(n *yaml.Node, p *plan, path string) bool {
	at := strings.IndexAny(n.Value, ":：")
	if at < 0 || !p.has(n.Value[:at]) || n.Kind != yaml.ScalarNode || n.Style != 0 {
		return false
	}
	key := n.Value[:at]
	_, size := utf8.DecodeRuneInString(n.Value[at:])
	value := n.Value[at+size:]
	message := "a space is missing after the colon"
	if size > 1 {
		message = "a full-width colon ： stands after " + key
	}
	d.report(RuleForm, join(path, key), n, message, "write "+key+": "+value)
	if f := &d.findings[len(d.findings)-1]; !strings.HasPrefix(value, "//") {
		start := f.Span.Start.Offset + len(key)
		f.Fix = &diag.Fix{Start: start, End: start + size, Text: ": "}
	}
	return true
}

func (p *plan) has(key string) bool {
	_, known := p.fields[key]
	return known
}

// misread reports a key of a map that would be known but for a slip: a missing colon, or an invisible character.
func (d *decoder) misread(key, n *yaml.Node, p *plan, path string) bool {
	if d.unspaced(key, p, path) {
		return true
	}
	if name := uncoloned(key, n, p); name != "" {
		d.report(RuleForm, join(path, name), key, "a colon is missing after "+name,
			"write "+name+": "+strings.TrimSpace(key.Value[len(name):]))
		return true
	}
	visible := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) || unicode.IsSpace(r) {
			return -1
		}
		return r
	}, key.Value)
	if visible == key.Value || !p.has(visible) || key.Style != 0 {
		return false
	}
	d.report(RuleForm, join(path, visible), key, "an invisible character stands in the key "+visible, "type the key anew")
	if there, _ := entry(n, visible); there == nil {
		f := &d.findings[len(d.findings)-1]
		f.Fix = &diag.Fix{Start: f.Span.Start.Offset, End: f.Span.End.Offset, Text: visible}
	}
	return true
}

// uncoloned is the key that begins a key of several words and no value, where the map has no such key.
func uncoloned(key, n *yaml.Node, p *plan) string {
	name, _, found := strings.Cut(key.Value, " ")
	if !found || key.Kind != yaml.ScalarNode || key.Style != 0 || !p.has(name) || n.Style&yaml.FlowStyle == 0 {
		return ""
	}
	if there, _ := entry(n, name); there != nil {
		return ""
	}
	return name
}

// notItems reports a text in place of a list whose items begin with a sign that begins none.
func (d *decoder) notItems(n *yaml.Node, path string) bool {
	sign, size := utf8.DecodeRuneInString(n.Value)
	if n.Kind != yaml.ScalarNode || n.Style != 0 || !strings.ContainsRune("-–—•*", sign) || len(n.Value) == size {
		return false
	}
	message, rest := "an item begins with - and not with "+string(sign), strings.TrimSpace(n.Value[size:])
	if sign == '-' {
		message = "a space is missing after the dash"
	}
	d.report(RuleForm, path, n, message, "write - "+rest)
	return true
}

// itemWithin is an item that begins below a text and deeper than that, which YAML reads as more of the text.
var itemWithin = regexp.MustCompile(`\n[ \t]*(-\s*\S.*)`)

// deeper reports an item that YAML takes for more of the one above it.
func (d *decoder) deeper(n *yaml.Node, path string) {
	if n.Kind != yaml.ScalarNode || n.Style != 0 || !strings.Contains(n.Value, "-") {
		return
	}
	span, text := d.doc.span(n)
	if m := itemWithin.FindStringSubmatchIndex(text); m != nil {
		start := span.Start.Offset
		d.findings = append(d.findings, diag.Finding{
			Rule: RuleForm, Key: path, Span: d.doc.Lines.Span(start+m[2], start+m[3]), Text: text[m[2]:m[3]],
			Message: "this is read as more of the text of " + path,
			Hint:    "begin the item in the column of the one above it, with a space after its dash",
		})
	}
}

var (
	thousands = regexp.MustCompile(`^[-+]?\d{1,3}(, *\d{3})+(\.\d+)?$`)
	decimal   = regexp.MustCompile(`^[-+]?\d+, *\d+$`)
)

// rejoined is a map in braces without the keys that are the rest of a value with a comma in it, which are reported
// with that value.
func (d *decoder) rejoined(n *yaml.Node, p *plan, path string) *yaml.Node {
	if n.Style&yaml.FlowStyle == 0 || path == "" {
		return n
	}
	var kept []*yaml.Node
	for i := 0; i+1 < len(n.Content); {
		key, value, rest := n.Content[i], n.Content[i+1], i+2
		field, known := p.fields[key.Value]
		if known && value.Kind == yaml.ScalarNode && value.Style == 0 && value.Value != "" {
			for rest+1 < len(n.Content) && d.isRest(n.Content[rest], n.Content[rest+1], n, p) {
				rest += 2
			}
		}
		if rest > i+2 {
			d.cut(join(path, key.Value), value, n.Content[rest-2], p.plans[field])
			value = &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Line: value.Line, Column: value.Column}
		}
		kept = append(kept, key, value)
		i = rest
	}
	whole := *n
	whole.Content = kept
	return &whole
}

// isRest reports whether a key is none but the rest of the value before it.
func (d *decoder) isRest(key, value, n *yaml.Node, p *plan) bool {
	name, _, _ := strings.Cut(key.Value, ":")
	if p.has(name) || uncoloned(key, n, p) != "" || key.Kind != yaml.ScalarNode || key.Style != 0 || value.Value != "" {
		return false
	}
	behind := bytes.TrimLeft(d.doc.Lines.Text()[d.doc.end(key, d.doc.offset(key)):], " \t\r\n")
	return len(behind) > 0 && (behind[0] == ',' || behind[0] == '}')
}

// cut reports a value that a comma cuts, from its first part to its last.
func (d *decoder) cut(path string, first, last *yaml.Node, p *plan) {
	start := d.doc.offset(first)
	end := d.doc.end(last, d.doc.offset(last))
	text := string(d.doc.Lines.Text()[start:end])
	f := diag.Finding{Rule: RuleForm, Key: path, Span: d.doc.Lines.Span(start, end), Text: text}
	f.Message = "a comma ends the value of " + path + " here; within { } it stands between two keys"
	fix := ""
	switch quoted := `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`; {
	case thousands.MatchString(text):
		f.Message = path + " has a comma between its digits, which ends a value within { }"
		fix = strings.NewReplacer(",", "", " ", "").Replace(text)
		f.Hint = "write " + fix
	case decimal.MatchString(text) && p.form == formScalar:
		f.Message = path + " has a comma between its digits, which ends a value within { }"
		f.Hint = "write " + strings.NewReplacer(",", ".", " ", "").Replace(text)
	case p.form == formList:
		f.Hint = "write a list as [" + text + "]"
	default:
		f.Hint = "put it in quotes: " + strings.Join(strings.Fields(quoted), " ")
		if p.form == formText && !strings.Contains(text, "\n") {
			fix = quoted
		}
	}
	if fix != "" {
		f.Fix = &diag.Fix{Start: start, End: end, Text: fix}
	}
	d.findings = append(d.findings, f)
}
