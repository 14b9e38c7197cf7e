package search

import "unicode/utf16"

// Packed is data as a file of an index.
func Packed(data []byte) []byte {
	packed, _ := pack(newPacker(Options{}).numbers, data)
	return packed
}

// Log2 is log2.
var Log2 = log2

// UTF16 is a text in the units that distances count.
func UTF16(s string) []uint16 { return utf16.Encode([]rune(s)) }

// Distances is the distances of a word from terms in their order.
func Distances(word string, terms []string) []int {
	t := newEditTable(word)
	list := make([]int, len(terms))
	for i, term := range terms {
		list[i] = t.distance(term)
	}
	return list
}
