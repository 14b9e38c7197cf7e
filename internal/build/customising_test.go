package build_test

import (
	"context"
	"errors"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"hindcast/internal/build"
	"hindcast/internal/corpus"
	"hindcast/internal/load"
	"hindcast/internal/render"
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
	if len(fsys) != 7 {
		t.Fatalf("the document shows %d files, want 5", len(fsys)-2)
	}
	return fsys
}

// What the document shows is what it says it does.
func TestCustomising(t *testing.T) {
	fsys := customised(t)
	_, files := makeSite(t, fsys, build.Options{})
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
	_, files = makeSite(t, fsys, build.Options{})
	for _, want := range []string{`<html lang="fr">`, "État au ", "Comment déclarer", "Precedents"} {
		if !strings.Contains(string(files["index.html"]), want) {
			t.Errorf("the French start page lacks %q", want)
		}
	}
	if !strings.Contains(string(files["incidents/inc-2026-0001/index.html"]), "2 mars 2026") {
		t.Error("the date is not in French")
	}
}

// A template that is wrong stops the build and is named with its line.
func TestBrokenTemplates(t *testing.T) {
	for name, c := range map[string]struct{ file, text, says string }{
		"syntax":              {"templates/partials/footer.html", "{{define \"footer\"}}\n{{if}}\n{{end}}", "footer.html:2"},
		"unknown field":       {"templates/partials/footer.html", "{{define \"footer\"}}\n\n<p>{{.Nowhere}}</p>{{end}}", "footer.html:3:5"},
		"unknown function":    {"templates/pages/home.html", "{{define \"main\"}}\n{{shout .Title}}{{end}}", "home.html:2"},
		"broken language":     {"templates/languages/fr.yaml", "a: [\n", "languages/fr.yaml"},
		"page without a file": {"hindcast.yaml", "custom_pages: [{template: nothing, title: X}]\n", "templates/pages/nothing.html"},
		"page that is there":  {"hindcast.yaml", "custom_pages: [{template: trends, title: X}]\n", "trends is a page of Hindcast already"},
		"page with a path":    {"hindcast.yaml", "custom_pages: [{template: ../x, title: X}]\n", `"../x" can't be the name of a page`},
	} {
		t.Run(name, func(t *testing.T) {
			fsys := customised(t)
			fsys[c.file] = &fstest.MapFile{Data: []byte(c.text)}
			if strings.Contains(c.file, "languages") {
				fsys["hindcast.yaml"] = &fstest.MapFile{Data: []byte("language: fr\n")}
			}
			opened, err := corpus.Open(context.Background(), fsys, corpus.Options{Now: now, Limits: load.DefaultLimits})
			if err != nil {
				t.Fatal(err)
			}
			s, err := build.Make(opened, build.Options{Now: now, Templates: templates.FS, Assets: site.FS})
			for _, pageErr := range pagesOf(s, err) {
				if err == nil {
					err = pageErr
				}
			}
			var wrong *render.TemplateError
			if !errors.As(err, &wrong) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want a template error that says %q", err, c.says)
			}
		})
	}
}

// pagesOf carries out the templates and gives what went wrong.
func pagesOf(s *build.Site, err error) []error {
	if err != nil {
		return nil
	}
	var errs []error
	for _, err := range s.Files() {
		if err != nil {
			errs = append(errs, err)
		}
	}
	return errs
}
