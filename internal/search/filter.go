package search

import (
	"maps"
	"slices"
	"sort"

	"hindcast/internal/search/format"
	"hindcast/internal/words"
)

// test reports whether a document passes.
type test func(doc int) bool

// conditions tests whether a document contains the phrases of a query, nothing that it excludes, and passes its
// filters.
func (l *lookup) conditions(q Query) (passes test, notes []Note, err error) {
	var tests []test
	for _, phrase := range q.Phrases {
		contains, err := l.containing(phrase)
		if err != nil {
			return nil, nil, err
		}
		tests = append(tests, contains)
	}
	for _, phrase := range q.Excluded {
		contains, err := l.unmarked().containing(phrase)
		if err != nil {
			return nil, nil, err
		}
		tests = append(tests, func(doc int) bool { return !contains(doc) })
	}
	for _, f := range q.Filters {
		passes, own, err := l.reader.filter(f)
		if err != nil {
			return nil, nil, err
		}
		tests, notes = append(tests, passes), append(notes, own...)
	}
	return func(doc int) bool {
		return !slices.ContainsFunc(tests, func(passes test) bool { return !passes(doc) })
	}, notes, nil
}

// containing tests whether a document contains the words of a phrase in their order.
func (l *lookup) containing(phrase []Term) (test, error) {
	lists := make([][]variant, len(phrase))
	matched := make([]int, l.reader.root.Docs) // how many words of the phrase a document contains, from its first on
	for i, term := range phrase {
		var err error
		if lists[i], err = l.listsOf(term); err != nil {
			return nil, err
		}
		for _, list := range lists[i] {
			for _, doc := range list.posting.docs {
				if matched[doc] == i {
					matched[doc] = i + 1
				}
			}
		}
	}
	containsAll := func(doc int) bool { return matched[doc] == len(phrase) }
	if len(phrase) == 1 {
		return containsAll, nil
	}
	var starts map[start]bool
	for i, term := range phrase {
		own, err := l.reader.startsOf(lists[i], containsAll, term.Position-phrase[0].Position)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			starts = own
		}
		maps.DeleteFunc(starts, func(s start, _ bool) bool { return !own[s] })
	}
	docs := map[int]bool{}
	for s := range starts {
		docs[s.doc] = true
	}
	return func(doc int) bool { return docs[doc] }, nil
}

// listsOf is the posting lists of a term, as it is written.
func (l *lookup) listsOf(term Term) ([]variant, error) {
	found, err := l.exact(term.Text)
	if err != nil {
		return nil, err
	}
	v := variants{lookup: l}
	err = v.add(found, weightExact)
	return v.list, err
}

// start is where a phrase may start.
type start struct{ doc, position int }

// startsOf is where a phrase may start, given the posting lists of one of its words and how far that is behind the
// first.
func (r *Reader) startsOf(lists []variant, candidate test, offset int) (map[start]bool, error) {
	starts := map[start]bool{}
	for _, list := range lists {
		var ordinals []int
		for ordinal, doc := range list.posting.docs {
			if candidate(doc) {
				ordinals = append(ordinals, ordinal)
			}
		}
		positions, err := r.positions(list.list, ordinals)
		if err != nil {
			return nil, err
		}
		for i, ordinal := range ordinals {
			for _, position := range positions[i] {
				starts[start{list.posting.docs[ordinal], position - offset}] = true
			}
		}
	}
	return starts, nil
}

// named tells of the numbers of the values with a name, and reports whether there is one.
func (c *column) named(name string, tell func(number int)) (known bool) {
	for i, v := range c.values {
		if words.Fold(v[0]) == name || words.Fold(v[1]) == name {
			tell(i)
			known = true
		}
	}
	return known
}

// filter tests the values or the date of a document. A value may be written as in a record, as the site calls it, or by
// a name that it had.
func (r *Reader) filter(f Filter) (test, []Note, error) {
	if f.Field == "after" || f.Field == "before" {
		dates, err := r.dates()
		return func(doc int) bool { // what has no date passes neither
			return (dates[doc] != format.NoDate && dates[doc] < f.Day == (f.Field == "before")) != f.Not
		}, nil, err
	}
	col, err := r.column(f.Field)
	if err != nil {
		return nil, nil, err
	}
	var notes []Note
	wanted := make([]bool, len(col.values))
	for _, asked := range f.Values {
		known := col.named(asked, func(i int) { wanted[i] = true })
		for _, f := range col.former {
			if !known && f[0] == asked {
				known = col.named(words.Fold(f[1]), func(i int) { wanted[i] = true })
			}
		}
		if !known {
			notes = append(notes, Note{NoteValue, f.Field + ":" + asked})
		}
	}
	return func(doc int) bool {
		return slices.ContainsFunc(col.valuesOf(doc), func(number int) bool { return wanted[number] }) != f.Not
	}, notes, nil
}

// Facet is the counts of a field's values among the results.
type Facet struct {
	Field  string
	Values []FacetValue // by count, then in order of their bytes
}

// FacetValue is a value and the number of results that have it.
type FacetValue struct {
	Value, Title string
	Count        int
}

// Facet counts the values of a field among the hits.
func (r *Reader) Facet(field string, hits []Hit) (Facet, error) {
	col, err := r.column(field)
	if err != nil {
		return Facet{}, err
	}
	counts := make([]int, len(col.values))
	for _, h := range hits {
		for _, number := range col.valuesOf(h.Doc) {
			counts[number]++
		}
	}
	f := Facet{Field: field}
	for number, n := range counts {
		if n > 0 {
			f.Values = append(f.Values, FacetValue{col.values[number][0], col.values[number][1], n})
		}
	}
	sort.SliceStable(f.Values, func(i, j int) bool { return f.Values[i].Count > f.Values[j].Count })
	return f, nil
}
