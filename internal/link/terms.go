package link

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"hindcast/internal/incident"
	"hindcast/internal/words"
)

// count is how often a record has a term.
type count struct{ term, n int32 }

// vocabulary is the terms of records by number, with the counts of each record.
type vocabulary struct {
	terms     []string
	frequency []int     // records that have each term
	counts    [][]count // by record
}

// tellingTerms is all terms of the records and for each record the numbers of those that set it apart, the most
// telling first: frequent in it, rare elsewhere, not unique to it, and in none of the idle texts.
func tellingTerms(records []*incident.Record, idle []string) (terms []string, telling [][]int32) {
	v := vocabularyOf(records, idle)
	byAlphabet := make([]int32, len(v.terms))
	for t := range byAlphabet {
		byAlphabet[t] = int32(t)
	}
	slices.SortFunc(byAlphabet, func(a, b int32) int { return cmp.Compare(v.terms[a], v.terms[b]) })
	place := make([]int32, len(v.terms))
	for i, t := range byAlphabet {
		place[t] = int32(i)
	}
	telling = make([][]int32, len(records))
	for i, counts := range v.counts {
		var ranked ranking
		for _, c := range counts {
			if n := v.frequency[c.term]; n > 1 && n <= len(records)/10+2 {
				ranked.add(int(min(c.n, 4))*rarity(len(records), n), place[c.term])
			}
		}
		ranked.order()
		for len(ranked) > 0 && len(telling[i]) < termsKept {
			telling[i] = append(telling[i], byAlphabet[ranked.next()])
		}
	}
	return v.terms, telling
}

// vocabularyOf leaves out the words of idle texts.
func vocabularyOf(records []*incident.Record, idle []string) *vocabulary {
	const noTerm = -1
	v := &vocabulary{counts: make([][]count, len(records))}
	numbers := map[string]int32{} // of each word
	for _, text := range idle {
		for w := range words.Tokens(text) {
			numbers[strings.Clone(w)] = noTerm
		}
	}
	var at []int32 // of each term: its place among the counts of a record, from 1 on
	for i, r := range records {
		var counts []count
		for w := range tokens(r) {
			t, ok := numbers[w]
			if !ok {
				w, t = strings.Clone(w), noTerm
				if isTerm(w) {
					t = int32(len(v.terms))
					v.terms, v.frequency, at = append(v.terms, w), append(v.frequency, 0), append(at, 0)
				}
				numbers[w] = t
			}
			switch {
			case t == noTerm:
			case at[t] > 0:
				counts[at[t]-1].n++
			default:
				counts = append(counts, count{t, 1})
				at[t] = int32(len(counts))
			}
		}
		for _, c := range counts {
			v.frequency[c.term]++
			at[c.term] = 0
		}
		v.counts[i] = slices.Clone(counts)
	}
	return v
}

// tokens yields the words of a record, without those of headings, which all records of a kind have alike.
func tokens(r *incident.Record) iter.Seq[string] {
	return func(yield func(string) bool) {
		texts := []string{r.Title, r.Summary}
		for _, block := range r.Text.Blocks {
			if block.Level == 0 {
				texts = append(texts, block.Plain)
			}
		}
		for _, text := range texts {
			for w := range words.Tokens(text) {
				if !yield(w) {
					return
				}
			}
		}
	}
}

// isTerm reports whether a word can tell something: no numbers, nothing short.
func isTerm(w string) bool {
	return (utf8.RuneCountInString(w) >= 4 || len(w) >= 6) &&
		strings.IndexFunc(w, func(r rune) bool { return r >= '0' && r <= '9' }) < 0
}
