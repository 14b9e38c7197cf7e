package search

import (
	"bytes"
	"compress/zlib"
	"unicode/utf16"
)

// Packed is data as a file of an index.
func Packed(data []byte) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		panic(err) // a buffer takes all bytes
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
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
