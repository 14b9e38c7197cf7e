package publish

import (
	"context"
	"sync"

	"hindcast/internal/corpus"
	"hindcast/internal/derive"
	"hindcast/internal/disclose"
	"hindcast/internal/incident"
	"hindcast/internal/progress"
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
func Searchable(
	ctx context.Context, d *disclose.Disclosure, c *corpus.Corpus, opts Options,
) (*index.Index, error) {
	results, err := derived(d, func(log *incident.Log) derive.Results { return derive.Due(log, opts.Now) })
	if err != nil {
		return nil, err
	}
	words := custom.Words(opts.Templates, d.Own.Below(c.FS, "templates"), d.Log.Config.Language)
	model := &view.Model{
		Language: words, Log: d.Log, Names: d.Log.Names(), Agenda: results.Agenda, Regimes: results.Regimes,
		Frameworks: results.Frameworks, Now: opts.Now,
	}
	s := &Site{Disclosure: d, model: model, tell: opts.Tell}
	return progress.Run(ctx, nil, progress.Stage{}, func(*progress.Count) (*index.Index, error) {
		return s.makeIndex(index.Options{Uncompressed: true}), nil
	})
}

func (s *Site) makeIndex(opts index.Options) *index.Index {
	opts.Count = progress.Begin(s.tell, progress.Stage{
		Name: "making the search index", Unit: "page",
		Total: len(s.model.Log.Records) + len(s.model.Log.Systems) + len(s.model.Log.Articles),
	})
	defer opts.Count.End()
	var entries []index.Entry
	site := view.Searchable{Model: s.model}
	for path, entry := range site.Entries() {
		if cause := derive.Panicking(func() { entries = append(entries, entry()) }); cause != nil {
			s.defeated(path, cause)
		}
	}
	opts.Language = s.model.Log.Config.Language
	opts.Synonyms, opts.Title, opts.Former = site.Synonyms(), site.ColumnTitle, site.OtherNames()
	for _, f := range view.OwnFacets(&s.model.Log.Config) {
		opts.Own = append(opts.Own, f.ID)
	}
	return index.Build(entries, opts)
}
