package corpus

import (
	"strings"
	"testing"

	"hindcast/internal/diag"
)

// The identity of a finding is its fingerprint; repeats are counted, and what grew graver is new.
func TestSplit(t *testing.T) {
	finding := func(s string) diag.Finding {
		level := diag.Error
		if strings.HasSuffix(s, "?") {
			level = diag.Warning
		}
		return diag.Finding{Rule: "r", Record: "INC-2026-0001", Text: strings.TrimRight(s, "?"), Level: level}
	}
	list := func(s string) (findings []diag.Finding) {
		for text := range strings.FieldsSeq(s) {
			findings = append(findings, finding(text))
		}
		return findings
	}
	words := func(findings []diag.Finding) string {
		var all []string
		for _, f := range findings {
			all = append(all, f.Text+strings.Repeat("?", int(diag.Error-f.Level)))
		}
		return strings.Join(all, " ")
	}
	for _, c := range []struct{ now, before, fresh, old string }{
		{"", "", "", ""},
		{"a b", "", "a b", ""},
		{"", "a b", "", ""},
		{"a b", "b", "a", "b"},
		{"a a a", "a a", "a", "a a"},
		{"a", "a a", "", "a"},
		{"a", "a?", "a", ""},
		{"a?", "a", "", "a?"},
		{"a a?", "a? a", "", "a a?"},
		{"a a", "a? a", "a", "a"},
		{"a? a", "a a?", "", "a? a"},
	} {
		all := split(list(c.now), list(c.before))
		if got := words(all.New); got != c.fresh {
			t.Errorf("%q after %q: new are %q, want %q", c.now, c.before, got, c.fresh)
		}
		if got := words(all.Old); got != c.old {
			t.Errorf("%q after %q: old are %q, want %q", c.now, c.before, got, c.old)
		}
	}
}
