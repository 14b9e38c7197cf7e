package browser

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"hindcast/internal/search"
)

// A query in the address is answered when the page opens, wherever the address comes from.
func TestSearchFromAddress(t *testing.T) {
	address, _ := fixtureSite(t, "/some/where/")
	p := openTab(t)
	p.visit(address + "?q=" + url.QueryEscape("résumé café"))
	p.finds("INC-2024-0012")
	if got := ask[string](p, `document.querySelector("#q").value`); got != "résumé café" {
		t.Errorf("the field holds %q", got)
	}
	p.visit(strings.TrimSuffix(address, "search/") + "incidents/")
	p.do(chromedp.SendKeys(chromedp.CSS("#find"), "recidivism"+kb.Enter))
	p.finds("AIID-0040")
}

// Typing shows results at each key and keeps the query in the address.
func TestSearchWhileTyping(t *testing.T) {
	address, _ := fixtureSite(t, "/")
	p := openTab(t)
	p.visit(address)
	p.typeIn("recidiv")
	p.finds("AIID-0040")
	p.inAddress("?q=recidiv")
	p.do(chromedp.SendKeys(chromedp.CSS("#q"), "xx"))
	p.finds()
	p.shows("#status", "Nothing found.")
	p.inAddress("?q=recidivxx")
	p.do(chromedp.SendKeys(chromedp.CSS("#q"), strings.Repeat(kb.Backspace, len("recidivxx"))))
	p.inAddress("")
	if status := p.text("#status"); status != "" {
		t.Errorf("an empty field leaves the line %q", status)
	}
}

func (p *tab) inAddress(query string) {
	p.Helper()
	eventually(p.T, fmt.Sprintf("%q in the address", query), func() bool {
		got, err := try[string](p, "location.search")
		return err == nil && got == query
	})
}

// Filters narrow the results, alone and together with words, and stand in the address.
func TestSearchFilters(t *testing.T) {
	address, _ := fixtureSite(t, "/")
	p := openTab(t)
	p.visit(address)
	p.choose("type", "data_leak")
	p.finds("INC-2026-0014", "INC-2024-0012")
	p.choose("year", "2026")
	p.finds("INC-2026-0014")
	p.inAddress("?type=data_leak&year=2026")
	p.choose("type", "")
	p.choose("system", "credit-scoring")
	p.finds()
	p.choose("year", "2025")
	p.finds("INC-2025-0037", "INC-2025-0018")
	p.typeIn("income")
	p.finds("INC-2025-0037")
	p.inAddress("?q=income&system=credit-scoring&year=2025")
}

// back presses the button. Whether the page is loaded again or was kept is the browser's affair.
func (p *tab) back() {
	p.Helper()
	ask[bool](p, "setTimeout(() => history.back()) > 0") // the answer comes before the page goes
}

// The back button goes back through the filters that were chosen, and forward again.
func TestSearchBackThroughFilters(t *testing.T) {
	address, _ := fixtureSite(t, "/")
	p := openTab(t)
	p.visit(address + "?type=data_leak")
	p.finds("INC-2026-0014", "INC-2024-0012")
	p.choose("year", "2026")
	p.finds("INC-2026-0014")
	p.back()
	p.finds("INC-2026-0014", "INC-2024-0012")
	if got := ask[string](p, `document.querySelector("#year").value`); got != "" {
		t.Errorf("the year is still %s", got)
	}
	ask[bool](p, "history.forward() ?? true")
	p.finds("INC-2026-0014")
	if got := ask[string](p, `document.querySelector("#year").value`); got != "2026" {
		t.Errorf("the year is %q", got)
	}
}

// The back button goes from one submitted query to the one before it.
func TestSearchBackThroughQueries(t *testing.T) {
	address, _ := fixtureSite(t, "/")
	p := openTab(t)
	p.visit(address)
	p.do(chromedp.SendKeys(chromedp.CSS("#q"), "recidivism"+kb.Enter))
	p.finds("AIID-0040")
	p.typeIn("cache balance" + kb.Enter)
	p.finds("INC-2026-0014")
	ask[bool](p, `new Promise(done => { addEventListener("popstate", () => setTimeout(() => done(true)), {once: true}); history.back() })`)
	got := ask[answer](p, shown)
	expect(t, slices.Equal(got.IDs, []string{"AIID-0040"}), "", "after going back the page shows %v", got.IDs)
}

// The back button returns from a result to the results.
func TestSearchBackFromResult(t *testing.T) {
	needBrowser(t)
	p := openTab(t)
	p.visit(static(t, demoCopy(t), "/some/where/") + "search/")
	p.typeIn("INC-2026-0007")
	p.shows("#results li:first-child", "INC-2026-0007")
	p.do(chromedp.Click(chromedp.CSS("#results li:first-child a")))
	p.shows("h1", "Fraud model flags one in five card payments")
	p.back()
	p.shows("#results li:first-child", "INC-2026-0007")
}

// What stands in a title is text, whatever it looks like, and words of the query are marked in it.
func TestSearchEscapesText(t *testing.T) {
	address, _ := fixtureSite(t, "/")
	p := openTab(t)
	p.visit(address)
	p.typeIn("onerror ticket")
	p.finds("INC-2026-0020")
	p.shows("#results .name", `<img src=x onerror="document.title='owned'"> in a ticket title`)
	p.shows("#results li", "A ticket held <script>alert(1)</script> & was shown as plain text.")
	got := ask[struct {
		Elements, Title string
		Marks           []string
	}](p, `({Title: document.title, Marks: [...document.querySelectorAll("#results mark")].map(m => m.textContent),
		Elements: [...new Set([...document.querySelectorAll("#results *")].map(e => e.localName))].sort().join(" ")})`)
	if got.Elements != "a li mark p span" || strings.Contains(got.Title, "owned") {
		t.Errorf("the results hold the elements %q; the page is titled %q", got.Elements, got.Title)
	}
	if want := []string{"onerror", "ticket", "ticket"}; !slices.Equal(got.Marks, want) {
		t.Errorf("marked are %q, want %q", got.Marks, want)
	}
	p.typeIn("resume")
	p.finds("INC-2024-0012")
	if marks := ask[[]string](p, `[...document.querySelectorAll("#results mark")].map(m => m.textContent)`); !slices.Equal(marks, []string{"Résumé", "résumés"}) {
		t.Errorf("marked without regard to accents are %q", marks)
	}
	for _, fault := range p.takeFaults() {
		t.Error(fault)
	}
}

// No address in the index leads out of the site or runs as a script.
func TestSearchLinksStayInside(t *testing.T) {
	needBrowser(t)
	var entries []search.Entry
	for i, address := range []string{"javascript:document.title='owned'", "//other.invalid/", "https://other.invalid/", "incidents/x/"} {
		entries = append(entries, search.Entry{Doc: search.Doc{ID: fmt.Sprintf("X-%d", i), Title: "pump", URL: address}, Fields: []search.Field{{Weight: 1, Text: "pump"}}})
	}
	p := openTab(t)
	address := indexSite(t, "/some/where/", search.Build(entries))
	p.visit(address + "?q=pump")
	p.finds("X-0", "X-1", "X-2", "X-3")
	for _, link := range ask[[]string](p, `[...document.querySelectorAll("#results a")].map(a => a.href)`) {
		if !strings.HasPrefix(link, strings.TrimSuffix(address, "some/where/search/")) {
			t.Errorf("a result leads to %s", link)
		}
	}
}

// Of many results the first fifty are shown, and the page says how many there are.
func TestSearchManyResults(t *testing.T) {
	needBrowser(t)
	var entries []search.Entry
	for i := range 120 {
		entries = append(entries, search.Entry{Doc: search.Doc{ID: fmt.Sprintf("X-%03d", i), Title: "A pump", URL: "x/"}, Fields: []search.Field{{Weight: 1, Text: "pump"}}})
	}
	p := openTab(t)
	p.visit(indexSite(t, "/", search.Build(entries)) + "?q=pump")
	p.shows("#status", "120 results; the first 50 are shown.")
	got := ask[answer](p, shown)
	if len(got.IDs) != most || got.IDs[0] != "X-000" || got.IDs[most-1] != "X-049" {
		t.Errorf("shown are %d: %v", len(got.IDs), got.IDs)
	}
	p.typeIn("X-007")
	p.shows("#status", "Nothing found.")
}

// An index that is missing, broken or of another version gives one sentence that says so and what to do, and the page recovers when it is mended.
func TestSearchWithoutIndex(t *testing.T) {
	needBrowser(t)
	for name, c := range map[string]struct{ text, want string }{
		"missing":       {"", "status 404"},
		"cut off":       {`{"version":1,"docs":[{"id":"INC-`, ""},
		"a page":        {"<!doctype html><title>Sign in</title>", ""},
		"other version": {`{"version":2,"docs":[],"terms":{}}`, "another version"},
		"null":          {`null`, ""},
		"no documents":  {`{"version":1,"terms":{"uber":[0,5]}}`, ""},
		"no terms":      {`{"version":1,"docs":[]}`, ""},
		"wrong numbers": {`{"version":1,"docs":[],"terms":{"uber":[7,5]}}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := demoCopy(t)
			whole := read(t, dir, "search", "index.json")
			write(t, c.text, dir, "search", "index.json")
			if c.text == "" {
				if err := os.Remove(filepath.Join(dir, "search", "index.json")); err != nil {
					t.Fatal(err)
				}
			}
			p := openTab(t)
			p.visit(static(t, dir, "/") + "search/?q=uber")
			p.shows("#status", "The search index could not be read")
			status := p.text("#status")
			if !strings.Contains(status, c.want) || !strings.Contains(status, "Reload the page") {
				t.Errorf("the page says %q", status)
			}
			if got := ask[answer](p, shown); len(got.IDs) > 0 {
				t.Errorf("the page shows %v", got.IDs)
			}
			write(t, whole, dir, "search", "index.json")
			p.typeIn("INC-2026-0007")
			p.shows("#results li:first-child", "INC-2026-0007")
		})
	}
}

// The search goes on where the browser refuses to write the address, as Safari does after a hundred keys in half a minute.
func TestSearchWithoutHistory(t *testing.T) {
	address, _ := fixtureSite(t, "/")
	p := openTab(t)
	p.visit(address)
	p.typeIn("uber")
	p.shows("#results", "AIID-0004")
	ask[bool](p, `history.replaceState = () => { throw new DOMException("too often", "SecurityError") }, true`)
	ask[bool](p, `new Promise(done => { const q = document.querySelector("#q"); q.value = "recidivism"; q.dispatchEvent(new Event("input")); setTimeout(() => done(true), 50) })`)
	got := ask[answer](p, shown)
	expect(t, slices.Equal(got.IDs, []string{"AIID-0040"}), "", "the page still shows %v", got.IDs)
}

// An unknown value of a filter in the address leaves the filter at "any".
func TestSearchUnknownFilterInAddress(t *testing.T) {
	address, _ := fixtureSite(t, "/")
	p := openTab(t)
	p.visit(address + "?q=uber&type=no-such-type")
	p.finds("AIID-0004")
	got := ask[int](p, `document.querySelector("#type").selectedIndex`)
	expect(t, got == 0, "", "the selected entry of the filter is number %d", got)
}

// Without scripts the page says so and leads to the lists.
func TestSearchWithoutScripts(t *testing.T) {
	needBrowser(t)
	p := openTab(t)
	p.scripts(false)
	root := static(t, demoCopy(t), "/some/where/")
	p.visit(root + "search/")
	p.shows("main", "Searching needs JavaScript")
	links := ask[[]string](p, `[...document.querySelectorAll("main a")].map(a => a.href)`)
	if want := []string{root + "incidents/", root + "precedents/", root + "systems/", root + "knowledge/"}; !slices.Equal(links, want) {
		t.Errorf("the page leads to %v, want %v", links, want)
	}
	for _, link := range links {
		p.visit(link)
		if heading := p.text("h1"); heading == "" {
			t.Errorf("%s has no heading", link)
		}
	}
}
