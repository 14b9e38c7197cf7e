package postmortem

import (
	"slices"
	"testing"
)

// Several labelled values on one line are as many lines; a dot within a value is none between two.
func TestEach(t *testing.T) {
	for line, want := range map[string][]string{
		"**Schweregrad:** S3 · **Verantwortlich:** Team Telefonie": {"**Schweregrad:** S3", "**Verantwortlich:** Team Telefonie"},
		"**Severity**: P1 | **Status**: done":                      {"**Severity**: P1", "**Status**: done"},
		"**Services**: search · checkout":                          {"**Services**: search · checkout"},
		"| a | b |":                                                {"| a | b |"},
	} {
		if got := each(line); !slices.Equal(got, want) {
			t.Errorf("%q is %q, want %q", line, got, want)
		}
	}
}

// A text without a heading may name the incident by a label; a number is no name.
func TestLabelledTitle(t *testing.T) {
	for want, lines := range map[string][]string{
		"Ranking model put unavailable items first": {"**Date**: 2024-11-19", "**Incident**: Ranking model put unavailable items first"},
		"Calls are lost": {"**Titel:** Calls are lost"},
		"":               {"**Incident**: INC-123", "**Severity**: P1", "Incident in short: none"},
	} {
		if got := labelledTitle(lines); got != want {
			t.Errorf("%q is called %q, want %q", lines, got, want)
		}
	}
}
