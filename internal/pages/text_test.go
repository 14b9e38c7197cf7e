package pages

import (
	"strings"
	"testing"

	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/markdown"
	"hindcast/internal/view"
	"hindcast/internal/wording"
)

// filled is the text of an article with a picture beside it.
func filled(t *testing.T, source string) (*site, *incident.File) {
	t.Helper()
	parser := markdown.NewParser(markdown.Limits{
		Source: 1 << 10, HTML: 1 << 16, Cells: 100, Links: 100, Marks: 100, Refs: 100, Headings: 100, Notes: 100,
		Nesting: 100,
	}, incident.BareID)
	article := &incident.Article{
		File: incident.File{Path: "knowledge/a.md", Text: parser.Parse(diag.NewLines([]byte(source)), 0)},
	}
	log := &incident.Log{
		Articles: []*incident.Article{article},
		Assets:   []*incident.File{{Path: "knowledge/p.png"}, {Path: "knowledge/q.png"}},
	}
	return &site{Model: &view.Model{Log: log, Names: log.Names(), Assets: map[string]view.Asset{
		"knowledge/p.png": {Address: "files/1.png", Width: 30, Height: 20}, "knowledge/q.png": {Address: "files/2.png"},
	}}}, &article.File
}

func TestTextFillsIn(t *testing.T) {
	for _, c := range []struct{ source, want string }{
		{"> [!NOTE]\n> a\n", `<p class="callout-title">Hinweis &#34;</p>`},
		{"- [x] a\n", `aria-label="Erledigt"`},
		{"![alt](p.png)\n", `<img src="../files/1.png" alt="alt" width="30" height="20" loading="lazy">`},
		{"![alt](q.png)\n", `<img src="../files/2.png" alt="alt" loading="lazy">`},
		{"```go\nreturn\n```\n", `<code class="language-go"><span class="k">return`},
		{"a[^1]\n\n[^1]: b\n", `<p dir="auto">a<sup id="fn-1-at-1"><a href="#fn-1" role="doc-noteref">1</a></sup></p>`},
	} {
		m, file := filled(t, c.source)
		m.Language = wording.Language{Words: map[string]string{"Note": `Hinweis "`, "Done": "Erledigt"}}
		if got := string(m.text(file, "knowledge/a.html").HTML); !strings.Contains(got, c.want) {
			t.Errorf("%q: %s lacks %s", c.source, got, c.want)
		}
	}
}

// Of a text among others the first paragraph is shown, without footnotes: two of one anchor would be on the page.
func TestOpening(t *testing.T) {
	m, file := filled(t, "## h\n\na[^1] b\n\n[^1]: c\n")
	text, more := m.opening(file, "knowledge/glossary/")
	if got := string(text.HTML); strings.TrimSpace(got) != `<p dir="auto">a b</p>` || more {
		t.Errorf("got %s, more %t", got, more)
	}
}

// Each block of a text runs in the direction of its own words; the time of an event, in whatever direction, does not
// decide for what happened then.
func TestTextHasDirections(t *testing.T) {
	m, file := filled(t, "## عنوان\n\nمرحبا\n\n- a\n\n| x |\n|---|\n| y |\n\n    code\n")
	got := string(m.text(file, "knowledge/x/").HTML)
	for _, want := range []string{
		`dir="auto">عنوان</h2>`, `<p dir="auto">مرحبا</p>`, `<li dir="auto">`, `<th dir="auto">`, `<td dir="auto">`, `<pre tabindex="0">`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s lacks %s", got, want)
		}
	}
}
