package browser

import "testing"

// From one part of the log to another, the trends open on the same page and at the figure that was looked at.
func TestTrendsKeepFigure(t *testing.T) {
	t.Parallel()
	p, root := openDemo(t, "trends/how-fast/")
	ask[bool](p, `(document.querySelector("#resolve").scrollIntoView(), true)`)
	ask[bool](p, `([...document.querySelectorAll(".filter-scopes a")].find(a => a.textContent === "Support assistant").click(), true)`)
	becomes(p, root+"trends/systems/support-assistant/how-fast/#resolve", "location.href")
	becomes(p, true, `Math.abs(document.querySelector("#resolve").getBoundingClientRect().top) < innerHeight / 2`)
	is(p, "System: Support assistant", `[...document.querySelectorAll(".filter-scopes summary")].map(s => s.textContent).find(s => s.includes(":"))`)
	is(p, "page", `document.querySelector(".filter-scopes li a[aria-current]").ariaCurrent`)
	ask[bool](p, `(scrollTo(0, 0), document.querySelector(".filter-scopes > a").click(), true)`)
	becomes(p, root+"trends/how-fast/", "location.href")
	becomes(p, "Overview|How found, and why", `[...document.querySelectorAll(".neighbours .name")].map(n => n.textContent).join("|")`)
	is(p, "How fast", `document.querySelector(".chapters a[aria-current=page]").textContent`)
	p.clean()
}
