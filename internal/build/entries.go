package build

import (
	"strings"

	"hindcast/internal/incident"
	"hindcast/internal/render"
	"hindcast/internal/search"
)

// entries is what search finds: every record, system and article of a log.
func entries(log *incident.Log) []search.Entry {
	var list []search.Entry
	for _, r := range log.Records {
		list = append(list, recordEntry(&log.Config, r))
	}
	for _, s := range log.Systems {
		list = append(list, search.Entry{
			Doc:    search.Doc{ID: s.Slug, Title: s.Title, URL: render.SystemURL(s), Summary: s.Summary, Kind: "system", Systems: []string{s.Slug}},
			Fields: texts(s.Slug, s.Title, s.Summary, s.Text.Plain(), s.Owner, s.Purpose),
		})
	}
	for _, a := range log.Articles {
		list = append(list, search.Entry{
			Doc:    search.Doc{ID: a.Slug, Title: a.Title, URL: render.ArticleURL(a), Summary: a.Summary, Kind: string(a.Kind), Systems: a.Systems},
			Fields: texts(a.Slug, a.Title, a.Summary, a.Text.Plain(), append(a.Tags, a.Also...)...),
		})
	}
	return list
}

func recordEntry(config *incident.Config, r *incident.Record) search.Entry {
	facets := []string{config.Vocabularies["types"].TitleOf(r.Type), r.Owner}
	for _, list := range [][]string{
		r.Aliases, r.Systems, r.Unregistered, r.Tags, r.Parties.Developers, r.Parties.Deployers, r.Parties.Actors, r.Parties.Harmed,
	} {
		facets = append(facets, list...)
	}
	for _, c := range r.Causes {
		facets = append(facets, config.Vocabularies["causes"].TitleOf(c.Factor), c.Note)
	}
	for _, m := range r.Models {
		facets = append(facets, m.Name, m.Version, m.Provider)
	}
	for _, ids := range r.Frameworks {
		facets = append(facets, ids...)
	}
	for _, a := range r.Actions {
		facets = append(facets, a.Title)
	}
	return search.Entry{
		Doc: search.Doc{
			ID: r.ID, Title: r.Title, URL: render.RecordURL(r), Summary: r.Summary, Date: r.Date().String(),
			Kind: r.KindOrDefault(), Type: r.Type, Severity: r.Rank(), Status: r.Status, Systems: r.Systems,
		},
		Sort:   r.Date(),
		Fields: append(texts(r.ID, r.Title, r.Summary, r.Text.Plain(), facets...), search.Field{Weight: search.WeightText, Text: r.Trigger}),
	}
}

func texts(id, title, summary, text string, facets ...string) []search.Field {
	return []search.Field{
		{Weight: search.WeightID, Text: id}, {Weight: search.WeightTitle, Text: title}, {Weight: search.WeightSummary, Text: summary},
		{Weight: search.WeightFacet, Text: strings.Join(facets, "\n")}, {Weight: search.WeightText, Text: text},
	}
}

// Paths is the file of the repository behind each address of the site.
func (s *Site) Paths() map[string]string {
	paths := map[string]string{}
	for _, r := range s.Log.Records {
		paths[render.RecordURL(r)] = r.Path
	}
	for _, y := range s.Log.Systems {
		paths[render.SystemURL(y)] = y.Path
	}
	for _, a := range s.Log.Articles {
		paths[render.ArticleURL(a)] = a.Path
	}
	return paths
}
