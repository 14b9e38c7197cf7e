package browser

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
)

// builtOn is the day whose beginning a demo is built for whose report to the authority, by the GDPR, is due at gdprDue.
const (
	builtOn = "2026-11-26"
	gdprDue = "2026-11-26T16:10:00Z"
)

// demoOf is the demo as built for the beginning of a day, served.
func demoOf(t *testing.T, day string) string {
	t.Helper()
	needBrowser(t)
	dir := filepath.Join(t.TempDir(), "site")
	code, _, notes := command(t, project, "build", "--now", day, "--out", dir, "--base-url", "http://demo.invalid/")
	if code != 0 {
		t.Fatalf("build the demo: %s", notes)
	}
	return static(t, dir, "/some/where/")
}

// clockAt lets pages take an instant for the present, from the next page on. The clock stands still: where a page waits
// for the next minute, window.nextMinute brings it.
func (p *tab) clockAt(at time.Time) {
	p.Helper()
	p.before(fmt.Sprintf(`{
		let now = %d, waiting = []
		Date.now = () => now
		const wait = window.setTimeout
		window.setTimeout = (then, ms, ...rest) => ms > 30000 ? waiting.push(then) : wait(then, ms, ...rest)
		window.nextMinute = () => { now += 60000; for (const then of waiting.splice(0)) then() }
	}`, at.UnixMilli()))
}

// told is a time of a page with what stands beside it.
type told struct {
	Stamp   string
	Overdue bool   // says so, in the colour of an alarm
	Words   string // how far it is
}

// allSay reports whether there are times, and the same stands beside each.
func allSay(list []told, overdue bool, words string) bool {
	return len(list) > 0 && !slices.ContainsFunc(list, func(one told) bool {
		return one.Overdue != overdue || one.Words != words
	})
}

// clocks is an expression for the times of a page that are due and match a selector.
func clocks(match string) string {
	return fmt.Sprintf(`(() => {
		const alarm = document.createElement("span")
		alarm.style.color = "var(--alarm)"
		document.body.append(alarm)
		const colour = getComputedStyle(alarm).color
		alarm.remove()
		return [...document.querySelectorAll('time[data-clock=due]%s')].map(time => {
			const all = [...time.parentElement.children]
			const beside = all.slice(all.indexOf(time))
			const mark = beside.find(e => e.matches(".overdue"))
			return {
				Stamp: time.dateTime,
				Overdue: mark !== undefined && mark.innerText === "overdue" && getComputedStyle(mark).color === colour,
				Words: (beside.find(e => e.matches(".apart"))?.textContent ?? "").replaceAll("\u00a0", " ").replace(/^,? /, ""),
			}
		})
	})()`, match)
}

// The pages of the demo on which the report to the authority stands.
var gdprPages = []string{"", "obligations/", "incidents/inc-2026-0031/", "systems/document-extraction/"}

// A page that was built in the morning tells in the evening what became overdue since.
func TestOverdueSinceBuild(t *testing.T) {
	t.Parallel()
	root := demoOf(t, builtOn)
	built := instant(t, builtOn+"T00:00:00Z")
	for _, c := range []struct {
		after   time.Duration
		overdue bool
		words   string
	}{
		{0, false, "in 16 h 10 min"},
		{16 * time.Hour, false, "in 10 min"},
		{18 * time.Hour, true, "by 1 h 50 min"},
		{100 * time.Hour, true, "by 3 d 11 h"},
	} {
		p := openTab(t)
		p.clockAt(built.Add(c.after))
		for _, page := range gdprPages {
			p.visit(root + page)
			got := ask[[]told](p, clocks(`[datetime="`+gdprDue+`"]`))
			if !allSay(got, c.overdue, c.words) {
				t.Errorf("%v after the build, /%s says %+v", c.after, page, got)
			}
		}
		p.clean()
	}
}

// What is due by the day turns overdue once that day is over in the zone of the log, wherever the reader is.
func TestOverdueDay(t *testing.T) {
	t.Parallel()
	root := demoOf(t, builtOn)
	for _, c := range []struct {
		at, reader, words string
		overdue           bool
	}{
		{"2026-12-09T12:00:00Z", "Asia/Tokyo", "in 2 d", false},
		{"2026-12-11T23:59:59Z", "Asia/Tokyo", "today", false},
		{"2026-12-12T00:00:00Z", "America/Los_Angeles", "by 1 d", true},
	} {
		p := openTab(t)
		p.livesIn(c.reader)
		p.clockAt(instant(t, c.at))
		for _, page := range []string{"actions/", "incidents/inc-2026-0022/"} {
			p.visit(root + page)
			got := ask[[]told](p, clocks(`[datetime="2026-12-11"]`))
			if !allSay(got, c.overdue, c.words) {
				t.Errorf("at %s, /%s says %+v", c.at, page, got)
			}
		}
		p.clean()
	}
}

// An open page goes on from minute to minute, and on paper has what stays true alone.
func TestClocksGoOn(t *testing.T) {
	t.Parallel()
	root := demoOf(t, builtOn)
	p := openTab(t)
	p.clockAt(instant(t, gdprDue).Add(-time.Minute))
	p.visit(root + "incidents/inc-2026-0031/")
	for _, want := range []told{
		{gdprDue, false, "in 1 min"},
		{gdprDue, false, "in under 1 min"},
		{gdprDue, true, "by 1 min"},
		{gdprDue, true, "by 2 min"},
	} {
		if got := ask[[]told](p, clocks(`[datetime="`+gdprDue+`"]`)); len(got) != 1 || got[0] != want {
			t.Errorf("the page says %+v, want %+v", got, want)
		}
		is(p, true, `(nextMinute(), true)`)
	}
	tell(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	is(p, 0, `[...document.querySelectorAll(".apart")].filter(e => e.checkVisibility()).length`)
	is(p, true, `document.querySelector("[aria-labelledby=obligations] .overdue").checkVisibility()`)
	is(p, true, `[...document.querySelectorAll(".events .clock")].every(e => e.checkVisibility())`)
	p.clean()
}

var (
	dueWhen = regexp.MustCompile(`^  (\d{4}-\d\d-\d\d(?: \d\d:\d\d)?)\s{2,}(.*)`)
	dueHow  = regexp.MustCompile(`^  (today|in .+?|.+? over)\s{2,}\S`)
)

// dueSays is what hindcast due says of all actions and reports that have a due time, in the words of the pages.
func dueSays(t *testing.T, at time.Time) []told {
	t.Helper()
	_, table, notes := command(t, project, "due", "--all", "--now", at.Format(time.RFC3339))
	var list []told
	var next *told
	for line := range strings.Lines(table) {
		if m := dueWhen.FindStringSubmatch(line); m != nil && !strings.HasPrefix(m[2], "Review: ") {
			next = &told{Stamp: m[1]}
		} else if m := dueHow.FindStringSubmatch(line); m != nil && next != nil {
			over, isOver := strings.CutSuffix(m[1], " over")
			if next.Words, next.Overdue = m[1], isOver; isOver {
				next.Words = "by " + over
			}
			list, next = append(list, *next), nil
		} else if strings.HasPrefix(line, "Reported late") {
			break
		}
	}
	if len(list) == 0 {
		t.Fatalf("hindcast due says nothing: %s%s", table, notes)
	}
	return list
}

// The boards and hindcast due say the same of everything that is due, at every minute around due times.
func TestDueAndPagesAgree(t *testing.T) {
	t.Parallel()
	root := demoOf(t, builtOn)
	compare := func(a, b told) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) }
	for _, at := range []string{
		"2026-11-26T00:00:00Z", "2026-11-26T16:09:00Z", "2026-11-26T16:10:00Z", "2026-11-26T16:11:00Z",
		"2026-11-27T16:10:00Z", "2026-12-11T23:59:00Z", "2026-12-12T00:00:00Z", "2026-12-12T00:01:00Z",
		"2029-12-12T07:31:00Z",
	} {
		p := openTab(t)
		p.clockAt(instant(t, at).Add(29 * time.Second)) // seconds count on neither side
		var got []told
		p.visit(root + "actions/")
		got = append(got, ask[[]told](p, clocks(""))...)
		p.visit(root + "obligations/")
		got = append(got, ask[[]told](p, strings.Replace(clocks(""), "'time", "'section[aria-labelledby=open] time", 1))...)
		for i := range got {
			if due, err := time.Parse(time.RFC3339, got[i].Stamp); err == nil {
				got[i].Stamp = due.UTC().Format("2006-01-02 15:04")
			}
		}
		want := dueSays(t, instant(t, at))
		slices.SortFunc(got, compare)
		slices.SortFunc(want, compare)
		if !slices.Equal(got, want) {
			t.Errorf("at %s pages say\n%v\nand hindcast due\n%v", at, got, want)
		}
		p.clean()
	}
}

// relative matches how far a time is from the present, in the words of scripts and of hindcast due.
var relative = regexp.MustCompile(`(?i)\b(in|for|by) (under )?\d[\d,]* (min|h|d)\b|\b(min|h|d) ago\b|\btoday\b`)

// Without scripts no page says how far anything is from the present, and all say when they were built.
func TestNoClocksWithoutScripts(t *testing.T) {
	t.Parallel()
	root := demoOf(t, builtOn)
	p := openTab(t)
	p.scripts(false)
	p.clockAt(instant(t, builtOn+"T18:00:00Z"))
	for _, page := range DemoPages() {
		p.visit(root + page.Address)
		if said := relative.FindString(ask[string](p, `document.querySelector("main").innerText`)); said != "" {
			t.Errorf("%s says %q", page.Name, said)
		}
		is(p, true, `document.querySelector("footer.site").innerText.includes("As of 26 November 2026, 00:00 UTC")`)
	}
}
