package typo_test

import (
	"strings"
	"testing"

	"hindcast/internal/frontmatter/typo"
)

var keys = []string{"title", "owner", "harms", "note", "kind"}

var seeds = []string{
	"", "title:a\nowner: b\n", "harms:\n  -a\n  - b\n", "title: 'a\nowner: {kind: [b, note: c}\n", "owner b\n\tnote: c\n",
	"a: {b: \"c\" d, e: f: g # h}\n", "- a\n - b\n-c\n* d\n", "a: > b\nc: “d: e”\nf：g\n}\n", "a: [b, # c\n  \"d\" 'e'",
	" a: b\nc:\n   d: e\n  f: g\nh: [i] j\nk: {l}}\n\u00a0m: n", "a:\r\n  b:c\r\n\u200bd: e\r\n", "- - - a: b\n    - c: @d, e\n", "a: {,,",
}

// Whatever the text, what is found stands in it and can be mended.
func FuzzFind(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, found := range typo.Find(text, keys) {
			if found.Start < 0 || found.Start > found.End || found.End > len(text) || len(found.Mends) == 0 {
				t.Fatalf("%d to %d of %d with %d mends: %s", found.Start, found.End, len(text), len(found.Mends), found.Message)
			}
			at := 0
			for _, m := range found.Mends {
				if m.Start < at || m.End < m.Start || m.End > len(text) {
					t.Fatalf("%s: the mend from %d to %d behind %d", found.Message, m.Start, m.End, at)
				}
				at = m.End
			}
			change, mended := found.Change(text), found.Mended(text)
			if text[:change.Start]+change.Text+text[change.End:] != mended {
				t.Errorf("%s: one change gives another text than all mends", found.Message)
			}
		}
	})
}

// Text that is right has nothing to be found that would be taken for the cause of something else.
func TestFindNothing(t *testing.T) {
	for _, text := range []string{
		"title: a\nharms: [a, \"b: c\", 'd''s', {e: f}]\nowner: >-\n  note: b\n\n  kind c\n",
		"harms:\n- a\n- b: c\n  d: e\nnote: |2\n   a: b: c\n  d\nkind: \"a # b\" # c\n",
		"title: a\n  of b\n  and c\nharms:\n    - - a\n      - b\n    - c\nnote: {a: [b,\n  c], # d]\n  e: f,}\n",
		"a: https://example.org:80/b#c\nb: c:d\nc: 10:00\nd:\n  e:\n    f: g\nh: -1\n",
	} {
		for _, found := range typo.Find(text, keys) {
			t.Errorf("%q at %d: %s", text, found.Start, found.Message)
		}
	}
}

// A text of nothing but mistakes is gone through once, and not all are kept.
func TestFindIsBounded(t *testing.T) {
	for _, line := range []string{"\ta: b\n", "a:b\n", "- - - -\n", "  x\n -y\n", "a: [b\n"} {
		if found := typo.Find(strings.Repeat(line, 20_000), keys); len(found) > 200 {
			t.Errorf("%q: %d typos", line, len(found))
		}
	}
}
