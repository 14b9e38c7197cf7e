// Package quantity has numbers as people know them: exact, between two, at least or at most; and the codes that stand
// beside them, of currencies and countries.
package quantity

import (
	"fmt"
	"regexp"
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
	if plain := ungrouped(string(text)); plain != "" && !strings.Contains(plain, ".") {
		return &diag.FormError{
			Message: fmt.Sprintf("is not a whole number: %q", text), Remedy: "write " + plain, Mended: plain,
		}
	}
	if open := openEnd(string(text)); open != "" {
		return &diag.FormError{
			Message: fmt.Sprintf("is not a whole number: %q", text), Remedy: "write " + open, Mended: open,
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

// openings are how people write that a number is the least, or the most; the digits may be grouped.
var openings = []struct {
	form *regexp.Regexp
	key  string
}{
	{regexp.MustCompile(`(?i)^([\d][\d,. _'’]*?)\s*\+$`), "least"},
	{regexp.MustCompile(`(?i)^(?:>=?|≥|over|more than|at least|min\.?|minimum)\s*([\d][\d,. _'’]*)$`), "least"},
	{regexp.MustCompile(`(?i)^(?:<=?|≤|under|less than|up to|at most|max\.?|maximum)\s*([\d][\d,. _'’]*)$`), "most"},
}

// openEnd is how to write a number of which one end is open; empty where the text is none.
func openEnd(text string) string {
	for _, o := range openings {
		m := o.form.FindStringSubmatch(strings.TrimSpace(text))
		if m == nil {
			continue
		}
		plain := m[1]
		if grouped := ungrouped(plain); grouped != "" {
			plain = grouped
		}
		if decimal.MatchString(plain) {
			return "{" + o.key + ": " + plain + "}"
		}
	}
	return ""
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
	if plain := ungrouped(s); plain != "" {
		return &diag.FormError{Message: fmt.Sprintf("is not an amount: %q", s), Remedy: "write " + plain, Mended: plain}
	}
	if open := openEnd(s); open != "" {
		return &diag.FormError{Message: fmt.Sprintf("is not an amount: %q", s), Remedy: "write " + open, Mended: open}
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

var percent = regexp.MustCompile(`^(\d{1,3}(?:\.\d{1,4})?) ?%$`)

// UnmarshalText reads a decimal number from 0 to 1.
func (f *Fraction) UnmarshalText(text []byte) error {
	s := string(text)
	if m := percent.FindStringSubmatch(s); m != nil && number(m[1]) <= 100 {
		plain := strconv.FormatFloat(number(m[1])/100, 'f', -1, 64)
		return &diag.FormError{Message: fmt.Sprintf("is not a share: %q", s), Remedy: "write " + plain, Mended: plain}
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
