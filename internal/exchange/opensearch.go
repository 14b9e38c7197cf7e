package exchange

import (
	"fmt"
	"iter"
	"strings"

	"hindcast/internal/words"
)

// OpenSearch writes what an OpenSearch server loads into an index: index.json, the body that creates
// it (PUT /NAME), then the documents as bodies of its bulk API (POST /_bulk). The name satisfies
// IsIndexName; texts are stemmed in the language of the site where words.Languages has it.
// https://docs.opensearch.org/latest/api-reference/document-apis/bulk/
func OpenSearch(documents iter.Seq[Document], name, language string) iter.Seq2[BulkFile, error] {
	return openSearch(documents, name, language, partSize)
}

func openSearch(documents iter.Seq[Document], name, language string, size int) iter.Seq2[BulkFile, error] {
	return func(yield func(BulkFile, error) bool) {
		index, err := settingsFile("index.json", map[string]any{"settings": indexSettings(language), "mappings": mappings()})
		if !yield(index, err) || err != nil {
			return
		}
		for file, err := range inParts("bulk", size, bulkEntries(documents, name)) {
			if !yield(file, err) {
				return
			}
		}
	}
}

// bulkAction is the line before a document.
type bulkAction struct {
	Index struct {
		Index string `json:"_index"`
		ID    string `json:"_id"`
	} `json:"index"`
}

// bulkEntries are pairs of lines, an action and its document. Dates are dates here, so the seconds
// are left out.
func bulkEntries(documents iter.Seq[Document], name string) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for d := range documents {
			var action bulkAction
			action.Index.Index, action.Index.ID = name, d.Key
			d.DateSeconds, d.TimelineSeconds = nil, nil
			entry, err := appendLine(nil, action)
			if err == nil {
				entry, err = appendLine(entry, d)
			}
			if err != nil {
				err = fmt.Errorf("write the document of %s: %w", d.ID, err)
			}
			if !yield(entry, err) || err != nil {
				return
			}
		}
	}
}

// The names that index.json defines.
const (
	wordsAnalyzer   = "words"
	wholeNormalizer = "whole"
	facetWords      = "facet_words" // the field that holds the words of all facets
)

// indexSettings holds how texts are cut into words, and the fields that a query looks into where it
// names none.
func indexSettings(language string) map[string]any {
	filter, own := wordFilters(language)
	analysis := map[string]any{
		"analyzer":   map[string]any{wordsAnalyzer: map[string]any{"type": "custom", "tokenizer": "standard", "filter": filter}},
		"normalizer": map[string]any{wholeNormalizer: map[string]any{"type": "custom", "filter": []string{"lowercase", "asciifolding"}}},
	}
	if len(own) > 0 {
		analysis["filter"] = own
	}
	return map[string]any{
		"analysis": analysis, "index": map[string]any{"query": map[string]any{"default_field": weighted()}},
	}
}

// wordFilters are the steps of the analyzer that OpenSearch has for a language, without its stop words
// and with letters folded to ASCII; without stems for languages that Hindcast does not bring along. The
// filters of own need settings.
func wordFilters(language string) (filters []string, own map[string]any) {
	steps := words.LanguageOf(language).OpenSearch
	own = map[string]any{}
	stemmer := func(name, language string) {
		if language != "" {
			filters = append(filters, name)
			own[name] = map[string]any{"type": "stemmer", "language": language}
		}
	}
	stemmer("possessive", steps.Possessive)
	filters = append(filters, "lowercase")
	if steps.Normalization != "" {
		filters = append(filters, steps.Normalization)
	}
	filters = append(filters, "asciifolding")
	stemmer("stems", steps.Stemmer)
	return filters, own
}

// weighted are the fields to look into with what a word in each counts for, such as title^6.
func weighted() []string {
	list := []string{fmt.Sprintf("%s^%d", facetWords, weight(useFacet))}
	for _, f := range documentFields() {
		switch w := weight(f.use); f.use {
		case useName, useTitle, useSummary, useText:
			list = append(list, fmt.Sprintf("%s^%d", f.path, w))
		}
	}
	return list
}

// mappings says how each field is indexed. A field that is not listed is refused rather than left
// unsearchable: an index made by another release is told apart at once.
func mappings() map[string]any {
	properties := map[string]any{facetWords: property(useText)}
	for _, f := range documentFields() {
		if f.use == useSeconds {
			continue
		}
		path := strings.Split(f.path, ".")
		at := properties
		for _, object := range path[:len(path)-1] {
			if at[object] == nil {
				at[object] = map[string]any{"properties": map[string]any{}}
			}
			at = at[object].(map[string]any)["properties"].(map[string]any)
		}
		at[path[len(path)-1]] = property(f.use)
	}
	return map[string]any{"dynamic": "strict", "properties": properties}
}

// longestKeyword is how many characters of a keyword are indexed. Lucene refuses a document for a term
// of more than 32,766 bytes, and a character has up to four.
const longestKeyword = 8191

// dateForms are the forms that a time has by its precision, from 2026 to 2026-03-02T09:25:00+01:00.
const dateForms = "strict_date_optional_time||strict_year_month||strict_year"

func property(use string) map[string]any {
	keyword := map[string]any{"type": "keyword", "ignore_above": longestKeyword}
	words := map[string]any{"type": "text", "analyzer": wordsAnalyzer}
	switch use {
	case useStored:
		return map[string]any{"type": "keyword", "index": false, "doc_values": false}
	case useDate:
		return map[string]any{"type": "date", "format": dateForms}
	case useTitle, useSummary, useText:
		return words
	case useWords:
		words["copy_to"] = facetWords
		return words
	case useFacet:
		keyword["copy_to"] = facetWords
	case useName:
		keyword["copy_to"], keyword["normalizer"] = facetWords, wholeNormalizer
	}
	return keyword
}
