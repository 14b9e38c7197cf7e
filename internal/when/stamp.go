package when

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Stamp is a time as written, in parts that may be empty.
type Stamp struct {
	Date  string // such as 2026-03-02, 2026-03 or 2 March 2026
	Clock string // such as 9:25, 09:25:30 or 11:30 PM
	Zone  string // such as Z, UTC, +01:00 or CET
}

const (
	monthForm = `(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)`
	// DateForm is how a date is written; days before months in figures are left out, since nobody can tell which is which.
	DateForm  = `\d{4}-\d{2}-\d{2}|\d{4}/\d{2}/\d{2}|\d{4}-\d{2}|\d{1,2} ` + monthForm + `\.? \d{4}|` + monthForm + `\.? \d{1,2}, \d{4}`
	clockForm = `\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?: ?[AaPp](?:[Mm]\b|\.[Mm]\.)| Uhr\b)?`
	// ZoneForm is how a zone is written. Most of the abbreviations have more than one meaning.
	ZoneForm = `[Zz]|(?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{2}:?\d{2}|CES?T|EES?T|WES?T|MES?[TZ]|BST|IST|MSK|[ECMP][SD]?T|AK[SD]T|HST|` +
		`[JKH]ST|SGT|HKT|A[ECW][SD]?T|A[EC][SD]T|NZ[SD]?T`
	zoneAfter = `(?: ?(` + ZoneForm + `)\b| \((` + ZoneForm + `)\))`
)

var (
	dated   = regexp.MustCompile(`^(` + DateForm + `)(?:(?:[Tt]|,? (?:at )?)(` + clockForm + `)` + zoneAfter + `?)?`)
	undated = regexp.MustCompile(`^(` + clockForm + `)` + zoneAfter + `?`)
	parting = regexp.MustCompile(`^[\s:;,–—-]*`) // a time from the text after it
	until   = regexp.MustCompile(`^(?:-| - | ?– ?|—|/| to | until )`)
)

// stamp reads a time at the beginning of a text; n is its length, 0 for none.
func stamp(s string) (at Stamp, n int) {
	if s == "" || strings.IndexByte("0123456789JFMASOND", s[0]) < 0 { // a digit, or a month
		return Stamp{}, 0
	}
	var m []string
	if strings.IndexByte(s[:min(len("15:"), len(s))], ':') < 0 {
		m = dated.FindStringSubmatch(s)
	}
	if m != nil {
		at = Stamp{m[1], m[2], m[3] + m[4]}
	} else if m = undated.FindStringSubmatch(s); m != nil {
		at = Stamp{"", m[1], m[2] + m[3]}
	} else {
		return Stamp{}, 0
	}
	next, _ := utf8.DecodeRuneInString(s[len(m[0]):])
	if unicode.IsLetter(next) || unicode.IsDigit(next) || next == ':' && len(s) > len(m[0])+1 && unicode.IsDigit(rune(s[len(m[0])+1])) {
		return Stamp{}, 0
	}
	return at, len(m[0])
}

// Stretch reads a time, or two with a dash or a word between them, at the beginning of a text; n is its length in bytes, 0 for
// none.
func Stretch(s string) (begin, end Stamp, n int) {
	begin, n = stamp(s)
	if n == 0 || begin.Clock == "" {
		return begin, end, n
	}
	between := until.FindString(s[n:])
	if between == "" {
		return begin, end, n
	}
	rest := s[n+len(between):]
	to, length := stamp(rest)
	apart := strings.HasPrefix(between, " ") && strings.ContainsAny(between, "-–")
	if length == 0 || to.Clock == "" || apart && strings.TrimSpace(parting.FindString(rest[length:])) == "" && length < len(rest) {
		return begin, end, n // a dash with spaces is what mostly stands before the text, which may begin with a time
	}
	return begin, to, n + len(between) + length
}
