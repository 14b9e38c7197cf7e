// Package search answers queries from the static index of a site, which package index builds and package format
// describes. The browser script (site/src/search/engine) answers them too, and its files are named as these are: all
// arithmetic is in whole numbers and every rule is in both, so that the same documents come in the same order. It
// knows texts, columns and words, and nothing of records.
//
// # Ranking
//
// An impact is BM25F's saturated term frequency (Robertson and Zaragoza 2009, with weights and length
// normalisation by field) in 30 steps. It depends on the document and, by powers of the square root of
// two, on the average length of fields, so that a new record rarely changes that of another. What
// depends on all documents is computed when a query is answered: idf = log2((2N+2)/(2n+1)) in 1/256 bit, which
// is BM25's ln(1+(N-n+0.5)/(n+0.5)) in another base.
package search
