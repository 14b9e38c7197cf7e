package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"hindcast/internal/words"
)

const (
	minDocsExact     = 5 // where fewer documents contain a term, completions count for it too
	minDocsCompleted = 1 // where fewer contain these, corrections do

	maxCompletions = 24
	maxInflections = 24
	maxBlocks      = 3 // of the dictionary, read for completions
	minPrefix      = 3 // characters
	minStem        = 4 // letters that inflected forms share
	maxEnding      = 6 // letters
)

// expansion is what the terms of a query are expanded to, and what there is to report of them.
type expansion struct {
	concepts    []concept
	notes       []Note
	corrections []Correction
}

// expand finds what counts for each term. An identifier that no document contains is taken as its words.
func (l *lookup) expand(terms []Term) (x expansion, err error) {
	for _, t := range terms {
		found, correction, err := l.variantsOf(t)
		if err != nil {
			return x, err
		}
		if correction != nil {
			x.corrections = append(x.corrections, *correction)
		}
		if len(found) == 0 && len(t.Parts) > 0 {
			parts := make([]Term, len(t.Parts))
			for i, part := range t.Parts {
				parts[i] = Term{Text: part}
			}
			more, err := l.expand(parts)
			if err != nil {
				return x, err
			}
			x.concepts = append(x.concepts, more.concepts...)
			x.notes = append(x.notes, more.notes...)
			x.corrections = append(x.corrections, more.corrections...)
			continue
		}
		if len(found) == 0 {
			x.notes = append(x.notes, Note{NoteWord, t.Text})
		}
		isIdentifier := strings.HasPrefix(t.Text, "#") || len(terms) == 1
		x.concepts = append(x.concepts, concept{variants: found, identifier: isIdentifier, fuzzy: correction != nil})
	}
	if len(x.concepts) == len(terms) { // else they do not correspond one to one
		err = l.addSynonyms(terms, x.concepts)
	}
	return x, err
}

// variantsOf finds the word itself, else other inflected forms of it; where few documents contain these, longer
// words; and where hardly any contains those, words that it may be a misspelling of.
func (l *lookup) variantsOf(t Term) ([]variant, *Correction, error) {
	v := variants{lookup: l}
	exact, err := l.exact(t.Text)
	if err == nil {
		err = v.add(exact, weightExact)
	}
	if err != nil || t.Exact {
		return v.list, nil, err
	}
	if len(exact) == 0 {
		found, err := l.inflections(t.Text)
		if err == nil {
			err = v.add(found, weightInflected)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	if v.docs() < minDocsExact {
		found, err := l.completions(t.Text)
		if err == nil {
			err = v.add(found, weightPrefix)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	if v.docs() >= minDocsCompleted {
		return v.list, nil, nil
	}
	correction, err := v.addCorrections(t.Text)
	return v.list, correction, err
}

// isEnding reports whether inflected words end so, in any language: that of a query is not known.
func isEnding(s string) bool {
	has := func(l words.Language) bool { return slices.Contains(l.Endings, s) }
	return s == "" || slices.ContainsFunc(words.Languages, has)
}

// inflections finds terms that differ in their endings alone from a word that is not in the dictionary.
func (l *lookup) inflections(word string) ([]match, error) {
	if len(word) < minStem || strings.ContainsFunc(word, func(r rune) bool { return r < 'a' || r > 'z' }) {
		return nil, nil
	}
	found, err := l.withPrefix(word[:max(minStem, len(word)-maxEnding)], 1)
	found = slices.DeleteFunc(found, func(m match) bool {
		shared := 0
		for shared < min(len(m.term), len(word)) && m.term[shared] == word[shared] {
			shared++
		}
		return shared < minStem || !isEnding(m.term[shared:]) || !isEnding(word[shared:])
	})
	return mostFrequent(found, maxInflections), err
}

// completions finds the longer terms that begin with a word.
func (l *lookup) completions(word string) ([]match, error) {
	first, _ := utf8.DecodeRuneInString(word)
	if !words.IsSpaceless(first) && utf8.RuneCountInString(word) < minPrefix {
		return nil, nil
	}
	prefix := word
	if strings.HasPrefix(word, "#") && strings.HasSuffix(word, "-0") { // any number of an identifier may begin with zeros
		prefix = strings.TrimSuffix(word, "0")
	}
	found, err := l.withPrefix(prefix, maxBlocks)
	found = slices.DeleteFunc(found, func(m match) bool { return m.term == word })
	return mostFrequent(found, maxCompletions), err
}

// mostFrequent keeps the n terms that most documents contain, in the order of the dictionary where equal.
func mostFrequent(found []match, n int) []match {
	slices.SortStableFunc(found, func(a, b match) int { return cmp.Compare(b.size, a.size) })
	return found[:min(len(found), n)]
}
