// Package markdown turns the Markdown of a record into safe HTML in pieces, with its headings,
// events, references and plain text. It resolves nothing: what a reference points at is filled in
// when a page is made, since that depends on who will read it. It knows nothing of records.
package markdown

import (
	"fmt"
	"slices"
	"strings"

	"hindcast/internal/diag"
	"hindcast/internal/markdown/fence"
	"hindcast/internal/markdown/link"
)

// Rules that this package reports under.
const (
	RuleTooLarge   = "text-too-large"
	RuleTooComplex = "text-too-complex"
	RuleFence      = fence.Rule
	RuleUnsafeLink = "unsafe-link"
)

// Limits hold hostile text to bounded time and memory.
type Limits struct {
	Source   int // bytes of Markdown
	HTML     int // bytes of HTML made of it
	Cells    int // cells of all tables, were each row as wide as the widest line
	Links    int // opening brackets in one paragraph
	Marks    int // of emphasis in one paragraph; the parser's work grows with its square
	Refs     int // links, pictures and references
	Headings int
	Notes    int // footnotes and references to them; the parser's work grows with its square
	Nesting  int // quotes and lists that one line opens; the parser's work grows with its square
}

// Text is a parsed text: its top-level blocks in order.
type Text struct {
	Blocks   []Block
	Refs     []Ref
	Events   []Event
	Anchors  []Anchor // links to a heading of the same text
	Seen     []Seen   // what the parser was told to watch for
	Problems []diag.Finding

	source *source `codec:"-"` // nil where nothing is marked
}

// source is what a text with marked parts was made of.
type source struct {
	parser *Parser
	lines  *diag.Lines
	offset int
	parts  []fence.Fence
}

// Anchor is a link to a heading of the same text.
type Anchor struct {
	Name string // as written, without #
	Span diag.Span
}

// Watch is something to look for in a text.
type Watch struct {
	Name string
	Form Form
	Raw  bool // in the text as written; otherwise in prose only, outside of code and addresses
	// NotCode leaves out what of a raw watch is in code.
	NotCode bool
}

// Form is a shape of text to look for, such as a regular expression.
type Form interface {
	// FindAllStringIndex is where the first n matches begin and end, as byte offsets; all for -1.
	FindAllStringIndex(text string, n int) [][]int
}

// Seen is a place where a watch matched.
type Seen struct {
	Watch string
	Text  string
	Mark  string // of the block it is in; empty for a raw watch
	Span  diag.Span
}

// Block is one top-level block.
type Block struct {
	Mark   string  // the mark of the fence it is in; empty outside of fences
	Level  int     // of a heading, 1 to 6; 0 for other blocks
	Notes  bool    // the footnotes of the text, or of a fence; they belong to no section
	Plain  string  // the text without markup; of a table a line for each row, with tabs between its cells
	Name   string  // of a heading of level two: what its section is called
	Pieces []Piece // the HTML; of a heading only what stands inside it
	Span   diag.Span
}

// Part says what of a reference a piece is.
type Part uint8

// The parts.
const (
	HTML       Part = iota // no reference: literal HTML
	Whole                  // a reference that brings its own label
	Open                   // the start of a link, up to its text
	Close                  // its end
	Image                  // a picture
	Words                  // words of the interface, to be put into the language of the page
	Code                   // code to be highlighted
	NoteRef                // a reference to a footnote, left out where the footnotes are not shown
	EventStart             // the start of an event's time as written
	EventEnd               // its end
	EventClass             // a class of an element that holds events
)

// IsRef reports whether a piece of this part stands for a reference.
func (p Part) IsRef() bool { return p >= Whole && p <= Image }

// Piece is literal HTML, or a place that the page fills in.
type Piece struct {
	Part     Part
	HTML     string // of a literal or of a reference to a footnote
	Ref      int    // of a reference: index into Text.Refs; of an event: index into Text.Events
	Text     string // English words that may be in an attribute, or code, neither escaped; or the name of a class
	Language string // of code, as Highlight takes it
}

// RefForm is how a reference was written.
type RefForm uint8

// The forms.
const (
	Wiki    RefForm = iota // [[target]], [[target|label]] or [[target#heading]]
	Bare                   // an id in prose
	Path                   // a link to a file of the repository
	Picture                // a picture in the repository
)

// Ref is a reference to another file of the repository.
type Ref struct {
	Form   RefForm
	Target string // id, slug or relative path, without a fragment
	Anchor string // of a heading, without # and prefix
	Label  string // text to show; alternative text of a picture
	Mark   string // mark of the block it is in
	Span   diag.Span
}

// Without is the text as it would be if the parts whose mark is withheld had never been written: their
// lines are taken out and what is left is parsed anew, so that nothing of them can tell where they
// stood. Places stay those of the file.
func (t Text) Without(withheld func(mark string) bool) Text {
	cuts := t.Marked(withheld)
	if len(cuts) == 0 {
		return t
	}
	kept := t.source.parser.Parse(t.source.lines.Without(cuts), t.source.offset)
	kept.Problems = t.Problems
	return kept
}

// Marked is where the parts of a mark stand with the lines that open and close them: byte offsets in the
// file, the end exclusive.
func (t Text) Marked(as func(mark string) bool) (parts [][2]int) {
	if t.source == nil {
		return nil
	}
	for _, f := range t.source.parts {
		if as(f.Mark) {
			parts = append(parts, [2]int{t.source.offset + f.Open, t.source.offset + f.Shut})
		}
	}
	return parts
}

// Section is the blocks under a heading of level two.
type Section struct {
	Title  string    // as written
	Name   string    // what it is called; see Parser.Naming
	Span   diag.Span // of the heading
	Blocks []Block
}

// Empty reports whether a section says nothing: no text, no picture.
func (s Section) Empty() bool {
	for _, b := range s.Blocks {
		if b.Level == 0 && (strings.TrimSpace(b.Plain) != "" || hasImage(b)) {
			return false
		}
	}
	return true
}

func hasImage(b Block) bool {
	for _, p := range b.Pieces {
		if p.Part == Image {
			return true
		}
	}
	return false
}

// Sections splits the text at its headings of level two; what is before the first has no title.
func (t Text) Sections() []Section {
	var sections []Section
	first := 0 // block of the last section
	for i, b := range t.Blocks {
		switch {
		case b.Level == 2:
			sections = append(sections, Section{Title: b.Plain, Name: b.Name, Span: b.Span})
			continue
		case b.Notes:
			continue
		case len(sections) == 0:
			sections = append(sections, Section{})
		}
		last := &sections[len(sections)-1]
		if len(last.Blocks) == 0 {
			first = i
		}
		if first+len(last.Blocks) == i {
			last.Blocks = t.Blocks[first : i+1 : i+1] // as they stand, no copy
		} else {
			last.Blocks = append(last.Blocks, b)
		}
	}
	return sections
}

// Below is the blocks of a text without a heading at their top that says the title of the page once more.
func (t Text) Below(title string) []Block {
	if len(t.Blocks) > 0 && t.Blocks[0].Level == 1 && t.Blocks[0].Plain == title {
		return t.Blocks[1:]
	}
	return t.Blocks
}

// PlainOf is the text of blocks without markup, a blank line between two.
func PlainOf(blocks []Block) string {
	parts := make([]string, 0, len(blocks))
	for _, b := range blocks {
		if text := strings.TrimSpace(b.Plain); text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, "\n\n")
}

// SectionsNamed are the sections that are called so, whatever the case of the letters.
func (t Text) SectionsNamed(name string) []Section {
	return slices.DeleteFunc(t.Sections(), func(s Section) bool { return !strings.EqualFold(s.Name, name) })
}

// Says reports whether a section that is called so holds more than its heading.
func (t Text) Says(name string) bool {
	return slices.ContainsFunc(t.SectionsNamed(name), func(s Section) bool { return !s.Empty() })
}

// Plain is the whole text without markup, a line for each block.
func (t Text) Plain() string {
	var b strings.Builder
	for _, block := range t.Blocks {
		b.WriteString(block.Plain)
		b.WriteByte('\n')
	}
	return b.String()
}

// titles are the headings among blocks, without markup.
func titles(blocks []Block) (list []string) {
	for _, b := range blocks {
		if b.Level > 0 {
			list = append(list, b.Plain)
		}
	}
	return list
}

// Anchors are the anchors of the headings among blocks, in their order, numbered where one repeats.
func Anchors(blocks []Block) []string {
	var list []string
	taken := map[string]int{}
	for _, title := range titles(blocks) {
		anchor := Slug(title)
		if taken[anchor]++; taken[anchor] > 1 {
			anchor = fmt.Sprintf("%s-%d", anchor, taken[anchor])
		}
		list = append(list, anchor)
	}
	return list
}

// HostAnchors are the other anchors that hosts of repositories give the headings among blocks, as link.HostAnchors tells.
func HostAnchors(blocks []Block) []string { return link.HostAnchors(titles(blocks), Anchors(blocks)) }

// Slug is the anchor of a heading, as link.Anchor makes it.
func Slug(title string) string { return link.Anchor(title) }
