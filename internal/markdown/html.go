package markdown

import (
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// SeenHTML is what the parser notes of HTML that is shown as it was typed: its first tag.
const SeenHTML = "html"

const shownAs = "shown-as" // attribute of raw HTML that is shown as what it means, a markup

// markup is HTML that was made of allowed tags, and its text.
type markup struct{ html, plain string }

var (
	tag     = regexp.MustCompile(`<[^<>]*>`)
	tornTag = regexp.MustCompile(`<[A-Za-z/!?]`) // in what is between tags
	// allowedTag is one without attributes. Nothing of it is copied into a page but its name.
	allowedTag = regexp.MustCompile(`^<(/?)(?i:(br|sub|sup|kbd|details|summary))\s*/?>$`)
)

var kindDetails = ast.NewNodeKind("Details")

// detailsNode is <details> around blocks of Markdown.
type detailsNode struct {
	ast.BaseBlock
	opening, closing markup
	at               int
}

func (n *detailsNode) Kind() ast.NodeKind         { return kindDetails }
func (n *detailsNode) Pos() int                   { return n.at }
func (n *detailsNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// rawHTML finds the raw HTML that is shown as what it means, and notes all other.
func (w *rewriter) rawHTML(doc ast.Node) {
	var parents []ast.Node
	known := map[ast.Node]bool{}
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		isHTML := n.Kind() == ast.KindRawHTML || n.Kind() == ast.KindHTMLBlock
		if entering && isHTML && !known[n.Parent()] {
			parents, known[n.Parent()] = append(parents, n.Parent()), true
		}
		return ast.WalkContinue, nil
	})
	for _, parent := range parents {
		w.inlineHTML(parent)
		w.blockHTML(parent)
	}
}

// inlineHTML is about the tags in one line of text: what opens there has to close there.
func (w *rewriter) inlineHTML(parent ast.Node) {
	var open []*ast.RawHTML
	var names []string
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		raw, ok := n.(*ast.RawHTML)
		if !ok || raw.Segments.Len() == 0 {
			continue
		}
		value := string(raw.Segments.Value(w.src))
		if isComment([]byte(value)) {
			continue
		}
		m := allowedTag.FindStringSubmatch(value)
		name := ""
		if m != nil {
			name = strings.ToLower(m[2])
		}
		last := len(open) - 1
		switch {
		case name == "br" && m[1] == "":
			raw.SetAttributeString(shownAs, markup{"<br>", " "})
		case name == "" || name == "br" || name == "details" || name == "summary":
			w.seeHTML(value, raw.Segments.At(0).Start)
		case m[1] == "":
			open, names = append(open, raw), append(names, name)
		case last >= 0 && names[last] == name:
			open[last].SetAttributeString(shownAs, markup{"<" + name + ">", ""})
			raw.SetAttributeString(shownAs, markup{"</" + name + ">", ""})
			open, names = open[:last], names[:last]
		default:
			w.seeHTML(value, raw.Segments.At(0).Start)
		}
	}
	for _, raw := range open {
		w.seeHTML(string(raw.Segments.Value(w.src)), raw.Segments.At(0).Start)
	}
}

func (w *rewriter) seeHTML(value string, start int) {
	w.run.out.Seen = append(w.run.out.Seen, Seen{
		SeenHTML, strings.Clone(value), w.mark, w.run.lines.Span(w.offset+start, w.offset+start+len(value)),
	})
}

// blockHTML is about the blocks of HTML among the children of a node, in one pass. Details hold no heading that divides
// the text: its section would not be found.
func (w *rewriter) blockHTML(parent ast.Node) {
	type opening struct {
		block *ast.HTMLBlock
		shown markup
	}
	var open []opening
	leave := func() {
		for _, o := range open {
			w.seeBlock(o.block)
		}
		open = nil
	}
	for n := parent.FirstChild(); n != nil; {
		next := n.NextSibling()
		if heading, ok := n.(*ast.Heading); ok && heading.Level <= 2 {
			leave()
		}
		if block, ok := n.(*ast.HTMLBlock); ok {
			shown, depth, ok := allowedHTML(string(shownHTML(block, w.src)))
			switch last := len(open) - 1; {
			case ok && shown.html == "": // comments alone
			case ok && depth == 0:
				block.SetAttributeString(shownAs, shown)
			case ok && depth == 1:
				open = append(open, opening{block, shown})
			case ok && depth == -1 && last >= 0:
				within(open[last].block, block, &detailsNode{opening: open[last].shown, closing: shown})
				open = open[:last]
			default:
				w.seeBlock(block)
			}
		}
		n = next
	}
	leave()
}

// within puts details in the place of two of their blocks and of what stands between them.
func within(opening, closing ast.Node, details *detailsNode) {
	parent := opening.Parent()
	for c := opening.NextSibling(); c != closing; c = opening.NextSibling() {
		details.AppendChild(details, c)
	}
	details.at = max(0, opening.Pos())
	parent.RemoveChild(parent, closing)
	parent.ReplaceChild(parent, opening, details)
}

// seeBlock notes the first tag of a block that is not allowed, or else the first.
func (w *rewriter) seeBlock(block *ast.HTMLBlock) {
	first, start := "", 0
	lines := block.Lines()
	for i := range lines.Len() {
		line := lines.At(i)
		for _, m := range tag.FindAllIndex(line.Value(w.src), -1) {
			found := string(line.Value(w.src)[m[0]:m[1]])
			isAllowed := allowedTag.MatchString(found)
			if isComment([]byte(found)) || isAllowed && first != "" {
				continue
			}
			if first, start = found, line.Start+m[0]; !isAllowed {
				w.seeHTML(first, start)
				return
			}
		}
	}
	if first != "" {
		w.seeHTML(first, start)
	}
}

// allowedHTML is what a block of HTML means that holds text and allowed tags alone, and by how many details it goes
// deeper, which are all that may be left open: at its end, or closed that are not opened in it: at its beginning.
func allowedHTML(raw string) (shown markup, depth int, ok bool) {
	var out, plain strings.Builder
	var open []string
	at := 0
	write := func(text string) {
		out.WriteString(html.EscapeString(text))
		plain.WriteString(html.UnescapeString(text))
	}
	for _, m := range tag.FindAllStringIndex(raw, -1) {
		found := allowedTag.FindStringSubmatch(raw[m[0]:m[1]])
		if found == nil {
			return shown, 0, false
		}
		if tornTag.MatchString(raw[at:m[0]]) {
			return shown, 0, false
		}
		write(html.UnescapeString(raw[at:m[0]]))
		at = m[1]
		name, closes := strings.ToLower(found[2]), found[1] != ""
		last := len(open) - 1
		switch {
		case name == "br" && !closes:
			out.WriteString("<br>")
			plain.WriteByte(' ')
			continue
		case name == "br" || name == "summary" && !closes && (last < 0 || open[last] != "details"):
			return shown, 0, false
		case !closes:
			open = append(open, name)
		case last >= 0 && open[last] == name:
			open = open[:last]
		case last < 0 && name == "details":
			depth--
		default:
			return shown, 0, false
		}
		out.WriteString("<" + found[1] + name + ">")
		if name == "summary" && closes {
			plain.WriteByte('\n')
		}
	}
	if tornTag.MatchString(raw[at:]) {
		return shown, 0, false
	}
	write(html.UnescapeString(raw[at:]))
	for _, name := range open {
		if name != "details" {
			return shown, 0, false
		}
		depth++
	}
	return markup{out.String(), plain.String()}, depth, true
}

func renderDetails(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*detailsNode)
	shown := n.opening.html
	if !entering {
		shown = n.closing.html
	}
	_, err := w.WriteString(shown + "\n")
	return ast.WalkContinue, err
}

// meant is what raw HTML is shown as, where that is not as it was typed.
func meant(n ast.Node) (markup, bool) {
	value, _ := n.AttributeString(shownAs)
	shown, ok := value.(markup)
	return shown, ok
}
