package layout

import "hindcast/internal/address"

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
	var groups []NavGroup
	for _, s := range address.Sections {
		if s.Group == "" {
			continue
		}
		if title := p.T(s.Group); len(groups) == 0 || groups[len(groups)-1].Title != title {
			groups = append(groups, NavGroup{Title: title})
		}
		last := &groups[len(groups)-1]
		last.Entries = append(last.Entries, entry(s.Name, p.T(s.Title)))
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
