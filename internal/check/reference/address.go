package reference

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/check/rule"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
)

// AddressRules are about names that become part of the address of a page.
var AddressRules = []rule.Rule{
	{
		ID: "page-address", Title: "the page of a file under knowledge has an address of its own", Since: "0.1",
		Level: diag.Error,
		Why:   "Two pages of one address, or one that no host can store, would keep the whole site from being written.",
		Example: rule.Example{
			Path: "knowledge/glossary.md", Bad: "«---»\ntitle: Words\ntlp: GREEN\n---\nText.\n", Good: rule.Base,
			Says: "a file knowledge/glossary.md",
		},
		File: ownAddress,
	},
	{
		ID: "alias-address", Title: "an alias is a former id, name or path, so that a redirect can stand there", Since: "0.1",
		Level:   diag.Warning,
		Why:     "An alias that can't be an address leads nobody anywhere.",
		Example: rule.Example{Edits: [][2]string{{"\n---\n## What", "\naliases: [«the old one»]\n---\n## What"}}},
		File:    aliasAddress,
	},
	{
		ID: "settings-alike", Title: "the values of the settings have names that stay apart in addresses", Since: "0.1",
		Level: diag.Error,
		Why:   "Values that differ only in capitals or punctuation would have one page.",
		Example: rule.Example{
			Path: "hindcast.yaml", Bad: "frameworks: {house_rules: «{title: House rules}», House_Rules: {title: Rules}}\n",
			Good: rule.Base,
		},
		File: rule.OfSettings(alikeSettings),
	},
}

// sitePages are the pages of the site that a file under knowledge could have the address of: some lists, of which that of
// the glossary has further pages where it is long.
var sitePages = regexp.MustCompile(`^(?:knowledge/(?:playbooks/|glossary/(?:page-\d+/)?)?|systems/)$`)

func ownAddress(p *rule.Pass) {
	addr := addressOf(p)
	if addr == "" {
		return
	}
	report := func(message string) *diag.Finding {
		return p.Report(diag.Finding{Span: p.File.Places.Start(), Message: message, Hint: "rename the file"})
	}
	if message := address.UnfitAddress(addr); message != "" {
		report(message)
		return
	}
	key := rule.AddressKey(addr)
	if sitePages.MatchString(key) {
		report(key + " is an address that the site needs itself")
		return
	}
	if first := p.Addresses[key]; first != nil && first != p.File {
		f := report(fmt.Sprintf("the address %s is taken by another file", addr))
		f.Related = []diag.Place{{Path: first.Path, Span: diag.FileStart, Message: "taken here"}}
	}
}

// addressOf is where the page of a system or article stands; empty for other files.
func addressOf(p *rule.Pass) string {
	switch p.Front.(type) {
	case *incident.SystemFront:
		return address.System(&incident.System{Slug: p.Slug})
	case *incident.ArticleFront:
		return address.Article(&incident.Article{File: incident.File{Path: p.File.Path}, Slug: p.Slug})
	}
	return ""
}

func aliasAddress(p *rule.Pass) {
	var aliases []string
	folder := "incidents/"
	switch front := p.Front.(type) {
	case *incident.Front:
		aliases = front.Aliases
	case *incident.SystemFront:
		aliases, folder = front.Aliases, "systems/"
	case *incident.ArticleFront:
		aliases, folder = front.Aliases, "knowledge/"
	}
	if most := p.Log.Config.Limit(incident.LimitAliases); len(aliases) > most {
		p.AtKey("aliases", fmt.Sprintf("there are %d aliases; %d of them become redirects", len(aliases), most),
			"leave out those that nobody follows any more, or raise limits.aliases")
		aliases = aliases[:most]
	}
	for i, alias := range aliases {
		if message := unfitAlias(p, address.Alias(folder, strings.ToLower(alias), alias)); message != "" {
			p.At(rule.Item("aliases", i), message+", so no redirect stands there",
				"write a former id, the former name of the file, or a former path of the page")
		}
	}
}

func unfitAlias(p *rule.Pass, addr string) string {
	if message := address.UnfitAlias(addr, p.Log.Config.Keep); message != "" {
		return message
	}
	if !p.Static().Free(address.File(addr)) {
		return "site/static has a file there"
	}
	return ""
}

func alikeSettings(p *rule.Pass, settings *incident.Settings) {
	for name, v := range map[string]incident.Vocabulary{
		"types": settings.Types, "severities": settings.Severities, "causes": settings.Causes, "teams": settings.Teams,
	} {
		alike(p, v.IDs(), func(i int) string { return rule.Item(name, i) + ".id" })
	}
	own := slices.Sorted(maps.Keys(settings.Frameworks))
	alike(p, own, func(i int) string { return "frameworks." + own[i] })
}

// alike reports ids that have an address in common with one before them.
func alike(p *rule.Pass, ids []string, key func(int) string) {
	first := map[string]string{}
	for i, id := range ids {
		slug := address.Slug(id)
		if other, taken := first[slug]; taken && id != "" {
			p.At(key(i), fmt.Sprintf("%q would have the address of %q", id, other), "give it another id")
			continue
		}
		first[slug] = id
	}
}
