package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"hindcast/internal/words"
)

// edited is a term and how many edits it is away.
type edited struct {
	match
	edits int
}

// edits finds the words that a misspelt one may stand for: one edit away (a letter more, less, other, or two neighbours
// exchanged), from longWord letters on two where none is nearer.
func (l *lookup) edits(word string, f *forms) error {
	first, _ := utf8.DecodeRuneInString(word)
	if utf8.RuneCountInString(word) < shortestEdit || strings.ContainsAny(word, "#0123456789") || words.IsSpaceless(first) {
		return nil
	}
	typo := newTypo(word)
	var found []edited
	for number := l.r.blockOf("a"); number < len(l.r.root.Terms.First); number++ {
		b, err := l.r.block(number)
		if err != nil {
			return err
		}
		for i, term := range b.terms {
			if n := typo.distance(term); n > 0 && n <= typo.most {
				found = append(found, edited{match{term, int(b.sizes[i]), b.lists[i]}, n})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b edited) int { return cmp.Or(cmp.Compare(a.edits, b.edits), cmp.Compare(b.size, a.size)) })
	var used []string
	for _, m := range found[:min(len(found), mostEdited)] {
		if m.edits > found[0].edits {
			break
		}
		factor := oneEdit
		if m.edits > 1 {
			factor = twoEdits
		}
		f.add([]match{m.match}, factor, l)
		used = append(used, m.term)
	}
	if len(used) > 0 {
		l.answer.Instead = append(l.answer.Instead, Instead{word, used})
	}
	return nil
}

// typo computes the distance of optimal string alignment of one word to many in order: the rows of the
// table for what a term shares with the one before it are kept.
type typo struct {
	word   []uint16
	most   int
	before []uint16 // the last term for which rows were computed
	rows   [][]int  // of the table, one for each sign of the term and one before
	valid  int      // rows that hold for before
}

func newTypo(word string) *typo {
	t := &typo{word: utf16.Encode([]rune(word)), most: 1, valid: 1}
	if len(t.word) >= longWord {
		t.most = 2
	}
	row := make([]int, len(t.word)+1)
	for i := range row {
		row[i] = i
	}
	t.rows = [][]int{row}
	return t
}

// distance is the number of edits; more than most where that is all that is known.
func (t *typo) distance(term string) int {
	signs := utf16.Encode([]rune(term))
	shared := 0
	for shared < min(len(signs), len(t.before), t.valid-1) && signs[shared] == t.before[shared] {
		shared++
	}
	// Where the rows ended because no beginning of the word is near, it is so for all terms that begin so.
	if shared == t.valid-1 && shared < len(t.before) && slices.Min(t.rows[shared]) > t.most {
		return t.most + 1
	}
	t.before, t.valid = signs, shared+1
	for t.valid <= len(signs) {
		if slices.Min(t.rows[t.valid-1]) > t.most {
			return t.most + 1
		}
		t.row(t.valid)
		t.valid++
	}
	return t.rows[len(signs)][len(t.word)]
}

// row computes the row of a term's first n signs.
func (t *typo) row(n int) {
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

// synonyms adds to each concept the other phrases of the sets that the query has a phrase of.
func (l *lookup) synonyms(terms []Term, concepts []concept) error {
	for _, set := range l.r.root.Synonyms {
		for _, phrase := range set {
			asked := strings.Fields(phrase)
			for at := 0; at+len(asked) <= len(terms); at++ {
				if !slices.EqualFunc(terms[at:at+len(asked)], asked, func(t Term, word string) bool { return t.Text == word && !t.Exact }) {
					continue
				}
				for _, other := range set {
					if other == phrase {
						continue
					}
					also, err := l.phrase(strings.Fields(other))
					if err != nil {
						return err
					}
					for i := at; also != nil && i < at+len(asked); i++ {
						concepts[i].also = append(concepts[i].also, also)
					}
				}
			}
		}
	}
	return nil
}

// phrase is what stands for each word; nil where nothing stands for one. One word of several alone is no hit, so these are not marked.
func (l *lookup) phrase(list []string) ([][]variant, error) {
	if len(list) > 1 {
		l = l.silent()
	}
	var phrase [][]variant
	for _, word := range list {
		found, err := l.exact(word)
		if err != nil || len(found) == 0 {
			return nil, err
		}
		var f forms
		f.add(found, synonym, l)
		phrase = append(phrase, f.variants)
	}
	return phrase, nil
}
