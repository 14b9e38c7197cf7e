package index

import (
	"cmp"
	"maps"
	"math/bits"
	"slices"
)

// terms writes the dictionary and returns the posting lists in the order of the numbers that it gives them.
func (w *writer) terms() (order []int) {
	numberOf := make([]listNumber, len(w.lists))
	for i := range numberOf {
		numberOf[i] = unnumbered
	}
	var series [2][]int // lists
	give := func(list, s int) {
		if numberOf[list] == unnumbered {
			numberOf[list] = listNumber{s, len(series[s])}
			series[s] = append(series[s], list)
		}
	}
	terms := slices.Sorted(maps.Keys(w.wordForms))
	for _, term := range terms {
		for _, l := range w.wordForms[term].lists {
			if w.lists[l.list].df >= fewDocs && w.isLong(l.list) {
				give(l.list, 1)
			}
		}
	}
	files := w.sequence("t", w.texts)
	block := termBlock{}
	flush := func() {
		if block.terms > 0 {
			files.add(block.bytes())
			block = termBlock{}
		}
	}
	for _, term := range terms {
		if block.terms > 0 && len(block.text)+len(block.lists)+len(block.rare) > termsSize {
			flush()
		}
		if block.terms == 0 {
			w.root.Terms.First = append(w.root.Terms.First, term)
		}
		var leads []listNumber
		df := 0
		for _, l := range w.wordForms[term].lists {
			own := &w.lists[l.list]
			if own.df < fewDocs {
				give(l.list, 0)
			} else {
				give(l.list, 1)
			}
			if to := numberOf[l.list]; !slices.Contains(leads, to) {
				leads = append(leads, to)
				df = max(df, own.df)
			}
		}
		slices.SortFunc(leads, func(a, b listNumber) int {
			return cmp.Or(cmp.Compare(a.series, b.series), cmp.Compare(a.number, b.number))
		})
		block.add(term, leads, df)
		for _, to := range leads {
			if l := &w.lists[series[to.series][to.number]]; l.df <= maxInline {
				block.inline(to.number, l)
			}
		}
	}
	flush()
	w.root.Terms.Hashes = files.end()
	w.root.Postings.Few = len(series[0])
	return slices.Concat(series[0], series[1])
}

// listNumber is the series of a posting list, and its number there.
type listNumber struct{ series, number int }

var unnumbered = listNumber{-1, -1}

// termBlock is a block of the dictionary in the making.
type termBlock struct {
	terms       int
	text, lists []byte
	before      string
	last        [2]int // number, by series

	rare     []byte // posting lists of few documents
	numbers  []int  // of these
	lastRare int
}

const (
	maxLists  = 4 // of a term, as many as fit into its byte
	maxInline = 8 // documents of a posting list that is inline in the dictionary
)

func (b *termBlock) add(term string, lists []listNumber, df int) {
	shared := 0
	for shared < min(len(term), len(b.before)) && term[shared] == b.before[shared] && term[shared] < 0x80 {
		shared++
	}
	b.text = append(append(append(b.text, byte('0'+shared)), term[shared:]...), '\n')
	b.before = term
	lists = lists[:min(len(lists), maxLists)]
	b.lists = append(b.lists, byte(min(bits.Len(uint(df)), 31)|(len(lists)-1)<<5))
	for _, l := range lists {
		b.lists = appendInt(b.lists, zigzag(l.number-b.last[l.series])<<1|l.series)
		b.last[l.series] = l.number
	}
	b.terms++
}

// inline adds a posting list of few documents, once.
func (b *termBlock) inline(number int, l *postingList) {
	if slices.Contains(b.numbers, number) {
		return
	}
	posting := append(l.documents(), l.impacts...)
	b.rare = appendInt(appendZigzag(b.rare, number-b.lastRare), len(posting))
	b.rare = append(b.rare, posting...)
	b.numbers = append(b.numbers, number)
	b.lastRare = number
}

// documents is the documents of a posting list, as they are written.
func (l *postingList) documents() []byte { return append(appendInt(nil, l.df), l.docs...) }

func (b *termBlock) bytes() []byte {
	data := appendInt(appendInt(nil, b.terms), len(b.text))
	data = appendInt(append(append(data, b.text...), b.lists...), len(b.numbers))
	return append(data, b.rare...)
}
