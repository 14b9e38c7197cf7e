package serve

import (
	"net/http/httptest"
	"path"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// respond is the answer of a preview that has made a build to a request from this machine.
func respond(s *Server, now snapshot, method, target string) (*httptest.ResponseRecorder, string) {
	s.now = now
	w := httptest.NewRecorder()
	r := httptest.NewRequest(method, "http://localhost/", nil)
	r.URL.Path = target
	s.Handler().ServeHTTP(w, r)
	return w, w.Body.String()
}

// Each file of a build is at its address, with the content type of its ending.
func TestPages(t *testing.T) {
	now := snapshot{files: filesOf(
		"index.html=<body>home", "a/index.html=<body>page", "a/record.json={}", "a/x.svg=<svg/>", "a/x.CSV=1",
		"a/x.bin=0", "b.html=<body>other", "404.html=<body>none", "ü ?/index.html=<body>odd",
	)}
	for _, c := range []struct {
		path, contentType, body string
		status                  int
	}{
		{"/", "text/html; charset=utf-8", "home", 200},
		{"/index.html", "text/html; charset=utf-8", "home", 200},
		{"/a/", "text/html; charset=utf-8", "page", 200},
		{"/a", "", "", 302},
		{"/a/index.html", "text/html; charset=utf-8", "page", 200},
		{"/a/record.json", "application/json", "{}", 200},
		{"/a/record.json/", "text/html; charset=utf-8", "none", 404},
		{"/a/x.svg", "image/svg+xml", "<svg/>", 200},
		{"/a/x.CSV", "text/csv; charset=utf-8", "1", 200},
		{"/a/x.bin", "application/octet-stream", "0", 200},
		{"/b.html", "text/html; charset=utf-8", "other", 200},
		{"/b", "text/html; charset=utf-8", "none", 404},
		{"/ü ?/", "text/html; charset=utf-8", "odd", 200},
		{"/A/", "text/html; charset=utf-8", "none", 404},
		{"/_hindcast/preview.js", "text/javascript; charset=utf-8", "", 200},
		{"/_hindcast/preview.css", "text/css; charset=utf-8", "", 200},
		{"/_hindcast/other", "text/html; charset=utf-8", "none", 404},
	} {
		w, body := respond(New(Options{}), now, "GET", c.path)
		contentType := w.Header().Get("Content-Type")
		if w.Code != c.status || !strings.HasSuffix(body, c.body) || c.contentType != "" && contentType != c.contentType {
			t.Errorf("%s: status %d, %s: %s", c.path, w.Code, contentType, body)
		}
		if isPage := strings.HasPrefix(c.contentType, "text/html"); strings.Contains(body, "_hindcast/preview.js") != isPage {
			t.Errorf("%s is a page of the preview: %v", c.path, !isPage)
		}
	}
	w, body := respond(New(Options{}), snapshot{}, "GET", "/a/")
	if w.Code != 503 || !strings.Contains(body, "Not built yet") {
		t.Errorf("before the first build: status %d, %s", w.Code, body)
	}
}

// Whatever is asked for, the answer is a file of the build or none, and a redirect stays on this machine.
func TestRequestsStayInTheSite(t *testing.T) {
	now := snapshot{files: filesOf(
		"index.html=<body>in the site", "a/index.html=<body>in the site", "a/b/c.json=in the site",
		"evil.example/index.html=<body>in the site", "404.html=<body>none",
	)}
	piece := rapid.SampledFrom([]string{
		"/", "//", "..", ".", "\\", "\x00", "\t", "?", "#", ":", "@", "%2e", "%2f",
		"a", "b", "c.json", "evil.example", "index.html",
	})
	rapid.Check(t, func(t *rapid.T) {
		target := "/" + strings.Join(rapid.SliceOfN(piece, 0, 8).Draw(t, "pieces"), "")
		w, body := respond(New(Options{}), now, "GET", target)
		to := w.Header().Get("Location")
		switch w.Code {
		case 200:
			isClean := target == "/" || path.Clean(target) == strings.TrimSuffix(target, "/")
			if !strings.HasSuffix(body, "in the site") || !isClean {
				t.Errorf("%q: %s", target, body)
			}
		case 302:
			if to != target+"/" || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\t") {
				t.Errorf("%q redirects to %q", target, to)
			}
		case 404:
			if strings.Contains(body, "in the site") {
				t.Errorf("%q: %s", target, body)
			}
		default:
			t.Errorf("%q: status %d", target, w.Code)
		}
		if to != "" && w.Code != 302 {
			t.Errorf("%q: status %d with a redirect to %q", target, w.Code, to)
		}
	})
}

// A path is plain if it is what links of a site are: absolute, without steps up, empty steps and what
// browsers read otherwise.
func TestIsPlain(t *testing.T) {
	for name, want := range map[string]bool{
		"/": true, "/a": true, "/a/": true, "/a/b.json": true, "/ü ?/": true, "/a..b/": true, "/...": true,
		"": false, "a": false, "//": false, "//a": false, "/a//": false, "/a//b": false,
		"/.": false, "/a/.": false, "/a/./b": false, "/..": false, "/a/../b": false, "/a/..": false,
		`/\a`: false, `/a\..\b`: false, "/a\n": false, "/\x00": false, "/a\x7f": false,
	} {
		if got := isPlain(name); got != want {
			t.Errorf("%q is plain: %v", name, got)
		}
	}
}
