package words

import "slices"

// IsFunction reports whether a folded word, of the language of a tag, only holds sentences together: an article, a
// preposition, a pronoun, an auxiliary verb, or a word by which any report says who says what and when.
func IsFunction(tag, word string) bool {
	l := LanguageOf(tag)
	_, found := slices.BinarySearch(l.idle, word)
	return found || slices.Contains(l.Function, word)
}

// sorted is the words of a text in the order of the alphabet.
func sorted(text string) []string {
	list := slices.Collect(Tokens(text))
	slices.Sort(list)
	return slices.Compact(list)
}
