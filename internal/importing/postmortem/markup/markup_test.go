package markup_test

import (
	"slices"
	"strings"
	"testing"

	"hindcast/internal/importing/postmortem/markup"
)

func TestPlain(t *testing.T) {
	for line, want := range map[string]string{
		"**Severity:** `high`": "Severity: high", "*not* so _bad_": "not so bad", "snake_case_name and 2*3*4": "snake_case_name and 2*3*4",
		"[the page](https://example.org/a)": "the page", "a &amp; b": "a & b", `\[x\]`: "[x]", "~~gone~~": "gone", "": "",
	} {
		if got := markup.Plain(line); got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}

func TestBareTitle(t *testing.T) {
	for title, want := range map[string]string{
		"🔥 Impact": "Impact", "6️⃣ Action items": "Action items", "**Why?**": "Why?", "¿Qué pasó?": "¿Qué pasó?", "5. Plan": "5. Plan", "2026-03-04": "2026-03-04",
	} {
		if got := markup.BareTitle(title); got != want {
			t.Errorf("%q: %q, want %q", title, got, want)
		}
	}
}

func TestRow(t *testing.T) {
	for line, want := range map[string][]string{
		"| a | b |": {"a", "b"}, "|a|": {"a"}, `| a \| b | c |`: {`a \| b`, "c"}, "| a | b": {"a", "b"}, "|---|:-:|": nil, "a | b": nil, "": nil,
	} {
		if got := markup.Row(line); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}

func TestOutside(t *testing.T) {
	var got []string
	for _, line := range markup.Outside(strings.Split("a\n```\nb\n```\nc\n~~~\n```\n~~~\nd", "\n")) {
		got = append(got, line)
	}
	if want := []string{"a", "c", "d"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
