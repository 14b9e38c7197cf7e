package incident

import "hindcast/internal/identifier"

// IDPattern is how the organisation's ids are built.
type IDPattern = identifier.Pattern

// Prefix stands before the ids of a source.
type Prefix = identifier.Prefix

// DefaultIDPattern is INC-{year}-{number}.
var DefaultIDPattern = identifier.Default

// BareID finds what looks like an id in prose; whether it is one, the records tell.
var BareID = identifier.Bare

// EndsAsPlaceholder reports whether an id, perhaps of another pattern, waits for its number.
func EndsAsPlaceholder(id string) bool { return identifier.EndsAsPlaceholder(id) }
