package markdown

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"hindcast/internal/diag"
	"hindcast/internal/markdown/fence"
)

// Parser parses texts. It holds no state of a text and is safe for concurrent use.
type Parser struct {
	md      goldmark.Markdown
	limits  Limits
	bareID  Form
	watches []Watch
	naming  func(heading string) string // nil for headings as they are written
}

// NewParser makes a parser. What bareID matches in prose becomes a reference of the form Bare, and
// what a watch matches is noted.
func NewParser(limits Limits, bareID Form, watches ...Watch) *Parser {
	md := goldmark.New(
		goldmark.WithExtensions(
			extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)),
			extension.Strikethrough, extension.Linkify, extension.TaskList, extension.Footnote,
		),
		goldmark.WithParserOptions(
			parser.WithInlineParsers(util.Prioritized(wikiParser{}, 150)),
			parser.WithParagraphTransformers(util.Prioritized(calloutParser{}, 50)),
			parser.WithASTTransformers(util.Prioritized(noteCollector{}, 500)), // before those of the library
		),
		goldmark.WithRendererOptions(rendererOptions()...),
	)
	return &Parser{md: md, limits: limits, bareID: bareID, watches: watches}
}

// Naming is the parser with a function that tells what a section is called by its heading as written, such as
// Timeline for "Timeline (UTC)".
func (p *Parser) Naming(name func(heading string) string) *Parser {
	other := *p
	other.naming = name
	return &other
}

// Parse reads the text of a file from the byte offset where its front matter ends.
func (p *Parser) Parse(lines *diag.Lines, offset int) Text {
	body := lines.Text()[offset:]
	if problem := p.refuse(body, offset, lines); problem != nil {
		return Text{Problems: []diag.Finding{*problem}}
	}
	parts, problems := fence.Find(body, offset, lines)
	run := &run{
		parser: p, lines: lines, out: Text{Problems: problems}, html: capped{left: p.limits.HTML}, scopes: map[string]int{},
		defined: map[string]bool{},
	}
	run.watch(true, string(body), offset, "")
	public := parser.NewContext()
	run.parse(fence.Blank(body, parts), offset, "", public)
	for _, f := range parts {
		if run.failed {
			return run.out
		}
		ctx := parser.NewContext()
		for _, ref := range public.References() {
			ctx.AddReference(ref)
		}
		run.parse(body[f.Start:f.End], offset+f.Start, f.Mark, ctx)
	}
	sort.SliceStable(run.out.Blocks, func(i, j int) bool {
		return run.out.Blocks[i].Span.Start.Offset < run.out.Blocks[j].Span.Start.Offset
	})
	run.events()
	run.dropCode()
	run.acrossFences()
	if len(parts) > 0 {
		run.out.source = &source{p, lines, offset, parts}
	}
	return run.out
}

// watch notes where watches match in a stretch of text: those of raw text, or those of prose.
func (r *run) watch(raw bool, text string, offset int, mark string) {
	for _, w := range r.parser.watches {
		if w.Raw != raw {
			continue
		}
		for _, m := range w.Form.FindAllStringIndex(text, -1) {
			found := strings.Clone(text[m[0]:m[1]]) // the rest of the text need not be kept
			r.out.Seen = append(r.out.Seen, Seen{w.Name, found, mark, r.lines.Span(offset+m[0], offset+m[1])})
		}
	}
}

// dropCode forgets what was seen in code and is not looked for there.
func (r *run) dropCode() {
	var names []string
	for _, w := range r.parser.watches {
		if w.Raw && w.NotCode {
			names = append(names, w.Name)
		}
	}
	r.out.Seen = slices.DeleteFunc(r.out.Seen, func(s Seen) bool {
		at := s.Span.Start.Offset
		return slices.Contains(names, s.Watch) && slices.ContainsFunc(r.code, func(c [2]int) bool { return c[0] <= at && at < c[1] })
	})
}

// refuse finds what would take too long or too much memory to parse.
func (p *Parser) refuse(body []byte, offset int, lines *diag.Lines) *diag.Finding {
	fault := func(rule string, at int, message, hint string) *diag.Finding {
		return &diag.Finding{Rule: rule, Span: lines.Span(offset+at, offset+at), Message: message, Hint: hint}
	}
	if len(body) > p.limits.Source {
		return fault(RuleTooLarge, 0, fmt.Sprintf("the text has %d bytes; at most %d are read", len(body), p.limits.Source),
			"keep the record to what a reader needs and link to the rest")
	}
	if i := bytes.IndexByte(body, 0); i >= 0 {
		return fault(RuleTooComplex, i, "the text holds a NUL character", "remove it")
	}
	if i := bytes.Index(body, []byte("[^")); i >= 0 && bytes.Count(body, []byte("[^")) > p.limits.Notes {
		return fault(RuleTooComplex, i, fmt.Sprintf("more than %d footnotes and references to them", p.limits.Notes),
			"put what many of them say into the text")
	}
	brackets, marks, pipes, rows, at := 0, 0, 0, 0, 0
	for line := range bytes.Lines(body) {
		if len(bytes.TrimSpace(line)) == 0 {
			brackets, marks = 0, 0
		}
		marks += bytes.Count(line, []byte{'*'}) + bytes.Count(line, []byte{'_'}) + bytes.Count(line, []byte{'~'})
		if marks > p.limits.Marks {
			return fault(RuleTooComplex, at,
				fmt.Sprintf("more than %d marks of emphasis in one paragraph", p.limits.Marks), "split the paragraph")
		}
		if nested(line, p.limits.Nesting) > p.limits.Nesting {
			return fault(RuleTooComplex, at, fmt.Sprintf("more than %d quotes and lists within each other", p.limits.Nesting),
				"nest them less deeply")
		}
		brackets += bytes.Count(line, []byte{'['}) + bytes.Count(line, []byte{']'})
		if n := bytes.Count(line, []byte{'|'}); n > 0 {
			pipes, rows = max(pipes, n), rows+1
		}
		if brackets > 2*p.limits.Links {
			return fault(RuleTooComplex, at,
				fmt.Sprintf("more than %d brackets in one paragraph", 2*p.limits.Links), "split the paragraph")
		}
		if pipes*rows > p.limits.Cells {
			return fault(RuleTooComplex, at, fmt.Sprintf("a table of more than %d cells", p.limits.Cells),
				"keep data in a file beside the record and link to it")
		}
		at += len(line)
	}
	return nil
}

// maxDepth is of the tree; browsers stop at 512 elements within each other.
const maxDepth = 400

var containers = regexp.MustCompile(`^(?:[ \t]*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t]))*`)

// nested is how many quotes and lists a line may open.
func nested(line []byte, most int) int {
	if len(line) <= most || len(bytes.TrimLeft(line, " \t>-*+0123456789.)")) > len(line)-most {
		return 0
	}
	n := 0
	for _, b := range containers.Find(line) {
		if b != ' ' && b != '\t' && (b < '0' || b > '9') {
			n++
		}
	}
	return n
}

// run is the parsing of one file.
type run struct {
	parser *Parser
	lines  *diag.Lines
	out    Text
	html   capped
	writer bufio.Writer // to html
	failed bool
	barred bool // wikiBar is in the text that is parsed

	code        [][2]int        // where code stands: byte offsets in what is parsed, the end exclusive
	scopes      map[string]int  // of footnotes, with how often each was given
	defined     map[string]bool // labels of footnotes, wherever they stand
	uses        []noteUse
	highlighted int // bytes of code
	links       int // and pictures and references
	headings    int
}

var errBudget = errors.New("too much HTML")

func (r *run) parse(src []byte, offset int, mark string, ctx parser.Context) {
	written := src
	src, r.barred = withoutBars(src)
	doc := r.parser.md.Parser().Parse(text.NewReader(src), parser.WithContext(ctx))
	notes, _ := ctx.Get(definedNotes).([]*east.Footnote)
	r.notes(notes, src, offset)
	hasNotes := bytes.Contains(src, []byte("[^")) // one within another is not among those that were collected
	if hasNotes && mark != "" {
		doc.(*ast.Document).AddMeta(noteScope, r.scopeOf(mark, src))
	}
	r.strays(doc, src, offset)
	if (&rewriter{run: r, src: src, text: string(written), offset: offset, mark: mark}).rewrite(doc) > maxDepth {
		r.giveUp(offset, "the text is nested too deeply", "nest quotes, lists and emphasis less deeply")
		return
	}
	if most := r.parser.limits.Refs; r.links > most {
		r.giveUp(offset, fmt.Sprintf("the text has more than %d links and references", most),
			"keep those that a reader follows")
		return
	}
	if hasNotes {
		dropDeadBacklinks(doc)
	}
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		block, err := r.block(n, src, offset, mark)
		if err != nil {
			r.giveUp(offset,
				"the text would make more than "+strconv.Itoa(r.parser.limits.HTML)+" bytes of HTML", "repeat less of it")
			return
		}
		if block.Level > 0 {
			r.headings++
		}
		if most := r.parser.limits.Headings; r.headings > most {
			r.giveUp(offset, fmt.Sprintf("the text has more than %d headings", most), "split it into several files")
			return
		}
		if len(block.Pieces) > 0 {
			r.out.Blocks = append(r.out.Blocks, block)
		}
	}
}

// giveUp leaves nothing of the text but what is wrong with it.
func (r *run) giveUp(offset int, message, hint string) {
	r.out = Text{Problems: append(r.out.Problems, diag.Finding{
		Rule: RuleTooComplex, Span: r.lines.Span(offset, offset), Message: message, Hint: hint,
	})}
	r.failed = true
}

func (r *run) block(n ast.Node, src []byte, offset int, mark string) (Block, error) {
	r.html.buf.Reset()
	r.writer.Reset(&r.html)
	start := max(0, n.Pos())
	isNotes := n.Kind() == east.KindFootnoteList
	if isNotes {
		start = len(src)
	}
	block := Block{
		Mark: mark, Notes: isNotes, Span: r.lines.Span(offset+start, offset+start+lineLength(src, start)),
		Plain: plainText(n, src),
	}
	var err error
	switch heading, isHeading := n.(*ast.Heading); {
	case isHeading:
		if block.Level = heading.Level; block.Level == 2 {
			block.Name = r.name(block.Plain)
		}
		for c := n.FirstChild(); c != nil && err == nil; c = c.NextSibling() {
			err = r.parser.md.Renderer().Render(&r.writer, src, c)
		}
	default:
		err = r.parser.md.Renderer().Render(&r.writer, src, n)
	}
	if err != nil || r.html.left < 0 {
		return Block{}, errBudget
	}
	html := r.html.buf.String()
	if r.barred {
		html, block.Plain = strings.ReplaceAll(html, wikiBar, "|"), strings.ReplaceAll(block.Plain, wikiBar, "|")
	}
	block.Pieces = pieces(html)
	if isHeading := block.Level > 0; isHeading && len(block.Pieces) == 0 {
		block.Pieces = []Piece{{}}
	}
	return block, nil
}

func (r *run) name(heading string) string {
	if r.parser.naming == nil {
		return heading
	}
	return r.parser.naming(heading)
}

func lineLength(src []byte, start int) int {
	if start >= len(src) {
		return 0
	}
	if i := bytes.IndexByte(src[start:], '\n'); i >= 0 {
		return len(bytes.TrimRight(src[start:start+i], "\r"))
	}
	return len(src) - start
}

// capped is a writer that stops at a number of bytes.
type capped struct {
	buf  bytes.Buffer
	left int
}

func (c *capped) Write(p []byte) (int, error) {
	if c.left -= len(p); c.left < 0 {
		return 0, errBudget
	}
	return c.buf.Write(p)
}

// pieces splits HTML at the marks that the renderers left for the page: NUL, part, what belongs to
// it, NUL.
func pieces(html string) []Piece {
	var list []Piece
	for html != "" {
		before, rest, found := strings.Cut(html, "\x00")
		if before != "" {
			list = append(list, Piece{HTML: before})
		}
		if !found {
			break
		}
		slot, after, _ := strings.Cut(rest, "\x00")
		list = append(list, piece(Part(slot[0]-'0'), slot[1:]))
		html = after
	}
	return list
}

func piece(part Part, slot string) Piece {
	p := Piece{Part: part}
	switch part {
	case Words:
		p.Text = slot
	case EventClass:
		var at string
		p.Text, at, _ = strings.Cut(slot, "\x01")
		p.Ref, _ = strconv.Atoi(at)
	case Code:
		p.Language, p.Text, _ = strings.Cut(slot, "\x01")
	case NoteRef:
		p.HTML = slot
	default:
		p.Ref, _ = strconv.Atoi(slot)
	}
	return p
}

// unescape resolves backslashes and entities, as the renderer does.
func unescape(raw []byte) []byte {
	if bytes.IndexByte(raw, '\\') < 0 && bytes.IndexByte(raw, '&') < 0 {
		return raw
	}
	return util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(raw)))
}

// plainText is the text of a node without markup. Blocks within it end in a line break.
func plainText(n ast.Node, src []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			if n.Type() == ast.TypeBlock && n.Kind() != east.KindTableCell && b.Len() > 0 &&
				!strings.HasSuffix(b.String(), "\n") {
				b.WriteByte('\n')
			}
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			if n.IsRaw() {
				b.Write(n.Segment.Value(src))
			} else {
				b.Write(unescape(n.Segment.Value(src)))
			}
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		case *ast.AutoLink:
			b.Write(n.Label(src))
		case *refNode:
			b.WriteString(n.label)
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			for i := range n.Lines().Len() {
				line := n.Lines().At(i)
				b.Write(line.Value(src))
			}
		case *detailsNode:
			b.WriteString(n.opening.plain)
		case *ast.HTMLBlock:
			if shown, ok := meant(n); ok {
				b.WriteString(shown.plain)
			} else {
				b.Write(shownHTML(n, src))
			}
		case *ast.RawHTML:
			shown, _ := meant(n)
			b.WriteString(shown.plain)
			return ast.WalkSkipChildren, nil
		case *east.TableCell:
			if n.PreviousSibling() != nil {
				b.WriteByte('\t')
			}
		}
		return ast.WalkContinue, nil
	})
	return strings.TrimSpace(b.String())
}
