package identifier

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"hindcast/internal/diag"
	"hindcast/internal/watch"
)

// Prefix stands before the ids of a source: two to ten capitals and digits, the first a capital.
type Prefix string

var prefixForm = regexp.MustCompile(`^[A-Z][A-Z0-9]{1,9}$`)

// UnmarshalText reads a prefix.
func (p *Prefix) UnmarshalText(text []byte) error {
	if !prefixForm.Match(text) {
		return &diag.FormError{
			Message: fmt.Sprintf("is no prefix for ids: %q", text),
			Remedy:  "write two to ten capitals and digits, such as PAY",
		}
	}
	*p = Prefix(text)
	return nil
}

// ID is what an id of the source is here.
func (p Prefix) ID(id string) string { return string(p) + "-" + id }

// Slug is what the name of a file under knowledge is here.
func (p Prefix) Slug(slug string) string { return strings.ToLower(string(p)) + "-" + slug }

// Begins reports whether a name is one that the prefix was put before.
func (p Prefix) Begins(name string) bool {
	return len(name) > len(p) && name[len(p)] == '-' && strings.EqualFold(name[:len(p)], string(p))
}

// Names reports whether a path has the prefix before the name of its file or of a folder above it.
func (p Prefix) Names(file string) bool {
	for ; file != "." && file != "/"; file = path.Dir(file) {
		if p.Begins(path.Base(file)) {
			return true
		}
	}
	return false
}

// Beside is the pattern that finds ids with some prefixes in prose too, however they are built.
func (p Pattern) Beside(prefixes []string) Pattern {
	joined := `\b(?:` + strings.Join(prefixes, "|") + `)-[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\b`
	p.bare = watch.NewForm(joined+"|"+p.Bare().String(), func(text string) bool { return strings.Contains(text, "-") })
	return p
}
