package incident_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"hindcast/internal/incident"
)

// The document lists the limits as they are.
func TestLimitsAreDocumented(t *testing.T) {
	text, err := os.ReadFile("../../docs/limits.md")
	if err != nil {
		t.Fatal(err)
	}
	p := message.NewPrinter(language.English)
	for _, l := range incident.LimitTable {
		row := fmt.Sprintf("| `%s` | %s | %s | %s |\n", l.Key, l.What, p.Sprint(l.Default), p.Sprint(l.Most))
		if !strings.Contains(string(text), row) {
			t.Errorf("docs/limits.md lacks %s", row)
		}
	}
	if rows := strings.Count(string(text), "\n| `"); rows != len(incident.LimitTable) {
		t.Errorf("docs/limits.md has %d rows for %d limits", rows, len(incident.LimitTable))
	}
}

// A setting is held within the ceiling, whatever it says.
func TestLimitsAreHeld(t *testing.T) {
	for _, l := range incident.LimitTable {
		c := incident.Config{}
		for _, test := range []struct {
			set  incident.Bound
			want int
		}{{0, l.Default}, {1, 1}, {incident.Bound(l.Most), l.Most}, {1 << 30, l.Most}} {
			c.Limits = map[string]incident.Bound{l.Key: test.set}
			if got := c.Limit(l.Key); got != test.want {
				t.Errorf("%s set to %d is %d, want %d", l.Key, test.set, got, test.want)
			}
		}
		if l.Default < 1 || l.Default > l.Most {
			t.Errorf("%s: %d of at most %d", l.Key, l.Default, l.Most)
		}
	}
}
