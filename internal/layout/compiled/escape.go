package compiled

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io"
	"reflect"
	"strconv"
	"strings"
	"text/template/parse"
)

// The escapers that html/template ends a pipeline with. What each does is that of the library, which a test compares.
const (
	escapeHTML   = "_html_template_htmlescaper"
	escapeAttr   = "_html_template_attrescaper"
	escapeRCDATA = "_html_template_rcdataescaper"
	escapeQuery  = "_html_template_urlescaper"
	filterURL    = "_html_template_urlfilter"
	normalizeURL = "_html_template_urlnormalizer"
	escapeJS     = "_html_template_jsvalescaper"
)

// splitEscapers takes the escapers off the end of a pipeline.
func splitEscapers(commands []*parse.CommandNode) ([]*parse.CommandNode, []string) {
	var names []string
	at := len(commands)
	for ; at > 0 && len(commands[at-1].Args) == 1; at-- {
		n, ok := commands[at-1].Args[0].(*parse.IdentifierNode)
		if !ok || !strings.HasPrefix(n.Ident, "_html_template_") {
			break
		}
		names = append([]string{n.Ident}, names...)
	}
	return commands[:at], names
}

// writer writes a value through escapers.
func writer(escapers []string) (func(Writer, reflect.Value) error, error) {
	last := escapers[len(escapers)-1]
	before := escapers[:len(escapers)-1]
	for _, name := range before {
		if name != filterURL && name != normalizeURL && name != escapeQuery {
			return nil, fmt.Errorf("%w: %s", ErrUnsupported, name)
		}
	}
	switch {
	case last == escapeJS && len(before) == 0:
		return writeJS, nil
	case last != escapeHTML && last != escapeAttr && last != escapeRCDATA:
		return nil, fmt.Errorf("%w: %s", ErrUnsupported, last)
	}
	return func(w Writer, v reflect.Value) error {
		text, kind := stringify(v)
		for _, name := range before {
			if name == filterURL {
				text = filtered(text, kind)
			} else {
				text = inURL(text, name == normalizeURL || kind == urlType)
			}
			kind = stringType
		}
		table := &htmlEscapes
		switch {
		case kind != htmlType:
		case last == escapeHTML:
			_, err := w.WriteString(text)
			return err
		case last == escapeRCDATA:
			table = &markupEscapes
		default:
			return errors.New("markup in an attribute") // the library takes its tags away
		}
		return escape(w, text, table)
	}, nil
}

var (
	stringType = reflect.TypeFor[string]()
	htmlType   = reflect.TypeFor[template.HTML]()
	urlType    = reflect.TypeFor[template.URL]()
)

// stringify is a value as text, and its type where that says what it is safe for; else that of strings.
func stringify(v reflect.Value) (string, reflect.Type) {
	switch v.Kind() {
	case reflect.String:
		if t := v.Type(); t == stringType || t == htmlType || t == urlType {
			return v.String(), t
		}
	case reflect.Int:
		if v.Type() == reflect.TypeFor[int]() {
			return strconv.Itoa(int(v.Int())), stringType
		}
	case reflect.Invalid:
		return "", stringType
	}
	value := v.Interface()
	if value == nil {
		return "", stringType
	}
	inner := reflect.ValueOf(value)
	for inner.Kind() == reflect.Pointer && !inner.IsNil() {
		inner = inner.Elem()
	}
	if t := inner.Type(); t.Kind() == reflect.String && (t == stringType || t.PkgPath() == "html/template") {
		return inner.String(), t
	}
	return fmt.Sprint(printable(value)), stringType
}

// printable follows pointers up to a value that knows how to print itself.
func printable(value any) any {
	v := reflect.ValueOf(value)
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		switch value := v.Interface().(type) {
		case fmt.Stringer, error:
			return value
		}
		v = v.Elem()
	}
	return v.Interface()
}

// The characters that have a meaning in HTML, and without & in text that may hold entities.
var (
	htmlEscapes = [256]string{
		0: "\uFFFD", '"': "&#34;", '&': "&amp;", '\'': "&#39;", '+': "&#43;", '<': "&lt;", '>': "&gt;",
	}
	markupEscapes = [256]string{0: "\uFFFD", '"': "&#34;", '\'': "&#39;", '+': "&#43;", '<': "&lt;", '>': "&gt;"}
)

func escape(w io.StringWriter, text string, table *[256]string) error {
	from := 0
	for i := range len(text) {
		if instead := table[text[i]]; instead != "" {
			if _, err := w.WriteString(text[from:i]); err != nil {
				return err
			}
			if _, err := w.WriteString(instead); err != nil {
				return err
			}
			from = i + 1
		}
	}
	_, err := w.WriteString(text[from:])
	return err
}

// filtered is an address, or what the library puts in place of one that may run something.
func filtered(address string, kind reflect.Type) string {
	scheme, _, ok := strings.Cut(address, ":")
	if kind == urlType || !ok || strings.Contains(scheme, "/") || strings.EqualFold(scheme, "http") ||
		strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "mailto") {
		return address
	}
	return "#ZgotmplZ"
}

// inURL is a text with percent signs for what can't be in an address, or, where it is no whole address, in a part of
// one.
func inURL(text string, isWhole bool) string {
	var b []byte
	from := 0
	for i := range len(text) {
		c := text[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-._~", c) >= 0,
			isWhole && strings.IndexByte("!#$&*+,/:;=?@[]", c) >= 0,
			isWhole && c == '%' && i+2 < len(text) && isHex(text[i+1]) && isHex(text[i+2]):
			continue
		}
		b = append(b, text[from:i]...)
		b = fmt.Appendf(b, "%%%02x", c)
		from = i + 1
	}
	if from == 0 {
		return text
	}
	return string(append(b, text[from:]...))
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// inScript lets the library write a value into a script.
var inScript = template.Must(template.New("").Parse(`<script>{{.}}</script>`))

func writeJS(w Writer, v reflect.Value) error {
	var value any
	if v.IsValid() {
		value = v.Interface()
	}
	var b bytes.Buffer
	if err := inScript.Execute(&b, value); err != nil {
		return err
	}
	_, err := w.Write(bytes.TrimSuffix(bytes.TrimPrefix(b.Bytes(), []byte("<script>")), []byte("</script>")))
	return err
}
