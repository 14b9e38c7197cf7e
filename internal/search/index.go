// Package search builds the static index and answers queries from it. The browser script answers
// them too: weights are whole numbers computed here, and scoring is a few lines written twice.
package search

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"hindcast/internal/incident"
	"hindcast/internal/words"
)

// Version is that of the index format.
const Version = 1

// Index is what the browser loads as one file: documents, newest first, and for each term the
// documents that hold it as pairs of number and weight.
type Index struct {
	Version int              `json:"version"`
	Docs    []Doc            `json:"docs"`
	Terms   map[string][]int `json:"terms"`
}

// Doc is what a result shows and filters read.
type Doc struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	URL      string   `json:"url"` // relative to the root of the site
	Summary  string   `json:"summary,omitempty"`
	Date     string   `json:"date,omitempty"` // in the form of its precision
	Kind     string   `json:"kind"`           // of record, or system, article, playbook, glossary
	Type     string   `json:"type,omitempty"`
	Severity string   `json:"severity,omitempty"`
	Status   string   `json:"status,omitempty"`
	Systems  []string `json:"systems,omitempty"`
}

// Entry is one page to index.
type Entry struct {
	Doc
	Sort   incident.Time // documents stand in this order, newest first
	Fields []Field
}

// Field is a text and what a word in it counts for.
type Field struct {
	Weight int
	Text   string
}

// The weights of fields, relative to a word of the text.
const (
	WeightID      = 8
	WeightTitle   = 6
	WeightSummary = 3
	WeightFacet   = 3
	WeightText    = 1
)

// BM25's usual parameters (Robertson and Zaragoza 2009): saturation of a repeated word, and how
// much a long document is discounted.
const (
	saturation = 1.2
	discount   = 0.6
	scale      = 64 // weights are rounded to 1/64 of a BM25 unit
)

// Build makes the index. Entries may come in any order.
func Build(entries []Entry) *Index {
	entries = slices.Clone(entries)
	slices.SortFunc(entries, func(a, b Entry) int {
		return cmp.Or(b.Sort.Sortable().Compare(a.Sort.Sortable()), cmp.Compare(a.ID, b.ID), cmp.Compare(a.URL, b.URL))
	})
	index := &Index{Version: Version, Docs: make([]Doc, len(entries)), Terms: map[string][]int{}}
	counts := make([]map[string]int, len(entries))
	lengths := make([]int, len(entries))
	holding := map[string]int{}
	total := 0
	for i, e := range entries {
		index.Docs[i] = e.Doc
		counts[i] = map[string]int{}
		for _, f := range e.Fields {
			for w := range words.Tokens(f.Text) {
				counts[i][w] += f.Weight
				lengths[i] += f.Weight
			}
		}
		for w := range counts[i] {
			holding[w]++
		}
		total += lengths[i]
	}
	average := float64(max(total, 1)) / float64(max(len(entries), 1))
	for i, count := range counts {
		norm := saturation * (1 - discount + discount*float64(lengths[i])/average)
		for w, n := range count {
			rarity := math.Log(1 + (float64(len(entries))-float64(holding[w])+0.5)/(float64(holding[w])+0.5))
			weight := rarity * float64(n) * (saturation + 1) / (float64(n) + norm)
			index.Terms[w] = append(index.Terms[w], i, max(1, int(math.Round(weight*scale))))
		}
	}
	return index
}

// JSON is the index as the browser loads it; terms are in order of bytes.
func (x *Index) JSON() ([]byte, error) {
	data, err := json.Marshal(x)
	if err != nil {
		return nil, fmt.Errorf("write the search index: %w", err)
	}
	return data, nil
}
