package search

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"hindcast/internal/words"
)

const (
	maxCorrections  = 10
	minFuzzy        = 3 // characters of a word that may be misspelt
	minMisspeltStem = 5 // letters of a word without its ending that may be misspelt
	minTwoEdits     = 8 // UTF-16 units of a word from which on two edits are allowed
)

// Correction is a word that was taken for a misspelt one, and the words that were searched in addition to it.
type Correction struct {
	Word  string
	Words []string
}

// addCorrections adds the words that a misspelt one may stand for: one edit away (a letter more, less, other, or two
// neighbours exchanged), with another ending or not; from minTwoEdits on two where none is nearer, unless only near
// ones are wanted.
func (v *variants) addCorrections(word string, near bool) (*Correction, error) {
	first, _ := utf8.DecodeRuneInString(word)
	if utf8.RuneCountInString(word) < minFuzzy || strings.ContainsAny(word, "#0123456789") || words.IsSpaceless(first) {
		return nil, nil
	}
	found, err := v.lookup.misspelt(word, (*editTable).distance)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(found, func(c correction) bool { return c.edits == 1 }) && isPlain(word) {
		inflected, err := v.lookup.misspelt(word, (*editTable).stemDistance)
		if err != nil {
			return nil, err
		}
		found = append(inflected, found...)
	}
	if near {
		found = slices.DeleteFunc(found, func(c correction) bool { return c.edits > 1 })
	}
	sort.SliceStable(found, func(i, j int) bool {
		a, b := &found[i], &found[j]
		return cmp.Or(cmp.Compare(a.edits, b.edits), cmp.Compare(b.size, a.size)) < 0
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

// correction is a term that a misspelt word may stand for.
type correction struct {
	match
	edits int
}

// misspelt finds the terms that are near a word by a distance.
func (l *lookup) misspelt(word string, distance func(t *editTable, term string) int) (found []correction, err error) {
	table := newEditTable(word)
	r := l.reader
	for number := r.blockOf("a"); number < r.blockCount(); number++ {
		b, err := r.block(number)
		if err != nil {
			return nil, err
		}
		for i, term := range b.terms {
			if n := distance(table, term); n > 0 && n <= table.maxEdits {
				found = append(found, correction{b.match(i), n})
			}
		}
	}
	return found, nil
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

// stemDistance is 1 where the word and the term are one edit apart once both have lost an ending; some number above
// maxEdits where they are not.
func (t *editTable) stemDistance(term string) int {
	if !isPlain(term) {
		return t.maxEdits + 1
	}
	t.distance(term)
	for n := max(minMisspeltStem, len(term)-maxEnding); n < min(t.valid, len(term)+1); n++ {
		if !isEnding(term[n:]) {
			continue
		}
		for i := max(minMisspeltStem, len(t.word)-maxEnding); i <= len(t.word); i++ {
			if t.rows[n][i] == 1 && isEnding(string(utf16.Decode(t.word[i:]))) {
				return 1
			}
		}
	}
	return t.maxEdits + 1
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
