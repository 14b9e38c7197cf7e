package search_test

import (
	"fmt"

	"hindcast/internal/search"
	"hindcast/internal/search/format"
	"hindcast/internal/search/index"
)

// An index is made of entries and answers queries from its files alone: here from memory, in a site from what
// the server sends.
func Example() {
	entry := func(id, title, kind string) index.Entry {
		return index.Entry{
			Doc: format.Doc{ID: id, Title: title, Kind: kind}, Class: index.Own, Language: "en",
			Fields: []index.Field{{Kind: index.FieldID, Text: id}, {Kind: index.FieldTitle, Text: title}},
			Values: map[string][]string{"kind": {kind}},
		}
	}
	index := index.Build([]index.Entry{
		entry("INC-2026-0001", "Assistant quotes an old fee", "incident"),
		entry("INC-2026-0002", "Credit scoring refuses loans", "incident"),
		entry("INC-2026-0003", "Old fees nearly quoted again", "near_miss"),
	}, index.Options{})
	reader, err := search.Open(index.File)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, query := range []string{"fee", "asistant", "quoting -kind:near_miss", "inc-2026-2", `"old fee"`} {
		answer, err := reader.Search(query, search.ByRelevance)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s:\n", query)
		for _, hit := range answer.Hits {
			doc, err := reader.Doc(hit.Doc)
			if err != nil {
				fmt.Println(err)
				return
			}
			fmt.Println("  ", doc.ID, doc.Title)
		}
	}
	// Output:
	// fee:
	//    INC-2026-0003 Old fees nearly quoted again
	//    INC-2026-0001 Assistant quotes an old fee
	// asistant:
	//    INC-2026-0001 Assistant quotes an old fee
	// quoting -kind:near_miss:
	//    INC-2026-0001 Assistant quotes an old fee
	// inc-2026-2:
	//    INC-2026-0002 Credit scoring refuses loans
	// "old fee":
	//    INC-2026-0003 Old fees nearly quoted again
	//    INC-2026-0001 Assistant quotes an old fee
}

// Every text is a query. What can't be read as it seems to be meant is searched as words, with a note.
func ExampleParse() {
	q := search.Parse(`"old fee" assistant -type:bias after:soon`, search.Options{Fields: format.Columns})
	for _, t := range q.Terms {
		fmt.Println("word", t.Text)
	}
	fmt.Println(len(q.Phrases), "phrase")
	for _, f := range q.Filters {
		fmt.Println("not:", f.Not, f.Field, f.Values)
	}
	for _, n := range q.Notes {
		fmt.Println("note:", n.Code, n.Text)
	}
	// Output:
	// word old
	// word fee
	// word assistant
	// word after
	// word soon
	// 1 phrase
	// not: true type [bias]
	// note: date soon
}

// An excerpt is the piece of a text that holds most of the words found.
func ExampleBestExcerpt() {
	sections := []search.Section{
		{Title: "What happened", Text: "The assistant quoted a fee."},
		{Title: "Analysis", Text: "The table of fees was the one of last year, so the assistant quoted an old fee."},
	}
	excerpt, _ := search.BestExcerpt(sections, map[string]bool{"old": true, "fee": true, "fees": true})
	fmt.Print(excerpt.Section, ": ")
	for _, part := range excerpt.Parts {
		if part.Hit {
			fmt.Printf("[%s]", part.Text)
		} else {
			fmt.Print(part.Text)
		}
	}
	// Output:
	// Analysis: The table of [fees] was the one of last year, so the assistant quoted an [old] [fee].
}
