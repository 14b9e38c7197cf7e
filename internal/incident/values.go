package incident

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"hindcast/internal/diag"
)

// OneOrMore is a list of texts that may be written as a single text.
type OneOrMore []string

// LoneItem allows the single text.
func (OneOrMore) LoneItem() {}

// Has reports whether the list holds a name.
func (o OneOrMore) Has(name string) bool {
	for _, n := range o {
		if n == name {
			return true
		}
	}
	return false
}

// mostCounted is the largest number that every reader of JSON and spreadsheets keeps exactly, with
// room for the sum of a log.
const mostCounted = 999_999_999_999_999

// Count is a whole number of people, records or decisions, or an estimate between two.
type Count struct{ Least, Most int64 }

// UnmarshalText reads a whole number, not below zero.
func (c *Count) UnmarshalText(text []byte) error {
	n, err := strconv.ParseInt(string(text), 10, 64)
	if plain := ungrouped(string(text)); plain != "" && !strings.Contains(plain, ".") {
		return &diag.FormError{
			Message: fmt.Sprintf("is not a whole number: %q", text), Remedy: "write " + plain, Mended: plain,
		}
	}
	if err != nil || n < 0 {
		return &diag.FormError{
			Message: fmt.Sprintf("is not a whole number: %q", text),
			Remedy:  "write digits alone, or an estimate as [least, most]; leave the key out where the number is not known",
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

// UnmarshalList reads [least, most].
func (c *Count) UnmarshalList(items []string) error {
	var least, most Count
	if len(items) != 2 || least.UnmarshalText([]byte(items[0])) != nil || most.UnmarshalText([]byte(items[1])) != nil ||
		least.Least > most.Most {
		return &diag.FormError{
			Message: "is not an estimate", Remedy: "write an estimate as [least, most], both whole numbers, the smaller first",
		}
	}
	c.Least, c.Most = least.Least, most.Most
	return nil
}

// String groups digits by thousands: "18,400", or "1,000 to 2,000".
func (c Count) String() string {
	if c.Least == c.Most {
		return Group(c.Least)
	}
	return Group(c.Least) + " to " + Group(c.Most)
}

// MarshalText writes the number alone, or least-most.
func (c Count) MarshalText() ([]byte, error) {
	if c.Least == c.Most {
		return strconv.AppendInt(nil, c.Least, 10), nil
	}
	return fmt.Appendf(nil, "%d-%d", c.Least, c.Most), nil
}

// MarshalList writes an estimate as its two numbers; a plain number is no list.
func (c Count) MarshalList() []string {
	if c.Least == c.Most {
		return nil
	}
	return []string{strconv.FormatInt(c.Least, 10), strconv.FormatInt(c.Most, 10)}
}

// Group writes a number with a comma between thousands.
func Group(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

var grouped = regexp.MustCompile(`^\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^\d{1,3}(?:[ _'’  ]\d{3})+(?:\.\d+)?$`)

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

// Amount is a sum of money, not below zero, kept as written.
type Amount string

// UnmarshalText reads a decimal number with a point.
func (a *Amount) UnmarshalText(text []byte) error {
	s := string(text)
	if plain := ungrouped(s); plain != "" {
		return &diag.FormError{Message: fmt.Sprintf("is not an amount: %q", s), Remedy: "write " + plain, Mended: plain}
	}
	if n, err := strconv.ParseFloat(s, 64); err != nil || n < 0 || strings.ContainsAny(s, "xXeEpPnN_+") ||
		strings.HasPrefix(s, "-") {
		return &diag.FormError{
			Message: fmt.Sprintf("is not an amount: %q", s),
			Remedy:  "write digits with a point for the fraction, such as 41000 or 12.50",
		}
	}
	if whole, fraction, _ := strings.Cut(s, "."); len(whole) > 15 || len(fraction) > 6 {
		return &diag.FormError{
			Message: fmt.Sprintf("is not an amount that figures can hold: %q", s),
			Remedy:  "write up to fifteen digits before the point and six after it",
		}
	}
	*a = Amount(s)
	return nil
}

// String groups the digits before the point by thousands.
func (a Amount) String() string {
	whole, fraction, _ := strings.Cut(string(a), ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return string(a)
	}
	if fraction != "" {
		fraction = "." + fraction
	}
	return Group(n) + fraction
}

// Currency is an ISO 4217 code, checked by its form.
type Currency string

// UnmarshalText reads three capital letters.
func (c *Currency) UnmarshalText(text []byte) error {
	if !capitals(string(text), 3) {
		return &diag.FormError{Message: fmt.Sprintf("is not a currency: %q", text), Remedy: "write the ISO 4217 code, such as EUR"}
	}
	*c = Currency(text)
	return nil
}

// Country is an ISO 3166-1 alpha-2 code, checked by its form.
type Country string

// UnmarshalText reads two capital letters.
func (c *Country) UnmarshalText(text []byte) error {
	if !capitals(string(text), 2) {
		return &diag.FormError{
			Message: fmt.Sprintf("is not a country: %q", text), Remedy: "write the ISO 3166-1 code of two letters, such as DE",
		}
	}
	*c = Country(text)
	return nil
}

func capitals(s string, n int) bool {
	if len(s) != n {
		return false
	}
	for i := range len(s) {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return true
}

// Address is an absolute address on the web, or a urn.
type Address string

// OnWeb reports whether a browser can open it, which it can't a urn.
func (a Address) OnWeb() bool {
	return a != "" && !strings.EqualFold(string(a[:min(len(a), 4)]), "urn:")
}

// UnmarshalText reads an address with the scheme https, http or urn. One that names a user is refused:
// a password may be in it, and what is before the @ can pass for another host.
func (a *Address) UnmarshalText(text []byte) error {
	u, err := url.Parse(string(text))
	switch {
	case err == nil && u.User != nil:
		return &diag.FormError{Message: "names a user, which is not published", Remedy: "take out what stands before the @"}
	case err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "":
	case err == nil && u.Scheme == "urn" && u.Opaque != "":
	default:
		return &diag.FormError{
			Message: fmt.Sprintf("is not an address: %q", text), Remedy: "write it in full, beginning with https://",
		}
	}
	*a = Address(text)
	return nil
}

// BaseURL is the address of a folder on the web; it ends in a slash.
type BaseURL string

// UnmarshalText reads an address with the scheme https or http, without user, query and fragment.
func (b *BaseURL) UnmarshalText(text []byte) error {
	u, err := url.Parse(string(text))
	if err == nil && u.User != nil {
		return &diag.FormError{Message: "names a user, which is not published", Remedy: "take out what stands before the @"}
	}
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return &diag.FormError{
			Message: fmt.Sprintf("is not the address of a site: %q", text), Remedy: "write it as https://example.org/incidents/",
		}
	}
	*b = BaseURL(strings.TrimRight(string(text), "/") + "/")
	return nil
}
