package browser

import (
	"strings"
	"testing"
)

// withoutScripts is what a reader without scripts meets: text that is not shown, though nothing
// folds it away, what is of no use, and the links that narrow a list.
const withoutScripts = `(() => {
	const name = e => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") + (e.getAttribute("class") ? "." + e.getAttribute("class") : "") + " " + e.textContent.trim().replace(/\s+/g, " ").slice(0, 40)
	const own = e => [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim() !== "")
	return {
		Text: document.querySelector("main").innerText.trim().length,
		Heading: document.querySelector("h1")?.checkVisibility() ?? false,
		Hidden: [...document.querySelectorAll("main *")].filter(e => own(e) && !e.checkVisibility() && !e.closest("form, .script, details:not([open]), svg title, svg desc, svg defs, .minor, .to-facts, .legend")).map(name),
		Noscript: [...document.querySelectorAll(".noscript, noscript")].filter(e => !e.checkVisibility() && !e.closest("form")).map(name),
		Useless: [...document.querySelectorAll("button, input, select, textarea")].filter(e => e.checkVisibility() && !e.hasAttribute("popovertarget")).map(name),
		Narrow: [...document.querySelectorAll("main :is(.noscript, .jump, .browse, .order) a")].filter(e => e.checkVisibility()).length,
	}
})()`

// Without scripts every page shows all its text, and offers nothing that needs them; lists are narrowed by links.
func TestWithoutScripts(t *testing.T) {
	t.Parallel()
	s := servedDemo(t)
	onEach(t, DemoPages(), func(p *tab) { p.scripts(false) }, func(p *tab, page Page) {
		p.visit(s.address + page.Address)
		got := ask[struct {
			Text, Narrow              int
			Heading                   bool
			Hidden, Noscript, Useless []string
		}](p, withoutScripts)
		if got.Text < 20 || !got.Heading {
			p.Errorf("%s: %d characters of text, a heading in sight: %t", page.Name, got.Text, got.Heading)
		}
		for what, list := range map[string][]string{
			"is not shown": got.Hidden, "is for this case and not shown": got.Noscript, "does nothing": got.Useless,
		} {
			if len(list) > 0 {
				p.Errorf("%s: %s: %.500q", page.Name, what, list)
			}
		}
		if isList := strings.HasPrefix(page.Name, "incidents") || page.Name == "precedents" || page.Name == "lessons" ||
			page.Name == "actions"; isList && got.Narrow < 3 {
			p.Errorf("%s: only %d links narrow the list", page.Name, got.Narrow)
		}
		for _, fault := range p.takeFaults() {
			p.Errorf("%s: %s", page.Name, fault)
		}
	})
}
