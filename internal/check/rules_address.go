package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"hindcast/internal/address"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
)

// addressRules are about names that become part of the address of a page.
var addressRules = []Rule{
	{
		ID: "page-address", Title: "the page of a file under knowledge has an address of its own", Since: "0.1", Level: diag.Error,
		Why: "Two pages of one address, or one that no host can store, would keep the whole site from being written.",
		Example: Example{
			Path: "knowledge/glossary.md", Bad: "«---»\ntitle: Words\ntlp: GREEN\n---\nText.\n", Good: base, Says: "a file knowledge/glossary.md",
		},
		file: ownAddress,
	},
	{
		ID: "alias-address", Title: "an alias is a former id, name or path, so that a redirect can stand there", Since: "0.1", Level: diag.Warning,
		Why:     "An alias that can't be an address leads nobody anywhere.",
		Example: Example{Edits: [][2]string{{"\n---\n## What", "\naliases: [«the old one»]\n---\n## What"}}},
		file:    aliasAddress,
	},
	{
		ID: "settings-alike", Title: "the values of the settings have names that stay apart in addresses", Since: "0.1", Level: diag.Error,
		Why: "Values that differ only in capitals or punctuation would have one page.",
		Example: Example{
			Path: "hindcast.yaml", Bad: "frameworks: {house_rules: «{title: House rules}», House_Rules: {title: Rules}}\n", Good: base,
		},
		file: alikeSettings,
	},
}

// sitePages are the pages of the site that a file under knowledge could have the address of.
var sitePages = map[string]bool{"knowledge/": true, "knowledge/glossary/": true, "knowledge/playbooks/": true, "systems/": true}

func ownAddress(p *pass) {
	addr := addressOf(p)
	if addr == "" {
		return
	}
	report := func(message string) *diag.Finding {
		return p.report(diag.Finding{Span: p.file.Places.Start(), Message: message, Hint: "rename the file"})
	}
	if message := address.UnfitAddress(addr); message != "" {
		report(message)
		return
	}
	key := addressKey(addr)
	if sitePages[key] {
		report(key + " is a page that the site has already")
		return
	}
	if first := p.addresses[key]; first != nil && first != p.file {
		f := report(fmt.Sprintf("the address %s is taken by another file", addr))
		f.Related = []diag.Place{{Path: first.Path, Span: diag.FileStart, Message: "taken here"}}
	}
}

// addressOf is where the page of a system or article stands; empty for other files.
func addressOf(p *pass) string {
	switch p.front.(type) {
	case *incident.SystemFront:
		return address.System(&incident.System{Slug: p.slug})
	case *incident.ArticleFront:
		return address.Article(&incident.Article{File: incident.File{Path: p.file.Path}})
	}
	return ""
}

// addressKey is an address as systems see it that tell neither capitals nor ways of writing an
// accent apart. The lessons of systems stand at addresses without punctuation.
func addressKey(addr string) string {
	addr = norm.NFC.String(strings.ToLower(addr))
	if slug, ok := strings.CutPrefix(strings.TrimSuffix(addr, "/"), "systems/"); ok {
		return "systems/" + address.Slug(slug) + "/"
	}
	return addr
}

// addressesOf is the first file at each address, in order of path. A name that is taken twice as it
// stands is reported by slug-unique.
func addressesOf(log *incident.Log) map[string]*incident.File {
	at := map[string]*incident.File{}
	add := func(addr string, file *incident.File) {
		if key := addressKey(addr); at[key] == nil {
			at[key] = file
		}
	}
	for _, s := range log.Systems {
		add(address.System(s), &s.File)
	}
	for _, a := range log.Articles {
		add(address.Article(a), &a.File)
	}
	return at
}

func aliasAddress(p *pass) {
	var aliases []string
	folder := "incidents/"
	switch front := p.front.(type) {
	case *incident.Front:
		aliases = front.Aliases
	case *incident.SystemFront:
		aliases, folder = front.Aliases, "systems/"
	case *incident.ArticleFront:
		aliases, folder = front.Aliases, "knowledge/"
	}
	if most := p.log.Config.Limit(incident.LimitAliases); len(aliases) > most {
		p.atKey("aliases", fmt.Sprintf("there are %d aliases; %d of them become redirects", len(aliases), most), "leave out those that nobody follows any more, or raise limits.aliases")
		aliases = aliases[:most]
	}
	for i, alias := range aliases {
		if message := p.unfitAlias(address.Alias(folder, strings.ToLower(alias), alias)); message != "" {
			p.at(item("aliases", i), message+", so no redirect stands there", "write a former id, the former name of the file, or a former path of the page")
		}
	}
}

func (p *pass) unfitAlias(addr string) string {
	if message := address.UnfitAlias(addr, p.log.Config.Keep); message != "" {
		return message
	}
	if !p.static().Free(address.File(addr)) {
		return "site/static has a file there"
	}
	return ""
}

// static is the files that the repository adds to its site.
func (s *shared) static() *address.Paths {
	if s.added == nil {
		s.added = address.NewPaths()
		for _, f := range s.log.Own {
			if name, ok := strings.CutPrefix(f.Path, "site/static/"); ok {
				s.added.Add(name)
			}
		}
	}
	return s.added
}

func alikeSettings(p *pass) {
	settings, ok := p.front.(*incident.Settings)
	if !ok {
		return
	}
	for name, v := range map[string]incident.Vocabulary{
		"types": settings.Types, "severities": settings.Severities, "causes": settings.Causes, "teams": settings.Teams,
	} {
		alike(p, v.IDs(), func(i int) string { return item(name, i) + ".id" })
	}
	own := slices.Sorted(maps.Keys(settings.Frameworks))
	alike(p, own, func(i int) string { return "frameworks." + own[i] })
}

// alike reports ids that have an address in common with one before them.
func alike(p *pass, ids []string, key func(int) string) {
	first := map[string]string{}
	for i, id := range ids {
		slug := address.Slug(id)
		if other, taken := first[slug]; taken && id != "" {
			p.at(key(i), fmt.Sprintf("%q would have the address of %q", id, other), "give it another id")
			continue
		}
		first[slug] = id
	}
}
