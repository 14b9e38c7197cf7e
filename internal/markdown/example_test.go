package markdown_test

import (
	"fmt"
	"regexp"

	"hindcast/internal/diag"
	"hindcast/internal/markdown"
)

const exampleText = `## What happened
The assistant quoted the fee of [[INC-2026-0003|last year]], as in INC-2026-0005.

:::tlp AMBER
A customer of the bank in Bremen noticed.
:::

## Timeline
- 2026-03-02T09:25Z the first call
- 10:40 the assistant is switched off
`

// What a records repository sets: the form of its ids, and what a text may cost.
var (
	exampleIDs    = regexp.MustCompile(`\bINC-\d{4}-\d{4}\b`)
	exampleLimits = markdown.Limits{
		Source: 1 << 20, HTML: 1 << 20, Cells: 1000, Links: 100, Marks: 1000,
		Refs: 1000, Headings: 100, Notes: 100, Nesting: 10,
	}
)

// A text is read once into what pages, rules and search ask for.
func ExampleParser_Parse() {
	parser := markdown.NewParser(exampleLimits, exampleIDs)
	text := parser.Parse(diag.NewLines([]byte(exampleText)), 0)
	for _, s := range text.Sections() {
		fmt.Printf("%s: %d blocks\n", s.Title, len(s.Blocks))
	}
	for _, r := range text.Refs {
		fmt.Printf("refers to %s at %d:%d\n", r.Target, r.Span.Start.Line, r.Span.Start.Column)
	}
	for _, e := range text.Events {
		fmt.Printf("%s: %s\n", e.When, e.Plain)
	}
	// Output:
	// What happened: 2 blocks
	// Timeline: 1 blocks
	// refers to INC-2026-0003 at 2:33
	// refers to INC-2026-0005 at 2:68
	// 2026-03-02T09:25Z: the first call
	// 10:40: the assistant is switched off
}

// A part that some readers may not see is taken out as if it had never been written.
func ExampleText_Without() {
	parser := markdown.NewParser(exampleLimits, exampleIDs)
	text := parser.Parse(diag.NewLines([]byte(exampleText)), 0)
	public := text.Without(func(mark string) bool { return mark != "CLEAR" })
	for _, b := range public.Blocks {
		fmt.Printf("line %d: %s\n", b.Span.Start.Line, b.Plain)
	}
	// Output:
	// line 1: What happened
	// line 2: The assistant quoted the fee of last year, as in INC-2026-0005.
	// line 8: Timeline
	// line 9: 2026-03-02T09:25Z the first call
	// 10:40 the assistant is switched off
}
