// Package render turns what a reader may see into pages. It is pure: a model in, bytes out; it
// reads no file, knows no clock, and decides nothing about who may see what.
package render

import (
	"time"

	"hindcast/internal/incident"
)

// Model is everything that a site is made of.
type Model struct {
	Log         *incident.Log   // as the audience sees it; required
	Names       *incident.Names // of that log; required
	Connections func(path string) *incident.Connections
	Trends      *incident.Trends
	Assets      map[string]string // address of each published file by its path
	Rules       []RuleDoc
	Audience    string    // in words: who this site is for
	Now         time.Time // the instant that ages and overdue actions are told for
	Version     string    // of Hindcast
}

// Page is one file of the site.
type Page struct {
	Path string // slash-separated, relative to the root of the site
	Body []byte
}

// page is what the layout of every page needs.
type page struct {
	*Model
	Root     string // from the page to the root of the site
	Address  string // of the page, relative to the root
	Title    string
	Lead     string // description for search engines and previews
	Section  string // entry of the navigation that is current
	NotFound bool   // the page may be shown at any depth, so it can't lead anywhere by itself
	Search   bool   // the page loads the search script
	Content  any
}
