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
	own := view.Filter(m.Index.Own, func(r *incident.Record) bool { return m.Kept(r) == r })
	fmt.Fprintf(&b, "# %s\n\n> %s\n", markdownText(m.Log.Config.Title), markdownText(m.About(len(own))))
	section(m.T("Pages"),
		link("incidents/", m.T("Incidents"), m.T("every incident, near miss, hazard and exercise, newest first")),
		link("precedents/", m.T("Precedents"), m.T("public incidents elsewhere, kept for reference")),
		link("systems/", m.T("Systems"), m.T("the register of AI systems")),
		link("knowledge/", m.T("Knowledge"), m.T("articles, playbooks and the glossary")),
		link("lessons/", m.T("Lessons"), m.T("what was learnt, by cause and system")),
		link("actions/", m.T("Actions"), m.T("corrective actions, with those that are overdue")),
		link("obligations/", m.T("Duties to report"), m.T("the clocks of reporting duties; no legal advice")),
		link("governance/", m.T("Governance"), m.T("by framework and control, the records that are its evidence")),
		link("trends/", m.T("Trends"), m.T("how often, how bad, and how long it takes, each figure with its formula and sample")))
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
