package view

import "testing"

// A number and its unit are never on two lines.
func TestBound(t *testing.T) {
	for text, want := range map[string]string{
		"+3 h 15 min":             "+3\u00a0h 15\u00a0min",
		"2 March 2026, 09:25 UTC": "2\u00a0March 2026, 09:25\u00a0UTC",
		"about 41 d":              "about 41\u00a0d",
		"":                        "",
	} {
		if got := bound(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}
