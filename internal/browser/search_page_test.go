package browser

import (
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"hindcast/internal/search"
	"hindcast/internal/search/format"
	"hindcast/internal/search/index"
)

// openSearch serves the demo below a path of its own, opens its search page with a query and gives the other engine
// over the same files.
func openSearch(t *testing.T, query string) (*tab, string, *search.Reader) {
	t.Helper()
	p, root := openDemo(t, "search/"+query)
	return p, root, otherEngine(t, builtDemo(t))
}

// A query in the address is answered when the page opens, wherever the address comes from.
func TestSearchFromAddress(t *testing.T) {
	t.Parallel()
	p, root, other := openSearch(t, "?q="+url.QueryEscape("fraud threshold"))
	want, hits := idsOf(t, other, "fraud threshold", search.ByRelevance, onPage)
	p.finds(want...)
	p.shows("#status", fmt.Sprintf("%d results.", len(hits)))
	is(p, "fraud threshold", `document.querySelector("#q").value`)
	is(p, "relevance", `document.querySelector("#order").value`)

	p.visit(root + "incidents/")
	p.do(chromedp.SendKeys(chromedp.CSS("#find"), "INC-2026-0007"+kb.Enter))
	p.shows("#results li:first-child", title)

	// The form of the list of incidents sends every field, also the empty ones.
	p.visit(root + "search/?type=model_failure&system=fraud-scoring&severity=&status=closed&q=payments")
	want, _ = idsOf(t, other, "payments type:model_failure system:fraud-scoring status:closed", search.ByRelevance, onPage)
	p.finds(want...)
	is(p, "Type: Model failure × | Stage: Closed × | System: Card fraud scoring × | Remove all", chosenText)

	p.visit(root + "search/?type=data_leak,misuse&order=date")
	want, _ = idsOf(t, other, "type:data_leak,misuse", search.ByDate, onPage)
	p.finds(want...)
	is(p, "date", `document.querySelector("#order").value`)
	p.clean()
}

// chosenText is the chosen values as they are above the results.
const chosenText = `[...document.querySelectorAll("#chosen button")].map(b => b.innerText).join(" | ")`

// Typing shows results at each key and keeps the query in the address.
func TestSearchWhileTyping(t *testing.T) {
	t.Parallel()
	p, _, other := openSearch(t, "")
	is(p, true, `document.querySelector("#lists").checkVisibility()`)
	p.typeIn("mortg")
	want, _ := idsOf(t, other, "mortg", search.ByRelevance, onPage)
	p.finds(want...)
	p.inAddress("?q=mortg")
	is(p, false, `document.querySelector("#lists").checkVisibility()`)
	p.do(chromedp.SendKeys(chromedp.CSS("#q"), "xxx"))
	p.finds()
	p.shows("#status", "Nothing found.")
	p.shows("#notes", "Nothing has “mortgxxx”.")
	is(p, true, `document.querySelector("#lists").checkVisibility()`)
	p.inAddress("?q=mortgxxx")
	p.do(chromedp.SendKeys(chromedp.CSS("#q"), strings.Repeat(kb.Backspace, len("mortgxxx"))))
	p.inAddress("")
	becomes(p, "", `document.querySelector("#status").textContent + document.querySelector("#notes").textContent`)
	p.clean()
}

// A screen reader is told how much was found once the reader pauses, and not at each key.
func TestSearchIsAnnounced(t *testing.T) {
	p, _, other := openSearch(t, "")
	ask[bool](p,
		`(window.heard = [], new MutationObserver(() => heard.push(document.querySelector("#said").textContent)).observe(document.querySelector("#said"), {childList: true, characterData: true, subtree: true}), true)`)
	is(p, "status", `document.querySelector("#said").role`)
	p.typeIn("frsud thresholds")
	_, hits := idsOf(t, other, "frsud thresholds", search.ByRelevance, onPage)
	p.shows("#notes", "Nothing has “frsud”")
	want := fmt.Sprintf("%d results. %s Nothing has “frsud”; shown is “fraud”.", len(hits), p.said(other, hits))
	becomes(p, want, `heard.at(-1) ?? ""`)
	if n := ask[int](p, "heard.length"); n > len("frsud thresholds")/2 {
		t.Errorf("%d times something was said while 16 keys were pressed", n)
	}
	p.clean()
}

// What is read otherwise than it was written is said, and what to do where nothing is found.
func TestSearchSaysWhatItRead(t *testing.T) {
	t.Parallel()
	p, root := openDemo(t, "search/")
	for query, want := range map[string]string{
		`"fraud model`:          "A quotation mark has no partner",
		"colour:red fraud":      "There is no filter “colour”",
		"after:yesterday fraud": "“yesterday” is no date",
		"type:nothing":          "Nothing has the value “type:nothing”.",
		"zzyzxq":                "Nothing has “zzyzxq”.",
		"threshlod":             "Nothing has “threshlod”; shown is “threshold”",
	} {
		p.visit(root + "search/?q=" + url.QueryEscape(query))
		becomes(p, true, `document.querySelector("#status").textContent !== ""`)
		p.shows("#notes", want)
	}
	var long []string
	for i := range 40 {
		long = append(long, fmt.Sprintf("word%c%c", 'a'+i/26, 'a'+i%26))
	}
	p.visit(root + "search/?q=" + url.QueryEscape(strings.Join(long, " ")))
	p.shows("#notes", "The query is long")
	p.visit(root + "search/?q=zzyzxq&type=data_leak")
	p.shows("#notes", "Try fewer or other words.")
	p.click("#notes button")
	p.inAddress("?q=zzyzxq")
	p.clean()
}

// Filters count what they would leave, narrow the results, and are in the address and above the results.
func TestSearchFacets(t *testing.T) {
	t.Parallel()
	p, _, other := openSearch(t, "?q=model")
	_, hits := idsOf(t, other, "model", search.ByRelevance, onPage)
	p.shows("#status", fmt.Sprintf("%d results.", len(hits)))
	p.facet("type")
	becomes(p, 3, `document.querySelectorAll("#facets > details[open]").length`)
	if n := p.loaded(`search\/(date|positions|kind|type|severity|status|system|cause|team|harm|tag|year|is|has)-`); n != 3 {
		t.Errorf("%d columns are loaded for the three filters that are open", n)
	}
	p.counts(other, "type", "model")

	p.narrow("type", "data_leak")
	p.inAddress("?q=model&type=data_leak")
	p.found(other, "model type:data_leak")
	is(p, "Type: Data leak ×", chosenText)
	is(p, "Type (1)", `document.querySelector("#facet-type summary").textContent`)
	p.counts(other, "type", "model") // without its own choice

	p.narrow("type", "misuse")
	p.inAddress("?q=model&type=data_leak&type=misuse")
	p.found(other, "model type:data_leak,misuse")
	is(p, "type misuse", `document.activeElement.name + " " + document.activeElement.value`)

	p.facet("severity")
	p.counts(other, "severity", "model type:data_leak,misuse")
	p.narrow("severity", "sev3")
	p.found(other, "model type:data_leak,misuse severity:sev3")
	p.counts(other, "type", "model severity:sev3")
	p.counts(other, "severity", "model type:data_leak,misuse")

	p.click("#chosen li:first-child button")
	p.inAddress("?q=model&type=misuse&severity=sev3")
	p.found(other, "model type:misuse severity:sev3")
	becomes(p, false, `document.querySelector("#facets input[value=data_leak]").checked`)
	is(p, true, `document.activeElement.closest("#chosen") !== null`)
	p.click("#chosen li:last-child button")
	p.inAddress("?q=model")
	p.found(other, "model")
	is(p, false, `document.querySelector("#chosen").checkVisibility()`)
	p.clean()
}

// found waits until the page shows the first results of a query that the other engine has.
func (p *tab) found(other *search.Reader, query string) {
	p.Helper()
	want, hits := idsOf(p.T, other, query, search.ByRelevance, onPage)
	if len(hits) == 0 {
		p.Fatalf("nothing is found by %q, which tells nothing", query)
	}
	p.finds(want...)
}

// counts holds the counts of a filter to those of the other engine for the results of a query.
func (p *tab) counts(other *search.Reader, field, query string) {
	p.Helper()
	_, hits := idsOf(p.T, other, query, search.ByRelevance, onPage)
	facet, err := other.Facet(field, hits)
	if err != nil {
		p.Fatal(err)
	}
	var want []string
	for _, v := range facet.Values {
		want = append(want, fmt.Sprintf("%s %d", v.Title, v.Count))
	}
	slices.Sort(want)
	becomes(p, strings.Join(want, ", "),
		fmt.Sprintf(`[...document.querySelectorAll("#facet-%s label")].map(l => l.textContent).sort().join(", ")`, field))
}

// A key of the organisation's own that is to be a facet is a filter like the others: with its title and its counts, and
// kept in the address and after a reload.
func TestSearchOwnFacet(t *testing.T) {
	t.Parallel()
	needBrowser(t)
	dir := demoRecords(t)
	const fields = "\ncustom_fields:\n  - {id: desk, title: Desk on duty, facet: true}\n  - {id: room}\n"
	write(t, read(t, dir, "hindcast.yaml")+fields, dir, "hindcast.yaml")
	for name, custom := range map[string]string{
		"incidents/2026/INC-2026-0007-fraud-false-positives.md": "custom: {desk: [Night & day, \"cards, risk\"], room: north}",
		"incidents/2026/INC-2026-0004-old-transfer-limit.md":    "custom: {desk: \"cards, risk\", room: south}",
	} {
		text := read(t, dir, name)
		write(t, strings.Replace(text, "\ntlp: ", "\n"+custom+"\ntlp: ", 1), dir, name)
	}
	site := filepath.Join(t.TempDir(), "site")
	if code, _, notes := command(t, dir, "build", "--now", present, "--out", site); code != 0 {
		t.Fatalf("build ends with %d:\n%s", code, notes)
	}
	p := openTab(t)
	p.visit(static(t, site, "/") + "search/")
	is(p, "Desk on duty", `document.querySelector("#facet-desk summary").textContent`)
	is(p, false, `document.querySelector("#facet-room") !== null`)
	p.facet("desk")
	p.counts(otherEngine(t, site), "desk", "-nosuchword")
	is(p, "cards, risk 2 | Night & day 1",
		`[...document.querySelectorAll("#facet-desk label")].map(l => l.textContent).join(" | ")`)

	p.narrow("desk", "Night & day")
	p.finds("INC-2026-0007")
	p.inAddress("?desk=Night+%26+day")
	is(p, "Desk on duty: Night & day ×", chosenText)
	p.visit(ask[string](p, "location.href"))
	p.finds("INC-2026-0007")
	becomes(p, "Desk on duty: Night & day ×", chosenText)

	p.narrow("desk", "Night & day")
	p.narrow("desk", "cards, risk")
	p.found(otherEngine(t, site), `desk:"cards, risk"`)
	p.click("#chosen li:last-child button")
	p.inAddress("")
	p.typeIn(`desk:"cards, risk" transfer`)
	p.finds("INC-2026-0004")
	p.clean()
}

// Before anything is asked the filters count everything, and choosing a value is a question.
func TestSearchByFacetsAlone(t *testing.T) {
	t.Parallel()
	p, _, other := openSearch(t, "")
	p.facet("kind")
	p.counts(other, "kind", "-nosuchword")
	p.narrow("kind", "near_miss")
	p.inAddress("?kind=near_miss")
	p.found(other, "kind:near_miss")
	p.clean()
}

// Of many values a filter shows some, those that are chosen among them, and all when asked.
func TestSearchFacetOfManyValues(t *testing.T) {
	t.Parallel()
	entries := pumps(40)
	for i := range entries {
		entries[i].Values["tag"] = []string{fmt.Sprintf("tag, no. %02d", i)}
	}
	p := openTab(t)
	p.visit(searchSite(t, "/", entries) + "?q=pump&tag=" + url.QueryEscape("tag") + "&kind=incident")
	p.shows("#status", "Nothing found.") // a tag that nothing has
	p.click("#chosen li:last-child button")
	p.facet("tag")
	becomes(p, 10, `document.querySelectorAll("#facet-tag label").length`) // no longer 11: the tag that nothing has goes
	p.click("#facet-tag button")
	is(p, 40, `document.querySelectorAll("#facet-tag label").length`)
	is(p, true, `document.activeElement === document.querySelectorAll("#facet-tag input")[10]`)
	p.click(`#facet-tag label:nth-of-type(12) input`)
	p.finds("X-011")
	p.visit(ask[string](p, "location.href"))
	p.finds("X-011")
	becomes(p, "Tag: tag, no. 11 ×", chosenText)
	p.mayFail() // the documents have no pages
}

// The order is chosen, is in the address, and does not forget the words.
func TestSearchOrder(t *testing.T) {
	t.Parallel()
	p, _, other := openSearch(t, "?q=model")
	p.found(other, "model")
	p.pick("#order", "Newest")
	p.inAddress("?q=model&order=date")
	want, _ := idsOf(t, other, "model", search.ByDate, onPage)
	p.finds(want...)
	p.back()
	p.found(other, "model")
	is(p, "relevance", `document.querySelector("#order").value`)
	p.clean()
}

// Where several kinds are found, the best of each stand below a heading with their number, the best result of all first,
// and a link shows the others of a kind. By date, or where there is one kind, there is one list.
func TestSearchGroups(t *testing.T) {
	t.Parallel()
	p, _, other := openSearch(t, "?q=model")
	_, hits := idsOf(t, other, "model", search.ByRelevance, onPage)
	groups := groupsOf(t, other, hits)
	var want []string
	largest := 0
	for i, g := range groups {
		title := groupTitles[g.Name]
		line := fmt.Sprintf("%s %d: %d", title, len(g.Hits), min(4, len(g.Hits)))
		if len(g.Hits) > 4 {
			line += fmt.Sprintf(" %s: show all %d", title, len(g.Hits))
		}
		want = append(want, line)
		if len(g.Hits) > len(groups[largest].Hits) {
			largest = i
		}
	}
	if len(groups) < 3 || len(groups[largest].Hits) < 11 || groups[0].Hits[0].Doc != hits[0].Doc {
		t.Fatalf("the groups are %v, which tells little", want)
	}
	const shown = `[...document.querySelectorAll("#results > section")].map(s => s.querySelector("h2").textContent + ": " + s.querySelectorAll("li").length + (s.querySelector(".all") ? " " + s.querySelector(".all").textContent : "")).join(" | ")`
	becomes(p, strings.Join(want, " | "), shown)
	is(p, "H3", `document.querySelector("#results .name").tagName`)
	is(p, true, `document.querySelector("#more").hidden`)
	becomes(p, fmt.Sprintf("%d results. %s", len(hits), p.said(other, hits)), `document.querySelector("#said").textContent`)

	p.click(fmt.Sprintf("#results > section:nth-of-type(%d) .all a", largest+1))
	asked := "model kind:" + strings.Join(groups[largest].Kinds, ",")
	p.found(other, asked)
	becomes(p, "", shown)
	is(p, "H2", `document.querySelector("#results .name").tagName`)
	is(p, false, `document.querySelector("#more").hidden`)
	is(p, "q", focused)
	p.back()
	becomes(p, strings.Join(want, " | "), shown)

	p.pick("#order", "Newest")
	becomes(p, "", shown)
	p.back()
	becomes(p, strings.Join(want, " | "), shown)

	// A filter among the words gives way, too.
	p.typeIn("model kind:incident,system")
	becomes(p, 2, `document.querySelectorAll("#results > section").length`)
	p.click("#results section .all a")
	becomes(p, "model", `document.querySelector("#q").value`)
	becomes(p, 0, `document.querySelectorAll("#results > section").length`)
	p.clean()
}

// The back button goes back through the filters that were chosen, and forward again.
func TestSearchBackThroughFilters(t *testing.T) {
	t.Parallel()
	p, _, other := openSearch(t, "?type=data_leak")
	p.found(other, "type:data_leak")
	p.narrow("year", "2026")
	p.found(other, "type:data_leak year:2026")
	p.back()
	p.found(other, "type:data_leak")
	becomes(p, 0, `document.querySelectorAll("#facet-year input:checked").length`)
	ask[bool](p, "history.forward() ?? true")
	p.found(other, "type:data_leak year:2026")
	becomes(p, "2026", `document.querySelector("#facet-year input:checked").value`)
	p.clean()
}

// The back button goes from one submitted query to the one before it, and not through its letters.
func TestSearchBackThroughQueries(t *testing.T) {
	t.Parallel()
	p, root, other := openSearch(t, "")
	p.do(chromedp.SendKeys(chromedp.CSS("#q"), "mortgage"+kb.Enter))
	p.found(other, "mortgage")
	p.typeIn("threshold" + kb.Enter)
	p.found(other, "threshold")
	p.inAddress("?q=threshold")
	p.back()
	p.inAddress("?q=mortgage")
	p.found(other, "mortgage")
	p.back()
	becomes(p, root+"search/", "location.href")
	p.finds()
	p.clean()
}

// The back button returns from a result to the results, also to those that were asked for later.
func TestSearchBackFromResult(t *testing.T) {
	t.Parallel()
	p, _, other := openSearch(t, "")
	p.typeIn("INC-2026-0007")
	p.shows("#results li:first-child", "INC-2026-0007")
	p.do(chromedp.Click(chromedp.CSS("#results li:first-child a")))
	p.shows("h1", title)
	p.back()
	p.found(other, "INC-2026-0007")
	is(p, "INC-2026-0007", `document.querySelector("#q").value`)
	p.clean()
}

// The arrow leads from the field into the results.
func TestSearchFromFieldToResults(t *testing.T) {
	t.Parallel()
	p, _, other := openSearch(t, "?q=fraud")
	p.found(other, "fraud")
	p.press("/")
	is(p, "q", focused)
	p.press(kb.ArrowDown)
	becomes(p, true, `document.activeElement === document.querySelector("#results li:first-child a")`)
	p.press("j")
	becomes(p, true, `document.activeElement === document.querySelector("#results li:nth-child(2) a")`)
	p.clean()
}

// A result shows where its page holds the words and leads to that section; one whose summary holds them all costs no
// further file.
func TestSearchExcerpts(t *testing.T) {
	t.Parallel()
	p, _, _ := openSearch(t, "?q="+url.QueryEscape("INC-2026-0007 rolled back"))
	p.shows(`#results li:first-child .excerpt`, " · ")
	becomes(p, true, `document.querySelector("#results li:first-child .excerpt mark") !== null`)
	section := p.text("#results li:first-child .section")
	p.click("#results li:first-child .section")
	p.shows("h1", title)
	becomes(p, section, `document.querySelector(":target")?.textContent ?? ""`)

	p.visit(strings.Replace(ask[string](p, "location.href"), page,
		"search/?q=retrained+scoring+model+raised+false+positives", 1))
	p.visit(ask[string](p, `location.href.split("#")[0]`))
	p.shows("#results li:first-child .text", "A retrained scoring model raised false positives")
	ask[bool](p, `new Promise(done => setTimeout(() => done(true), 600))`)
	becomes(p, false, `document.querySelector("#results li:first-child .excerpt") !== null`)
	if n := p.loaded(`inc-2026-0007\/record\.json`); n != 0 {
		t.Error("the page is loaded though its summary says it all")
	}
	p.clean()
}

// What is in a title or a summary is text, whatever it looks like and however long it is, and words of the query are
// marked in it.
func TestSearchEscapesText(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Unbroken", 1250)
	doc := func(id, title, summary string) index.Entry {
		return index.Entry{
			Doc: format.Doc{ID: id, Title: title, URL: "incidents/" + id + "/", Summary: summary, Kind: "incident", Facts: []string{"<b>Kind</b>", `"><i>`, "", "", "", "&amp;"}}, Class: index.Own,
			Fields: []index.Field{{Kind: index.FieldTitle, Text: title}, {Kind: index.FieldSummary, Text: summary}}, Values: map[string][]string{"tag": {"<img src=x onerror=alert(1)>"}},
		}
	}
	p := openTab(t)
	p.visit(searchSite(t, "/", []index.Entry{
		doc("X-1", `<img src=x onerror="document.title='owned'"> in a ticket title`,
			"A ticket held <script>alert(1)</script> & was shown as plain text."),
		doc("X-2", `(.*)+[^\p{L}]$& resume`, "Two résumés, one Résumé."),
		doc("X-3", "pump "+long, long+" "+long),
	}))
	p.typeIn("onerror ticket")
	p.finds("X-1")
	p.shows("#results .name", `<img src=x onerror="document.title='owned'"> in a ticket title`)
	p.shows("#results li", "A ticket held <script>alert(1)</script> & was shown as plain text.")
	p.shows("#results .facts", "<b>Kind</b>")
	becomes(p, "a h2 li mark ol p span",
		`[...new Set([...document.querySelectorAll("#results *")].map(e => e.localName))].sort().join(" ")`)
	becomes(p, "onerror ticket ticket", marksText)
	p.facet("tag")
	p.shows("#facet-tag label", "<img src=x onerror=alert(1)>")
	p.click("#facet-tag input")
	p.shows("#chosen", "Tag: <img src=x onerror=alert(1)>")
	p.click("#chosen button")
	p.typeIn("résumé")
	p.finds("X-2")
	becomes(p, "resume résumés Résumé", marksText)
	p.typeIn(`(.*)+ [^ $& \p{L} \1 resume`)
	p.finds("X-2", "X-1") // the other has the 1
	p.typeIn("pump")
	p.finds("X-3")
	p.fits("a title of 10,000 letters", 1440)
	p.typeIn("-nosuch")
	p.size(320, 640)
	becomes(p, 3, `document.querySelectorAll("#results li").length`)
	p.fits("a title of 10,000 letters", 320)
	p.visit(ask[string](p, `location.origin + location.pathname`) + "?q=" + strings.Repeat("<b>", 3500))
	p.shows("#status", "Nothing found.")
	is(p, 0, `document.querySelectorAll("main b, main img, main i").length`)
	p.mayFail() // the documents have no pages
}

const marksText = `[...document.querySelectorAll("#results mark")].map(m => m.textContent).join(" ")`

// No address in the index leads out of the site or runs as a script.
func TestSearchLinksStayInside(t *testing.T) {
	t.Parallel()
	var entries []index.Entry
	for i, address := range []string{
		"javascript:document.title='owned'", "//other.invalid/", "https://other.invalid/", "incidents/x/",
	} {
		e := pumps(1)[0]
		e.ID, e.URL = fmt.Sprintf("X-%d", i), address
		entries = append(entries, e)
	}
	p := openTab(t)
	address := searchSite(t, "/some/where/", entries)
	p.visit(address + "?q=pump")
	p.finds("X-3", "X-2", "X-1", "X-0")
	for _, link := range ask[[]string](p, `[...document.querySelectorAll("#results a")].map(a => a.href)`) {
		if !strings.HasPrefix(link, strings.TrimSuffix(address, "some/where/search/")) {
			t.Errorf("a result leads to %s", link)
		}
	}
}

// Of many results the first ten are shown and more when asked, with the focus on the first new one.
func TestSearchShowsMore(t *testing.T) {
	t.Parallel()
	p := openTab(t)
	p.visit(searchSite(t, "/", pumps(23)) + "?q=pump")
	p.shows("#status", "23 results.")
	for _, step := range []struct {
		shown, focused int
		button         string
	}{{10, -1, "Show 10 more"}, {20, 10, "Show 3 more"}, {23, 20, ""}} {
		becomes(p, step.shown, `document.querySelectorAll("#results li").length`)
		becomes(p, step.focused, `[...document.querySelectorAll("#results .name a")].indexOf(document.activeElement)`)
		is(p, step.button, `(b => b.hidden ? "" : b.textContent)(document.querySelector("#more"))`)
		if step.button != "" {
			p.click("#more")
		}
	}
	is(p, true, foundIDs+` === Array.from({length: 23}, (_, i) => "X-" + String(22 - i).padStart(3, "0")).join(" ")`)
}

// The search goes on where the browser refuses to write the address, as Safari does after a hundred keys in half a
// minute.
func TestSearchWithoutHistory(t *testing.T) {
	t.Parallel()
	p, _, other := openSearch(t, "?q=payments")
	p.found(other, "payments")
	ask[bool](p,
		`history.replaceState = history.pushState = () => { throw new DOMException("too often", "SecurityError") }, true`)
	p.typeIn("mortgage")
	p.found(other, "mortgage")
	p.clean()
}

// Values in the address that nothing has find nothing, are shown, and can be taken away.
func TestSearchUnknownValueInAddress(t *testing.T) {
	t.Parallel()
	p, _, other := openSearch(t, "?q=payments&type=no-such-type&order=sideways&nothing=x")
	p.shows("#notes", "Nothing has the value “type:no-such-type”.")
	is(p, "Type: no-such-type ×", chosenText)
	p.click("#chosen button")
	p.inAddress("?q=payments")
	p.found(other, "payments")
	p.clean()
}

// The queries of a reader are kept by the browser once they led somewhere, newest first and each once, and go one by
// one or all.
func TestSearchKeepsRecentQueries(t *testing.T) {
	t.Parallel()
	p, root, _ := openSearch(t, "")
	for i := range 10 {
		p.typeIn(fmt.Sprintf("query %d", i) + kb.Enter)
	}
	p.typeIn("query 5" + kb.Enter)
	p.typeIn("never sent")
	p.visit(root + "search/")
	becomes(p, "query 5, query 9, query 8, query 7, query 6, query 4, query 3, query 2", recentText)
	p.shows(".recent", "Kept in this browser alone.")
	p.click(".recent li:nth-child(2) button")
	is(p, "Remove “query 8”", "document.activeElement.ariaLabel")
	p.click(".recent li:first-child a")
	p.inAddress("?q=query+5")
	p.visit(root + "search/")
	becomes(p, "query 5, query 8, query 7, query 6, query 4, query 3, query 2", recentText)
	p.click(".recent > p button")
	is(p, "", recentText)
	is(p, "q", focused)
	p.visit(root + "search/")
	becomes(p, true, `document.querySelector("#lists").checkVisibility()`)
	is(p, "", recentText)
	p.clean()
}

const recentText = `[...document.querySelectorAll(".recent li a")].map(a => a.textContent).join(", ")`

// Where the browser keeps nothing, or someone else wrote what it keeps, the search goes on without recent queries.
func TestSearchWithoutStorage(t *testing.T) {
	t.Parallel()
	p, root, other := openSearch(t, "")
	ask[bool](p,
		`(localStorage.setItem("hindcast-recent:" + new URL("../", location).pathname, '{"not":"a list"}'), true)`)
	p.visit(root + "search/")
	is(p, "", recentText)
	p.before(`Object.defineProperty(window, "localStorage", {get() { throw new DOMException("no", "SecurityError") }})`)
	p.visit(root + "search/")
	p.typeIn("payments" + kb.Enter)
	p.found(other, "payments")
	p.visit(root + "search/")
	becomes(p, true, `document.querySelector("#lists").checkVisibility()`)
	is(p, "", recentText)
	p.clean()
}

// Without scripts the page says why it cannot search, and leads to the lists.
func TestSearchWithoutScripts(t *testing.T) {
	t.Parallel()
	p := openTab(t)
	p.scripts(false)
	root := serveDemo(t)
	p.visit(root + "search/?q=fraud")
	p.shows("main", "Searching needs JavaScript, since this site is a set of plain files.")
	is(p, 0,
		`[...document.querySelectorAll("main :is(input, select, button, summary)")].filter(e => e.checkVisibility()).length`)
	links := ask[[]string](p, `[...document.querySelectorAll("main a")].filter(a => a.checkVisibility()).map(a => a.href)`)
	for _, list := range []string{
		"incidents/", "incidents/by-severity/", "incidents/by-stage/", "incidents/#y2026", "incidents/#y2024",
		"systems/", "types/", "severities/", "causes/", "teams/", "tags/", "knowledge/", "knowledge/playbooks/", "knowledge/glossary/", "lessons/", "precedents/",
	} {
		if !slices.Contains(links, root+list) {
			t.Errorf("the page does not lead to %s", list)
		}
	}
	for _, link := range links {
		p.visit(link)
		if heading := p.text("h1"); heading == "" {
			t.Errorf("%s has no heading", link)
		}
	}
	p.clean()
}

// Words that are read as a filter stand above the results with the filter that they are, and can be taken away; the
// focus stays there.
func TestSearchReadsFilters(t *testing.T) {
	t.Parallel()
	const all = "fraud 2025 overdue model type:model_failure"
	p, _, other := openSearch(t, "?q=fraud+2025+overdue+model&type=model_failure")
	p.found(other, all)
	if a, err := other.Search(all, search.ByRelevance); err != nil || len(a.Query.Readings) > 0 {
		t.Errorf("nothing of 2025 is overdue, so that all are words; error %v", err)
	}
	is(p, "Type: Model failure ×", chosenText)
	p, _, other = openSearch(t, "?q=fraud+2025+model&type=model_failure")
	p.found(other, "fraud model after:2025 before:2026 type:model_failure")
	becomes(p, "2025 = after:2025-01-01 before:2026-01-01 × | Type: Model failure × | Remove all", chosenText)
	p.click("#chosen li:first-child button")
	p.inAddress("?q=fraud+model&type=model_failure")
	p.found(other, "fraud model type:model_failure")
	becomes(p, "Type: Model failure ×", chosenText)
	is(p, true, `document.activeElement.closest("#chosen") !== null`)
	p.clean()
}
