package filing

import (
	"slices"

	"hindcast/internal/diag"
)

// Fix applies the fixes of a file's findings to its text and returns how many. Every other byte
// stays. Of two that overlap the later one waits for the next round.
func Fix(text []byte, findings []diag.Finding) ([]byte, int) {
	var fixes []diag.Fix
	for _, f := range findings {
		if f.Fix != nil && 0 <= f.Fix.Start && f.Fix.Start <= f.Fix.End && f.Fix.End <= len(text) {
			fixes = append(fixes, *f.Fix)
		}
	}
	slices.SortStableFunc(fixes, func(a, b diag.Fix) int { return a.Start - b.Start })
	var out []byte
	at, applied := 0, 0
	for _, f := range fixes {
		if f.Start < at {
			continue
		}
		out = append(append(out, text[at:f.Start]...), f.Text...)
		at = f.End
		applied++
	}
	return append(out, text[at:]...), applied
}
