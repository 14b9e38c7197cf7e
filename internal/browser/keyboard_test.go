package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// watchFocus writes down where the keyboard gets to: what can be reached, what was, and what went
// there without being seen. The look of each element before it has the focus is compared with that
// which it has then.
const watchFocus = `(() => {
	const name = e => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") + (e.getAttribute("class") ? "." + e.getAttribute("class") : "") + " " + (e.getAttribute("aria-label") ?? e.textContent).trim().replace(/\s+/g, " ").slice(0, 40)
	const look = e => { const s = getComputedStyle(e); return [s.outlineStyle === "none" ? "" : s.outline, s.boxShadow, s.backgroundColor, s.borderColor, s.opacity].join() }
	const scrolls = e => { const s = getComputedStyle(e), any = /auto|scroll/
		return any.test(s.overflowX) && e.scrollWidth > e.clientWidth + 1 || any.test(s.overflowY) && e.scrollHeight > e.clientHeight + 1 }
	const seen = e => e.checkVisibility({visibilityProperty: true})
	const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter(e => e.tabIndex >= 0 && !e.disabled && seen(e))
	const regions = [...document.querySelectorAll("body *")].filter(e => seen(e) && scrolls(e) && !all.includes(e) && !all.some(f => e.contains(f)))
	document.activeElement.blur() // an element that has the focus already has no look before it
	const before = new Map(all.map(e => [e, look(e)])), reached = new Set(), plain = new Set(), outside = new Set()
	addEventListener("keyup", event => {
		const e = document.activeElement
		if (event.key !== "Tab" || !before.has(e)) return
		reached.add(e)
		if (look(e) === before.get(e)) plain.add(name(e))
		const r = e.getBoundingClientRect()
		if (r.bottom <= 0 || r.right <= 0 || r.top >= innerHeight || r.left >= innerWidth) outside.add(name(e))
	}, true)
	window.keyboard = () => ({Missed: all.filter(e => !reached.has(e)).map(name), Plain: [...plain], Outside: [...outside], Regions: regions.map(name)})
	return all.length
})()`

// Tab reaches every link, button, field and scrollable region of every type of page, shows where it
// is, and goes on from there.
func TestKeyboard(t *testing.T) {
	t.Parallel()
	s := servedDemo(t)
	onEach(t, DemoPages(), func(*tab) {}, func(p *tab, page Page) {
		p.settle(s.address + page.Address)
		stops, got := walk(p)
		if len(got.Outside) > 0 { // what came meanwhile moved the page under the focus; now it is there
			stops, got = walk(p)
		}
		if stops < 3 {
			p.Errorf("%s: only %d stops of the keyboard", page.Name, stops)
		}
		for what, list := range map[string][]string{
			"is not reached": got.Missed, "does not show its focus": got.Plain,
			"is out of sight when it has the focus": got.Outside, "scrolls and has no stop": got.Regions,
		} {
			if len(list) > 0 {
				p.Errorf("%s: %d of %d: %s: %.600q", page.Name, len(list), stops, what, list)
			}
		}
	})
}

// walked is what a walk with Tab over a page met.
type walked struct{ Missed, Plain, Outside, Regions []string }

// walk goes once around the stops of the keyboard and tells how many there are.
func walk(p *tab) (stops int, got walked) {
	p.Helper()
	stops = ask[int](p, watchFocus)
	p.press(strings.Repeat("\t", stops+1))
	p.press(strings.Repeat("\t", ask[int](p, `document.querySelectorAll(".results .section").length`))) // links of excerpts that came meanwhile
	return stops, ask[walked](p, "keyboard()")
}

// On a narrow page the menu opens by keyboard, is reached by Tab, closes with Esc and gives the focus back.
func TestMenu(t *testing.T) {
	t.Parallel()
	s := servedDemo(t)
	onEach(t, DemoPages(), func(*tab) {}, func(p *tab, page Page) {
		p.size(390, 900)
		p.settle(s.address + page.Address)
		states := func(step string, open bool, focus string) {
			p.Helper()
			got := ask[bool](p,
				fmt.Sprintf(`document.querySelector("nav.site").checkVisibility() === %t && document.activeElement.matches(%s)`,
					open, quote(focus)))
			if !got {
				p.Errorf("%s: %s: the menu should be open: %t, and the focus on %s; it is on %s", page.Name, step, open, focus,
					ask[string](p, "document.activeElement.outerHTML.slice(0, 90)"))
			}
		}
		ask[bool](p, `(document.querySelector("button.menu").focus(), true)`)
		states("at first", false, "button.menu")
		p.press(kb.Enter)
		states("after Enter", true, "button.menu")
		p.press("\t")
		states("after Tab", true, "nav.site a")
		p.press(kb.Escape)
		states("after Esc", false, "button.menu")
	})
}

// The tests above would see what they look for.
func TestKeyboardFaultsAreSeen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, `<!doctype html><link rel=icon href=data:,><style>.plain:focus { outline: none } .region { height: 2em; overflow: auto } .away { position: absolute; left: -200px }</style>
		<a href=#a>Link</a> <a href=#b class=plain>Plain</a> <a href=#c class=away>Away</a> <a href=#d id=trap>Trap</a> <button>Never</button> <div class=region tabindex=-1><p>One<p>Two<p>Three</div>
		<script>trap.onkeydown = event => event.preventDefault()</script>`, dir, "index.html")
	p := openTab(t)
	p.visit(static(t, dir, "/"))
	_, got := walk(p)
	want := "[button Never] [a.plain Plain] [a.away Away] [div.region OneTwoThree]"
	if s := fmt.Sprint(got.Missed, got.Plain, got.Outside, got.Regions); s != want {
		t.Errorf("seen %s, want %s", s, want)
	}
}

// A walk is the same whether or not the focus is on the page when it begins.
func TestKeyboardStartsAnywhere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, `<!doctype html><link rel=icon href=data:,><a href=#a id=first>One</a> <a href=#b>Two</a>`, dir, "index.html")
	p := openTab(t)
	p.visit(static(t, dir, "/"))
	for range 2 {
		if stops, got := walk(p); stops != 2 || len(got.Missed)+len(got.Plain)+len(got.Outside)+len(got.Regions) > 0 {
			t.Errorf("two links that show their focus: %d stops, %+v", stops, got)
		}
		ask[bool](p, "(first.focus(), true)")
	}
}
