package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"hindcast/internal/search"
)

// finderIDs is the ids of the results that the dialogue shows.
const finderIDs = `[...document.querySelectorAll(".finder .results li")].map(li => li.dataset.id).join(" ")`

// openFinder opens a page of the demo and the dialogue on it.
func openFinder(t *testing.T, address string) (*tab, string, *search.Reader) {
	t.Helper()
	p, root := openDemo(t, address)
	p.openFinder("/")
	return p, root, otherEngine(t, builtDemo(t))
}

// openFinder presses a key that opens the dialogue, and waits for it.
func (p *tab) openFinder(key string, with ...chromedp.Modifier) {
	p.Helper()
	becomes(p, "complete", "document.readyState")
	p.press(key, with...)
	becomes(p, "finder-q", focused)
}

// asks presses the keys of a query, or of its end, in the dialogue and waits for the first results that the other
// engine has.
func (p *tab) asks(other *search.Reader, query string) {
	p.Helper()
	p.press(query)
	query = ask[string](p, `document.querySelector("#finder-q").value`)
	want, hits := idsOf(p.T, other, query, search.ByRelevance, inDialog)
	if len(hits) == 0 {
		p.Fatalf("nothing is found by %q, which tells nothing", query)
	}
	becomes(p, strings.Join(want, " "), finderIDs)
}

// The dialogue opens from every type of page by each of its keys, answers there, and gives the focus back.
func TestSearchDialogOnEveryPage(t *testing.T) {
	t.Parallel()
	s := servedDemo(t)
	other := otherEngine(t, s.dir)
	onEach(t, DemoPages(), func(*tab) {}, func(p *tab, page Page) {
		if page.Name == "search" {
			return
		}
		p.settle(s.address + page.Address)
		p.openFinder("/")
		p.asks(other, "fraud threshold")
		is(p, s.address, `document.querySelector(".finder .results a").href.replace(/[a-z]+\/[^\/]+\/$/, "")`)
		p.press(kb.Escape)
		becomes(p, false, `document.querySelector(".finder").open`)
		becomes(p, "body", focused)
		if page.Name != "404" {
			p.clean()
		}
	})
}

// Ctrl-K and Cmd-K open the dialogue from wherever one is, and close it; the focus goes back to where it was.
func TestSearchDialogKeysOpenAndClose(t *testing.T) {
	t.Parallel()
	p, _ := openDemo(t, "incidents/")
	p.press("j")
	link := ask[string](p, "document.activeElement.href")
	for _, m := range []chromedp.Modifier{chromedp.ModifierCtrl, chromedp.ModifierMeta} {
		p.openFinder("k", m)
		p.press("k", m)
		becomes(p, link, "document.activeElement.href")
		is(p, false, `document.querySelector(".finder").open`)
	}
	ask[bool](p, `(document.querySelector("#filter-text").focus(), true)`)
	p.press("/")
	is(p, "/", `document.querySelector("#filter-text").value`)
	p.openFinder("k", chromedp.ModifierCtrl)
	p.press(kb.Escape)
	becomes(p, "filter-text", focused)
	p.clean()
}

// A click into the field of the header opens the dialogue; the focus by keyboard does not, and what is typed there
// leads to the page.
func TestSearchDialogFromField(t *testing.T) {
	t.Parallel()
	p, root := openDemo(t, "incidents/")
	p.click("#find")
	becomes(p, "finder-q", focused)
	p.press("fraud" + kb.Escape)
	becomes(p, "find", focused)
	is(p, false, `document.querySelector(".finder").open`)
	p.press("threshold" + kb.Enter)
	becomes(p, root+"search/?q=threshold", "location.href")
	p.clean()
}

// What is typed before the dialogue is here goes on in it; where it can't be had, the field leads to the search page.
func TestSearchDialogScriptIsLateOrMissing(t *testing.T) {
	t.Parallel()
	needBrowser(t)
	dir := demoCopy(t)
	g := gated(t, dir, "/some/where/")
	answer, release := held(t, "/assets/search.js")
	g.answer = answer
	p := openTab(t)
	p.visit(g.address + "incidents/")
	p.press("/")
	p.press("frau")
	is(p, "find frau", `document.activeElement.id + " " + document.activeElement.value`)
	release()
	becomes(p, "finder-q frau", `document.activeElement.id + " " + document.activeElement.value`)
	is(p, "", `document.querySelector("#find").value`)
	p.clean()

	write(t, "", dir, "assets", "search.js") // no module that the page knows
	p.visit(g.address + "incidents/")
	p.press("/")
	p.press("uber" + kb.Enter)
	becomes(p, g.address+"search/?q=uber", "location.href")
	p.clean()
}

// The arrows go through the results and round, Home and End to their ends, and typing goes on from wherever they led.
func TestSearchDialogArrows(t *testing.T) {
	t.Parallel()
	p, _, other := openFinder(t, "incidents/")
	p.asks(other, "fraud threshold")
	at := `[...document.querySelectorAll(".finder .results .name a, .finder .all a")].indexOf(document.activeElement)`
	last := ask[int](p, `document.querySelectorAll(".finder .results .name a, .finder .all a").length`) - 1
	for _, step := range []struct {
		key  string
		want int
	}{
		{kb.ArrowDown, 0},
		{kb.ArrowDown, 1},
		{kb.ArrowUp, 0},
		{kb.ArrowUp, -1},
		{kb.ArrowUp, last},
		{kb.ArrowUp, last - 1},
		{kb.ArrowDown, last},
		{kb.ArrowDown, -1},
		{kb.ArrowDown, 0},
		{kb.End, last},
		{kb.Home, 0},
		{kb.ArrowDown, 1},
	} {
		p.press(step.key)
		if got := ask[int](p, at); got != step.want {
			t.Errorf("after %q the focus is on link %d, want %d", step.key, got, step.want)
		}
		inside := ask[bool](p, `(r => r.top >= 0 && r.bottom <= innerHeight)(document.activeElement.getBoundingClientRect())`)
		expect(t, inside, "", "after %q the focus is out of sight", step.key)
	}
	p.press("s")
	becomes(p, "finder-q fraud thresholds", `document.activeElement.id + " " + document.activeElement.value`)
	want, _ := idsOf(t, other, "fraud thresholds", search.ByRelevance, inDialog)
	becomes(p, strings.Join(want, " "), finderIDs)
	p.press(kb.ArrowDown + kb.Backspace)
	becomes(p, "finder-q fraud threshold", `document.activeElement.id + " " + document.activeElement.value`)
	for _, key := range []string{"s", kb.Backspace} { // new results can take the place of the focused one at any time
		p.press(kb.ArrowDown)
		becomes(p, true, `(document.activeElement.closest("a")?.remove(), document.activeElement === document.body)`)
		p.press(key)
		becomes(p, "finder-q", "document.activeElement.id")
	}
	becomes(p, "fraud threshold", `document.querySelector("#finder-q").value`)
	p.clean()
}

// The arrows pass through the results of all kinds, which a heading parts, and through the links to more of one.
func TestSearchDialogGroups(t *testing.T) {
	t.Parallel()
	p, root, other := openFinder(t, "incidents/")
	p.asks(other, "model")
	_, hits := idsOf(t, other, "model", search.ByRelevance, inDialog)
	groups := groupsOf(t, other, hits)
	becomes(p, len(groups), `document.querySelectorAll(".finder .hits > section > h2").length`)
	if len(groups) < 2 || len(groups[0].Hits) < 4 {
		t.Fatalf("the groups are %v, which tells little", groups)
	}
	p.press(strings.Repeat(kb.ArrowDown, 4))
	becomes(p, true, `document.activeElement === document.querySelector(".finder section .all a")`)
	p.press(kb.ArrowDown)
	becomes(p, true, `document.activeElement === document.querySelector(".finder section:nth-of-type(2) .name a")`)
	p.press(kb.ArrowUp + kb.Enter)
	var filters []string
	for _, kind := range groups[0].Kinds {
		filters = append(filters, "&kind="+kind)
	}
	becomes(p, root+"search/?q=model"+strings.Join(filters, ""), "location.href")
	p.found(other, "model kind:"+strings.Join(groups[0].Kinds, ","))
	p.clean()
}

// Enter opens the first result from the field and any from where the arrows led; the page remembers the query.
func TestSearchDialogEnter(t *testing.T) {
	t.Parallel()
	p, root, other := openFinder(t, "incidents/")
	p.asks(other, "INC-2026-0007")
	p.press(kb.Enter)
	becomes(p, root+page, "location.href")
	p.openFinder("/")
	becomes(p, "INC-2026-0007", recentText)
	p.asks(other, "fraud threshold")
	p.press(kb.ArrowDown + kb.ArrowDown + kb.ArrowDown) // the second is a duplicate, whose page leads on to another
	third := ask[string](p, "document.activeElement.href")
	p.press(kb.Enter)
	becomes(p, third, "location.href")
	p.openFinder("/")
	p.asks(other, "fraud threshold")
	p.press(kb.ArrowUp + kb.Enter)
	becomes(p, root+"search/?q=fraud+threshold", "location.href")
	p.found(other, "fraud threshold")
	p.clean()
}

// With Ctrl, Enter opens a result in a tab of its own and leaves the dialogue open.
func TestSearchDialogNewTab(t *testing.T) {
	t.Parallel()
	p, root, other := openFinder(t, "incidents/")
	p.asks(other, "INC-2026-0007")
	tabs := func() int {
		infos, err := chromedp.Targets(p.ctx)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, info := range infos {
			if info.URL == root+page {
				n++
				t.Cleanup(func() {
					_, _ = chromedp.Call(chromium, target.CloseTarget, target.CloseTargetParams{TargetID: info.TargetID})
				})
			}
		}
		return n
	}
	p.press(kb.Enter, chromedp.ModifierCtrl)
	eventually(t, "the result opens in a tab", func() bool { return tabs() == 1 })
	p.press(kb.ArrowDown)
	p.press(kb.Enter, chromedp.ModifierCtrl)
	eventually(t, "the result opens in another tab", func() bool { return tabs() == 2 })
	is(p, root+"incidents/", "location.href")
	is(p, true, `document.querySelector(".finder").open`)
	p.clean()
}

// A result on the page that one is on closes the dialogue.
func TestSearchDialogOnTheSamePage(t *testing.T) {
	t.Parallel()
	p, root, other := openFinder(t, page)
	p.asks(other, "INC-2026-0007 rolled back")
	p.shows(".finder .results li:first-child .excerpt", " · ")
	section := p.text(".finder .section")
	p.click(".finder .section")
	becomes(p, true, fmt.Sprintf(`!document.querySelector(".finder").open && location.href.startsWith(%s)`,
		quote(root+page+"#s-")))
	is(p, section, `document.querySelector(":target").textContent`)
	p.clean()
}

// Before anything is asked the dialogue shows recent queries and examples that find something here; both are answered
// in place.
func TestSearchDialogBegins(t *testing.T) {
	t.Parallel()
	p, _, other := openFinder(t, "incidents/")
	p.shows(".hints", "type:")
	is(p, "", recentText)
	examples := ask[[]string](p, `[...document.querySelectorAll(".hints a")].map(a => a.textContent)`)
	for _, example := range examples {
		if _, hits := idsOf(t, other, example, search.ByRelevance, onPage); len(hits) == 0 {
			t.Errorf("the example %s finds nothing", example)
		}
	}
	p.press(kb.ArrowDown + kb.Enter)
	is(p, examples[0], `document.activeElement.value`)
	want, _ := idsOf(t, other, examples[0], search.ByRelevance, inDialog)
	becomes(p, strings.Join(want, " "), finderIDs)
	p.press(kb.Enter)
	becomes(p, true, `document.querySelector(".finder") === null && document.readyState === "complete"`)
	p.openFinder("/")
	becomes(p, examples[0], recentText)
	p.click(".recent li button")
	is(p, "", recentText)
	is(p, "finder-q", focused)
	p.clean()
}

// The dialogue has a name, keeps the focus inside, tells what it found, and closes by its button and by a click beside
// it.
func TestSearchDialogIsADialog(t *testing.T) {
	t.Parallel()
	p, _, other := openFinder(t, "incidents/")
	is(p, "Search true", `(d => d.ariaLabel + " " + d.matches(":modal"))(document.querySelector(".finder"))`)
	p.asks(other, "fraud threshold")
	_, hits := idsOf(t, other, "fraud threshold", search.ByRelevance, onPage)
	becomes(p, fmt.Sprintf("%d results. %s Enter opens the first.", len(hits), p.said(other, hits)),
		`document.querySelector(".finder [role=status]").textContent`)
	for range 40 {
		p.press("\t")
		if !ask[bool](p, `document.activeElement === document.body || document.activeElement.closest(".finder") !== null`) {
			t.Fatal("Tab leads out of the dialogue")
		}
	}
	p.click(".finder .head button")
	becomes(p, false, `document.querySelector(".finder").open`)
	p.openFinder("/")
	is(p, "fraud threshold", `getSelection().toString()`)
	p.do(chromedp.MouseClickXY(20, 500))
	becomes(p, false, `document.querySelector(".finder").open`)
	p.clean()
}

// On a narrow page the dialogue fills the window, and nothing scrolls sideways.
func TestSearchDialogNarrow(t *testing.T) {
	t.Parallel()
	p, _, other := openFinder(t, "incidents/")
	p.asks(other, "fraud threshold")
	p.press(strings.Repeat("Unbroken", 40))
	p.asks(other, " threshold")
	p.fits("the dialogue", 320)
	is(p, true,
		`(d => d.clientWidth === innerWidth && d.scrollWidth === d.clientWidth)(document.querySelector(".finder"))`)
	p.clean()
}

// The states of the search have no finding of axe-core against WCAG 2.2 AA, light or dark, and no target is too small.
func TestSearchAccessibility(t *testing.T) {
	t.Parallel()
	needBrowser(t)
	source := read(t, fromNPM(t, "axe-core", "axe.min.js"))
	p, root := openDemo(t, "search/")
	ask[bool](p, `(localStorage.setItem("hindcast-recent:/some/where/", '["fraud","type:data_leak"]'), true)`)
	look := func(state string) {
		t.Helper()
		ask[bool](p, source+";typeof axe.run === 'function'")
		p.prefer("light")
		p.report(state+", light", p.axe("tag", conformance+`, "best-practice"`))
		p.prefer("dark")
		p.report(state+", dark", p.axe("rule", onColour))
		small := ask[[]string](p, `[...document.querySelectorAll(":is(main, .finder) :is(button, summary, label, .results .name a)")].filter(e => e.checkVisibility() && !e.matches(".hidden"))
			.filter(e => { const r = e.getBoundingClientRect(); return r.height < 24 && !e.matches("p *") && !e.matches(".field label") }).map(e => e.outerHTML.slice(0, 90))`)
		if len(small) > 0 {
			t.Errorf("%s: smaller than 24 pixels are %q", state, small)
		}
	}
	for _, width := range []int64{1440, 390} {
		p.size(width, 900)
		where := fmt.Sprintf(", %d wide", width)
		p.visit(root + "search/")
		p.shows(".recent", "fraud")
		look("the empty page" + where)
		p.visit(root + "search/?q=fraud+threshold&type=model_failure&type=bias")
		p.shows("#status", "results")
		p.facet("type")
		p.facet("severity")
		ask[bool](p, `document.querySelector(".how").open = true`)
		look("the page with results and filters" + where)
		p.visit(root + "search/?q=zzyzxq&type=bias")
		p.shows("#status", "Nothing found.")
		look("the page with nothing found" + where)
		p.visit(root + "incidents/")
		p.openFinder("/")
		p.shows(".hints", "type:")
		look("the empty dialogue" + where)
		p.press("fraud threshold")
		p.shows(".finder .all", "show all ")
		p.shows(".finder .excerpt", " · ")
		p.press(kb.ArrowDown)
		look("the dialogue with results" + where)
	}
	p.clean()
}

// Nothing is loaded for the search until one turns to it.
func TestSearchDialogCostsNothingAtFirst(t *testing.T) {
	t.Parallel()
	p, _ := openDemo(t, page)
	if n := p.loaded(`(search\.js|search\/)`); n != 0 {
		t.Errorf("%d files of the search are loaded with a page", n)
	}
	p.point("#find")
	becomes(p, 1, `performance.getEntriesByType("resource").filter(e => e.name.endsWith("assets/search.js")).length`)
	if n := p.loaded(`search\/`); n != 0 {
		t.Errorf("%d files of the index are loaded when the field is pointed at", n)
	}
	p.clean()
}
