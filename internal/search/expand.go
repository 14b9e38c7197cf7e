package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"hindcast/internal/words"
)

const (
	minDocsExact     = 5 // where fewer documents contain a term, completions count for it too
	minDocsCompleted = 1 // where fewer contain these, corrections do

	maxCompletions = 24
	maxBlocks      = 3 // of the dictionary, read for completions
	minPrefix      = 3 // characters
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
		f, err := l.formsOf(t)
		if err != nil {
			return x, err
		}
		if f.correction != nil {
			x.corrections = append(x.corrections, *f.correction)
		}
		if len(f.variants) == 0 && len(t.Parts) > 0 {
			parts := make([]Term, len(t.Parts))
			for i, part := range t.Parts {
				parts[i] = Term{Text: part, Literal: true}
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
		c := concept{
			variants: f.variants, identifier: strings.HasPrefix(t.Text, "#") || len(terms) == 1, fuzzy: f.correction != nil,
		}
		if f.split != nil {
			c.synonyms = append(c.synonyms, f.split)
		}
		x.concepts = append(x.concepts, c)
	}
	if len(x.concepts) != len(terms) { // else they do not correspond one to one
		return x, nil
	}
	if err := l.addJoined(terms, x.concepts); err != nil {
		return x, err
	}
	if err := l.addSynonyms(terms, x.concepts); err != nil {
		return x, err
	}
	for i, c := range x.concepts {
		if len(c.variants)+len(c.synonyms) == 0 {
			x.notes = append(x.notes, Note{NoteWord, terms[i].Text})
		}
	}
	return x, nil
}

// forms is what counts for a term.
type forms struct {
	variants   []variant
	split      [][]variant // the words of a compound that is written in one word; nil for none
	correction *Correction
}

// formsOf finds the word itself, else other inflected forms of it; where few documents contain these, longer
// words, and its two words where it is a compound; and where hardly any contains those, words that it may be a
// misspelling of.
func (l *lookup) formsOf(t Term) (f forms, err error) {
	v := variants{lookup: l}
	exact, err := l.exact(t.Text)
	if err == nil {
		err = v.add(exact, weightExact)
	}
	if err != nil || t.Exact {
		return forms{variants: v.list}, err
	}
	if len(exact) == 0 {
		found, err := l.inflections(t.Text)
		if err == nil {
			err = v.add(found, weightInflected)
		}
		if err != nil {
			return f, err
		}
	}
	if v.docs() < minDocsExact {
		found, err := l.completions(t.Text)
		if err == nil {
			err = v.add(found, weightPrefix)
		}
		if err != nil {
			return f, err
		}
	}
	if len(exact) == 0 && !t.Literal && v.docs() < minDocsExact {
		if f.split, err = l.split(t.Text); err != nil {
			return f, err
		}
	}
	if v.docs() < minDocsCompleted && !t.Literal {
		if f.correction, err = v.addCorrections(t.Text, f.split != nil); f.correction != nil {
			f.split = nil // a typing error is more likely
		}
	}
	f.variants = v.list
	return f, err
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
