package browser

import (
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
)

// clipboard lets the pages at an address use the clipboard, or not.
func (p *tab) clipboard(origin string, setting browser.PermissionSetting) {
	p.Helper()
	for _, name := range []string{"clipboard-read", "clipboard-write"} {
		params := browser.SetPermissionParams{
			Permission: &browser.PermissionDescriptor{Name: name, AllowWithoutSanitization: false}, Setting: setting, Origin: origin,
			BrowserContextID: chromedp.FromContext(p.ctx).BrowserContextID,
		}
		if _, err := chromedp.CallBrowser(p.ctx, browser.SetPermission, params); err != nil {
			p.Fatal(err)
		}
	}
}

const lesson = "#s-lessons"

// The button beside a heading copies its address and says so.
func TestHeadingLink(t *testing.T) {
	p, root := openDemo(t, page)
	p.clipboard(ask[string](p, "location.origin"), browser.PermissionSettingGranted)
	is(p, "0", `getComputedStyle(document.querySelector("`+lesson+` + .anchor")).opacity`)
	p.point(lesson)
	is(p, "1", `getComputedStyle(document.querySelector("`+lesson+` + .anchor")).opacity`)
	p.click(lesson + " + .anchor")
	p.shows("body > [role=status]", "Copied")
	is(p, root+page+lesson, "navigator.clipboard.readText()")
	is(p, "", "location.hash")
	p.clean()
}

// Every heading with an address has its button, which the keyboard reaches and shows; the name of the heading stays its
// own.
func TestHeadingLinkByKeyboard(t *testing.T) {
	t.Parallel()
	p, _ := openDemo(t, page)
	is(p, true,
		`[...document.querySelectorAll("main :is(h1, h2, h3, h4)[id]")].every(h => h.nextElementSibling.matches("button.anchor") && h.nextElementSibling.ariaLabel.endsWith(h.textContent.trim()))`)
	is(p, "Lessons", `document.querySelector("`+lesson+`").textContent`)
	is(p, true, `document.querySelectorAll("main .anchor").length >= 10`)
	ask[bool](p,
		`(document.querySelector("`+lesson+`").tabIndex = -1, document.querySelector("`+lesson+`").focus(), true)`)
	p.press("\t")
	is(p, true, `document.activeElement === document.querySelector("`+lesson+` + .anchor")`)
	is(p, "1", `getComputedStyle(document.activeElement).opacity`)
	p.clean()
}

// Where copying is not allowed, the address of the page becomes that of the heading.
func TestHeadingLinkWithoutClipboard(t *testing.T) {
	p, _ := openDemo(t, page)
	p.clipboard(ask[string](p, "location.origin"), browser.PermissionSettingDenied)
	p.click(lesson + " + .anchor")
	becomes(p, lesson, "location.hash")
	is(p, "", `document.querySelector("body > [role=status]").textContent`)
	p.clean()
}

// The buttons move nothing.
func TestHeadingLinksTakeNoRoom(t *testing.T) {
	t.Parallel()
	for _, width := range widths {
		p, _ := openDemo(t, page)
		p.size(width, 900)
		with := ask[float64](p,
			`document.querySelector(".text").scrollHeight - document.querySelector(".copies").offsetHeight`)
		ask[bool](p, `(document.querySelectorAll(".anchor").forEach(e => e.remove()), true)`)
		is(p, with, `document.querySelector(".text").scrollHeight - document.querySelector(".copies").offsetHeight`)
		p.clean()
	}
}

// The citation can be copied as text and as BibTeX; where that is not allowed, it is selected instead.
func TestCitation(t *testing.T) {
	p, _ := openDemo(t, page)
	origin := ask[string](p, "location.origin")
	p.clipboard(origin, browser.PermissionSettingGranted)
	for n, source := range map[string]string{"1": ".cite > p", "2": ".cite pre"} {
		p.click(".copies button:nth-child(" + n + ")")
		becomes(p, true, `document.querySelector(".copies button:nth-child(`+n+`)").matches("[data-copied]")`)
		is(p, ask[string](p, `document.querySelector("`+source+`").textContent`), "navigator.clipboard.readText()")
	}
	p.clipboard(origin, browser.PermissionSettingDenied)
	p.click(".copies button:nth-child(2)")
	becomes(p, true,
		`document.querySelector(".cite details").open && getSelection().toString().trim() === document.querySelector(".cite pre").textContent.trim()`)
	p.clean()
}
