package markdown

import (
	"math"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"hindcast/internal/diag"
	"hindcast/internal/when"
)

// Event is an item of a list, or a row of a table, that begins with a time.
type Event struct {
	When       string     // the time as written
	Begin, End when.Stamp // its parts; End is empty but for a stretch of time
	Plain      string     // what follows it, without markup
	Mark       string
	Under      string // what the section it is in is called; see Parser.Naming
	Heading    string // the heading of that section as written
	Day        string // the heading below it, or the date in a line of its own, that the event stands under
	Column     string // the head of the column, in a table
	Loose      bool   // it is emphasised, or in a table
	Span       diag.Span
}

var (
	eventGap = regexp.MustCompile(`^[\s:;,–—-]*`)
	dateHead = regexp.MustCompile(`(?i)date|day|datum|tag|jour|fecha|día|日付|日期`)
	dateOnly = regexp.MustCompile(`^(?:` + when.DateForm + `)$`)
	dayLine  = regexp.MustCompile(`^(?:\pL+,? )?(?:` + when.DateForm + `)(?: \(?(?:` + when.ZoneForm + `)\)?)?:?$`)
)

var kindEvent = ast.NewNodeKind("EventTime")

// eventNode stands around the time of an event, with the marks of emphasis and what parts it from the text.
type eventNode struct {
	ast.BaseInline
	at int // byte offset of the time in the file
}

func (n *eventNode) Kind() ast.NodeKind         { return kindEvent }
func (n *eventNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// eventAttribute is the byte offset of the time of an item, and of the first of a list, as an attribute of the node.
const eventAttribute = "event"

// item reads an item of a list as an event.
func (w *rewriter) item(item *ast.ListItem) {
	first := item.FirstChild()
	if first == nil || first.Lines() == nil || first.Lines().Len() == 0 {
		return
	}
	at, ok := w.event(first, when.Stamp{}, "")
	if ok {
		item.SetAttributeString(eventAttribute, at)
		if _, has := item.Parent().AttributeString(eventAttribute); !has {
			item.Parent().SetAttributeString(eventAttribute, at)
		}
		return
	}
	if list := item.Parent(); list.Parent() != nil && list.Parent().Kind() == ast.KindDocument {
		start := first.Lines().At(0).Start
		w.untimed(start, start+lineLength(w.src, start))
	}
}

// row reads a row of a table as an event: by the column whose head says that it holds times, or the first.
func (w *rewriter) row(row *east.TableRow) {
	var heads []string
	if table := row.Parent(); table != nil && table.FirstChild() != nil && table.FirstChild().Kind() == east.KindTableHeader {
		for c := table.FirstChild().FirstChild(); c != nil; c = c.NextSibling() {
			heads = append(heads, plainText(c, w.src))
		}
	}
	column := max(0, slices.IndexFunc(heads, when.TimeHead.MatchString))
	var day when.Stamp
	i := 0
	for c := row.FirstChild(); c != nil; c = c.NextSibling() {
		head := ""
		if i < len(heads) {
			head = heads[i]
		}
		switch {
		case i == column:
			if _, ok := w.event(c, day, head); ok {
				return
			}
			if c.Lines() != nil && c.Lines().Len() > 0 {
				w.untimed(c.Lines().At(0).Start, c.Lines().At(c.Lines().Len()-1).Stop)
			}
			return
		case dateHead.MatchString(head):
			if text := strings.TrimSpace(plainText(c, w.src)); dateOnly.MatchString(text) {
				day.Date = text
			}
		}
		i++
	}
}

// event reads the time that a block begins with; day is a date that stands before it in a cell of its own.
func (w *rewriter) event(block ast.Node, day when.Stamp, column string) (at int, ok bool) {
	leaf := block.FirstChild()
	for leaf != nil && (leaf.Kind() == ast.KindEmphasis || leaf.Kind() == ast.KindCodeSpan) {
		leaf = leaf.FirstChild()
	}
	words, isText := leaf.(*ast.Text)
	if !isText {
		return 0, false
	}
	prose := w.prose(words)
	begin, end, n := when.Stretch(prose)
	if n == 0 {
		return 0, false
	}
	if begin.Date == "" {
		begin.Date = day.Date
	}
	loose := leaf != block.FirstChild() || block.Kind() == east.KindTableCell
	start := words.Segment.Start
	span := w.run.lines.Span(w.offset+start, w.offset+start+n)
	at = span.Start.Offset
	var top ast.Node = words
	if strings.Trim(prose[n:], " :.,–—-") == "" {
		for top.Parent() != block && top.NextSibling() == nil {
			top = top.Parent() // the emphasis is of the time alone
		}
	}
	node := &eventNode{at: at}
	top.Parent().InsertBefore(top.Parent(), top, node)
	if top == ast.Node(words) {
		w.cut(words, n+len(eventGap.FindString(prose[n:])), node)
	} else {
		next := top.NextSibling()
		node.AppendChild(node, top)
		if after, isText := next.(*ast.Text); isText {
			w.cut(after, len(eventGap.FindString(w.prose(after))), node)
		}
	}
	w.events = append(w.events, told{len(w.run.out.Events), node, block})
	w.run.out.Events = append(w.run.out.Events, Event{
		When: strings.Clone(prose[:n]), Begin: begin, End: end, Mark: w.mark, Column: column, Loose: loose, Span: span,
	})
	return at, true
}

// told is an event and where its text stands: the block that its time begins, and what follows that.
type told struct {
	index int // into Text.Events
	time  *eventNode
	block ast.Node
}

// eventTexts gives the events their texts, when all in them has been rewritten.
func (w *rewriter) eventTexts() {
	for _, e := range w.events {
		text := strings.TrimPrefix(plainText(e.block, w.src), plainText(e.time, w.src))
		between := "\n"
		if e.block.Kind() == east.KindTableCell {
			between = "\t"
		}
		for next := e.block.NextSibling(); next != nil; next = next.NextSibling() {
			if next.Kind() != ast.KindList {
				text += between + plainText(next, w.src)
			}
		}
		w.run.out.Events[e.index].Plain = strings.TrimSpace(strings.TrimLeft(text, " \t\n:;,.–—-"))
	}
}

// cut moves the first bytes of a text to a node.
func (w *rewriter) cut(words *ast.Text, n int, to ast.Node) {
	switch {
	case n == 0:
	case n >= words.Segment.Len():
		to.AppendChild(to, words)
	default:
		part := ast.NewTextSegment(text.NewSegment(words.Segment.Start, words.Segment.Start+n))
		part.SetRaw(words.IsRaw())
		to.AppendChild(to, part)
		words.Segment = words.Segment.WithStart(words.Segment.Start + n)
	}
}

// unlisted notes a heading, or the lines of a paragraph, that begin with a time of day: no event is read of them.
func (w *rewriter) unlisted(block ast.Node) {
	if block.Parent().Kind() != ast.KindDocument {
		return
	}
	for i := range block.Lines().Len() {
		if line := block.Lines().At(i); when.ClockFirst(w.src[line.Start:line.Stop]) {
			w.untimed(line.Start, line.Stop)
		}
	}
}

// untimed notes what seems to begin with a time that is not read.
func (w *rewriter) untimed(start, end int) {
	if from, to, ok := when.Seems(w.src[start:end]); ok {
		w.run.out.Seen = append(w.run.out.Seen, Seen{
			SeenUntimed, strings.Clone(w.text[start+from : start+to]), w.mark,
			w.run.lines.Span(w.offset+start+from, w.offset+start+to),
		})
	}
}

// events orders what the blocks found, says under which headings each stands, and has the pieces name them by number.
func (r *run) events() {
	sort.SliceStable(r.out.Events, func(i, j int) bool {
		return r.out.Events[i].Span.Start.Offset < r.out.Events[j].Span.Start.Offset
	})
	i := 0
	var under, heading, day string
	before := func(offset int) {
		for ; i < len(r.out.Events) && r.out.Events[i].Span.Start.Offset < offset; i++ {
			e := &r.out.Events[i]
			e.Under, e.Heading, e.Day = under, heading, day
		}
	}
	for _, b := range r.out.Blocks {
		before(b.Span.Start.Offset)
		switch {
		case b.Level == 2:
			under, heading, day = b.Name, b.Plain, ""
		case b.Level > 2 || dayLine.MatchString(b.Plain):
			day = b.Plain
		}
	}
	before(math.MaxInt)
	number := map[int]int{}
	for i, e := range r.out.Events {
		number[e.Span.Start.Offset] = i
	}
	for _, b := range r.out.Blocks {
		for i, p := range b.Pieces {
			if p.Part >= EventStart {
				b.Pieces[i].Ref = number[p.Ref]
			}
		}
	}
}
