package filing

import "bytes"

// resync is how many lines an edit may have added or taken out at one place for the lines after it
// to be found again.
const resync = 60

// formerLines tells for each line of a text, from 1, which line of the text before an edit it is, or
// the one that it was put after.
func formerLines(old, new []byte) []int {
	was, is := bytes.SplitAfter(old, []byte{'\n'}), bytes.SplitAfter(new, []byte{'\n'})
	former := make([]int, len(is))
	for i, j := 0, 0; j < len(is); {
		added, gone := apart(was[min(i, len(was)):], is[j:])
		i += gone
		for range added {
			former[j] = max(1, min(i, len(was)))
			j++
		}
		if j < len(is) {
			former[j] = max(1, min(i+1, len(was)))
			i, j = i+1, j+1
		}
	}
	return former
}

// apart is how many lines were added and taken out before the two texts go on alike. A line that was
// changed counts as going on.
func apart(was, is [][]byte) (added, gone int) {
	alike := func(i, j int) bool { return i < len(was) && j < len(is) && bytes.Equal(was[i], is[j]) }
	if alike(0, 0) || alike(1, 1) {
		return 0, 0
	}
	for n := 1; n <= resync; n++ {
		for k := range n + 1 { // the nearest first
			if alike(k, n-k) {
				return n - k, k
			}
		}
	}
	return 0, 0
}
