package markdown

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// calloutTitle is the title of a kind of alert that GitHub knows, empty for any other.
// Source: docs.github.com, basic writing and formatting syntax, alerts.
func calloutTitle(kind string) string {
	switch kind {
	case "note":
		return "Note"
	case "tip":
		return "Tip"
	case "important":
		return "Important"
	case "warning":
		return "Warning"
	case "caution":
		return "Caution"
	}
	return ""
}

const calloutKind = "callout" // attribute of a quote that is one

var calloutMark = regexp.MustCompile(`^\[!([A-Za-z]+)\]\s*$`)

// calloutParser makes a callout of a quote whose first line is a mark such as [!NOTE].
type calloutParser struct{}

func (calloutParser) Transform(p *ast.Paragraph, reader text.Reader, _ parser.Context) {
	quote := p.Parent()
	if quote == nil || quote.Kind() != ast.KindBlockquote || p.PreviousSibling() != nil {
		return
	}
	lines := p.Lines()
	first := lines.At(0)
	m := calloutMark.FindSubmatch(bytes.TrimLeft(first.Value(reader.Source()), " "))
	if m == nil {
		return
	}
	kind := string(bytes.ToLower(m[1]))
	if calloutTitle(kind) == "" {
		return
	}
	quote.SetAttributeString(calloutKind, kind)
	lines.SetSliced(1, lines.Len())
	if lines.Len() == 0 {
		quote.RemoveChild(quote, p)
	}
}

// renderQuote writes a quote, or a callout as a note that is no landmark of the page.
func renderQuote(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	kind, isCallout := n.AttributeString(calloutKind)
	switch {
	case !isCallout && entering:
		_, _ = w.WriteString("<blockquote>\n")
	case !isCallout:
		_, _ = w.WriteString("</blockquote>\n")
	case entering:
		name := kind.(string)
		_, _ = w.WriteString(`<aside class="callout callout-` + name + "\" role=\"note\">\n<p class=\"callout-title\">")
		writeWords(w, calloutTitle(name))
		_, _ = w.WriteString("</p>\n")
	default:
		_, _ = w.WriteString("</aside>\n")
	}
	return ast.WalkContinue, nil
}
