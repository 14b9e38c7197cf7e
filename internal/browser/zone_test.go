package browser

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
)

func (p *tab) livesIn(zone string) {
	p.Helper()
	tell(p, emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: zone})
}

const ownTimes = `[...document.querySelectorAll(".own-time")].map(e => e.textContent)`

// A reader in another zone finds the own time at each time of day, and a switch that shows them all.
func TestOwnZone(t *testing.T) {
	t.Parallel()
	for _, zone := range []string{"Asia/Tokyo", "America/Los_Angeles", "Asia/Kolkata"} {
		t.Run(zone, func(t *testing.T) {
			where, err := time.LoadLocation(zone)
			if err != nil {
				t.Skip(err)
			}
			p := openTab(t)
			p.livesIn(zone)
			root := serveDemo(t)
			p.visit(root + page)
			written := ask[[]string](p, `[...document.querySelectorAll("main time[datetime*=T]")].map(e => e.dateTime)`)
			titles := ask[[]string](p, `[...document.querySelectorAll("main time[datetime*=T]")].map(e => e.title)`)
			if len(written) < 5 {
				t.Fatalf("the page holds only the times %v", written)
			}
			is(p, 0, `document.querySelectorAll(".own-time").length`)
			p.click(".facts button")
			shown := ask[[]string](p, ownTimes)
			if len(shown) != len(written) {
				t.Fatalf("%d times are shown for %d", len(shown), len(written))
			}
			for i, at := range written {
				local := instant(t, at).In(where)
				if !strings.Contains(titles[i], local.Format("2 January 2006")) ||
					!strings.Contains(titles[i], local.Format("15:04")) || !strings.HasSuffix(titles[i], "your time") {
					t.Errorf("%s: the title is %q", at, titles[i])
				}
				hasDay := strings.Contains(shown[i], local.Format("2 Jan"))
				if !strings.Contains(shown[i], local.Format("15:04")) || hasDay != (local.Day() != instant(t, at).UTC().Day()) {
					t.Errorf("%s: shown is %q", at, shown[i])
				}
			}
			p.visit(root + page) // the switch is remembered
			is(p, len(written), `document.querySelectorAll(".own-time").length`)
			p.click(".facts button")
			is(p, 0, `document.querySelectorAll(".own-time").length`)
			p.clean()
		})
	}
}

func instant(t *testing.T, written string) time.Time {
	t.Helper()
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00"} {
		if at, err := time.Parse(layout, written); err == nil {
			return at
		}
	}
	t.Fatalf("%q is not a time", written)
	return time.Time{}
}

// A reader in UTC, or in a zone that goes with it at the time, sees the page as it is.
func TestOwnZoneIsUTC(t *testing.T) {
	t.Parallel()
	for _, zone := range []string{"UTC", "Africa/Accra"} {
		p := openTab(t)
		p.livesIn(zone)
		p.visit(serveDemo(t) + page)
		is(p, 0, `document.querySelectorAll(".facts button, .own-time, main time[title]").length`)
		p.clean()
	}
}

// Until the switch is pressed nothing in the text moves.
func TestOwnZoneMovesNothing(t *testing.T) {
	t.Parallel()
	root := serveDemo(t)
	var heights []float64
	for _, zone := range []string{"UTC", "Asia/Tokyo"} {
		p := openTab(t)
		p.livesIn(zone)
		p.visit(root + page)
		heights = append(heights, ask[float64](p,
			`document.querySelector(".track").offsetHeight + document.querySelector(".text").offsetHeight`))
		p.clean()
	}
	if heights[0] != heights[1] || heights[0] < 500 {
		t.Errorf("the text is %v high in UTC and %v in Tokyo", heights[0], heights[1])
	}
}
