package frontmatter_test

import (
	"fmt"

	"hindcast/internal/frontmatter"
)

var limits = frontmatter.Limits{Bytes: 1 << 16, Nodes: 1000, Depth: 10}

const file = `---
id: INC-2026-0007    # the seventh
title: Fee quoted twice
systms: [assistant]
---
Text.
`

// A file is read into a struct. What does not fit is a finding with its place.
func Example() {
	type record struct {
		ID      string   `key:"id"`
		Title   string   `key:"title"`
		Systems []string `key:"systems"`
	}
	doc, faults := frontmatter.Parse([]byte(file), limits)
	if doc == nil {
		fmt.Println(faults)
		return
	}
	var r record
	for _, f := range frontmatter.For[record]().Decode(doc, &r) {
		fmt.Printf("line %d: %s; %s\n", f.Span.Start.Line, f.Message, f.Hint)
	}
	span, text, _ := doc.Value("title")
	fmt.Printf("line %d, column %d: %s\n", span.Start.Line, span.Start.Column, text)
	fmt.Printf("%s has the text %q\n", r.ID, file[doc.Body:])
	// Output:
	// line 4: unknown key systms; did you mean systems?
	// line 3, column 8: Fee quoted twice
	// INC-2026-0007 has the text "Text.\n"
}

// An edit changes what it is about and keeps every other byte.
func ExampleDocument_Apply() {
	doc, _ := frontmatter.Parse([]byte(file), limits)
	edited, err := doc.Apply(
		frontmatter.Set("title", "Fee: quoted twice"),
		frontmatter.Append("tags", "fees"),
		frontmatter.Remove("systms"),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(string(edited))
	// Output:
	// ---
	// id: INC-2026-0007    # the seventh
	// title: 'Fee: quoted twice'
	// tags: [fees]
	// ---
	// Text.
}

// What Marshal writes, Decode reads. Empty values are left out, and a list that is there and empty is written.
func ExampleMarshal() {
	text, err := frontmatter.Marshal(struct {
		ID     string   `key:"id"`
		Title  string   `key:"title"`
		Owner  string   `key:"owner"`
		Harms  []string `key:"harms"`
		Impact struct {
			People string `key:"people"`
		} `key:"impact"`
	}{ID: "INC-2026-0007", Title: "Fee: quoted twice", Harms: []string{}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(string(text))
	// Output:
	// id: INC-2026-0007
	// title: 'Fee: quoted twice'
	// harms: []
}
