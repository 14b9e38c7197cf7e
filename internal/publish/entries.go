package publish

import (
	"sync"

	"hindcast/internal/corpus"
	"hindcast/internal/derive"
	"hindcast/internal/disclose"
	"hindcast/internal/incident"
	"hindcast/internal/publish/custom"
	"hindcast/internal/search/index"
	"hindcast/internal/view"
)

// Index is the search index of what the audience may see. It is made when it is first asked for.
func (s *Site) Index() *index.Index { return s.index() }

func newSite(d *disclose.Disclosure) *Site {
	s := &Site{Disclosure: d}
	s.index = sync.OnceValue(func() *index.Index { return s.makeIndex(index.Options{}) })
	return s
}

// Searchable is an index of what ForAudience left, to be searched at once: nothing of a page is made for it.
func Searchable(d *disclose.Disclosure, c *corpus.Corpus, opts Options) (*index.Index, error) {
	results, err := derived(d, func(log *incident.Log) derive.Results { return derive.Due(log, opts.Now) })
	if err != nil {
		return nil, err
	}
	words := custom.Words(opts.Templates, d.Own.Below(c.FS, "templates"), d.Log.Config.Language)
	model := &view.Model{
		Language: words, Log: d.Log, Names: d.Log.Names(), Agenda: results.Agenda, Regimes: results.Regimes, Now: opts.Now,
	}
	s := &Site{Disclosure: d, model: model}
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
