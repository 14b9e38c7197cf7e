package words

import (
	"embed"
	"slices"
	"strings"

	"github.com/blevesearch/snowballstem"
)

// Language is what is known of the words of a language. Words are folded where nothing else is said.
type Language struct {
	Tag        string   // BCP 47, without region or script
	Endings    []string // of inflected words
	Function   []string // words that hold sentences together, so that neither a query nor a report tells anything by them
	None       []string // as written: words that deny what follows them
	Measures   []string // as written: beginnings of words for interim measures and the need of them
	OpenSearch OpenSearch
	Capitals   bool // nouns begin with one, as names do

	idle   []string // folded and sorted: further words that a report tells nothing by, and a query may
	asking Asking
	common []string // nearly every sentence contains one of them, and hardly any of another language does
	stem   func(*snowballstem.Env) bool
}

// OpenSearch names what an analyzer of OpenSearch takes for a language; empty where there is nothing.
type OpenSearch struct {
	Possessive    string // stemmer of possessive forms
	Normalization string // token filter that unifies spellings
	Stemmer       string
}

// Languages are those that Hindcast brings along. Each but English has a table of words for the interface, too.
var Languages = []Language{english, german}

// LanguageOf is the language of a tag, which may have a region, such as de-AT; one that nothing is known of where
// Languages has none.
func LanguageOf(tag string) Language {
	primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
	for _, l := range Languages {
		if l.Tag == primary {
			return l
		}
	}
	return Language{}
}

// IsStop reports whether nearly every text has a word, in any language.
func IsStop(word string) bool {
	return slices.ContainsFunc(Languages, func(l Language) bool { return slices.Contains(l.Function, word) })
}

// Stem is what the inflected forms of a folded word have in common, by Snowball's algorithm for the language of
// the tag. Words of languages without one, and what holds more than letters, stay as they are.
func Stem(tag, word string) string {
	stem := LanguageOf(tag).stem
	if stem == nil || strings.ContainsFunc(word, func(r rune) bool { return r < 'a' || r > 'z' }) {
		return word
	}
	env := snowballstem.NewEnv(word)
	stem(env)
	return env.Current()
}

const (
	minLead  = 4   // common words of a language more than of any other that a text of that language contains
	maxWords = 200 // of a text that are read
)

// GuessLanguage is the tag of the language of a text, by its common words; fallback where these are too few.
func GuessLanguage(fallback string, texts ...string) string {
	counts := make([]int, len(Languages))
	n := 0
	for _, text := range texts {
		for word := range Tokens(text) {
			if n++; n > maxWords {
				return fallback
			}
			for i, l := range Languages {
				if slices.Contains(l.common, word) {
					counts[i]++
				}
			}
			if i, lead := leader(counts); lead >= minLead {
				return Languages[i].Tag
			}
		}
	}
	return fallback
}

// leader is the index of the highest count, and by how much it exceeds the next.
func leader(counts []int) (index, lead int) {
	most, next := 0, 0
	for i, n := range counts {
		if n > most {
			index, most, next = i, n, most
		} else {
			next = max(next, n)
		}
	}
	return index, most - next
}

//go:embed synonyms
var synonymFiles embed.FS

// Synonyms is the sets of phrases that mean the same to readers of a log, in a language; none where nothing is known
// of it.
func Synonyms(tag string) [][]string {
	data, err := synonymFiles.ReadFile("synonyms/" + LanguageOf(tag).Tag + ".txt")
	if err != nil {
		return nil
	}
	var sets [][]string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			set := strings.Split(line, ",")
			for i, phrase := range set {
				set[i] = strings.TrimSpace(phrase)
			}
			sets = append(sets, set)
		}
	}
	return sets
}
