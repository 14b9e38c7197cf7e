package link_test

import (
	"slices"
	"testing"

	"hindcast/internal/markdown/link"
)

// Dots and signs go, underscores stay, each space is a hyphen, and a heading that repeats is counted from one.
func TestHostAnchors(t *testing.T) {
	headings := []string{"custom_pages", "timeline.started", "What is it? And why", "A & B", "Über uns", "Same", "Same", "Same"}
	own := []string{"custom-pages", "timeline-started", "what-is-it-and-why", "a-b", "über-uns", "same", "same-2", "same-3"}
	want := []string{"custom_pages", "timelinestarted", "", "a--b", "", "", "same-1", ""}
	if got := link.HostAnchors(headings, own); !slices.Equal(got, want) {
		t.Errorf("anchors %q, want %q", got, want)
	}
}
