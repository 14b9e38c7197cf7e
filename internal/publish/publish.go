// Package publish makes a site of a corpus. It is the one place that knows the order: what the
// audience may not see is taken out first, and everything else is derived from what is left.
package publish

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"hindcast/internal/assemble"
	"hindcast/internal/corpus"
	"hindcast/internal/derive"
	"hindcast/internal/diag"
	"hindcast/internal/disclose"
	"hindcast/internal/history"
	"hindcast/internal/incident"
	"hindcast/internal/progress"
	"hindcast/internal/publish/custom"
	"hindcast/internal/publish/static"
	"hindcast/internal/search/index"
	"hindcast/internal/view"
)

// Options is what a build depends on beside the corpus.
type Options struct {
	disclose.Options
	Now       time.Time
	Templates fs.FS // built-in templates
	Assets    fs.FS // built-in assets, below assets/
	Version   string
	History   history.Log       // what changed the files; empty for none
	Preview   bool              // pages are made when they are asked for, and so are most of their errors
	Painter   view.Painter      // keeps pictures from one build to the next; nil for a new one
	Tell      progress.Reporter // how far it is; nil for nobody
}

// NewOptions are those of a version of Hindcast; sites made with them share their cards.
func NewOptions(templates, assets fs.FS, version string) Options {
	return Options{Templates: templates, Assets: assets, Version: version, Painter: view.NewPainter()}
}

// Site is what a build made, ready to be written.
type Site struct {
	*disclose.Disclosure
	Notes []string // what the site lacks for want of a setting

	corpus    *corpus.Corpus
	preview   bool
	tell      progress.Reporter
	late      late
	index     func() *index.Index
	model     *view.Model
	templates *custom.Templates
	static    static.Files
}

// Disclose is disclose.ForAudience as a stage, which ends with the context.
func Disclose(ctx context.Context, c *corpus.Corpus, opts Options) (*disclose.Disclosure, error) {
	stage := progress.Stage{Name: "selecting what the audience may see"}
	return progress.Run(ctx, opts.Tell, stage, func(*progress.Count) (*disclose.Disclosure, error) {
		return disclose.ForAudience(c, opts.Options)
	})
}

// Prepare prepares the site. With disclose.ErrFindings the site holds the findings and nothing else. Where the context
// ends there is no site.
func Prepare(ctx context.Context, c *corpus.Corpus, opts Options) (*Site, error) {
	disclosed, err := Disclose(ctx, c, opts)
	if disclosed == nil {
		return nil, err
	}
	s := newSite(disclosed)
	s.preview, s.corpus, s.tell = opts.Preview, c, opts.Tell
	if err != nil {
		return s, err
	}
	var assets map[string]view.Asset
	if s.static, assets, err = static.Read(disclosed, c.FS, opts.Assets); err != nil {
		return s, err
	}
	if s.templates, err = custom.Read(opts.Templates, s.Own.Below(c.FS, "templates"), s.Log.Config.Language); err != nil {
		return s, err
	}
	stage := progress.Stage{Name: "finding links and computing figures"}
	d, err := progress.Run(ctx, opts.Tell, stage, func(*progress.Count) (derive.Results, error) {
		return derived(disclosed, func(log *incident.Log) derive.Results { return derive.All(log, opts.Now) })
	})
	if ctx.Err() != nil {
		return nil, ctx.Err() // the stage may be at the disclosure still
	}
	if err != nil {
		return s, err
	}
	s.model = &view.Model{
		Language: s.templates.Language, Agenda: d.Agenda, Regimes: d.Regimes, CustomStyle: s.static["custom.css"] != nil,
		Log: s.Log, Names: d.Links.Names, Connections: d.Links.Of, Trends: d.Trends, Frameworks: d.Frameworks, Assets: assets,
		Static:   slices.Collect(maps.Keys(s.static)),
		Audience: s.Description(), Most: s.Most(), Now: opts.Now, Version: opts.Version,
		History: s.history(opts.History), Begun: begun(opts.History), Public: s.Audience == "public", Restricted: s.Audience == incident.Restricted,
		Painter: opts.Painter,
	}
	if s.Log.Config.BaseURL == "" {
		s.Notes = append(s.Notes,
			"the feeds, robots.txt and sitemap.xml are left out, since they need the address of the site: set base_url in hindcast.yaml, or --base-url")
	}
	if found := s.templates.Faults(s.model, opts.Preview); len(found) > 0 {
		return s, s.Refuse(found)
	}
	return s, nil
}

// IndexFolder is where the search index is in the site.
const IndexFolder = "search/"

// Files yields every file of the site, one at a time. A file of the repository's own site/static
// takes the place of a generated one. Where a page can't be made, Late tells why, and the error that
// comes last is disclose.ErrFindings if that may not be, or that of the context if it ends.
func (s *Site) Files(ctx context.Context) iter.Seq2[view.File, error] {
	return func(yield func(view.File, error) bool) {
		go derive.Panicking(func() { s.Index() }) // beside the pages; whoever waits for it meets the panic
		made := progress.Begin(s.tell, progress.Stage{Name: "making and writing files", Unit: "file"})
		defer made.End()
		for file, err := range s.static.Merge(s.generated(ctx), s.note) {
			if err == nil {
				err = ctx.Err()
			}
			made.Add(len(file.Body))
			if !yield(file, err) || err != nil {
				return
			}
		}
		if s.IsStrict() && len(s.Late()) > 0 {
			yield(view.File{}, disclose.ErrFindings)
		}
	}
}

// Plan yields every file of the site but those of the index, pages and twins still to be made. A page that can't be
// made has no body, and Late tells why from then on.
func (s *Site) Plan() iter.Seq2[view.File, error] {
	return s.static.Merge(func(yield func(view.File, error) bool) {
		for file, err := range assemble.Plan(s.templates.Renderer, s.model) {
			if file.Make == nil {
				if file.Body, err = s.shown(file.Body, err); file.Body == nil && err == nil {
					continue
				}
			} else {
				make := file.Make
				file.Make = func() ([]byte, error) { return s.shown(make()) }
			}
			if !yield(file, err) || err != nil {
				return
			}
		}
	}, s.note)
}

func (s *Site) note(text string) { s.Notes = append(s.Notes, text) }

// shown is the body of a file as it is shown, where it could be made; otherwise nothing, and what was wrong is noted.
func (s *Site) shown(body []byte, err error) ([]byte, error) {
	switch {
	case s.isDefeat(err):
		return nil, nil
	case s.templates.Excuses(err):
		err = nil
	case s.preview:
		if fault, ok := custom.Fault(err); ok {
			s.told(fault)
			err = nil
		}
	}
	return body[len(body)-len(bytes.TrimLeft(body, "\n")):], err // nil where there is none, and not where it is empty
}

// generated yields what is made of the log, the index at last.
func (s *Site) generated(ctx context.Context) iter.Seq2[view.File, error] {
	return func(yield func(view.File, error) bool) {
		for page, err := range assemble.Files(s.templates.Renderer, s.model) {
			if page.Body, err = s.shown(page.Body, err); page.Body == nil && err == nil {
				continue
			}
			if !yield(page, err) || err != nil {
				return
			}
		}
		made, err := progress.Run(ctx, nil, progress.Stage{}, func(*progress.Count) (*index.Index, error) {
			return s.Index(), nil
		})
		if err != nil {
			yield(view.File{}, err)
			return
		}
		for name, body := range made.Files() {
			if !yield(view.File{Path: IndexFolder + name, Body: body}, nil) {
				return
			}
		}
	}
}

// IsCustomised reports whether a repository has templates or pages of its own.
func IsCustomised(c *corpus.Corpus) bool {
	return len(c.Log.Config.CustomPages) > 0 || slices.ContainsFunc(c.Log.Own, isTemplate)
}

// Customised checks what only making the site tells: templates and pages of the repository's own.
func Customised(ctx context.Context, c *corpus.Corpus, opts Options) ([]diag.Finding, error) {
	opts.KeepGoing, opts.Audience = true, incident.Restricted
	s, err := Prepare(ctx, c, opts)
	if err != nil && !errors.Is(err, disclose.ErrFindings) {
		return nil, err
	}
	return slices.DeleteFunc(s.Findings, func(f diag.Finding) bool {
		return f.Rule != incident.RuleTemplate && f.Rule != incident.RuleCustomPage
	}), nil
}

func isTemplate(f *incident.File) bool { return strings.HasPrefix(f.Path, "templates/") }
