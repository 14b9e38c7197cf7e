// Package search builds the static index of a site and answers queries from it. The browser script
// (site/src/search) answers them too: every number is whole and every rule stands in both, so that
// the same records come in the same order. It knows texts, columns and words, and nothing of records.
//
// # Format, version 2
//
// All files lie in one folder. Each is compressed as RFC 1950 says (zlib), whose checksum tells a
// broken file. index.bin, the root, has a fixed name; every other name is made of its kind, its
// number and 30 bits of the SHA-256 of its bytes in base32, so that a part that did not change keeps
// its name and may be cached for ever. Integers are unsigned LEB128 (varint); "zigzag" marks signed ones.
//
// Documents are numbered: precedents, then systems and articles, then the organisation's own records, each by
// date and id. A new record is appended, and the packs of the documents before it keep their names.
//
//   - index.bin: JSON, type Root below.
//   - d0…: documents, Root.Documents.Size to a pack: a JSON array of arrays, the fields of Doc in order.
//   - t0…: dictionary blocks, terms in order of code points. Varints: number of terms, bytes of the
//     text; the text, one term a line, of which the first sign less '0' is how many bytes it shares with the term
//     before it; then for each term a byte (bits 0 to 4: bits of the number of documents, bits 5 and 6:
//     lists less one) and its list numbers: the zigzag difference to the last number of the same series in the
//     block, doubled, and one more in the second series.
//     A term is a word as written, folded. Words of one stem lead to one list; a word that occurs in texts of two languages to two.
//     Then, in the dictionary itself, the lists of at most eight documents: varint how many; for each its number, zigzag, as
//     a difference, its bytes, and the list.
//   - p0…: postings, consecutive lists. Lists of fewer than 24 documents are the first series, and their packs are small, so that
//     a rare word costs little; those of the second are numbered after them. Varint: number of lists; for each the bytes of its
//     documents, none where it stands in the dictionary; then the documents of all and the impacts of all.
//     A list is the varint number of documents n, n varint differences of document numbers
//     (the first from -1, less one), n bytes of impact, 1 to 30, or 31 where an identifier, or a number of it, is that of the document itself.
//   - positions table: JSON, type positionTable. q0…: positions, from a list and an ordinal of its documents on.
//     Varint: number of lists; for each its documents here and its bytes; then per document varint number
//     of positions and their differences.
//   - columns, named after their field: varint length, JSON header (type columnHeader), then per document varint
//     number of values and the values. Of "date": a zigzag difference of days since 1970; noDate where there is none.
//
// # Ranking
//
// An impact is BM25F's saturated term frequency (Robertson and Zaragoza 2009, with weights and length
// normalisation by field) in 30 steps. It depends on the document and, by powers of the square root of
// two, on the average length of fields, so that a new record rarely changes that of another. What
// depends on all documents is left to the query: idf = log2((2N+2)/(2n+1)) in 1/256 bit, which is
// BM25's ln(1+(N-n+0.5)/(n+0.5)) in another base.
package search

// Version is that of the format. A script that finds another one asks for the page to be loaded again.
const Version = 2

// RootName is the one name that is fixed.
const RootName = "index.bin"

// Root is what every search loads first.
type Root struct {
	Version   int               `json:"version"`
	Docs      int               `json:"docs"`
	Runs      [][2]int          `json:"runs"` // from a document on, its prior in 1/256
	Documents documentTable     `json:"documents"`
	Terms     termTable         `json:"terms"`
	Postings  postingTable      `json:"postings"`
	Positions string            `json:"positions"` // hash of the table
	Columns   map[string]string `json:"columns"`   // hash by field
	Synonyms  [][]string        `json:"synonyms"`  // sets of phrases that mean the same
}

type documentTable struct {
	Size   int    `json:"size"`
	Hashes string `json:"hashes"` // of all packs, hashLength signs each
}

type termTable struct {
	First  []string `json:"first"` // term of each block
	Hashes string   `json:"hashes"`
}

type postingTable struct {
	Few    int    `json:"few"`   // lists of the first series
	Lists  []int  `json:"lists"` // how many each pack holds
	Hashes string `json:"hashes"`
}

type positionTable struct {
	First  [][2]int `json:"first"` // list and ordinal of each pack
	Hashes string   `json:"hashes"`
}

type columnHeader struct {
	Values [][2]string `json:"values"` // value and title
}

const (
	hashLength = 6
	named      = 31 // the impact of an identifier or its number in the document that it names
	noDate     = -1 << 20
)

// Doc is what a result shows.
type Doc struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	URL      string   `json:"url"` // relative to the root of the site
	Summary  string   `json:"summary,omitempty"`
	Kind     string   `json:"kind"` // of record, or system, article, playbook, glossary
	Severity string   `json:"severity,omitempty"`
	Status   string   `json:"status,omitempty"`
	Facts    []string `json:"-"` // kind, type, severity, stage, date, then each system, in the words of the site; what it has not is empty
}
