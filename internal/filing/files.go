package filing

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sort"
	"strings"

	"hindcast/internal/edit"
	"hindcast/internal/incident"
)

// Original is a file as it was read into the log, from which everything that is known of it comes.
// The error is an *edit.Error where it holds something else by now.
func Original(files fs.FS, f *incident.File) ([]byte, error) {
	text, err := fs.ReadFile(files, f.Path)
	switch {
	case err == nil && sha256.Sum256(text) == f.Sum:
		return text, nil
	case err == nil, errors.Is(err, fs.ErrNotExist):
		return nil, edit.Changed(f.Path)
	}
	return nil, fmt.Errorf("read %s again: %w", f.Path, err)
}

// fileOf is the text of a log that has a path; nil where there is none.
func fileOf(log *incident.Log, path string) *incident.File {
	if path == log.ConfigFile.Path {
		return &log.ConfigFile
	}
	for _, f := range log.Texts() {
		if f.Path == path {
			return f
		}
	}
	return nil
}

// PlaceOf is the file of a record, else its folder.
func PlaceOf(file string) string {
	if path.Base(file) == "index.md" {
		return path.Dir(file)
	}
	return file
}

// Replacement is text to be put into the place of a stretch of a file, in bytes.
type Replacement struct {
	Start, End int
	Text       string
}

// Within is what puts a text into the place of another one wherever that stands in a stretch as words of its own, without
// regard to case.
func Within(text []byte, start, end int, old, now string) (list []Replacement) {
	for at := start; old != "" && at+len(old) <= min(end, len(text)); at++ {
		if strings.EqualFold(string(text[at:at+len(old)]), old) && !IsWord(text, at-1) && !IsWord(text, at+len(old)) {
			list = append(list, Replacement{at, at + len(old), now})
		}
	}
	return list
}

// Replaced is a text with the replacements made, in any order. Of two that overlap the first in the text holds.
func Replaced(text []byte, list []Replacement) []byte {
	list = slices.Clone(list)
	sort.SliceStable(list, func(i, j int) bool { return list[i].Start < list[j].Start })
	var out []byte
	at := 0
	for _, r := range list {
		if r.Start >= at {
			out = append(append(out, text[at:r.Start]...), r.Text...)
			at = r.End
		}
	}
	return append(out, text[at:]...)
}

// IsWord reports whether the byte at an index of a text is of a word; none before its start or behind its end is.
func IsWord(text []byte, at int) bool {
	if at < 0 || at >= len(text) {
		return false
	}
	c := text[at]
	return c == '_' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80
}
