package importing

import (
	"slices"
	"strings"

	"hindcast/internal/incident"
)

// RestrictedMark is the mark of an entry, or of an event, that its source shows to some of its readers alone. Such have
// named recipients, by membership or role, and RED is the mark for these; AMBER+STRICT would show it to everybody in the
// organisation.
const RestrictedMark = "RED"

// Restrict marks a record whose source restricts who sees it, whatever the default is, and says why.
func Restrict(f *incident.Front, why string) {
	if f.TLP != RestrictedMark {
		f.TLP = RestrictedMark
		Lacks(f, "tlp: %s was taken, since the source shows the entry to some alone: %s", f.TLP, OneLine(why))
	}
}

// Restricts reports whether a key of an entry has a value that restricts who sees the entry in its source, as private: true
// or visibility: private. A word that is not known restricts.
func Restricts(key, value string) bool {
	value = Word(value)
	switch strings.TrimPrefix(compact(key), "is") {
	case "confidential", "private", "restricted":
		return !slices.Contains([]string{"", "false", "no", "n", "f", "0", "none", "null"}, value)
	case "visibility":
		return !slices.Contains([]string{"", "public", "open", "all", "everyone", "everybody", "anyone"}, value)
	case "securitylevel", "issuesecuritylevel":
		return !slices.Contains([]string{"", "none", "null"}, value)
	}
	return false
}
