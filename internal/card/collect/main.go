// Command collect writes the fonts of cards compressed, without what they have for screens of few dots: cards are
// painted in sizes at which nothing reads it, and it is half of a font.
package main

import (
	"encoding/binary"
	"flag"
	"iter"
	"log"
	"path/filepath"
	"slices"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"hindcast/internal/packed"
)

func main() {
	log.SetFlags(0)
	out := flag.String("out", "", "the `folder` to write to")
	flag.Parse()
	for name, ttf := range map[string][]byte{"regular": goregular.TTF, "bold": gobold.TTF} {
		if err := packed.Write(filepath.Join(*out, name+".ttf.gz"), unhinted(ttf)); err != nil {
			log.Fatalf("collect: %v", err)
		}
	}
}

// Sizes in bytes of the parts of a TrueType file (https://learn.microsoft.com/typography/opentype/spec/otff).
const (
	headerSize      = 12
	entrySize       = 16 // of the directory of tables
	glyphHeaderSize = 10
)

// unhinted is a TrueType font without the instructions by which its outlines are fitted to a grid of dots. The places of
// its glyphs are those of the form of 16 bits; checksums stay as they were, and nothing that reads the font compares them.
func unhinted(ttf []byte) []byte {
	tables := map[string][]byte{}
	for entry := range entries(ttf) {
		at, size := binary.BigEndian.Uint32(entry[8:]), binary.BigEndian.Uint32(entry[12:])
		tables[string(entry[:4])] = ttf[at : at+size]
	}
	var glyphs, places []byte
	places = append(places, 0, 0)
	from := 2 * int(binary.BigEndian.Uint16(tables["loca"]))
	for i := 2; i < len(tables["loca"]); i += 2 {
		to := 2 * int(binary.BigEndian.Uint16(tables["loca"][i:]))
		glyphs = appendGlyph(glyphs, tables["glyf"][from:to])
		places = binary.BigEndian.AppendUint16(places, uint16(len(glyphs)/2))
		from = to
	}
	tables["glyf"], tables["loca"] = glyphs, places
	for _, name := range []string{"cvt ", "fpgm", "prep", "gasp"} {
		tables[name] = nil
	}
	out := append(make([]byte, 0, len(ttf)), ttf[:headerSize+len(tables)*entrySize]...) // entries lie in it, so it must not move
	for entry := range entries(out) {
		table := tables[string(entry[:4])]
		binary.BigEndian.PutUint32(entry[8:], uint32(len(out)))
		binary.BigEndian.PutUint32(entry[12:], uint32(len(table)))
		out = append(out, table...)
		out = append(out, make([]byte, -len(out)&3)...)
	}
	return out
}

// entries yields the entries of the directory of tables: a tag, a checksum, where the table begins, its size.
func entries(ttf []byte) iter.Seq[[]byte] {
	n := int(binary.BigEndian.Uint16(ttf[4:]))
	return slices.Chunk(ttf[headerSize:headerSize+n*entrySize], entrySize)
}

// appendGlyph appends an outline without its instructions, up to an even length. One that is put together from others, as
// a negative number of contours says, has few and keeps them.
func appendGlyph(to, glyph []byte) []byte {
	if len(glyph) > 0 && glyph[0] < 0x80 {
		ends := glyphHeaderSize + 2*int(binary.BigEndian.Uint16(glyph))
		size := int(binary.BigEndian.Uint16(glyph[ends:]))
		to = append(append(to, glyph[:ends]...), 0, 0)
		glyph = glyph[ends+2+size:]
	}
	to = append(to, glyph...)
	return append(to, make([]byte, len(to)&1)...)
}
