package content

import (
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/check/rule"
	"hindcast/internal/diag"
	"hindcast/internal/folder"
	"hindcast/internal/incident"
	"hindcast/internal/section"
	"hindcast/internal/taxonomy"
	"hindcast/internal/words"
)

// SettingsRules are about hindcast.yaml alone.
var SettingsRules = []rule.Rule{
	{
		ID: "unknown-language", Title: "the interface has a table of words for the language", Since: "0.1", Level: diag.Error,
		Why:     "A site that says it is in a language, and is in another, misleads readers, screen readers and search.",
		Example: rule.Example{Path: "hindcast.yaml", Bad: "language: «xx»\n", Good: rule.Base},
		File: rule.OfSettings(func(p *rule.Pass, settings *incident.Settings) {
			if settings.Language == "" {
				return
			}
			known := languages(p)
			if tag := strings.ToLower(settings.Language); !languageForm.MatchString(tag) {
				p.At("language", fmt.Sprintf("%q is not the tag of a language", settings.Language), "write it as en, de or pt-BR")
			} else if primary, _, _ := strings.Cut(tag, "-"); !slices.Contains(known, tag) && !slices.Contains(known, primary) {
				p.At("language", "there are no words for the language "+settings.Language,
					fmt.Sprintf("write %s, or add templates/languages/%s.yaml", strings.Join(known, ", "), tag))
			}
		}),
	},
	{
		ID: "framework-extended", Title: "what extends a framework names a built-in one", Since: "0.1", Level: diag.Error,
		Why:     "Under a misspelt name the built-in ids stay unknown, and those that were added are never met.",
		Example: rule.Example{Path: "hindcast.yaml", Bad: "frameworks:\n  nist_ai_rfm: {extend: «true», controls: [{id: MANAGE 5.1}]}\n", Good: rule.Base},
		File: rule.OfSettings(func(p *rule.Pass, settings *incident.Settings) {
			for _, key := range slices.Sorted(maps.Keys(settings.Frameworks)) {
				builtin := taxonomy.Frameworks()
				if _, known := builtin[key]; bool(settings.Frameworks[key].Extend) && !known {
					p.At("frameworks."+key+".extend", key+" is no built-in framework",
						diag.DidYouMean(key, slices.Sorted(maps.Keys(builtin))))
				}
			}
		}),
	},
	{
		ID: "limit-value", Title: "a limit is one that there is, and is raised to its ceiling at most", Since: "0.1",
		Level:   diag.Error,
		Why:     "A misspelt limit bounds nothing; one without a ceiling would let a single file stop the work on all others.",
		Example: rule.Example{Path: "hindcast.yaml", Bad: "limits:\n  text_bytes: «9000000»\n", Good: rule.Base},
		File: rule.OfSettings(func(p *rule.Pass, settings *incident.Settings) {
			for _, key := range slices.Sorted(maps.Keys(settings.Limits)) {
				limit, known := incident.LimitOf(key)
				switch n := int(settings.Limits[key]); {
				case !known:
					p.AtKey("limits."+key, "there is no limit "+key, diag.DidYouMean(key, limitKeys()))
				case n > limit.Most:
					p.At("limits."+key, fmt.Sprintf("%s can be at most %d", key, limit.Most),
						fmt.Sprintf("it bounds the %s; the default is %d", limit.What, limit.Default))
				}
			}
			if most := p.Log.Config.Limit(incident.LimitOwnPages); len(settings.CustomPages) > most {
				p.AtKey("custom_pages", fmt.Sprintf("there are %d pages of your own; at most %d are made",
					len(settings.CustomPages), most), "raise limits.custom_pages, or join some")
			}
		}),
	},
	{
		ID: "section-setting", Title: "what gets a heading of its own is a section", Since: "0.1", Level: diag.Error,
		Why:     "Under a misspelt name the section keeps its built-in heading, and the own one is met by nothing.",
		Example: rule.Example{Path: "hindcast.yaml", Bad: "sections: {«Lesons»: Lehren}\n", Good: rule.Base},
		File: rule.OfSettings(func(p *rule.Pass, settings *incident.Settings) {
			keys := section.Keys()
			for _, name := range slices.Sorted(maps.Keys(settings.Sections)) {
				if !slices.Contains(keys, name) {
					p.AtKey("sections."+name, "there is no section "+name, diag.DidYouMean(name, keys))
				}
			}
			names := section.New(settings.Sections)
			for _, name := range keys {
				heading := names.Heading(name)
				other := names.Of(heading)
				if other == name {
					continue
				}
				p.At("sections."+other, fmt.Sprintf("%s and %s would have the same heading, %s", name, other, heading),
					"give each a heading of its own")
			}
		}),
	},
	{
		ID: "kept-name", Title: "what is kept for the host is nothing that the site has itself", Since: "0.1",
		Level:   diag.Error,
		Why:     "A site can't be written over what is to be left as it is.",
		Example: rule.Example{Path: "hindcast.yaml", Bad: "keep: [«incidents»]\n", Good: rule.Base},
		File:    rule.OfSettings(keptNames),
	},
	{
		ID: "article-folder", Title: "the folder of articles is there, and so is what its order names", Since: "0.1",
		Level:   diag.Error,
		Why:     "From a misspelt folder no page is made, and nobody is told; a name that nothing has keeps no place in the order.",
		Example: rule.Example{Path: "hindcast.yaml", Bad: "articles: {folder: «handbok»}\n", Good: rule.Base},
		File:    rule.OfSettings(articleFolder),
	},
}

func articleFolder(p *rule.Pass, settings *incident.Settings) {
	articles := settings.Articles
	var slugs []string
	for _, a := range p.Log.Articles {
		if _, ok := articles.Within(a.Path); ok {
			slugs = append(slugs, a.Slug)
		}
	}
	switch {
	case articles.Folder == "":
		for _, key := range []string{"tlp", "order"} {
			if _, _, written := p.File.Places.Key("articles." + key); written {
				p.AtKey("articles."+key, "this is about a folder that is not named", "write articles.folder, such as docs")
			}
		}
		return
	case len(slugs) == 0:
		p.At("articles.folder", fmt.Sprintf("%s holds no Markdown file", articles.Folder), "write its path from the top of the repository")
		return
	}
	for i, written := range articles.Order {
		name := folder.Named(written)
		if !slices.ContainsFunc(slugs, func(slug string) bool { return slug == name || strings.HasPrefix(slug, name+"/") }) {
			p.At(rule.Item("articles.order", i), fmt.Sprintf("%s has no file or folder %s", articles.Folder, written),
				diag.DidYouMean(name, slugs))
		}
	}
}

// keptNames reports names that are to be kept and that the site has for a page or file of its own.
func keptNames(p *rule.Pass, settings *incident.Settings) {
	for i, name := range settings.Keep {
		if address.IsTaken(settings, string(name)) {
			p.At(rule.Item("keep", i), fmt.Sprintf("%q is a file or folder of the site itself", name),
				"leave it out; a file of that name in site/static takes the place of the site's")
		}
	}
}

var languageForm = regexp.MustCompile(`^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$`)

// languages are the tags of the languages that Hindcast brings along, and of the tables beside the records.
func languages(p *rule.Pass) []string {
	var list []string
	for _, l := range words.Languages {
		list = append(list, l.Tag)
	}
	for _, f := range p.Log.Own {
		if path.Dir(f.Path) == "templates/languages" && path.Ext(f.Path) == ".yaml" {
			list = append(list, strings.ToLower(strings.TrimSuffix(path.Base(f.Path), ".yaml")))
		}
	}
	return list
}

func limitKeys() []string {
	var keys []string
	for _, l := range incident.LimitTable {
		keys = append(keys, l.Key)
	}
	return keys
}
