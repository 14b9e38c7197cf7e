package render

import (
	"strings"

	"hindcast/internal/incident"
)

// Addresses are relative to the root of the site and end in a slash, so that the site works below
// any path.

// RecordURL is the address of a record's page: its id in lower case.
func RecordURL(r *incident.Record) string { return "incidents/" + strings.ToLower(r.ID) + "/" }

// SystemURL is the address of a system's page.
func SystemURL(s *incident.System) string { return s.Address() }

// ArticleURL is the address of an article's page.
func ArticleURL(a *incident.Article) string { return a.Address() }

// toRoot leads from a page back to the root: "./", "../", "../../".
func toRoot(url string) string {
	if depth := strings.Count(url, "/"); depth > 0 {
		return strings.Repeat("../", depth)
	}
	return "./"
}
