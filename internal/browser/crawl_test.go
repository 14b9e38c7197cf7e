package browser

import (
	"bytes"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"
)

// reading is what a page has and what it leads to, as absolute addresses.
type reading struct{ IDs, Links []string }

// readings are those of the pages of a site, by their addresses relative to its root.
type readings struct {
	mu sync.Mutex
	of map[string]reading
}

func (r *readings) add(address string, got reading) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.of == nil {
		r.of = map[string]reading{}
	}
	r.of[address] = got
}

// inBrowser reads the page that is open. What a chart links to is not among document.links.
const inBrowser = `({IDs: [...document.querySelectorAll("[id]")].map(e => e.id),
	Links: [...document.querySelectorAll("[href], [action], [src]")].map(e => new URL(e.getAttribute("href") ?? e.getAttribute("action") ?? e.getAttribute("src"), document.baseURI).href)})`

// crawl opens pages: nothing may go wrong on them, and at no width may one scroll sideways.
func (s site) crawl(t *testing.T, pages []Page, all *readings) {
	t.Helper()
	onEach(t, pages, func(*tab) {}, func(p *tab, page Page) {
		p.size(widths[0], 900)
		p.visit(s.address + page.Address)
		for _, width := range widths {
			p.fits(page.Address, width)
		}
		p.isWhole(page.Address)
		all.add(page.Address, ask[reading](p, inBrowser))
	})
}

// read reads a page from its file.
func (s site) read(t *testing.T, address string) reading {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(read(t, s.file(address))))
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	base, err := url.Parse(s.address + address)
	if err != nil {
		t.Fatal(err)
	}
	var got reading
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			switch a.Key {
			case "id":
				got.IDs = append(got.IDs, a.Val)
			case "href", "action", "src":
				to, err := base.Parse(a.Val)
				if err != nil {
					t.Errorf("%s: %q is no address: %v", address, a.Val, err)
					continue
				}
				got.Links = append(got.Links, to.String())
			}
		}
	}
	return got
}

// file is where a page lies.
func (s site) file(address string) string {
	if address == "" || strings.HasSuffix(address, "/") {
		address += "index.html"
	}
	return filepath.Join(s.dir, filepath.FromSlash(address))
}

// follow holds every link to what it leads to: a page or a file that is there and, where it names a
// place in a page, to that too. None may leave the path that the site is served at.
func (s site) follow(t *testing.T, all *readings, atLeast int) {
	t.Helper()
	root, err := url.Parse(s.address)
	if err != nil {
		t.Fatal(err)
	}
	inside := 0
	for from, page := range all.of {
		for _, link := range page.Links {
			to, err := url.Parse(link)
			if err != nil || to.Host != root.Host {
				continue
			}
			inside++
			if fault := s.dead(to, strings.TrimPrefix(to.Path, root.Path), all.of); fault != "" ||
				!strings.HasPrefix(to.Path, root.Path) {
				t.Errorf("%s links to %s: %s", from, link, fault)
			}
		}
	}
	if inside < atLeast {
		t.Errorf("only %d links lead to the site itself", inside)
	}
}

// dead tells what is wrong with a link to an address of the site; nothing if it is empty.
func (s site) dead(to *url.URL, address string, pages map[string]reading) string {
	if page, isPage := pages[address]; isPage {
		if to.Fragment != "" && !slices.Contains(page.IDs, to.Fragment) {
			return "the page has no such place"
		}
		return ""
	}
	if info, err := os.Stat(s.file(address)); err != nil || info.IsDir() {
		return "it is not there"
	}
	return ""
}

// nth is the step from one page that is opened in the browser to the next, where HINDCAST_TEST_LONG does not have all
// opened.
const nth = 5

// Below a path, no page of the demo logs anything, breaks its policy, asks for what isn't there,
// scrolls sideways or has a dead link. A page of every type and every fifth other is opened; the others are read as
// files.
func TestPages(t *testing.T) {
	t.Parallel()
	s := servedDemo(t)
	var all readings
	var open []string
	typical := map[string]bool{} // a page of each type, by address
	for _, page := range DemoPages() {
		address, _, _ := strings.Cut(page.Address, "?")
		typical[address] = true
	}
	for i, page := range s.pages(t) {
		// Pages that lead on at once are opened by TestRedirectPages.
		leadsOn := strings.Contains(read(t, s.file(page)), `http-equiv="refresh"`)
		if leadsOn || !long && !typical[page] && i%nth != 0 {
			all.add(page, s.read(t, page))
		} else {
			open = append(open, page)
		}
	}
	t.Run("in the browser", func(t *testing.T) { s.crawl(t, named(open), &all) })
	s.follow(t, &all, 1000)
}

// named makes pages that are called by their addresses.
func named(addresses []string) []Page {
	var pages []Page
	for _, address := range addresses {
		pages = append(pages, Page{address, address})
	}
	return pages
}

// servedPrecedents is a site of the AI Incident Database alone, made once.
var servedPrecedents = sync.OnceValues(func() (site, error) {
	dir := filepath.Join(filepath.Dir(hindcast), "precedents")
	table, err := filepath.Abs(snapshot)
	if err != nil {
		return site{}, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return site{}, err
	}
	if err := os.WriteFile(filepath.Join(dir, "hindcast.yaml"), []byte("title: Precedents\n"), 0o644); err != nil {
		return site{}, err
	}
	if err := hindcastIn(dir, "import", "aiid", table); err != nil {
		return site{}, err
	}
	return serveBuilt(dir, filepath.Join(dir, "public"))
})

func aiidSite(t *testing.T) site {
	t.Helper()
	needSnapshot(t)
	s, err := servedPrecedents()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// every is how many of the imported records lie between two that are opened in the browser.
const every = 20

// The AI Incident Database makes a site without fault. Opened are every twentieth record and, of the other pages, every
// fifth, or every one where HINDCAST_TEST_LONG is set; what is left is read as files.
func TestPrecedentPages(t *testing.T) {
	t.Parallel()
	s := aiidSite(t)
	var all readings
	var open []string
	records := 0
	for i, page := range s.pages(t) {
		isRecord := strings.HasPrefix(page, "incidents/aiid-")
		if isRecord {
			records++
		}
		if isRecord && records%every != 0 || !isRecord && !long && i%nth != 0 {
			all.add(page, s.read(t, page))
		} else {
			open = append(open, page)
		}
	}
	if records < 989 {
		t.Errorf("%d pages of precedents, want at least 989", records)
	}
	t.Run("in the browser", func(t *testing.T) { s.crawl(t, named(open), &all) })
	s.follow(t, &all, 10*records)
}

// The tests above would see what they look for.
func TestDeadLinksAreSeen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t,
		`<!doctype html><a id=here href=#here>x</a><a href=#there>x</a><a href=missing/>x</a><a href=/other/>x</a><svg><a href=gone.svg></a></svg><a href=index.html>x</a>`, dir, "index.html")
	s := site{dir, "http://host.invalid/a/b/"}
	page := s.read(t, "")
	var dead bytes.Buffer
	for _, link := range page.Links {
		to, err := url.Parse(link)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(&dead, s.dead(to, strings.TrimPrefix(to.Path, "/a/b/"), map[string]reading{"": page}), ";")
	}
	if want := ";the page has no such place;it is not there;it is not there;it is not there;;"; dead.String() != want {
		t.Errorf("%q, want %q", dead.String(), want)
	}
}
