package importing

import (
	"html"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/markdown"
)

var textLimits = markdown.Limits{
	Source: 128 << 10, HTML: 4 << 20, Cells: 100_000, Links: 1000, Marks: 20_000, Refs: 5000, Headings: 500, Notes: 2000,
	Nesting: 100,
}

func TestSummary(t *testing.T) {
	long := strings.Repeat("A camera read the plates of passing cars ", 4) // 164 characters
	tests := []struct{ name, in, want string }{
		{"short", "A camera failed.", "A camera failed."},
		{"folded", " A\u00a0camera\n failed.\t", "A camera failed."},
		{"first sentences", "One. Two! " + long + long, "One. Two!"},
		{"not at a name", "Dr. Vega of Inc. No. 5 was fined by the U.S. Treasury. " + long + long, "Dr. Vega of Inc. No. 5 was fined by the U.S. Treasury."},
		{"not in a number", "It cost $1.5 million. " + long + long, "It cost $1.5 million."},
		{"quotation mark after the full stop", "He said “it failed.” " + long + long, "He said “it failed.”"},
		{"no mark after a letter", "He said 'a' and, b. c " + long + long, strings.TrimRight("He said 'a' and, b. c "+long, " ") + " A camera read…"},
		{"words", long + long, strings.TrimSpace(long) + " A camera read the plates of passing…"},
		{"no comma before the ellipsis", strings.Repeat("a", 195) + ", bcdefgh", strings.Repeat("a", 195) + "…"},
		{"sentence without a space", strings.Repeat("模型出错。", 50), strings.Repeat("模型出错。", 40)},
		{"no space at all", strings.Repeat("错", 300), strings.Repeat("错", 199) + "…"},
		{"a mark stays with its letter", strings.Repeat("a", 198) + "e\u0301" + strings.Repeat("a", 50), strings.Repeat("a", 198) + "…"},
		{"exactly as long as may be", strings.Repeat("é", 200), strings.Repeat("é", 200)},
	}
	for _, test := range tests {
		if got := Summary(test.in); got != test.want {
			t.Errorf("%s:\n got %q\nwant %q", test.name, got, test.want)
		}
	}
}

func TestSummaryIsShort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.StringOfN(rapid.RuneFrom([]rune("ab .!?\"”)',\n\u00a0。错\u0301\u200d…U")), 150, 500, -1).Draw(t, "text")
		got := Summary(in)
		if n := utf8.RuneCountInString(got); n > summaryLimit || got == "" && Fold(in) != "" {
			t.Fatalf("%d characters: %q", n, got)
		}
		if !strings.HasPrefix(Fold(in), strings.TrimSuffix(got, "…")) {
			t.Fatalf("%q does not begin %q", got, Fold(in))
		}
	})
}

// awkward are pieces of text that Markdown, or this project's additions to it, read as markup.
var awkward = []string{
	"# a", "- a", "+ a", "* a", "1. a", "2) a", "> a", "---", "***", "===", "```", "~~~ a", ":::tlp RED", ":::", " ::: tlp x", "    code",
	"*a*", "_a_", "__a__", "a_b_c", "~~a~~", "~a~", "`a`", "[a](b)", "![a](b)", "[a]: b", "[[INC-2026-0001]]", "[[a|b]]", "<b>", "<!-- a -->", "<a@b.c>",
	"https://example.org/a", "http://a.b", "(www.example.org)", "ftp://a.b", "a@b.example", "(a@b.example)", "@handle", "&amp;", "&#35;", "&#x23;", "AT&T",
	"INC-2026-0001", "CVE-2021-3129", "_AB-1234", "AB-1234-", "xAB-1234", "A-B-X1234", "AB-12345.", "AIID-0004's", `\`, `\*`, `a\`, "a  ", "| a | b |", "|-|-|",
	"a\nb", "a\n\nb", "a\n-", "a\n===", "- 10:00 — a", "2026-01-01 a", "[ ] a", "- [x] a", "’", "“a”", "…", "\u00a0", "\u2028", "日本", "😀", "$1.50", "#1", "+1", "!", "\"", "'",
}

func TestEscapedTextIsPlain(t *testing.T) {
	parser := markdown.NewParser(textLimits, incident.BareID)
	pieces := rapid.SliceOf(rapid.OneOf(
		rapid.SampledFrom(awkward), rapid.SampledFrom([]string{" ", "a", "\n", "\n\n", "(", "."}), rapid.StringMatching("[-A-Z0-9a-z`*_<>|~@&;:/\\\\.# \\[\\]()!=+]{0,9}"), rapid.String()))
	rapid.Check(t, func(t *rapid.T) {
		want := Paragraphs(strings.Join(pieces.Draw(t, "pieces"), ""))
		source := AsMarkdown(want)
		text := parser.Parse(diag.NewLines([]byte(source)), 0)
		if len(text.Problems)+len(text.Refs)+len(text.Events) > 0 || len(text.Blocks) != len(want) {
			t.Fatalf("%d blocks of %d, problems %v, references %v in\n%s",
				len(text.Blocks), len(want), text.Problems, text.Refs, source)
		}
		for i, block := range text.Blocks {
			if block.Level != 0 || block.Mark != "" || len(block.Pieces) != 1 {
				t.Fatalf("not one paragraph: %+v of\n%s", block, source)
			}
			inner, isParagraph := strings.CutPrefix(block.Pieces[0].HTML, "<p>")
			inner, _ = strings.CutSuffix(inner, "</p>\n")
			if !isParagraph || strings.ContainsAny(inner, "<>") || html.UnescapeString(inner) != want[i] {
				t.Fatalf("reads as %q of\n%s\nwant %q", block.Pieces[0].HTML, source, want[i])
			}
		}
	})
}

// A text below a heading of level two has headings below that, and what is no common Markdown as it was typed.
func TestMarkdownBelow(t *testing.T) {
	for in, want := range map[string]string{
		"# a\n#b\n## c":           "### a\n#b\n#### c",
		"a\n===":                  "### a\n",
		"```\n[[a]]\n# b":         "```\n[[a]]\n# b\n```",
		"a<br>b <script>c":        "a<br>b \\<script>c",
		":::tlp RED":              "\\:\\:\\:tlp RED",
		"<https://a.example/> <!": "<https://a.example/> \\<!",
	} {
		if got := MarkdownBelow(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// What follows a "<" that begins no tag is read as what it is, to the end of the line.
func TestMarkdownBehindLessThan(t *testing.T) {
	for text, want := range map[string]string{
		"Before <v1.2: [[1]] and [2](#two).":     `Before \<v1.2: \[\[1]] and [2\](#two).`,
		"`a <b` and [[c]]":                       "`a <b` and \\[\\[c]]",
		"<b>[[c]]</b> in H<sub>2</sub>O":         `\<b>\[\[c]]\</b> in H<sub>2</sub>O`,
		"<https://acme.example/> :::tlp <a@b.c>": `<https://acme.example/> \:\:\:tlp <a@b.c>`,
	} {
		if got := Markdown(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
