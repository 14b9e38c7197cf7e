package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"hindcast/internal/words"
)

const (
	maxCorrections = 10
	minFuzzy       = 3 // characters of a word that may be misspelt
	minTwoEdits    = 8 // UTF-16 units of a word from which on two edits are allowed
)

// Correction is a word that was taken for a misspelt one, and the words that were searched in addition to it.
type Correction struct {
	Word  string
	Words []string
}

// addCorrections adds the words that a misspelt one may stand for: one edit away (a letter more, less, other, or two
// neighbours exchanged), from minTwoEdits on two where none is nearer.
func (v *variants) addCorrections(word string) (*Correction, error) {
	first, _ := utf8.DecodeRuneInString(word)
	if utf8.RuneCountInString(word) < minFuzzy || strings.ContainsAny(word, "#0123456789") || words.IsSpaceless(first) {
		return nil, nil
	}
	type correction struct {
		match
		edits int
	}
	var found []correction
	table := newEditTable(word)
	r := v.lookup.reader
	for number := r.blockOf("a"); number < r.blockCount(); number++ {
		b, err := r.block(number)
		if err != nil {
			return nil, err
		}
		for i, term := range b.terms {
			if n := table.distance(term); n > 0 && n <= table.maxEdits {
				found = append(found, correction{b.match(i), n})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b correction) int {
		return cmp.Or(cmp.Compare(a.edits, b.edits), cmp.Compare(b.size, a.size))
	})
	var used []string
	for _, c := range found[:min(len(found), maxCorrections)] {
		if c.edits > found[0].edits {
			break
		}
		weight := weightOneEdit
		if c.edits > 1 {
			weight = weightTwoEdits
		}
		if err := v.add([]match{c.match}, weight); err != nil {
			return nil, err
		}
		used = append(used, c.term)
	}
	if len(used) == 0 {
		return nil, nil
	}
	return &Correction{word, used}, nil
}

// editTable computes the distance of optimal string alignment of one word to many terms in their order: the rows
// of the table are kept for the prefix that a term shares with the one before it.
type editTable struct {
	word     []uint16
	maxEdits int
	before   []uint16 // the last term that rows were computed for
	rows     [][]int  // of the table, one for each unit of the term and one before
	valid    int      // rows that are those of before
}

func newEditTable(word string) *editTable {
	t := &editTable{word: utf16.Encode([]rune(word)), maxEdits: 1, valid: 1}
	if len(t.word) >= minTwoEdits {
		t.maxEdits = 2
	}
	row := make([]int, len(t.word)+1)
	for i := range row {
		row[i] = i
	}
	t.rows = [][]int{row}
	return t
}

// distance is the number of edits; some number above maxEdits where it is more than that.
func (t *editTable) distance(term string) int {
	units := utf16.Encode([]rune(term))
	shared := 0
	for shared < min(len(units), len(t.before), t.valid-1) && units[shared] == t.before[shared] {
		shared++
	}
	// Where the rows ended because no prefix of the word is near, none is for any term that begins so.
	if shared == t.valid-1 && shared < len(t.before) && slices.Min(t.rows[shared]) > t.maxEdits {
		return t.maxEdits + 1
	}
	t.before, t.valid = units, shared+1
	for t.valid <= len(units) {
		if slices.Min(t.rows[t.valid-1]) > t.maxEdits {
			return t.maxEdits + 1
		}
		t.computeRow(t.valid)
		t.valid++
	}
	return t.rows[len(units)][len(t.word)]
}

// computeRow computes the row of a term's first n units.
func (t *editTable) computeRow(n int) {
	if n == len(t.rows) {
		t.rows = append(t.rows, make([]int, len(t.word)+1))
	}
	row, above := t.rows[n], t.rows[n-1]
	row[0] = n
	for i := 1; i <= len(t.word); i++ {
		cost := 1
		if t.before[n-1] == t.word[i-1] {
			cost = 0
		}
		row[i] = min(above[i]+1, row[i-1]+1, above[i-1]+cost)
		if n > 1 && i > 1 && t.before[n-1] == t.word[i-2] && t.before[n-2] == t.word[i-1] {
			row[i] = min(row[i], t.rows[n-2][i-2]+1)
		}
	}
}

// addSynonyms adds to each concept the other phrases of the synonym sets that the query has a phrase of.
func (l *lookup) addSynonyms(terms []Term, concepts []concept) error {
	for _, set := range l.reader.root.Synonyms {
		for _, phrase := range set {
			asked := strings.Fields(phrase)
			for at := 0; at+len(asked) <= len(terms); at++ {
				if !slices.EqualFunc(terms[at:at+len(asked)], asked, func(t Term, word string) bool {
					return t.Text == word && !t.Exact
				}) {
					continue
				}
				for _, other := range set {
					if other == phrase {
						continue
					}
					synonym, err := l.phraseVariants(strings.Fields(other))
					if err != nil {
						return err
					}
					for i := at; synonym != nil && i < at+len(asked); i++ {
						concepts[i].synonyms = append(concepts[i].synonyms, synonym)
					}
				}
			}
		}
	}
	return nil
}

// phraseVariants is the variants of each word of a phrase; nil where one has none. A single word of several is no
// hit, so these are not highlighted.
func (l *lookup) phraseVariants(phrase []string) ([][]variant, error) {
	if len(phrase) > 1 {
		l = l.unmarked()
	}
	var all [][]variant
	for _, word := range phrase {
		found, err := l.exact(word)
		if err != nil || len(found) == 0 {
			return nil, err
		}
		v := variants{lookup: l}
		if err := v.add(found, weightSynonym); err != nil {
			return nil, err
		}
		all = append(all, v.list)
	}
	return all, nil
}
