package browser

import (
	"encoding/json"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"
)

const (
	card      = `document.querySelector(".preview")`
	cardShown = card + `.matches(":popover-open")`
	// earlier is a link in the text to another record, tool one to a system, and similar one far down the page.
	earlier = `.text a[href$="incidents/inc-2025-0031/"]`
	tool    = `.text a[href$="systems/fraud-scoring/"]`
	similar = `.text .similar a`
)

// watch counts in window.asked how often a page asks for the previews, in window.answered how often
// it got an answer, and keeps in window.pending what the page still means to do later.
const watch = `
window.asked = window.answered = 0;
const fetched = window.fetch;
window.fetch = async (...a) => {
	window.asked++;
	const response = await fetched(...a);
	void response.clone().text().then(() => window.answered++);
	return response;
};
window.pending = new Set();
const later = window.setTimeout, never = window.clearTimeout;
window.setTimeout = (f, ...a) => { const id = later(() => { window.pending.delete(id); f() }, ...a); window.pending.add(id); return id };
window.clearTimeout = (id) => { window.pending.delete(id); never(id) };
`

// openWatched is openDemo under watch.
func openWatched(t *testing.T) (p *tab, root string) {
	t.Helper()
	p, root = openTab(t), serveDemo(t)
	p.before(watch)
	p.visit(root + page)
	return p, root
}

// settled waits until the page means to do nothing later, so that what is, stays.
func (p *tab) settled() {
	p.Helper()
	becomes(p, 0, "window.pending.size")
}

// A card comes beside a link that the mouse rests on, says what is there, and moves nothing.
func TestPreviewOnHover(t *testing.T) {
	t.Parallel()
	p, root := openWatched(t)
	is(p, 0, "window.asked")
	height := ask[float64](p, "document.documentElement.scrollHeight")
	for _, link := range []string{earlier, tool} {
		p.point(link)
		becomes(p, true, cardShown)
		want := previewOf(t, ask[string](p, `document.querySelector(`+quote(link)+`).href.slice(`+quote(root)+`.length)`))
		for i, n := range []string{"1", "2", "3"} {
			if got := p.text(".preview p:nth-child(" + n + ")"); got != want[i] || want[i] == "" {
				t.Errorf("%s: line %s of the card is %q, want %q", link, n, got, want[i])
			}
		}
		is(p, height, "document.documentElement.scrollHeight")
		is(p, true,
			`(r => r.left >= 0 && r.top >= 0 && r.right <= document.documentElement.clientWidth && r.bottom <= innerHeight)(`+card+`.getBoundingClientRect())`)
		is(p, "preview", `document.querySelector(`+quote(link)+`).getAttribute("aria-describedby")`)
		p.moveTo(5, 5)
		becomes(p, false, cardShown)
	}
	is(p, 1, "window.asked")
	p.clean()
}

// previewOf is what the site says of an address in previews.json.
func previewOf(t *testing.T, address string) [3]string {
	t.Helper()
	var all map[string][3]string
	if err := json.Unmarshal([]byte(read(t, builtDemo(t), "previews.json")), &all); err != nil {
		t.Fatal(err)
	}
	return all[address]
}

// The mouse can go onto the card, which stays; it goes when the mouse leaves it.
func TestPreviewCanBePointedAt(t *testing.T) {
	t.Parallel()
	p, _ := openWatched(t)
	p.point(earlier)
	becomes(p, true, cardShown)
	x, y := p.box(".preview").middle()
	p.moveTo(x, y)
	p.settled()
	is(p, true, cardShown)
	p.moveTo(5, 5)
	becomes(p, false, cardShown)
	p.clean()
}

// Esc takes the card away while the mouse stays where it is.
func TestPreviewIsDismissed(t *testing.T) {
	t.Parallel()
	p, _ := openDemo(t, page)
	p.point(earlier)
	becomes(p, true, cardShown)
	p.press(kb.Escape)
	is(p, false, cardShown)
	is(p, false, `document.querySelector("[aria-describedby=preview]") !== null`)
	p.clean()
}

// A link that the keyboard reaches has its card, as long as it has the focus, wherever the mouse goes.
func TestPreviewOnFocus(t *testing.T) {
	t.Parallel()
	p, _ := openWatched(t)
	ask[bool](p,
		`(document.querySelector("#s-what-happened").tabIndex = -1, document.querySelector("#s-what-happened").focus(), true)`)
	p.press("\t") // the button that copies the link to the heading
	p.press("\t")
	is(p, true, `document.activeElement === document.querySelector(`+quote(tool)+`)`)
	becomes(p, true, cardShown)
	p.point("h1")
	p.settled()
	is(p, true, cardShown)
	p.press("\t")
	is(p, false, `document.querySelector(`+quote(tool)+`).hasAttribute("aria-describedby")`)
	p.clean()
}

// A finger on a link asks for nothing.
func TestPreviewNotOnTouch(t *testing.T) {
	t.Parallel()
	p, _ := openWatched(t)
	ask[bool](p,
		`(document.addEventListener("pointerover", e => { window.kind = e.pointerType }), document.querySelector(`+quote(earlier)+`).scrollIntoView({block: "center"}), true)`)
	x, y := p.box(earlier).middle()
	tell(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{
		Type: input.DispatchTouchEventTypeTouchStart, TouchPoints: []*input.TouchPoint{{X: x, Y: y}},
	})
	becomes(p, "touch", "window.kind")
	is(p, 0, "window.asked")
	tell(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{
		Type: input.DispatchTouchEventTypeTouchCancel, TouchPoints: []*input.TouchPoint{},
	})
	p.point(earlier)
	becomes(p, 1, "window.asked")
	p.clean()
}

// A link at the lower end of the window has its card above it.
func TestPreviewFindsRoom(t *testing.T) {
	t.Parallel()
	p, _ := openDemo(t, page)
	ask[bool](p, `(document.querySelector(`+quote(similar)+`).scrollIntoView({block: "end"}), true)`)
	x, y := p.box(similar).middle()
	p.moveTo(x, y)
	becomes(p, true, cardShown)
	is(p, true,
		card+`.getBoundingClientRect().bottom <= document.querySelector(`+quote(similar)+`).getBoundingClientRect().top`)
	p.clean()
}

// A site without previews says nothing about it.
func TestPreviewWithoutData(t *testing.T) {
	t.Parallel()
	dir := demoCopy(t)
	write(t, "no JSON", dir, "previews.json")
	p := openTab(t)
	p.before(watch)
	p.visit(static(t, dir, "/") + page)
	p.point(earlier)
	becomes(p, 1, "window.answered")
	p.settled()
	is(p, false, cardShown)
	p.clean()
}
