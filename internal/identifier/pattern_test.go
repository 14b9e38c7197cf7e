package identifier_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hindcast/internal/identifier"
)

// Patterns are read as teams have them, and tell which ids are theirs.
func TestIDPatterns(t *testing.T) {
	for _, c := range []struct {
		pattern      string
		right, wrong []string
		year         int    // of the first right one; 0 for none
		numbered     string // the id after the placeholder of 2026 gets the number 7; empty for none
	}{
		{"INC-{year}-{number}", []string{"INC-2026-0001", "INC-2026-12345", "INC-2026-XAB12"}, []string{"INC-2026-001", "inc-2026-0001", "INC-26-0001", "INC-2026-0001-a"}, 2026, "INC-2026-0007"},
		{"PM{year}-{number:3}", []string{"PM2020-002", "PM2020-0002", "PM2020-XAB12"}, []string{"PM-2020-002", "PM2020-02", "PM2020002"}, 2020, "PM2026-007"},
		{"RAG-{year}-{number:3}", []string{"RAG-2025-001"}, []string{"RAG-2025-01"}, 2025, "RAG-2026-007"},
		{"inc-{year}-{number}", []string{"inc-2026-0001", "inc-2026-XAB12"}, []string{"INC-2026-0001"}, 2026, "inc-2026-0007"},
		{"Outage-{number:5}", []string{"Outage-00012"}, []string{"Outage-0012", "outage-00012"}, 0, "Outage-00007"},
		{"{date}-{slug}", []string{"2025-06-04-checkout-down", "2025-06-04-a1"}, []string{"2025-06-04", "2025-06-checkout", "2025-06-04-Checkout", "2025-06-04-a--b"}, 2025, ""},
		{"pm-{date}-{slug}", []string{"pm-2025-06-04-checkout"}, []string{"2025-06-04-checkout"}, 2025, ""},
	} {
		var p identifier.Pattern
		if err := p.UnmarshalText([]byte(c.pattern)); err != nil {
			t.Errorf("%s: %v", c.pattern, err)
			continue
		}
		for _, id := range c.right {
			if said, _ := p.Check(id, false); said != "" {
				t.Errorf("%s: %s", c.pattern, said)
			}
			if found := p.Bare().FindString("see " + id + ", and more"); found != id {
				t.Errorf("%s: of %s is found %q in a sentence", c.pattern, id, found)
			}
			if in := p.In("incidents/2026/" + id + ".md"); !slices.ContainsFunc(in, func(s string) bool { return strings.EqualFold(s, id) }) {
				t.Errorf("%s: of %s are found %q in a path", c.pattern, id, in)
			}
		}
		for _, id := range c.wrong {
			if said, hint := p.Check(id, false); said == "" || hint == "" {
				t.Errorf("%s: %s passes, or without a remedy", c.pattern, id)
			}
		}
		if year, ok := p.Year(c.right[0]); ok != (c.year != 0) || year != c.year {
			t.Errorf("%s: the year of %s is %d", c.pattern, c.right[0], year)
		}
		if c.numbered == "" {
			if !p.IsDated() || p.Dated(time.Date(2025, 6, 4, 0, 0, 0, 0, time.UTC), "checkout") == "" {
				t.Errorf("%s: is not dated", c.pattern)
			}
			continue
		}
		placeholder := p.Placeholder(2026, "AB12")
		if got := p.Numbered(placeholder, 7); got != c.numbered || !p.IsPlaceholder(placeholder) || p.IsPlaceholder(got) {
			t.Errorf("%s: %s becomes %s", c.pattern, placeholder, got)
		}
		if _, n, ok := p.Number(c.numbered); !ok || n != 7 {
			t.Errorf("%s: the number of %s is %d", c.pattern, c.numbered, n)
		}
	}
	for _, wrong := range []string{"", "INC", "{number}", "INC-{number:2}", "INC-{yaer}-{number}", "INC {number}", "{date}", "INC-{number}-{year}", "INC_{number}", strings.Repeat("A", 40) + "-{number}"} {
		var p identifier.Pattern
		if err := p.UnmarshalText([]byte(wrong)); err == nil {
			t.Errorf("%q is read as a pattern", wrong)
		}
	}
}
