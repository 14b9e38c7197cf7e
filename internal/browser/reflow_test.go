package browser

import (
	"slices"
	"testing"
)

// crowded is the text that is cut off by what it is in, and what lies over the header of a page
// or over another part of it.
const crowded = `(() => {
	const name = e => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") + (e.getAttribute("class") ? "." + e.getAttribute("class") : "") + " " + e.textContent.trim().replace(/\s+/g, " ").slice(0, 40)
	const seen = e => e.checkVisibility({visibilityProperty: true}) && !e.closest(".hidden, svg, .skip") && e.textContent.trim() !== ""
	const all = [...document.body.querySelectorAll("*")].filter(seen), any = /hidden|clip/
	const cut = all.filter(e => { const s = getComputedStyle(e)
		return s.clipPath === "none" && (any.test(s.overflowX) && e.scrollWidth > e.clientWidth + 1 || any.test(s.overflowY) && e.scrollHeight > e.clientHeight + 1) })
	const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1
	const header = document.querySelector("header.site"), parts = [...header.querySelector(".bar").children].filter(e => e.checkVisibility())
	const box = e => e.getBoundingClientRect()
	const over = [...all.filter(e => !header.contains(e) && !e.contains(header) && meet(box(e), box(header))),
		...parts.filter((e, i) => parts.slice(i + 1).some(f => meet(box(e), box(f))))]
	return {Cut: cut.map(name), Over: over.map(name)}
})()`

// In a window of 320 by 640 CSS pixels, which is one of 1280 at 400 per cent, no page scrolls
// sideways, no text is cut off and nothing lies over the header (WCAG 1.4.10).
func TestReflow(t *testing.T) {
	t.Parallel()
	s := servedDemo(t)
	onEach(t, DemoPages(), func(p *tab) {}, func(p *tab, page Page) {
		p.size(320, 640)
		p.settle(s.address + page.Address)
		p.fits(page.Name, 320)
		got := ask[struct{ Cut, Over []string }](p, crowded)
		if len(got.Cut) > 0 || len(got.Over) > 0 {
			p.Errorf("%s: cut off %.600q, over the header %.600q", page.Name, got.Cut, got.Over)
		}
	})
}

// The test above would see what it looks for.
func TestCrowdedIsSeen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, `<!doctype html><link rel=icon href=data:,><style>header, .bar { height: 3em; display: flex } #b { margin-left: -3em } #c { overflow: hidden; width: 3em } #d { position: absolute; top: 1em; left: 10em }</style>
		<header class=site><div class=bar><span id=a>Words</span><span id=b>Words</span></div></header><p id=c>Incomprehensibilities<p id=d>Late`, dir, "index.html")
	p := openTab(t)
	p.visit(static(t, dir, "/"))
	got := ask[struct{ Cut, Over []string }](p, crowded)
	if want := []string{"p#c Incomprehensibilities"}; !slices.Equal(got.Cut, want) {
		t.Errorf("cut %q, want %q", got.Cut, want)
	}
	if want := []string{"p#d Late", "span#a Words"}; !slices.Equal(got.Over, want) {
		t.Errorf("over %q, want %q", got.Over, want)
	}
}
