package browser

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// covered is the top of an element and the bottom of what stays in sight above it.
const covered = `(() => {
	const stuck = [...document.querySelectorAll("header.site, .toc")].filter(e => getComputedStyle(e).position === "sticky" && e.checkVisibility())
		.filter(e => { const a = e.getBoundingClientRect(), b = target.getBoundingClientRect(); return a.left < b.right && b.left < a.right })
	return Math.round(target.getBoundingClientRect().top - Math.max(0, ...stuck.map(e => e.getBoundingClientRect().bottom)))
})()`

// The header and the table of contents stay in sight, and no place that a link leads to is below them. In a window of
// little height nothing stays, so that there is room to read.
func TestHeaderStaysInSight(t *testing.T) {
	t.Parallel()
	p, root := openDemo(t, page)
	for _, c := range []struct {
		width, height int64
		stays         bool
	}{{1440, 900, true}, {1000, 800, true}, {820, 700, true}, {390, 844, true}, {320, 640, true}, {1440, 400, false}, {640, 320, false}} {
		p.size(c.width, c.height)
		for _, id := range []string{"s-response", "actions", "linked"} {
			p.visit("about:blank")
			p.visit(root + page + "#" + id)
			becomes(p, true, `scrollY > 300 && document.readyState === "complete"`)
			where := fmt.Sprintf("%d by %d, #%s", c.width, c.height, id)
			if below := ask[int](p, `(() => { const target = document.getElementById(`+quote(id)+`); return `+covered+` })()`); below < 0 {
				t.Errorf("%s: the heading is %d pixels below what stays in sight", where, -below)
			}
			if c.stays {
				is(p, true, `document.querySelector(".toc").getBoundingClientRect().top > document.querySelector("header.site").getBoundingClientRect().bottom - 2`)
			}
			for _, part := range []string{".find", ".toc"} {
				shown := ask[bool](p, `(() => { const b = document.querySelector(`+quote(part)+`).getBoundingClientRect(); return b.bottom > 0 && b.top >= 0 && b.top < innerHeight })()`)
				if shown != c.stays {
					t.Errorf("%s: %s is in sight: %v", where, part, shown)
				}
			}
		}
	}
	p.clean()
}

// The table of contents leads to every part of the page, in order.
func TestContentsAreComplete(t *testing.T) {
	t.Parallel()
	root := servedDemo(t).address
	onEach(t, DemoPages(), func(*tab) {}, func(p *tab, at Page) {
		p.settle(root + at.Address)
		parts := ask[string](p, `document.querySelector(".toc") ? [...document.querySelectorAll(".text h2[id]")].map(h => "#" + h.id).join(" ") : ""`)
		links := ask[string](p, `[...document.querySelectorAll(".toc li:not(.to-facts) a")].map(a => a.hash).join(" ")`)
		if parts != links {
			p.Errorf("%s: the parts are %s, the contents %s", at.Name, parts, links)
		}
	})
}

// The line of the stages ends at the last one, beside or below each other, and a time stays with its unit.
func TestTrackEnds(t *testing.T) {
	t.Parallel()
	p, _ := openDemo(t, page)
	for _, width := range []int64{1440, 820, 390, 320} {
		p.size(width, 900)
		got := ask[struct {
			Line          string
			Across, Lines int
		}](p, `(() => {
			const stages = [...document.querySelectorAll(".track li")], last = stages.at(-1), first = stages[0].getBoundingClientRect()
			return {Line: getComputedStyle(last, "::after").content, Across: Math.round(last.getBoundingClientRect().left - first.left),
				Lines: Math.max(...[...document.querySelectorAll(".track .took")].map(e => e.getClientRects().length))}
		})()`)
		if got.Line != "none" {
			t.Errorf("%d: a line leads on from the last stage", width)
		}
		if (got.Across == 0) != (width < 768) {
			t.Errorf("%d: the last stage is %d pixels beside the first", width, got.Across)
		}
		if got.Lines > 1 {
			t.Errorf("%d: a time takes %d lines", width, got.Lines)
		}
	}
	p.clean()
}

// Prose, tables and events of a record end on one line.
func TestOneRightEdge(t *testing.T) {
	t.Parallel()
	p, _ := openDemo(t, page)
	for _, width := range []int64{1800, 1440, 1250, 1000, 820} {
		p.size(width, 900)
		edges := ask[int](p, `new Set([...document.querySelectorAll(".text > :is(p, ul, .table), .text > section > :is(p, ul, .table)")].map(e => Math.round(e.getBoundingClientRect().right))).size`)
		if edges != 1 {
			t.Errorf("%d: blocks of the text end on %d lines", width, edges)
		}
	}
	p.clean()
}

// Labels of the levels of a chart lie over no point and no line of it.
func TestLabelsLieBeside(t *testing.T) {
	t.Parallel()
	root := servedDemo(t).address
	p := openTab(t)
	for _, width := range []int64{1440, 820, 390} {
		p.size(width, 900)
		labels := 0
		for _, page := range []string{"trends/", "trends/how-fast/", "trends/what-became-of-it/"} {
			p.visit(root + page)
			got := ask[struct {
				Labels int
				Over   []string
			}](p, `(() => {
			const box = e => e.getBoundingClientRect(), seen = e => e.checkVisibility()
			const labels = [...document.querySelectorAll(".chart .level")].filter(seen), meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
			const over = labels.filter(l => [...l.closest("svg").querySelectorAll("circle, rect, line, use, text")].some(e => e !== l && meet(box(l), box(e))))
			return {Labels: labels.length + document.querySelectorAll(".legend span").length, Over: over.map(l => l.textContent)}
		})()`)
			if labels += got.Labels; len(got.Over) > 0 {
				t.Errorf("%s, %d: of %d labels, these lie over something: %q", page, width, got.Labels, got.Over)
			}
			if unnamed := ask[int](p, `[...document.querySelectorAll(".chart:is(.plot, .strip, .rows)")].filter(c => ![...c.querySelectorAll(".axis-name.across")].some(n => n.textContent.trim())).length`); unnamed > 0 {
				t.Errorf("%s, %d: %d charts do not say what they are across", page, width, unnamed)
			}
		}
		if labels == 0 {
			t.Errorf("%d: no chart has a label", width)
		}
	}
	p.clean()
}

// Where the system sets the colours, stages and events keep their dots, and a stage reached differs from one that is not.
func TestForcedColours(t *testing.T) {
	t.Parallel()
	p, root := openDemo(t, page)
	tell(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "forced-colors", Value: "active"}},
	})
	is(p, true, `matchMedia("(forced-colors: active)").matches`)
	const colours = `(selector => { const s = getComputedStyle(document.querySelector(selector), "::before"); return s.backgroundColor + " " + s.borderTopColor })`
	paper := ask[string](p, `getComputedStyle(document.body).backgroundColor`)
	if dot := ask[string](p, colours+`(".events > .event")`); strings.HasPrefix(dot, paper) {
		t.Errorf("an event has a dot of %s on %s", dot, paper)
	}
	p.visit(root + "incidents/inc-2026-0030/")
	reached, ahead := ask[string](p, colours+`(".track .reached:not(.current), .track .reached")`), ask[string](p, colours+`(".track li:not(.reached)")`)
	if reached == ahead {
		t.Errorf("a stage that was reached has %s, as one that was not", reached)
	}
	p.clean()
}

// What scripts bring moves nothing that is in sight, and the search page says that it searches.
func TestPagesStay(t *testing.T) {
	t.Parallel()
	root := serveDemo(t)
	for _, width := range []int64{1440, 820, 390} {
		for _, address := range []string{"", "incidents/", page, "rules/", "trends/", "search/?q=fraud+threshold"} {
			p := openTab(t)
			p.size(width, 900)
			p.before(`window.shifts = []; window.said = [];
				new PerformanceObserver(l => { for (const e of l.getEntries()) if (!e.hadRecentInput) shifts.push({value: e.value, what: e.sources.map(s => s.node?.className || s.node?.id || s.node?.nodeName).join(" ")}) }).observe({type: "layout-shift", buffered: true});
				new MutationObserver(() => { const s = document.querySelector("#status"); if (s && s.textContent !== said.at(-1)) said.push(s.textContent) }).observe(document, {childList: true, subtree: true, characterData: true})`)
			p.settle(root + address)
			searches := strings.HasPrefix(address, "search/")
			if searches && width >= 960 {
				becomes(p, true, `document.querySelectorAll("#facets > details[open] label").length > 5 && getComputedStyle(document.querySelector("#facets")).visibility === "visible"`)
			}
			got := ask[struct {
				Sum float64
				All []struct {
					Value float64
					What  string
				}
			}](p, `new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done({Sum: shifts.reduce((sum, s) => sum + s.value, 0), All: shifts}))))`)
			if got.Sum >= 0.05 {
				t.Errorf("%d: %s shifts by %.3f: %v", width, address, got.Sum, got.All)
			}
			if said := ask[string](p, `said.join(" | ")`); searches && !strings.Contains(said, "Searching …") {
				t.Errorf("%d: the page says %s", width, said)
			}
			p.clean()
		}
	}
}

// Each sheet has the mark above and below, the id, the page and the time; the facts come before the citation.
func TestSheets(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("there is no pdftotext")
	}
	root := serveDemo(t)
	for address, want := range map[string][2]string{
		page:                       {"TLP:GREEN", "INC-2026-0007"},
		"incidents/inc-2026-0030/": {"TLP:AMBER+STRICT", "INC-2026-0030"},
		"trends/":                  {"TLP:AMBER+STRICT", "Trends"},
	} {
		p := openTab(t)
		p.scripts(false) // sheets need none
		p.visit(root + address)
		bySheet := true
		printed, err := chromedp.Call(p.ctx, cdppage.PrintToPDF, cdppage.PrintToPDFParams{PaperWidth: 8.27, PaperHeight: 11.69, PreferCSSPageSize: &bySheet})
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "a.pdf")
		if err := os.WriteFile(file, printed.Data, 0o600); err != nil {
			t.Fatal(err)
		}
		text, err := exec.Command("pdftotext", "-layout", file, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		sheets := strings.Split(strings.TrimSuffix(string(text), "\f"), "\f")
		for i, sheet := range sheets {
			lines := strings.Split(strings.TrimSpace(sheet), "\n")
			first, last := lines[0], lines[len(lines)-1]
			if !strings.Contains(first, want[1]) || !strings.HasSuffix(first, want[0]) || !strings.HasSuffix(last, want[0]) ||
				!strings.Contains(last, "As of 1 December 2026") || !strings.Contains(strings.ReplaceAll(last, " ", ""), fmt.Sprintf("%d/%d", i+1, len(sheets))) {
				t.Errorf("%s: sheet %d is between %q and %q", address, i+1, first, last)
			}
			if len(lines) < 20 && i < len(sheets)-1 {
				t.Errorf("%s: sheet %d has %d lines", address, i+1, len(lines))
			}
		}
		if whole := string(text); strings.Contains(whole, "Cite") && strings.Index(whole, "Systems and models") > strings.Index(whole, "Cite") {
			t.Errorf("%s: the facts come after the citation", address)
		}
		p.clean()
	}
}
