package markdown

import (
	"bytes"
	"regexp"
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

// wikiNode is [[target#heading|label]] as parsed, before the rewriter makes a reference of it.
type wikiNode struct {
	ast.BaseInline
	target, heading, label string
	start, end             int
}

func (n *wikiNode) Kind() ast.NodeKind         { return kindWiki }
func (n *wikiNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// wikiParser reads [[target]], [[target|label]] and [[target#heading]] on one line.
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
	target, label, _ := strings.Cut(strings.ReplaceAll(inner, wikiBar, "|"), "|")
	target = strings.TrimSpace(strings.TrimSuffix(target, `\`)) // a pipe is escaped in a table
	target, heading, _ := strings.Cut(target, "#")
	target, heading = strings.TrimSpace(target), strings.TrimSpace(heading)
	if target == "" && heading == "" || strings.ContainsAny(target, "[]") {
		return nil
	}
	block.Advance(end + 2)
	return &wikiNode{
		target: target, heading: heading, label: strings.TrimSpace(label), start: segment.Start, end: segment.Start + end + 2,
	}
}

// wikiBar stands for the bar of a wiki link while a text is parsed, so that it does not end the cell of a table.
const wikiBar = "\x02"

var barred = regexp.MustCompile(`\[\[[^\[\]|\n]*[^\[\]|\n\\]\|[^\[\]|\n]*\]\]`)

// withoutBars is a text with wikiBar for each bar of a wiki link, and whether there is one. Offsets stay.
func withoutBars(src []byte) ([]byte, bool) {
	if !bytes.Contains(src, []byte("[[")) || bytes.Contains(src, []byte(wikiBar)) {
		return src, false
	}
	all := barred.FindAllIndex(src, -1)
	if len(all) == 0 {
		return src, false
	}
	src = bytes.Clone(src)
	for _, m := range all {
		src[m[0]+bytes.IndexByte(src[m[0]:m[1]], '|')] = wikiBar[0]
	}
	return src, true
}
