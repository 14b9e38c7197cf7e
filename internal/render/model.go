// Package render turns what a reader may see into pages. It is pure: a model in, bytes out; it
// reads no file, knows no clock, and decides nothing about who may see what.
package render

import (
	"time"

	"hindcast/internal/agenda/item"
	"hindcast/internal/incident"
	"hindcast/internal/link/graph"
	"hindcast/internal/taxonomy"
	"hindcast/internal/trend/figure"
	"hindcast/internal/wording"
)

// Model is everything that a site is made of.
type Model struct {
	wording.Language
	Log         *incident.Log   // as the audience sees it; required
	Names       *incident.Names // of that log; required
	Connections func(path string) *graph.Connections
	Trends      *figure.Trends
	Agenda      []item.Item               // what is open as of Now, and steps done late
	Regimes     []taxonomy.Regime         // of reporting duties, as configured
	History     func(path string) History // nil where there is none
	Assets      map[string]Asset          // each published file by its path
	Static      []string                  // paths of the files that are taken into the site as they are
	Rules       []RuleDoc
	CustomPages []incident.CustomPage // those of the settings that can be made
	Audience    string                // in words: who this site is for
	Now         time.Time             // the instant that ages and overdue actions are told for
	Version     string                // of Hindcast
	CustomStyle bool                  // the repository has a custom.css of its own
	Public      bool                  // anyone may read the site, so search engines may come
	Restricted  bool                  // the site holds all marks, which every page says
	Painter     *Painter              // of cards; nil for a new one

	index    *index             // made by Pages
	defeated func(*Defeat) bool // hands on a page that could not be made; set by Pages
}

// Asset is a published file beside a record.
type Asset struct {
	Address       string // relative to the root of the site
	Width, Height int    // of a picture, in pixels; 0 where it is none or not known
	IsPicture     bool   // a browser shows it; the others are for download
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
	Lead     string            // description for search engines and previews
	Section  string            // entry of the navigation that is current
	NotFound bool              // the page may be shown at any depth, so it can't lead anywhere by itself
	Search   bool              // the page loads the search script
	Record   *incident.Record  // on its own page
	Article  *incident.Article // on its own page
	System   *incident.System  // on its own page
	Content  any
}
