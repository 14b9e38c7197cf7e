package search

import (
	"slices"
	"strings"
)

// variant is a posting list that counts for a term of a query.
type variant struct {
	list    int
	posting *posting
	weight  int // one of those below
}

// The weights of what counts for a term, in 1/64.
const (
	weightExact     = 64
	weightInflected = 56
	weightSynonym   = 40
	weightOneEdit   = 36
	weightPrefix    = 28
	weightTwoEdits  = 24
)

// concept is a term of a query with all that counts for it.
type concept struct {
	variants   []variant
	identifier bool          // it is an identifier, or all of the query, which may be the number of one
	fuzzy      bool          // its variants are corrections alone
	synonyms   [][][]variant // phrases that mean the same, each as the variants of its words
}

// lookup looks terms up in the dictionary.
type lookup struct {
	reader *Reader
	words  map[string]bool // words as written that documents are found by, for highlighting
}

// unmarked looks up the same and adds no words for highlighting.
func (l *lookup) unmarked() *lookup { return &lookup{l.reader, map[string]bool{}} }

// match is a term of the dictionary.
type match struct {
	term  string
	size  int // bits of the document frequency
	lists []int
}

func (b *block) match(at int) match { return match{b.terms[at], b.sizes[at], b.lists[at]} }

// exact finds a term and, for highlighting, the words of the same block that lead to the same posting lists.
func (l *lookup) exact(term string) ([]match, error) {
	if l.reader.blockCount() == 0 {
		return nil, nil
	}
	b, err := l.reader.block(l.reader.blockOf(term))
	if err != nil {
		return nil, err
	}
	at, found := slices.BinarySearch(b.terms, term)
	if !found {
		return nil, nil
	}
	m := b.match(at)
	for i, lists := range b.lists {
		if slices.ContainsFunc(lists, func(list int) bool { return slices.Contains(m.lists, list) }) {
			l.words[b.terms[i]] = true
		}
	}
	return []match{m}, nil
}

// withPrefix finds the terms that begin with a text, in at most so many blocks.
func (l *lookup) withPrefix(prefix string, blocks int) (found []match, err error) {
	first := l.reader.blockOf(prefix)
	for number := first; number < min(first+blocks, l.reader.blockCount()); number++ {
		b, err := l.reader.block(number)
		if err != nil {
			return nil, err
		}
		at, _ := slices.BinarySearch(b.terms, prefix)
		for ; at < len(b.terms) && strings.HasPrefix(b.terms[at], prefix); at++ {
			found = append(found, b.match(at))
		}
		if at < len(b.terms) {
			break
		}
	}
	return found, nil
}

// variants gathers the variants of a term: each posting list once, with its first weight, which is the highest.
type variants struct {
	lookup *lookup
	list   []variant
}

func (v *variants) add(found []match, weight int) error {
	for _, m := range found {
		v.lookup.words[m.term] = true
		for _, list := range m.lists {
			if slices.ContainsFunc(v.list, func(known variant) bool { return known.list == list }) {
				continue
			}
			p, err := v.lookup.reader.posting(list)
			if err != nil {
				return err
			}
			v.list = append(v.list, variant{list, p, weight})
		}
	}
	return nil
}

// docs is how many documents the posting lists hold together, each list counted for itself.
func (v *variants) docs() (n int) {
	for _, known := range v.list {
		n += len(known.posting.docs)
	}
	return n
}
