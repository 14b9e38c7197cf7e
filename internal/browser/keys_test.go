package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const focused = `document.activeElement.id || document.activeElement.tagName.toLowerCase()`

// The keys for searching lead to the dialogue, or to the field of the search page, and type nothing into it.
func TestKeysFind(t *testing.T) {
	t.Parallel()
	p, root := openDemo(t, "incidents/")
	for _, c := range []struct {
		address, field string
		press          func()
	}{
		{"incidents/", "finder-q", func() { p.press("/") }},
		{"incidents/", "finder-q", func() { p.press("k", chromedp.ModifierCtrl) }},
		{"incidents/", "finder-q", func() { p.press("k", chromedp.ModifierMeta) }},
		{"search/", "q", func() { p.press("/") }},
	} {
		p.visit(root + c.address)
		c.press()
		becomes(p, c.field, focused)
		is(p, "", `document.activeElement.value`)
	}
	p.clean()
}

// In a field every key types, but for the one with Ctrl.
func TestKeysWhileTyping(t *testing.T) {
	t.Parallel()
	p, root := openDemo(t, "incidents/")
	ask[bool](p, `(document.querySelector("#find").focus(), true)`)
	p.press("jk/?gh")
	is(p, "find", focused)
	is(p, "jk/?gh", `document.activeElement.value`)
	is(p, 0, `document.querySelectorAll("dialog").length`)
	is(p, root+"incidents/", `location.href`)
	p.press("k", chromedp.ModifierCtrl)
	becomes(p, "finder-q", focused)
	is(p, "jk/?gh", `getSelection().toString()`)
	p.clean()
}

// Keys together with Ctrl, Alt or Meta are not ours.
func TestKeysWithModifiers(t *testing.T) {
	t.Parallel()
	p, _ := openDemo(t, "incidents/")
	for _, m := range []chromedp.Modifier{chromedp.ModifierCtrl, chromedp.ModifierAlt, chromedp.ModifierMeta} {
		p.press("j", m)
		is(p, "body", focused)
	}
	p.press("j")
	is(p, "a", focused)
	p.clean()
}

// The keys go through the records of a list, and Enter opens the one that has the focus.
func TestKeysThroughRecords(t *testing.T) {
	t.Parallel()
	p, root := openDemo(t, "incidents/")
	name := func(n string) string {
		return `document.activeElement === document.querySelectorAll(".records .name a")[` + n + `]`
	}
	p.press("j")
	is(p, true, name("0"))
	p.press("jj")
	is(p, true, name("2"))
	p.press("k")
	is(p, true, name("1"))
	p.press("kkk")
	is(p, true, name("0"))
	want := ask[string](p, "document.activeElement.href")
	p.press(kb.Enter)
	becomes(p, want, "location.href")
	p.visit(root + "systems/")
	p.press("jj")
	is(p, true, `document.activeElement === document.querySelectorAll("tbody tr")[1].querySelector("a")`)
	p.clean()
}

// What a filter hid is passed over.
func TestKeysPassOverHidden(t *testing.T) {
	t.Parallel()
	p, _ := openDemo(t, "incidents/?type=security_breach")
	p.press("jj")
	is(p, true,
		`document.activeElement === document.querySelectorAll(".records li[data-type=security_breach] .name a")[1]`)
	p.clean()
}

// On a record the keys go through its sections.
func TestKeysThroughSections(t *testing.T) {
	t.Parallel()
	p, _ := openDemo(t, page)
	for _, want := range []struct{ keys, id string }{
		{"j", "s-what-happened"}, {"j", "s-timeline"}, {"j", "s-impact"}, {"k", "s-timeline"},
	} {
		p.press(want.keys)
		is(p, want.id, focused)
		is(p, true, `(r => r.top >= 0 && r.bottom <= innerHeight)(document.activeElement.getBoundingClientRect())`)
	}
	p.clean()
}

// Where nothing has the focus, the keys begin at what is in sight.
func TestKeysFromSight(t *testing.T) {
	t.Parallel()
	p, _ := openDemo(t, page)
	ask[bool](p, `(document.querySelector("#s-analysis").scrollIntoView(), scrollBy(0, -40), true)`)
	p.press("j")
	is(p, "s-analysis", focused)
	p.clean()
}

// g and then h lead to the start page; h alone does not.
func TestKeysToStartPage(t *testing.T) {
	t.Parallel()
	p, root := openDemo(t, page)
	p.press("hgxh")
	is(p, root+page, "location.href")
	p.press("gh")
	becomes(p, root, "location.href")
	p.clean()
}

// A dialog shows the keys; Esc closes it and gives the focus back. It has a name and keeps the focus inside.
func TestKeysDialog(t *testing.T) {
	t.Parallel()
	p, _ := openDemo(t, "incidents/")
	p.press("j")
	p.press("?")
	is(p, true, `document.querySelector("dialog").open`)
	is(p, "Keys", `document.getElementById(document.querySelector("dialog").getAttribute("aria-labelledby")).textContent`)
	p.shows("dialog", "Next record or section")
	p.press("j")
	is(p, true, `document.activeElement.closest("dialog") !== null`)
	p.press(kb.Escape)
	is(p, false, `document.querySelector("dialog").open`)
	is(p, true, `document.activeElement === document.querySelector(".records .name a")`)
	p.clean()
}

// Single keys can be switched off, for good, and on again without one; Ctrl-K stays.
func TestKeysOff(t *testing.T) {
	t.Parallel()
	p, root := openDemo(t, "incidents/")
	p.press("?")
	p.click("dialog input")
	p.press(kb.Escape)
	p.press("j?")
	is(p, false, `document.querySelector("dialog").open || document.activeElement.matches(".records a")`)
	p.visit(root + "incidents/")
	p.press("j/")
	is(p, "body", focused)
	p.press("k", chromedp.ModifierCtrl)
	becomes(p, "finder-q", focused)
	p.press(kb.Escape)
	p.click("footer button")
	is(p, false, `document.querySelector("dialog.keys input").checked`)
	p.click("dialog.keys input")
	p.click("dialog.keys button")
	ask[bool](p, `(document.activeElement.blur(), true)`)
	p.press("j")
	is(p, true, `document.activeElement.matches(".records .name a")`)
	p.clean()
}
