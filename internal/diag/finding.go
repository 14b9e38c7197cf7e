// Package diag holds what a check has to say: findings with their place, order and
// identity, and the printers that show them. It knows nothing of records or files;
// whoever prints hands it the text of a file.
package diag

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sort"
	"strings"
)

// Level says how much a finding weighs. Errors decide the exit code.
type Level uint8

// The levels, least first.
const (
	Note Level = iota
	Warning
	Error
)

func (l Level) String() string {
	return [...]string{"note", "warning", "error"}[l]
}

// MarshalText writes the level's name.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// Place is a span in a file that a finding refers to beside its own.
type Place struct {
	Path    string // slash-separated, relative to the root of the records repository
	Span    Span
	Message string
}

// Finding is one thing that a rule has to say about one place.
type Finding struct {
	Rule    string
	Level   Level
	Path    string // slash-separated, relative to the root of the records repository
	Span    Span
	Message string
	Hint    string // one remedy, empty where the message holds it
	Record  string // the record's id, else its path
	Key     string // key path or heading that the finding is about, such as timeline.contained
	Text    string // the offending text as written
	Related []Place
	// Unquoted means that the line it is in must not be shown, since it holds what is withheld.
	Unquoted bool
	Fix      *Fix // a change that mends it and is safe to make; nil where there is none
}

// Fix replaces a stretch of the finding's file.
type Fix struct {
	Start, End int // byte offsets, the end exclusive
	Text       string
}

// Fingerprint is the finding's identity across versions of a file: it survives edits that only
// move lines. Shape: 32 hexadecimal digits.
func (f Finding) Fingerprint() string {
	sum := sha256.Sum256([]byte(strings.Join([]string{f.Rule, f.Record, f.Key, f.Text}, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// longestMessage is how many code points of a message are kept: one can quote a value of any length.
const longestMessage = 400

// Shortened is the finding with what it says cut to a length that people read.
func (f Finding) Shortened() Finding {
	f.Message, f.Hint = shortened(f.Message), shortened(f.Hint)
	return f
}

func shortened(s string) string {
	if len(s) <= longestMessage {
		return s
	}
	n := 0
	for i := range s {
		if n++; n > longestMessage {
			return s[:i] + "…"
		}
	}
	return s
}

// Sort orders findings by path, place, then rule, so that the same input prints the same.
func Sort(findings []Finding) {
	sort.SliceStable(findings, func(i, j int) bool {
		a, b := &findings[i], &findings[j]
		return cmp.Or(
			strings.Compare(a.Path, b.Path),
			cmp.Compare(a.Span.Start.Line, b.Span.Start.Line),
			cmp.Compare(a.Span.Start.Column, b.Span.Start.Column),
			strings.Compare(a.Rule, b.Rule),
			strings.Compare(a.Key, b.Key),
			strings.Compare(a.Message, b.Message),
		) < 0
	})
}

// Count is how many findings there are of each level.
type Count struct {
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
	Notes    int `json:"notes"`
}

// goesWith reports whether two findings are of one rule and level and at one place.
func (f Finding) goesWith(g Finding) bool {
	return f.Rule == g.Rule && f.Level == g.Level && f.Path == g.Path && f.Span == g.Span
}

// Tally counts findings by level.
func Tally(findings []Finding) Count {
	var c Count
	for _, f := range findings {
		switch f.Level {
		case Error:
			c.Errors++
		case Warning:
			c.Warnings++
		default:
			c.Notes++
		}
	}
	return c
}

// String reads "2 errors, 1 warning", leaving out what there is none of.
func (c Count) String() string {
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{{c.Errors, "error"}, {c.Warnings, "warning"}, {c.Notes, "note"}} {
		if p.n > 0 {
			parts = append(parts, Plural(p.n, p.what))
		}
	}
	if len(parts) == 0 {
		return "no findings"
	}
	return strings.Join(parts, ", ")
}

// Plural is the number with its noun: "1 record", "2 records", "2 entries", "2 near misses".
func Plural(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case strings.HasSuffix(noun, "ry"):
		return fmt.Sprintf("%d %sies", n, strings.TrimSuffix(noun, "y"))
	case strings.HasSuffix(noun, "s"):
		return fmt.Sprintf("%d %ses", n, noun)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
