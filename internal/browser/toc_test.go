package browser

import (
	"fmt"
	"testing"
)

const marked = `[...document.querySelectorAll('.toc a[aria-current="true"]')].map(a => a.hash).join(" ")`

// The table of contents marks one section, the one being read, on the way down and up again.
func TestContentsMark(t *testing.T) {
	t.Parallel()
	p, _ := openDemo(t, page)
	for _, id := range []string{
		"s-what-happened", "s-timeline", "s-response", "actions", "s-analysis", "s-what-happened",
	} {
		ask[bool](p, fmt.Sprintf(`(document.getElementById(%s).scrollIntoView(), true)`, quote(id)))
		becomes(p, "#"+id, marked)
	}
	ask[bool](p, `(scrollTo(0, document.documentElement.scrollHeight), true)`)
	becomes(p, ask[string](p, `[...document.querySelectorAll(".toc a")].filter(a => a.checkVisibility()).at(-1).hash`),
		marked)
	p.clean()
}

// A link of the table marks the section that it leads to.
func TestContentsLink(t *testing.T) {
	t.Parallel()
	p, _ := openDemo(t, page)
	p.click(`.toc a[href="#s-impact"]`)
	becomes(p, "#s-impact", "location.hash")
	becomes(p, "#s-impact", marked)
	p.clean()
}

// Marking makes no line longer or higher.
func TestContentsStayInPlace(t *testing.T) {
	t.Parallel()
	p, _ := openDemo(t, page)
	before := p.box(`.toc ul`)
	ask[bool](p, `(document.getElementById("s-response").scrollIntoView(), true)`)
	becomes(p, "#s-response", marked)
	after := p.box(`.toc ul`)
	if before.Height != after.Height || before.Width != after.Width {
		t.Errorf("the table of contents was %v by %v, and is %v by %v",
			before.Width, before.Height, after.Width, after.Height)
	}
	p.clean()
}
