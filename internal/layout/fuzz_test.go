package layout

import (
	"testing"
	"testing/fstest"
	"time"

	"hindcast/internal/incident"
	"hindcast/internal/view/viewtest"
	"hindcast/templates"
)

// Whatever a repository's own page and part say, a page is made within its limits or there is an error;
// the built-in pages are made all the same.
func FuzzTemplate(f *testing.F) {
	for _, seed := range [][2]string{
		{`{{define "main"}}<h1>{{.Title}}</h1>{{range .Log.Records}}{{.ID}}{{end}}{{end}}`, `{{define "work"}}x{{end}}`},
		{`{{define "main"}}{{template "main" .}}{{end}}`, `{{define "layout"}}{{.Nowhere}}{{end}}`},
		{`{{define "main"}}{{index .Log.Records 99}}{{end}}`, `{{define "layout"}}<html><head></head>{{template "main" .}}{{end}}`},
		{`{{define "main"}}{{printf "%1000000d" 1}}{{end}}`, `{{`},
		{`{{define "main"}}<script>{{.Title}}</script><a href="{{.Title}}">{{end}}`, `{{define "layout"}}{{end}}`},
		{`{{define "main"}}{{range $i := .Log.Records}}{{template "layout" $}}{{end}}{{end}}`, ``},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, own, part string) {
		r, err := New(templates.FS, fstest.MapFS{
			"pages/mine.html": {Data: []byte(own)}, "partials/own.html": {Data: []byte(part)},
		})
		if err != nil {
			t.Fatal(err)
		}
		m := viewtest.Model(t, viewtest.Record("INC-2026-0001", nil))
		m.Log.Config.Limits = map[string]incident.Bound{incident.LimitPageTime: 1, incident.LimitPageBytes: 1 << 16}
		began := time.Now()
		for _, name := range []string{"mine", "404"} {
			body, err := r.Execute(name, Page{Model: m, Root: "../", Address: name + "/", Title: "A title"})
			if body != nil && !statesPolicyFirst(t, body) {
				t.Errorf("%s states no policy: %q", name, body)
			}
			if len(body) > 1<<16+len(policyMeta)+len("<!doctype html>\n") || body == nil && err == nil ||
				body == nil && name == "404" {
				t.Errorf("%s has %d bytes, %v", name, len(body), err)
			}
		}
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("it took %v", took)
		}
	})
}
