package search

import (
	"slices"
	"strings"

	"hindcast/internal/search/format"
)

const (
	minPart   = 3 // letters of a word of a compound that is split
	minHead   = 4 // of the longer one of the two
	minJoined = 2 // letters of a word that is joined with another
)

// phraseVariants is the variants of each word of a phrase; nil where one has none. A single word of several is no
// hit, so these are not highlighted.
func (l *lookup) phraseVariants(phrase []string) ([][]variant, error) {
	if len(phrase) > 1 {
		l = l.unmarked()
	}
	var all [][]variant
	for _, word := range phrase {
		found, err := l.anyForm(word)
		if err != nil || len(found) == 0 {
			return nil, err
		}
		v := variants{lookup: l}
		if err := v.add(found, weightSynonym); err != nil {
			return nil, err
		}
		all = append(all, v.list)
	}
	return all, nil
}

// addJoined adds to two neighbouring words the compound that they are in one word.
func (l *lookup) addJoined(terms []Term, concepts []concept) error {
	for i := 1; i < len(terms); i++ {
		a, b := terms[i-1], terms[i]
		if a.Exact || b.Exact || a.Literal || b.Literal || len(a.Text) < minJoined || len(b.Text) < minJoined ||
			!isPlain(a.Text) || !isPlain(b.Text) {
			continue
		}
		found, err := l.anyForm(a.Text + b.Text)
		if err != nil {
			return err
		}
		v := variants{lookup: l}
		if err := v.add(found, weightInflected); err != nil {
			return err
		}
		if len(v.list) > 0 {
			joined := [][]variant{v.list}
			concepts[i-1].synonyms = append(concepts[i-1].synonyms, joined)
			concepts[i].synonyms = append(concepts[i].synonyms, joined)
		}
	}
	return nil
}

// split finds the two words of a compound that some document contains both of, those that the most contain; nil for
// none.
func (l *lookup) split(word string) (best [][]variant, err error) {
	if !isPlain(word) {
		return nil, nil
	}
	most := 0
	for at := minPart; at <= len(word)-minPart; at++ {
		if max(at, len(word)-at) < minHead {
			continue
		}
		parts, err := l.unmarked().phraseVariants([]string{word[:at], word[at:]})
		if err != nil {
			return nil, err
		}
		if n := len(phraseWeights(parts)); n > most {
			best, most = parts, n
		}
	}
	return best, nil
}

// addSynonyms adds to each concept the other phrases of the synonym sets that the query has a phrase of.
func (l *lookup) addSynonyms(terms []Term, concepts []concept) error {
	for _, set := range l.reader.root.Synonyms {
		for _, phrase := range set {
			asked := strings.Fields(strings.TrimPrefix(phrase, format.Unheld))
			for at := 0; at+len(asked) <= len(terms); at++ {
				if !slices.EqualFunc(terms[at:at+len(asked)], asked, isFormOf) {
					continue
				}
				for _, other := range set {
					if other == phrase || strings.HasPrefix(other, format.Unheld) {
						continue
					}
					synonym, err := l.phraseVariants(strings.Fields(other))
					if err != nil {
						return err
					}
					for i := at; synonym != nil && i < at+len(asked); i++ {
						concepts[i].synonyms = append(concepts[i].synonyms, synonym)
					}
				}
			}
		}
	}
	return nil
}

// isFormOf reports whether a term is a word, or an inflected form of it.
func isFormOf(t Term, word string) bool {
	return !t.Exact && (t.Text == word || isPlain(t.Text) && isPlain(word) && differsInEnding(t.Text, word))
}
