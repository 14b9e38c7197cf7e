// Package quantity has numbers as people know them: exact, between two, at least or at most; and the codes that stand
// beside them, of currencies and countries.
package quantity

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hindcast/internal/diag"
)

// mostCounted is the largest number that every reader of JSON and spreadsheets keeps exactly, with
// room for the sum of a log.
const mostCounted = 999_999_999_999_999

// Unknown is an end of a count that is not known.
const Unknown = -1

// Count is a whole number of people, records or decisions, or an estimate: between two, or with one end that is Unknown.
type Count struct{ Least, Most int64 }

// IsExact reports a single number.
func (c Count) IsExact() bool { return c.Least == c.Most }

// UnmarshalText reads a whole number, not below zero.
func (c *Count) UnmarshalText(text []byte) error {
	n, err := strconv.ParseInt(string(text), 10, 64)
	isShare := bytes.Contains(text, []byte("%"))
	if right := meant(string(text)); err != nil && right != "" && !strings.Contains(right, ".") && !isShare {
		return &diag.FormError{
			Message: fmt.Sprintf("is not a whole number: %q", text), Remedy: "write " + right, Mended: right,
		}
	}
	if err != nil || n < 0 {
		return &diag.FormError{
			Message: fmt.Sprintf("is not a whole number: %q", text),
			Remedy:  "write digits alone, or an estimate as " + estimates + "; leave the key out where the number is not known",
		}
	}
	if n > mostCounted {
		return &diag.FormError{
			Message: fmt.Sprintf("is more than can be counted: %q", text),
			Remedy:  "write a number of up to fifteen digits, or leave the key out where it is not known",
		}
	}
	c.Least, c.Most = n, n
	return nil
}

// estimates are the forms of an estimate, for hints.
const estimates = "[least, most], {least: …} or {most: …}"

func endKeys() []string { return []string{"least", "most"} }

// written is how people write a number: with its thousands in groups, and the power of ten in a word behind it.
const written = `(\d[\d,. _'’\x{a0}\x{202f}]*?)\s*(%|k|thousand|tausend|mil(?:le)?|(?-i:M)|millions?|mio\.?|bn|billions?)?`

// powers are the words for powers of ten, by how they begin in lower case, as exponents.
var powers = []struct{ word, exponent string }{
	{"%", "e-2"},
	{"k", "e3"},
	{"thousand", "e3"},
	{"tausend", "e3"},
	{"millio", "e6"},
	{"mio", "e6"},
	{"mil", "e3"},
	{"m", "e6"},
	{"b", "e9"},
}

// openings are how people write that a number is the least, the most, or between two.
var openings = []struct {
	form *regexp.Regexp
	make string
}{
	{regexp.MustCompile(`(?i)^` + written + `\s*\+$`), "{least: %s}"},
	{regexp.MustCompile(`(?i)^(?:>=?|≥|over|above|more than|at least|min\.?|minimum|mindestens|über|mehr als|au moins|plus de|al menos|más de)\s*` +
		written + `$`), "{least: %s}"},
	{regexp.MustCompile(`(?i)^(?:<=?|≤|under|below|less than|fewer than|up to|at most|max\.?|maximum|höchstens|bis zu|unter|weniger als|` +
		`au plus|jusqu['’]à|moins de|hasta|menos de)\s*` + written + `$`), "{most: %s}"},
	{regexp.MustCompile(`(?i)^(?:between |from )?` + written + `\s*(?:-|–|—|to|and|bis)\s*` + written + `$`), "[%s, %s]"},
	{regexp.MustCompile(`(?i)^` + written + `$`), "%s"},
}

// meant is how to write a number that is written as people do; empty where the text is none.
func meant(text string) string {
	for _, o := range openings {
		m := o.form.FindStringSubmatch(strings.TrimSpace(text))
		if m == nil {
			continue
		}
		ends := []any{digits(m[1], m[2])}
		if len(m) > 3 {
			if m[2] == "" {
				m[2] = m[4] // 27 to 45 million
			}
			ends = []any{digits(m[1], m[2]), digits(m[3], m[4])}
		}
		if !slices.Contains(ends, any("")) {
			return fmt.Sprintf(o.make, ends...)
		}
	}
	return ""
}

// digits are a number with a word for its power of ten in digits alone; empty where it is none.
func digits(number, word string) string {
	if grouped := ungrouped(number); grouped != "" {
		number = grouped
	}
	if !decimal.MatchString(number) {
		return ""
	}
	for _, p := range powers {
		if word != "" && strings.HasPrefix(strings.ToLower(word), p.word) {
			n, _ := strconv.ParseFloat(number+p.exponent, 64)
			return strconv.FormatFloat(n, 'f', -1, 64)
		}
	}
	return number
}

// lone is the error for an estimate with one end in a list, which may be the least or the number itself.
func lone(end string) error {
	return &diag.FormError{
		Message: "is not an estimate: the list has one number", Remedy: "write {least: " + end + "} if more is possible, else " + end,
	}
}

func notEstimate(of string) error {
	return &diag.FormError{
		Message: "is not an estimate", Remedy: "write an estimate as " + estimates + " with " + of + ", the smaller first",
	}
}

// UnmarshalList reads [least, most].
func (c *Count) UnmarshalList(items []string) error {
	var least, most Count
	if len(items) == 1 && least.UnmarshalText([]byte(items[0])) == nil {
		return lone(items[0])
	}
	if len(items) != 2 || least.UnmarshalText([]byte(items[0])) != nil || most.UnmarshalText([]byte(items[1])) != nil ||
		least.Least > most.Most {
		return notEstimate("whole numbers")
	}
	c.Least, c.Most = least.Least, most.Most
	return nil
}

// MapKeys are the keys of an estimate.
func (Count) MapKeys() []string { return endKeys() }

// UnmarshalMap reads {least: …}, {most: …} or both.
func (c *Count) UnmarshalMap(entries map[string]string) error {
	ends := Count{Unknown, Unknown}
	for key, value := range entries {
		var n Count
		if err := n.UnmarshalText([]byte(value)); err != nil {
			return err
		}
		switch key {
		case "least":
			ends.Least = n.Least
		case "most":
			ends.Most = n.Most
		default:
			return notEstimate("whole numbers")
		}
	}
	if len(entries) == 0 || ends.Most != Unknown && ends.Least > ends.Most {
		return notEstimate("whole numbers")
	}
	*c = ends
	return nil
}

// MarshalText writes the number alone; estimates are written as lists and maps.
func (c Count) MarshalText() ([]byte, error) {
	if c.IsExact() {
		return strconv.AppendInt(nil, c.Least, 10), nil
	}
	return fmt.Appendf(nil, "%d-%d", c.Least, c.Most), nil
}

// MarshalList writes an estimate with two ends; a plain number is no list.
func (c Count) MarshalList() []string { return list(c.Ends()) }

// MarshalMap writes an estimate with an open end.
func (c Count) MarshalMap() map[string]string { return openMap(c.Ends()) }

// Ends are the least and the most in digits; an end that is not known is empty.
func (c Count) Ends() (least, most string) {
	end := func(n int64) string {
		if n == Unknown {
			return ""
		}
		return strconv.FormatInt(n, 10)
	}
	return end(c.Least), end(c.Most)
}

func list(least, most string) []string {
	if least == most || least == "" || most == "" {
		return nil
	}
	return []string{least, most}
}

func openMap(least, most string) map[string]string {
	switch {
	case least == "" && most != "":
		return map[string]string{"most": most}
	case most == "" && least != "":
		return map[string]string{"least": least}
	}
	return nil
}

// Amount is a sum of money, not below zero, or an estimate of one: in digits with a point as written, an end that is not
// known being empty.
type Amount struct{ Least, Most string }

var decimal = regexp.MustCompile(`^\d{1,15}(?:\.\d{1,6})?$`)

// UnmarshalText reads a decimal number with a point.
func (a *Amount) UnmarshalText(text []byte) error {
	s := string(text)
	if right := meant(s); right != "" && right != s && !strings.Contains(s, "%") {
		return &diag.FormError{Message: fmt.Sprintf("is not an amount: %q", s), Remedy: "write " + right, Mended: right}
	}
	whole, fraction, _ := strings.Cut(s, ".")
	switch {
	case strings.Trim(whole+fraction, "0123456789") != "" || whole == "" || strings.HasSuffix(s, "."):
		return &diag.FormError{
			Message: fmt.Sprintf("is not an amount: %q", s),
			Remedy:  "write digits with a point for the fraction, such as 41000 or 12.50, or an estimate as " + estimates,
		}
	case !decimal.MatchString(s):
		return &diag.FormError{
			Message: fmt.Sprintf("is not an amount that figures can hold: %q", s),
			Remedy:  "write up to fifteen digits before the point and six after it",
		}
	}
	*a = Amount{s, s}
	return nil
}

// UnmarshalList reads [least, most].
func (a *Amount) UnmarshalList(items []string) error {
	if len(items) == 1 && decimal.MatchString(items[0]) {
		return lone(items[0])
	}
	if len(items) != 2 {
		return notEstimate("amounts")
	}
	return a.UnmarshalMap(map[string]string{"least": items[0], "most": items[1]})
}

// MapKeys are the keys of an estimate.
func (Amount) MapKeys() []string { return endKeys() }

// UnmarshalMap reads {least: …}, {most: …} or both.
func (a *Amount) UnmarshalMap(entries map[string]string) error {
	ends, err := ends(entries, func(text string) (string, error) {
		var one Amount
		err := one.UnmarshalText([]byte(text))
		return one.Least, err
	}, "amounts")
	if err == nil {
		*a = Amount(ends)
	}
	return err
}

// ends reads the ends of an estimate, each by read.
func ends(entries map[string]string, read func(string) (string, error), of string) (ends struct{ Least, Most string }, err error) {
	for key, value := range entries {
		end, err := read(value)
		if err != nil {
			return ends, err
		}
		switch key {
		case "least":
			ends.Least = end
		case "most":
			ends.Most = end
		default:
			return ends, notEstimate(of)
		}
	}
	if len(entries) == 0 || ends.Least != "" && ends.Most != "" && number(ends.Least) > number(ends.Most) {
		return ends, notEstimate(of)
	}
	return ends, nil
}

func number(digits string) float64 {
	n, _ := strconv.ParseFloat(digits, 64)
	return n
}

// MarshalText writes the sum alone; estimates are written as lists and maps.
func (a Amount) MarshalText() ([]byte, error) { return []byte(a.Least), nil }

// MarshalList writes an estimate with two ends; a plain sum is no list.
func (a Amount) MarshalList() []string { return list(a.Least, a.Most) }

// MarshalMap writes an estimate with an open end.
func (a Amount) MarshalMap() map[string]string { return openMap(a.Least, a.Most) }

// Ends are the least and the most; an end that is not known is empty.
func (a Amount) Ends() (least, most string) { return a.Least, a.Most }

// Decimals is the most digits after the point at either end.
func (a Amount) Decimals() int {
	of := func(end string) int {
		_, fraction, _ := strings.Cut(end, ".")
		return len(fraction)
	}
	return max(of(a.Least), of(a.Most))
}

// Fraction is a share of a whole, from 0 to 1, or an estimate of one, as an Amount.
type Fraction struct{ Least, Most string }

// above1 is a number above 1 among others.
var above1 = regexp.MustCompile(`(?:^|[^\d.])(?:[2-9]|1\.0*[1-9]|\d{2})`)

// UnmarshalText reads a decimal number from 0 to 1.
func (f *Fraction) UnmarshalText(text []byte) error {
	s := string(text)
	if right := meant(s); right != "" && right != s && !above1.MatchString(right) {
		return &diag.FormError{Message: fmt.Sprintf("is not a share: %q", s), Remedy: "write " + right, Mended: right}
	}
	if !decimal.MatchString(s) || number(s) > 1 {
		return &diag.FormError{
			Message: fmt.Sprintf("is not a share: %q", s),
			Remedy:  "write a number from 0 to 1, such as 0.2 for a fifth, or an estimate as " + estimates,
		}
	}
	*f = Fraction{s, s}
	return nil
}

// UnmarshalList reads [least, most].
func (f *Fraction) UnmarshalList(items []string) error {
	if len(items) != 2 {
		return notEstimate("numbers from 0 to 1")
	}
	return f.UnmarshalMap(map[string]string{"least": items[0], "most": items[1]})
}

// MapKeys are the keys of an estimate.
func (Fraction) MapKeys() []string { return endKeys() }

// UnmarshalMap reads {least: …}, {most: …} or both.
func (f *Fraction) UnmarshalMap(entries map[string]string) error {
	ends, err := ends(entries, func(text string) (string, error) {
		var one Fraction
		err := one.UnmarshalText([]byte(text))
		return one.Least, err
	}, "numbers from 0 to 1")
	if err == nil {
		*f = Fraction(ends)
	}
	return err
}

// MarshalText writes the number alone; estimates are written as lists and maps.
func (f Fraction) MarshalText() ([]byte, error) { return []byte(f.Least), nil }

// MarshalList writes an estimate with two ends.
func (f Fraction) MarshalList() []string { return list(f.Least, f.Most) }

// MarshalMap writes an estimate with an open end.
func (f Fraction) MarshalMap() map[string]string { return openMap(f.Least, f.Most) }

// Ends are the least and the most; an end that is not known is empty.
func (f Fraction) Ends() (least, most string) { return f.Least, f.Most }

var grouped = regexp.MustCompile(`^\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^\d{1,3}(?:[ _'’  ]\d{3})+(?:\.\d+)?$`)

// ungrouped is a number without the separators of its thousands; empty where it has none.
func ungrouped(text string) string {
	if !grouped.MatchString(text) {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if r == '.' || '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, text)
}
