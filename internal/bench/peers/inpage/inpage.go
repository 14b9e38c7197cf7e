// Package inpage asks search engines in a page of Chromium. What each engine is called with stands
// in engines.js; here nothing is known of them but their names.
package inpage

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"

	"github.com/chromedp/chromedp"

	"hindcast/internal/bench/peers/host"
	"hindcast/internal/browser"
)

// The names of the engines.
const (
	Hindcast   = "hindcast"
	Pagefind   = "pagefind"
	MiniSearch = "minisearch"
	Fuzzy      = "fuzzy" // MiniSearch that also finds beginnings and misspelt words
)

// files are the page and its script.
//
//go:embed index.html engines.js minisearch-options.mjs
var files embed.FS

// Session is a browser beside a host of the engines.
type Session struct {
	*host.Host
	browser context.Context
	stop    func()
}

// Start starts a browser and serves the folders that engines were published in, each below its
// path. The error is browser.ErrNoChromium where there is no browser.
func Start(folders map[string]fs.FS) (*Session, error) {
	ctx, stop, err := browser.Start()
	if err != nil {
		return nil, err
	}
	folders = maps.Clone(folders)
	folders["/"] = files
	h, err := host.New(folders)
	if err != nil {
		stop()
		return nil, err
	}
	return &Session{h, ctx, stop}, nil
}

// Close ends the browser and the host.
func (s *Session) Close() {
	s.stop()
	_ = s.Host.Close() // nobody is served any more
}

// Page is a page that engines can be opened in.
type Page struct {
	ctx   context.Context
	close context.CancelFunc
}

// Open opens the page as a reader does who was never here: nothing is cached from another page.
func (s *Session) Open() (*Page, error) {
	ctx, cancel := chromedp.NewContext(s.browser, chromedp.WithNewBrowserContext())
	p := &Page{ctx, cancel}
	err := chromedp.Do(ctx, chromedp.Navigate(s.Address))
	if err == nil {
		_, err = call[bool](p, "ready")
	}
	if err != nil {
		cancel()
		return nil, fmt.Errorf("open the page of the engines: %w", err)
	}
	return p, nil
}

// Close closes the page.
func (p *Page) Close() { p.close() }

// Engine opens an engine from the folder below a path of the host.
func (p *Page) Engine(name, root string) error {
	_, err := call[bool](p, "open", name, root)
	return err
}

// First opens an engine, whole with the interface that comes with it, asks it once and loads up to n
// results with their excerpts; it returns how many were loaded.
func (p *Page) First(name, root, query string, n int, whole bool) (int, error) {
	return call[int](p, "first", name, root, query, n, whole)
}

// Facets loads all values that an opened engine filters by, of the fields where it asks for each.
func (p *Page) Facets(name, query string, fields []string) error {
	_, err := call[bool](p, "facets", name, query, fields)
	return err
}

// Find is the ids of the first results, as many as depth, for each query.
func (p *Page) Find(name string, queries []string, depth int) ([][]string, error) {
	return call[[][]string](p, "find", name, queries, depth)
}

// Time is how many milliseconds each opened engine takes for each query in each of the rounds, once
// all that the queries need is loaded.
func (p *Page) Time(names, queries []string, rounds int) (map[string][][]float64, error) {
	return call[map[string][][]float64](p, "time", names, queries, rounds)
}

// call calls a function of the script.
func call[T any](p *Page, function string, args ...any) (T, error) {
	data, err := json.Marshal(append([]any{}, args...)) // a list even of none
	if err != nil {
		return *new(T), fmt.Errorf("write what the page is asked: %w", err)
	}
	expression := fmt.Sprintf(`import("/engines.js").then(async (engines) => (await engines.%s(...%s)) ?? true)`, function,
		data)
	value, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		return value, fmt.Errorf("%s in the page: %w", function, err)
	}
	return value, nil
}
