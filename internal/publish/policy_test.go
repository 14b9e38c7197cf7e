package publish_test

import (
	"html"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"hindcast/internal/disclose"
	"hindcast/internal/publish"
	"hindcast/internal/view"
)

// Every page states the policy before anything that it could load: redirects, the page for what is not
// there, pages of the repository's own and those that replace built-in ones, too.
func TestPolicyOnEveryPage(t *testing.T) {
	fsys := withAttachments(t)
	fsys["hindcast.yaml"] = &fstest.MapFile{
		Data: []byte("title: Log\nbase_url: https://example.org/log/\ncustom_pages: [{template: own, title: Own}]\n"),
	}
	fsys["templates/pages/own.html"] = &fstest.MapFile{Data: []byte(`{{define "main"}}<h1>Own</h1>{{end}}`)}
	fsys["templates/pages/404.html"] = &fstest.MapFile{Data: []byte(`{{define "main"}}<h1>Not there</h1>{{end}}`)}
	fsys["templates/pages/data.html"] = &fstest.MapFile{
		Data: []byte(`{{define "layout"}}<!doctype html><html lang="en"><head><script src="{{.Root}}own.js"></script></head><body><h1>Data</h1></body></html>{{end}}`),
	}
	old := *fsys["incidents/INC-2026-0001-a.md"]
	fsys["incidents/INC-2026-0003-c.md"] = &old
	old.Data = []byte(strings.NewReplacer("INC-2026-0001", "INC-2026-0003", "tlp:",
		"aliases: [INC-2026-X7K3F, /old.html]\ntlp:").Replace(string(old.Data)))
	_, files := makeSite(t, fsys, publish.Options{Options: disclose.Options{Audience: "public"}})
	pages := 0
	for name, body := range files {
		if path.Ext(name) != ".html" {
			continue
		}
		pages++
		text := html.UnescapeString(string(body))
		policy := strings.Index(text, `<meta http-equiv="Content-Security-Policy" content="`+view.Policy+`">`)
		loads := len(text)
		for _, tag := range []string{"<script", "<link", "<img", "<style", "<base", "<body"} {
			if at := strings.Index(text, tag); at >= 0 {
				loads = min(loads, at)
			}
		}
		if policy < 0 || policy > loads {
			t.Errorf("%s: the policy stands at %d, and something is loaded at %d", name, policy, loads)
		}
	}
	for _, name := range []string{
		"own/index.html", "404.html", "old.html", "data/index.html", "incidents/inc-2026-x7k3f/index.html",
		"search/index.html",
	} {
		if files[name] == nil {
			t.Errorf("%s is not made", name)
		}
	}
	if pages < 20 {
		t.Errorf("only %d pages", pages)
	}
}
