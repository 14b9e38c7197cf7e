package markdown_test

import (
	"strings"
	"testing"

	"hindcast/internal/diag"
	"hindcast/internal/highlight"
)

// seeds are short texts, one for each construct and for each way to break it.
var seeds = []string{
	"", "\n", "## What happened\nText with [[INC-2026-0001]] and INC-2026-0002.\n", "What happened\n---\n",
	"- 2026-03-02T09:25Z — Alarm\n- 10:00 — Call\n", "| a | b |\n|:-:|---|\n| [[x\\|y]] | ![p](p.png) |\n",
	":::tlp AMBER\nsecret [[x]]\n:::\n", ":::tlp RED\n```\n:::\n```\n:::\n", "- ```\n:::tlp RED\n", ":::\n:::tlp\n",
	"[a](javascript:alert(1)) ![b](data:text/html,x) <vbscript:x> [c](JaVa&#x0A;Script:x)\n", "<script>alert(1)</script>\n",
	"<!-- a\n:::tlp RED\n-->\n\n<div onclick=x>\n", "a <!-- b --> c <b onmouseover=x>d</b>\n", "[a]: b.md\n[a] [c][a] ![d][a]\n",
	"[x](a\\_b&amp;c.md#d \"t\") [y](<z w>)\n", "~~~\n```\n~~~\n", "> > - 1. a\n   b\n\tc\r\nd\r\n", "# a `b` *c* ~~d~~ \\# &#0; &copy;\n",
	"- [ ] a\n- [x] b\n", "https://example.org/x?y=<z> www.example.org a@example.org\n", "漢字 [[INC-2026-0001]] “INC-2026-0002” \u202e\u2028\n",
	"[[a|b]] [[ ]] [[a]b]] [[[c]]] `[[d]]`\n", "![![a](javascript:b)](c.png) [![a](https://b/c.png)](https://d)\n",
	"a[^1] b[^1] ![c[^2]](d.png)\n\n[^1]: e [f[^2]](g)\n\n    h\n[^2]: i\n:::tlp RED\nj[^1]\n\n[^1]: k\n:::\n",
	"> [!NOTE]\n> a\n> > [!tip]\n\n- > [!CAUTION]\n", "- | a |\n  |---|\n  | b[^1] |\n\n[^1]:\n", "```yaml\na: b # c\n```\n```dot\ngraph{}\n```\n```http\nGET / HTTP/1.1\nA: b\n\nc\n```\n",
}

func FuzzParse(f *testing.F) {
	for _, s := range seeds {
		f.Add("---\n---\n"+s, 8)
		f.Add(s, 0)
	}
	f.Fuzz(func(t *testing.T, src string, offset int) {
		if len(src) > 16<<10 {
			return
		}
		text := parser.Parse(diag.NewLines([]byte(src)), max(0, min(offset, len(src))))
		within := func(what string, s diag.Span) {
			if s.Start.Offset < 0 || s.Start.Offset > s.End.Offset || s.End.Offset > len(src) {
				t.Errorf("%s lies at %v, outside of %d bytes", what, s, len(src))
			}
		}
		for _, b := range text.Blocks {
			within("a block", b.Span)
			for _, p := range b.Pieces {
				if low := strings.ToLower(p.HTML); strings.Contains(low, "<script") || strings.Contains(low, "\x00") {
					t.Errorf("HTML with a script or a NUL: %q", p.HTML)
				}
				if p.Part.IsRef() && (p.Ref < 0 || p.Ref >= len(text.Refs)) {
					t.Errorf("a piece points at reference %d of %d", p.Ref, len(text.Refs))
				}
			}
		}
		for _, r := range text.Refs {
			within("a reference", r.Span)
		}
		for _, e := range text.Events {
			within("an event", e.Span)
		}
		for _, p := range text.Problems {
			within("a problem", p.Span)
		}
		for _, fault := range unsafe(page(text.Blocks, text.Refs)) {
			t.Error(fault)
		}
	})
}

// fenceLines is the alphabet of FuzzFences; S stands for a secret of its own, O for the opening of
// a fence with a mark of its own.
var fenceLines = []string{
	"O", ":::", "S", "```", "~~~", "", "- a", "  S", "    S", "  ```", "    ```", "- ```", "> ```", "> S", "<!--", "-->", "<pre>", "</pre>",
	"  O", "    O", "  :::", "- O", "1. a", "   ```", "`", "| S |", "|---|", "[S]: x", "# S", "````", "``` a`b", "~~~ a`b", "\t```", "<!-- a -->", "text", "<div>", "***",
	"[^a]: S", "S[^a]", "[^S]: a", "> [!NOTE]",
}

// FuzzFences puts lines together at random. Where no finding warns of it, what is below the
// opening of a fence is shown only where the opening itself is shown as code.
func FuzzFences(f *testing.F) {
	for _, s := range []string{
		"\x00\x02\x01", "\x03\x00\x02\x01\x03", "\x0a\x00\x02\x01\x0a", "\x0e\x03\x0f\x00\x02\x01\x0e\x03\x0f",
		"\x0b\x00\x02\x01\x03", "\x00\x0b\x14\x09\x07\x01\x03\x02\x03", "\x06\x09\x02\x00\x02\x01\x03\x02\x03",
		"\x27\x13\x09\x02", "\x26\x25\x05\x13\x02\x14", "\x00\x25\x26\x01\x26",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, picks []byte) {
		if len(picks) > 40 {
			return
		}
		var src strings.Builder
		opening := map[string]string{} // secret to the mark that is above it
		above, comment := "", false
		for i, pick := range picks {
			id := string(rune('A'+i/26)) + string(rune('A'+i%26))
			line := fenceLines[int(pick)%len(fenceLines)]
			switch {
			case strings.Contains(line, "S"):
				opening["secret"+id] = above
				line = strings.Replace(line, "S", "secret"+id, 1)
			case strings.Contains(line, "O"):
				above = "mark" + id
				line = strings.Replace(line, "O", ":::tlp mark"+id, 1)
			case strings.TrimSpace(line) == ":::", comment && strings.Contains(line, "-->"): // an opening in a comment is none
				above = ""
			case line == "<!--":
				comment = true
			}
			src.WriteString(line + "\n")
		}
		text := parser.Parse(diag.NewLines([]byte(src.String())), 0)
		if len(text.Problems) > 0 {
			return
		}
		kept := text.Without(func(string) bool { return true })
		shown := page(kept.Blocks, kept.Refs)
		for secret, mark := range opening {
			if mark != "" && strings.Contains(shown, secret) && !strings.Contains(code(shown), ":::tlp "+mark) {
				t.Errorf("%s is shown, and no finding warns of it:\n%s\n→\n%s", secret, &src, shown)
			}
		}
	})
}

// FuzzHighlight: no lexer fails on, loses or adds a character.
func FuzzHighlight(f *testing.F) {
	languages := []string{"yaml", "json", "python", "sql", "go", "bash", "diff", "toml", "xml", "html", "javascript", "typescript", "java", "r", "http", "ini"}
	for i := range languages {
		f.Add(uint8(i), "a: \"b\" # c\n<d e='f'>g</d>\nfunc h(i) { return `j${k}` }\n'''\n$((1 + 2)) /* l */ -- m\n")
	}
	f.Fuzz(func(t *testing.T, pick uint8, s string) {
		s = strings.Map(func(r rune) rune {
			if r == '\r' || r == 0 || r == '\uFFFD' {
				return -1
			}
			return r
		}, s)
		if len(s) > 2<<10 {
			return
		}
		if got := code("<pre><code>" + highlight.HTML(languages[int(pick)%len(languages)], s) + "</code></pre>"); got != s {
			t.Errorf("got %q, want %q", got, s)
		}
	})
}
