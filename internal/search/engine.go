package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"hindcast/internal/words"
)

// Order is what results are sorted by.
type Order string

// The orders.
const (
	ByRelevance Order = "relevance"
	ByDate      Order = "date" // newest first
)

// Answer is what a query finds.
type Answer struct {
	Query   Query
	Hits    []Hit           // all of them, best first
	Notes   []Note          // of the query and of its words
	Words   map[string]bool // words as written that the hits were found by, for marking them
	Instead []Instead       // words that little holds, and what was searched beside them
}

// Hit is a document found.
type Hit struct {
	Doc   int
	Score int
	Named bool // the query has an identifier of the document itself
}

// Instead tells that a word was taken for a misspelt one.
type Instead struct {
	Word  string
	Words []string
}

// What forms of a word count for, of 64; and below how many documents another form is looked for.
const (
	whole     = 64
	inflected = 56
	longer    = 28
	oneEdit   = 36
	twoEdits  = 24
	synonym   = 48

	fewForPrefix = 5
	fewForEdits  = 1
	mostLonger   = 24 // words that a beginning stands for
	mostEdited   = 10 // words that a misspelt one stands for
	mostBlocks   = 3  // dictionary blocks read for a beginning

	shortestPrefix = 3 // signs
	shortestEdit   = 3
	longWord       = 8 // signs from which on two edits are forgiven
)

// variant is a list that stands for a term, and what it counts for.
type variant struct {
	list, factor int
}

// concept is a term with all that stands for it.
type concept struct {
	variants []variant
	names    bool          // it is an identifier, or a number that is all of the query
	edited   bool          // nothing but misspelt forms stand for it
	also     [][][]variant // other phrases for it, each as what stands for its words
}

// Search answers a query. An error means that the index cannot be read.
func (r *Reader) Search(text string, order Order) (*Answer, error) {
	a := &Answer{Query: Parse(text), Words: map[string]bool{}}
	a.Notes = slices.Clone(a.Query.Notes)
	if len(a.Query.Terms) == 0 && len(a.Query.Filters) == 0 && len(a.Query.Without) == 0 {
		return a, nil
	}
	l := &lookup{r: r, answer: a}
	concepts, err := l.concepts(a.Query.Terms)
	if err != nil {
		return nil, err
	}
	s := scores{score: make([]int, r.root.Docs), cover: make([]int, r.root.Docs), named: map[int]bool{}}
	for _, c := range concepts {
		if err := r.weigh(c, &s); err != nil {
			return nil, err
		}
	}
	passes, err := r.conditions(a, l)
	if err != nil {
		return nil, err
	}
	a.Hits = r.hits(&s, len(a.Query.Terms) == 0, passes)
	if len(concepts) == 1 && concepts[0].edited {
		if err := r.readings(concepts[0].variants, a.Hits); err != nil {
			return nil, err
		}
	}
	if order == ByDate {
		dates, err := r.dateColumn()
		if err != nil {
			return nil, err
		}
		slices.SortFunc(a.Hits, func(x, y Hit) int { return cmp.Or(cmp.Compare(dates[y.Doc], dates[x.Doc]), cmp.Compare(y.Doc, x.Doc)) })
	}
	return a, nil
}

// scores is what documents have gathered.
type scores struct {
	score, cover []int
	total        int // of the idf of all concepts
	named        map[int]bool
}

// weigh adds what a concept counts for in each document: its idf times the heaviest of its forms.
func (r *Reader) weigh(c concept, s *scores) error {
	weights := map[int]int{}
	for _, v := range c.variants {
		p, err := r.posting(v.list)
		if err != nil {
			return err
		}
		for i, doc := range p.docs {
			weights[doc] = max(weights[doc], int(p.impacts[i])*v.factor)
			if p.impacts[i] == named && v.factor == whole && c.names {
				s.named[doc] = true
			}
		}
	}
	for _, phrase := range c.also {
		if err := r.weighPhrase(phrase, weights); err != nil {
			return err
		}
	}
	if len(weights) == 0 {
		return nil
	}
	rarity := idf(r.root.Docs, len(weights))
	s.total += rarity
	for doc, weight := range weights {
		s.score[doc] += rarity * weight
		s.cover[doc] += rarity
	}
	return nil
}

// weighPhrase adds the documents that hold every word of another phrase, each with its lightest word.
func (r *Reader) weighPhrase(phrase [][]variant, weights map[int]int) error {
	var lightest map[int]int
	for _, word := range phrase {
		heaviest := map[int]int{}
		for _, v := range word {
			p, err := r.posting(v.list)
			if err != nil {
				return err
			}
			for i, doc := range p.docs {
				heaviest[doc] = max(heaviest[doc], int(p.impacts[i])*v.factor)
			}
		}
		if lightest == nil {
			lightest = heaviest
			continue
		}
		for doc, weight := range lightest {
			if other, ok := heaviest[doc]; ok {
				lightest[doc] = min(weight, other)
			} else {
				delete(lightest, doc)
			}
		}
	}
	for doc, weight := range lightest {
		weights[doc] = max(weights[doc], weight)
	}
	return nil
}

// A document that holds less than one in leastCover of what the words of a query tell is no result.
const leastCover = 4

// hits sorts what is found. Of two that score the same the later one comes first, which is the newer.
func (r *Reader) hits(s *scores, all bool, passes func(doc int) bool) []Hit {
	var hits []Hit
	run := 0
	for doc := range r.root.Docs {
		for run+1 < len(r.root.Runs) && r.root.Runs[run+1][0] <= doc {
			run++
		}
		covered := s.score[doc] > 0 && s.cover[doc]*leastCover >= s.total
		if !all && !covered && !s.named[doc] || !passes(doc) {
			continue
		}
		score := 0
		if s.total > 0 {
			score = s.score[doc] * s.cover[doc] / s.total * s.cover[doc] / s.total * r.root.Runs[run][1] / 256
		}
		hits = append(hits, Hit{doc, score, s.named[doc]})
	}
	slices.SortFunc(hits, func(a, b Hit) int {
		switch {
		case a.Named && !b.Named:
			return -1
		case b.Named && !a.Named:
			return 1
		}
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Doc, a.Doc))
	})
	return hits
}

// readings brings the best document of each word that a misspelt one may stand for to the front, then the second best of each.
func (r *Reader) readings(variants []variant, hits []Hit) error {
	reading, weight := map[int]int{}, map[int]int{}
	for i, v := range variants {
		p, err := r.posting(v.list)
		if err != nil {
			return err
		}
		for j, doc := range p.docs {
			if w := int(p.impacts[j]) * v.factor; w > weight[doc] {
				reading[doc], weight[doc] = i, w
			}
		}
	}
	seen := make([]int, len(variants))
	turn := map[int]int{}
	for _, h := range hits {
		turn[h.Doc] = seen[reading[h.Doc]]
		seen[reading[h.Doc]]++
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(turn[a.Doc], turn[b.Doc]) })
	return nil
}

// lookup finds the lists that stand for the terms of a query.
type lookup struct {
	r      *Reader
	answer *Answer
}

// silent finds the same and leaves no trace in the answer.
func (l *lookup) silent() *lookup { return &lookup{l.r, &Answer{Words: map[string]bool{}}} }

func (l *lookup) concepts(terms []Term) ([]concept, error) {
	var list []concept
	for _, t := range terms {
		misspelt := len(l.answer.Instead)
		found, err := l.forms(t)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 && len(t.Parts) > 0 {
			parts := make([]Term, len(t.Parts))
			for i, part := range t.Parts {
				parts[i] = Term{Text: part}
			}
			more, err := l.concepts(parts)
			if err != nil {
				return nil, err
			}
			list = append(list, more...)
			continue
		}
		if len(found) == 0 {
			l.answer.Notes = append(l.answer.Notes, Note{NoteWord, t.Text})
		}
		list = append(list, concept{variants: found, names: strings.HasPrefix(t.Text, "#") || len(terms) == 1, edited: len(l.answer.Instead) > misspelt})
	}
	if len(list) == len(terms) { // else words and concepts don't go together one by one
		return list, l.synonyms(terms, list)
	}
	return list, nil
}

// forms finds the word itself, else other inflections; where few documents hold these, longer words; where still nearly none, misspelt ones.
func (l *lookup) forms(t Term) ([]variant, error) {
	var f forms
	exact, err := l.exact(t.Text)
	if err != nil {
		return nil, err
	}
	f.add(exact, whole, l)
	if t.Exact {
		return f.variants, nil
	}
	if len(exact) == 0 {
		if err := l.inflections(t.Text, &f); err != nil {
			return nil, err
		}
	}
	few, err := l.few(f.variants, fewForPrefix)
	if err != nil {
		return nil, err
	}
	if few {
		if err := l.beginning(t.Text, &f); err != nil {
			return nil, err
		}
	}
	if few, err = l.few(f.variants, fewForEdits); err != nil || !few {
		return f.variants, err
	}
	return f.variants, l.edits(t.Text, &f)
}

// forms gathers variants, each list once, with the best factor, which comes first.
type forms struct{ variants []variant }

func (f *forms) add(found []match, factor int, l *lookup) {
	for _, m := range found {
		l.answer.Words[m.term] = true
		for _, list := range m.lists {
			if !slices.ContainsFunc(f.variants, func(v variant) bool { return v.list == list }) {
				f.variants = append(f.variants, variant{list, factor})
			}
		}
	}
}

// match is a term of the dictionary.
type match struct {
	term  string
	size  int // bits of the number of documents
	lists []int
}

// few tells whether fewer than n documents stand in the lists together, each list counted for itself.
func (l *lookup) few(variants []variant, n int) (bool, error) {
	held := 0
	for _, v := range variants {
		p, err := l.r.posting(v.list)
		if err != nil {
			return false, err
		}
		held += len(p.docs)
	}
	return held < n, nil
}

// exact finds a term and, for marking, the words of the same block that lead to the same lists.
func (l *lookup) exact(term string) ([]match, error) {
	b, err := l.r.block(l.r.blockOf(term))
	if b == nil || err != nil {
		return nil, err
	}
	at, found := slices.BinarySearch(b.terms, term)
	if !found {
		return nil, nil
	}
	lists := b.lists[at]
	for i, others := range b.lists {
		if slices.ContainsFunc(others, func(list int) bool { return slices.Contains(lists, list) }) {
			l.answer.Words[b.terms[i]] = true
		}
	}
	return []match{{term, int(b.sizes[at]), lists}}, nil
}

// starting yields the terms that begin with a text, from at most so many blocks.
func (l *lookup) starting(prefix string, blocks int) ([]match, error) {
	var found []match
	first := l.r.blockOf(prefix)
	for number := first; number < first+blocks; number++ {
		b, err := l.r.block(number)
		if b == nil || err != nil {
			return found, err
		}
		at, _ := slices.BinarySearch(b.terms, prefix)
		for ; at < len(b.terms) && strings.HasPrefix(b.terms[at], prefix); at++ {
			found = append(found, match{b.terms[at], int(b.sizes[at]), b.lists[at]})
		}
		if at < len(b.terms) {
			break
		}
	}
	return found, nil
}

// endings are those of inflected words in English and German.
var endings = strings.Fields("s es ed d e ing ings er ers or ors ly al ally ion ions ation ations ment ments y ies ied ive able n en em t te ten st ung ungen")

func isEnding(s string) bool { return s == "" || slices.Contains(endings, s) }

const (
	shortestStem  = 4 // letters that inflected forms share at least
	longestEnding = 6
)

// inflections finds words that differ from a word nobody wrote in their endings alone.
func (l *lookup) inflections(word string, f *forms) error {
	if len(word) < shortestStem || strings.ContainsFunc(word, func(r rune) bool { return r < 'a' || r > 'z' }) {
		return nil
	}
	found, err := l.starting(word[:max(shortestStem, len(word)-longestEnding)], 1)
	if err != nil {
		return err
	}
	found = slices.DeleteFunc(found, func(m match) bool {
		shared := 0
		for shared < min(len(m.term), len(word)) && m.term[shared] == word[shared] {
			shared++
		}
		return shared < shortestStem || !isEnding(m.term[shared:]) || !isEnding(word[shared:])
	})
	f.add(most(found, mostLonger), inflected, l)
	return nil
}

// beginning finds longer words.
func (l *lookup) beginning(word string, f *forms) error {
	prefix := word
	if strings.HasPrefix(word, "#") { // zeros are the beginning of any number
		prefix = strings.TrimSuffix(word, "0")
		if !strings.HasSuffix(prefix, "-") {
			prefix = word
		}
	} else if strings.Trim(word, "0123456789") == "" && len(word) < shortestPrefix {
		return nil
	}
	if first, _ := utf8.DecodeRuneInString(word); !words.IsSpaceless(first) && utf8.RuneCountInString(word) < shortestPrefix {
		return nil
	}
	found, err := l.starting(prefix, mostBlocks)
	if err != nil {
		return err
	}
	found = slices.DeleteFunc(found, func(m match) bool { return m.term == word })
	f.add(most(found, mostLonger), longer, l)
	return nil
}

// most keeps the n terms that most documents hold, in their order of the dictionary where equal.
func most(found []match, n int) []match {
	slices.SortStableFunc(found, func(a, b match) int { return cmp.Compare(b.size, a.size) })
	return found[:min(len(found), n)]
}
