package search_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hindcast/internal/search"
)

// The distance from one of many terms in their order is that from the term by itself.
func TestDistance(t *testing.T) {
	letters := []string{"a", "b", "c", "é", "東", "𝐔"}
	word := rapid.Map(rapid.SliceOfN(rapid.SampledFrom(letters), 1, 9), func(l []string) string {
		return strings.Join(l, "")
	})
	rapid.Check(t, func(t *rapid.T) {
		asked := word.Draw(t, "word")
		terms := rapid.SliceOfN(word, 1, 30).Draw(t, "terms")
		slices.Sort(terms)
		got := search.Distances(asked, terms)
		for i, term := range terms {
			want := alignment(asked, term)
			if got[i] != want && (want <= 1 || got[i] <= 1) {
				t.Errorf("%s is %d from %s, want %d", term, got[i], asked, want)
			}
		}
	})
}

// alignment is the distance of optimal string alignment, as its definition has it, over UTF-16.
func alignment(a, b string) int {
	x, y := search.UTF16(a), search.UTF16(b)
	d := make([][]int, len(x)+1)
	for i := range d {
		d[i] = make([]int, len(y)+1)
		for j := range d[i] {
			switch {
			case i == 0 || j == 0:
				d[i][j] = i + j
			default:
				cost := 1
				if x[i-1] == y[j-1] {
					cost = 0
				}
				d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
				if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
					d[i][j] = min(d[i][j], d[i-2][j-2]+1)
				}
			}
		}
	}
	return d[len(x)][len(y)]
}
