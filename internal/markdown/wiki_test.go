package markdown_test

import (
	"strings"
	"testing"

	"hindcast/internal/markdown"
)

// The bar of a wiki link ends no cell of a table, and stays a bar wherever no link becomes of it.
func TestBarsOfWikiLinks(t *testing.T) {
	for _, c := range []struct {
		name, source string
		refs         []markdown.Ref // Target, Anchor and Label
		html, plain  []string       // what is in them
	}{
		{
			"in a table", "| a | b |\n|---|---|\n| [[INC-2026-0007|the outage]] | two |\n",
			[]markdown.Ref{{Target: "INC-2026-0007", Label: "the outage"}},
			[]string{"<td>two</td>"},
			[]string{"two"},
		},
		{
			"in a table, escaped", "| a | b |\n|---|---|\n| [[INC-2026-0007\\|the outage]] | two |\n",
			[]markdown.Ref{{Target: "INC-2026-0007", Label: "the outage"}},
			[]string{"<td>two</td>"},
			nil,
		},
		{
			"two in a row of a table", "| a | b |\n|---|---|\n| [[one|1]] and [[two|2]] | [[three]] |\n",
			[]markdown.Ref{{Target: "one", Label: "1"}, {Target: "two", Label: "2"}, {Target: "three"}},
			nil, nil,
		},
		{"in code", "Write `[[id|text]]` so.\n", nil, []string{"<code>[[id|text]]</code>"}, []string{"[[id|text]]"}},
		{"in a block of code", "```\n[[id|text]]\n```\n", nil, []string{"[[id|text]]"}, []string{"[[id|text]]"}},
		{"in the text of a link", "[see [[id|text]]](https://example.org)\n", nil, []string{"text"}, nil},
		{"to a heading", "See [[inc-2026-0007#What we learnt|there]].\n", []markdown.Ref{{Target: "inc-2026-0007", Anchor: "what-we-learnt", Label: "there"}}, nil, nil},
		{"to an anchor", "See [[roll-back#steps-taken]].\n", []markdown.Ref{{Target: "roll-back", Anchor: "steps-taken"}}, nil, nil},
		{"in a heading", "## After [[one|the first]] | and more\n", []markdown.Ref{{Target: "one", Label: "the first"}}, []string{" | and more"}, []string{"| and more"}},
	} {
		text := parse(c.source)
		if len(text.Refs) != len(c.refs) {
			t.Errorf("%s: references %+v", c.name, text.Refs)
			continue
		}
		for i, want := range c.refs {
			if got := text.Refs[i]; got.Target != want.Target || got.Anchor != want.Anchor || got.Label != want.Label {
				t.Errorf("%s: %+v, want %+v", c.name, got, want)
			}
		}
		var html, plain strings.Builder
		for _, b := range text.Blocks {
			plain.WriteString(b.Plain)
			for _, p := range b.Pieces {
				html.WriteString(p.HTML + p.Text)
			}
		}
		for _, want := range c.html {
			if !strings.Contains(html.String(), want) {
				t.Errorf("%s: %q is not in %s", c.name, want, html.String())
			}
		}
		for _, want := range c.plain {
			if !strings.Contains(plain.String(), want) {
				t.Errorf("%s: %q is not in %q", c.name, want, plain.String())
			}
		}
		if strings.ContainsRune(html.String()+plain.String(), 2) {
			t.Errorf("%s: a bar is left in another form: %q", c.name, html.String()+plain.String())
		}
	}
}

// A link to a heading of the same text is one like any other.
func TestWikiLinkWithinTheText(t *testing.T) {
	text := parse("See [[#What we did]].\n\n## What we did\nThis.\n")
	if len(text.Anchors) != 1 || text.Anchors[0].Name != "what-we-did" || len(text.Refs) != 0 {
		t.Errorf("%+v, %+v", text.Anchors, text.Refs)
	}
}

// What begins as a wiki link and is none is noted with its place.
func TestOpenWikiLinks(t *testing.T) {
	for source, want := range map[string]string{
		"See [[INC-2026-0007 and more.":       "[[",
		"See [[INC-2026-0007].":               "[[",
		"See [[one and [[|two]].":             "[[ [[|two]]",
		"See [[|x]] there.":                   "[[|x]]",
		"See [[]] there.":                     "[[]]",
		"![[shot.png]]":                       "![[shot.png]]",
		"| a |\n|---|\n| [[x | y |":           "[[",
		"- item [[x\n- next ]]":               "[[",
		`An escaped \[[x and more.`:           "",
		"Code `[[x` and more.":                "",
		"```\na = [[1, 2], [3, 4]]\n```":      "",
		"See [[INC-2026-0007]] and [[a|b]].":  "",
		"See [a](https://example.org/[[x]]).": "",
		"A list [1][2] of notes.":             "",
	} {
		var got []string
		for _, s := range parse(source + "\n").Seen {
			if s.Watch == markdown.SeenOpenWiki {
				got = append(got, s.Text)
				if at := source[s.Span.Start.Offset:s.Span.End.Offset]; at != s.Text {
					t.Errorf("%q: the place is that of %q, not of %q", source, at, s.Text)
				}
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: noted %q, want %q", source, got, want)
		}
	}
}
