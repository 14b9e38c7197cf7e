package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"hindcast/internal/highlight"
)

// renderCode writes a block of code. What is to be highlighted is left to the page: checking a
// record needs no colours.
func renderCode(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkSkipChildren, nil
	}
	n := node.(*ast.FencedCodeBlock)
	language, code := string(unescape(n.Language(src))), n.Lines().Value(src)
	isDiagram := strings.EqualFold(language, "mermaid") || strings.EqualFold(language, "dot")
	if isDiagram { // nothing here can draw it
		_, _ = w.WriteString("<figure class=\"diagram\">\n")
	}
	_, _ = w.WriteString("<pre><code")
	if language != "" {
		_, _ = w.WriteString(` class="language-` + string(util.EscapeHTML([]byte(language))) + `"`)
	}
	_ = w.WriteByte('>')
	if _, marked := n.AttributeString(highlighted); marked {
		_ = w.WriteByte(0)
		_, _ = w.WriteString(string('0'+rune(Code)) + highlight.LexerOf(language) + "\x01")
		_, _ = w.Write(bytes.ReplaceAll(code, []byte("\r\n"), []byte("\n")))
		_ = w.WriteByte(0)
	} else {
		_, _ = w.Write(util.EscapeHTML(code))
	}
	_, err := w.WriteString("</code></pre>\n")
	if isDiagram {
		_, _ = w.WriteString("<figcaption>")
		writeWords(w, "Source of a diagram")
		_, err = w.WriteString("</figcaption>\n</figure>\n")
	}
	return ast.WalkSkipChildren, err
}

// highlighted is the attribute of a block of code that the page highlights.
const highlighted = "highlighted"

// markCode marks a block of code for highlighting, as long as the text has room for it.
func (w *rewriter) markCode(n *ast.FencedCodeBlock) {
	code := n.Lines().Value(w.src)
	if highlight.LexerOf(string(unescape(n.Language(w.src)))) == "" || !highlight.Fits(code) ||
		w.run.highlighted+len(code) > highlight.MaxText {
		return
	}
	w.run.highlighted += len(code)
	n.SetAttributeString(highlighted, true)
}

// code notes where code stands.
func (w *rewriter) code(n ast.Node) {
	note := func(segment text.Segment) {
		span := w.run.lines.Span(w.offset+segment.Start, w.offset+segment.Stop)
		w.run.code = append(w.run.code, [2]int{span.Start.Offset, span.End.Offset})
	}
	if n.Type() == ast.TypeBlock {
		for i := range n.Lines().Len() {
			note(n.Lines().At(i))
		}
		return
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if words, ok := c.(*ast.Text); ok {
			note(words.Segment)
		}
	}
}
