package publish

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"hindcast/internal/address"
	"hindcast/internal/corpus"
	"hindcast/internal/derive"
	"hindcast/internal/diag"
	"hindcast/internal/disclose"
	"hindcast/internal/incident"
	"hindcast/internal/link/graph"
	"hindcast/internal/load"
	"hindcast/internal/view"
	"hindcast/site"
	"hindcast/templates"
)

func demoSite(t *testing.T, opts Options) *Site {
	t.Helper()
	now := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	c, err := corpus.Open(context.Background(), os.DirFS("../.."), corpus.Options{Now: now, Limits: load.DefaultLimits})
	if err != nil {
		t.Fatal(err)
	}
	opts.Now, opts.Templates, opts.Assets = now, templates.FS, site.FS
	s, err := Prepare(context.Background(), c, opts)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// panicsAt lets the pages that show the history of a file panic: its own.
func (s *Site) panicsAt(path string) {
	of := s.model.History
	s.model.History = func(p string) view.History {
		if p == path {
			panic("a fault")
		}
		return of(p)
	}
}

// made is the paths of the files, and the last error.
func (s *Site) made() (paths []string, last error) {
	for page, err := range s.Files(context.Background()) {
		if err != nil {
			return paths, err
		}
		paths = append(paths, page.Path)
	}
	return paths, nil
}

// A panic while the page of a record, system or article is made costs that page alone and is a finding.
func TestAFaultCostsOnePage(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	whole, err := demoSite(t, Options{}).made()
	if err != nil {
		t.Fatal(err)
	}
	log := demoSite(t, Options{}).Log
	for path, page := range map[string]string{
		log.Records[3].Path: address.Record(log.Records[3]), log.Systems[0].Path: address.System(log.Systems[0]),
		log.Articles[0].Path: address.Article(log.Articles[0]),
	} {
		s := demoSite(t, Options{Options: disclose.Options{KeepGoing: true}})
		s.panicsAt(path)
		paths, err := s.made()
		if err != nil || len(s.Late()) != 1 || s.Late()[0].Rule != incident.RuleDefeats || s.Late()[0].Path != path ||
			!slices.Equal(s.LeftOut, []string{path}) {
			t.Errorf("%s: %v, %+v, left out %q", path, err, s.Late(), s.LeftOut)
		}
		lacks := slices.DeleteFunc(slices.Clone(whole), func(p string) bool { return slices.Contains(paths, p) })
		if !slices.Contains(lacks, page+"index.html") || len(lacks) > 2 ||
			len(lacks) == 2 && !slices.Contains(lacks, page+"record.json") {
			t.Errorf("%s: the site lacks %.500q", path, lacks)
		}
		strict := demoSite(t, Options{})
		strict.panicsAt(path)
		if _, err := strict.made(); !errors.Is(err, disclose.ErrFindings) || len(strict.Late()) != 1 {
			t.Errorf("%s: %v, %+v", path, err, strict.Late())
		}
	}
}

// A page about several files that can't be made is a finding, and the others are made.
func TestAFaultOfAPageAboutSeveral(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	s := demoSite(t, Options{Options: disclose.Options{KeepGoing: true}})
	s.model.Connections = func(string) *graph.Connections { panic("a fault") }
	paths, err := s.made()
	if err != nil || !slices.ContainsFunc(s.Late(), isDefeatOf(load.ConfigFile)) || !slices.Contains(paths, "index.html") ||
		slices.Contains(paths, "precedents/index.html") || !slices.Contains(paths, "_headers") {
		t.Errorf("%v, %d findings, %d files", err, len(s.Late()), len(paths))
	}
}

// A panic of who takes the pages is no record's, and goes on.
func TestAFaultOfTheTakerIsTheirs(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	s := demoSite(t, Options{Options: disclose.Options{KeepGoing: true}})
	cause := derive.Panicking(func() {
		for page := range s.Files(context.Background()) {
			if strings.HasPrefix(page.Path, "incidents/inc-") {
				panic("the taker's")
			}
		}
	})
	if cause != "the taker's" || len(s.Late()) > 0 {
		t.Errorf("%v, %+v", cause, s.Late())
	}
}

// A record that what is derived of all fails at is an error of its file; where none does by itself, it
// is an error that ends the build.
func TestAFaultOfWhatIsDerived(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	panicsWith := func(n int, paths ...string) func(*incident.Log) derive.Results {
		return func(log *incident.Log) derive.Results {
			holds := 0
			for _, r := range log.Records {
				if slices.Contains(paths, r.Path) {
					holds++
				}
			}
			if holds >= n {
				panic("a fault")
			}
			return derive.Results{}
		}
	}
	log := demoSite(t, Options{}).Log
	one, two := log.Records[1].Path, log.Records[2].Path
	s := demoSite(t, Options{Options: disclose.Options{KeepGoing: true}})
	if _, err := derived(s.Disclosure, panicsWith(1, one)); err != nil || !slices.Equal(s.LeftOut, []string{one}) ||
		len(s.Log.Records) != len(log.Records)-1 {
		t.Errorf("%v, left out %q", err, s.LeftOut)
	}
	s = demoSite(t, Options{})
	if _, err := derived(s.Disclosure, panicsWith(1, one, two)); !errors.Is(err, disclose.ErrFindings) ||
		!slices.ContainsFunc(s.Findings, isDefeatOf(two)) || !slices.ContainsFunc(s.Findings, isDefeatOf(one)) {
		t.Errorf("%v, %+v", err, s.Findings)
	}
	if _, err := derived(demoSite(t, Options{}).Disclosure, panicsWith(2, one, two)); err == nil ||
		errors.Is(err, disclose.ErrFindings) || !strings.Contains(err.Error(), "a fault") {
		t.Errorf("%v", err)
	}
}

func isDefeatOf(path string) func(diag.Finding) bool {
	return func(f diag.Finding) bool { return f.Rule == incident.RuleDefeats && f.Path == path }
}
