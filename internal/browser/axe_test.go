package browser

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// axeFinding is what axe-core found against a rule, and where.
type axeFinding struct {
	ID, Help string
	Practice bool // of good practice only, which WCAG does not ask for
	Nodes    []string
}

// conformance are the tags of the rules that WCAG 2.2 at level AA consists of.
const conformance = `"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"`

// onColour are the rules whose answer depends on the colours of a page, so that a dark page needs them again.
const onColour = `"color-contrast", "link-in-text-block"`

// axe runs rules over the page that is open: those of "tag" or "rule" values.
func (p *tab) axe(kind, values string) []axeFinding {
	p.Helper()
	return ask[[]axeFinding](p, fmt.Sprintf(`axe.run(document, {runOnly: {type: %q, values: [%s]}, resultTypes: ["violations"]}).then(r => r.violations.map(v =>
		({ID: v.id, Help: v.help, Practice: v.tags.includes("best-practice"), Nodes: v.nodes.map(n => n.target.join(" ") + (n.any[0]?.message ? ": " + n.any[0].message : ""))})))`, kind, values))
}

// No page of any type has a finding of axe-core against WCAG 2.2 AA, light or dark, wide or narrow.
func TestAccessibility(t *testing.T) {
	t.Parallel()
	needBrowser(t)
	accessible(t, servedDemo(t).address, DemoPages())
}

// Nor has the site of the documentation, which is made of plain Markdown and lists its pages in its navigation.
func TestAccessibilityOfTheDocumentation(t *testing.T) {
	t.Parallel()
	needBrowser(t)
	dir := filepath.Join(t.TempDir(), "site")
	if code, _, notes := command(t, project, "-C", "docs", "build", "--out", dir); code != 0 {
		t.Fatal(notes)
	}
	accessible(t, static(t, dir, "/docs/"), []Page{
		{"start page", ""},
		{"page", "knowledge/review/"},
		{"page of a folder", "knowledge/reference/record/"},
		{"list", "knowledge/"},
		{"search", "search/?q=audience"},
	})
}

// accessible runs axe over pages of the site at an address.
func accessible(t *testing.T, root string, pages []Page) {
	t.Helper()
	source := read(t, fromNPM(t, "axe-core", "axe.min.js"))
	onEach(t, pages, func(*tab) {}, func(p *tab, page Page) {
		p.settle(root + page.Address)
		ask[bool](p, source+";typeof axe.run === 'function'")
		tags := conformance + `, "best-practice"`
		for _, width := range widths {
			p.size(width, 900)
			where := fmt.Sprintf("%s, %d wide", page.Name, width)
			p.prefer("light")
			p.report(where+", light", p.axe("tag", tags))
			p.prefer("dark")
			p.report(where+", dark", p.axe("rule", onColour))
			tags = conformance // good practice is the same at any width
		}
	})
}

func (p *tab) report(where string, findings []axeFinding) {
	p.Helper()
	for _, f := range findings {
		text := fmt.Sprintf("%s: %s (%s), %d times:\n  %s", where, f.Help, f.ID, len(f.Nodes),
			strings.Join(f.Nodes[:min(3, len(f.Nodes))], "\n  "))
		if f.Practice {
			p.Logf("good practice: %s", text)
		} else {
			p.Error(text)
		}
	}
}

// The test above would see what it looks for: a page with faults has findings of each kind.
func TestAccessibilityFaultsAreSeen(t *testing.T) {
	t.Parallel()
	needBrowser(t)
	source := read(t, fromNPM(t, "axe-core", "axe.min.js"))
	dir := t.TempDir()
	write(t, `<!doctype html><link rel=icon href=data:,><meta http-equiv=Content-Security-Policy content="default-src 'none'; img-src data:; style-src 'self'; require-trusted-types-for 'script'">
		<link rel=stylesheet href=a.css><title>x</title><img src="data:,"><main><h1>Words</h1><p>Grey words</p></main>`, dir, "index.html")
	write(t, `p { color: #777; background: #888 }`, dir, "a.css")
	p := openTab(t)
	p.visit(static(t, dir, "/"))
	ask[bool](p, source+";typeof axe.run === 'function'")
	var got []string
	for _, f := range p.axe("tag", conformance) {
		got = append(got, f.ID)
	}
	if want := []string{"color-contrast", "html-has-lang", "image-alt"}; !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
}
