package markdown

import (
	"net/url"
	"strings"
)

func isWeb(scheme string) bool { return scheme == "http" || scheme == "https" }

// leadsToHost reports whether an address begins with http:// or https:// and a host, which everyone reads
// alike. Browsers make one of https:host and of http:/\host, and a user before the host can look like it.
func leadsToHost(address string) bool {
	s := scheme(address)
	if len(address) < len(s)+3 || !isWeb(s) || !strings.EqualFold(address[:len(s)+3], s+"://") {
		return false
	}
	host := address[len(s)+3:]
	if end := strings.IndexAny(host, "/?#"); end >= 0 {
		host = host[:end]
	}
	u, err := url.Parse("http://" + host)
	return err == nil && u.Host != "" && u.User == nil
}

// scheme is the scheme of an address in lower case; empty for a relative one. White space and
// control characters are passed over as browsers do.
func scheme(address string) string {
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
