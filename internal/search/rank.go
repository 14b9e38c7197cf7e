package search

import (
	"cmp"
	"slices"
	"sort"

	"hindcast/internal/search/format"
)

// longQuery is how many words a query has at most that a document should hold all of: a longer one is a question, in
// the words of who asks it.
const longQuery = 3

// adviceBoost is what articles and playbooks count for, in 1/256, where a query asks what to do.
const adviceBoost = 384

// A document that covers less than one part in minCoverage of the idf of a query is no result.
const minCoverage = 4

// log2 is 256 times the binary logarithm of n, rounded down, for 1 ≤ n < 2^30. It is computed in whole numbers,
// so that every machine and the browser agree.
func log2(n int) int {
	bits := 0
	for n>>bits > 1 {
		bits++
	}
	m := n << 16 >> bits // in [1, 2) times 2^16
	result := bits
	for range 8 {
		m = m * m >> 16
		result <<= 1
		if m >= 2<<16 {
			m >>= 1
			result++
		}
	}
	return result
}

// idf is the inverse document frequency of what n of all documents contain, in 1/256 bit; see the package comment.
// It is never 0, so that what every document contains is found.
func idf(all, n int) int { return max(1, log2(2*all+2)-log2(2*n+1)) }

// scores is the scores of documents, in the making.
type scores struct {
	score, cover []int // by document: the sum of idf times weight, and of idf, of the concepts that it contains
	concepts     int   // that any document contains
	total        int   // idf of all concepts
	identified   map[int]bool
}

func newScores(docs int) *scores {
	return &scores{score: make([]int, docs), cover: make([]int, docs), identified: map[int]bool{}}
}

// add adds what a concept counts for in each document: its idf times the highest of the weights of its variants.
func (s *scores) add(c concept) {
	weights := map[int]int{}
	for _, v := range c.variants {
		for i, doc := range v.posting.docs {
			impact := int(v.posting.impacts[i])
			weights[doc] = max(weights[doc], impact*v.weight)
			if impact == format.IdentifierImpact && v.weight == weightExact && c.identifier {
				s.identified[doc] = true
			}
		}
	}
	own := len(weights) // documents that hold the word itself, which tell how rare it is
	for _, phrase := range c.synonyms {
		for doc, weight := range phraseWeights(phrase) {
			weights[doc] = max(weights[doc], weight)
		}
	}
	if len(weights) == 0 {
		return
	}
	if own == 0 {
		own = len(weights)
	}
	rarity := idf(len(s.score), own)
	s.total += rarity
	s.concepts++
	for doc, weight := range weights {
		s.score[doc] += rarity * weight
		s.cover[doc] += rarity
	}
}

// phraseWeights is the weight of each document that contains every word of a phrase: that of its lightest word.
func phraseWeights(phrase [][]variant) map[int]int {
	var lightest map[int]int
	for _, word := range phrase {
		heaviest := map[int]int{}
		for _, v := range word {
			for i, doc := range v.posting.docs {
				weight := int(v.posting.impacts[i]) * v.weight
				if lightest != nil {
					weight = min(weight, lightest[doc])
				}
				if weight > heaviest[doc] {
					heaviest[doc] = weight
				}
			}
		}
		lightest = heaviest
	}
	return lightest
}

// rank is the documents found, best first; with all, those too that no concept is in. Of two that score the same
// the later one comes first, which is the newer. Prior is that of a document, in 1/256.
func (s *scores) rank(prior func(doc int) int, all bool, passes test) []Hit {
	var hits []Hit
	for doc := range s.score {
		covered := s.score[doc] > 0 && s.cover[doc]*minCoverage >= s.total
		if !all && !covered && !s.identified[doc] || !passes(doc) {
			continue
		}
		score := 0
		if s.total > 0 {
			score = finalScore(s.score[doc], s.cover[doc], s.total, prior(doc), s.concepts > longQuery)
		}
		hits = append(hits, Hit{doc, score, s.identified[doc]})
	}
	slices.SortFunc(hits, func(a, b Hit) int {
		switch {
		case a.Identified && !b.Identified:
			return -1
		case b.Identified && !a.Identified:
			return 1
		}
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Doc, a.Doc))
	})
	return hits
}

// finalScore is the score of a document, scaled by its prior and by the share of the query that it covers, or by the
// square of that where the query is not long.
func finalScore(score, cover, total, prior int, isLong bool) int {
	score = score * cover / total
	if !isLong {
		score = score * cover / total
	}
	return score * prior / 256
}

// priors is the prior of each document that a query finds, in 1/256.
func (r *Reader) priors(q Query) (func(doc int) int, error) {
	runs := r.root.Runs
	prior := func(doc int) int {
		run := len(runs) - 1
		for run > 0 && runs[run][0] > doc {
			run--
		}
		return runs[run][1]
	}
	if !q.Advice {
		return prior, nil
	}
	col, err := r.column("kind")
	if err != nil {
		return nil, err
	}
	return func(doc int) int {
		if slices.ContainsFunc(col.valuesOf(doc), func(number int) bool { return givesAdvice(col.values[number][0]) }) {
			return prior(doc) * adviceBoost / 256
		}
		return prior(doc)
	}, nil
}

// givesAdvice reports whether pages of a kind say what to do.
func givesAdvice(kind string) bool { return kind == "article" || kind == "playbook" }

// interleave brings the best document of each variant to the front, then the second best of each, and so on. A
// document is that of the variant with the highest weight in it.
func interleave(variants []variant, hits []Hit) {
	of, weights := map[int]int{}, map[int]int{}
	for i, v := range variants {
		for j, doc := range v.posting.docs {
			if weight := int(v.posting.impacts[j]) * v.weight; weight > weights[doc] {
				of[doc], weights[doc] = i, weight
			}
		}
	}
	seen := make([]int, len(variants))
	round := map[int]int{}
	for _, h := range hits {
		round[h.Doc] = seen[of[h.Doc]]
		seen[of[h.Doc]]++
	}
	sort.SliceStable(hits, func(i, j int) bool { return round[hits[i].Doc] < round[hits[j].Doc] })
}

// sortByDate sorts hits, the newest first.
func sortByDate(hits []Hit, dates []int) {
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(dates[b.Doc], dates[a.Doc]), cmp.Compare(b.Doc, a.Doc))
	})
}
