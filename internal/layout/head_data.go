package layout

import (
	"maps"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/view"
)

// This file is what is in the head of a page for programs: partials/head-data.html prints it.

// Canonical is the full address of the page; empty where the site's is not known.
func (p Page) Canonical() string {
	if p.NotFound {
		return ""
	}
	return p.Absolute(p.Address)
}

// Card is the full address of the picture that stands for the page where it is linked from elsewhere.
func (p Page) Card() string { return p.Absolute(p.CardSubject(p.Record).Path()) }

// Plain is a text on one line, without what acts on a terminal or turns the direction of what follows.
func (p Page) Plain(s string) string { return diag.Printable(s) }

// SocialType is the kind of page, as OpenGraph has it.
func (p Page) SocialType() string {
	if p.Record != nil || p.Article != nil {
		return "article"
	}
	return "website"
}

// HeadLink is another form of a page.
type HeadLink struct{ Type, Title, URL string }

// Alternates are the other forms of the page: its feeds where it has some, a record's JSON twin.
func (p Page) Alternates() []HeadLink {
	var links []HeadLink
	if p.Record != nil {
		links = append(links, HeadLink{"application/json", p.T("This record as JSON"), p.Root + address.RecordJSON(p.Record)})
	}
	if p.Log.Config.BaseURL == "" {
		return links
	}
	folder, title := "", p.Log.Config.Title
	if p.hasFeed() {
		folder, title = p.Address, title+": "+p.Title
	}
	return append(links,
		HeadLink{"application/atom+xml", title, p.Root + folder + "feed.xml"},
		HeadLink{"application/feed+json", title, p.Root + folder + "feed.json"})
}

// hasFeed tells the page of a system or type, which has feeds of its own.
func (p Page) hasFeed() bool {
	section, rest, _ := strings.Cut(p.Address, "/")
	slug, below, _ := strings.Cut(rest, "/")
	return slug != "" && below == "" && (section == "systems" || section == view.ByType)
}

// linked is a node of JSON-LD in the vocabulary of schema.org. Its keys are written in order.
type linked map[string]any

// with adds a value under a key unless there is nothing to add.
func (l linked) with(key string, value any) linked {
	switch v := value.(type) {
	case string:
		if v == "" {
			return l
		}
		value = diag.Printable(v)
	case []string:
		if len(v) == 0 {
			return l
		}
		value = view.Mapped(v, diag.Printable)
	case []linked:
		if len(v) == 0 {
			return l
		}
	case linked:
		if len(v) == 0 {
			return l
		}
	}
	l[key] = value
	return l
}

// LinkedData is what the page is about, for search engines and programs; nil where it is about
// nothing in particular. A template prints it into a script element of type application/ld+json,
// where html/template writes a map as JSON that can't end the element.
func (p Page) LinkedData() map[string]any {
	var node linked
	switch {
	case p.NotFound:
		return nil
	case p.Record != nil:
		node = p.recordData(p.Record)
	case p.Article != nil && p.Article.Kind == incident.Glossary:
		node = p.termData(p.Article)
	case p.Article != nil:
		node = p.articleData(p.Article)
	case p.Address == "":
		node = p.siteData()
	case p.Address == "trends/":
		node = p.trendData()
	default:
		return nil
	}
	maps.Copy(node, linked{"@context": "https://schema.org"})
	return node
}

func (p Page) organisation() linked {
	return linked{"@type": "Organization"}.with("name", p.Publisher()).with("url", p.Absolute(""))
}

func (p Page) site() linked {
	return linked{"@type": "WebSite"}.with("name", p.Log.Config.Title).with("url", p.Absolute(""))
}

// document is what all texts of the site have in common.
func (p Page) document(kind, title, summary string) linked {
	url := p.Canonical()
	return linked{"@type": kind}.with("@id", url).with("url", url).with("headline", title).with("name",
		title).with("abstract", summary).
		with("inLanguage", p.Log.Config.Language).with("isPartOf", p.site()).with("publisher",
		p.organisation()).with("author", p.organisation()).
		with("image", p.Card())
}

func (p Page) recordData(r *incident.Record) linked {
	var about []linked
	for _, slug := range r.Systems {
		about = append(about, linked{
			"@type": "SoftwareApplication",
		}.with("name", p.SystemTitle(slug)).with("url", p.Absolute("systems/"+slug+"/")))
	}
	for _, name := range r.Unregistered {
		about = append(about, linked{"@type": "SoftwareApplication"}.with("name", name))
	}
	keywords := append([]string{}, r.Tags...)
	for _, id := range append([]string{r.Type}, r.Also...) {
		if id != "" {
			keywords = append(keywords, p.Term("types", id))
		}
	}
	for _, c := range r.Causes {
		keywords = append(keywords, p.Term("causes", c.Factor))
	}
	node := p.document("Report", r.Title, r.Summary).with("identifier", r.ID).with("reportNumber", r.ID).
		with("dateCreated", r.Date().String()).with("dateModified", view.Stamp(p.Changed(r))).
		with("about", about).with("keywords", keywords)
	if url := p.Absolute(address.RecordJSON(r)); url != "" {
		node.with("encoding", linked{"@type": "MediaObject", "encodingFormat": "application/json", "contentUrl": url})
	}
	if r.IsPrecedent() {
		node.with("isBasedOn", view.Mapped(r.References, func(ref incident.Reference) string { return string(ref.URL) }))
	}
	return node
}

func (p Page) articleData(a *incident.Article) linked {
	return p.document("TechArticle", a.Title, a.Summary).with("identifier", a.Slug).with("keywords", a.Tags)
}

func (p Page) termData(a *incident.Article) linked {
	url := p.Canonical()
	return linked{"@type": "DefinedTerm"}.with("@id", url).with("url", url).with("name", a.Title).with("alternateName",
		a.Also).with("termCode", a.Slug).
		with("description", firstParagraph(&a.File)).
		with("inDefinedTermSet", linked{"@type": "DefinedTermSet"}.with("name", p.T("Glossary")).with("url",
			p.Absolute("knowledge/glossary/")).
			with("inLanguage", p.Log.Config.Language))
}

func firstParagraph(file *incident.File) string {
	for _, b := range file.Text.Blocks {
		if b.Level == 0 && b.Plain != "" {
			return b.Plain
		}
	}
	return ""
}

func (p Page) siteData() linked {
	node := p.site().with("description", p.Lead).with("inLanguage",
		p.Log.Config.Language).with("publisher", p.organisation())
	if find := p.Absolute("search/"); find != "" {
		node.with("@id", p.Absolute("")).with("potentialAction", linked{
			"@type": "SearchAction", "query-input": "required name=search_term_string",
			"target": linked{"@type": "EntryPoint", "urlTemplate": find + "?q={search_term_string}"},
		})
	}
	return node
}

func (p Page) trendData() linked {
	var forms []linked
	for _, file := range [][2]string{{"incidents.json", "application/json"}, {"incidents.csv", "text/csv"}} {
		if url := p.Absolute(file[0]); url != "" {
			forms = append(forms, linked{"@type": "DataDownload", "encodingFormat": file[1], "contentUrl": url})
		}
	}
	url := p.Canonical()
	return linked{"@type": "Dataset"}.with("@id", url).with("url", url).with("name", p.Log.Config.Title+": "+p.Title).
		with("description", p.About(len(p.Index.Own))).with("dateModified", view.Stamp(p.Now)).with("inLanguage",
		p.Log.Config.Language).
		with("isPartOf", p.site()).with("creator", p.organisation()).with("publisher", p.organisation()).with("distribution",
		forms)
}
