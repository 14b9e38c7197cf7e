package dates_test

import (
	"strings"
	"testing"

	"hindcast/internal/importing/dates"
	"hindcast/internal/when"
)

func TestNormal(t *testing.T) {
	for text, want := range map[string]string{
		"March 4, 2026": "2026-03-04", "4th of March 2026": "2026-03-04", "4 mars 2026": "2026-03-04", "1er décembre 2026": "2026-12-01",
		"4. März 2026": "2026-03-04", "4 de marzo de 2026": "2026-03-04", "4 marzo 2026": "2026-03-04", "4 de março de 2026": "2026-03-04",
		"4 maart 2026": "2026-03-04", "04.03.2026": "2026-03-04", "2026年3月4日": "2026-03-04 ", "2026年3月4日(水)14時05分": "2026-03-04 14:05",
		"25/03/2026": "2026-03-25", "03/04/2026": "03/04/2026", "31 February 2026": "31 February 2026",
		"14 h 05": "14:05", "14.05 Uhr": "14:05", "2.35 pm": "2:35 pm", "7 am": "7:00 am", "12 noon": "12:00", "16 July 2026 at 11.20 am": "2026-07-16 11:20 am",
		"4 marzo 2026 alle 14:05": "2026-03-04 14:05", "version 2.35": "version 2.35", "I am": "I am",
	} {
		if got := dates.Normal(text, dates.Manner{Year: "2026"}); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestWithoutWeekday(t *testing.T) {
	for text, want := range map[string]string{
		"Thursday, 2026-03-05 14:05": "2026-03-05 14:05", "jeudi 2026-03-05": "2026-03-05", "Do. 2026-03-05": "2026-03-05", "quinta-feira, 2026-03-05": "2026-03-05",
		"Resolved 2026-03-05": "Resolved 2026-03-05", "before 2026-03-05": "before 2026-03-05", "Thursday": "Thursday",
	} {
		if got := dates.WithoutWeekday(text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestLeading(t *testing.T) {
	for text, want := range map[string]string{
		"Monday, June 2 (all times UTC)": "2026-06-02", "**3. Juni**": "2026-06-03", "terça-feira, 2 de junho": "2026-06-02", "June 2": "2026-06-02", "Dec 30": "2025-12-30",
		"June 2, 2024": "", "2 de junho de 2024": "", "2 pods failed": "", "Monday": "", "In June 2 failed": "",
	} {
		if got := dates.Leading(text, "2026-05-20"); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	if got := dates.Leading("June 2", ""); got != "" {
		t.Error(got)
	}
}

func TestOrderOf(t *testing.T) {
	for text, want := range map[string]dates.Order{
		"13/02/2026 and 03/02/2026": dates.DayFirst, "02/13/2026, 02/03/2026": dates.MonthFirst, "02/03/2026": dates.Unsaid,
		"13/02/2026, 02/13/2026": dates.Unsaid, "13-02-2026": dates.DayFirst, "no date": dates.Unsaid,
	} {
		if got := dates.OrderOf(text); got != want {
			t.Errorf("%s: %d, want %d", text, got, want)
		}
	}
	near := dates.Manner{Near: "2026-01-02"}
	for text, want := range map[string]string{
		"14 de julho, 08:00": "2025-07-14, 08:00", "Dec 30, 23:50": "2025-12-30, 23:50", "2. Januar um 14:05": "2026-01-02 14:05", "in July 14 pages": "in July 14 pages", "14 pages, 08:00": "14 pages, 08:00",
	} {
		if got := dates.Normal(text, near); strings.ReplaceAll(got, ",", "") != strings.ReplaceAll(want, ",", "") {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	if got := dates.Normal("03/02/26, 4-3-2026", dates.Manner{Year: "2026", Order: dates.DayFirst}); got != "2026-02-03, 2026-03-04" {
		t.Error(got)
	}
}

func TestZoneOf(t *testing.T) {
	for text, want := range map[string]string{
		"All times are UTC.": "UTC", "Alle Zeiten in UTC+2": "UTC+2", "Les heures sont en UTC+2.": "UTC+2", "Orari in UTC+1": "UTC+1",
		"Os horários são de Brasília (UTC-3).": "UTC-3", "Timeline (UTC)": "UTC", "All times are local. UTC is not used.": "", "Times are CET.": "",
	} {
		if got := dates.ZoneOf(text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// A clock goes on to the next day where times begin anew, and keeps to the day what has no zone.
func TestClock(t *testing.T) {
	c := dates.Clock{Zone: "UTC"}
	c.Begin("2026-03-04")
	for _, at := range []struct{ clock, want string }{{"23:50", "2026-03-04T23:50Z"}, {"00:10", "2026-03-05T00:10Z"}, {"00:05", "2026-03-05T00:05Z"}} {
		if got := c.Next(when.Stamp{Clock: at.clock}).String(); got != at.want {
			t.Errorf("%s is %s, want %s", at.clock, got, at.want)
		}
	}
	c = dates.Clock{Day: "2026-03-04"}
	if got := c.Resolve(when.Stamp{Clock: "14:05", Zone: "CET"}).String(); got != "2026-03-04" || len(c.Vague) != 1 {
		t.Errorf("%s, %v", got, c.Vague)
	}
}
