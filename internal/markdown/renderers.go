package markdown

import (
	"bytes"
	"html"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// ownRenderer writes what is the project's own, or what the library writes in another form.
type ownRenderer struct{}

func (ownRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindRef, renderRef)
	reg.Register(kindEvent, renderEvent)
	reg.Register(ast.KindList, renderList)
	reg.Register(ast.KindListItem, renderItem)
	reg.Register(kindDetails, renderDetails)
	reg.Register(ast.KindHTMLBlock, renderHTMLBlock)
	reg.Register(ast.KindRawHTML, renderRawHTML)
	reg.Register(ast.KindBlockquote, renderQuote)
	reg.Register(ast.KindFencedCodeBlock, renderCode)
	reg.Register(east.KindTable, renderTable)
	reg.Register(east.KindTaskCheckBox, renderTask)
	reg.Register(east.KindFootnoteLink, renderNoteLink)
	reg.Register(east.KindFootnoteBacklink, renderBacklink)
	reg.Register(east.KindFootnote, renderNote)
	reg.Register(east.KindFootnoteList, renderNotes)
}

func rendererOptions() []renderer.Option {
	return []renderer.Option{renderer.WithNodeRenderers(util.Prioritized(ownRenderer{}, 100))}
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
	return ast.WalkContinue, writeSlot(w, part, strconv.Itoa(ref.index))
}

// writeSlot leaves a mark for the page, which pieces reads.
func writeSlot(w util.BufWriter, part Part, text string) error {
	_, _ = w.WriteString("\x00" + string(rune('0'+part)) + text)
	return w.WriteByte(0)
}

func renderEvent(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	part := EventEnd
	if entering {
		part = EventStart
	}
	return ast.WalkContinue, writeSlot(w, part, strconv.Itoa(n.(*eventNode).at))
}

func renderList(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.List)
	name := "ul"
	if n.IsOrdered() {
		name = "ol"
	}
	if !entering {
		_, err := w.WriteString("</" + name + ">\n")
		return ast.WalkContinue, err
	}
	_, _ = w.WriteString("<" + name)
	if n.IsOrdered() && n.Start != 1 {
		_, _ = w.WriteString(` start="` + strconv.Itoa(n.Start) + `"`)
	}
	writeEventClass(w, n, "events")
	_, err := w.WriteString(">\n")
	return ast.WalkContinue, err
}

func renderItem(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, err := w.WriteString("</li>\n")
		return ast.WalkContinue, err
	}
	_, _ = w.WriteString("<li")
	writeEventClass(w, n, "event")
	err := w.WriteByte('>')
	if first := n.FirstChild(); first != nil && first.Kind() != ast.KindTextBlock {
		err = w.WriteByte('\n')
	}
	return ast.WalkContinue, err
}

// writeEventClass leaves the class of an element that holds events to the page, which knows whether they are read.
func writeEventClass(w util.BufWriter, n ast.Node, class string) {
	if at, ok := n.AttributeString(eventAttribute); ok {
		_ = writeSlot(w, EventClass, class+"\x01"+strconv.Itoa(at.(int)))
	}
}

// InterfaceWords are all that a piece of the part Words can hold, for whoever translates them.
func InterfaceWords() []string {
	return []string{
		"Note", "Tip", "Important", "Warning", "Caution", // titles of callouts
		"To do", "Done", "Table", "Footnotes", "Back to the text", "Source of a diagram",
	}
}

// writeWords leaves words of the interface, which are in English here, to the language of the page.
func writeWords(w util.BufWriter, english string) {
	_ = writeSlot(w, Words, english)
}

// renderTable puts a table into a container that scrolls, by keyboard too, and is named by the heads
// of its columns.
func renderTable(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, err := w.WriteString("</table>\n</div>\n")
		return ast.WalkContinue, err
	}
	_, _ = w.WriteString(`<div class="table" tabindex="0" role="region" aria-label="`)
	writeWords(w, "Table")
	if heads := columnHeads(n, src); heads != "" {
		_, _ = w.WriteString(": " + html.EscapeString(heads))
	}
	_, err := w.WriteString("\">\n<table>\n")
	return ast.WalkContinue, err
}

// columnHeads names the columns of a table, in up to 80 characters.
func columnHeads(table ast.Node, src []byte) string {
	var heads []string
	width := 0
	for c := table.FirstChild().FirstChild(); c != nil; c = c.NextSibling() {
		head := plainText(c, src)
		if width += utf8.RuneCountInString(head); width > 80 {
			break
		}
		if head != "" {
			heads = append(heads, head)
		}
	}
	return strings.Join(heads, ", ")
}

func renderTask(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	checked, state := "", "To do"
	if node.(*east.TaskCheckBox).IsChecked {
		checked, state = " checked", "Done"
	}
	_, _ = w.WriteString(`<input type="checkbox" disabled` + checked + ` aria-label="`)
	writeWords(w, state)
	_, err := w.WriteString(`"> `)
	return ast.WalkContinue, err
}

var comment = regexp.MustCompile(`(?s)<!--.*?(?:-->|$)`)

// Raw HTML is shown as text, but for a few tags, and never run; comments are left out.
func renderHTMLBlock(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkSkipChildren, nil
	}
	if shown, ok := meant(node); ok {
		if !strings.HasPrefix(shown.html, "<details>") {
			shown.html = "<p>" + shown.html + "</p>"
		}
		_, err := w.WriteString(shown.html + "\n")
		return ast.WalkSkipChildren, err
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
	if shown, ok := meant(n); ok {
		_, err := w.WriteString(shown.html)
		return ast.WalkSkipChildren, err
	}
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
