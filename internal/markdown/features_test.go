package markdown_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hindcast/internal/diag"
	"hindcast/internal/highlight"
	"hindcast/internal/markdown"
)

// shown is the HTML of a text as a page in English has it.
func shown(text markdown.Text) string { return strings.TrimSpace(page(text.Blocks, text.Refs)) }

func TestFootnotes(t *testing.T) {
	text := parse("One[^a], two[^b] and one again[^a].\n\n[^b]: The *second*, see [[INC-2026-0001]].\n[^a]: The first.\n\n    In two paragraphs.\n[^c]: Nobody refers to this.\n\n## Lessons\n")
	want := `<p>One<sup id="fn-1-at-1"><a href="#fn-1" role="doc-noteref">1</a></sup>, ` +
		`two<sup id="fn-2-at-1"><a href="#fn-2" role="doc-noteref">2</a></sup> ` +
		`and one again<sup id="fn-1-at-2"><a href="#fn-1" role="doc-noteref">1</a></sup>.</p>
<h2>Lessons</h2>
<section class="footnotes" role="doc-endnotes" aria-label="Footnotes">
<ol>
<li id="fn-1">
<p>The first.</p>
<p>In two paragraphs. <a href="#fn-1-at-1" role="doc-backlink" aria-label="Back to the text, 1.1">↩︎</a> <a href="#fn-1-at-2" role="doc-backlink" aria-label="Back to the text, 1.2">↩︎</a></p>
</li>
<li id="fn-2">
<p>The <em>second</em>, see <a href="ref:INC-2026-0001"></a>. <a href="#fn-2-at-1" role="doc-backlink" aria-label="Back to the text, 2">↩︎</a></p>
</li>
</ol>
</section>`
	if got := shown(text); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for _, fault := range unsafe(shown(text)) {
		t.Error(fault)
	}
	sections := text.Sections()
	if last := sections[len(sections)-1]; last.Title != "Lessons" || !last.Empty() {
		t.Errorf("the footnotes belong to the section %q: %+v", last.Title, last.Blocks)
	}
	if plain := text.Blocks[0].Plain; plain != "One, two and one again." {
		t.Errorf("plain text %q", plain)
	}
}

// Footnotes of a marked part stay in it, and nothing outside of it tells that they are there.
func TestFootnotesOfFences(t *testing.T) {
	text := parse("Open[^n].\n\n[^n]: Public note.\n\n:::tlp RED\nHidden[^n].\n\n[^n]: secret note\n:::\n\n:::tlp AMBER\nShown[^n].\n\n[^n]: amber note\n:::\n\n:::tlp AMBER\nShown[^n].\n\n[^n]: amber note\n:::\n")
	if len(text.Problems) > 0 {
		t.Fatalf("problems %+v", text.Problems)
	}
	all := shown(text)
	for _, fault := range unsafe(all) {
		t.Errorf("%s in\n%s", fault, all)
	}
	if n := strings.Count(all, "doc-endnotes"); n != 4 {
		t.Errorf("%d lists of footnotes, want one for each part", n)
	}
	kept := text.Without(func(mark string) bool { return mark == "RED" })
	if strings.Contains(fmt.Sprintf("%+v", kept), "secret") {
		t.Errorf("the withheld footnote is left in %+v", kept)
	}
	without := parse("Open[^n].\n\n[^n]: Public note.\n\n:::tlp AMBER\nShown[^n].\n\n[^n]: amber note\n:::\n\n:::tlp AMBER\nShown[^n].\n\n[^n]: amber note\n:::\n")
	if shown(kept) != shown(without) {
		t.Errorf("the withheld part shows in\n%s\nwithout it\n%s", shown(kept), shown(without))
	}
	for _, fault := range unsafe(shown(text.Without(everything))) {
		t.Error(fault)
	}
}

func TestFootnotesAcrossFences(t *testing.T) {
	for _, c := range []struct {
		src   string
		lines []int
	}{
		{"a[^n]\n\n:::tlp RED\n[^n]: secret\n:::\n", []int{1}},
		{"[^n]: public\n\n:::tlp RED\na\nb[^n]\n:::\n", []int{5}},
		{":::tlp RED\na[^n]\n\n[^n]: x\n:::\n\n:::tlp RED\nb[^n]\n:::\n", []int{8}},
		{"a[^n] `[^n]`\n\n    [^n]\n\n[^n]: b\n", nil},
		{"a[^nowhere] and [^this]\n\n[^other]: b\n", nil},
		{"```\n[^n]: code\n```\n:::tlp RED\na[^n]\n:::\n", nil},
	} {
		var lines []int
		for _, p := range parse(c.src).Problems {
			if lines = append(lines, p.Span.Start.Line); p.Rule != markdown.RuleFence ||
				c.src[p.Span.Start.Offset:p.Span.End.Offset] != "[^n]" || p.Text != "[^n]" {
				t.Errorf("%q: %+v", c.src, p)
			}
		}
		if !slices.Equal(lines, c.lines) {
			t.Errorf("%q: findings in lines %v, want %v", c.src, lines, c.lines)
		}
	}
}

func TestCallouts(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"one of each", "> [!NOTE]\n> a\n> b\n\n> [!tip]\n> c", "<aside class=\"callout callout-note\" role=\"note\">\n<p class=\"callout-title\">Note</p>\n<p>a\nb</p>\n</aside>\n<aside class=\"callout callout-tip\" role=\"note\">\n<p class=\"callout-title\">Tip</p>\n<p>c</p>\n</aside>"},
		{"a blank line below the mark", "> [!CAUTION]  \n>\n> - a", "<aside class=\"callout callout-caution\" role=\"note\">\n<p class=\"callout-title\">Caution</p>\n<ul>\n<li>a</li>\n</ul>\n</aside>"},
		{"nothing but the mark", "> [!WARNING]", "<aside class=\"callout callout-warning\" role=\"note\">\n<p class=\"callout-title\">Warning</p>\n</aside>"},
		{"in a list", "- > [!IMPORTANT]\n  > a", "<ul>\n<li>\n<aside class=\"callout callout-important\" role=\"note\">\n<p class=\"callout-title\">Important</p>\n<p>a</p>\n</aside>\n</li>\n</ul>"},
		{"in another", "> [!NOTE]\n> > [!TIP]\n> > a", "<aside class=\"callout callout-note\" role=\"note\">\n<p class=\"callout-title\">Note</p>\n<aside class=\"callout callout-tip\" role=\"note\">\n<p class=\"callout-title\">Tip</p>\n<p>a</p>\n</aside>\n</aside>"},
		{"words behind the mark", "> [!NOTE] a", "<blockquote>\n<p>[!NOTE] a</p>\n</blockquote>"},
		{"a mark that is none", "> [!DANGER]\n> a", "<blockquote>\n<p>[!DANGER]\na</p>\n</blockquote>"},
		{"not at the start", "> a\n> [!NOTE]\n>\n> [!NOTE]", "<blockquote>\n<p>a\n[!NOTE]</p>\n<p>[!NOTE]</p>\n</blockquote>"},
		{"outside of a quote", "[!NOTE]\na", "<p>[!NOTE]\na</p>"},
	} {
		got := shown(parse(c.src))
		if got != c.want {
			t.Errorf("%s: got %q\nwant %q", c.name, got, c.want)
		}
		for _, fault := range unsafe(got) {
			t.Errorf("%s: %s", c.name, fault)
		}
	}
	if plain := parse("> [!NOTE]\n> a\n").Blocks[0].Plain; plain != "a" {
		t.Errorf("plain text %q", plain)
	}
}

func TestCode(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"yaml", "```yml\na: 1 # <b>\n```", "<pre><code class=\"language-yml\"><span class=\"n\">a</span>: <span class=\"m\">1 </span><span class=\"c\"># &lt;b&gt;\n</span></code></pre>"},
		{"json with CRLF", "```json\r\n{\"a\": \"b\"}\r\n```", "<pre><code class=\"language-json\">{<span class=\"n\">&#34;a&#34;</span>: <span class=\"s\">&#34;b&#34;</span>}\n</code></pre>"},
		{"diff", "```diff\n-a\n+b\n c\n```", "<pre><code class=\"language-diff\"><span class=\"gd\">-a\n</span><span class=\"gi\">+b\n</span> c\n</code></pre>"},
		{"a language that is not listed", "```ruby\ndef a\n```", "<pre><code class=\"language-ruby\">def a\n</code></pre>"},
		{"no language", "```\na: 1\n```", "<pre><code>a: 1\n</code></pre>"},
		{"the language of a body is not guessed", "```http\nGET / HTTP/1.1\nContent-Type: application/x-ruby\n\ndef a\n```", "\n\ndef a\n</code></pre>"},
		{"the source of a diagram", "```mermaid\na-->b\n```", "<figure class=\"diagram\">\n<pre><code class=\"language-mermaid\">a--&gt;b\n</code></pre>\n<figcaption>Source of a diagram</figcaption>\n</figure>"},
	} {
		got := shown(parse(c.src))
		if !strings.HasSuffix(got, c.want) {
			t.Errorf("%s: got %q\nwant %q", c.name, got, c.want)
		}
		for _, fault := range unsafe(got) {
			t.Errorf("%s: %s", c.name, fault)
		}
	}
}

// What is highlighted is decided by size alone.
func TestCodeLimits(t *testing.T) {
	block := func(code string) string { return "```go\n" + code + "\n```\n\n" }
	line := "x := 1 // a line of some length, fifty bytes\n"
	for _, c := range []struct {
		name, src string
		want      int // blocks that are highlighted
	}{
		{"small", block(line), 1},
		{"of 2 KiB", block(strings.Repeat(line, 45)), 1},
		{"larger", block(strings.Repeat(line, 50)), 0},
		{"with a long line", block(strings.Repeat("x", 200)), 0},
		{"with many blank lines", block("a" + strings.Repeat("\n \t", 6) + "b"), 0},
		{"many", strings.Repeat(block(strings.Repeat(line, 30)), 20), 6},
	} {
		got := 0
		for _, b := range parse(c.src).Blocks {
			got += len(slices.DeleteFunc(b.Pieces, func(p markdown.Piece) bool { return p.Part != markdown.Code }))
		}
		if got != c.want {
			t.Errorf("%s: %d blocks, want %d", c.name, got, c.want)
		}
	}
}

// Every lexer keeps every character of what it is given, whatever that is.
func TestHighlightKeepsText(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	var inputs []string
	for _, s := range strings.Split("\n,\n , ,\t,{,[,(,\",',/*,//,<!--,<a ,$,${,\\,#,-,+,`,=,a=,&,|,0,'''\n,\"\"\"\n,a:,- ,{\"a\":,r\",;,@,HTTP/1.1 200 OK\n,a b ,((a,<<A\n,select ,x<,[[,]],%{,é\u2028,\x01\x7f", ",") {
		inputs = append(inputs, s, strings.Repeat(s, 100/len(s))+"\n", strings.Repeat(s+"\n", 200/(len(s)+1)))
	}
	for _, language := range []string{"yaml", "json", "python", "sql", "go", "bash", "diff", "toml", "xml", "html", "javascript", "typescript", "java", "r", "http", "ini", "text", "no such"} {
		for _, s := range inputs {
			source := "<pre><code>" + highlight.HTML(language, s) + "</code></pre>"
			if got := code(source); strings.ReplaceAll(got, "\r", "") != strings.ReplaceAll(s, "\r", "") {
				t.Errorf("%s: got %.60q, want %.60q", language, got, s)
			}
			for _, fault := range unsafe(source) {
				t.Errorf("%s: %s of %q", language, fault, s)
			}
		}
	}
}

// A table names its columns, wherever it stands.
func TestTables(t *testing.T) {
	for src, want := range map[string]string{
		"| a \"b\" | *c* | |\n|---|---|---|\n| d | e | f |\n":     "aria-label=\"Table: a &#34;b&#34;, c\"",
		"- | a |\n  |---|\n  | b |\n":                             "<li>\n<div class=\"table\"",
		"| | |\n|---|---|\n| d | e |\n":                           "aria-label=\"Table\"",
		"| " + strings.Repeat("x", 90) + " | b |\n|---|---|\n|c|": "aria-label=\"Table\"",
	} {
		got := shown(parse(src))
		if !strings.Contains(got, want) {
			t.Errorf("%q: %s lacks %s", src, got, want)
		}
		for _, fault := range unsafe(got) {
			t.Errorf("%q: %s", src, fault)
		}
	}
}

func TestInterfaceWords(t *testing.T) {
	var words []string
	for _, b := range parse("> [!NOTE]\n\n> [!TIP]\n\n> [!IMPORTANT]\n\n> [!WARNING]\n\n> [!CAUTION]\n\n- [ ] a\n- [x] b\n\n| a |\n|---|\n\n```dot\n```\n\na[^1]\n\n[^1]: b\n").Blocks {
		for _, p := range b.Pieces {
			if p.Part == markdown.Words {
				words = append(words, p.Text)
			}
		}
	}
	want := markdown.InterfaceWords()
	slices.Sort(words)
	slices.Sort(want)
	if !slices.Equal(words, want) {
		t.Errorf("got %q, want %q", words, want)
	}
}

// What is hostile ends in a finding, or in a page of bounded size.
func TestHostileFeatures(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	var definitions, uses, reverse strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&definitions, "[^%d]: note\n\n", i)
		fmt.Fprintf(&uses, "a[^%d]\n\n", i)
		fmt.Fprintf(&reverse, "a[^%d]\n\n", 999-i)
	}
	for _, c := range []struct {
		name, src, rule string
	}{
		{"64 KiB of references", "[^a]: b\n\n" + strings.Repeat("[^a]", 16<<10), markdown.RuleTooComplex},
		{"references in paragraphs of their own", "[^a]: b\n\n" + strings.Repeat("[^a]\n\n", 10<<10), markdown.RuleTooComplex},
		{"references to nothing", strings.Repeat("[^a]\n\n", 10<<10), markdown.RuleTooComplex},
		{"1,000 definitions", definitions.String() + uses.String(), ""},
		{"1,000 definitions in reverse", definitions.String() + reverse.String(), ""},
		{"1,000 references to one", "[^a]: b\n\n" + strings.Repeat("[^a]\n\n", 1000), ""},
		{"footnotes in footnotes", strings.Repeat("[^a]: ", 300) + "[^a]\n", ""},
		{"a footnote that refers to itself", "[^a]: b[^a]\n", ""},
		{"an endless label", strings.Repeat("[^"+strings.Repeat("x", 998), 100), ""},
		{"callouts nested deeply", strings.Repeat(">", 101) + "[!NOTE]\n", markdown.RuleTooComplex},
		{"callouts nested", strings.Repeat(">", 90) + "[!NOTE]\n" + strings.Repeat(">", 90) + "a\n", ""},
		{"many callouts", strings.Repeat("> [!NOTE]\n\n", 10_000), ""},
		{"many blocks of code", strings.Repeat("```java\n"+strings.Repeat("a b\n", 100)+"```\n", 200), ""},
		{"code of blank lines", "```java\n" + strings.Repeat("\n", 16<<10) + "```\n", ""},
		{"code without an end", "```yaml\n" + strings.Repeat("[", 100<<10), markdown.RuleTooComplex},
	} {
		text := parse(c.src)
		rule := ""
		if len(text.Problems) > 0 {
			rule = text.Problems[0].Rule
		}
		if rule != c.rule {
			t.Errorf("%s: findings %+v, want %q", c.name, text.Problems, c.rule)
		}
		got := shown(text)
		if len(got) > 4<<20 {
			t.Errorf("%s: %d bytes of HTML", c.name, len(got))
		}
		for _, fault := range unsafe(got) {
			t.Errorf("%s: %s", c.name, fault)
		}
	}
}

// A sign of a marked part that stands where nobody sees it, in a footnote that nothing refers to, is a finding: what is
// below it would be shown otherwise. Where it is shown as code it is none, and in a comment neither.
func TestSignsOfMarksInFootnotes(t *testing.T) {
	for text, want := range map[string]int{
		"[^a]: x `\n  :::tlp RED\n  `\n\nbelow\n":                           1,
		"[^a]: x\n\n    ```markdown\n    :::tlp RED\n    ```\n\nbelow\n":    1,
		"[^a]: x\n[^b]: y `\n  :::tlp RED\n `\n\nbelow[^a]\n":               1,
		"y[^a]\n\n[^a]: x `\n  :::tlp RED\n  `\n\nbelow\n":                  0,
		"[^a]: x\n\n    <!--\n    :::tlp RED\n    -->\n\nbelow\n":           0,
		"y[^a]\n\n[^a]: x\n\n    ```markdown\n    :::tlp RED\n    ```\n\nb": 0,
	} {
		if got := parser.Parse(diag.NewLines([]byte(text)), 0).Problems; len(got) != want {
			t.Errorf("%q has %d findings, want %d: %v", text, len(got), want, got)
		}
	}
}
