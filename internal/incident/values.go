package incident

import (
	"fmt"
	"net/url"
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
