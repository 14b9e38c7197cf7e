package gate

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"hindcast/internal/diag"
)

// printStatistics prints how many findings each rule has, the most first.
func (a *app) printStatistics(findings []diag.Finding) error {
	count, fixable := map[string]int{}, map[string]int{}
	for _, f := range findings {
		count[f.Rule]++
		if f.Fix != nil {
			fixable[f.Rule]++
		}
	}
	rules := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(count[b]-count[a], strings.Compare(a, b))
	})
	for _, r := range rules {
		line := fmt.Sprintf("%6d  %s", count[r], r)
		if n := fixable[r]; n > 0 {
			line += fmt.Sprintf(", %d fixable", n)
		}
		if _, err := fmt.Fprintln(a.Out, line); err != nil {
			return err
		}
	}
	return nil
}

// countFixable is how many findings --fix mends.
func countFixable(findings []diag.Finding) int {
	n := 0
	for _, f := range findings {
		if f.Fix != nil {
			n++
		}
	}
	return n
}
