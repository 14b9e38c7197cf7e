package search

import "slices"

// Order is what results are sorted by.
type Order string

// The orders.
const (
	ByRelevance Order = "relevance"
	ByDate      Order = "date" // newest first
)

// Answer is what a query finds.
type Answer struct {
	Query       Query
	Hits        []Hit           // all of them, best first
	Notes       []Note          // of the query and of its words
	Words       map[string]bool // words as written that the hits were found by, for highlighting
	Corrections []Correction    // of words that hardly any document contains
}

// Hit is a document found.
type Hit struct {
	Doc        int
	Score      int
	Identified bool // the query has an identifier of the document
}

// Search answers a query. An error means that the index cannot be read. Where words were read as filters that nothing
// passes, all words are searched.
func (r *Reader) Search(text string, order Order) (*Answer, error) {
	opts := Options{Fields: r.fields, Today: r.Today, Asking: r.root.Asking}
	a, err := r.answer(Parse(text, opts), order)
	if err == nil && len(a.Hits) == 0 && len(a.Query.Readings) > 0 {
		opts.Plain = true
		return r.answer(Parse(text, opts), order)
	}
	return a, err
}

func (r *Reader) answer(q Query, order Order) (*Answer, error) {
	a := &Answer{Query: q, Notes: slices.Clone(q.Notes), Words: map[string]bool{}}
	if len(q.Terms)+len(q.Filters)+len(q.Excluded) == 0 {
		return a, nil
	}
	l := &lookup{r, a.Words}
	x, err := l.expand(q.Terms)
	if err != nil {
		return nil, err
	}
	passes, notes, err := l.conditions(q)
	if err != nil {
		return nil, err
	}
	a.Notes = slices.Concat(a.Notes, x.notes, notes)
	a.Corrections = x.corrections
	prior, err := r.priors(q)
	if err != nil {
		return nil, err
	}
	s := newScores(r.root.Docs)
	for _, c := range x.concepts {
		s.add(c)
	}
	a.Hits = s.rank(prior, len(q.Terms) == 0, passes)
	if len(x.concepts) == 1 && x.concepts[0].fuzzy {
		interleave(x.concepts[0].variants, a.Hits)
	}
	if order == ByDate {
		dates, err := r.dates()
		if err != nil {
			return nil, err
		}
		sortByDate(a.Hits, dates)
	}
	return a, nil
}
