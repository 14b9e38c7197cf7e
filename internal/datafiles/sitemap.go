package datafiles

import (
	"encoding/xml"
	"fmt"
	"iter"
	"slices"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/view"
)

// sitemapLength is how many addresses one file may list (sitemaps.org, protocol 0.9).
const sitemapLength = 50_000

type sitemapURL struct {
	Loc     string `xml:"loc"`
	Lastmod string `xml:"lastmod,omitempty"`
}

type sitemapSet struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapIndex struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Maps    []sitemapURL `xml:"sitemap"`
}

// crawlers is robots.txt and, for the public, sitemap.xml: every page at the addresses given, with
// the latest change of the records that have one. Both need the address of the site. A site for
// anyone else must not invite crawlers: should it become reachable by mistake, a sitemap would be
// the list of what was not meant to be found. So it has none, and robots.txt, a header and each page
// itself tell crawlers to stay away.
func (m *site) crawlers(addresses []string) iter.Seq2[view.File, error] {
	return func(yield func(view.File, error) bool) {
		switch {
		case m.Log.Config.BaseURL == "":
			return
		case !m.Public:
			yield(view.File{Path: "robots.txt", Body: []byte("User-agent: *\nDisallow: /\n")}, nil)
			return
		}
		// Crawlers read robots.txt at the root of a host only. For a site below a path it is the text to copy there.
		if !yield(view.File{
			Path: "robots.txt", Body: []byte("User-agent: *\nAllow: /\n\nSitemap: " + m.Absolute("sitemap.xml") + "\n"),
		}, nil) {
			return
		}
		if m.Index.ArticlesAlone { // the pages about records have nothing on them
			addresses = view.Filter(addresses, func(addr string) bool { return addr == "" || strings.HasPrefix(addr, "knowledge/") })
		}
		for page, err := range m.sitemap(addresses, sitemapLength) {
			if !yield(page, err) {
				return
			}
		}
	}
}

// sitemap is one file, or an index of several where there are more addresses than one may list.
func (m *site) sitemap(addresses []string, most int) iter.Seq2[view.File, error] {
	return func(yield func(view.File, error) bool) {
		changed := map[string]string{}
		for _, r := range m.Log.Records {
			changed[address.Record(r)] = view.Stamp(m.Changed(r))
		}
		var index sitemapIndex
		chunks := slices.Collect(slices.Chunk(slices.Sorted(slices.Values(addresses)), most))
		for i, chunk := range chunks {
			var set sitemapSet
			for _, addr := range chunk {
				set.URLs = append(set.URLs, sitemapURL{m.Absolute(addr), changed[addr]})
			}
			name := "sitemap.xml"
			if len(chunks) > 1 {
				name = fmt.Sprintf("sitemap-%d.xml", i+1)
				index.Maps = append(index.Maps, sitemapURL{Loc: m.Absolute(name)})
			}
			text, err := xmlOf(set, name)
			if !yield(view.File{Path: name, Body: text}, err) {
				return
			}
		}
		if len(chunks) > 1 {
			text, err := xmlOf(index, "sitemap.xml")
			yield(view.File{Path: "sitemap.xml", Body: text}, err)
		}
	}
}
