package templates

import (
	"regexp"
	"strconv"
)

// Error is the error of a template or a language that can't be read, or of a template that can't be carried out.
type Error struct {
	error
	File         string // below templates/; empty for a built-in template
	Line, Column int    // from 1 in that file; 0 where that is not known
	Named        string // the template that the error names
}

func (e *Error) Unwrap() error { return e.error }

// place is how the libraries write where an error lies.
var place = regexp.MustCompile(`(?:template: ?([^:\s]+):|yaml: line )(\d+)(?::(\d+))?:`)

// NewError places an error in a file below templates/, as far as its text names a place.
func NewError(file string, err error) *Error {
	te := &Error{error: err, File: file}
	if m := place.FindStringSubmatch(err.Error()); m != nil {
		te.Named = m[1]
		te.Line, _ = strconv.Atoi(m[2])
		if offset, err := strconv.Atoi(m[3]); err == nil { // html/template counts bytes of a line from 0
			te.Column = offset + 1
		}
	}
	return te
}
