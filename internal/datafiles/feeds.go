package datafiles

import (
	"encoding/xml"
	"fmt"
	"html"
	"iter"
	"strings"
	"time"

	"hindcast/internal/address"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/view"
)

// feedLength is how many records a feed holds.
const feedLength = 30

// feed is a list of the newest records about one thing, to be written as Atom (RFC 4287) and as JSON
// Feed 1.1. Both need absolute addresses, and an entry's id is that of its page, which is permanent.
type feed struct {
	folder  string // the page it belongs to, where feed.xml and feed.json stand
	title   string
	records []*incident.Record // newest first
}

// feeds is the feeds of the whole site, of each system and of each type: nothing without the
// address of the site.
func (m *site) feeds() iter.Seq2[view.File, error] {
	return func(yield func(view.File, error) bool) {
		if m.Log.Config.BaseURL == "" {
			return
		}
		for _, f := range m.feedList() {
			entries := make([]entry, len(f.records))
			for i, r := range f.records {
				entries[i] = m.entry(r)
			}
			atom, err := m.atom(f, entries)
			if !yield(view.File{Path: f.folder + "feed.xml", Body: atom}, err) {
				return
			}
			text, err := m.jsonFeed(f, entries)
			if !yield(view.File{Path: f.folder + "feed.json", Body: text}, err) {
				return
			}
		}
	}
}

// feedList is every feed. That of a system or type is there before its first record, so that one can
// wait for it.
func (m *site) feedList() []feed {
	title := m.Log.Config.Title
	feeds := []feed{{"", title, m.fed(m.Index.Own)}}
	for _, s := range m.Log.Systems {
		feeds = append(feeds, feed{address.System(s), title + ": " + s.Title, m.fed(m.OwnOf(s))})
	}
	for _, g := range m.Groups(view.ByType) {
		feeds = append(feeds, feed{view.ByType + "/" + g.Slug + "/", title + ": " + m.TermOf(g).Title, m.fed(g.Own)})
	}
	return feeds
}

// fed is the newest of some records that are newest first. A duplicate has no page to lead to.
func (m *site) fed(records []*incident.Record) []*incident.Record {
	var list []*incident.Record
	for _, r := range records {
		if len(list) == feedLength {
			break
		}
		if m.Names.Kept(r) == r {
			list = append(list, r)
		}
	}
	return list
}

// entry is one record in a feed.
type entry struct {
	url, title, summary string
	html                string // summary and facts
	published, updated  time.Time
	labels              []label
}

type label struct {
	XMLName xml.Name `xml:"category" json:"-"`
	Term    string   `xml:"term,attr"`
	Label   string   `xml:"label,attr"`
}

func (m *site) entry(r *incident.Record) entry {
	e := entry{
		url: m.Absolute(address.Record(r)), title: diag.Printable(r.ID + ": " + r.Title), summary: diag.Printable(r.Summary),
		published: r.Date().BeginningIn(m.Log.Config.Zone), updated: m.Changed(r),
	}
	if filed := m.filed(r); !filed.IsZero() {
		e.published = filed.BeginningIn(m.Log.Config.Zone)
	}
	var b strings.Builder
	if e.summary != "" {
		b.WriteString("<p>" + html.EscapeString(e.summary) + "</p>")
	}
	b.WriteString("<ul>")
	for _, fact := range m.feedFacts(r) {
		b.WriteString("<li>" + html.EscapeString(diag.Printable(fact)) + "</li>")
	}
	b.WriteString("</ul>")
	e.html = b.String()
	if r.Type != "" {
		e.labels = append(e.labels, label{Term: r.Type, Label: m.Term("types", r.Type)})
	}
	for _, tag := range r.Tags {
		e.labels = append(e.labels, label{Term: diag.Printable(tag), Label: diag.Printable(tag)})
	}
	return e
}

// feedFacts is what is first asked of a record, a line each.
func (m *site) feedFacts(r *incident.Record) []string {
	severity := m.T("Severity: %s", m.Term("severities", r.Severity))
	if r.Severity == "" {
		severity = m.T("Potential severity: %s", m.Term("severities", r.PotentialSeverity))
	}
	systems := append(view.Mapped(r.Systems, m.SystemTitle), r.Unregistered...)
	causes := view.Mapped(r.Causes, func(c incident.Cause) string { return m.Term("causes", c.Factor) })
	var facts []string
	for _, fact := range []struct {
		known bool
		text  string
	}{
		{true, m.T("Kind: %s", m.Kind(r))},
		{r.Type != "", m.T("Type: %s", m.Term("types", r.Type))},
		{r.Rank() != "", severity},
		{r.Status != "", m.T("Status: %s", m.Term("statuses", r.Status))},
		{len(systems) > 0, m.T("Systems: %s", strings.Join(systems, ", "))},
		{!r.Timeline.Detected.IsZero(), m.T("Detected: %s", m.Moment(r.Timeline.Detected))},
		{r.Owner != "", m.T("Owner: %s", r.Owner)},
		{len(causes) > 0, m.T("Causes: %s", strings.Join(causes, ", "))},
		{true, m.T("Sharing: %s", "TLP:"+view.Mark(r.TLP))},
	} {
		if fact.known {
			facts = append(facts, fact.text)
		}
	}
	return facts
}

// newestChange is when a feed last changed; one without an entry is as old as the build.
func (m *site) newestChange(entries []entry) time.Time {
	var latest time.Time
	for _, e := range entries {
		if e.updated.After(latest) {
			latest = e.updated
		}
	}
	if latest.IsZero() {
		return m.Now
	}
	return latest
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

type atomEntry struct {
	Title      string     `xml:"title"`
	ID         string     `xml:"id"`
	Link       []atomLink `xml:"link"`
	Published  string     `xml:"published,omitempty"`
	Updated    string     `xml:"updated"`
	Categories []label    `xml:"category"`
	Summary    string     `xml:"summary,omitempty"`
	Content    atomText   `xml:"content"`
}

type atomGenerator struct {
	Version string `xml:"version,attr,omitempty"`
	Name    string `xml:",chardata"`
}

type atomFeed struct {
	XMLName   xml.Name      `xml:"http://www.w3.org/2005/Atom feed"`
	Lang      string        `xml:"xml:lang,attr"`
	Title     string        `xml:"title"`
	ID        string        `xml:"id"`
	Links     []atomLink    `xml:"link"`
	Updated   string        `xml:"updated"`
	Author    string        `xml:"author>name"`
	Generator atomGenerator `xml:"generator"`
	Entries   []atomEntry   `xml:"entry"`
}

func (m *site) atom(f feed, entries []entry) ([]byte, error) {
	self, home := m.Absolute(f.folder+"feed.xml"), m.Absolute(f.folder)
	doc := atomFeed{
		Lang: m.Log.Config.Language, Title: diag.Printable(f.title), ID: home, Updated: view.Stamp(m.newestChange(entries)),
		Links:  []atomLink{{"self", "application/atom+xml", self}, {"alternate", "text/html", home}},
		Author: diag.Printable(m.Publisher()), Generator: atomGenerator{m.Version, "Hindcast"},
	}
	for _, e := range entries {
		doc.Entries = append(doc.Entries, atomEntry{
			Title: e.title, ID: e.url, Link: []atomLink{{"alternate", "text/html", e.url}}, Published: view.Stamp(e.published),
			Updated:    view.Stamp(e.updated),
			Categories: e.labels, Summary: e.summary, Content: atomText{"html", e.html},
		})
	}
	return xmlOf(doc, f.folder+"feed.xml")
}

func xmlOf(doc any, name string) ([]byte, error) {
	text, err := xml.MarshalIndent(doc, "", " ")
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", name, err)
	}
	return append([]byte(xml.Header), append(text, '\n')...), nil
}

type jsonFeedAuthor struct {
	Name string `json:"name"`
}

type jsonFeedItem struct {
	ID        string   `json:"id"`
	URL       string   `json:"url"`
	Title     string   `json:"title"`
	Summary   string   `json:"summary,omitempty"`
	HTML      string   `json:"content_html"`
	Published string   `json:"date_published,omitempty"`
	Modified  string   `json:"date_modified"`
	Tags      []string `json:"tags,omitempty"`
}

func (m *site) jsonFeed(f feed, entries []entry) ([]byte, error) {
	items := make([]jsonFeedItem, len(entries))
	for i, e := range entries {
		items[i] = jsonFeedItem{
			e.url, e.url, e.title, e.summary, e.html, view.Stamp(e.published), view.Stamp(e.updated),
			view.Mapped(e.labels, func(l label) string { return l.Label }),
		}
	}
	text, err := jsonOf(struct {
		Version  string           `json:"version"`
		Title    string           `json:"title"`
		Home     string           `json:"home_page_url"`
		Self     string           `json:"feed_url"`
		Language string           `json:"language"`
		Authors  []jsonFeedAuthor `json:"authors"`
		Items    []jsonFeedItem   `json:"items"`
	}{
		"https://jsonfeed.org/version/1.1", diag.Printable(f.title), m.Absolute(f.folder), m.Absolute(f.folder + "feed.json"), m.Log.Config.Language,
		[]jsonFeedAuthor{{diag.Printable(m.Publisher())}},
		items,
	})
	if err != nil {
		return nil, fmt.Errorf("write %sfeed.json: %w", f.folder, err)
	}
	return append(text, '\n'), nil
}
