package search

import (
	"errors"
	"slices"
)

// Version is that of the format. A script that reads another one asks for the page to be loaded again.
const Version = 2

// RootName is the one name that is fixed.
const RootName = "index.bin"

// Root is what every search loads first.
type Root struct {
	Version   int               `json:"version"`
	Docs      int               `json:"docs"`
	Runs      [][2]int          `json:"runs"` // first document and prior in 1/256, of consecutive documents of equal prior
	Documents documentTable     `json:"documents"`
	Terms     termTable         `json:"terms"`
	Postings  postingTable      `json:"postings"`
	Positions string            `json:"positions"` // hash of the position table
	Columns   map[string]string `json:"columns"`   // hash by field
	Synonyms  [][]string        `json:"synonyms"`  // sets of phrases that mean the same
}

type documentTable struct {
	Size   int    `json:"size"`   // documents in a pack
	Hashes string `json:"hashes"` // of all packs, hashLength characters each
}

type termTable struct {
	First  []string `json:"first"` // term of each block
	Hashes string   `json:"hashes"`
}

type postingTable struct {
	Few    int    `json:"few"`   // posting lists of the first series
	Lists  []int  `json:"lists"` // how many each pack holds
	Hashes string `json:"hashes"`
}

type positionTable struct {
	First  [][2]int `json:"first"` // posting list and ordinal of the first document of each pack
	Hashes string   `json:"hashes"`
}

type columnHeader struct {
	Values [][2]string `json:"values"` // value and title
}

const (
	hashLength       = 6  // characters
	identifierImpact = 31 // of an identifier, or a number of it, in the document that it is the id of
	noDate           = -1 << 20
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

var errCounts = errors.New("it counts what is not there")

// checkRoot rejects a root whose counts cannot be: of what it counts there have to be files.
func checkRoot(r *Root) error {
	if r.Docs < 0 || r.Docs > maxUnpacked || // a column has a byte of each document at least
		r.Docs > 0 && len(r.Runs) == 0 ||
		r.Documents.Size < 0 || r.Docs*hashLength > len(r.Documents.Hashes)*r.Documents.Size ||
		len(r.Terms.First)*hashLength != len(r.Terms.Hashes) ||
		len(r.Postings.Lists)*hashLength != len(r.Postings.Hashes) ||
		slices.ContainsFunc(r.Postings.Lists, func(lists int) bool { return lists < 0 }) {
		return errCounts
	}
	return nil
}
