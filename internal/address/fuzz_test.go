package address

import (
	"io/fs"
	"strings"
	"testing"
	"unicode/utf8"

	"hindcast/internal/incident"
)

// Where a redirect can stand for an alias, its file lies in the site and is no name of the host's, of
// Windows or of Hindcast's own, whatever is kept.
func FuzzAlias(f *testing.F) {
	for _, seed := range []string{
		"INC-2026-X7K3F", "/old/page.html", "_redirects/x", "manifest.json/x", ".git/hooks", "CNAME", "a/../b", "//", "con/x",
		"ü", "a\\b", "a\nb", "index.html", "assets/x", "\xff", "x/index.html",
	} {
		f.Add(seed, "wiki")
	}
	f.Fuzz(func(t *testing.T, alias, kept string) {
		address := Alias("incidents/", strings.ToLower(alias), alias)
		if UnfitAlias(address, []incident.KeptName{incident.KeptName(kept)}) != "" {
			return
		}
		file := File(address)
		top, _, _ := strings.Cut(file, "/")
		if !fs.ValidPath(file) || !utf8.ValidString(file) || strings.ContainsAny(file, "\\:*?\"<>|\r\n\x00") ||
			len(file) > longestAddress+len("/index.html") {
			t.Errorf("the redirect of %q stands at %q", alias, file)
		}
		if strings.ContainsAny(top[:1], "._") || strings.EqualFold(top, kept) || incident.IsOwnName(top) ||
			strings.EqualFold(top, "cname") {
			t.Errorf("the redirect of %q takes %q", alias, top)
		}
		for part := range strings.SplitSeq(file, "/") {
			if len(part) > 255 || part[0] == '.' || device.MatchString(part) {
				t.Errorf("the redirect of %q has the part %q", alias, part)
			}
		}
		if !NewPaths().Free(file) || NewPaths(file).Free(file) || NewPaths(file).Free(file+"/x") {
			t.Errorf("%q is free, or is not", file)
		}
	})
}
