package words

import "slices"

// IsFunction reports whether a folded word, of the language of a tag, only holds sentences together: an article, a
// preposition, a pronoun, an auxiliary verb, or a word by which any report says who says what and when.
func IsFunction(tag, word string) bool {
	_, found := slices.BinarySearch(LanguageOf(tag).function, word)
	return found
}

// sorted is the words of a text in the order of the alphabet.
func sorted(text string) []string {
	list := slices.Collect(Tokens(text))
	slices.Sort(list)
	return slices.Compact(list)
}
