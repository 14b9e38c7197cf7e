package layout

import "hindcast/internal/view"

// NavGroup is some entries of the navigation.
type NavGroup struct {
	Title   string
	Entries []NavEntry
}

// NavEntry is one entry of the navigation.
type NavEntry struct {
	Label, Address string
	Current        bool // the page lies below it
	Exact          bool // the page is it
}

// Navigation is the entries of the navigation as seen from a page. What has no page is left out.
func (p Page) Navigation() []NavGroup {
	entry := func(section, label string) NavEntry {
		addr := section + "/"
		return NavEntry{label, addr, p.Section == section, p.Address == addr}
	}
	groups := []NavGroup{
		{p.T("Records"), []NavEntry{entry("incidents", p.T("Incidents")), entry("systems", p.T("Systems")), entry("precedents", p.T("Precedents"))}},
		{p.T("To do"), []NavEntry{entry("actions", p.T("Actions")), entry("obligations", p.T("Duties to report"))}},
		{p.T("Learn"), []NavEntry{
			entry("trends", p.T("Trends")), entry("lessons", p.T("Lessons")), entry("knowledge", p.T("Knowledge")), entry("governance", p.T("Governance")),
		}},
		{p.T("Browse by"), []NavEntry{
			entry(view.ByType, p.T("Type")), entry(view.BySeverity, p.T("Severity")), entry(view.ByCause, p.T("Cause")), entry(view.ByTeam, p.T("Team")), entry(view.ByTag, p.T("Tag")),
		}},
		{p.T("Filing"), []NavEntry{entry("filing", p.T("How to file")), entry("rules", p.T("Rules"))}},
	}
	var own []NavEntry
	for _, c := range p.CustomPages {
		own = append(own, entry(c.Template, c.Title))
	}
	if len(own) > 0 {
		groups = append(groups, NavGroup{p.T("More"), own})
	}
	return groups
}
