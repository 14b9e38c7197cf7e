package markdown

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"regexp"
	"strconv"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"hindcast/internal/diag"
)

// NotePrefix is before every anchor of a footnote and of a place that refers to one. No anchor
// of a heading begins so.
const NotePrefix = "fn-"

// noteScope is the key of a document's part of those anchors in its metadata. Each marked part is a
// document of its own, whose footnotes are numbered from 1.
const noteScope = "notes"

// scopeOf tells the footnotes of the marked parts of a page apart. It is made of the part's own
// words: a running number would tell how many parts before it are withheld.
func (r *run) scopeOf(mark string, src []byte) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(mark + "\n"))
	_, _ = h.Write(src)
	scope := fmt.Sprintf("%08x", h.Sum32())
	r.scopes[scope]++
	if n := r.scopes[scope]; n > 1 {
		scope += "-" + strconv.Itoa(n)
	}
	return scope + "-"
}

var definedNotes = parser.NewContextKey()

// noteCollector remembers which footnotes a document defines before those that nothing refers to
// are dropped.
type noteCollector struct{}

func (noteCollector) Transform(doc *ast.Document, reader text.Reader, pc parser.Context) {
	if !bytes.Contains(reader.Source(), []byte("[^")) {
		return
	}
	var notes []*east.Footnote
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if note, ok := n.(*east.Footnote); ok && entering {
			notes = append(notes, note)
		}
		return ast.WalkContinue, nil
	})
	pc.Set(definedNotes, notes)
}

// notes takes in the footnotes that a document defines.
func (r *run) notes(notes []*east.Footnote, src []byte, offset int) {
	for _, n := range notes {
		r.defined[string(n.Ref)] = true
		if n.Index < 0 { // nothing refers to it, so it is not in the tree
			r.strays(n, src, offset)
		}
	}
}

// noteUse is what looks like a reference to a footnote and is shown as text.
type noteUse struct {
	label string
	span  diag.Span
}

var noteForm = regexp.MustCompile(`\[\^([^\]\n]+)\]`)

// noteUses keeps what in a text looks like a reference to a footnote.
func (w *rewriter) noteUses(n *ast.Text) {
	if n.IsRaw() {
		return
	}
	for _, m := range noteForm.FindAllSubmatchIndex(n.Segment.Value(w.src), -1) {
		start := w.offset + n.Segment.Start
		w.run.uses = append(w.run.uses, noteUse{
			string(n.Segment.Value(w.src)[m[2]:m[3]]), w.run.lines.Span(start+m[0], start+m[1]),
		})
	}
}

// acrossFences reports references to footnotes that are on the other side of a fence.
func (r *run) acrossFences() {
	for _, use := range r.uses {
		if r.defined[use.label] {
			r.out.Problems = append(r.out.Problems, diag.Finding{
				Rule: RuleFence, Span: use.span, Text: "[^" + use.label + "]",
				Message: "the footnote and the reference to it stand on two sides of the edge of a marked part",
				Hint:    "write the footnote into the same part",
			})
		}
	}
}

// dropDeadBacklinks takes away the ways back to references that are not in the tree, such as one in
// the text alternative of a picture.
func dropDeadBacklinks(doc ast.Node) {
	type place struct{ index, ref int }
	shown, back := map[place]bool{}, []*east.FootnoteBacklink(nil)
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *east.FootnoteLink:
			shown[place{n.Index, n.RefIndex}] = true
		case *east.FootnoteBacklink:
			if entering {
				back = append(back, n)
			}
		}
		return ast.WalkContinue, nil
	})
	for _, n := range back {
		if !shown[place{n.Index, n.RefIndex}] {
			n.Parent().RemoveChild(n.Parent(), n)
		}
	}
}

// noteID is the anchor of a footnote of a node's document.
func noteID(n ast.Node, index int) string {
	scope, _ := n.OwnerDocument().Meta()[noteScope].(string)
	return NotePrefix + scope + strconv.Itoa(index)
}

// placeID is the anchor of the nth place, from 0, that refers to a footnote.
func placeID(n ast.Node, index, nth int) string {
	return noteID(n, index) + "-at-" + strconv.Itoa(nth+1)
}

func renderNoteLink(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*east.FootnoteLink)
	if !entering {
		return ast.WalkContinue, nil
	}
	number := strconv.Itoa(n.Index)
	if !inLink(n) { // a link can't be in another
		number = fmt.Sprintf(`<a href="#%s" role="doc-noteref">%s</a>`, noteID(n, n.Index), number)
	}
	_, err := fmt.Fprintf(w, "\x00%d<sup id=\"%s\">%s</sup>\x00", NoteRef, placeID(n, n.Index, n.RefIndex), number)
	return ast.WalkContinue, err
}

func renderBacklink(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*east.FootnoteBacklink)
	if !entering {
		return ast.WalkContinue, nil
	}
	_, _ = fmt.Fprintf(w, ` <a href="#%s" role="doc-backlink" aria-label="`, placeID(n, n.Index, n.RefIndex))
	writeWords(w, "Back to the text")
	label := strconv.Itoa(n.Index)
	if n.RefCount > 1 {
		label += "." + strconv.Itoa(n.RefIndex+1)
	}
	_, err := w.WriteString(", " + label + "\">\u21a9\ufe0e</a>")
	return ast.WalkContinue, err
}

func renderNote(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, err := w.WriteString("</li>\n")
		return ast.WalkContinue, err
	}
	_, err := fmt.Fprintf(w, "<li id=\"%s\">\n", noteID(node, node.(*east.Footnote).Index))
	return ast.WalkContinue, err
}

func renderNotes(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, err := w.WriteString("</ol>\n</section>\n")
		return ast.WalkContinue, err
	}
	_, _ = w.WriteString(`<section class="footnotes" role="doc-endnotes" aria-label="`)
	writeWords(w, "Footnotes")
	_, err := w.WriteString("\">\n<ol>\n")
	return ast.WalkContinue, err
}
