package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hindcast/internal/words"
)

// Query is a parsed query: words that should occur, and filters that must hold.
type Query struct {
	Words   []string
	Filters []Filter
	ID      string // the whole text in lower case; a document of this id comes first
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
	q := Query{ID: strings.ToLower(strings.TrimSpace(text))}
	for part := range strings.FieldsFuncSeq(text, isSpace) {
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

// isSpace tells what both engines take for a space.
func isSpace(r rune) bool { return unicode.IsSpace(r) || r == '\uFEFF' }

// Result is a document that answers a query.
type Result struct {
	Doc     Doc
	Matched int // words of the query that the document holds
	Score   int
}

// prefixLength is from how many characters on a word of a query also finds longer words.
const prefixLength = 3

// Search returns the documents that answer a query: the one whose id it is, then those that hold
// more of its words, then by score, then in the order of the index. A query of filters alone finds all that they let through.
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
		return cmp.Or(q.names(x.Docs[a], x.Docs[b]), cmp.Compare(hits[b].matched, hits[a].matched), cmp.Compare(hits[b].score, hits[a].score), cmp.Compare(a, b))
	})
	results := make([]Result, len(order))
	for i, doc := range order {
		results[i] = Result{x.Docs[doc], hits[doc].matched, hits[doc].score}
	}
	return results
}

// names orders the document whose id the query is before all others.
func (q Query) names(a, b Doc) int {
	switch {
	case strings.ToLower(a.ID) == q.ID && strings.ToLower(b.ID) != q.ID:
		return -1
	case strings.ToLower(b.ID) == q.ID && strings.ToLower(a.ID) != q.ID:
		return 1
	}
	return 0
}

// longer is what a longer word's weight is divided by: rare as it may be, it stands behind the word
// itself.
const longer = 16

// weigh is the weight of a word in each document that holds it, or a longer word that begins with
// it; of several the heaviest counts.
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
				add(postings, longer)
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
