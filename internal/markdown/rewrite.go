package markdown

import (
	"bytes"
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"hindcast/internal/diag"
	"hindcast/internal/markdown/link"
)

// rewriter replaces what points into the repository by references, and links that no page may
// carry by their text.
type rewriter struct {
	run    *run
	src    []byte
	text   string // src, once for all that is cut out of it
	offset int
	mark   string
	events []told
}

// rewrite returns how deep the tree is.
func (w *rewriter) rewrite(doc ast.Node) (deepest int) {
	w.rawHTML(doc)
	var nodes []ast.Node
	depth := 0
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			depth--
		} else {
			depth++
			deepest = max(deepest, depth)
			switch n.Kind() {
			case ast.KindText:
				merge(n.(*ast.Text), w.src)
				nodes = append(nodes, n)
			case ast.KindCodeBlock, ast.KindCodeSpan:
				w.code(n)
			case ast.KindParagraph, ast.KindHeading, ast.KindListItem, ast.KindFencedCodeBlock, east.KindTableRow,
				ast.KindLink, ast.KindImage, ast.KindAutoLink, kindWiki:
				nodes = append(nodes, n)
			}
		}
		return ast.WalkContinue, nil
	})
	for _, n := range nodes {
		if w.run.links > w.run.parser.limits.Refs {
			return deepest // the caller gives up
		}
		switch n := n.(type) {
		case *ast.ListItem:
			w.item(n)
		case *east.TableRow:
			w.row(n)
		case *ast.Paragraph, *ast.Heading:
			w.unlisted(n)
		case *ast.Link:
			w.run.links++
			w.link(n)
		case *ast.AutoLink:
			w.run.links++
			w.autoLink(n)
		case *ast.Image:
			w.run.links++
			w.image(n)
		case *wikiNode:
			w.run.links++
			w.wiki(n)
		case *ast.FencedCodeBlock:
			w.code(n)
			w.markCode(n)
		case *ast.Text:
			w.watch(n)
			w.noteUses(n)
			w.bareIDs(n)
		}
	}
	w.eventTexts()
	return deepest
}

// merge joins a text with what follows it: inline parsers that find nothing leave a text in two.
func merge(n *ast.Text, src []byte) {
	for next := n.NextSibling(); next != nil && n.Merge(next, src); next = n.NextSibling() {
		n.Parent().RemoveChild(n.Parent(), next)
	}
}

// watch looks at prose; code and the text of links are none.
func (w *rewriter) watch(n *ast.Text) {
	if !n.IsRaw() && !inLink(n) {
		w.run.watch(false, w.prose(n), w.offset+n.Segment.Start, w.mark)
		w.openWiki(n)
	}
}

// openWiki notes what begins as a wiki link and is none.
func (w *rewriter) openWiki(n *ast.Text) {
	prose := w.prose(n)
	for at := 0; ; {
		next := strings.Index(prose[at:], "[[")
		if next < 0 {
			return
		}
		start := at + next
		at = start + len("[[")
		if start > 0 && prose[start-1] == '\\' {
			continue
		}
		from, end := start, at
		if start > 0 && prose[start-1] == '!' {
			from--
		}
		rest, _, _ := strings.Cut(prose[at:], "[[")
		if closed := strings.Index(rest, "]]"); closed >= 0 {
			end = at + closed + len("]]")
		}
		w.run.out.Seen = append(w.run.out.Seen, Seen{
			SeenOpenWiki, strings.Clone(prose[from:end]), w.mark,
			w.run.lines.Span(w.offset+n.Segment.Start+from, w.offset+n.Segment.Start+end),
		})
	}
}

// prose is a text as written.
func (w *rewriter) prose(n *ast.Text) string { return w.text[n.Segment.Start:n.Segment.Stop] }

// Watches that the parser itself notes.
const (
	SeenEmail    = "email"     // an address that became a link
	SeenUntimed  = "untimed"   // an item of a list or a row of a table that seems to begin with a time, which is not read
	SeenOpenWiki = "open-wiki" // [[ of which no link became
	SeenLinkText = "link-text" // the text of a link that says nothing, empty or "here"
)

var sayNothing = regexp.MustCompile(`(?i)^(here|click here|link|this|this link|more)?$`)

func holdsImage(n ast.Node) bool {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Kind() == ast.KindImage || c.Kind() == kindRef {
			return true
		}
	}
	return false
}

func (w *rewriter) see(name, text string, n ast.Node) {
	start, end := w.extent(n)
	w.run.out.Seen = append(w.run.out.Seen, Seen{name, text, w.mark, w.run.lines.Span(w.offset+start, w.offset+end)})
}

func (w *rewriter) ref(r Ref, start, end int) int {
	r.Mark = w.mark
	r.Span = w.run.lines.Span(w.offset+start, w.offset+end)
	w.run.out.Refs = append(w.run.out.Refs, r)
	return len(w.run.out.Refs) - 1
}

func (w *rewriter) unsafe(n ast.Node, destination string) {
	message := fmt.Sprintf("links to %q are not published", link.Scheme(destination)+":")
	switch {
	case destination == "":
		message = "this links to nothing"
	case link.Scheme(destination) == "":
		message = fmt.Sprintf("the link %q names no scheme", destination)
	case link.IsWeb(link.Scheme(destination)):
		message = fmt.Sprintf("the link %q does not name a host, or names a user before it", destination)
	}
	start, end := w.extent(n)
	w.run.out.Problems = append(w.run.out.Problems, diag.Finding{
		Rule: RuleUnsafeLink, Span: w.run.lines.Span(w.offset+start, w.offset+end), Text: destination,
		Message: message, Hint: "link with https, http or mailto, or to a file of this repository",
	})
	unwrap(n)
}

// unwrap replaces a node by its children.
func unwrap(n ast.Node) {
	parent := n.Parent()
	for c := n.FirstChild(); c != nil; {
		next := c.NextSibling()
		parent.InsertBefore(parent, n, c)
		c = next
	}
	parent.RemoveChild(parent, n)
}

func (w *rewriter) link(n *ast.Link) {
	n.Destination = bytes.TrimSpace(n.Destination)
	destination := string(unescape(n.Destination))
	if label := plainText(n, w.src); sayNothing.MatchString(label) && !holdsImage(n) {
		w.see(SeenLinkText, label, n)
	}
	switch s := link.Scheme(destination); {
	case strings.HasPrefix(destination, "#"):
		start, end := w.extent(n)
		w.run.out.Anchors = append(w.run.out.Anchors, Anchor{
			strings.TrimPrefix(destination, "#"), w.run.lines.Span(w.offset+start, w.offset+end),
		})
		n.Destination = []byte("#" + AnchorPrefix + strings.TrimPrefix(destination, "#"))
	case link.LeadsToHost(destination), s == "mailto" && strings.EqualFold(destination[:len(s)+1], s+":"):
	case s != "" || strings.HasPrefix(destination, "//") || destination == "":
		w.unsafe(n, destination)
	default:
		path, anchor, _ := strings.Cut(destination, "#")
		if decoded, err := url.PathUnescape(path); err == nil {
			path = decoded
		}
		start, end := w.extent(n)
		index := w.ref(Ref{Form: Path, Target: path, Anchor: anchor}, start, end)
		node := &refNode{part: Open, index: index}
		for c := n.FirstChild(); c != nil; {
			next := c.NextSibling()
			node.AppendChild(node, c)
			c = next
		}
		n.Parent().ReplaceChild(n.Parent(), n, node)
	}
}

func (w *rewriter) autoLink(n *ast.AutoLink) {
	if n.AutoLinkType == ast.AutoLinkEmail {
		label := string(n.Label(w.src))
		start := max(0, n.Pos())
		start += max(0, bytes.Index(w.src[start:], []byte(label)))
		w.run.out.Seen = append(w.run.out.Seen, Seen{
			SeenEmail, label, w.mark, w.run.lines.Span(w.offset+start, w.offset+start+len(label)),
		})
		return
	}
	if address := string(n.URL(w.src)); !link.LeadsToHost(address) && link.Scheme(address) != "mailto" {
		label := ast.NewString(n.Label(w.src))
		n.Parent().ReplaceChild(n.Parent(), n, label)
	}
}

// image makes a reference of a picture in the repository; one from afar becomes a link to it, so
// that reading a page tells nobody else.
func (w *rewriter) image(n *ast.Image) {
	n.Destination = bytes.TrimSpace(n.Destination)
	destination := string(unescape(n.Destination))
	alt := plainText(n, w.src)
	s, remote := link.Scheme(destination), link.LeadsToHost(destination)
	switch {
	case remote && inLink(n):
		unwrap(n)
	case remote:
		link := ast.NewLink()
		link.Destination = n.Destination
		if alt == "" {
			alt = destination
		}
		link.AppendChild(link, ast.NewString([]byte(alt)))
		n.Parent().ReplaceChild(n.Parent(), n, link)
	case s != "" || strings.HasPrefix(destination, "//") || destination == "":
		w.unsafe(n, destination)
	default:
		if decoded, err := url.PathUnescape(destination); err == nil {
			destination = decoded
		}
		start, end := w.extent(n)
		index := w.ref(Ref{Form: Picture, Target: destination, Label: alt}, start, end)
		n.Parent().ReplaceChild(n.Parent(), n, &refNode{part: Image, index: index, label: alt})
	}
}

func (w *rewriter) wiki(n *wikiNode) {
	label := n.label
	if label == "" {
		label = cmp.Or(n.target, n.heading)
	}
	anchor := ""
	if n.heading != "" {
		anchor = Slug(n.heading)
	}
	switch {
	case inLink(n):
		n.Parent().ReplaceChild(n.Parent(), n, ast.NewString([]byte(label)))
		return
	case n.target == "": // a heading of the same text
		w.run.out.Anchors = append(w.run.out.Anchors, Anchor{anchor, w.run.lines.Span(w.offset+n.start, w.offset+n.end)})
		link := ast.NewLink()
		link.Destination = []byte("#" + AnchorPrefix + anchor)
		link.AppendChild(link, ast.NewString([]byte(cmp.Or(n.label, n.heading))))
		n.Parent().ReplaceChild(n.Parent(), n, link)
		return
	}
	index := w.ref(Ref{Form: Wiki, Target: n.target, Anchor: anchor, Label: n.label}, n.start, n.end)
	n.Parent().ReplaceChild(n.Parent(), n, &refNode{part: Whole, index: index, label: label})
}

func (w *rewriter) bareIDs(n *ast.Text) {
	if n.IsRaw() || inLink(n) {
		return
	}
	parent, segment := n.Parent(), n.Segment
	value := w.prose(n)
	from := 0
	for _, m := range w.run.parser.bareID.FindAllStringIndex(value, -1) {
		if joined(w.src, segment.Start+m[0]-1, -1) || joined(w.src, segment.Start+m[1], 1) {
			continue
		}
		id := strings.Clone(value[m[0]:m[1]])
		if m[0] > from {
			parent.InsertBefore(parent, n, ast.NewTextSegment(text.NewSegment(segment.Start+from, segment.Start+m[0])))
		}
		w.run.links++
		index := w.ref(Ref{Form: Bare, Target: id}, segment.Start+m[0], segment.Start+m[1])
		parent.InsertBefore(parent, n, &refNode{part: Whole, index: index, label: id})
		from = m[1]
	}
	if from > 0 {
		n.Segment = text.NewSegment(segment.Start+from, segment.Stop)
	}
}

// joined reports whether a byte next to an id makes it part of a longer word, a path or an address; step
// leads away from the id.
func joined(src []byte, i, step int) bool {
	if i < 0 || i >= len(src) {
		return false
	}
	beyond := byte(' ')
	if i+step >= 0 && i+step < len(src) {
		beyond = src[i+step]
	}
	switch src[i] {
	case '.': // the end of a sentence does not, a file's ending does
		return beyond > ' '
	case '_': // emphasis does not
		return beyond == '_' || beyond >= '0' && beyond <= '9' || beyond|0x20 >= 'a' && beyond|0x20 <= 'z'
	}
	return bytes.IndexByte([]byte("-/\\@"), src[i]) >= 0
}

func inLink(n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		switch p := p.(type) {
		case *ast.Link, *ast.Image, *ast.CodeSpan:
			return true
		case *refNode:
			return p.part == Open
		}
	}
	return false
}

// extent is where a link or picture stands, from its bracket to the end of its address.
func (w *rewriter) extent(n ast.Node) (start, end int) {
	start = max(0, n.Pos())
	at := start
	if at < len(w.src) && w.src[at] == '!' {
		at++
	}
	end = pairEnd(w.src, at, '[', ']')
	if end < len(w.src) {
		switch w.src[end] {
		case '(':
			end = pairEnd(w.src, end, '(', ')')
		case '[':
			end = pairEnd(w.src, end, '[', ']')
		}
	}
	return start, end
}

// pairEnd is the offset after the bracket that closes the one at start, within the paragraph.
func pairEnd(src []byte, start int, open, shut byte) int {
	depth := 0
	for i := start; i < len(src); i++ {
		switch c := src[i]; {
		case c == '\\':
			i++
		case c == '\n' && (i+1 >= len(src) || src[i+1] == '\n' || src[i+1] == '\r'):
			return i
		case c == open:
			depth++
		case c == shut:
			if depth--; depth <= 0 {
				return i + 1
			}
		}
	}
	return len(src)
}

// AnchorPrefix is before every anchor made of a heading, so that none can shadow a name that
// scripts rely on.
const AnchorPrefix = "s-"
