// Package serve previews a site while its records are being written: it prepares the site in memory, makes a page when
// it is asked for, watches the files, prepares the site anew when they have been quiet for a moment, and reloads the
// pages that are open.
// It writes nothing, and it never stops over what is in a record.
package serve

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"hash/fnv"
	"html/template"
	"maps"
	"net"
	"net/http"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/netutil"

	"hindcast/internal/diag"
	"hindcast/internal/publish"
)

// Options is what a preview needs. Build and Root are required.
type Options struct {
	Root  string                                       // the folder to watch
	Build func(context.Context) (*publish.Site, error) // of the files as they are now
	Show  func(path string) string                     // a finding's path as the user sees it; nil for as it is
	Log   func(format string, args ...any)             // progress; nil for none
	Quiet time.Duration                                // after the last change before a build; zero for the default
	Poll  time.Duration                                // between two looks for changes; zero for notifications of the system
	// Watch calls changed for what changes below a folder, with its path where that is known; nil for what Poll says.
	Watch func(ctx context.Context, root string, changed func(path string)) error
	Host  string // a name that the preview answers to beside this machine's; empty for none
}

const defaultQuiet = 100 * time.Millisecond

// Server is a running preview.
type Server struct {
	opts Options
	mu   sync.RWMutex
	now  snapshot
	open map[chan int]bool // pages that listen, by the channel that tells them of a build

	revised []string // paths of what was saved since the last build began
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
		opts.Watch = watchBy(opts.Poll, opts.Log)
	}
	// Numbers go on over a restart, so that a page of the run before knows that it is old.
	first := snapshot{number: int(time.Now().UnixMilli())}
	return &Server{opts: opts, open: map[chan int]bool{}, now: first}
}

// Run builds, serves and watches until the context ends.
func (s *Server) Run(ctx context.Context, listener net.Listener) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	changes := make(chan struct{}, 1)
	go func() {
		err := s.opts.Watch(ctx, s.opts.Root, func(path string) {
			s.revise(path)
			select {
			case changes <- struct{}{}:
			default:
			}
		})
		if err != nil && ctx.Err() == nil {
			s.opts.Log("changes are not seen any more: %v", err)
		}
	}()
	s.Rebuild(ctx)
	go s.rebuildWhenQuiet(ctx, changes) // what was saved during the first build too
	server := s.server(ctx)
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	if err := server.Serve(netutil.LimitListener(listener, maxConnections)); err != nil &&
		!errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve the preview: %w", err)
	}
	return nil
}

func (s *Server) server(ctx context.Context) *http.Server {
	return &http.Server{
		Handler: s.Handler(), BaseContext: func(net.Listener) context.Context { return ctx },
		ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
	}
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
	s.mu.Lock()
	s.revised = nil
	s.mu.Unlock()
	next := s.build(ctx)
	if ctx.Err() != nil {
		return // the preview ends
	}
	s.mu.Lock()
	next.after(s.now)
	s.show(next)
	s.mu.Unlock()
	s.reviseAgain()
	if next.failure != "" {
		s.opts.Log("not built: %s", next.failure)
		return
	}
	s.opts.Log("built %s in %d ms: %s", diag.Plural(len(next.files), "file"), time.Since(start).Milliseconds(),
		diag.Tally(next.findings))
}

// show puts a snapshot in the place of the last, and tells the open pages.
func (s *Server) show(next snapshot) {
	s.now = next
	for page := range s.open {
		select {
		case <-page: // a build that it has not heard of is no longer the newest
		default:
		}
		page <- next.number
	}
}

// mostRevised is how many files may be saved before a build without being a burst, such as by a switch of branches.
const mostRevised = 3

// revise shows a record that was saved at once, on its own page, where nothing else has to be decided for that. The
// build that follows does the rest.
func (s *Server) revise(path string) {
	rel, err := filepath.Rel(s.opts.Root, path)
	if path == "" || err != nil {
		return
	}
	s.mu.Lock()
	now := s.now
	if !slices.Contains(s.revised, path) {
		s.revised = append(s.revised, path)
	}
	isBurst := len(s.revised) > mostRevised
	s.mu.Unlock()
	if now.revised == nil || isBurst {
		return
	}
	files, ok := now.revised(filepath.ToSlash(rel))
	s.mu.Lock()
	defer s.mu.Unlock()
	if !ok || s.now.number != now.number {
		return
	}
	now.files = maps.Clone(now.files)
	for _, f := range files {
		now.files[f.Path] = made(f.Body)
	}
	now.number++
	s.show(now)
}

// reviseAgain does so for what was saved while a build was under way, which may have read it before.
func (s *Server) reviseAgain() {
	s.mu.Lock()
	saved := s.revised
	s.revised = nil
	s.mu.Unlock()
	slices.Sort(saved)
	for _, path := range slices.Compact(saved) {
		s.revise(path)
	}
}

func (s *Server) build(ctx context.Context) snapshot {
	site, err := s.opts.Build(ctx)
	var next snapshot
	if site != nil {
		next.findings, next.unseen, next.leftOut = site.Findings, site.Unseen, site.LeftOut
	}
	if err != nil {
		next.failure = err.Error()
		return next
	}
	files := map[string]*file{}
	for page, err := range site.Plan() {
		switch {
		case err != nil:
			next.failure = err.Error()
			return next
		case page.Make == nil:
			files[page.Path] = made(page.Body)
		default:
			files[page.Path] = later(page.Make, func(err error) { s.opts.Log("%s is not made: %v", page.Path, err) })
		}
	}
	next.index = sync.OnceValue(func() map[string]*file {
		files := map[string]*file{}
		for name, body := range site.Index().Files() {
			files[publish.IndexFolder+name] = made(body)
		}
		return files
	})
	next.leftOut, next.withholds, next.late, next.revised = site.LeftOut, site.Withholds, site.Late, site.Revised
	next.files, next.pages = files, site.Addresses()
	return next
}

//go:embed preview.js
var script []byte

//go:embed preview.css
var style []byte

// Handler answers from the last build, to those who may ask; see guard.
func (s *Server) Handler() http.Handler {
	return s.guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case eventsPath:
			s.events(w, r)
		case ownPath + "preview.js":
			send(w, "preview.js", script)
		case ownPath + "preview.css":
			send(w, "preview.css", style)
		default:
			s.page(w, r)
		}
	}))
}

// What the preview adds to the site is below ownPath.
const (
	ownPath    = "/_hindcast/"
	eventsPath = ownPath + "events"
)

// events is the stream that tells a page of each build, beginning with the present one.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	page, ok := s.listen()
	if !ok {
		w.Header().Set("Retry-After", "10")
		http.Error(w, "too many pages of this preview are open", http.StatusServiceUnavailable)
		return
	}
	defer s.leave(page)
	w.Header().Set("Content-Type", "text/event-stream")
	control := http.NewResponseController(w)
	for r.Method != http.MethodHead {
		// Between two builds nothing is read or written, however long that takes.
		if errors.Join(control.SetReadDeadline(time.Time{}), control.SetWriteDeadline(time.Time{})) != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case number := <-page:
			_ = control.SetWriteDeadline(time.Now().Add(writeTimeout))
			if _, err := fmt.Fprintf(w, "data: %d\n\n", number); err != nil {
				return
			}
			if control.Flush() != nil {
				return
			}
		}
	}
}

// listen adds a page that is told of builds; false where there are as many as there may be.
func (s *Server) listen() (chan int, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.open) >= maxStreams {
		return nil, false
	}
	page := make(chan int, 1)
	page <- s.now.number
	s.open[page] = true
	return page, true
}

func (s *Server) leave(page chan int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, page)
}

func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	s.mu.RLock()
	now := s.now
	s.mu.RUnlock()
	name, folder := strings.CutSuffix(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if body, ok := now.file(path.Join(name, "index.html")); ok {
		if name != "" && !folder {
			http.Redirect(w, r, (&url.URL{Path: "/" + name + "/"}).EscapedPath(), http.StatusFound)
			return
		}
		s.html(w, now, body)
		return
	}
	body, ok := now.file(name)
	ok = ok && !folder
	switch {
	case ok && path.Ext(name) == ".html":
		s.html(w, now, body)
	case ok:
		send(w, name, body)
	case now.files == nil:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusServiceUnavailable)
		s.html(w, now,
			[]byte("<!doctype html><html lang=\"en\"><head><title>Not built</title></head><body><h1>Not built yet</h1></body></html>"))
	default:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusNotFound)
		body, _ := now.file("404.html")
		s.html(w, now, body)
	}
}

func (s *Server) html(w http.ResponseWriter, now snapshot, body []byte) {
	if now.late != nil {
		now.findings = slices.Concat(now.findings, now.late())
	}
	var extra bytes.Buffer
	list, more := s.shown(now)
	sum := fnv.New64a()
	_, _ = sum.Write(body)
	_, _ = fmt.Fprint(sum, now.failure, list, more, now.leftOut, now.unseen)
	state := strconv.FormatUint(sum.Sum64(), 36)
	w.Header().Set(stateHeader, state)
	err := overlay.Execute(&extra, map[string]any{
		"State": state, "Number": now.number, "Failure": now.failure, "Findings": list, "More": more, "Count": diag.Tally(now.findings), "LeftOut": len(now.leftOut), "Unseen": now.unseen.String(), "Others": now.unseen.Errors+now.unseen.Warnings > 0,
	})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	send(w, "index.html", slices.Concat(body[:inside(body)], extra.Bytes(), body[inside(body):]))
}

// stateHeader tells the script of a page whether it shows what a newer build would show.
const stateHeader = "Hindcast-State"

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

// mostShown is how many findings are on top of a page; the others are counted.
const mostShown = 100

func (s *Server) shown(now snapshot) (list []shownFinding, more int) {
	for _, f := range now.findings {
		switch {
		case f.Level <= diag.Note:
		case len(list) == mostShown:
			more++
		default:
			list = append(list, shownFinding{
				f, fmt.Sprintf("%s:%d:%d", s.opts.Show(f.Path), f.Span.Start.Line, f.Span.Start.Column),
			})
		}
	}
	return list, more
}

// overlay is on top of every page; it shows what is wrong with the records, and nothing where
// nothing is.
var overlay = template.Must(template.New("overlay").Parse(`<link rel="stylesheet" href="/_hindcast/preview.css">
<script src="/_hindcast/preview.js" data-number="{{.Number}}" data-state="{{.State}}" defer></script>
{{if or .Failure .Findings .Others}}<section id="hindcast-findings" aria-label="Findings">
{{with .Failure}}<p><strong>Not built:</strong> {{.}}. The last site that could be built is shown.</p>{{end}}
{{if .Findings}}<details{{if .Count.Errors}} open{{end}}><summary>{{.Count}}{{if .LeftOut}}; a file with an error is shown as it was last without one, or not at all{{end}}</summary>
<ul>{{range .Findings}}<li class="{{.Level}}"><code>{{.Place}}</code> <strong>{{.Level}}:</strong> {{.Message}} <span>[{{.Rule}}]</span>{{with .Hint}}<br>{{.}}{{end}}</li>{{end}}{{with .More}}<li>and {{.}} more: hindcast validate lists them all</li>{{end}}</ul></details>{{end}}
{{if .Others}}<p>{{.Unseen}} in files that this audience may not see; hindcast validate shows them.</p>{{end}}
</section>{{end}}
`))

var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
	".gif": "image/gif", ".webp": "image/webp", ".avif": "image/avif", ".ico": "image/x-icon", ".pdf": "application/pdf",
	".txt": "text/plain; charset=utf-8", ".log": "text/plain; charset=utf-8", ".zip": "application/zip", ".webmanifest": "application/manifest+json",
	".ics": "text/calendar; charset=utf-8", ".csv": "text/csv; charset=utf-8", ".xml": "application/xml",
}

func send(w http.ResponseWriter, name string, body []byte) {
	kind, ok := contentTypes[strings.ToLower(path.Ext(name))]
	if !ok {
		kind = "application/octet-stream"
	}
	w.Header().Set("Content-Type", kind)
	_, _ = w.Write(body)
}
