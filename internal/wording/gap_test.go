package wording_test

import (
	"testing"
	"time"

	"hindcast/internal/wording"
)

// Pages keep a number on one line with its unit; what is printed has spaces.
func TestNumbersStayWithTheirUnits(t *testing.T) {
	pages := wording.Language{Tag: "en", Gap: "\u00a0"}
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for want, got := range map[string]string{
		"3\u00a0d 4\u00a0h":     pages.Duration(76 * time.Hour),
		"11\u00a0h 10\u00a0min": pages.Duration(11*time.Hour + 10*time.Minute),
		"45\u00a0min":           pages.Duration(45 * time.Minute),
		"95\u00a0%":             pages.Percent(0.95),
		"1,200\u00a0d":          pages.Apart(time.Time{}, day.AddDate(0, 0, 1200), day, time.UTC),
		"11 h 10 min":           wording.English.Duration(11*time.Hour + 10*time.Minute),
		"95 %":                  wording.English.Percent(0.95),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
