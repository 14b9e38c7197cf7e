package publish_test

import (
	"context"
	"errors"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/disclose"
	"hindcast/internal/load"
	"hindcast/internal/publish"
	"hindcast/site"
	"hindcast/templates"
)

// namedBlock is a code block of a document with the file that it shows.
var namedBlock = regexp.MustCompile("(?s)`([^`\n]+)`:\n\n```[a-z]*\n(.*?)```\n")

// customised is a small repository with the files that docs/customising.md shows.
func customised(t *testing.T) fstest.MapFS {
	t.Helper()
	text, err := os.ReadFile("../../docs/customising.md")
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{
		"knowledge/systems/scoring.md": {Data: []byte("---\ntitle: Scoring\nowner: credit-risk\nrisk_class: high\ntlp: CLEAR\n---\nText.\n")},
		"incidents/INC-2026-0001-a.md": {Data: []byte("---\nid: INC-2026-0001\ntitle: A\ntype: bias\nseverity: sev3\nstatus: detected\ntlp: CLEAR\nsystems: [scoring]\n" +
			"timeline: {detected: 2026-03-02}\ndetection: {method: audit}\n---\n## What happened\nText.\n")},
	}
	for _, m := range namedBlock.FindAllStringSubmatch(string(text), -1) {
		fsys[m[1]] = &fstest.MapFile{Data: []byte(m[2])}
	}
	if len(fsys) != 10 {
		t.Fatalf("the document shows %d files, want 8", len(fsys)-2)
	}
	return fsys
}

// What the document shows is what it says it does.
func TestCustomising(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	fsys := customised(t)
	_, files := makeSite(t, fsys, publish.Options{})
	for name, wants := range map[string][]string{
		"custom.css":           {"--accent: light-dark(#7a2048"},
		"index.html":           {`href="./custom.css"`, "the channel #ai-incidents", `href="./high-risk/"`},
		"high-risk/index.html": {"<h1>High-risk systems</h1>", `<a href="../systems/scoring/">Scoring</a>`, `href="../teams/credit-risk/"`, `aria-current="page">High-risk systems`},
	} {
		for _, want := range wants {
			if !strings.Contains(string(files[name]), want) {
				t.Errorf("%s lacks %q", name, want)
			}
		}
	}
	crawl(t, files, 100)

	fsys["hindcast.yaml"].Data = append(fsys["hindcast.yaml"].Data, "language: fr\n"...)
	_, files = makeSite(t, fsys, publish.Options{})
	for _, want := range []string{`<html lang="fr" `, "État au ", "Comment déclarer", "Precedents"} {
		if !strings.Contains(string(files["index.html"]), want) {
			t.Errorf("the French start page lacks %q", want)
		}
	}
	if !strings.Contains(string(files["incidents/inc-2026-0001/index.html"]), "2\u00a0mars 2026") {
		t.Error("the date is not in French")
	}
}

// What is wrong with a template, a table of words or an own page is a finding at its place; the site
// is made without it where the build keeps going, unless the settings are at fault.
func TestBrokenTemplates(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	for name, c := range map[string]struct {
		file, text string
		line       int
	}{
		"syntax":              {"templates/partials/footer.html", "{{define \"footer\"}}\n{{if}}\n{{end}}", 2},
		"unknown field":       {"templates/partials/footer.html", "{{define \"footer\"}}\n\n<p>{{.Nowhere}}</p>{{end}}", 3},
		"unknown function":    {"templates/pages/home.html", "{{define \"main\"}}\n{{shout .Title}}{{end}}", 2},
		"field of a page":     {"templates/pages/incident.html", "{{define \"main\"}}\n{{.Content.Nope}}{{end}}", 2},
		"endless":             {"templates/pages/home.html", "{{define \"main\"}}\n{{template \"main\" .}}{{end}}", 2},
		"too slow":            {"templates/pages/home.html", "{{define \"main\"}}{{range 120000000}}{{end}}{{end}}", 1},
		"too large":           {"templates/pages/home.html", "{{define \"main\"}}{{range 1000000000000}}a{{end}}{{end}}", 1},
		"no text":             {"templates/pages/home.html", "{{define \"main\"}}<a href=\"{{end}}", 1},
		"broken language":     {"templates/languages/fr.yaml", "a: b\nb: [\n", 3},
		"page without a file": {"hindcast.yaml", "title: X\ncustom_pages: [{template: nothing, title: X}]\n", 2},
		"page that is there":  {"hindcast.yaml", "title: X\ncustom_pages: [{template: trends, title: X}]\n", 2},
		"page with a path":    {"hindcast.yaml", "title: X\ncustom_pages: [{template: ../x, title: X}]\n", 2},
		"page of a folder":    {"hindcast.yaml", "title: X\ncustom_pages: [{template: tags, title: X}]\n", 2},
	} {
		t.Run(name, func(t *testing.T) {
			fsys := customised(t)
			fsys[c.file] = &fstest.MapFile{Data: []byte(c.text)}
			if strings.Contains(c.file, "languages") {
				fsys["hindcast.yaml"] = &fstest.MapFile{Data: []byte("language: fr\n")}
			}
			if strings.Contains(name, "too ") {
				fsys["hindcast.yaml"] = &fstest.MapFile{Data: []byte("limits: {page_seconds: 1, page_bytes: 200000}\n")}
			}
			opened, err := corpus.Open(context.Background(), fsys, corpus.Options{Now: now, Limits: load.DefaultLimits})
			if err != nil {
				t.Fatal(err)
			}
			opts := publish.Options{Now: now, Templates: templates.FS, Assets: site.FS}
			found, err := publish.Customised(context.Background(), opened, opts)
			if err != nil || len(found) != 1 || found[0].Path != c.file || found[0].Span.Start.Line != c.line {
				t.Errorf("got %v and %v, want one finding at %s:%d", found, err, c.file, c.line)
			}
			if s, err := publish.Prepare(context.Background(), opened, opts); !errors.Is(err, disclose.ErrFindings) || diag.Tally(s.Findings).Errors != 1 {
				t.Errorf("a build gives %v", err)
			}
			opts.KeepGoing = true
			s, err := publish.Prepare(context.Background(), opened, opts)
			if c.file == "hindcast.yaml" {
				if !errors.Is(err, disclose.ErrFindings) {
					t.Errorf("a build that keeps going gives %v", err)
				}
				return
			}
			if err != nil || len(s.LeftOut) != 1 || s.LeftOut[0] != c.file {
				t.Fatalf("a build that keeps going gives %v and leaves out %v", err, s.LeftOut)
			}
			made := map[string]bool{}
			for page, err := range s.Files(context.Background()) {
				if err != nil {
					t.Fatal(err)
				}
				made[page.Path] = true
			}
			if !made["index.html"] || !made["incidents/inc-2026-0001/index.html"] {
				t.Error("pages are missing")
			}
		})
	}
}
