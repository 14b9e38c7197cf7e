package markdown_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"hindcast/internal/diag"
	"hindcast/internal/highlight"
	"hindcast/internal/markdown"
)

var parser = markdown.NewParser(
	markdown.Limits{Source: 128 << 10, HTML: 4 << 20, Cells: 100_000, Links: 1000, Marks: 20_000, Refs: 5000, Headings: 500, Notes: 2000, Nesting: 100},
	regexp.MustCompile(`\b[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*-\d{4,}\b`),
)

func parse(s string) markdown.Text { return parser.Parse(diag.NewLines([]byte(s)), 0) }

func everything(string) bool { return true }

// page puts blocks together as a renderer would, with ref:… for every reference.
func page(blocks []markdown.Block, refs []markdown.Ref) string {
	var b strings.Builder
	for _, block := range blocks {
		if block.Level > 0 {
			fmt.Fprintf(&b, "<h%d>", block.Level)
		}
		for _, p := range block.Pieces {
			target := ""
			if p.Part.IsRef() {
				target = html.EscapeString("ref:" + refs[p.Ref].Target)
			}
			switch p.Part {
			case markdown.HTML, markdown.NoteRef:
				b.WriteString(p.HTML)
			case markdown.Words:
				b.WriteString(html.EscapeString(p.Text))
			case markdown.Code:
				b.WriteString(highlight.HTML(p.Language, p.Text))
			case markdown.Whole:
				fmt.Fprintf(&b, `<a href="%s">%s</a>`, target, html.EscapeString(refs[p.Ref].Label))
			case markdown.Open:
				fmt.Fprintf(&b, `<a href="%s">`, target)
			case markdown.Close:
				b.WriteString("</a>")
			case markdown.Image:
				fmt.Fprintf(&b, `<img src="%s" alt="%s">`, target, html.EscapeString(refs[p.Ref].Label))
			}
		}
		if block.Level > 0 {
			fmt.Fprintf(&b, "</h%d>\n", block.Level)
		}
	}
	return b.String()
}

// allowed is every element that a text may become, with its attributes.
var allowed = map[string][]string{
	"html": {}, "head": {}, "body": {}, "p": {"class"}, "br": {}, "hr": {}, "em": {}, "strong": {}, "del": {}, "pre": {}, "code": {"class"}, "span": {"class"},
	"h1": {}, "h2": {}, "h3": {}, "h4": {}, "h5": {}, "h6": {}, "ul": {}, "ol": {"start"}, "li": {"id"}, "blockquote": {}, "sup": {"id"},
	"table": {}, "thead": {}, "tbody": {}, "tr": {}, "th": {"align"}, "td": {"align"}, "div": {"class", "tabindex", "role", "aria-label"},
	"a": {"href", "title", "role", "aria-label"}, "img": {"src", "alt", "title"}, "input": {"type", "checked", "disabled", "aria-label"},
	"sub": {}, "kbd": {}, "details": {}, "summary": {}, "aside": {"class", "role"}, "section": {"class", "role", "aria-label"}, "figure": {"class"}, "figcaption": {},
}

// unsafe lists what in a piece of HTML, as a browser reads it, is not allowed.
func unsafe(source string) []string {
	doc, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return []string{err.Error()}
	}
	var faults []string
	ids, ways := map[string]bool{}, []string(nil)
	for n := range doc.Descendants() {
		if n.Type == html.CommentNode || n.Type == html.DoctypeNode {
			faults = append(faults, fmt.Sprintf("comment or doctype %q", n.Data))
		}
		if n.Type != html.ElementNode {
			continue
		}
		attributes, known := allowed[n.Data]
		if !known || n.Namespace != "" {
			faults = append(faults, "element "+n.Data)
		}
		for _, a := range n.Attr {
			if !slices.Contains(attributes, a.Key) {
				faults = append(faults, fmt.Sprintf("attribute %s of %s", a.Key, n.Data))
			}
			if a.Key == "id" && (ids[a.Val] || !strings.HasPrefix(a.Val, markdown.NotePrefix)) {
				faults = append(faults, fmt.Sprintf("id %q, which is there twice or not a footnote's", a.Val))
			}
			ids[a.Val] = ids[a.Val] || a.Key == "id"
			if way, found := strings.CutPrefix(a.Val, "#"+markdown.NotePrefix); found && a.Key == "href" {
				ways = append(ways, markdown.NotePrefix+way)
			}
			if (a.Key == "href" || a.Key == "src") && !safeAddress(n.Data, a.Val) {
				faults = append(faults, fmt.Sprintf("address %q of %s", a.Val, n.Data))
			}
		}
	}
	for _, way := range ways {
		if !ids[way] {
			faults = append(faults, "a way to "+way+", which is not there")
		}
	}
	return faults
}

func safeAddress(element, address string) bool {
	u, err := url.Parse(strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, address))
	switch {
	case strings.HasPrefix(address, "ref:"), strings.HasPrefix(address, "#"+markdown.AnchorPrefix),
		strings.HasPrefix(address, "#"+markdown.NotePrefix):
		return true
	case err != nil:
		return regexp.MustCompile(`^(?i:https?|mailto):`).MatchString(address)
	}
	return element == "a" && slices.Contains([]string{"http", "https", "mailto"}, u.Scheme)
}

// code is the text of all code in a piece of HTML.
func code(source string) string {
	doc, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return ""
	}
	var b strings.Builder
	for n := range doc.Descendants() {
		if n.Data != "code" {
			continue
		}
		for inner := range n.Descendants() {
			if inner.Type == html.TextNode {
				b.WriteString(inner.Data)
			}
		}
	}
	return b.String()
}

func TestFences(t *testing.T) {
	for _, c := range []struct {
		name, src, shown string
		marks            []string
	}{
		{"between paragraphs", "before\n\n:::tlp AMBER\nsecret\n:::\n\nafter\n", "before after", []string{"AMBER"}},
		{"without blank lines", "before\n:::tlp AMBER\nsecret\n:::\nafter\n", "before after", []string{"AMBER"}},
		{"at the start and the end", ":::tlp RED\nsecret\n:::", "", []string{"RED"}},
		{"with spaces and CRLF", "before\r\n::: tlp  RED \r\nsecret\r\n::: \r\nafter\r\n", "before after", []string{"RED"}},
		{"two of different marks", ":::tlp GREEN\nsecret\n:::\nbetween\n:::tlp RED\nsecret\n:::\n", "between", []string{"GREEN", "RED"}},
		{"nothing in it", "before\n:::tlp RED\n:::\nafter\n", "before after", nil},
		{"between list items", "- one\n\n:::tlp RED\n- secret\n:::\n- two\n", "one two", []string{"RED"}},
		{"after a list item", "- one\n\n  two\n:::tlp RED\nsecret\n:::\n", "one two", []string{"RED"}},
		{"after a quote", "> before\n\n:::tlp RED\nsecret\n:::\nafter\n", "before after", []string{"RED"}},
		{"amid a table", "| a |\n|---|\n\n:::tlp RED\n| secret |\n:::\n| c |\n", "a | c |", []string{"RED"}},
		{"under a heading of its own", "## One\n:::tlp RED\n## Secret heading\nsecret\n:::\n## Two\n", "One Two", []string{"RED", "RED"}},
		{"a code block in it that shows a fence", ":::tlp RED\n```\n:::\nsecret\n```\n:::\nafter\n", "after", []string{"RED"}},
		{"tildes with a backtick in it", ":::tlp RED\n~~~ a`b\n:::\nsecret\n~~~\n:::\nafter\n", "after", []string{"RED"}},
		{"a code block in a list item in it", ":::tlp RED\n- ```\n  :::\n  secret\n  ```\n:::\nafter\n", "after", []string{"RED"}},
		{"a code block that is not closed", "before\n:::tlp RED\n```\nsecret\n:::\nafter\n", "before after", []string{"RED"}},
		{"a fence shown in a code block", "```markdown\n:::tlp RED\nno secret\n:::\n```\n", ":::tlp RED no secret :::", nil},
		{"a fence shown in a comment", "before\n\n<!-- mark a part with\n:::tlp AMBER\nso\n:::\n-->\nafter\n", "before after", nil},
		{"a fence named in code", "Write `:::tlp AMBER` on a line.\n", "Write :::tlp AMBER on a line.", nil},
		{"a code block behind a comment", "<!--\n```\n-->\n:::tlp RED\nsecret\n:::\n<!--\n```\n-->\nafter\n", "after", []string{"RED"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := parse(c.src)
			for _, p := range text.Problems {
				t.Errorf("finding %s: %s", p.Rule, p.Message)
			}
			var marks []string
			for _, b := range text.Blocks {
				if b.Mark != "" {
					marks = append(marks, b.Mark)
				}
			}
			if !slices.Equal(marks, c.marks) {
				t.Errorf("marks %q, want %q", marks, c.marks)
			}
			kept := text.Without(everything)
			if shown := strings.Join(strings.Fields(kept.Plain()), " "); shown != c.shown {
				t.Errorf("shown %q, want %q", shown, c.shown)
			}
			if all := fmt.Sprintf("%+v", kept); strings.Contains(strings.ReplaceAll(strings.ToLower(all), "no secret", ""),
				"secret") {
				t.Errorf("the withheld text is left in %s", all)
			}
		})
	}
}

// Whatever a fence holds leaves no trace where its mark is withheld, and is where it is not.
func TestFencesHoldReferencesAndEvents(t *testing.T) {
	text := parse(`## Timeline
- 2026-03-02T09:25Z — Alarm [[open-article]]

:::tlp AMBER
- 2026-03-02T09:30Z — secret event with [[secret-article|secret label]], INC-2026-0666, [secret file](secret.md#secret) and ![secret picture](secret.png)
:::
- 2026-03-02T09:40Z — Call
`)
	if len(text.Events) != 3 || len(text.Refs) != 5 || len(text.Problems) != 0 {
		t.Fatalf("%d events, %d references, %d problems; want 3, 5 and none",
			len(text.Events), len(text.Refs), len(text.Problems))
	}
	kept := text.Without(func(mark string) bool { return mark == "AMBER" })
	all := fmt.Sprintf("%+v", kept)
	if strings.Contains(all, "secret") || strings.Contains(all, "0666") {
		t.Errorf("the withheld text is left in %s", all)
	}
	if len(kept.Events) != 2 || len(kept.Refs) != 1 {
		t.Errorf("%d events and %d references are left; want 2 and 1", len(kept.Events), len(kept.Refs))
	}
	if last := kept.Events[1].Span.Start; last.Line != 7 || last != text.Events[2].Span.Start {
		t.Errorf("the last event stands in line %d; want 7, as in the file", last.Line)
	}
	if again := text.Without(func(mark string) bool {
		return mark == "RED"
	}); fmt.Sprintf("%+v", again) != fmt.Sprintf("%+v", text) {
		t.Error("a fence whose mark is not withheld was changed, or the first call changed the text")
	}
}

func TestFenceProblems(t *testing.T) {
	const stray, nothing = "a mark that is not read", "::: closes nothing"
	const torn, within = "a marked part inside of a list, quote or table", "a mark within code is not read"
	for _, c := range []struct{ name, src, want string }{ // want: line and message, joined by |
		{"never closed", "a\n:::tlp RED\nsecret\n", "2 the part marked RED is never closed"},
		{"never closed before a code block", ":::tlp RED\n```\n:::\n```\n", "1 the part marked RED is never closed"},
		{"one in another", ":::tlp RED\n:::tlp AMBER\nsecret\n:::\n", "2 a marked part inside another"},
		{"closed twice", ":::tlp RED\nsecret\n:::\n:::\n", "4 " + nothing},
		{"closed only", "a\n\n:::\n", "3 " + nothing},
		{"in a list item", "- :::tlp RED\n", "1 " + stray},
		{"between list items", "- one\n:::tlp RED\n- secret\n:::\n- two\n", "2 " + torn},
		{"after a line of a list item", "- one\n  goes on\n:::tlp RED\nsecret\n:::\n", "3 " + torn},
		{"between lines of a quote", "> one\n:::tlp RED\n> secret\n:::\n> two\n", "2 " + torn},
		{"between rows of a table", "| a |\n|---|\n:::tlp RED\n| secret |\n:::\n| c |\n", "3 " + torn},
		{"between rows without pipes around", "a | b\n--|--\n:::tlp RED\nsecret | x\n:::\n", "3 " + torn},
		{"indented", "a\n\n :::tlp RED\nsecret\n :::\n", "3 " + stray + "|5 " + nothing},
		{"in capitals", ":::TLP RED\nsecret\n:::\n", "3 " + nothing + "|1 " + stray},
		{"in capitals to the end", "a\n\n:::Tlp AMBER\nsecret\n", "3 " + stray},
		{"in braces", ":::{tlp=RED}\nsecret\n", "1 " + stray},
		{"with four colons", "::::tlp RED\nsecret\n::::\n", "1 " + stray + "|3 " + nothing},
		{"with wide colons", "：：：tlp RED\nsecret\n：：：\n", "1 " + stray + "|3 " + nothing},
		{"behind an invisible sign", "\u200b:::tlp RED\nsecret\n", "1 " + stray},
		{"with a hyphen", ":::tlp-RED\nsecret\n", "1 " + stray},
		{"in code", "```\nshown\n:::tlp RED\nsecret\n:::\n```\n", "3 " + within},
		{"in code between words", "```\nhint: put it between :::tlp and :::\n:::tlp RED\n```\n", "3 " + within},
		{"in indented code", "a\n\n    :::tlp RED\n    secret\n    :::\n", "3 " + within},
		{"in code behind a tab", "\t:::TLP RED\n\tsecret\n", "1 " + within},
		{"in code of a quote", "> ```\n> :::tlp RED\n> secret\n> ```\n", "2 " + within},
		{"indented in a list item", "1. a\n\n    :::tlp RED\n    secret\n    :::\n", "3 " + stray + "|5 " + nothing},
		{"in a quote", "> :::tlp RED\n> secret\n> :::\n", "1 " + stray},
		{"behind words", "a :::tlp RED\n", "1 " + stray},
		{"with words behind", ":::tlp RED and more\nsecret\n", "1 " + stray},
		{"without a mark", ":::tlp\nsecret\n", "1 " + stray},
		{"in a table", "| a |\n|---|\n| :::tlp RED |\n", "3 " + stray},
		{"in a heading", "## a :::tlp RED\n", "1 " + stray},
		{"in raw HTML", "<div>\n:::tlp RED x\n</div>\n", "2 " + stray},
		{"in a comment that is never closed", "<div>\n<!--\n    :::tlp RED\nsecret\n", "3 " + stray},
		{"behind a comment", "<!-- a --> :::tlp RED\n", "1 " + stray},
		{"in a list item of a fence", ":::tlp RED\n- :::tlp AMBER\n:::\n", "2 " + stray},
		// The parser ends these code blocks sooner than their own lines do.
		{"amid indented code", "    ```\n:::tlp RED\nsecret\n:::\n    ```\n", "2 " + stray + "|4 " + nothing},
		{"after code of a list item", "-\n  ```\n  code\n\n:::tlp RED\nsecret\n:::\n\n```\ncode\n```\n", "5 " + stray + "|7 " + nothing},
		{"after a close that is none", "```\n    ```\n```\n:::tlp RED\nsecret\n:::\n```\n", "4 " + stray + "|6 " + nothing},
	} {
		t.Run(c.name, func(t *testing.T) {
			problems := parse(c.src).Problems
			wants := strings.Split(c.want, "|")
			if len(problems) != len(wants) {
				t.Fatalf("findings %+v, want %q", problems, wants)
			}
			for i, p := range problems {
				if got := fmt.Sprintf("%d %s", p.Span.Start.Line, p.Message); p.Rule != markdown.RuleFence || !strings.Contains(got, wants[i]) {
					t.Errorf("finding %s, want %s", got, wants[i])
				}
				line := strings.Split(c.src, "\n")[p.Span.Start.Line-1]
				if p.Text != line || c.src[p.Span.Start.Offset:p.Span.End.Offset] != line {
					t.Errorf("the finding is about %q at %v, want the line %q", p.Text, p.Span, line)
				}
			}
		})
	}
}

// A link reference definition inside of a fence is not usable outside of it; one outside is inside.
func TestFencesKeepDefinitions(t *testing.T) {
	text := parse("[open] [secret]\n\n[open]: https://example.org/open\n\n:::tlp RED\n[open] [secret]\n\n[secret]: https://example.org/hidden\n:::\n\n:::tlp AMBER\n[secret]\n:::\n")
	shown := page(text.Without(everything).Blocks, text.Refs)
	if strings.Contains(shown, "hidden") || !strings.Contains(shown, "example.org/open") {
		t.Errorf("outside of the fence: %s", shown)
	}
	within := page(text.Without(func(mark string) bool { return mark == "AMBER" }).Blocks, text.Refs)
	if strings.Count(within, "example.org/open") != 2 || strings.Count(within, "hidden") != 1 {
		t.Errorf("inside of the fence: %s", within)
	}
	if other := page(text.Without(func(mark string) bool { return mark == "RED" }).Blocks, text.Refs); strings.Contains(other, "hidden") {
		t.Errorf("in another fence: %s", other)
	}
}

var formNames = [...]string{markdown.Wiki: "wiki", markdown.Bare: "bare", markdown.Path: "path", markdown.Picture: "picture"}

// A reference is written as its form, target, anchor and label; « and » mark where it stands.
func TestReferences(t *testing.T) {
	for _, c := range []struct {
		src  string
		want []string
	}{
		{"See «[[INC-2026-0001]]».", []string{"wiki INC-2026-0001  "}},
		{"«[[ slug | its label ]]»", []string{"wiki slug  its label"}},
		{"«[[a]]»«[[b]]»", []string{"wiki a  ", "wiki b  "}},
		{"- *«[[a]]»* in a list and **bold**", []string{"wiki a  "}},
		{"## Heading «[[a]]»", []string{"wiki a  "}},
		{"| h |\n|---|\n| «[[a\\|label]]» and «[[b]]» |\n", []string{"wiki a  label", "wiki b  "}},
		{"`[[a]]` and\n\n    [[b]]\n\n```\n[[c]] INC-2026-0001\n```\n", nil},
		{"«[text](x.md)» but [[[a]] in text](https://example.org)", []string{"path x.md  "}},
		{"[[]] [[ ]] [[a\nb]] [[a[b]]", nil},

		{"It was «INC-2026-0001».", []string{"bare INC-2026-0001  "}},
		{"«INC-2026-0001»: (see «AIID-0004»), «INC-2026-0002»!", []string{"bare INC-2026-0001  ", "bare AIID-0004  ", "bare INC-2026-0002  "}},
		{"“«INC-2026-0001»” — «INC-2026-0002»—«INC-2026-0003»…", []string{"bare INC-2026-0001  ", "bare INC-2026-0002  ", "bare INC-2026-0003  "}},
		{"事案«INC-2026-0001»を参照", []string{"bare INC-2026-0001  "}},
		{"Line one «INC-2026-0001»\n«INC-2026-0002» line two", []string{"bare INC-2026-0001  ", "bare INC-2026-0002  "}},
		{"INC-2026-0001-slug INC-2026-0001.md x/INC-2026-0001 INC-2026-0001/x a_INC-2026-0001 INC-2026-0001@x inc-2026-0001", nil},
		{"`INC-2026-0001` <https://example.org/INC-2026-0001> https://example.org/INC-2026-0002", nil},
		{"[INC-2026-0001](https://example.org) ![INC-2026-0001](https://example.org/p.png)", nil},

		{"«[text](other.md)»", []string{"path other.md  "}},
		{"«[text](../2025/a%20b.md#part \"title\")»", []string{"path ../2025/a b.md part "}},
		{"«[a (b) \\] c](x(1).md)» and (d)", []string{"path x(1).md  "}},
		{"«[a](b\\_c&amp;d.md)» «[e](<f g.md>)»", []string{"path b_c&d.md  ", "path f g.md  "}},
		{"«[a][r]» «[r]» (and)\n\n[r]: r.md#x\n", []string{"path r.md x ", "path r.md x "}},
		{"[«[x](y.md)»", []string{"path y.md  "}},
		{"_«INC-2026-0001»_ **«INC-2026-0002»** but __x_INC-2026-0003_y__", []string{"bare INC-2026-0001  ", "bare INC-2026-0002  "}},
		{"«![alt *text*](p.png)»", []string{"picture p.png  alt text"}},
		{"[![alt](p.png)](x.md)", []string{"path x.md  ", "picture p.png  alt"}},
		{"[here](#lessons) [mail](mailto:a@example.org) [web](https://example.org)", nil},
	} {
		t.Run(c.src, func(t *testing.T) {
			clean, spans := c.src, []string(nil)
			for strings.Contains(clean, "«") {
				start := strings.Index(clean, "«")
				clean = strings.Replace(clean, "«", "", 1)
				end := strings.Index(clean, "»")
				clean = strings.Replace(clean, "»", "", 1)
				spans = append(spans, fmt.Sprintf("%d to %d", start, end))
			}
			text := parse(clean)
			var got, at []string
			for _, r := range text.Refs {
				got = append(got, fmt.Sprintf("%s %s %s %s", formNames[r.Form], r.Target, r.Anchor, r.Label))
				at = append(at, fmt.Sprintf("%d to %d", r.Span.Start.Offset, r.Span.End.Offset))
			}
			if !slices.Equal(got, c.want) || len(text.Problems) > 0 {
				t.Fatalf("references %q, want %q; problems %v", got, c.want, text.Problems)
			}
			if spans != nil && !slices.Equal(at, spans) {
				t.Errorf("they stand at %q, want %q", at, spans)
			}
		})
	}
}

func TestUnsafeLinks(t *testing.T) {
	for _, address := range []string{
		"javascript:alert(1)", "JaVaScript:alert(1)", "vbscript:x", "VBSCRIPT:x", "data:text/html,x", "DATA:image/png;base64,x", "blob:https://example.org/x",
		"file:///etc/passwd", "about:blank", "ftp://example.org", "view-source:x", "//example.org/x", "java&Tab;script:alert(1)", "java&#x0A;script:alert(1)",
		"&#1;javascript:alert(1)", "javascript&colon;alert(1)", "&#106;avascript:alert(1)", "&#x6A;&#x61;vascript&#58;alert(1)", "java\\script:alert(1)", "javascript\\:alert(1)",
		"https\x1c://example.org", "<https\x1c:x>", "<java\tscript:alert(1)>", "<\x01javascript:alert(1)>", "< javascript:alert(1)>",
		"https:example.org", "http:/example.org", "http:///example.org", "http:\\/\\example.org", "http:/\\example.org", "https://", "https://?x", "https://example.org@example.com/", "https://a:b@example.com", "https://example.org\\@example.com",
		"https://[::1", "https://example.org%2f@example.com", "http&colon;/\\example.org",
	} {
		for _, form := range []string{"[text](%s)", "![text](%s)", "[text][r]\n\n[r]: %s\n", "| a |\n|---|\n| [text](%s) |\n", "- > [text](%s)", "## [text](%s)"} {
			src := fmt.Sprintf(form, address)
			t.Run(src, func(t *testing.T) {
				text := parse(src)
				shown := page(text.Blocks, text.Refs)
				for _, fault := range unsafe(shown) {
					t.Errorf("%s in %s", fault, shown)
				}
				if len(text.Problems) != 1 && !strings.Contains(address, "\\s") || len(text.Problems) > 0 && text.Problems[0].Rule != markdown.RuleUnsafeLink {
					t.Errorf("want one finding of %s, got %+v", markdown.RuleUnsafeLink, text.Problems)
				}
			})
		}
		if shown := page(parse("<"+strings.Trim(address, "<>")+">").Blocks, nil); len(unsafe(shown)) > 0 {
			t.Errorf("%s in <…>: %s", address, shown)
		}
	}
}

func TestHTML(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"raw HTML is shown", "<details>\n<script>alert(1)</script>\n</details>", "<pre>&lt;details&gt;\n&lt;script&gt;alert(1)&lt;/script&gt;\n&lt;/details&gt;</pre>"},
		{"raw HTML in a line is shown", "a <b onclick=x>c</b>", "<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>"},
		{"an unclosed script is shown", "<script>\nalert(1)\n\nmore", "<pre>&lt;script&gt;\nalert(1)\n\nmore</pre>"},
		{"comments are dropped", "a\n\n<!-- hint\n\nhint -->\n\nb", "<p>a</p>\n<p>b</p>"},
		{"a comment in a line is dropped", "a<!-- hint -->b", "<p>ab</p>"},
		{"an unclosed comment is dropped", "a\n\n<!-- hint\n\nb", "<p>a</p>"},
		{"what follows a comment is shown", "<!-- a --> <i>b</i>", "<pre>&lt;i&gt;b&lt;/i&gt;</pre>"},
		{"a processing instruction is shown", "<?php x ?>", "<pre>&lt;?php x ?&gt;</pre>"},
		{"entities stay text", "&lt;script&gt; &#60;b&#62; &amp;lt;", "<p>&lt;script&gt; &lt;b&gt; &amp;lt;</p>"},
		{"code is escaped", "`<b>`\n\n```html\n<script>\n```", "<p><code>&lt;b&gt;</code></p>\n<pre><code class=\"language-html\">&lt;<span class=\"n\">script</span>&gt;\n</code></pre>"},
		{"an info string can't leave its attribute", "```\"><script>\nx\n```", "<pre><code class=\"language-&quot;&gt;&lt;script&gt;\">x\n</code></pre>"},
		{"a title can't leave its attribute", "[a](https://example.org '\"><script>')", "<p><a href=\"https://example.org\" title=\"&quot;&gt;&lt;script&gt;\">a</a></p>"},
		{"anchors have their prefix", "[a](#top)", "<p><a href=\"#s-top\">a</a></p>"},
		{"a picture from afar becomes a link", "![alt](https://example.org/p.png) ![](https://example.org/q.png)", "<p><a href=\"https://example.org/p.png\">alt</a> <a href=\"https://example.org/q.png\">https://example.org/q.png</a></p>"},
		{"a picture from afar in a link is its text", "[![alt](https://example.org/p.png)](https://example.org)", "<p><a href=\"https://example.org\">alt</a></p>"},
		{"a link that is refused leaves its text", "[*a* b](javascript:x)", "<p><em>a</em> b</p>"},
		{"addresses become links", "https://example.org/a_b_c and <a@example.org>", "<p><a href=\"https://example.org/a_b_c\">https://example.org/a_b_c</a> and <a href=\"mailto:a@example.org\">a@example.org</a></p>"},
		{"tables have no style", "| a |\n|:-:|\n| b |", "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"Table: a\">\n<table>\n<thead>\n<tr>\n<th align=\"center\">a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td align=\"center\">b</td>\n</tr>\n</tbody>\n</table>\n</div>"},
		{"tasks", "- [x] a\n- [ ] b", "<ul>\n<li><input type=\"checkbox\" disabled checked aria-label=\"Done\"> a</li>\n<li><input type=\"checkbox\" disabled aria-label=\"To do\"> b</li>\n</ul>"},
		{"headings hold no element of their own", "## A `b` *c*", "<h2>A <code>b</code> <em>c</em></h2>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := parse(c.src)
			got := strings.TrimSpace(page(text.Blocks, text.Refs))
			if got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
			for _, fault := range unsafe(got) {
				t.Error(fault)
			}
		})
	}
}

func TestSections(t *testing.T) {
	text := parse("intro\n\n# Title\n\n## What happened\n\n<!-- hint -->\n\n## Impact\n### Detail\n\n## Response\n![p](p.png)\n\nAnalysis & `more`\n---\ntext\n\n> ## Lessons\n\n## Code\n```\nx\n```\n## End\n***\n")
	var got []string
	for _, s := range text.Sections() {
		got = append(got, fmt.Sprintf("%d %s %v", s.Span.Start.Line, s.Title, s.Empty()))
	}
	want := []string{"0  false", "5 What happened true", "9 Impact true", "12 Response false", "15 Analysis & more false", "21 Code false", "25 End true"}
	if !slices.Equal(got, want) {
		t.Errorf("sections %q, want %q", got, want)
	}
}

func TestHeadingsAndPlainText(t *testing.T) {
	for _, c := range []struct {
		src, plain string
		level      int
	}{
		{"# One", "One", 1},
		{"###### Six ##", "Six", 6},
		{"####### seven", "####### seven", 0},
		{"Q&amp;A \\*x\\*\n==", "Q&A *x*", 1},
		{"## `a\\_b` [[id|label]] [text](x.md)", "a\\_b label text", 2},
		{"##", "", 2},
		{"#no", "#no", 0},
		{"a  \nb\nc", "a b c", 0},
		{"- a\n- b\n  - c", "a\nb\nc", 0},
		{"| a | b |\n|---|---|\n| c | d |", "a\tb\nc\td", 0},
		{"<details>\n<!-- hint -->\ntext\n</details>", "text", 0},
		{"![alt](p.png) &mdash; <b>x</b>", "alt — x", 0},
		{"```\na\nb\n```", "a\nb", 0},
	} {
		t.Run(c.src, func(t *testing.T) {
			blocks := parse(c.src).Blocks
			if len(blocks) != 1 || blocks[0].Plain != c.plain || blocks[0].Level != c.level {
				t.Errorf("got %+v, want %q of level %d", blocks, c.plain, c.level)
			}
		})
	}
}

func TestSlug(t *testing.T) {
	for title, want := range map[string]string{
		"What happened": "what-happened", "  A, b & C!  ": "a-b-c", "Nobody's fault": "nobodys-fault", "Äußere Wirkung": "äußere-wirkung", "影響 2": "影響-2", "***": "section", "": "section",
	} {
		if got := markdown.Slug(title); got != want {
			t.Errorf("the slug of %q is %q, want %q", title, got, want)
		}
	}
}

func TestEvents(t *testing.T) {
	text := parse(`- 2026-01-01 — before any heading

## Timeline

- 2026-03-02T09:25Z — Alarm; *first* complaint
- 2026-03-02T09:25:30.5+01:00: with seconds
- 10:00 Call
- 11:00:05 with seconds
- 2026-03-02 12:00 – without T
- 2026-03 month
- 2026-03-02T13:00 no zone
- no time here
- 12 people
- [ ] 14:00 task
1. 15:00 - numbered
   - 15:30 nested

## Response

* 16:00 other section
`)
	want := []string{
		" 2026-01-01|before any heading", "Timeline 2026-03-02T09:25Z|Alarm; first complaint", "Timeline 2026-03-02T09:25:30.5+01:00|with seconds",
		"Timeline 10:00|Call", "Timeline 11:00:05|with seconds", "Timeline 2026-03-02 12:00|without T", "Timeline 2026-03|month", "Timeline 2026-03-02T13:00|no zone",
		"Timeline 15:00|numbered", "Timeline 15:30|nested", "Response 16:00|other section",
	}
	var got []string
	for _, e := range text.Events {
		got = append(got, e.Under+" "+e.When+"|"+e.Plain)
		if width := e.Span.End.Offset - e.Span.Start.Offset; width != len(e.When) {
			t.Errorf("the span of %s has %d bytes", e.When, width)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("events\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// The text of an event is all that follows its time, without markup: in an item its further paragraphs, in a row of a
// table the further cells. Events within it have their own.
func TestEventTexts(t *testing.T) {
	text := parse(`## Timeline

- 09:25 *Alarm* of [[fraud-scoring]] at \[desk\], see
  [the log](https://example.org/)

  A second paragraph with ` + "`code`" + `.
  - 09:30 nested
- **10:00:** call

| Time | What | Who |
|---|---|---|
| 11:00 | Rolled \| back | ml-oncall |
`)
	want := []string{
		"Alarm of fraud-scoring at [desk], see the log\nA second paragraph with code.", "nested", "call", "Rolled | back\tml-oncall",
	}
	var got []string
	for _, e := range text.Events {
		got = append(got, e.Plain)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct{ name, src, rule string }{
		{"too long", strings.Repeat("word ", 128<<10/5+1), markdown.RuleTooLarge},
		{"a NUL", "a\x00b", markdown.RuleTooComplex},
		{"brackets", strings.Repeat("[](", 1100), markdown.RuleTooComplex},
		{"a wide row", "|" + strings.Repeat("a|", 1000) + "\n|" + strings.Repeat("-|", 1000) + "\n" + strings.Repeat("|\n", 200), markdown.RuleTooComplex},
		{"emphasis", strings.Repeat("*a_", 40_000), markdown.RuleTooComplex},
		{"emphasis in emphasis", "a" + strings.Repeat("*", 2000) + "b" + strings.Repeat("*", 2000), markdown.RuleTooComplex},
		{"quotes in quotes", strings.Repeat(">", 1000), markdown.RuleTooComplex},
		{"lists in lists", strings.Repeat("- ", 1000), markdown.RuleTooComplex},
		{"numbered lists in quotes", strings.Repeat("> 1. ", 1000), markdown.RuleTooComplex},
		{"much HTML", "[r]: https://example.org/" + strings.Repeat("x", 60_000) + "\n\n" + strings.Repeat("[r]\n\n", 200), markdown.RuleTooComplex},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := parse(c.src)
			if len(text.Problems) != 1 || text.Problems[0].Rule != c.rule || text.Problems[0].Message == "" {
				t.Errorf("want one finding of %s, got %+v", c.rule, text.Problems)
			}
			if len(text.Blocks) != 0 {
				t.Errorf("%d blocks are left of a text that was refused", len(text.Blocks))
			}
		})
	}
}

// What is unusual and right is not refused.
func TestNotRefused(t *testing.T) {
	for name, src := range map[string]string{
		"a long rule": strings.Repeat("-", 500) + "\n\n" + strings.Repeat("* ", 40), "many lists": strings.Repeat("- a\n", 5000), "digits": strings.Repeat("1234567890", 50),
		"a long table": "| a | b |\n|---|---|\n" + strings.Repeat("| snake_case_word | [x](https://example.org) |\n\n", 300), "many paragraphs": strings.Repeat("*a* [[b]]\n\n", 3000),
	} {
		if text := parse(src); len(text.Problems) != 0 || len(text.Blocks) == 0 {
			t.Errorf("%s: %d blocks, problems %v", name, len(text.Blocks), text.Problems)
		}
	}
}

const vectors = "../../../shared/data/security"

// vector is one attack out of public collections, which are read where they lie and never copied.
func readVectors(t *testing.T) []string {
	var list []string
	read := func(file, key string) {
		raw, err := os.ReadFile(filepath.Join(vectors, file))
		if err != nil {
			t.Skipf("the script-injection vectors are not here (%s): nothing was tried", filepath.Join(vectors, file))
		}
		var items []map[string]any
		if err := json.Unmarshal(raw, &items); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, item := range items {
			if s, ok := item[key].(string); ok {
				list = append(list, s)
			}
		}
	}
	read("dompurify/expect.json", "payload")
	read("html5sec/items.json", "data")
	read("commonmark/spec.json", "markdown")
	raw, err := os.ReadFile(filepath.Join(vectors, "html5sec/vectors.txt"))
	if err != nil {
		t.Skipf("the html5sec vectors are not here: nothing was tried")
	}
	return append(list, strings.Split(string(raw), "<div id=")...)
}

// No attack becomes an element, an attribute or an address that could run a script, wherever in a
// text it stands.
func TestVectors(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	list := readVectors(t)
	if len(list) < 500 {
		t.Fatalf("only %d vectors were read", len(list))
	}
	oneLine := strings.NewReplacer("\n", " ", "\r", " ", "\x00", "")
	for i, v := range list {
		one := oneLine.Replace(v)
		for _, src := range []string{
			strings.ReplaceAll(v, "\x00", ""), "text " + one, "[text](<" + one + ">)", "[text](" + one + ")", "![" + one + "](" + one + ")", "[" + one + "](https://example.org \"" + one + "\")",
			"<" + one + ">", "[[" + one + "]]", "[[a|" + one + "]]", "| a |\n|---|\n| " + one + " |\n", "- " + one, "## " + one, "`" + one + "`", "```" + one + "\n" + v + "\n```\n",
			":::tlp AMBER\n" + v + "\n:::\n", "[r]\n\n[r]: " + one + "\n", "[r]\n\n[r]: <" + one + "> '" + one + "'\n",
		} {
			text := parse(src)
			for _, fault := range unsafe(page(text.Blocks, text.Refs)) {
				t.Errorf("vector %d: %s from %q", i, fault, src)
			}
		}
	}
}
