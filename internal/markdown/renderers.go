package markdown

import (
	"bytes"
	"regexp"
	"strconv"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

type refRenderer struct{}

func (refRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindRef, renderRef)
	reg.Register(ast.KindHTMLBlock, renderHTMLBlock)
	reg.Register(ast.KindRawHTML, renderRawHTML)
}

func rendererOptions() []renderer.Option {
	return []renderer.Option{renderer.WithNodeRenderers(util.Prioritized(refRenderer{}, 100))}
}

func renderRef(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	ref := n.(*refNode)
	part := ref.part
	if !entering {
		if part != Open {
			return ast.WalkContinue, nil
		}
		part = Close
	}
	_ = w.WriteByte(0)
	_, _ = w.WriteString(strconv.Itoa(int(part)) + strconv.Itoa(ref.index))
	return ast.WalkContinue, w.WriteByte(0)
}

var comment = regexp.MustCompile(`(?s)<!--.*?(?:-->|$)`)

// Raw HTML is shown as text, never run; comments are left out.
func renderHTMLBlock(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkSkipChildren, nil
	}
	raw := shownHTML(node.(*ast.HTMLBlock), src)
	if len(raw) == 0 {
		return ast.WalkSkipChildren, nil
	}
	_, _ = w.WriteString("<pre>")
	_, _ = w.Write(util.EscapeHTML(raw))
	_, err := w.WriteString("</pre>\n")
	return ast.WalkSkipChildren, err
}

// shownHTML is a block of raw HTML without its comments.
func shownHTML(n *ast.HTMLBlock, src []byte) []byte {
	raw := n.Lines().Value(src)
	if n.HasClosure() {
		raw = append(raw, n.ClosureLine.Value(src)...)
	}
	return bytes.TrimSpace(comment.ReplaceAll(raw, nil))
}

func renderRawHTML(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkSkipChildren, nil
	}
	n := node.(*ast.RawHTML)
	for i := range n.Segments.Len() {
		segment := n.Segments.At(i)
		value := segment.Value(src)
		if i == 0 && isComment(value) {
			break
		}
		_, _ = w.Write(util.EscapeHTML(value))
	}
	return ast.WalkSkipChildren, nil
}
