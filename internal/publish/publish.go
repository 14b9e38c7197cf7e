// Package publish makes a site of a corpus. It is the one place that knows the order: what the
// audience may not see is taken out first, and everything else is derived from what is left.
package publish

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"slices"
	"time"

	"hindcast/internal/address"
	"hindcast/internal/assemble"
	"hindcast/internal/attachment"
	"hindcast/internal/audience"
	"hindcast/internal/card"
	"hindcast/internal/check"
	"hindcast/internal/check/lifecycle"
	"hindcast/internal/corpus"
	"hindcast/internal/datafiles"
	"hindcast/internal/derive"
	"hindcast/internal/diag"
	"hindcast/internal/history"
	"hindcast/internal/incident"
	"hindcast/internal/layout"
	"hindcast/internal/search/index"
	"hindcast/internal/trend/figure"
	"hindcast/internal/view"
	"hindcast/internal/wording"
	"hindcast/templates"
)

// Options is what a build depends on beside the corpus.
type Options struct {
	Now       time.Time
	Audience  string              // empty for the configured one
	BaseURL   incident.BaseURL    // empty for the configured one
	Keep      []incident.KeptName // for the host, beside those that are configured
	KeepGoing bool                // leave out what has an error instead of refusing
	Templates fs.FS               // built-in templates
	Assets    fs.FS               // built-in assets, below assets/
	Version   string
	History   history.Log   // what changed the files; empty for none
	Painter   *card.Painter // keeps pictures from one build to the next; nil for a new one
}

// Site is what a build made, ready to be written.
type Site struct {
	Findings []diag.Finding // of what the audience may see, and of the audience, sorted
	Unseen   diag.Count     // findings in what it may not see
	LeftOut  []string       // paths of files that it would see, left out because of an error
	Others   int            // further files with an error, which it may not see
	Log      *incident.Log  // as the audience sees it
	Audience string
	Notes    []string       // what the site lacks for want of a setting
	Late     []diag.Finding // errors that only making the pages told, of the files that Files left out

	withheld *audience.Withheld
	bad      map[string]bool // files with an error
	index    *index.Index
	model    *view.Model
	renderer *layout.Renderer
	static   map[string][]byte
	own      *own
	strict   bool // an error keeps the site from being made
}

// ErrFindings tells that errors among the findings keep the site from being made.
var ErrFindings = errors.New("errors among the findings")

// ForAudience takes out of the corpus what the audience may not see, which is decided from every file, and
// what has an error, as opts say. With ErrFindings the site holds the findings and nothing else.
func ForAudience(c *corpus.Corpus, opts Options) (*Site, error) {
	log := *c.Log
	if opts.BaseURL != "" {
		log.Config.BaseURL = opts.BaseURL
	}
	log.Config.Keep = slices.Concat(log.Config.Keep, opts.Keep)
	s := &Site{Audience: opts.Audience, bad: map[string]bool{}, strict: !opts.KeepGoing}
	if s.Audience == "" {
		s.Audience = log.Config.Audience
	}
	s.withheld = audience.Decide(&log, s.Audience)
	findings := slices.DeleteFunc(slices.Clone(c.Findings), func(f diag.Finding) bool { return f.Rule == lifecycle.RuleFuture })
	s.Findings, s.Unseen = s.withheld.Findings(findings)
	if err := s.drop(&log, findings, opts.KeepGoing); err != nil {
		return s, err
	}
	s.own = ownFiles(log.Own)
	cut, named := s.withheld.Cut(&log)
	inOwn, err := s.namedInOwn(c.FS)
	if err != nil {
		return s, err
	}
	named = append(named, inOwn...)
	s.Findings = append(s.Findings, named...)
	diag.Sort(s.Findings)
	if err := s.drop(cut, named, opts.KeepGoing); err != nil {
		return s, err
	}
	cut.Assets = audience.Referred(cut) // now that nothing else is left out
	s.Log, s.own = cut, ownFiles(cut.Own)
	return s, nil
}

// Trends computes the figures of what ForAudience left.
func (s *Site) Trends(now time.Time) *figure.Trends { return derive.Trends(s.Log, now) }

// Prepare prepares the site. With ErrFindings the site holds the findings and nothing else.
func Prepare(c *corpus.Corpus, opts Options) (*Site, error) {
	s, err := ForAudience(c, opts)
	if err != nil {
		return s, err
	}
	cut := s.Log
	assets, err := s.assets(c.FS, opts.Assets)
	if err != nil {
		return s, err
	}
	templates := s.own.below(c.FS, "templates")
	language, broken := wording.Read(opts.Templates, templates, cut.Config.Language)
	s.renderer, err = layout.New(opts.Templates, templates)
	if err != nil {
		return s, err
	}
	d, err := s.derived(opts, func(log *incident.Log) derive.Results { return derive.All(log, opts.Now) })
	if err != nil {
		return s, err
	}
	s.model = &view.Model{
		Language: language, Agenda: d.Agenda, Regimes: d.Regimes, CustomStyle: s.static["custom.css"] != nil,
		Log: cut, Names: d.Links.Names, Connections: d.Links.Of, Trends: d.Trends, Assets: assets, Static: slices.Collect(maps.Keys(s.static)), Rules: ruleDocs(),
		Audience: audience.Describe(s.Audience), Now: opts.Now, Version: opts.Version,
		History: s.history(opts.History), Public: s.Audience == "public", Restricted: s.Audience == incident.Restricted, Painter: opts.Painter,
	}
	if cut.Config.BaseURL == "" {
		s.Notes = append(s.Notes, "the feeds, robots.txt and sitemap.xml are left out, since they need the address of the site: set base_url in hindcast.yaml, or --base-url")
	}
	return s, s.customise(broken, opts)
}

func ruleDocs() []view.RuleDoc {
	rules := check.Rules()
	docs := make([]view.RuleDoc, len(rules))
	for i, r := range rules {
		bad, good := r.Fragments()
		docs[i] = view.RuleDoc{ID: r.ID, Title: r.Title, Why: r.Why, Level: r.Level.String(), From: r.From, Bad: bad, Good: good}
	}
	return docs
}

// drop takes the files with an error out of the log, or refuses.
func (s *Site) drop(log *incident.Log, findings []diag.Finding, keepGoing bool) error {
	bad := map[string]bool{}
	for _, f := range findings {
		if f.Level == diag.Error {
			bad[f.Path] = true
		}
	}
	if len(bad) == 0 {
		return nil
	}
	if !keepGoing || bad[log.ConfigFile.Path] {
		return ErrFindings
	}
	maps.Copy(s.bad, bad)
	for _, path := range slices.Sorted(maps.Keys(bad)) {
		if s.withheld.Sees(path) {
			s.LeftOut = append(s.LeftOut, path)
		} else {
			s.Others++
		}
	}
	log.Records = slices.DeleteFunc(slices.Clone(log.Records), func(r *incident.Record) bool { return bad[r.Path] })
	log.Systems = slices.DeleteFunc(slices.Clone(log.Systems), func(s *incident.System) bool { return bad[s.Path] })
	log.Articles = slices.DeleteFunc(slices.Clone(log.Articles), func(a *incident.Article) bool { return bad[a.Path] })
	log.Assets = slices.DeleteFunc(slices.Clone(log.Assets), func(f *incident.File) bool { return bad[f.Path] })
	log.Own = slices.DeleteFunc(slices.Clone(log.Own), func(f *incident.File) bool { return bad[f.Path] })
	return nil
}

// assets reads the files to copy and returns each picture or file that a record refers to. Their names
// are made of their bytes, so that a name tells nothing about the record.
func (s *Site) assets(records, builtin fs.FS) (map[string]view.Asset, error) {
	s.static = map[string][]byte{}
	if err := s.copyAll(builtin); err != nil {
		return nil, err
	}
	if err := s.copyOwn(records); err != nil {
		return nil, err
	}
	assets, limit := map[string]view.Asset{}, int64(s.Log.Config.Limit(incident.LimitAsset))
	for _, asset := range s.Log.Assets {
		file, err := attachment.Read(records, asset.Path, limit, s.Audience == incident.Restricted)
		if err != nil {
			return nil, fmt.Errorf("read %s, which a text refers to: %w", asset.Path, err)
		}
		sum := sha256.Sum256(file.Data)
		address := "files/" + hex.EncodeToString(sum[:10]) + file.Ending
		assets[asset.Path] = view.Asset{Address: address, Width: file.Width, Height: file.Height, IsPicture: attachment.IsPicture(asset.Path)}
		s.static[address] = file.Data
	}
	return assets, nil
}

// Withholds reports whether the audience may not see a file.
func (s *Site) Withholds(path string) bool { return !s.withheld.Sees(path) }

// Addresses is where the page of each record, system and article stands, relative to the root of the
// site, by the path of its file.
func (s *Site) Addresses() map[string]string {
	all := map[string]string{}
	for _, r := range s.Log.Records {
		all[r.Path] = address.Record(r)
	}
	for _, sys := range s.Log.Systems {
		all[sys.Path] = address.System(sys)
	}
	for _, a := range s.Log.Articles {
		all[a.Path] = address.Article(a)
	}
	return all
}

// IndexFolder is where the search index stands in the site.
const IndexFolder = "search/"

// Files yields every file of the site, one at a time. A file of the repository's own site/static
// takes the place of a generated one. Where a page can't be made, Late tells why, and the error that
// comes last is ErrFindings if that may not be.
func (s *Site) Files() iter.Seq2[view.File, error] {
	return func(yield func(view.File, error) bool) {
		taken, replaced := address.NewPaths(), map[string]bool{}
		for page, err := range s.generated() {
			if err == nil {
				if own, ok := s.static[page.Path]; ok {
					page.Body, replaced[page.Path] = own, true
				}
				err = take(taken, page.Path)
			}
			if !yield(page, err) || err != nil {
				return
			}
		}
		for _, name := range slices.Sorted(maps.Keys(s.static)) {
			if replaced[name] {
				continue
			}
			if err := take(taken, name); err != nil {
				s.Notes = append(s.Notes, fmt.Sprintf("site/static/%s is left out: %v", name, err))
				continue
			}
			if !yield(view.File{Path: name, Body: s.static[name]}, nil) {
				return
			}
		}
		if s.strict && len(s.Late) > 0 {
			yield(view.File{}, ErrFindings)
		}
	}
}

// take notes the path of a file; the error tells that another stands in its way.
func take(taken *address.Paths, name string) error {
	if !taken.Free(name) {
		return fmt.Errorf("the site has a file or folder in the place of %s already", name)
	}
	taken.Add(name)
	return nil
}

// generated yields what is made of the log.
func (s *Site) generated() iter.Seq2[view.File, error] {
	return func(yield func(view.File, error) bool) {
		for name, body := range s.Index().Files() {
			if !yield(view.File{Path: IndexFolder + name, Body: body}, nil) {
				return
			}
		}
		if !yield(datafiles.Schema(s.model)) || !yield(datafiles.Calendar(s.model)) {
			return
		}
		for page, err := range assemble.Files(s.renderer, s.model) {
			if s.isDefeat(err) {
				continue
			}
			if errors.As(err, new(*templates.Error)) && s.own.excused(err) {
				if err = nil; page.Body == nil {
					continue
				}
			}
			page.Body = bytes.TrimLeft(page.Body, "\n")
			if !yield(page, err) || err != nil {
				return
			}
		}
	}
}
