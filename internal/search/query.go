package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"hindcast/internal/words"
)

// Query is a parsed query: words that should occur, and filters that must hold.
type Query struct {
	Words   []string
	Filters []Filter
}

// Filter is field:value. Values of one field are alternatives.
type Filter struct{ Field, Value string }

// fields that filters know, with what they compare.
var fields = map[string]func(Doc) []string{
	"system": func(d Doc) []string { return d.Systems },
	"type":   func(d Doc) []string { return []string{d.Type} },
	"kind":   func(d Doc) []string { return []string{d.Kind} },
	"year":   func(d Doc) []string { return []string{d.Date[:min(4, len(d.Date))]} },
}

// Parse reads a query. What looks like a filter of an unknown field is words.
func Parse(text string) Query {
	var q Query
	for part := range strings.FieldsSeq(text) {
		field, value, found := strings.Cut(part, ":")
		if _, known := fields[strings.ToLower(field)]; found && known && value != "" {
			q.Filters = append(q.Filters, Filter{strings.ToLower(field), strings.ToLower(value)})
			continue
		}
		for w := range words.Tokens(part) {
			if !slices.Contains(q.Words, w) {
				q.Words = append(q.Words, w)
			}
		}
	}
	return q
}

// Result is a document that answers a query.
type Result struct {
	Doc     Doc
	Matched int // words of the query that the document holds
	Score   int
}

// prefixLength is from how many characters on a word of a query also finds longer words.
const prefixLength = 3

// Search returns the documents that answer a query: those that hold more of its words first, then
// by score, then in the order of the index. A query of filters alone finds all that they let through.
func (x *Index) Search(q Query) []Result {
	type hit struct{ matched, score int }
	hits := map[int]hit{}
	for _, word := range q.Words {
		for doc, weight := range x.weigh(word) {
			h := hits[doc]
			hits[doc] = hit{h.matched + 1, h.score + weight}
		}
	}
	if len(q.Words) == 0 && len(q.Filters) > 0 {
		for doc := range x.Docs {
			hits[doc] = hit{}
		}
	}
	var order []int
	for doc := range hits {
		if q.lets(x.Docs[doc]) {
			order = append(order, doc)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(hits[b].matched, hits[a].matched), cmp.Compare(hits[b].score, hits[a].score), cmp.Compare(a, b))
	})
	results := make([]Result, len(order))
	for i, doc := range order {
		results[i] = Result{x.Docs[doc], hits[doc].matched, hits[doc].score}
	}
	return results
}

// weigh is the weight of a word in each document that holds it. A longer word that begins with it
// counts half; of several the heaviest counts.
func (x *Index) weigh(word string) map[int]int {
	weights := map[int]int{}
	add := func(postings []int, divisor int) {
		for i := 0; i < len(postings); i += 2 {
			weights[postings[i]] = max(weights[postings[i]], postings[i+1]/divisor)
		}
	}
	add(x.Terms[word], 1)
	if utf8.RuneCountInString(word) >= prefixLength {
		for term, postings := range x.Terms {
			if len(term) > len(word) && strings.HasPrefix(term, word) {
				add(postings, 2)
			}
		}
	}
	return weights
}

// lets tells whether a document meets, for each field that filters name, one of their values.
func (q Query) lets(d Doc) bool {
	met := map[string]bool{}
	for _, f := range q.Filters {
		met[f.Field] = met[f.Field] || slices.ContainsFunc(fields[f.Field](d), func(v string) bool {
			return strings.ToLower(v) == f.Value
		})
	}
	for _, ok := range met {
		if !ok {
			return false
		}
	}
	return true
}
