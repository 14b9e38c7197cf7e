// Package graph holds what package link finds: what leads from and to each file of a log.
package graph

import (
	"slices"

	"hindcast/internal/incident"
)

// Connections is what leads from and to one file.
type Connections struct {
	Relations  []Related          // declared on either side
	Duplicates []*incident.Record // of this one, which is kept
	Mentions   []Mention          // texts that refer to this file
	Similar    []Similar          // the organisation's own records, most alike first
	Precedents []Similar          // public ones
}

// Related is a declared relation as seen from one of its ends.
type Related struct {
	Record  *incident.Record // at the other end
	Kind    string           // of the vocabulary relations
	Inverse bool             // it was declared at the other end
	Note    string
}

// Mention is a file whose text refers to another: one of the three.
type Mention struct {
	Record  *incident.Record
	System  *incident.System
	Article *incident.Article
}

// Similar is a record that tells of the same kind of thing as another.
type Similar struct {
	Record  *incident.Record
	Score   int // how much of what both tell is the same, in thousandths
	Reasons []Reason
}

// Reason is what two records share.
type Reason struct {
	Trait  Trait
	Values []string // as written in the record; of terms the most telling first, some of them together as a phrase
}

// Trait is a sort of thing that records can share.
type Trait uint8

// What records can share, in the order in which the reasons are given.
const (
	SharedSystem Trait = iota
	SharedCause
	SharedParty
	SharedTag
	SharedTerm
)

// IsRelated reports whether a record is connected by a declaration.
func (c *Connections) IsRelated(r *incident.Record) bool {
	return slices.ContainsFunc(c.Relations, func(rel Related) bool { return rel.Record == r })
}
