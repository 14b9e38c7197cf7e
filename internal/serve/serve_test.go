package serve

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"hindcast/internal/card"
	"hindcast/internal/corpus"
	"hindcast/internal/disclose"
	"hindcast/internal/load"
	"hindcast/internal/publish"
	"hindcast/internal/view"
	"hindcast/site"
	"hindcast/templates"
)

var now = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

// records is a repository that changes while it is served.
type records struct {
	mu    sync.Mutex
	files fstest.MapFS
}

const pixel = "GIF89a\x01\x00\x01\x00\x00\x00\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"

func newRecords() *records {
	r := &records{files: fstest.MapFS{}}
	r.write("incidents/picture.gif", pixel)
	r.write("incidents/INC-2026-0001-a.md", record("INC-2026-0001", "sev3", "![p](picture.gif)"))
	r.write("incidents/INC-2026-0002-b.md", record("INC-2026-0002", "sev3", "Text."))
	return r
}

func record(id, severity, text string) string {
	return "---\nid: " + id + "\ntitle: Record " + id + "\ntype: bias\nseverity: " + severity +
		"\nstatus: detected\ntlp: CLEAR\n" +
		"unregistered: [thing]\ntimeline: {detected: 2026-02-03}\ndetection: {method: audit}\n---\n## What happened\n" + text + "\n"
}

func (r *records) write(name, text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.files[name] = &fstest.MapFile{Data: []byte(text)}
}

func (r *records) remove(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.files, name)
}

func (r *records) build(ctx context.Context) (*publish.Site, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	c, err := corpus.Open(ctx, r.files, corpus.Options{Now: now, Limits: load.DefaultLimits})
	if err != nil {
		return nil, err
	}
	return publish.Prepare(context.Background(), c, publish.Options{
		Options: disclose.Options{Audience: "public", KeepGoing: true}, Now: now, Templates: templates.FS, Assets: site.FS,
		Version: "test", Painter: &card.Painter{},
	})
}

// served is a preview that answers on this machine, and its address.
func served(t *testing.T, r *records) (*Server, string) {
	t.Helper()
	s := New(Options{Build: r.build})
	s.Rebuild(t.Context())
	return s, listening(t, s.server(t.Context())).URL
}

// listening is a server that answers on this machine until the test ends.
func listening(t *testing.T, config *http.Server) *httptest.Server {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	server.Config = config
	server.Start()
	t.Cleanup(server.Close)
	return server
}

// ask sends one request as it is written and returns the response with its text.
func ask(t *testing.T, address, request string) (*http.Response, string) {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(address, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	method, _, _ := strings.Cut(request, " ")
	response, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		t.Fatalf("%q: %v", request, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

// get is a request for a path with headers, "Name: value" each; a Host among them takes the place of
// the preview's own.
func get(address, path string, headers ...string) string {
	host := "Host: " + strings.TrimPrefix(address, "http://")
	for _, h := range headers {
		if strings.HasPrefix(h, "Host:") {
			host = ""
		}
	}
	lines := append([]string{"GET " + path + " HTTP/1.1", "Connection: close"}, headers...)
	if host != "" {
		lines = append(lines, host)
	}
	return strings.Join(lines, "\r\n") + "\r\n\r\n"
}

// A name that was pointed at this machine is no way in.
func TestNames(t *testing.T) {
	_, address := served(t, newRecords())
	port := address[strings.LastIndexByte(address, ':'):]
	for host, status := range map[string]int{
		"localhost" + port: 200, "127.0.0.1" + port: 200, "LOCALHOST": 200, "127.8.9.1": 200, "[::1]" + port: 200,
		"evil.example": 421, "evil.example" + port: 421, "localhost.evil.example": 421, "127.0.0.1.nip.io": 421, "127.0.0.1.evil.example" + port: 421, "localhost.": 421, "0.0.0.0": 421,
		"192.0.2.7": 421, "[::]": 421, "2130706433": 421, "0x7f.1": 421, "evil.example@localhost": 400, "": 421, "localhost:x:y": 421,
	} {
		if got, _ := ask(t, address, get(address, "/", "Host: "+host)); got.StatusCode != status {
			t.Errorf("Host %q: status %d, want %d", host, got.StatusCode, status)
		}
	}
	if got, _ := ask(t, address, "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n"); got.StatusCode != 421 {
		t.Errorf("a request for another site: status %d", got.StatusCode)
	}
	named := httptest.NewServer(New(Options{Build: newRecords().build, Host: "Preview.example"}).Handler())
	defer named.Close()
	for host, status := range map[string]int{
		"preview.example": 503, "preview.example:80": 503, "other.example": 421, "localhost": 503,
	} {
		if got, _ := ask(t, named.URL, get(named.URL, "/", "Host: "+host)); got.StatusCode != status {
			t.Errorf("Host %q of a preview with a name: status %d, want %d", host, got.StatusCode, status)
		}
	}
}

// Pages of other sites can lead here and load nothing, other ports of this machine among them.
func TestOtherSites(t *testing.T) {
	_, address := served(t, newRecords())
	leads := []string{"Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"}
	for _, c := range []struct {
		path    string
		headers []string
		status  int
	}{
		{"/", nil, 200},
		{"/", []string{"Origin: " + address}, 200},
		{"/", []string{"Origin: https://evil.example"}, 403},
		{"/", []string{"Origin: null"}, 403},
		{"/", []string{"Origin: http://localhost:3000"}, 403},
		{"/", []string{"Sec-Fetch-Site: none"}, 200},
		{"/incidents.json", []string{"Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: cors"}, 200},
		{"/incidents.json", []string{"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: script"}, 403},
		{"/incidents.json", []string{"Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: image"}, 403},
		{"/", append(leads, "Sec-Fetch-Site: cross-site"), 200},
		{"/", append(leads, "Sec-Fetch-Site: same-site"), 200},
		{"/", []string{"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"}, 403},
		{"/", []string{"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: embed"}, 403},
		{"/_hindcast/events", []string{"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: cors"}, 403},
		{"/_hindcast/events", append(leads, "Sec-Fetch-Site: cross-site"), 403},
		{"/_hindcast/preview.js", append(leads, "Sec-Fetch-Site: cross-site"), 403},
	} {
		if got, _ := ask(t, address, get(address, c.path, c.headers...)); got.StatusCode != c.status {
			t.Errorf("%s with %q: status %d, want %d", c.path, c.headers, got.StatusCode, c.status)
		}
	}
}

func TestMethods(t *testing.T) {
	_, address := served(t, newRecords())
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "CONNECT"} {
		got, _ := ask(t, address, method+strings.TrimPrefix(get(address, "/", "Content-Length: 0"), "GET"))
		if got.StatusCode != 405 || got.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: status %d, allowed %q", method, got.StatusCode, got.Header.Get("Allow"))
		}
	}
	for _, path := range []string{"/", "/_hindcast/events"} {
		if got, body := ask(t, address, "HEAD"+strings.TrimPrefix(get(address, path), "GET")); got.StatusCode != 200 ||
			body != "" {
			t.Errorf("HEAD %s: status %d, %q", path, got.StatusCode, body)
		}
	}
}

// No path leads out of the site, or to another one.
func TestPaths(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	_, address := served(t, newRecords())
	for path, status := range map[string]int{
		"/": 200, "/incidents/": 200, "/incidents/inc-2026-0001/": 200, "/incidents": 302, "/index.html": 200, "/incidents.json": 200, "/incidents.json/": 404, "/?q=//evil.example": 200,
		"/../../../etc/passwd": 404, "/..%2f..%2fetc/passwd": 404, "/%2e%2e/%2e%2e/etc/passwd": 404, "/incidents/../hindcast.yaml": 404, "/incidents/%2e/": 404, `/..\..\etc\passwd`: 404, "/..%5c..%5cetc": 404,
		"//evil.example": 404, "//evil.example/": 404, "//evil.example/%2e%2e": 404, `/\evil.example`: 404, "/%5cevil.example/": 404, "/%09/evil.example": 404, "/%00": 404, "/incidents%00/": 404,
		"/incidents//": 404, "//incidents": 404, "///": 404, "/.": 404, "/%0d%0aSet-Cookie:%20a=b": 404, "/hindcast.yaml": 404, "/incidents/INC-2026-0001-a.md": 404, "/.git/config": 404,
		"/" + strings.Repeat("a", 8000): 404, "/" + strings.Repeat("a/", 4000): 404, "/" + strings.Repeat("a", 100_000): 431,
	} {
		got, body := ask(t, address, get(address, path))
		if got.StatusCode != status {
			t.Errorf("%.60s: status %d, want %d", path, got.StatusCode, status)
		}
		if to := got.Header.Get("Location"); to != "" && to != "/incidents/" {
			t.Errorf("%.60s leads to %q", path, to)
		}
		if strings.Contains(body, "root:") || got.Header.Get("Set-Cookie") != "" {
			t.Errorf("%.60s answers with %.60q", path, body)
		}
	}
	// What clients of the standard library would not send.
	for _, target := range []string{"/%", "*", "evil", "/%zz"} {
		if got, _ := ask(t, address, get(address, target)); got.StatusCode != 400 && got.StatusCode != 404 {
			t.Errorf("%q: status %d", target, got.StatusCode)
		}
	}
}

// Whatever is answered has the headers of the site.
func TestHeaders(t *testing.T) {
	_, address := served(t, newRecords())
	for _, request := range []string{
		get(address, "/"), get(address, "/incidents.json"), get(address, "/none"), get(address, "/_hindcast/preview.js"),
		get(address, "/", "Host: evil.example"),
		get(address, "/", "Origin: null"), strings.Replace(get(address, "/"), "GET", "PUT", 1), get(address, "//"),
		strings.Replace(get(address, "/_hindcast/events"), "GET", "HEAD", 1),
	} {
		got, _ := ask(t, address, request)
		for _, h := range append([]view.Header{{Name: "Cache-Control", Value: "no-store"}}, view.Headers...) {
			if got.Header.Get(h.Name) != h.Value {
				t.Errorf("%.40q: %s is %q", request, h.Name, got.Header.Get(h.Name))
			}
		}
	}
	if policy := view.Headers[0].Value; !strings.Contains(policy, "frame-ancestors 'none'") {
		t.Errorf("the policy is %q", policy)
	}
}

// Other machines are let in where that was asked for alone.
func TestListen(t *testing.T) {
	for _, c := range []struct {
		address string
		exposed bool
		ok      bool
	}{
		{"127.0.0.1:0", false, true}, {"localhost:0", false, true}, {"0.0.0.0:0", false, false}, {":0", false, false}, {"0.0.0.0:0", true, true}, {"nonsense", true, false},
	} {
		listener, err := Listen(t.Context(), c.address, c.exposed)
		if (err == nil) != c.ok {
			t.Errorf("%s, exposed %v: %v", c.address, c.exposed, err)
		}
		if err == nil {
			_ = listener.Close()
		}
	}
}

// The last page of a record with an error stays, with its picture; that of one that is gone does not.
func TestStalePages(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	r := newRecords()
	s, address := served(t, r)
	status := func(path string) int {
		got, _ := ask(t, address, get(address, path))
		return got.StatusCode
	}
	var picture string
	for name := range s.now.files {
		if strings.HasPrefix(name, "files/") {
			picture = "/" + name
		}
	}
	r.write("incidents/INC-2026-0001-a.md", record("INC-2026-0001", "sev9", "![p](picture.gif)"))
	r.remove("incidents/INC-2026-0002-b.md")
	for range 3 {
		s.Rebuild(t.Context())
		for path, want := range map[string]int{
			"/incidents/inc-2026-0001/": 200, "/incidents/inc-2026-0001/record.json": 200, picture: 200,
			"/incidents/inc-2026-0002/": 404, "/incidents/inc-2026-0002/record.json": 404,
		} {
			if got := status(path); got != want {
				t.Errorf("%s: status %d, want %d", path, got, want)
			}
		}
	}
	r.remove("incidents/INC-2026-0001-a.md")
	s.Rebuild(t.Context())
	if got := status("/incidents/inc-2026-0001/"); got != 404 || len(s.now.stale) > 0 {
		t.Errorf("a record that is gone: status %d, %d files are kept", got, len(s.now.stale))
	}
}

// A page that is kept because of an error could name what is withheld since, so it goes.
func TestStalePagesNameNothingWithheld(t *testing.T) {
	r := newRecords()
	s, address := served(t, r)
	r.write("incidents/INC-2026-0001-a.md", record("INC-2026-0001", "sev9", ""))
	withheld := strings.Replace(record("INC-2026-0002", "sev3", ""), "tlp: CLEAR", "tlp: RED", 1)
	r.write("incidents/INC-2026-0002-b.md", withheld)
	s.Rebuild(t.Context())
	if got, _ := ask(t, address, get(address, "/incidents/inc-2026-0001/")); got.StatusCode != 404 {
		t.Errorf("status %d, want 404", got.StatusCode)
	}
}

// Thousands of findings make no page of megabytes.
func TestManyFindings(t *testing.T) {
	r := newRecords()
	r.write("incidents/INC-2026-0003-c.md", record("INC-2026-0003", "sev3", strings.Repeat("[[nowhere]]\n\n", 900)))
	_, address := served(t, r)
	_, body := ask(t, address, get(address, "/"))
	if n := strings.Count(body, `<li class="`); n != mostShown ||
		!strings.Contains(body, " more: hindcast validate lists them all") {
		t.Errorf("%d findings are shown", n)
	}
}

// stream opens the stream of builds; next waits for a message.
func stream(t *testing.T, address string) (next func() string, status int) {
	t.Helper()
	response, err := http.Get(address + eventsPath)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = response.Body.Close() })
	lines := bufio.NewScanner(response.Body)
	return func() string {
		for lines.Scan() {
			if lines.Text() != "" {
				return lines.Text()
			}
		}
		return fmt.Sprintf("the stream ends: %v", lines.Err())
	}, response.StatusCode
}

// A stream outlives the limits that requests have, and there are only so many.
func TestStreams(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	s := New(Options{Build: newRecords().build})
	s.Rebuild(t.Context())
	limits := s.server(t.Context())
	limits.ReadTimeout, limits.WriteTimeout = 100*time.Millisecond, 100*time.Millisecond
	server := listening(t, limits)
	next, _ := stream(t, server.URL)
	if got, want := next(), fmt.Sprintf("data: %d", s.now.number); got != want {
		t.Fatalf("%q, want %q", got, want)
	}
	time.Sleep(500 * time.Millisecond)
	s.Rebuild(t.Context())
	if got, want := next(), fmt.Sprintf("data: %d", s.now.number); got != want {
		t.Errorf("after the limits: %q, want %q", got, want)
	}
	for len(s.open) < maxStreams {
		if _, ok := s.listen(); !ok {
			t.Fatalf("%d streams are too many", len(s.open))
		}
	}
	if _, status := stream(t, server.URL); status != http.StatusServiceUnavailable {
		t.Errorf("one stream too many: status %d", status)
	}
}

// Who sends or reads too slowly is let go.
func TestSlowClients(t *testing.T) {
	s := New(Options{Build: newRecords().build})
	limits := s.server(t.Context())
	limits.ReadTimeout, limits.IdleTimeout = 200*time.Millisecond, 200*time.Millisecond
	server := listening(t, limits)
	host := "Host: localhost\r\n"
	for what, request := range map[string]string{
		"nothing": "", "half a line": "GET / HT", "no end": "GET / HTTP/1.1\r\n" + host, "a body that never comes": "GET / HTTP/1.1\r\n" + host + "Content-Length: 9\r\n\r\n", "no second request": "GET / HTTP/1.1\r\n" + host + "\r\n",
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			conn, err := net.Dial("tcp", server.Listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			_, _ = io.WriteString(conn, request)
			_ = conn.SetReadDeadline(time.Now().Add(20 * time.Second))
			if _, err := io.Copy(io.Discard, conn); err != nil {
				t.Errorf("the connection stays open: %v", err)
			}
		})
	}
}
