package address

import (
	"slices"
	"strings"

	"hindcast/internal/incident"
)

// Section is a part of the site in a folder of its top, whose first page has the folder's address. Its texts are
// English and are translated where they are shown.
type Section struct {
	Name  string // of the folder; pages name their section by it
	Group string // of the navigation; empty for none
	Title string // in the navigation
	About string // for language models; empty where llms.txt does not list it
}

// Sections are all of them: the navigation, llms.txt, and the names that a repository can't give to files and pages
// of its own follow from it, in this order.
var Sections = []Section{
	{Name: "incidents", Group: "Records", Title: "Incidents", About: "every incident, near miss, hazard and exercise, newest first"},
	{Name: "changes", Group: "Records", Title: "Changes", About: "what happened to the records in the last months"},
	{Name: "systems", Group: "Records", Title: "Systems", About: "the register of AI systems"},
	{Name: "precedents", Group: "Records", Title: "Precedents", About: "public incidents elsewhere, kept for reference"},
	{Name: "actions", Group: "To do", Title: "Actions", About: "corrective actions, with those that are overdue"},
	{Name: "obligations", Group: "To do", Title: "Duties to report", About: "the clocks of reporting duties; no legal advice"},
	{Name: "trends", Group: "Learn", Title: "Trends", About: "how often, how bad, and how long it takes, each figure with its formula and sample"},
	{Name: "lessons", Group: "Learn", Title: "Lessons", About: "what was learnt, by cause and system"},
	{Name: "guards", Group: "Learn", Title: "Guards", About: "what now catches what went wrong, and incidents that nothing would catch"},
	{Name: "knowledge", Group: "Learn", Title: "Knowledge", About: "articles, playbooks and the glossary"},
	{Name: "governance", Group: "Learn", Title: "Governance", About: "by framework and control, the records that are its evidence"},
	{Name: "types", Group: "Browse by", Title: "Type"},
	{Name: "severities", Group: "Browse by", Title: "Severity"},
	{Name: "causes", Group: "Browse by", Title: "Cause"},
	{Name: "teams", Group: "Browse by", Title: "Team"},
	{Name: "tags", Group: "Browse by", Title: "Tag"},
	{Name: "filing", Group: "Filing", Title: "How to file"},
	{Name: "rules", Group: "Filing", Title: "Rules"},
	{Name: "search"},
	{Name: "data"},
}

// otherNames are the names of files and folders in the top of every site beside its sections, namesWithBase those of
// one whose address is known.
var (
	otherNames = []string{
		"404.html", "_headers", "_redirects", "actions.ics", "assets", "files", "incidents.csv", "incidents.json", "index.html", "llms.txt",
		"previews.json", "schema",
	}
	namesWithBase = []string{"cards", "feed.json", "feed.xml", "robots.txt", "sitemap.xml"}
)

// IsTaken reports whether a site of these settings has a file or folder of this name in its top.
func IsTaken(s *incident.Settings, name string) bool {
	same := func(other string) bool { return strings.EqualFold(other, name) }
	return slices.ContainsFunc(Sections, func(s Section) bool { return same(s.Name) }) ||
		slices.ContainsFunc(otherNames, same) || s.BaseURL != "" && slices.ContainsFunc(namesWithBase, same) ||
		slices.ContainsFunc(s.CustomPages, func(c incident.CustomPage) bool { return same(c.Template) })
}
