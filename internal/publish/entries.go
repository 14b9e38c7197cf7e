package publish

import (
	"hindcast/internal/address"
	"hindcast/internal/corpus"
	"hindcast/internal/derive"
	"hindcast/internal/incident"
	"hindcast/internal/search/index"
	"hindcast/internal/view"
	"hindcast/internal/wording"
)

// Index is the search index of what the audience may see. It is made when it is first asked for.
func (s *Site) Index() *index.Index {
	if s.index == nil {
		s.index = s.makeIndex(index.Options{})
	}
	return s.index
}

// Searchable is an index of what ForAudience left, to be searched at once: nothing of a page is made for it.
func (s *Site) Searchable(c *corpus.Corpus, opts Options) (*index.Index, error) {
	language, _ := wording.Read(opts.Templates, s.own.below(c.FS, "templates"), s.Log.Config.Language)
	d, err := s.derived(opts, func(log *incident.Log) derive.Results { return derive.Due(log, opts.Now) })
	if err != nil {
		return nil, err
	}
	s.model = &view.Model{Language: language, Log: s.Log, Names: s.Log.Names(), Agenda: d.Agenda, Regimes: d.Regimes, Now: opts.Now}
	return s.makeIndex(index.Options{Uncompressed: true}), nil
}

func (s *Site) makeIndex(opts index.Options) *index.Index {
	var entries []index.Entry
	site := view.Searchable{Model: s.model}
	for path, entry := range site.Entries() {
		if cause := derive.Panicking(func() { entries = append(entries, entry()) }); cause != nil {
			s.defeated(path, cause)
		}
	}
	opts.Synonyms, opts.Title = site.Synonyms(), site.ColumnTitle
	return index.Build(entries, opts)
}

// Source is the file of the repository behind an address of the site, and what it says for lists.
type Source struct {
	*incident.File
	Type    string
	Date    string // in the form of its precision
	Systems []string
}

// Sources is what lies behind each address of the site.
func (s *Site) Sources() map[string]Source {
	sources := map[string]Source{}
	for _, r := range s.Log.Records {
		sources[address.Record(r)] = Source{&r.File, r.Type, r.Date().String(), r.Systems}
	}
	for _, y := range s.Log.Systems {
		sources[address.System(y)] = Source{File: &y.File, Systems: []string{y.Slug}}
	}
	for _, a := range s.Log.Articles {
		sources[address.Article(a)] = Source{File: &a.File, Systems: a.Systems}
	}
	return sources
}
