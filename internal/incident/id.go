package incident

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"hindcast/internal/diag"
	"hindcast/internal/watch"
)

// IDPattern is how the organisation's ids are built: capitals and digits with {year} and {number}
// in it, such as INC-{year}-{number}. A number has at least four digits.
type IDPattern struct {
	text   string
	id     *regexp.Regexp
	prefix string
}

// longestPattern is in bytes: an id is quoted in sentences and becomes part of names.
const longestPattern = 40

// DefaultIDPattern is INC-{year}-{number}.
var DefaultIDPattern = mustPattern("INC-{year}-{number}")

var (
	patternForm   = regexp.MustCompile(`^[A-Z][A-Z0-9]*-(\{year\}-)?\{number\}$`)
	precedentForm = regexp.MustCompile(`^([A-Z][A-Z0-9]*)-(\d{4,})$`)
)

// placeholderEnd is the form of the end of an id that waits for its number.
const placeholderEnd = `X[A-Z0-9]{4}`

// BareID finds what looks like an id in prose; whether it is one, the records tell.
var BareID = watch.NewForm(`\b[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*-(?:\d{4,}|`+placeholderEnd+`)\b`, holdsIDHyphen)

// holdsIDHyphen reports whether a hyphen of a text stands between what it does in an id: a capital or digit
// before, four digits or an X after.
func holdsIDHyphen(text string) bool {
	for i := 1; i+4 < len(text); i++ {
		next := strings.IndexByte(text[i:len(text)-4], '-')
		if next < 0 {
			return false
		}
		i += next
		before, after := text[i-1], text[i+1:i+5]
		isNumber := after[0] == 'X' || strings.Trim(after, "0123456789") == ""
		if isNumber && (before >= 'A' && before <= 'Z' || before >= '0' && before <= '9') {
			return true
		}
	}
	return false
}

func mustPattern(s string) IDPattern {
	var p IDPattern
	if err := p.UnmarshalText([]byte(s)); err != nil {
		panic(err)
	}
	return p
}

// UnmarshalText reads a pattern.
func (p *IDPattern) UnmarshalText(text []byte) error {
	s := string(text)
	if !patternForm.MatchString(s) || len(s) > longestPattern {
		return &diag.FormError{
			Message: fmt.Sprintf("is not a pattern for ids: %q", s), Remedy: "write it as INC-{year}-{number} or INC-{number}",
		}
	}
	expr := strings.NewReplacer("{year}", `(?:19|20)\d{2}`, "{number}", `(?:\d{4,}|`+placeholderEnd+`)`).Replace(s)
	prefix, _, _ := strings.Cut(s, "-")
	*p = IDPattern{text: s, id: regexp.MustCompile("^" + expr + "$"), prefix: prefix}
	return nil
}

// IsZero reports an absent pattern.
func (p IDPattern) IsZero() bool { return p.text == "" }

// Check is a sentence that says what is wrong with an id of a record of this kind, and a remedy;
// both empty where nothing is.
func (p IDPattern) Check(id, kind string) (message, hint string) {
	if kind == KindPrecedent {
		m := precedentForm.FindStringSubmatch(id)
		if m == nil || m[1] == p.prefix {
			return fmt.Sprintf("%q is not the id of a precedent", id),
				"write capitals for the source, a hyphen and at least four digits, such as AIID-0004"
		}
		return "", ""
	}
	if !p.id.MatchString(id) {
		return fmt.Sprintf("%q is not an id of this repository", id),
			"ids are built as " + p.text + ", the number having at least four digits"
	}
	return "", ""
}

// IsPlaceholder reports whether an id of the pattern waits for its number.
func (p IDPattern) IsPlaceholder(id string) bool {
	return p.id.MatchString(id) && EndsAsPlaceholder(id)
}

// EndsAsPlaceholder reports whether an id, perhaps of another pattern, waits for its number.
func EndsAsPlaceholder(id string) bool { return placeholder.MatchString(id) }

// Year is the year in an id; false where the pattern has none or the id does not follow it.
func (p IDPattern) Year(id string) (int, bool) {
	if !strings.Contains(p.text, "{year}") || !p.id.MatchString(id) {
		return 0, false
	}
	year, err := strconv.Atoi(strings.TrimPrefix(id, p.prefix+"-")[:4])
	return year, err == nil
}

var placeholder = regexp.MustCompile(`-` + placeholderEnd + `$`)
