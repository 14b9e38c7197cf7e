package exchange

import (
	"fmt"
	"iter"
	"slices"
	"sort"
	"strings"
)

// Meilisearch writes what a Meilisearch server loads into an index: the documents, whose primary key
// is the field key (POST /indexes/NAME/documents?primaryKey=key), and settings.json (PATCH
// /indexes/NAME/settings), which comes last since the synonyms are those of the glossary among the
// documents. Ranking rules are left out: the server's own hold, and their names differ by release.
// https://www.meilisearch.com/docs/reference/api/settings/update-all-settings
func Meilisearch(documents iter.Seq[Document]) iter.Seq2[BulkFile, error] {
	return meilisearch(documents, partSize)
}

func meilisearch(documents iter.Seq[Document], size int) iter.Seq2[BulkFile, error] {
	return func(yield func(BulkFile, error) bool) {
		same := synonyms{}
		for file, err := range inParts("documents", size, documentEntries(documents, same)) {
			if !yield(file, err) || err != nil {
				return
			}
		}
		yield(settingsFile("settings.json", engineSettings(same)))
	}
}

// documentEntries are the documents, a line each; it notes the synonyms on the way.
func documentEntries(documents iter.Seq[Document], same synonyms) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for d := range documents {
			same.add(append([]string{d.Title}, d.Also...))
			line, err := appendLine(nil, d)
			if err != nil {
				err = fmt.Errorf("write the document of %s: %w", d.ID, err)
			}
			if !yield(line, err) || err != nil {
				return
			}
		}
	}
}

type meilisearchSettings struct {
	Searchable []string `json:"searchableAttributes"`
	Filterable []string `json:"filterableAttributes"`
	Sortable   []string `json:"sortableAttributes"`
	Synonyms   synonyms `json:"synonyms"`
}

// engineSettings lists the fields by what is done with them; those searched in order of weight.
func engineSettings(same synonyms) meilisearchSettings {
	s := meilisearchSettings{Synonyms: same}
	searched := slices.DeleteFunc(documentFields(), func(f documentField) bool { return weight(f.use) == 0 })
	sort.SliceStable(searched, func(i, j int) bool { return weight(searched[i].use) > weight(searched[j].use) })
	for _, f := range searched {
		s.Searchable = append(s.Searchable, f.path)
	}
	for _, f := range documentFields() {
		switch f.use {
		case useExact, useFacet, useName:
			s.Filterable = append(s.Filterable, f.path)
		case useSeconds:
			s.Filterable, s.Sortable = append(s.Filterable, f.path), append(s.Sortable, f.path)
		}
	}
	return s
}

// synonyms are, for each word or phrase in lower case, the others that mean the same.
type synonyms map[string][]string

// add notes that terms mean the same. A term alone is no synonym.
func (s synonyms) add(terms []string) {
	for i, term := range terms {
		terms[i] = strings.Join(strings.Fields(strings.ToLower(term)), " ")
	}
	terms = distinct(terms)
	for _, term := range terms {
		for _, other := range terms {
			if other != term && !slices.Contains(s[term], other) {
				s[term] = append(s[term], other)
			}
		}
		slices.Sort(s[term])
	}
}
