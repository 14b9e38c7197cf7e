// Package render turns what a reader may see into pages. It is pure: a model in, bytes out; it
// reads no file, knows no clock, and decides nothing about who may see what.
package render

import (
	"hindcast/internal/incident"
)

// page is what the layout of every page needs.
type page struct {
	*Model
	Root     string // from the page to the root of the site
	Address  string // of the page, relative to the root
	Title    string
	Lead     string            // description for search engines and previews
	Section  string            // entry of the navigation that is current
	NotFound bool              // the page may be shown at any depth, so it can't lead anywhere by itself
	Search   bool              // the page loads the search script
	Record   *incident.Record  // on its own page
	Article  *incident.Article // on its own page
	System   *incident.System  // on its own page
	Content  any
}
