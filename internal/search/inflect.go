package search

import (
	"slices"
	"sort"
	"strings"

	"hindcast/internal/words"
)

const (
	maxInflections = 24
	minStem        = 4 // letters that inflected forms share
	maxEnding      = 6 // letters
)

// isEnding reports whether inflected words end so, in any language: that of a query is not known.
func isEnding(s string) bool {
	has := func(l words.Language) bool { return slices.Contains(l.Endings, s) }
	return s == "" || slices.ContainsFunc(words.Languages, has)
}

// isPlain reports whether a word is of the letters a to z, which endings are of.
func isPlain(word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return r < 'a' || r > 'z' })
}

// inflections finds terms that differ in their endings alone from a word that is not in the dictionary.
func (l *lookup) inflections(word string) ([]match, error) {
	if len(word) < minStem || !isPlain(word) {
		return nil, nil
	}
	found, err := l.withPrefix(word[:max(minStem, len(word)-maxEnding)], 1)
	found = slices.DeleteFunc(found, func(m match) bool {
		return !differsInEnding(m.term, word)
	})
	return mostFrequent(found, maxInflections), err
}

// differsInEnding reports whether two words are the same but for their endings.
func differsInEnding(a, b string) bool {
	shared := 0
	for shared < min(len(a), len(b)) && a[shared] == b[shared] {
		shared++
	}
	return shared >= minStem && isEnding(a[shared:]) && isEnding(b[shared:])
}

// anyForm finds a word, or else its inflected forms.
func (l *lookup) anyForm(word string) ([]match, error) {
	found, err := l.exact(word)
	if err != nil || len(found) > 0 {
		return found, err
	}
	return l.inflections(word)
}

// mostFrequent keeps the n terms that most documents contain, in the order of the dictionary where equal.
func mostFrequent(found []match, n int) []match {
	sort.SliceStable(found, func(i, j int) bool { return found[i].size > found[j].size })
	return found[:min(len(found), n)]
}
