// Package words cuts text into the words that search, similarity and glossary compare. The browser
// script does so too (site/src/words.ts), by the same rules.
package words

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Longest is how many bytes a word may have; longer runs, such as encoded data, are no words.
const Longest = 64

// Fold lowers case, takes away diacritics and unifies forms: "Überfüllung" becomes "uberfullung",
// "Straße" "strasse".
func Fold(s string) string {
	plain := true
	for i := range len(s) {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			return foldAll(s)
		case 'A' <= c && c <= 'Z':
			plain = false
		}
	}
	if plain {
		return s
	}
	return strings.ToLower(s)
}

func foldAll(s string) string {
	folded := strings.Map(func(r rune) rune {
		switch {
		case 'A' <= r && r <= 'Z':
			return r - 'A' + 'a'
		case r < utf8.RuneSelf:
			return r
		case unicode.Is(unicode.M, r):
			return -1
		}
		if r = unicode.ToLower(r); r == 'ς' {
			return 'σ'
		}
		return r
	}, norm.NFKD.String(s))
	return strings.ReplaceAll(folded, "ß", "ss")
}

// Kind is what a token is made of.
type Kind uint8

// The kinds.
const (
	Word       Kind = iota
	Unigram         // the last character of a run without spaces, so that it is found by itself too
	Identifier      // of several words: "#" and its parts joined by "-"
)

// Token is a word of a text, or what is indexed like one.
type Token struct {
	Text     string // folded
	Position int    // counts the words of the text from 0; of others than words that of the last word
	Kind     Kind
	First    int // of an identifier, the position of its first word
}

// Tokens yields the words of a text: runs of letters and digits, and of scripts that do not put
// spaces between words every two neighbouring characters. Numbers lose the zeros they begin with,
// and words the s of a genitive.
func Tokens(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for t := range Scan(s) {
			if t.Kind == Word && !yield(t.Text) {
				return
			}
		}
	}
}

// Scan yields the words of a text and, after the last word of each, the identifiers in it: words
// joined by one of - . _ with a digit among them, such as INC-2026-0007, AML.T0020 and gpt-4o; from
// three parts on also without those they begin with ("#2026-7").
func Scan(s string) iter.Seq[Token] {
	return func(yield func(Token) bool) {
		c := scanner{text: Fold(s), yield: yield}
		for c.compound() {
		}
	}
}

// maxParts is how many parts an identifier may have.
const maxParts = 6

type scanner struct {
	text  string // what is left of it
	at    int    // words so far
	parts [maxParts]string
	yield func(Token) bool
}

// compound reads words joined by single characters and yields them; false at the end of the text.
func (c *scanner) compound() bool {
	start := strings.IndexFunc(c.text, isWord)
	if start < 0 {
		return false
	}
	c.text = c.text[start:]
	n, size, first := 0, 0, c.at
	for {
		part := c.part()
		if n < maxParts {
			c.parts[n] = part
		}
		n++
		size += len(part) + 1
		if !c.words(part) {
			return false
		}
		joined := joiner(c.text)
		if joined == 0 {
			break
		}
		c.text = c.text[joined:]
	}
	if n < 2 || n > maxParts || size > Longest || !slices.ContainsFunc(c.parts[:n], hasDigit) {
		return true
	}
	return c.identifiers(c.parts[:n], first)
}

// part cuts one run of letters and digits off, and the s of a genitive after it.
func (c *scanner) part() string {
	end := wordEnd(c.text)
	part := c.text[:end]
	c.text = c.text[end:]
	for _, genitive := range []string{"'s", "’s"} {
		if rest, ok := strings.CutPrefix(c.text, genitive); ok && wordEnd(rest) == 0 {
			c.text = rest
		}
	}
	return withoutZeros(part)
}

func hasDigit(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return '0' <= r && r <= '9' }) >= 0
}

func wordEnd(s string) int {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf {
			if end := strings.IndexFunc(s[i:], func(r rune) bool { return !isWord(r) }); end >= 0 {
				return i + end
			}
			return len(s)
		} else if !('a' <= c && c <= 'z' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z') {
			return i
		}
	}
	return len(s)
}

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r)
}

// joiner is the length of a single character that joins the next word to the last; 0 where there is none.
func joiner(s string) int {
	size := 0
	switch {
	case s == "":
		return 0
	case s[0] == '-' || s[0] == '.' || s[0] == '_':
		size = 1
	case strings.HasPrefix(s, "\u2010"): // the hyphen; folding makes it of the one that does not break
		size = len("\u2010")
	default:
		return 0
	}
	if r, _ := utf8.DecodeRuneInString(s[size:]); isWord(r) && size < len(s) {
		return size
	}
	return 0
}

// withoutZeros takes the zeros away that a number begins with.
func withoutZeros(s string) string {
	if s == "" || s[0] != '0' || strings.Trim(s, "0123456789") != "" {
		return s
	}
	if s = strings.TrimLeft(s, "0"); s == "" {
		return "0"
	}
	return s
}

func (c *scanner) identifiers(parts []string, first int) bool {
	isDate := len(parts) == 3 && len(parts[0]) == 4 && strings.Trim(strings.Join(parts, ""), "0123456789") == ""
	for from := range len(parts) - 1 {
		if !c.yield(Token{"#" + strings.Join(parts[from:], "-"), c.at - 1, Identifier, first}) {
			return false
		}
		if isDate {
			break
		}
	}
	return true
}

// words yields a run of letters and digits, of scripts without spaces its bigrams.
func (c *scanner) words(word string) bool {
	if isPlain(word) {
		return c.word(word)
	}
	for word != "" {
		first, _ := utf8.DecodeRuneInString(word)
		spaceless := IsSpaceless(first)
		end := strings.IndexFunc(word, func(r rune) bool { return IsSpaceless(r) != spaceless })
		if end < 0 {
			end = len(word)
		}
		if spaceless && !c.bigrams(word[:end]) || !spaceless && !c.word(word[:end]) {
			return false
		}
		word = word[end:]
	}
	return true
}

func (c *scanner) word(word string) bool {
	at := c.at
	c.at++
	return len(word) > Longest || c.yield(Token{Text: word, Position: at})
}

func (c *scanner) bigrams(run string) bool {
	last := -1
	for i, r := range run {
		if last >= 0 && !c.word(run[last:i+utf8.RuneLen(r)]) {
			return false
		}
		last = i
	}
	if last == 0 {
		return c.word(run)
	}
	return c.yield(Token{Text: run[last:], Position: c.at - 1, Kind: Unigram})
}

func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// IsSpaceless reports whether a character is of a script that puts no spaces between words.
func IsSpaceless(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai)
}
