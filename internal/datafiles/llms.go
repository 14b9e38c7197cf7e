package datafiles

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/view"
)

// llmsLength is how many records are listed one by one; beyond it the data files stand for them.
const llmsLength = 100

// llms is llms.txt (llmstxt.org): the site for language models, as Markdown. Addresses are in full
// where the site's is known, else relative to its root. A page that was not made is not named.
func (m *site) llms(made []string) view.File {
	var b strings.Builder
	section := func(title string, links ...llmsLink) {
		fmt.Fprintf(&b, "\n## %s\n\n", title)
		for _, l := range links {
			if !strings.HasSuffix(l.addr, "/") || slices.Contains(made, l.addr) {
				fmt.Fprintf(&b, "- [%s](%s)%s\n", markdownText(l.title), cmp.Or(m.Absolute(l.addr), l.addr), markdownText(l.about))
			}
		}
	}
	link := func(addr, title, about string) llmsLink {
		if about != "" {
			about = ": " + about
		}
		return llmsLink{addr, title, about}
	}
	own := view.Filter(m.Index.Own, func(r *incident.Record) bool { return m.Names.Kept(r) == r })
	fmt.Fprintf(&b, "# %s\n\n> %s\n", markdownText(m.Log.Config.Title), markdownText(m.About(len(own))))
	var pages []llmsLink
	for _, s := range address.Sections {
		if s.About != "" && (s.Name == "knowledge" || !m.Index.ArticlesAlone) {
			pages = append(pages, link(s.Name+"/", m.T(s.Title), m.T(s.About)))
		}
	}
	section(m.T("Pages"), pages...)
	if m.Index.ArticlesAlone {
		for _, s := range m.Index.Filled() {
			var links []llmsLink
			for _, a := range s.Articles[:min(len(s.Articles), llmsLength)] {
				links = append(links, link(address.Article(a), a.Title, view.SummaryOf(a)))
			}
			section(s.Title, links...)
		}
		return view.File{Path: "llms.txt", Body: []byte(b.String())}
	}
	section(m.T("Data"),
		link("incidents.json", "incidents.json", m.T("every record with all of its facts")),
		link("incidents.csv", "incidents.csv", m.T("a row for each record, for spreadsheets")),
		link("schema/incident.schema.json", "incident.schema.json", m.T("JSON Schema of a record's facts")),
		link("actions.ics", "actions.ics", m.T("what is to be done by when, as a calendar")))
	if len(own) == 0 || len(own) > llmsLength {
		return view.File{Path: "llms.txt", Body: []byte(b.String())}
	}
	var links []llmsLink
	for _, r := range own {
		links = append(links, link(address.RecordJSON(r), r.ID+": "+r.Title, r.Summary))
	}
	section(m.T("Incidents"), links...)
	return view.File{Path: "llms.txt", Body: []byte(b.String())}
}

type llmsLink struct{ addr, title, about string }

// markdownText is text on one line that Markdown takes for nothing else.
func markdownText(s string) string {
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`, "<", `\<`, "`", "\\`").Replace(diag.Printable(s))
}
