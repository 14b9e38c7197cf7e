package diag

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// Nearest is the candidate that a misspelt word most likely means: at most two edits away, or a
// third of its length, without regard to case. Empty where none is that near.
func Nearest(word string, candidates []string) string {
	word = strings.ToLower(word)
	best, distance := "", max(2, len(word)/3)+1
	if len(word) > 64 {
		return ""
	}
	for _, c := range candidates {
		if d := levenshtein.ComputeDistance(word, strings.ToLower(c)); d < distance && d < len(c) {
			best, distance = c, d
		}
	}
	return best
}

// DidYouMean is a hint that names the nearest candidate, else the candidates themselves.
func DidYouMean(word string, candidates []string) string {
	if best := Nearest(word, candidates); best != "" {
		return "did you mean " + best + "?"
	}
	if len(candidates) == 0 || len(candidates) > 14 {
		return ""
	}
	return "one of: " + strings.Join(candidates, ", ")
}

// Near reports whether two words are one edit apart, without regard to case.
func Near(a, b string) bool {
	return len(a) <= 64 && levenshtein.ComputeDistance(strings.ToLower(a), strings.ToLower(b)) == 1
}
