// Package words cuts text into the words that search, similarity and glossary compare. The browser
// script cuts the same way, so both sides agree on what a word is.
package words

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold lowers case, takes away diacritics and unifies forms: "Überfüllung" becomes "uberfullung".
func Fold(s string) string {
	if isPlain(s) {
		return s
	}
	folded := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.M, r) {
			return -1
		}
		if r = unicode.ToLower(r); r == 'ς' {
			return 'σ'
		}
		return r
	}, norm.NFKD.String(s))
	return folded
}

func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			return false
		}
	}
	return true
}

// Tokens yields the folded words of a text: runs of letters and digits, and of scripts that do not
// put spaces between words every two neighbouring characters.
func Tokens(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for word := range strings.FieldsFuncSeq(Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
			if !split(word, yield) {
				return
			}
		}
	}
}

// split yields a word, its stretches of spaceless script as pairs.
func split(word string, yield func(string) bool) bool {
	if isPlain(word) {
		return yield(word)
	}
	var run []rune
	spaceless := false
	flush := func() bool {
		defer func() { run = run[:0] }()
		switch {
		case len(run) == 0:
			return true
		case !spaceless || len(run) == 1:
			return yield(string(run))
		}
		for i := range len(run) - 1 {
			if !yield(string(run[i : i+2])) {
				return false
			}
		}
		return true
	}
	for _, r := range word {
		if s := isSpaceless(r); s != spaceless {
			if !flush() {
				return false
			}
			spaceless = s
		}
		run = append(run, r)
	}
	return flush()
}

func isSpaceless(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai)
}
