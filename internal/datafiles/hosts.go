package datafiles

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"hindcast/internal/view"
)

// basePath is the path of the site on its host, beginning and ending in a slash.
func (m *site) basePath() string {
	u, err := url.Parse(string(m.Log.Config.BaseURL))
	if err != nil || u.Path == "" {
		return "/"
	}
	return u.EscapedPath()
}

// headers is _headers, which Netlify, Cloudflare Pages and others read. Hosts join the values of a
// header that several rules set, so no two rules for caching meet: a rule for all would spoil the one
// for files named by their bytes.
func (m *site) headers(files []string) view.File {
	base := m.basePath()
	var b strings.Builder
	b.WriteString(base + "*\n")
	for _, h := range view.Headers {
		fmt.Fprintf(&b, "  %s: %s\n", h.Name, h.Value)
	}
	if !m.Public {
		b.WriteString("  X-Robots-Tag: noindex, nofollow\n")
	}
	fmt.Fprintf(&b, "%sfiles/*\n  Cache-Control: public, max-age=31536000, immutable\n", base)
	anew := map[string]bool{base: true}
	for _, folder := range []string{"assets/*", "search/*", "schema/*"} {
		anew[base+folder] = true
	}
	for _, file := range files {
		folder, _, below := strings.Cut(file, "/")
		rule := base + (&url.URL{Path: folder}).EscapedPath()
		if below {
			rule += "/*"
		}
		anew[rule] = true
	}
	for _, rule := range slices.Sorted(maps.Keys(anew)) {
		b.WriteString(rule + "\n  Cache-Control: no-cache\n")
	}
	return view.File{Path: "_headers", Body: []byte(b.String())}
}

// redirectRules is _redirects, which the same hosts read.
func (m *site) redirectRules(list []view.Redirect) view.File {
	base := m.basePath()
	path := func(addr string) string { return base + (&url.URL{Path: addr}).EscapedPath() }
	var b strings.Builder
	for _, r := range list {
		fmt.Fprintf(&b, "%s %s 301\n", path(r.From), path(r.To))
	}
	return view.File{Path: "_redirects", Body: []byte(b.String())}
}
