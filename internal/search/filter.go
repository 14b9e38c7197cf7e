package search

import (
	"maps"
	"slices"

	"hindcast/internal/words"
)

// conditions tells of each document whether it holds the phrases, none of what must be absent, and passes the filters.
func (r *Reader) conditions(a *Answer, l *lookup) (passes func(doc int) bool, err error) {
	var required, excluded []map[int]bool
	for _, phrase := range a.Query.Phrases {
		docs, err := l.holding(phrase)
		if err != nil {
			return nil, err
		}
		required = append(required, docs)
	}
	for _, phrase := range a.Query.Without {
		docs, err := l.silent().holding(phrase)
		if err != nil {
			return nil, err
		}
		excluded = append(excluded, docs)
	}
	filters, err := r.filters(a)
	return func(doc int) bool {
		return !slices.ContainsFunc(required, func(docs map[int]bool) bool { return !docs[doc] }) &&
			!slices.ContainsFunc(excluded, func(docs map[int]bool) bool { return docs[doc] }) &&
			!slices.ContainsFunc(filters, func(passes func(int) bool) bool { return !passes(doc) })
	}, err
}

// place is where a word of a document stands in the index.
type place struct{ list, ordinal int }

// holding is the documents that hold the words of a phrase as they stand in it.
func (l *lookup) holding(phrase []Term) (map[int]bool, error) {
	held := make([]map[int][]place, len(phrase)) // by word, the places of each document
	for i, t := range phrase {
		found, err := l.exact(t.Text)
		if err != nil {
			return nil, err
		}
		held[i] = map[int][]place{}
		for _, m := range found {
			l.answer.Words[m.term] = true
			for _, list := range m.lists {
				p, err := l.r.posting(list)
				if err != nil {
					return nil, err
				}
				for ordinal, doc := range p.docs {
					held[i][doc] = append(held[i][doc], place{list, ordinal})
				}
			}
		}
	}
	docs := map[int]bool{}
	for doc := range held[0] {
		docs[doc] = !slices.ContainsFunc(held, func(places map[int][]place) bool { return places[doc] == nil })
	}
	maps.DeleteFunc(docs, func(_ int, all bool) bool { return !all })
	if len(phrase) == 1 {
		return docs, nil
	}
	return docs, l.inOrder(phrase, held, docs)
}

// inOrder takes away the documents whose words do not stand as they do in a phrase.
func (l *lookup) inOrder(phrase []Term, held []map[int][]place, docs map[int]bool) error {
	starts := map[int]map[int]int{} // of each document, where the phrase may start, with the words that fit
	for i, t := range phrase {
		ordinals := map[int][]int{}
		owner := map[place]int{}
		for doc := range docs {
			for _, p := range held[i][doc] {
				ordinals[p.list] = append(ordinals[p.list], p.ordinal)
				owner[p] = doc
			}
		}
		for list, wanted := range ordinals {
			slices.Sort(wanted)
			positions, err := l.r.positions(list, wanted)
			if err != nil {
				return err
			}
			for ordinal, places := range positions {
				doc := owner[place{list, ordinal}]
				if starts[doc] == nil {
					starts[doc] = map[int]int{}
				}
				for _, at := range places {
					if start := at - (t.At - phrase[0].At); starts[doc][start] == i {
						starts[doc][start] = i + 1
					}
				}
			}
		}
	}
	maps.DeleteFunc(docs, func(doc int, _ bool) bool {
		return !slices.Contains(slices.Collect(maps.Values(starts[doc])), len(phrase))
	})
	return nil
}

// filters is a test for each filter.
func (r *Reader) filters(a *Answer) (tests []func(doc int) bool, err error) {
	for _, f := range a.Query.Filters {
		test, err := r.filter(f, a)
		if err != nil {
			return nil, err
		}
		tests = append(tests, test)
	}
	return tests, nil
}

// dated tests the date of a document; what has none passes neither after nor before.
func (r *Reader) dated(f Filter) (func(doc int) bool, error) {
	dates, err := r.dateColumn()
	return func(doc int) bool {
		return (dates[doc] != noDate && dates[doc] < f.Day == (f.Field == "before")) != f.Not
	}, err
}

// filter tests a column. A value may be written as it is in a record or as the site calls it.
func (r *Reader) filter(f Filter, a *Answer) (func(doc int) bool, error) {
	if f.Field == "after" || f.Field == "before" {
		return r.dated(f)
	}
	col, err := r.column(f.Field)
	if err != nil {
		return nil, err
	}
	wanted := make([]bool, len(col.values))
	for _, asked := range f.Values {
		known := false
		for i, v := range col.values {
			if words.Fold(v[0]) == asked || words.Fold(v[1]) == asked {
				wanted[i], known = true, true
			}
		}
		if !known {
			a.Notes = append(a.Notes, Note{NoteValue, f.Field + ":" + asked})
		}
	}
	return func(doc int) bool {
		return slices.ContainsFunc(col.of(doc), func(i int) bool { return wanted[i] }) != f.Not
	}, nil
}

// Facet is what the values of a column count among the results.
type Facet struct {
	Field  string
	Values []FacetValue // by count, then in their order of bytes
}

// FacetValue is a value and the number of results that have it.
type FacetValue struct {
	Value, Title string
	Count        int
}

// Facet counts the values of a column among the hits.
func (r *Reader) Facet(field string, hits []Hit) (Facet, error) {
	col, err := r.column(field)
	if err != nil {
		return Facet{}, err
	}
	counts := make([]int, len(col.values))
	for _, h := range hits {
		for _, i := range col.of(h.Doc) {
			counts[i]++
		}
	}
	f := Facet{Field: field}
	for i, n := range counts {
		if n > 0 {
			f.Values = append(f.Values, FacetValue{col.values[i][0], col.values[i][1], n})
		}
	}
	slices.SortStableFunc(f.Values, func(a, b FacetValue) int { return b.Count - a.Count })
	return f, nil
}
