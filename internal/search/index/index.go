// Package index builds the static index of a site from its pages, in the form that package format describes.
package index

import (
	"cmp"
	"errors"
	"iter"
	"maps"
	"math"
	"slices"
	"sort"
	"strings"

	"hindcast/internal/incident"
	"hindcast/internal/progress"
	"hindcast/internal/search/format"
	"hindcast/internal/words"
)

// Class is what documents are numbered and ranked by where all else is equal.
type Class uint8

// The classes.
const (
	Precedent Class = iota // what happened elsewhere
	Knowledge              // systems and articles
	Own                    // the organisation's own records
)

// Entry is one page to index. Its texts are borrowed.
type Entry struct {
	format.Doc
	Class    Class
	Sort     incident.Time       // zero for what has no date
	Language string              // that words are stemmed in, a tag of words.Languages, or another for none
	Fields   []Field             //
	Values   map[string][]string // by column
}

// FieldKind is what a text is in a page.
type FieldKind uint8

// The kinds of field.
const (
	FieldID      FieldKind = iota // ids and former ids
	FieldTitle                    //
	FieldSummary                  //
	FieldHeading                  //
	FieldFact                     // names of types, causes, parties, models and such
	FieldText                     //
	fieldKinds
)

// Field is a text of a page.
type Field struct {
	Kind FieldKind
	Text string
}

// fieldWeights is what a word in a field counts for, relative to one in the text, and how far (of 1024) the length of
// the field discounts it: BM25F's weights and b. Both were chosen on AIID by internal/bench/peers/known.
var fieldWeights = [fieldKinds]struct{ weight, discount int }{
	FieldID: {8, 0}, FieldTitle: {5, 300}, FieldSummary: {2, 300},
	FieldHeading: {2, 300}, FieldFact: {2, 300}, FieldText: {1, 700},
}

// saturation is BM25's k1, 1.2, in the 1/64 in which frequencies are counted.
const saturation = 77

// Options is what an index depends on beside its entries.
type Options struct {
	Language string                              // of the log, a tag: queries are in it or in English
	Own      []string                            // columns beside the built-in ones
	Synonyms [][]string                          // sets of phrases that mean the same
	Title    func(column, value string) string   // of a value; nil for the value itself
	Former   func(column, value string) []string // other names of a value; nil for none
	Count    *progress.Count                     // of the entries that are in; nil for none

	Uncompressed bool // the index is read at once and never published
}

// Index is a written index, file by file.
type Index struct{ files map[string][]byte }

// Files yields the files below the folder of the index in order of their names.
func (x *Index) Files() iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for _, name := range slices.Sorted(maps.Keys(x.files)) {
			if !yield(name, x.files[name]) {
				return
			}
		}
	}
}

var errMissing = errors.New("it is missing")

// File is one file of the index, as Open asks for it.
func (x *Index) File(name string) ([]byte, error) {
	if data, ok := x.files[name]; ok {
		return data, nil
	}
	return nil, errMissing
}

// Build makes the index. Entries may come in any order; they are sorted in place.
func Build(entries []Entry, opts Options) *Index {
	sort.Slice(entries, func(i, j int) bool {
		a, b := &entries[i], &entries[j]
		byID := cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.URL, b.URL))
		if a.Class == Knowledge {
			byID = -byID // the last comes first where all else is equal
		}
		return cmp.Or(cmp.Compare(a.Class, b.Class), a.Sort.Sortable().Compare(b.Sort.Sortable()), byID) < 0
	})
	b := builder{
		entries: entries, opts: opts,
		wordForms: map[string]*wordForm{}, stems: map[string]int{}, lengths: averageLengths(entries),
	}
	for doc := range entries {
		b.add(doc)
		opts.Count.Add(0)
	}
	return b.write()
}

// builder gathers the postings of one document after the other.
type builder struct {
	entries   []Entry
	opts      Options
	lengths   [fieldKinds]int      // see averageLengths
	wordForms map[string]*wordForm // words as written, folded
	stems     map[string]int       // number of a posting list, by stem
	lists     []postingList
	hits      []uint64 // of the current document: posting list, position and field, packed
}

// wordForm is a word as written; its posting lists are those of its stems in each language.
type wordForm struct{ lists []languageList }

type languageList struct {
	language string
	list     int
}

// postingList is the documents that contain a stem, with the impact and the positions in each.
type postingList struct {
	docs, impacts, positions []byte
	df, last                 int // number of documents, and the last of them
}

// averageLengths is the average length of each field in bytes, rounded to a power of the square root of two, so that
// it changes rarely.
func averageLengths(entries []Entry) (average [fieldKinds]int) {
	var total, holding [fieldKinds]int
	for i := range entries {
		for kind, n := range sizes(entries[i].Fields) {
			total[kind] += n
			holding[kind] += min(n, 1)
		}
	}
	for kind := range average {
		mean := float64(max(total[kind], 1)) / float64(max(holding[kind], 1))
		average[kind] = max(1, int(math.Exp2(math.Round(2*math.Log2(mean))/2)))
	}
	return average
}

// sizes is the bytes of each field.
func sizes(fields []Field) (n [fieldKinds]int) {
	for _, f := range fields {
		n[f.Kind] += len(f.Text)
	}
	return n
}

// positionGap is the distance in words between two fields, so that no phrase reaches from one into the next.
const positionGap = 8

// A hit packs the posting list, the position and the field of a word, so that sorting brings those of a list together.
const (
	positionShift = 8
	listShift     = 32
	noPosition    = 1<<(listShift-positionShift) - 1 // of identifiers and unigrams, which no phrase contains
)

func (b *builder) add(doc int) {
	e := &b.entries[doc]
	b.hits = b.hits[:0]
	at := 0
	for _, f := range e.Fields {
		next := at
		for token := range words.Scan(f.Text) {
			position := noPosition
			if token.Kind == words.Word {
				position = min(at+token.Position, noPosition-1)
				next = position + positionGap
			}
			kind := f.Kind
			if kind == FieldID && token.Kind != words.Identifier && strings.Trim(token.Text, "0123456789") != "" {
				kind = FieldTitle
			}
			list := uint64(b.list(token.Text, e.Language))
			b.hits = append(b.hits, list<<listShift|uint64(position)<<positionShift|uint64(kind))
		}
		at = next
	}
	slices.Sort(b.hits)
	norms := b.norms(e)
	for hits := b.hits; len(hits) > 0; {
		n := 1
		for n < len(hits) && hits[n]>>listShift == hits[0]>>listShift {
			n++
		}
		b.post(doc, hits[:n], norms)
		hits = hits[n:]
	}
}

// norms is the length normalisation of each field, in 1/1024.
func (b *builder) norms(e *Entry) (norms [fieldKinds]int) {
	for kind, n := range sizes(e.Fields) {
		norms[kind] = 1024 - fieldWeights[kind].discount + fieldWeights[kind].discount*n/b.lengths[kind]
	}
	return norms
}

// list is the number of the posting list of a word of a text in a language.
func (b *builder) list(word, language string) int {
	s := b.wordForms[word]
	if s == nil {
		s = &wordForm{}
		b.wordForms[strings.Clone(word)] = s
	}
	for _, l := range s.lists {
		if l.language == language {
			return l.list
		}
	}
	stem := words.Stem(language, word)
	number, ok := b.stems[stem]
	if !ok {
		number = len(b.lists)
		b.stems[strings.Clone(stem)] = number
		b.lists = append(b.lists, postingList{last: -1})
	}
	s.lists = append(s.lists, languageList{language, number})
	return number
}

// post adds a document to a posting list.
func (b *builder) post(doc int, hits []uint64, norms [fieldKinds]int) {
	l := &b.lists[hits[0]>>listShift]
	var count [fieldKinds]int
	positions := 0
	for _, hit := range hits {
		count[uint8(hit)]++
		if hit>>positionShift&noPosition != noPosition {
			positions++
		}
	}
	frequency := 0 // in 1/64
	for kind, n := range count {
		frequency += fieldWeights[kind].weight * n * (64 * 1024) / norms[kind]
	}
	impact := 1 + (format.IdentifierImpact-2)*frequency/(frequency+saturation)
	if count[FieldID] > 0 {
		impact = format.IdentifierImpact
	}
	l.docs = appendInt(l.docs, doc-l.last-1)
	l.impacts = append(l.impacts, byte(impact))
	l.last = doc
	l.df++
	l.positions = appendInt(l.positions, positions)
	last := 0
	for _, hit := range hits[:positions] { // what has no position sorts last
		position := int(hit >> positionShift & noPosition)
		l.positions = appendInt(l.positions, position-last)
		last = position
	}
}
