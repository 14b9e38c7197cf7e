package layout

import "hindcast/internal/address"

// NavGroup is some entries of the navigation.
type NavGroup struct {
	ID      string // in the page
	Title   string
	Entries []NavEntry
	Folds   bool // it can be folded, and is unless the page lies in it
	Current bool // the page lies in it
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
	groups := p.articles()
	for _, s := range address.Sections {
		if s.Group == "" || p.Index.ArticlesAlone && !(s.Group == "Filing" && !p.Public) {
			continue
		}
		if title := p.T(s.Group); len(groups) == 0 || groups[len(groups)-1].Title != title {
			groups = append(groups, NavGroup{ID: address.Slug(title), Title: title})
		}
		last := &groups[len(groups)-1]
		last.Entries = append(last.Entries, entry(s.Name, p.T(s.Title)))
	}
	var own []NavEntry
	for _, c := range p.CustomPages {
		own = append(own, entry(c.Template, c.Title))
	}
	if len(own) > 0 {
		title := p.T("More")
		groups = append(groups, NavGroup{ID: address.Slug(title), Title: title, Entries: own})
	}
	return groups
}

// mostListed is how many articles the navigation lists; more of them are in the list of knowledge alone.
const mostListed = 100

// articles are the groups of a site that has articles alone: one for each shelf. The first is open on every page.
func (p Page) articles() (groups []NavGroup) {
	if !p.Index.ArticlesAlone {
		return nil
	}
	if len(p.Log.Articles) > mostListed {
		entry := NavEntry{p.T("Knowledge"), "knowledge/", p.Section == "knowledge", p.Address == "knowledge/"}
		return []NavGroup{{ID: "knowledge", Title: p.T("Learn"), Entries: []NavEntry{entry}}}
	}
	for i, s := range p.Index.Filled() {
		group := NavGroup{ID: s.ID, Title: s.Title, Folds: i > 0}
		for _, a := range s.Articles {
			isPage := p.Article == a && p.Address == address.Article(a)
			group.Entries = append(group.Entries, NavEntry{a.Title, address.Article(a), p.Article == a, isPage})
			group.Current = group.Current || p.Article == a
		}
		groups = append(groups, group)
	}
	return groups
}
