package words

import (
	"slices"
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/german"
)

// Stem is what inflected forms of a folded word have in common, by Snowball's algorithm for English
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

// commonWords are those of a language that nearly every sentence holds and the other has not.
var commonWords = map[string][]string{
	"en": {"the", "of", "and", "to", "is", "that", "for", "with", "by", "from"},
	"de": {"der", "die", "und", "das", "den", "von", "mit", "ist", "eine", "nicht"},
}

// A text has the language of which it holds so many common words more than of the other, among its first words.
const (
	clearly = 4
	first   = 200
)

// Language is that of a text, "en" or "de", told by its most common words; fallback where these don't tell.
func Language(fallback string, texts ...string) string {
	ahead, n := 0, 0
	for _, text := range texts {
		for word := range Tokens(text) {
			if n++; n > first {
				return fallback
			}
			switch {
			case slices.Contains(commonWords["en"], word):
				ahead++
			case slices.Contains(commonWords["de"], word):
				ahead--
			}
			if ahead >= clearly {
				return "en"
			}
			if ahead <= -clearly {
				return "de"
			}
		}
	}
	return fallback
}
