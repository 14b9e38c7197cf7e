package question

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
)

// Vocabulary is the content words of a collection, gathered record by record.
type Vocabulary struct {
	holding map[string]int // records that hold a word
	records int
}

// NewVocabulary is that of no record.
func NewVocabulary() *Vocabulary { return &Vocabulary{holding: map[string]int{}} }

// Add counts the words of a record's text. Nothing is kept of the text itself.
func (v *Vocabulary) Add(text string) {
	v.records++
	for _, word := range Words(text) {
		if _, known := v.holding[word]; !known {
			word = strings.Clone(word)
		}
		v.holding[word]++
	}
}

// How words are chosen: of so many at either end of the order by how many records hold them, leaving
// out what too few hold to fill a page of results.
const (
	ends   = 100
	fewest = 5
	often  = 20 // one in so many records holds the second word of a pair, so that some hold both
)

// tries is how often an error is made in a word until it makes no other word of it.
const tries = 1000

// Common is up to n of the words that most records hold.
func (v *Vocabulary) Common(rng *rand.Rand, n int) []string {
	words := v.heldBy(fewest)
	return some(rng, words[max(0, len(words)-max(ends, n)):], n)
}

// Rare is up to n of the words that the fewest records hold, five at least.
func (v *Vocabulary) Rare(rng *rand.Rand, n int) []string {
	words := v.heldBy(fewest)
	return some(rng, words[:min(max(ends, n), len(words))], n)
}

// Pairs is up to n queries of a common word and one that a twentieth of the records hold at least.
func (v *Vocabulary) Pairs(rng *rand.Rand, n int) []string {
	pairs := v.Common(rng, n)
	second := v.heldBy(max(fewest, v.records/often))
	for i, word := range pairs {
		if others := slices.DeleteFunc(slices.Clone(second), func(w string) bool { return w == word }); len(others) > 0 {
			pairs[i] += " " + others[rng.IntN(len(others))]
		}
	}
	return pairs
}

// Misspelt is up to n words that five records hold at least, each with one typing error that makes
// it a word of no record, beside its right spelling.
func (v *Vocabulary) Misspelt(rng *rand.Rand, n int) (right, wrong []string) {
	for _, word := range some(rng, v.heldBy(fewest), n) {
		for range tries {
			edited := Edit(rng, word)
			if v.holding[edited] == 0 {
				right, wrong = append(right, word), append(wrong, edited)
				break
			}
		}
	}
	return right, wrong
}

// heldBy is the words that at least so many records hold, rare ones first.
func (v *Vocabulary) heldBy(least int) []string {
	words := slices.SortedFunc(maps.Keys(v.holding), func(a, b string) int {
		return cmp.Or(cmp.Compare(v.holding[a], v.holding[b]), strings.Compare(a, b))
	})
	return slices.DeleteFunc(words, func(w string) bool { return v.holding[w] < least })
}

func some(rng *rand.Rand, list []string, n int) []string {
	return pick(rng, list, min(n, len(list)))
}
