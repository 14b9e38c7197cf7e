// Package format is the form of the static index of a site, version 4, and reads its parts.
//
// All files are in one folder. Each is compressed as RFC 1950 has it (zlib), whose checksum reveals a damaged
// file. index.bin, the root, has a fixed name; every other name is made of its kind, its number and 30 bits of
// the SHA-256 of its bytes in base32, so that a file that did not change keeps its name and may be cached for
// ever. Of the numbered kinds, HashedTogether consecutive files share the hash of all of them: hashes do not compress, and
// every search loads all. Integers are unsigned LEB128 (varint); "zigzag" marks signed ones.
//
// Documents are numbered: precedents, then systems and articles, then the organisation's own records, each by
// date and id. A new record is appended, and the packs of the documents before it keep their names.
//
//   - index.bin: JSON, type Root.
//   - d0…: documents, Root.Documents.Size to a pack: a JSON array of arrays, the fields of Doc in order.
//   - t0…: blocks of the term dictionary, terms in order of code points. Varints: number of terms, bytes of the
//     text; the text, one term a line, of which the first character less '0' is how many bytes it shares with
//     the term before it; then for each term a byte (bits 0 to 4: bits of its document frequency, bits 5 and 6:
//     posting lists less one) and the numbers of its posting lists: the zigzag difference to the last number of
//     the same series in the block, doubled, and one more in the second series. Of that the longest lists come first.
//     A term is a word as written, folded. Words of one stem lead to one posting list; a word that occurs in
//     texts of two languages to two.
//     Then, inline, the posting lists of at most eight documents: varint how many; for each its number, zigzag,
//     as a difference, its bytes, and the list.
//   - p0…: packs of consecutive posting lists. Lists of fewer than 24 documents are the first series, and their
//     packs are small, so that a rare word costs little; those of the second are numbered after them. Varint:
//     number of lists; for each the bytes of its documents, none where it is inline in the dictionary; then the
//     documents of all and the impacts of all.
//     A posting list is the varint number of documents n, n varint differences of document numbers
//     (the first from -1, less one), n bytes of impact, 1 to 30, or 31 where an identifier, or a number of it, is
//     that of the document itself.
//   - positions: JSON, type PositionTable. q0…: packs of positions, from a posting list and an ordinal of its
//     documents on. Varint: number of lists; for each its documents here and its bytes; then per document varint
//     number of positions and their differences.
//   - columns, named after their field, those of the repository's own after the key: varint length, JSON header (type ColumnHeader), then per document varint
//     number of values and the values. Of "date": a zigzag difference of days since 1970; NoDate where there is
//     none.
package format

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"hindcast/internal/words"
)

// Version is that of the format. A script that reads another one asks for the page to be loaded again.
const Version = 4

// RootName is the one name that is fixed.
const RootName = "index.bin"

// Root is what every search loads first.
type Root struct {
	Version   int               `json:"version"`
	Docs      int               `json:"docs"`
	Runs      [][2]int          `json:"runs"` // first document and prior in 1/256, of consecutive documents of equal prior
	Documents DocumentTable     `json:"documents"`
	Terms     TermTable         `json:"terms"`
	Postings  PostingTable      `json:"postings"`
	Positions string            `json:"positions"` // hash of the position table
	Columns   map[string]string `json:"columns"`   // hash by field
	Synonyms  [][]string        `json:"synonyms"`  // sets of phrases that mean the same; see Unheld
	Asking    []words.Asking    `json:"asking"`    // words that filters are read from, by language
}

// Fields are those that an index has columns of: the built-in ones, then the repository's own in order of their names.
func (r *Root) Fields() []string {
	own := slices.DeleteFunc(slices.Sorted(maps.Keys(r.Columns)), func(field string) bool {
		return field == "date" || slices.Contains(Columns, field)
	})
	return slices.Concat(Columns, own)
}

// DocumentTable finds the packs of documents.
type DocumentTable struct {
	Size   int    `json:"size"`   // documents in a pack
	Hashes string `json:"hashes"` // of all packs, HashLength characters for HashedTogether of them
}

// TermTable finds the blocks of the term dictionary.
type TermTable struct {
	First  []string `json:"first"` // term of each block
	Hashes string   `json:"hashes"`
}

// PostingTable finds the packs of posting lists.
type PostingTable struct {
	Few    int    `json:"few"`   // posting lists of the first series
	Lists  []int  `json:"lists"` // how many each pack holds
	Hashes string `json:"hashes"`
}

// PositionTable finds the packs of positions.
type PositionTable struct {
	First  [][2]int `json:"first"` // posting list and ordinal of the first document of each pack
	Hashes string   `json:"hashes"`
}

// ColumnHeader begins a column.
type ColumnHeader struct {
	Values [][2]string `json:"values"`           // value and title
	Former [][2]string `json:"former,omitempty"` // another name of a value, in lower case without marks, and the value
}

// Unheld is what a phrase of a synonym set begins with that no document holds: a query may have it.
const Unheld = "-"

// Numbers of the format.
const (
	HashLength       = 6  // characters
	HashedTogether   = 4  // files
	IdentifierImpact = 31 // of an identifier, or a number of it, in the document that it is the id of
	NoDate           = -1 << 20
)

// Doc is what a result shows.
type Doc struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	URL      string `json:"url"` // relative to the root of the site
	Summary  string `json:"summary,omitempty"`
	Kind     string `json:"kind"` // of record, or system, article, playbook, glossary
	Severity string `json:"severity,omitempty"`
	Status   string `json:"status,omitempty"`
	// Facts are kind, type, severity, stage, date, then each system, in the language of the site; empty for none.
	Facts []string `json:"-"`
}

// ErrCounts is the error for a file that counts more than there is.
var ErrCounts = errors.New("it counts what is not there")

// CheckRoot rejects a root whose counts cannot be: of what it counts there have to be files.
func CheckRoot(r *Root) error {
	if r.Docs < 0 || r.Docs > MaxUnpacked || // a column has a byte of each document at least
		r.Docs > 0 && len(r.Runs) == 0 ||
		r.Documents.Size < 0 || r.Docs*HashLength > len(r.Documents.Hashes)*r.Documents.Size*HashedTogether ||
		hashesOf(len(r.Terms.First)) != len(r.Terms.Hashes) ||
		hashesOf(len(r.Postings.Lists)) != len(r.Postings.Hashes) ||
		slices.ContainsFunc(r.Postings.Lists, func(lists int) bool { return lists < 0 }) {
		return ErrCounts
	}
	return nil
}

// hashesOf is how many characters the hashes of so many files have.
func hashesOf(files int) int { return (files + HashedTogether - 1) / HashedTogether * HashLength }

// DayOf is the day since 1970 of 2026, 2026-03 and 2026-03-02; the first of a year or month.
func DayOf(s string) (day int, ok bool) {
	numbers := [3]int{0, 1, 1}
	parts := strings.Split(s, "-")
	if len(parts) > 3 {
		return 0, false
	}
	for i, part := range parts {
		n, err := strconv.Atoi(part)
		if err != nil || strings.Trim(part, "0123456789") != "" || len(part) != [3]int{4, 2, 2}[i] {
			return 0, false
		}
		numbers[i] = n
	}
	const seconds = 24 * 60 * 60 // in a day
	year, month, day := numbers[0], time.Month(numbers[1]), numbers[2]
	at := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	return int(at.Unix() / seconds), at.Day() == day && at.Month() == month && at.Year() == year
}
