// Package link tells what the address of a link leads to, as browsers and the hosts of repositories read it.
package link

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
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

// HostAnchors are the anchors that GitHub and Gitea give headings, by which links in plain Markdown name them:
// in lower case, with hyphens for spaces and without other punctuation than hyphens and underscores, numbered where one
// repeats. Empty are those that are taken.
func HostAnchors(headings, taken []string) []string {
	known, times := map[string]bool{}, map[string]int{}
	for _, anchor := range taken {
		known[anchor] = true
	}
	list := make([]string, len(headings))
	for i, heading := range headings {
		anchor := strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
				return r
			}
			return -1
		}, strings.ToLower(heading))
		n := times[anchor]
		if times[anchor]++; n > 0 {
			anchor = fmt.Sprintf("%s-%d", anchor, n)
		}
		if !known[anchor] {
			known[anchor], list[i] = true, anchor
		}
	}
	return list
}

// Anchor makes an anchor of a heading: letters and digits in lower case, the rest hyphens.
func Anchor(title string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(title) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		} else if r != '\'' && r != '’' {
			gap = true
		}
	}
	if b.Len() == 0 {
		return "section"
	}
	return b.String()
}
