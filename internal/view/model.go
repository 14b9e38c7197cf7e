// Package view holds the model of a site, what its audience may see and what is derived of it, and what every page
// and data file shows of a record, system or article: titles, badges, terms, facts, addresses.
package view

import (
	"time"

	"hindcast/internal/agenda/item"
	"hindcast/internal/card"
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
	Agenda      []item.Item                 // what is open as of Now, and steps done late
	Regimes     []taxonomy.Regime           // of reporting duties, as configured
	Frameworks  taxonomy.Catalogue          // as configured
	History     func(path string) History   // nil where there is none
	Begun       func(path string) time.Time // of the first commit of a file, zero where it is not known; nil as History
	Assets      map[string]Asset            // each published file by its path
	Static      []string                    // paths of the files that are taken into the site as they are
	CustomPages []incident.CustomPage       // those of the settings that can be made
	Audience    string                      // in words: who this site is for
	Most        string                      // the highest sharing mark that they may see
	Now         time.Time                   // the instant that ages and overdue actions are told for
	Version     string                      // of Hindcast
	CustomStyle bool                        // the repository has a custom.css of its own
	Public      bool                        // anyone may read the site, so search engines may come
	Restricted  bool                        // the site holds all marks, which every page says
	Painter     Painter                     // of cards; nil for a new one

	Index    *Index             // made by Pages
	Defeated func(*Defeat) bool // hands on a page that could not be made; set by Pages
}

// Asset is a published file beside a record.
type Asset struct {
	Address       string // relative to the root of the site
	Width, Height int    // of a picture, in pixels; 0 where it is none or not known
	IsPicture     bool   // a browser shows it; the others are for download
}

// Painter paints cards, and may keep them from one site to the next.
type Painter interface {
	Paint(words card.Words) ([]byte, error)
}

// NewPainter makes a painter that keeps its cards.
func NewPainter() Painter { return &card.Painter{} }

// File is one file of the site.
type File struct {
	Path string // slash-separated, relative to the root of the site
	Body []byte
	// Make makes the body when it is wanted; nil where it is there. It may be called beside others of the same site.
	Make func() ([]byte, error)
}
