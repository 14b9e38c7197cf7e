package words

import (
	"slices"
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/german"
)

// Stem is what the inflected forms of a folded word have in common, by Snowball's algorithm for English
// ("en") or German ("de"). Words of other languages, and what holds more than letters, stay as they are.
func Stem(language, word string) string {
	if strings.ContainsFunc(word, func(r rune) bool { return r < 'a' || r > 'z' }) {
		return word
	}
	var algorithm func(*snowballstem.Env) bool
	switch language {
	case "en":
		algorithm = english.Stem
	case "de":
		algorithm = german.Stem
	default:
		return word
	}
	env := snowballstem.NewEnv(word)
	algorithm(env)
	return env.Current()
}

// commonWords are words of a language that nearly every sentence contains and the other language lacks.
var commonWords = map[string][]string{
	"en": {"the", "of", "and", "to", "is", "that", "for", "with", "by", "from"},
	"de": {"der", "die", "und", "das", "den", "von", "mit", "ist", "eine", "nicht"},
}

const (
	minLead  = 4   // common words of a language more than of the other that a text of that language contains
	maxWords = 200 // of a text that are read
)

// Language is the language of a text, "en" or "de", by its common words; fallback where these are too few.
func Language(fallback string, texts ...string) string {
	ahead, n := 0, 0
	for _, text := range texts {
		for word := range Tokens(text) {
			if n++; n > maxWords {
				return fallback
			}
			switch {
			case slices.Contains(commonWords["en"], word):
				ahead++
			case slices.Contains(commonWords["de"], word):
				ahead--
			}
			if ahead >= minLead {
				return "en"
			}
			if ahead <= -minLead {
				return "de"
			}
		}
	}
	return fallback
}
