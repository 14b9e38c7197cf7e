package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

const (
	worn  = `document.documentElement.dataset.theme ?? "none"`
	paper = `getComputedStyle(document.body).backgroundColor`
)

func (p *tab) systemIs(scheme string) {
	p.Helper()
	tell(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
}

// The switch goes from the system's appearance to light, to dark and back, says so, and is remembered.
func TestAppearance(t *testing.T) {
	t.Parallel()
	p, root := openDemo(t, "")
	p.systemIs("dark")
	dark := ask[string](p, paper)
	for _, step := range []struct{ worn, name, next string }{
		{"none", "as the system", "light"}, {"light", "Appearance: light", "dark"}, {"dark", "Appearance: dark", "system"}, {"none", "as the system", "light"},
	} {
		is(p, step.worn, worn)
		if got, want := ask[string](p, paper) == dark, step.worn != "light"; got != want {
			t.Errorf("%s: the paper is dark: %v, want %v", step.worn, got, want)
		}
		name := ask[string](p, `document.querySelector("header .appearance").ariaLabel`)
		if _, next, ok := strings.Cut(name, "Change to "); !ok || !strings.Contains(name, step.name) ||
			!strings.Contains(next, step.next) {
			t.Errorf("%s: the button is named %q", step.worn, name)
		}
		p.visit(root + "incidents/")
		is(p, step.worn, worn)
		p.click("header .appearance")
	}
	p.clean()
}

// The switch is before the button of the menu, and can be reached and pressed with the keyboard.
func TestAppearanceByKeyboard(t *testing.T) {
	t.Parallel()
	p, _ := openDemo(t, "")
	is(p, true, `document.querySelector(".appearance").nextElementSibling.matches("button.menu")`)
	ask[bool](p, `(document.querySelector(".find button").focus(), true)`)
	p.press("\t")
	is(p, true, `document.activeElement.matches(".appearance") && document.activeElement.matches(":focus-visible")`)
	p.press(" ")
	is(p, "light", worn)
	p.clean()
}

// A page wears the appearance that was chosen before it has a body to paint.
func TestAppearanceBeforePaint(t *testing.T) {
	t.Parallel()
	p, root := openDemo(t, "")
	p.click(".appearance")
	p.click(".appearance")
	p.before(`new MutationObserver(() => { if (document.body && !window.first) window.first = [document.documentElement.dataset.theme, document.documentElement.dataset.script].join("|") }).observe(document, {childList: true, subtree: true})`)
	p.visit(root + "trends/")
	is(p, "dark|", "window.first")
	p.clean()
}

// The header keeps the place of the switch free, so nothing moves when it comes.
func TestAppearanceMovesNothing(t *testing.T) {
	t.Parallel()
	p, root := openDemo(t, "")
	p.before(`new MutationObserver(() => { const find = document.querySelector("header .find"); if (find && document.querySelector("main") && !window.first) window.first = find.getBoundingClientRect().right }).observe(document, {childList: true, subtree: true})`)
	for _, width := range []int64{1440, 800, 390} {
		p.size(width, 900)
		p.visit(root)
		is(p, true,
			`document.querySelector(".appearance") !== null && window.first > 0 && Math.abs(document.querySelector("header .find").getBoundingClientRect().right - window.first) < 0.5`)
	}
	p.clean()
}

// Another tab of the site follows.
func TestAppearanceInOtherTabs(t *testing.T) {
	t.Parallel()
	p, root := openDemo(t, "")
	other := &tab{T: t}
	ctx, cancel := chromedp.NewContext(p.ctx, chromedp.WithListener(other.listen))
	t.Cleanup(cancel)
	other.ctx = ctx
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("open another tab: %v", err)
	}
	other.visit(root + "systems/")
	is(other, "none", worn)
	p.click(".appearance")
	becomes(other, "light", worn)
	becomes(other, true, `document.querySelector(".appearance").ariaLabel.includes("light. Change to dark")`)
	p.clean()
	other.clean()
}

// Where the browser keeps nothing, the switch works for the page.
func TestAppearanceWithoutStorage(t *testing.T) {
	t.Parallel()
	p := openTab(t)
	p.before(`Object.defineProperty(window, "localStorage", {get() { throw new DOMException("denied", "SecurityError") }})`)
	p.visit(serveDemo(t))
	is(p, "none", worn)
	p.click(".appearance")
	is(p, "light", worn)
	p.clean()
}
