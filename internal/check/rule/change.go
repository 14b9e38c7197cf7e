package rule

import "hindcast/internal/incident"

// Past is what a branch is compared with.
type Past struct {
	Base, Tip *incident.Names
	Paths     map[string]bool // of the records that the branch has
}

// Change is what a branch made of one record.
type Change struct {
	*Past
	Now    *incident.Record // nil where it is gone
	Before *incident.Record // at the merge base; nil where it is new
}

// IsComparable reports whether the record can be compared: it was readable at the merge base and still is.
func (c Change) IsComparable() bool { return c.Now != nil && c.Before != nil && c.Before.Places != nil }

// LostPage is the page of a system or article that a branch takes away.
type LostPage struct {
	Address string         // where it was
	Before  *incident.File // at the merge base
	Now     *incident.File // what that became; nil where it is gone
	Alias   string         // of that file, by which the address would lead to it
}
