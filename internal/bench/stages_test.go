// Package bench_test has a benchmark for each stage of a build, over one small synthetic corpus. The whole program is
// measured in internal/bench/peers, beside others.
package bench_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"hindcast/internal/bench/gen"
	"hindcast/internal/check"
	"hindcast/internal/corpus"
	"hindcast/internal/derive"
	"hindcast/internal/disclose"
	"hindcast/internal/incident"
	"hindcast/internal/layout"
	"hindcast/internal/link"
	"hindcast/internal/load"
	"hindcast/internal/output"
	"hindcast/internal/pages"
	"hindcast/internal/publish"
	"hindcast/internal/view"
	"hindcast/internal/wording"
	"hindcast/site"
	"hindcast/templates"
)

const records = 200

func opened(b *testing.B) *corpus.Corpus {
	b.Helper()
	c, err := corpus.Open(b.Context(), gen.FS(1, records), corpus.Options{Now: gen.Now, Limits: load.DefaultLimits})
	if err != nil {
		b.Fatal(err)
	}
	if len(c.Log.Records) != records {
		b.Fatalf("%d records were loaded", len(c.Log.Records))
	}
	return c
}

func prepared(b *testing.B, c *corpus.Corpus) *publish.Site {
	b.Helper()
	opts := publish.NewOptions(templates.FS, site.FS, "")
	opts.Audience, opts.Now = incident.Restricted, gen.Now
	s, err := publish.Prepare(b.Context(), c, opts)
	if err != nil {
		b.Fatal(err)
	}
	return s
}

func BenchmarkLoad(b *testing.B) {
	fsys := gen.FS(1, records)
	for b.Loop() {
		log, err := load.NewLoader(load.DefaultLimits).Log(b.Context(), fsys)
		if err != nil {
			b.Fatal(err)
		}
		if len(log.Records) != records {
			b.Fatalf("%d records were loaded", len(log.Records))
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	c := opened(b)
	for b.Loop() {
		if found := check.New().Log(c.Log, gen.Now); len(found) != len(c.Findings) {
			b.Fatalf("%d findings, where there were %d", len(found), len(c.Findings))
		}
	}
}

func BenchmarkDisclose(b *testing.B) {
	c := opened(b)
	for b.Loop() {
		d, err := disclose.ForAudience(c, disclose.Options{Audience: "public"})
		if err != nil {
			b.Fatal(err)
		}
		if n := len(d.Log.Records); n == 0 || n == records {
			b.Fatalf("the public sees %d records of %d", n, records)
		}
	}
}

func BenchmarkLink(b *testing.B) {
	c := opened(b)
	for b.Loop() {
		if link.Build(c.Log).Of(c.Log.Records[0].Path) == nil {
			b.Fatal("a record has no connections")
		}
	}
}

func BenchmarkIndex(b *testing.B) {
	c := opened(b)
	for b.Loop() {
		b.StopTimer()
		s := prepared(b, c) // it keeps its index
		b.StartTimer()
		for name, data := range s.Index().Files() {
			if len(data) == 0 {
				b.Fatalf("%s is empty", name)
			}
		}
	}
}

// BenchmarkIncidentPage gathers what is on one page, and puts it into its template.
func BenchmarkIncidentPage(b *testing.B) {
	log := opened(b).Log
	d := derive.All(log, gen.Now)
	model := &view.Model{
		Language: wording.English, Agenda: d.Agenda, Regimes: d.Regimes, Frameworks: d.Frameworks, Log: log,
		Names:       d.Links.Names,
		Connections: d.Links.Of, Trends: d.Trends, Now: gen.Now, Restricted: true,
	}
	model.Index = view.NewIndex(model)
	renderer, err := layout.New(templates.FS, nil)
	if err != nil {
		b.Fatal(err)
	}
	var page layout.Page
	pages.Make(model, func(template, addr string, p layout.Page) bool {
		page, page.Model, page.Address = p, model, addr
		return template != "incident"
	})
	title, later := []byte(page.Title), page.Content
	for b.Loop() {
		page.Content = later
		page.Gather()
		body, err := renderer.Execute("incident", page)
		if err != nil {
			b.Fatal(err)
		}
		if !bytes.Contains(body, title) {
			b.Fatalf("%q is missing in:\n%s", title, body)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	var files []view.File
	for file, err := range prepared(b, opened(b)).Files(b.Context()) {
		if err != nil {
			b.Fatal(err)
		}
		files = append(files, file)
	}
	target := filepath.Join(b.TempDir(), "site")
	opts := output.Options{Root: b.TempDir(), About: output.About{Audience: incident.Restricted}}
	for b.Loop() {
		tree, err := output.Begin(b.Context(), target, opts)
		if err != nil {
			b.Fatal(err)
		}
		for _, file := range files {
			if err := tree.Write(file.Path, file.Body); err != nil {
				b.Fatal(err)
			}
		}
		if err := tree.Commit(b.Context()); err != nil {
			b.Fatal(err)
		}
		if err := tree.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
