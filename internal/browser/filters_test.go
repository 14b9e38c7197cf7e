package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// shownIDs is the records of the list that are in sight, in its order.
const shownIDs = `[...document.querySelectorAll("#filterable .records li")].filter(e => e.checkVisibility()).map(e => e.querySelector(".id").textContent).join(" ")`

// pick chooses a value of a select as the keyboard does, by the beginning of its words.
func (p *tab) pick(selector, words string) {
	p.Helper()
	ask[bool](p, fmt.Sprintf(`(document.querySelector(%s).focus(), true)`, quote(selector)))
	p.press(words)
}

// matching is the records that the built list holds with an attribute, in its order.
func (p *tab) matching(condition string) string {
	p.Helper()
	return ask[string](p,
		`[...document.querySelectorAll("#filterable .records li")].filter(e => `+condition+`).map(e => e.querySelector(".id").textContent).join(" ")`)
}

// The list is filtered in place by each field and by all of them, says how many are left, and keeps it in the address.
func TestFilters(t *testing.T) {
	t.Parallel()
	p, _ := openDemo(t, "incidents/")
	all := ask[int](p, `document.querySelectorAll("#filterable .records li").length`)
	is(p, all, `document.querySelectorAll("#filterable .records li:not([hidden])").length`)

	p.pick("#filter-type", "Data leak")
	leaks := p.matching(`e.dataset.type === "data_leak"`)
	becomes(p, leaks, shownIDs)
	p.inAddress("?type=data_leak")
	p.shows("#filtered", fmt.Sprintf("%d of %d records are shown.", len(strings.Fields(leaks)), all))

	p.pick("#filter-severity", "Sev 3")
	p.pick("#filter-status", "Closed")
	becomes(p,
		p.matching(`e.dataset.type === "data_leak" && e.dataset.severity === "sev3" && e.dataset.status === "closed"`),
		shownIDs)
	p.inAddress("?type=data_leak&severity=sev3&status=closed")

	p.click("#filters button.plain")
	becomes(p, all, `document.querySelectorAll("#filterable .records li:not([hidden])").length`)
	is(p, "", `document.querySelector("#filtered").textContent`)
	p.inAddress("")

	p.pick("#filter-system", "Card fraud")
	becomes(p, p.matching(`e.dataset.systems.split(" ").includes("fraud-scoring")`), shownIDs)
	p.clean()
}

// Words find what begins with them, in any order and without regard to case or accents.
func TestFilterByWords(t *testing.T) {
	t.Parallel()
	p, _ := openDemo(t, "incidents/")
	p.do(chromedp.SendKeys(chromedp.CSS("#filter-text"), "PAYMENTS frâud fiv"))
	becomes(p, "INC-2026-0007", shownIDs)
	p.press("xx")
	becomes(p, "", shownIDs)
	p.shows("#filtered", "0 of ")
	p.press(kb.Enter)
	is(p, true, `location.pathname.endsWith("/incidents/")`)
	p.clean()
}

// Parts that have nothing left go, and the jumps to them; nothing above the list moves.
func TestFilterHidesEmptyParts(t *testing.T) {
	t.Parallel()
	p, _ := openDemo(t, "incidents/")
	end := ask[float64](p, `document.querySelector("#filtered").getBoundingClientRect().bottom`)
	is(p, true, `document.querySelector("nav.jump").checkVisibility()`)
	p.do(chromedp.SendKeys(chromedp.CSS("#filter-text"), "INC-2026-0007"))
	becomes(p, "INC-2026-0007", shownIDs)
	is(p, "y2026",
		`[...document.querySelectorAll("section.part h2")].filter(e => e.checkVisibility()).map(e => e.id).join(" ")`)
	is(p, false, `document.querySelector("nav.jump").checkVisibility()`)
	is(p, end, `document.querySelector("#filtered").getBoundingClientRect().bottom`)
	p.clean()
}

// Coming back from a record shows the list as it was left, order and all.
func TestFiltersAfterBack(t *testing.T) {
	t.Parallel()
	p, root := openDemo(t, "incidents/")
	p.pick("#filter-type", "Security")
	p.click(".order button")
	p.inAddress("?type=security_breach&order=oldest")
	left := ask[string](p, shownIDs)
	p.click("#filterable .records li:not([hidden]) .name a")
	becomes(p, true, `document.querySelector("article.incident") !== null`)
	p.back()
	becomes(p, root+"incidents/?type=security_breach&order=oldest", "location.href")
	becomes(p, left, shownIDs)
	is(p, "security_breach", `document.querySelector("#filter-type").value`)
	p.clean()
}

// The order turns round in place and back, parts and jumps with it.
func TestOrder(t *testing.T) {
	t.Parallel()
	p, _ := openDemo(t, "incidents/")
	newest := strings.Fields(ask[string](p, shownIDs))
	p.click(".order button")
	oldest := strings.Fields(ask[string](p, shownIDs))
	for i, id := range newest {
		if oldest[len(oldest)-1-i] != id {
			t.Fatalf("the order is not turned round: %v and %v", newest, oldest)
		}
	}
	is(p, "y2024 y2025 y2026", `[...document.querySelectorAll("section.part h2")].map(e => e.id).join(" ")`)
	is(p, "#y2024 #y2025 #y2026", `[...document.querySelectorAll("nav.jump a")].map(e => e.hash).join(" ")`)
	is(p, "true", `document.querySelector(".order button").ariaPressed`)
	p.inAddress("?order=oldest")
	p.click("nav.jump a:last-child")
	is(p, strings.Join(oldest, " "), shownIDs)
	p.click(".order a")
	is(p, strings.Join(newest, " "), shownIDs)
	p.inAddress("")
	p.clean()
}

// A list in another order is filtered too, and has no other order to turn to.
func TestFiltersInOtherOrders(t *testing.T) {
	t.Parallel()
	p, _ := openDemo(t, "incidents/by-severity/?status=closed")
	becomes(p, p.matching(`e.dataset.status === "closed"`), shownIDs)
	is(p, false, `document.querySelector(".order button") !== null`)
	p.clean()
}

// A list of several pages is not filtered in place: the form goes to the search page, as without scripts.
func TestFiltersOverPages(t *testing.T) {
	t.Parallel()
	dir := demoCopy(t)
	name := filepath.Join(dir, "incidents", "index.html")
	text := strings.NewReplacer(
		`<div id="filterable">`, `<div id="filterable" data-pages="3">`,
		`<button type="reset" class="plain" disabled>Reset</button>`, "",
	).Replace(read(t, name))
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	p := openTab(t)
	root := static(t, dir, "/")
	p.visit(root + "incidents/")
	is(p, "3", `document.querySelector("#filterable").dataset.pages`)
	before := ask[string](p, shownIDs)
	p.pick("#filter-type", "Data leak")
	is(p, before, shownIDs)
	is(p, 1, `document.querySelectorAll("#filters button").length`)
	p.click("#filters button")
	becomes(p, true,
		`location.pathname === "/search/" && new URLSearchParams(location.search).get("type") === "data_leak"`)
	p.clean()
}

// The rules are filtered in place, by words and by level; a topic without a rule that is shown goes, and without a script
// all are there and no filter is.
func TestRulesFilter(t *testing.T) {
	t.Parallel()
	p, root := openDemo(t, "rules/")
	const shown = `[...document.querySelectorAll(".rule")].filter(e => e.checkVisibility()).length`
	all := ask[int](p, `document.querySelectorAll(".rule").length`)
	is(p, all, shown)
	p.pick("#filter-level", "note")
	notes := ask[int](p, `document.querySelectorAll(".rule[data-level=note]").length`)
	becomes(p, notes, shown)
	p.shows("#filtered", fmt.Sprintf("%d of %d rules are shown.", notes, all))
	p.inAddress("?level=note")
	is(p, 0, `[...document.querySelectorAll("section.part")].filter(e => e.checkVisibility() && ![...e.querySelectorAll(".rule")].some(r => r.checkVisibility())).length`)
	p.click("#filters button.plain") // the fields are emptied before the list follows
	becomes(p, all, shown)
	p.do(chromedp.SendKeys(chromedp.CSS("#filter-text"), "merge-conflict"))
	becomes(p, true, shown+` > 0 && document.getElementById("merge-conflict").closest(".rule").checkVisibility() && `+shown+` < 5`)
	p.clean()

	p.scripts(false)
	p.visit(root + "rules/?level=note")
	is(p, all, shown)
	is(p, false, `document.querySelector("#filters").checkVisibility()`)
}
