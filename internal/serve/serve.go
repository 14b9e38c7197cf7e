// Package serve previews a site while its records are being written: it builds in memory, watches
// the files, rebuilds when they have been quiet for a moment, and reloads the pages that are open.
// It writes nothing, and it never stops over what is in a record.
package serve

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"hindcast/internal/build"
	"hindcast/internal/diag"
)

// Options is what a preview needs. Build and Root are required.
type Options struct {
	Root  string                                      // the folder to watch
	Build func(context.Context) (*build.Site, error)  // of the files as they are now
	Show  func(path string) string                    // a finding's path as the user sees it; nil for as it is
	Log   func(format string, args ...any)            // progress; nil for none
	Quiet time.Duration                               // after the last change before a build; zero for the default
	Watch func(context.Context, string, func()) error // zero for the system's notifications
}

const defaultQuiet = 100 * time.Millisecond

// Server is a running preview.
type Server struct {
	opts Options
	mu   sync.RWMutex
	now  snapshot
	open map[chan int]bool // pages that listen, by the channel that tells them of a build
}

// snapshot is what one build gave.
type snapshot struct {
	number   int
	files    map[string][]byte
	stale    map[string][]byte // as last built, of pages left out because of an error
	findings []diag.Finding
	unseen   diag.Count // findings in what the audience may not see
	leftOut  int        // files with an error
	failure  string     // why nothing could be made of the files; the site before it stays
}

// New makes a preview. Nothing is built before Run or Rebuild.
func New(opts Options) *Server {
	if opts.Log == nil {
		opts.Log = func(string, ...any) {}
	}
	if opts.Show == nil {
		opts.Show = func(path string) string { return path }
	}
	if opts.Quiet == 0 {
		opts.Quiet = defaultQuiet
	}
	if opts.Watch == nil {
		opts.Watch = watch
	}
	// Numbers go on over a restart, so that a page of the run before knows that it is old.
	first := snapshot{number: int(time.Now().UnixMilli())}
	return &Server{opts: opts, open: map[chan int]bool{}, now: first}
}

// Listen opens the address. Where the port is taken, the next free one of twenty serves.
func Listen(ctx context.Context, address string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("read the address %s: %w", address, err)
	}
	number, err := net.DefaultResolver.LookupPort(ctx, "tcp", port)
	if err != nil {
		return nil, fmt.Errorf("read the port of %s: %w", address, err)
	}
	var config net.ListenConfig
	for try := range 20 {
		var listener net.Listener
		at := net.JoinHostPort(host, fmt.Sprint(number+try))
		if listener, err = config.Listen(ctx, "tcp", at); err == nil {
			return listener, nil
		}
		if number == 0 {
			break
		}
	}
	return nil, fmt.Errorf("listen on %s: %w", address, err)
}

// Run builds, serves and watches until the context ends.
func (s *Server) Run(ctx context.Context, listener net.Listener) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s.Rebuild(ctx)
	changes := make(chan struct{}, 1)
	go s.rebuildWhenQuiet(ctx, changes)
	go func() {
		err := s.opts.Watch(ctx, s.opts.Root, func() {
			select {
			case changes <- struct{}{}:
			default:
			}
		})
		if err != nil && ctx.Err() == nil {
			s.opts.Log("changes are not seen any more: %v", err)
		}
	}()
	server := &http.Server{Handler: s.Handler(), ReadHeaderTimeout: 10 * time.Second, BaseContext: func(net.Listener) context.Context { return ctx }}
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	if err := server.Serve(listener); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve the preview: %w", err)
	}
	return nil
}

// rebuildWhenQuiet waits until no change has come for a moment.
func (s *Server) rebuildWhenQuiet(ctx context.Context, changes <-chan struct{}) {
	timer := time.NewTimer(time.Hour)
	timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-changes:
			timer.Reset(s.opts.Quiet)
		case <-timer.C:
			s.Rebuild(ctx)
		}
	}
}

// Rebuild builds once and tells the open pages.
func (s *Server) Rebuild(ctx context.Context) {
	start := time.Now()
	next := s.build(ctx)
	s.mu.Lock()
	next.after(s.now)
	s.now = next
	for page := range s.open {
		select {
		case page <- next.number:
		default:
		}
	}
	s.mu.Unlock()
	if next.failure != "" {
		s.opts.Log("not built: %s", next.failure)
		return
	}
	s.opts.Log("built %s in %d ms: %s", diag.Plural(len(next.files), "file"), time.Since(start).Milliseconds(), diag.Tally(next.findings))
}

// after numbers a build and keeps from the one before what this one could not make.
func (next *snapshot) after(last snapshot) {
	next.number = last.number + 1
	if next.files == nil {
		next.files, next.stale = last.files, last.stale
		return
	}
	next.stale = map[string][]byte{}
	if next.leftOut == 0 {
		return
	}
	for _, files := range []map[string][]byte{last.stale, last.files} {
		for name, body := range files {
			if _, made := next.files[name]; !made {
				next.stale[name] = body
			}
		}
	}
}

// file is a file of the build, else as it was last built.
func (now *snapshot) file(name string) ([]byte, bool) {
	if body, ok := now.files[name]; ok {
		return body, true
	}
	body, ok := now.stale[name]
	return body, ok
}

func (s *Server) build(ctx context.Context) snapshot {
	site, err := s.opts.Build(ctx)
	var next snapshot
	if site != nil {
		next.findings, next.unseen, next.leftOut = site.Findings, site.Unseen, len(site.LeftOut)+site.Others
	}
	if err != nil {
		next.failure = err.Error()
		return next
	}
	files := map[string][]byte{}
	for page, err := range site.Files() {
		if err != nil {
			next.failure = err.Error()
			return next
		}
		files[page.Path] = page.Body
	}
	next.files = files
	return next
}

//go:embed preview.js
var script []byte

//go:embed preview.css
var style []byte

// Handler answers from the last build.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /_hindcast/events", s.events)
	mux.HandleFunc("GET /_hindcast/preview.js", func(w http.ResponseWriter, _ *http.Request) { send(w, "preview.js", script) })
	mux.HandleFunc("GET /_hindcast/preview.css", func(w http.ResponseWriter, _ *http.Request) { send(w, "preview.css", style) })
	mux.HandleFunc("GET /", s.page)
	return localOnly(mux)
}

// localOnly refuses names that a page elsewhere could have pointed at this machine, where the
// preview listens on this machine alone.
func localOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		local, _ := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
		if tcp, ok := local.(*net.TCPAddr); ok && tcp.IP.IsLoopback() && !isLocalName(r.Host) {
			http.Error(w, "this preview answers to localhost only", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func isLocalName(hostport string) bool {
	host := hostport
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		host = h
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// events is the stream that tells a page of each build, beginning with the present one.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	flusher, ok := w.(http.Flusher)
	if !ok {
		http.Error(w, "no streaming", http.StatusInternalServerError)
		return
	}
	page := make(chan int, 1)
	s.mu.Lock()
	s.open[page] = true
	page <- s.now.number
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		delete(s.open, page)
		s.mu.Unlock()
	}()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	for {
		select {
		case <-r.Context().Done():
			return
		case number := <-page:
			fmt.Fprintf(w, "data: %d\n\n", number)
			flusher.Flush()
		}
	}
}

func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	s.mu.RLock()
	now := s.now
	s.mu.RUnlock()
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	if body, ok := now.file(path.Join(name, "index.html")); ok {
		if name != "" && !strings.HasSuffix(r.URL.Path, "/") {
			http.Redirect(w, r, "/"+name+"/", http.StatusFound)
			return
		}
		s.html(w, now, body)
		return
	}
	body, ok := now.file(name)
	switch {
	case ok && path.Ext(name) == ".html":
		s.html(w, now, body)
	case ok:
		send(w, name, body)
	case now.files == nil:
		w.WriteHeader(http.StatusServiceUnavailable)
		s.html(w, now, []byte("<!doctype html><html lang=\"en\"><head><title>Not built</title></head><body><h1>Not built yet</h1></body></html>"))
	default:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusNotFound)
		s.html(w, now, now.files["404.html"])
	}
}

func (s *Server) html(w http.ResponseWriter, now snapshot, body []byte) {
	var extra bytes.Buffer
	err := overlay.Execute(&extra, map[string]any{
		"Number": now.number, "Failure": now.failure, "Findings": s.shown(now), "Count": diag.Tally(now.findings), "LeftOut": now.leftOut, "Unseen": now.unseen.String(), "Others": now.unseen.Errors+now.unseen.Warnings > 0,
	})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	send(w, "index.html", slices.Concat(body[:inside(body)], extra.Bytes(), body[inside(body):]))
}

// inside is where the content of a page begins: after its body tag, else at its end.
func inside(page []byte) int {
	tag := bytes.Index(page, []byte("<body"))
	if tag < 0 {
		return len(page)
	}
	end := bytes.IndexByte(page[tag:], '>')
	if end < 0 {
		return len(page)
	}
	return tag + end + 1
}

// shownFinding is a finding as the overlay shows it.
type shownFinding struct {
	diag.Finding
	Place string
}

func (s *Server) shown(now snapshot) []shownFinding {
	var list []shownFinding
	for _, f := range now.findings {
		if f.Level > diag.Note {
			list = append(list, shownFinding{f, fmt.Sprintf("%s:%d:%d", s.opts.Show(f.Path), f.Span.Start.Line, f.Span.Start.Column)})
		}
	}
	return list
}

// overlay stands on top of every page; it shows what is wrong with the records, and nothing where
// nothing is.
var overlay = template.Must(template.New("overlay").Parse(`<link rel="stylesheet" href="/_hindcast/preview.css">
<script src="/_hindcast/preview.js" data-number="{{.Number}}" defer></script>
{{if or .Failure .Findings .Others}}<section id="hindcast-findings" aria-label="Findings">
{{with .Failure}}<p><strong>Not built:</strong> {{.}}. The last site that could be built is shown.</p>{{end}}
{{if .Findings}}<details{{if .Count.Errors}} open{{end}}><summary>{{.Count}}{{if .LeftOut}}; a file with an error is shown as it was last without one, or not at all{{end}}</summary>
<ul>{{range .Findings}}<li class="{{.Level}}"><code>{{.Place}}</code> <strong>{{.Level}}:</strong> {{.Message}} <span>[{{.Rule}}]</span>{{with .Hint}}<br>{{.}}{{end}}</li>{{end}}</ul></details>{{end}}
{{if .Others}}<p>{{.Unseen}} in files that this audience may not see; hindcast validate shows them.</p>{{end}}
</section>{{end}}
`))

var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
	".gif": "image/gif", ".webp": "image/webp", ".avif": "image/avif", ".ico": "image/x-icon", ".pdf": "application/pdf",
	".txt": "text/plain; charset=utf-8", ".ics": "text/calendar; charset=utf-8", ".csv": "text/csv; charset=utf-8", ".xml": "application/xml",
}

func send(w http.ResponseWriter, name string, body []byte) {
	kind, ok := contentTypes[strings.ToLower(path.Ext(name))]
	if !ok {
		kind = "application/octet-stream"
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(body)
}
