// Package identifier knows how the ids of records are built, and finds them in texts.
package identifier

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"hindcast/internal/diag"
	"hindcast/internal/watch"
)

// Pattern is how the organisation's ids are built: letters and digits with {year} and {number} in it, such as
// INC-{year}-{number} or pm{year}-{number:3}, or the day and a name, {date}-{slug}. A number has at least four digits,
// or as many as are written after the colon.
type Pattern struct {
	text   string
	id     *regexp.Regexp
	prefix string // the letters and digits before the year, the number or the date
	digits int    // of a number, at the least; 0 for a day and a name
	number string // how the number is written in the pattern
	bare   *watch.Form
}

// longestPattern is in bytes: an id is quoted in sentences and becomes part of names.
const longestPattern = 40

// Default is INC-{year}-{number}.
var Default = mustPattern("INC-{year}-{number}")

var (
	patternForm   = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9]*)(?:-?\{year\})?-\{number(?::([3-9]))?\}$`)
	datedForm     = regexp.MustCompile(`^(?:([A-Za-z][A-Za-z0-9]*)-)?\{date\}-\{slug\}$`)
	precedentForm = regexp.MustCompile(`^([A-Z][A-Z0-9]*)-(\d{4,})$`)
)

// placeholderEnd is the form of the end of an id that waits for its number.
const placeholderEnd = `X[A-Z0-9]{4}`

// Bare finds what looks like an id in prose; whether it is one, the records tell.
var Bare = watch.NewForm(bare, holdsIDHyphen)

const bare = `\b[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*-(?:\d{3,}|` + placeholderEnd + `)\b`

// holdsIDHyphen reports whether a hyphen of a text stands between what it does in an id: a capital or digit
// before, three digits or an X after.
func holdsIDHyphen(text string) bool {
	for i := 1; i+3 < len(text); i++ {
		next := strings.IndexByte(text[i:len(text)-3], '-')
		if next < 0 {
			return false
		}
		i += next
		before, after := text[i-1], text[i+1:i+4]
		isNumber := after[0] == 'X' || strings.Trim(after, "0123456789") == ""
		if isNumber && (before >= 'A' && before <= 'Z' || before >= '0' && before <= '9') {
			return true
		}
	}
	return false
}

func mustPattern(s string) Pattern {
	var p Pattern
	if err := p.UnmarshalText([]byte(s)); err != nil {
		panic(err)
	}
	return p
}

// UnmarshalText reads a pattern.
func (p *Pattern) UnmarshalText(text []byte) error {
	s := string(text)
	numbered, dated := patternForm.FindStringSubmatch(s), datedForm.FindStringSubmatch(s)
	if numbered == nil && dated == nil || len(s) > longestPattern {
		return &diag.FormError{
			Message: fmt.Sprintf("is not a pattern for ids: %q", s),
			Remedy:  "write it as INC-{year}-{number}, INC-{number}, PM{year}-{number:3} or {date}-{slug}",
		}
	}
	read := Pattern{text: s, number: "{number}"}
	if numbered != nil {
		read.prefix, read.digits = numbered[1], 4
		if numbered[2] != "" {
			read.digits, _ = strconv.Atoi(numbered[2])
			read.number = "{number:" + numbered[2] + "}"
		}
	} else {
		read.prefix = dated[1]
	}
	expr := strings.NewReplacer(
		"{year}", `(?P<year>(?:19|20)\d{2})`, "{date}", `(?P<year>(?:19|20)\d{2})-\d{2}-\d{2}`, "{slug}", `[a-z0-9]+(?:-[a-z0-9]+)*`,
		read.number, fmt.Sprintf(`(?:\d{%d,}|%s)`, read.digits, placeholderEnd),
	).Replace(s)
	read.id = regexp.MustCompile("^" + expr + "$")
	if !Bare.MatchString(read.example()) {
		read.bare = watch.NewForm(bare+`|\b`+expr+`\b`, func(text string) bool { return strings.Contains(text, "-") })
	}
	*p = read
	return nil
}

// example is an id of the pattern.
func (p Pattern) example() string {
	return strings.NewReplacer("{year}", "2026", "{date}", "2026-03-02", "{slug}", "name", p.number, "123456789").Replace(p.text)
}

// Bare finds what looks like an id in prose: of any repository, and of this one.
func (p Pattern) Bare() *watch.Form {
	if p.bare == nil {
		return Bare
	}
	return p.bare
}

// In are the ids that a path seems to have, be they of this repository or of another.
func (p Pattern) In(path string) []string {
	ids := Bare.FindAllString(strings.ToUpper(path), -1)
	if p.bare != nil {
		ids = append(ids, p.bare.FindAllString(path, -1)...)
		ids = append(ids, p.bare.FindAllString(strings.ToLower(path), -1)...)
	}
	return ids
}

// String is the pattern as written.
func (p Pattern) String() string { return p.text }

// IsDated reports a pattern of a day and a name, whose ids need no number.
func (p Pattern) IsDated() bool { return p.digits == 0 }

// IsZero reports an absent pattern.
func (p Pattern) IsZero() bool { return p.text == "" }

// Check is a sentence that says what is wrong with the id of a record, perhaps of a precedent, and a remedy;
// both empty where nothing is.
func (p Pattern) Check(id string, isPrecedent bool) (message, hint string) {
	if isPrecedent {
		m := precedentForm.FindStringSubmatch(id)
		if m == nil || strings.EqualFold(m[1], p.prefix) {
			return fmt.Sprintf("%q is not the id of a precedent", id),
				"write capitals for the source, a hyphen and at least four digits, such as AIID-0004"
		}
		return "", ""
	}
	if !p.id.MatchString(id) {
		return fmt.Sprintf("%q is not an id of this repository", id),
			p.built()
	}
	return "", ""
}

// IsPlaceholder reports whether an id of the pattern waits for its number.
func (p Pattern) IsPlaceholder(id string) bool {
	return p.id.MatchString(id) && EndsAsPlaceholder(id)
}

// EndsAsPlaceholder reports whether an id, perhaps of another pattern, waits for its number.
func EndsAsPlaceholder(id string) bool { return placeholder.MatchString(id) }

// built says how ids are built.
func (p Pattern) built() string {
	if p.IsDated() {
		return "ids are built as " + p.text + ", such as " + p.example() + ": the day, and words in lower case with hyphens between them"
	}
	return fmt.Sprintf("ids are built as %s, the number having at least %s digits", p.text, numerals[p.digits])
}

var numerals = []string{3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}

// Year is the year in an id; false where the pattern has none or the id does not follow it.
func (p Pattern) Year(id string) (int, bool) {
	m := p.id.FindStringSubmatch(id)
	i := p.id.SubexpIndex("year")
	if m == nil || i < 0 {
		return 0, false
	}
	year, err := strconv.Atoi(m[i])
	return year, err == nil
}

var placeholder = regexp.MustCompile(`-` + placeholderEnd + `$`)

// Prefix is the letters and digits that ids begin with, before the year, the number or the date; empty where there are
// none.
func (p Pattern) Prefix() string { return p.prefix }
