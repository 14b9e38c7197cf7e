// Package link tells what the address of a link leads to, as browsers read it.
package link

import (
	"net/url"
	"strings"
)

// IsWeb reports whether a scheme is one of the web.
func IsWeb(scheme string) bool { return scheme == "http" || scheme == "https" }

// LeadsToHost reports whether an address begins with http:// or https:// and a host, which everyone reads
// alike. Browsers make one of https:host and of http:/\host, and a user before the host can look like it.
func LeadsToHost(address string) bool {
	s := Scheme(address)
	if len(address) < len(s)+3 || !IsWeb(s) || !strings.EqualFold(address[:len(s)+3], s+"://") {
		return false
	}
	host := address[len(s)+3:]
	if end := strings.IndexAny(host, "/?#"); end >= 0 {
		host = host[:end]
	}
	u, err := url.Parse("http://" + host)
	return err == nil && u.Host != "" && u.User == nil
}

// Scheme is the scheme of an address in lower case; empty for a relative one. White space and
// control characters are passed over as browsers do.
func Scheme(address string) string {
	clean := strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, address)
	i := strings.IndexAny(clean, ":/?#")
	if i <= 0 || clean[i] != ':' {
		return ""
	}
	return strings.ToLower(clean[:i])
}
