package markdown_test

import (
	"strings"
	"testing"

	"hindcast/internal/markdown"
)

// A few tags without attributes mean what they say; all else is shown as it was typed, and noted.
func TestAllowedHTML(t *testing.T) {
	for _, c := range []struct{ name, source, html, seen string }{
		{"line breaks", "one<br>two<br/>three<BR />four", "<p>one<br>two<br>three<br>four</p>", ""},
		{"small things in a line", "H<sub>2</sub>O, m<sup>2</sup>, <kbd>Ctrl</kbd>", "<p>H<sub>2</sub>O, m<sup>2</sup>, <kbd>Ctrl</kbd></p>", ""},
		{"within each other", "<sub>a<sup>b</sup></sub>", "<p><sub>a<sup>b</sup></sub></p>", ""},
		{"in a cell", "| a |\n|---|\n| x<br>y |", "<td>x<br>y</td>", ""},
		{"Markdown within", "<kbd>**a**</kbd>", "<p><kbd><strong>a</strong></kbd></p>", ""},
		{"not closed", "a <sub>b", "<p>a &lt;sub&gt;b</p>", "<sub>"},
		{"not opened", "a</sup> b", "<p>a&lt;/sup&gt; b</p>", "</sup>"},
		{"crossed", "<sub>a<sup>b</sub></sup>", "&lt;/sub&gt;", "</sub> <sub>"},
		{"crossing emphasis", "*<sub>a* b</sub>", "&lt;sub&gt;", "<sub> </sub>"},
		{"with an attribute", "a<br class=\"x\">b", "<p>a&lt;br class=&quot;x&quot;&gt;b</p>", `<br class="x">`},
		{"another tag", "a <font color=red>b</font>", "&lt;font color=red&gt;b&lt;/font&gt;", "<font color=red> </font>"},
		{
			"details", "<details>\n<summary>Log of the <kbd>day</kbd></summary>\n\nA *long* log.\n\n- one\n\n</details>\n\nAfter.",
			"<details>\n<summary>Log of the <kbd>day</kbd></summary>\n<p>A <em>long</em> log.</p>\n<ul>\n<li>one</li>\n</ul>\n</details>\n<p>After.</p>", "",
		},
		{"details in one block", "<details><summary>Logs</summary>a &lt; b</details>", "<details><summary>Logs</summary>a &lt; b</details>", ""},
		{
			"details in details", "<details>\n<summary>a</summary>\n\n<details>\n<summary>b</summary>\n\nin\n\n</details>\n\n</details>\n\nout",
			"<details>\n<summary>a</summary>\n<details>\n<summary>b</summary>\n<p>in</p>\n</details>\n</details>\n<p>out</p>", "",
		},
		{"two details", "<details>\n\na\n\n</details>\n\n<details>\n\nb\n\n</details>", "<details>\n<p>a</p>\n</details>\n<details>\n<p>b</p>\n</details>", ""},
		{"details around a section", "<details>\n\n## Impact\n\na\n\n</details>", "<pre>&lt;details&gt;</pre>\n<h2>Impact</h2>", "<details> </details>"},
		{"details around a small heading", "<details>\n\n### Log\n\na\n\n</details>", "<details>\n<h3>Log</h3>\n<p>a</p>\n</details>", ""},
		{"blocks with text between", "<details>\n<b>x</b>\n</details>\n\na <i>b</i>\n\n<table>\n</table>", "&lt;i&gt;", "<b> <table> <i> </i>"},
		{"details that stay open", "<details>\n\na", "<pre>&lt;details&gt;</pre>\n<p>a</p>", "<details>"},
		{"details open with an attribute", "<details open>\n\na\n\n</details>", "<pre>&lt;details open&gt;</pre>", "<details open> </details>"},
		{"a script in details", "<details>\n<script>alert(1)</script>\n</details>", "<pre>&lt;details&gt;", "<script>"},
		{"a tag torn apart", "<details>\n<scr<br>ipt>alert(1)</scr<br>ipt>\n</details>", "<pre>&lt;details&gt;", "<details>"},
		{"a summary alone", "<summary>\na\n</summary>", "<pre>&lt;summary&gt;", "<summary>"},
		{"entities in details", "<details><summary>&lt;script&gt;</summary>&#60;b&#62;</details>", "<details><summary>&lt;script&gt;</summary>&lt;b&gt;</details>", ""},
		{"in code", "`<br>` and `<font>`", "<code>&lt;br&gt;</code>", ""},
	} {
		text := parse(c.source + "\n")
		shown := page(text.Blocks, text.Refs)
		if !strings.Contains(shown, c.html) {
			t.Errorf("%s: %q is not in %s", c.name, c.html, shown)
		}
		for _, fault := range unsafe(shown) {
			t.Errorf("%s: %s in %s", c.name, fault, shown)
		}
		var seen []string
		for _, s := range text.Seen {
			if s.Watch == markdown.SeenHTML {
				seen = append(seen, s.Text)
				if at := c.source[s.Span.Start.Offset:s.Span.End.Offset]; at != s.Text {
					t.Errorf("%s: the place is that of %q, not of %q", c.name, at, s.Text)
				}
			}
		}
		if got := strings.Join(seen, " "); got != c.seen {
			t.Errorf("%s: noted %s, want %s", c.name, got, c.seen)
		}
	}
}

// What is shown as it means has its text in what is searched.
func TestPlainTextOfHTML(t *testing.T) {
	text := parse("x<br>y H<sub>2</sub>O\n\n<details>\n<summary>Log &amp; trace</summary>\n\nin it\n\n</details>\n")
	var plain []string
	for _, b := range text.Blocks {
		plain = append(plain, strings.Join(strings.Fields(b.Plain), " "))
	}
	if got := strings.Join(plain, "; "); got != "x y H2O; Log & trace in it" {
		t.Errorf("%q", got)
	}
}

// Very many details, one after the other, within each other, or never closed, cost no more than their number.
func TestManyDetails(t *testing.T) {
	for name, source := range map[string]string{
		"never closed":      strings.Repeat("<details>\n\n", 5000),
		"never opened":      strings.Repeat("</details>\n\n", 5000),
		"within each other": strings.Repeat("<details>\n\n", 2500) + strings.Repeat("</details>\n\n", 2500),
	} {
		text := parse(source)
		if shown := page(text.Blocks, text.Refs); len(unsafe(shown)) > 0 || len(text.Blocks)+len(text.Problems) == 0 {
			t.Errorf("%s: %d blocks, %v", name, len(text.Blocks), text.Problems)
		}
	}
}
