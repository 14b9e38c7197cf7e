package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// reader is someone with a question, who begins at the home page and counts the steps.
type reader struct {
	*tab
	steps int
}

func openHome(t *testing.T) *reader {
	t.Helper()
	s := servedDemo(t)
	r := &reader{tab: openTab(t)}
	r.visit(s.address)
	return r
}

// mostSteps is how many steps from the home page an answer may be away.
const mostSteps = 2

func (r *reader) step(what string) {
	r.Helper()
	if r.steps++; r.steps > mostSteps {
		r.Errorf("%s is step %d, and an answer may take %d", what, r.steps, mostSteps)
	}
}

// follow clicks the first link in sight that is called so, in a part of the page.
func (r *reader) follow(part, name string) {
	r.Helper()
	r.step("the link " + name)
	before := ask[string](r.tab, "location.href")
	found := ask[bool](r.tab, fmt.Sprintf(`(() => {
		const link = [...document.querySelectorAll(%s)].flatMap(e => [...e.querySelectorAll("a[href]")]).find(a => a.checkVisibility() && a.innerText.replace(/\s+/g, " ").trim() === %s)
		link?.setAttribute("data-follow", "")
		return link !== undefined
	})()`, quote(part), quote(name)))
	if !found {
		r.Fatalf("%s has no link %q in %s", before, name, part)
	}
	r.click("[data-follow]")
	becomes(r.tab, true, fmt.Sprintf(`document.readyState === "complete" && location.href !== %s`, quote(before)))
}

// searchFor types words into the search field of the header.
func (r *reader) searchFor(words string) {
	r.Helper()
	r.step("the search for " + words)
	r.do(chromedp.SendKeys(chromedp.CSS("#find"), words+kb.Enter))
	becomes(r.tab, true, `document.querySelector("#results li") !== null`)
}

// reads holds the text in sight of the first element that matches to what an answer must say.
func (r *reader) reads(selector string, answer ...string) {
	r.Helper()
	text := strings.Join(strings.Fields(r.text(selector)), " ")
	for _, want := range answer {
		if !strings.Contains(text, want) {
			r.Errorf("%s does not say %q: %.800q", selector, want, text)
		}
	}
}

// section is the selector of the part of a page that a heading is called after.
func section(id string) string { return fmt.Sprintf("section[aria-labelledby=%q]", id) }

func TestHasThisHappenedBefore(t *testing.T) {
	t.Parallel()
	r := openHome(t)
	r.searchFor("card payments declined")
	r.reads("#results", title, "INC-2026-0007", "Closed")
	r.follow("#results", title)
	r.reads("main", "Recurrence of INC-2025-0031", "Similar incidents")
	r.clean()
}

func TestWhatDidWeLearnAboutThisSystem(t *testing.T) {
	t.Parallel()
	r := openHome(t)
	r.follow("nav.site", "Systems")
	r.follow("main", "Card fraud scoring")
	r.reads(section("learned"), "What we learned", title, "Check the data that the model reads")
	r.clean()
}

func TestWhatIsStillOpenOnItAndWhoOwnsIt(t *testing.T) {
	t.Parallel()
	r := openHome(t)
	r.follow("nav.site", "Systems")
	r.follow("main", "Card fraud scoring")
	r.reads(section("state"), "Still open",
		"Add hidden-instruction documents to the release test", "Security testing", "overdue")
	owned := ask[bool](r.tab,
		`[...document.querySelectorAll("[aria-labelledby=state] .stack tbody tr")].every(tr => tr.querySelector("[data-label=Owner] a")?.innerText.trim() && tr.querySelector(".date"))`)
	if !owned {
		t.Error("something open has no owner or no date")
	}
	r.clean()
}

func TestWhatIsOverdue(t *testing.T) {
	t.Parallel()
	r := openHome(t)
	count := ask[int](r.tab, `document.querySelectorAll("[aria-labelledby=overdue] .todo > li").length`)
	actions := ask[int](r.tab,
		`[...document.querySelectorAll("[aria-labelledby=overdue] .meta > span:first-child")].filter(e => e.innerText === "Action").length`)
	r.reads(".tiles .alarm", fmt.Sprintf("%d overdue", count))
	r.reads(section("overdue"), "Notify the authority", "Review", "Model rollback", "Data platform", "30 October 2026",
		"INC-2026-0019")
	is(r.tab, true, `document.querySelector("#overdue").getBoundingClientRect().top < innerHeight`)
	r.follow("nav.site", "Actions")
	rows := ask[int](r.tab, `document.querySelectorAll("section[aria-labelledby=overdue] tbody tr").length`)
	if actions == 0 || rows != actions || actions >= count {
		t.Errorf("%d actions among %d things are overdue on the home page, %d on the board", actions, count, rows)
	}
	r.clean()
}

func TestWhichIncidentsShowThatAControlWorksOrFails(t *testing.T) {
	t.Parallel()
	r := openHome(t)
	r.follow("nav.site", "Governance")
	r.reads(section("questions"), "Which control failed or was absent, and in which incidents?")
	r.follow("main", "MANAGE 4.3")
	r.reads("main", "Incidents and errors are communicated", "1 failed", "4 concerned", "0 actions open", "1 actions done")
	r.reads(section("records"), title, "Failed", "the rollback could not read the new feature layout")
	r.reads(section("actions"), "Serve the previous model's features", "Done")
	r.reads(section("nearby"), "Block retraining on incomplete features")
	r.clean()
}

func TestHowLongDoWeTakeToNotice(t *testing.T) {
	t.Parallel()
	r := openHome(t)
	r.follow("nav.site", "Trends")
	r.follow("main", "Time to detect")
	r.reads(section("detect"), "Median", "n =")
	is(r.tab, true, `(r => r.top >= -1 && r.top < innerHeight)(document.querySelector("#detect").getBoundingClientRect())`)
	r.clean()
}

func TestIsItGettingBetterOrIsThatNoise(t *testing.T) {
	t.Parallel()
	r := openHome(t)
	r.reads(".verdict", "Found by our own monitoring: higher")
	r.follow(".verdict", "Trends")
	r.reads(section("compare"), "Time to detect", "no change beyond noise",
		"Found by our own monitoring", "higher", "95 %")
	r.clean()
}

func TestWhatMustBeReportedByWhen(t *testing.T) {
	t.Parallel()
	r := openHome(t)
	r.follow("nav.site", "Duties to report")
	r.reads(section("open"), "Notify the authority", "26 November 2026, 16:10 UTC",
		"Credit operations", "INC-2026-0031", "overdue")
	r.clean()
}

func TestHowDoIFileOne(t *testing.T) {
	t.Parallel()
	r := openHome(t)
	r.follow("nav.site", "How to file")
	r.reads("main", "hindcast new", "hindcast serve", "hindcast advance", "How severe is it?", "What type is it?")
	r.clean()
}

func TestWhatHappenedElsewhereThatIsLikeOurs(t *testing.T) {
	t.Parallel()
	r := openHome(t)
	r.follow("main", "INC-2026-0031")
	r.reads(section("linked"), "Precedents elsewhere", "AIID-0768")
	if reasons := ask[[]string](r.tab,
		`[...document.querySelectorAll("#precedents + .similar .why, #precedents ~ .similar .why")].map(e => e.innerText.trim())`); len(reasons) == 0 || reasons[0] == "" {
		t.Errorf("the precedents do not say why they are like it: %q", reasons)
	}
	r.clean()
}

func TestWhichDutiesWereLate(t *testing.T) {
	t.Parallel()
	r := openHome(t)
	r.follow("nav.site", "Duties to report")
	r.reads("main", "late", "INC-2024-")
	r.follow("main", "Duties met on time")
	r.reads(section("duties"), "GDPR, notification of a personal data breach", "Late", "Overdue")
	late := ask[string](r.tab, `[...document.querySelectorAll("[aria-labelledby=duties] tbody tr")].find(tr => tr.innerText.startsWith("GDPR, notif"))?.querySelector(".overdue")?.innerText ?? ""`)
	if late != "1" {
		t.Errorf("late are %q", late)
	}
	r.clean()
}

func TestWhichSafeguardMissedIt(t *testing.T) {
	t.Parallel()
	r := openHome(t)
	r.follow("nav.site", "Guards")
	r.reads(section("safeguards"), "Missed", "count of rows before retraining – 1 – – INC-2026-0007")
	r.clean()
}

func TestWhatChangedSinceTheLastBoardMeeting(t *testing.T) {
	t.Parallel()
	r := openHome(t)
	r.follow("nav.site", "Changes")
	r.reads("main", "November 2026", "October 2026", "Fell overdue", "Detected", "Done")
	r.clean()
}
