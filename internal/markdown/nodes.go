package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

var kindRef = ast.NewNodeKind("Reference")

// refNode stands for a reference in the tree: whole, or with the link's text as its children.
type refNode struct {
	ast.BaseInline
	part  Part
	index int
	label string
}

func (n *refNode) Kind() ast.NodeKind         { return kindRef }
func (n *refNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

var kindWiki = ast.NewNodeKind("WikiLink")

// wikiNode is [[target|label]] as parsed, before the rewriter makes a reference of it.
type wikiNode struct {
	ast.BaseInline
	target, label string
	start, end    int
}

func (n *wikiNode) Kind() ast.NodeKind         { return kindWiki }
func (n *wikiNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// wikiParser reads [[target]] and [[target|label]] on one line.
type wikiParser struct{}

func (wikiParser) Trigger() []byte { return []byte{'['} }

func (wikiParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if !bytes.HasPrefix(line, []byte("[[")) {
		return nil
	}
	end := bytes.Index(line, []byte("]]"))
	if end < 0 {
		return nil
	}
	inner := string(line[2:end])
	target, label, _ := strings.Cut(inner, "|")
	target = strings.TrimSpace(strings.TrimSuffix(target, `\`)) // a pipe is escaped in a table
	if target == "" || strings.ContainsAny(target, "[]") {
		return nil
	}
	block.Advance(end + 2)
	return &wikiNode{target: target, label: strings.TrimSpace(label), start: segment.Start, end: segment.Start + end + 2}
}
