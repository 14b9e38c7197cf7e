// Package frontmatter turns the YAML front matter of a file into values and finds the place in
// the text where each was written. It knows the form of YAML and of Go structs with `key` tags,
// and nothing of what the keys mean.
package frontmatter

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	adrg "github.com/adrg/frontmatter"
	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"

	"hindcast/internal/diag"
	"hindcast/internal/frontmatter/typo"
)

// Limits hold a hostile front matter to bounded time and memory.
type Limits struct {
	Bytes int // of the front matter
	Nodes int // keys and values together
	Depth int // of maps and lists within each other
}

// Rules that this package reports under.
const (
	RuleMissing      = "front-matter-missing"
	RuleUnclosed     = "front-matter-unclosed"
	RuleFormat       = "front-matter-format"
	RuleTooLarge     = "front-matter-too-large"
	RuleSyntax       = "yaml-syntax"
	RuleFeature      = "yaml-feature"
	RuleUnknownKey   = "unknown-key"
	RuleDuplicateKey = "duplicate-key"
	RuleForm         = "wrong-form"
)

// Document is a parsed head with the text it came from.
type Document struct {
	Lines *diag.Lines
	Body  int // byte offset of the text after the front matter

	root *yaml.Node // a mapping; nil when the head is empty
	line int        // lines before the first of the head

	places *Places // nil until they are asked for
}

// Parse splits a file at its front matter and parses the head. On a finding the document is nil:
// nothing in the file can be trusted. Keys are those that are known, by which some mistakes are told from others.
func Parse(src []byte, limits Limits, keys ...string) (*Document, []diag.Finding) {
	lines := diag.NewLines(src)
	if f := opening(src); f != nil {
		return nil, []diag.Finding{*f}
	}
	var head []byte
	found := false
	format := adrg.NewFormat("---", "---", func(data []byte, _ any) error {
		head, found = data, true
		return nil
	})
	rest, err := adrg.Parse(bytes.NewReader(src), nil, format)
	if err != nil || !found {
		return nil, []diag.Finding{{
			Rule: RuleUnclosed, Span: lines.Span(0, 3), Text: "---",
			Message: "the front matter that opens here is never closed",
			Hint:    "end it with a line that holds only ---",
		}}
	}
	body := len(src) - len(rest)
	start := bytes.IndexByte(src, '\n') + 1
	end := start + len(head)
	if !bytes.HasPrefix(src[end:], []byte("---")) {
		at := end + bytes.Index(src[end:], []byte("---"))
		return nil, []diag.Finding{{
			Rule: RuleUnclosed, Span: lines.Span(at, at+3), Text: "---",
			Message: "an indented --- ends the front matter here",
			Hint:    "write --- at the start of the line to end it, or put other words into the text",
		}}
	}
	if f := keysBelow(lines, body, keys); f != nil {
		return nil, []diag.Finding{*f}
	}
	if len(head) > limits.Bytes {
		return nil, []diag.Finding{{
			Rule: RuleTooLarge, Span: diag.FileStart,
			Message: fmt.Sprintf("the front matter has %d bytes; at most %d are read", len(head), limits.Bytes),
			Hint:    "move long text below the front matter",
		}}
	}
	doc := &Document{Lines: lines, Body: body, line: 1}
	return doc.load(head, limits, keys)
}

// Body is where the text below the front matter begins, by the lines of --- alone; the end of a file that has none.
func Body(src []byte) int {
	at, closed := 0, -1
	for line := range bytes.Lines(src) {
		at += len(line)
		if isDelimiter := string(bytes.TrimRight(line, " \t\r\n")) == "---"; isDelimiter {
			if closed++; closed == 1 {
				return at
			}
		} else if closed < 0 {
			break
		}
	}
	return len(src)
}

// keysBelow is the finding for a text that begins with a key and ends like a front matter, nil for any other.
func keysBelow(lines *diag.Lines, body int, keys []string) *diag.Finding {
	first := lines.Pos(body).Line
	m := typo.Entry.FindStringSubmatch(strings.TrimRight(lines.Line(first), " \t\r"))
	if m == nil || m[1] != "" || !slices.Contains(keys, m[2]) {
		return nil
	}
	for n := first + 1; n <= lines.Pos(len(lines.Text())).Line; n++ {
		switch line := strings.TrimRight(lines.Line(n), " \t\r"); {
		case line == "---":
			start := lines.Offset(first-1, 1)
			return &diag.Finding{
				Rule: RuleUnclosed, Span: lines.Span(start, start+len("---")), Text: "---",
				Message: "the front matter ends here, and the key " + m[2] + " stands below it", Hint: "remove the line",
			}
		case strings.HasPrefix(line, "#"):
			return nil
		}
	}
	return nil
}

// ParseYAML parses a file that is YAML throughout, such as the configuration.
func ParseYAML(src []byte, limits Limits, keys ...string) (*Document, []diag.Finding) {
	doc := &Document{Lines: diag.NewLines(src), Body: len(src)}
	if len(src) > limits.Bytes {
		return nil, []diag.Finding{{
			Rule: RuleTooLarge, Span: diag.FileStart,
			Message: fmt.Sprintf("the file has %d bytes; at most %d are read", len(src), limits.Bytes),
		}}
	}
	return doc.load(src, limits, keys)
}

// TextAlone is the document of a file that has text and no front matter; nil where it has one, or seems to be meant to.
func TextAlone(src []byte) *Document {
	if f := opening(src); f == nil || f.Hint != "" {
		return nil
	}
	return &Document{Lines: diag.NewLines(src)}
}

// opening is the finding for a file that does not start with a line of ---. It has no hint where there is no front
// matter at all, since what one holds is not known here.
func opening(src []byte) *diag.Finding {
	first, _, _ := bytes.Cut(src, []byte{'\n'})
	first = bytes.TrimRight(first, " \t\r")
	said, _, _ := bytes.Cut(bytes.TrimSpace(src), []byte{'\n'}) // the first line that is not blank
	f := diag.Finding{Rule: RuleMissing, Span: diag.FileStart, Hint: "begin the file with a line that holds only ---"}
	switch {
	case bytes.Equal(first, []byte("---")):
		return nil
	case len(said) == 0:
		f.Message, f.Hint = "the file is empty", ""
	case bytes.HasPrefix(src, []byte("\xEF\xBB\xBF")):
		f.Message = "a byte-order mark stands before the front matter"
		f.Hint = "save the file as UTF-8 without a byte-order mark"
	case bytes.HasPrefix(src, []byte("+++")), src[0] == '{', bytes.HasPrefix(src, []byte(";;;")):
		f.Rule = RuleFormat
		f.Message = "the front matter is not YAML"
		f.Hint = "write it as YAML between lines of ---, with key: value on each line"
	case len(first) == 0 && bytes.HasPrefix(said, []byte("---")):
		f.Message = "blank lines stand before the front matter"
	case bytes.HasPrefix(said, []byte("---")):
		f.Message = "the first line must hold --- alone"
	case typo.Entry.Match(bytes.TrimRight(said, " \t\r")):
		f.Message = "the front matter has no line of --- above it"
	default:
		f.Message, f.Hint = "the file has no front matter", ""
	}
	return &f
}

func (d *Document) load(head []byte, limits Limits, keys []string) (*Document, []diag.Finding) {
	for line := range bytes.Lines(head) {
		if line[0] == '%' {
			at := d.line
			return nil, []diag.Finding{{
				Rule: RuleFeature, Span: d.lineSpan(at + 1 + bytes.Count(head[:bytes.Index(head, line)], []byte{'\n'})),
				Message: "a YAML directive is not read here", Hint: "remove the line",
			}}
		}
	}
	if f := d.lineBreak(head); f != nil {
		return nil, []diag.Finding{*f}
	}
	var root yaml.Node
	if err := load(head, &root, limits); err != nil {
		if failed, ok := errors.AsType[*yaml.LoadError](err); ok && failed.Mark.Line > 0 {
			if f := d.cause(head, limits, keys, failed); f != nil {
				return nil, []diag.Finding{*f}
			}
		}
		return d.syntax(err)
	}
	if len(root.Content) == 0 {
		return d, nil
	}
	d.root = root.Content[0]
	nodes := 0
	if f := d.features(d.root, limits.Nodes, &nodes); f != nil {
		return nil, []diag.Finding{*f}
	}
	if d.root.Kind != yaml.MappingNode {
		span, text := d.span(d.root)
		if d.root.ShortTag() == "!!null" {
			d.root = nil
			return d, nil
		}
		return nil, []diag.Finding{{
			Rule: RuleForm, Span: span, Text: text,
			Message: "expected keys with values, found " + describe(d.root),
			Hint:    "write each as key: value on a line of its own",
		}}
	}
	return d, nil
}

func load(head []byte, root *yaml.Node, limits Limits) error {
	return yaml.Load(head, root, yaml.WithV4Defaults(),
		yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(limits.Depth))))
}

// lineBreak finds what ends a line for YAML and for nobody who reads the file. From there on every
// place would be wrong, and a key could hide behind it.
func (d *Document) lineBreak(head []byte) *diag.Finding {
	for _, b := range []struct{ text, name string }{
		{"\r", "a carriage return without a line feed"},
		{"\u0085", "an invisible line break (U+0085)"},
		{"\u2028", "an invisible line break (U+2028)"},
		{"\u2029", "an invisible line break (U+2029)"},
	} {
		for at := 0; ; at += len(b.text) {
			i := bytes.Index(head[at:], []byte(b.text))
			if i < 0 {
				break
			}
			at += i
			if b.text == "\r" && bytes.HasPrefix(head[at+1:], []byte{'\n'}) {
				continue
			}
			start := d.Lines.Offset(d.line+1, 1) + at
			return &diag.Finding{
				Rule: RuleSyntax, Span: d.Lines.Span(start, start+len(b.text)),
				Message: b.name + " stands here", Hint: "put a plain line break or a space in its place",
			}
		}
	}
	return nil
}

// syntax words an error of the YAML library as a finding at its place.
func (d *Document) syntax(err error) (*Document, []diag.Finding) {
	var le *yaml.LoadError
	f := diag.Finding{Rule: RuleSyntax, Span: d.lineSpan(d.line + 1)}
	if errors.As(err, &le) {
		if strings.Contains(le.Message, "no documents") {
			return d, nil
		}
		f.Message = "not valid YAML: " + strings.TrimPrefix(le.Message, "yaml: ")
		if le.Mark.Line > 0 {
			at := d.Lines.Offset(le.Mark.Line+d.line, le.Mark.Column)
			f.Span = d.Lines.Span(at, min(at+1, len(d.Lines.Text())))
		}
	} else {
		f.Message = "not valid YAML: " + err.Error()
	}
	switch {
	case strings.Contains(f.Message, "control characters"):
		f.Message, _, _ = strings.Cut(f.Message, " (")
		f.Hint = `remove the character, or write it as an escape such as "\u0007"`
		if at := control(d.Lines.Text()); at >= 0 {
			f.Span = d.Lines.Span(at, at+1)
		}
	case strings.Contains(f.Message, "single document"):
		f.Message, f.Hint = "a second YAML document begins here", "keep one, without lines of ... or --- in it"
		for n := d.line + 1; n <= d.Lines.Pos(len(d.Lines.Text())).Line; n++ {
			if line := d.Lines.Line(n); strings.HasPrefix(line, "...") || n > d.line+1 && strings.HasPrefix(line, "---") {
				f.Span = d.lineSpan(n)
				break
			}
		}
	case strings.Contains(f.Message, "mapping values are not allowed"):
		f.Hint = `put a value that holds ": " in quotes`
	case strings.Contains(f.Message, "cannot start any token"):
		f.Hint = "indent with spaces, and put a value that starts with @, ` or % in quotes"
	case strings.Contains(f.Message, "unknown escape character"):
		f.Hint = `write \\ for a backslash, or put the value in single quotes`
	case strings.Contains(f.Message, "unknown anchor"):
		f.Hint = "put a value that starts with * in quotes"
	case strings.Contains(f.Message, "could not find expected ':'"):
		f.Hint = "each line of a map is key: value; continue a long value with deeper indentation"
	default:
		f.Hint = "look for an unclosed quote or bracket, or a line that is indented unlike its neighbours"
	}
	if le != nil && le.ContextMark.Line > 0 && le.ContextMark.Line != le.Mark.Line {
		at := d.Lines.Offset(le.ContextMark.Line+d.line, le.ContextMark.Column)
		f.Related = []diag.Place{{Span: d.Lines.Span(at, at+1), Message: le.ContextMsg + " that starts here"}}
	}
	return nil, []diag.Finding{f}
}

// control is the offset of the first control character that YAML does not take; -1 where there is none.
func control(text []byte) int {
	return bytes.IndexFunc(text, func(r rune) bool {
		return unicode.IsControl(r) && r != '\t' && r != '\n' && r != '\r' && r != '\u0085'
	})
}

// features refuses what a record has no use for: anchors, aliases, explicit tags, too many nodes.
func (d *Document) features(n *yaml.Node, limit int, count *int) *diag.Finding {
	*count++
	fault := func(rule, message, hint string) *diag.Finding {
		span, text := d.span(n)
		return &diag.Finding{Rule: rule, Span: span, Text: text, Message: message, Hint: hint}
	}
	switch {
	case *count > limit:
		return fault(RuleTooLarge, fmt.Sprintf("the front matter has more than %d keys and values", limit), "move long lists into the text")
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		return fault(RuleFeature, "anchors and aliases are not read here", "write the value out, or in quotes if it starts with & or *")
	case n.Style&yaml.TaggedStyle != 0:
		return fault(RuleFeature, "YAML tags are not read here", "remove the tag, or put the value in quotes if it starts with !")
	}
	for _, c := range n.Content {
		if f := d.features(c, limit, count); f != nil {
			return f
		}
	}
	return nil
}

func (d *Document) lineSpan(line int) diag.Span {
	start := d.Lines.Offset(line, 1)
	return d.Lines.Span(start, start+len(d.Lines.Line(line)))
}

func describe(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "a map"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case n.ShortTag() == "!!null":
		return "nothing"
	case utf8.RuneCountInString(n.Value) > 40:
		return "a text"
	}
	return `"` + n.Value + `"`
}
