package browser

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/input"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// openDemo serves the demo below a path of its own and opens a page of it.
func openDemo(t *testing.T, address string) (p *tab, root string) {
	t.Helper()
	p, root = openTab(t), serveDemo(t)
	p.visit(root + address)
	return p, root
}

func serveDemo(t *testing.T) string {
	t.Helper()
	return static(t, builtDemo(t), "/some/where/")
}

// clean fails where something went wrong on the pages that the tab showed.
func (p *tab) clean() {
	p.Helper()
	for _, fault := range p.takeFaults() {
		p.Error(fault)
	}
}

// before runs a script on each page that the tab opens from now on, before any of the page's own.
func (p *tab) before(script string) {
	p.Helper()
	tell(p, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: script})
}

// press presses and releases keys one after the other, wherever the focus is. A key and what it
// types are one event, as on a keyboard, so that a script which takes the key keeps it from typing.
func (p *tab) press(keys string, with ...chromedp.Modifier) {
	p.Helper()
	for _, key := range keys {
		events := kb.Encode(key)
		down, up := *events[0], *events[len(events)-1]
		for _, m := range with {
			down.Modifiers |= m.Int64()
		}
		if up.Modifiers = down.Modifiers; len(events) > 2 && len(with) == 0 {
			down.Text, down.UnmodifiedText = events[1].Text, events[1].UnmodifiedText
		}
		tell(p, input.DispatchKeyEvent, down)
		tell(p, input.DispatchKeyEvent, up)
	}
}

// box is where an element is, relative to the window, in CSS pixels; its first line where it has several.
type box struct{ X, Y, Width, Height float64 }

func (b box) middle() (x, y float64) { return b.X + b.Width/2, b.Y + b.Height/2 }

func (p *tab) box(selector string) box {
	p.Helper()
	return ask[box](p,
		fmt.Sprintf(`(() => { const r = document.querySelector(%s).getClientRects()[0]; return {X: r.x, Y: r.y, Width: r.width, Height: r.height} })()`, quote(selector)))
}

// point brings an element into the middle of the window and moves the mouse onto it.
func (p *tab) point(selector string) {
	p.Helper()
	ask[bool](p, fmt.Sprintf(`(document.querySelector(%s).scrollIntoView({block: "center"}), true)`, quote(selector)))
	x, y := p.box(selector).middle()
	p.moveTo(x, y)
}

func (p *tab) moveTo(x, y float64) {
	p.Helper()
	p.do(chromedp.MouseEvent(chromedp.MouseMoved, x, y))
}

// click presses the mouse on an element.
func (p *tab) click(selector string) {
	p.Helper()
	p.point(selector)
	x, y := p.box(selector).middle()
	p.do(chromedp.MouseClickXY(x, y))
}

// becomes waits until an expression has a value.
func becomes[T comparable](p *tab, want T, expression string) {
	p.Helper()
	var last T
	defer func() {
		if p.Failed() {
			p.Logf("%s is %v", expression, last)
		}
	}()
	eventually(p.T, fmt.Sprintf("%s should be %v", expression, want), func() bool {
		got, err := try[T](p, expression)
		last = got
		return err == nil && got == want
	})
}

// is compares an expression with a value at once.
func is[T comparable](p *tab, want T, expression string) {
	p.Helper()
	if got := ask[T](p, expression); got != want {
		p.Errorf("%s is %v, want %v", expression, got, want)
	}
}
