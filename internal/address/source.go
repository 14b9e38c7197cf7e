package address

import (
	"net/url"
	"slices"
	"strings"
)

// tracking are parameters that tell who sent a reader, by their names or what these begin with.
var tracking = []string{
	"utm_", "fbclid", "gclid", "dclid", "msclkid", "twclid", "igshid", "mc_cid", "mc_eid", "_hsenc", "_hsmi", "mkt_tok", "ref_src",
}

// Source is what two addresses of one source have in common: host and path without scheme, www., the last slash,
// parameters that track readers, and the place on the page. An address that names no host is taken as it stands.
func Source(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" {
		return address
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	if port := u.Port(); port != "" && port != "80" && port != "443" {
		host += ":" + port
	}
	var kept []string
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		isTracking := func(name string) bool { return strings.HasPrefix(strings.ToLower(pair), name) }
		if pair != "" && !slices.ContainsFunc(tracking, isTracking) {
			kept = append(kept, pair)
		}
	}
	source := host + strings.TrimRight(u.EscapedPath(), "/")
	if len(kept) > 0 {
		source += "?" + strings.Join(kept, "&")
	}
	if strings.HasPrefix(u.Fragment, "/") || strings.HasPrefix(u.Fragment, "!") { // a page of an application
		source += "#" + u.Fragment
	}
	return source
}
