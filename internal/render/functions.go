package render

import (
	"html/template"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/view"
)

// functions are what templates may call.
var functions = template.FuncMap{
	"recordURL":  address.Record,
	"systemURL":  address.System,
	"articleURL": address.Article,
	"join":       func(list []string, between string) string { return strings.Join(list, between) },
	"words":      func(s string) string { return strings.ReplaceAll(s, "_", " ") },
	"css":        func(s string) string { return strings.ToLower(strings.ReplaceAll(s, "+", "-")) },
	"slug":       address.Slug,
	"control":    controlSlug,
	"tree":       view.Tree,
	"mark":       view.Mark,
	"policy":     func() string { return view.Policy },
	"part":       func(p pager, of any) part { return part{p.self(), of} },
}

// part hands a partial its content together with the page that it stands on.
type part struct {
	page
	Of any
}

// pager is a page, or a part of one.
type pager interface{ self() page }

func (p page) self() page { return p }

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
func (p page) Navigation() []NavGroup {
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
