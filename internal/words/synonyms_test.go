package words_test

import (
	"slices"
	"strings"
	"testing"

	"hindcast/internal/words"
)

// Each set of the tables has two phrases at least, each written once in lower case, and no phrase is twice in a set
// or a set twice in the table.
func TestSynonyms(t *testing.T) {
	sets := slices.Concat(words.Synonyms("en-GB"), words.Synonyms("de"))
	if len(words.Synonyms("en-GB")) < 50 || len(words.Synonyms("de")) < 50 {
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
	for _, l := range words.Languages {
		for _, set := range words.Synonyms(l.Tag) {
			for _, phrase := range set {
				if !slices.ContainsFunc(strings.Fields(phrase), func(word string) bool {
					return !slices.Contains(l.Function, words.Fold(word))
				}) {
					t.Errorf("%q is of stop words alone", phrase)
				}
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

// Every language has words for what queries are read by, in small letters without marks: twelve months, five units, and
// what each state and thing is called. What is ordered has its forms joined.
func TestAsking(t *testing.T) {
	for _, l := range words.Languages {
		asking := words.AskingIn(l.Tag)
		if last := asking[len(asking)-1]; last["yesterday"] != "yesterday" {
			t.Errorf("%s: the last is not English: %v", l.Tag, last)
		}
		for _, meaning := range strings.Fields("months units during since after before today yesterday this last " +
			"overdue late open reopened closed records actions obligations advice") {
			if text := asking[0][meaning]; text == "" || text != words.Fold(text) {
				t.Errorf("%s: the words for %s are %q", l.Tag, meaning, text)
			}
		}
		for list, n := range map[string]int{"months": 12, "units": 5} {
			if got := len(strings.Fields(asking[0][list])); got != n {
				t.Errorf("%s has %d %s", l.Tag, got, list)
			}
		}
	}
	if n := len(words.AskingIn("en-GB")); n != 1 {
		t.Errorf("English is there %d times", n)
	}
	if asking := words.AskingIn("fr"); len(asking) != 1 || asking[0]["today"] != "today" {
		t.Errorf("a language without words has %v", asking)
	}
}
