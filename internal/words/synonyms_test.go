package words_test

import (
	"slices"
	"strings"
	"testing"

	"hindcast/internal/words"
)

// Each set of the table has two phrases at least, each written once in lower case, and no phrase is twice in a set
// or a set twice in the table.
func TestSynonyms(t *testing.T) {
	sets := words.Synonyms("en-GB")
	if len(sets) < 50 {
		t.Fatalf("only %d sets", len(sets))
	}
	seen := map[string]bool{}
	for _, set := range sets {
		if len(set) < 2 {
			t.Errorf("%q is alone", set)
		}
		for i, phrase := range set {
			spaced := strings.Join(strings.Fields(phrase), " ")
			if phrase == "" || phrase != strings.ToLower(spaced) || slices.Contains(set[:i], phrase) {
				t.Errorf("%q of %q is empty, twice there or written otherwise than in small letters", phrase, set)
			}
		}
		key := strings.Join(slices.Sorted(slices.Values(set)), ", ")
		if seen[key] {
			t.Errorf("%q is twice in the table", set)
		}
		seen[key] = true
	}
	if got := words.Synonyms("fr"); got != nil {
		t.Errorf("a language without a table has %q", got)
	}
}

// A query is never left without a word by phrases that a table has: no set has a phrase of stop words alone.
func TestSynonymsTellSomething(t *testing.T) {
	for _, set := range words.Synonyms("en") {
		for _, phrase := range set {
			if !slices.ContainsFunc(strings.Fields(phrase), func(word string) bool {
				return !slices.Contains(words.LanguageOf("en").Function, word)
			}) {
				t.Errorf("%q is of stop words alone", phrase)
			}
		}
	}
}

// Stop words are folded, and none is twice in a list.
func TestStopWords(t *testing.T) {
	for _, l := range words.Languages {
		for i, word := range l.Function {
			if word != words.Fold(word) || slices.Contains(l.Function[:i], word) {
				t.Errorf("%s: %q is twice there or not folded", l.Tag, word)
			}
		}
		if len(l.Function) < 30 {
			t.Errorf("%s has %d stop words", l.Tag, len(l.Function))
		}
	}
}
