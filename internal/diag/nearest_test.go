package diag_test

import (
	"strings"
	"testing"

	"hindcast/internal/diag"
)

func TestNearest(t *testing.T) {
	stages := []string{"detected", "triaged", "contained", "resolved", "reviewed", "closed"}
	long := strings.Repeat("a", 65)
	for _, c := range []struct {
		word       string
		candidates []string
		want       string
	}{
		{"detectd", stages, "detected"},
		{"Detected", stages, "detected"},
		{"DETECTET", stages, "detected"},
		{"ambre", []string{"GREEN", "AMBER"}, "AMBER"},
		{"closes", stages, "closed"},
		{"close", stages, "closed"},
		{"open", stages, ""},
		{"", stages, ""},
		{"conttttained", stages, "contained"},     // a third of its length
		{"conttttttained", stages, ""},            // more than that
		{"ab", []string{"xy"}, ""},                // two edits, and nothing is left of the word
		{"sev", []string{"sev1", "sev2"}, "sev1"}, // the first of two that are as near
		{"reviewd", []string{"resolved", "reviewed"}, "reviewed"},
		{long, []string{long + "b"}, ""},
		{"x", nil, ""},
	} {
		if got := diag.Nearest(c.word, c.candidates); got != c.want {
			t.Errorf("%.20q is nearest to %q, want %q", c.word, got, c.want)
		}
	}
}

func TestDidYouMean(t *testing.T) {
	many := strings.Fields("a b c d e f g h i j k l m n o")
	for _, c := range []struct {
		word       string
		candidates []string
		want       string
	}{
		{"grean", []string{"red", "green"}, "did you mean green?"},
		{"purple", []string{"red", "green"}, "one of: red, green"},
		{"purple", many[:14], "one of: a, b, c, d, e, f, g, h, i, j, k, l, m, n"},
		{"purple", many, ""},
		{"purple", nil, ""},
	} {
		if got := diag.DidYouMean(c.word, c.candidates); got != c.want {
			t.Errorf("%q: %q, want %q", c.word, got, c.want)
		}
	}
}

func TestNear(t *testing.T) {
	long := strings.Repeat("a", 65)
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"tile", "title", true},
		{"titles", "title", true},
		{"Tile", "TITLE", true},
		{"titel", "title", false},
		{"title", "title", false},
		{long, long + "a", false},
	} {
		if got := diag.Near(c.a, c.b); got != c.want {
			t.Errorf("%.10q is near %.10q: %v", c.a, c.b, got)
		}
	}
}
