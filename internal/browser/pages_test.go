package browser

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// The tests below would see what they look for: each kind of fault shows on a page that has it.
func TestFaultsAreSeen(t *testing.T) {
	needBrowser(t)
	const policy = "default-src 'none'; script-src 'self'; img-src 'self'"
	for name, c := range map[string]struct{ head, script, want string }{
		"nothing":   {"", "", ""},
		"console":   {"", "console.error('broken')", "console.error"},
		"exception": {"", "throw new Error('broken')", "exception"},
		"promise":   {"", "Promise.reject(new Error('broken'))", "exception"},
		"policy":    {"<script>var x = 1</script>", "", "policy"},
		"style":     {"<p style='color:red'>x</p>", "", "policy"},
		"missing":   {"<img src='missing.png' alt=''>", "", "status 404"},
		"foreign":   {"<img src='http://other.invalid/a.png' alt=''>", "", "policy"},
	} {
		t.Run(name, func(t *testing.T) {
			p := openTab(t)
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				switch r.URL.Path {
				case "/":
					w.Header().Set("Content-Type", "text/html")
					fmt.Fprintf(w, "<!doctype html><link rel=icon href='data:,'><meta http-equiv=Content-Security-Policy content=%q>%s<script src=a.js></script>", policy, c.head)
				case "/a.js":
					w.Header().Set("Content-Type", "text/javascript")
					fmt.Fprint(w, c.script)
				default:
					http.NotFound(w, r)
				}
			}))
			t.Cleanup(server.Close)
			p.visit(server.URL)
			ask[int](p, "1")
			faults := p.takeFaults()
			found := strings.Contains(strings.Join(faults, "\n"), c.want)
			if !found || c.want == "" && len(faults) > 0 {
				t.Errorf("faults %q, want one with %q", faults, c.want)
			}
		})
	}
}

// site is the demo built for the address that it is served at.
type site struct{ dir, address string }

func buildDemo(t *testing.T, below string) site {
	t.Helper()
	needBrowser(t)
	dir := filepath.Join(t.TempDir(), "site")
	s := site{dir, static(t, dir, below)}
	code, out, notes := command(t, project, "build", "--now", present, "--out", dir, "--base-url", s.address)
	if code != 0 {
		t.Fatalf("the demo is not built, exit code %d:\n%s%s", code, out, notes)
	}
	return s
}

// pages lists the addresses of all pages, relative to the root.
func (s site) pages(t *testing.T) []string {
	t.Helper()
	var list []string
	err := fs.WalkDir(os.DirFS(s.dir), ".", func(name string, d fs.DirEntry, err error) error {
		if path.Ext(name) == ".html" {
			list = append(list, strings.TrimSuffix(name, "index.html"))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 20 {
		t.Fatalf("only %d pages were built: %v", len(list), list)
	}
	return list
}

// widths are those of a desk and of a telephone, in CSS pixels.
var widths = []int64{1440, 390}

// No page logs an error, breaks its policy, asks for what isn't there or scrolls sideways, and each can be read without scripts.
func TestPages(t *testing.T) {
	needBrowser(t)
	for _, below := range []string{"/", "/some/where/"} {
		t.Run(below, func(t *testing.T) {
			s := buildDemo(t, below)
			p := openTab(t)
			for _, page := range s.pages(t) {
				p.visit(s.address + page)
				for _, width := range widths {
					p.fits(page, width)
				}
				p.isWhole(page)
			}
		})
	}
}

// fits tells whether the page is as wide as the window, and names what is wider.
func (p *tab) fits(page string, width int64) {
	p.Helper()
	p.size(width, 900)
	got := ask[struct {
		Page, Window int64
		Wider        []string
	}](p, `({Page: document.scrollingElement.scrollWidth, Window: innerWidth,
		Wider: [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > innerWidth).slice(0, 8).map(e => e.tagName + "." + e.className)})`)
	if got.Window != width {
		p.Errorf("%s: the window is %d wide, not %d", page, got.Window, width)
	}
	if got.Page > width {
		p.Errorf("%s: the page is %d wide in a window of %d; wider than the window are %v", page, got.Page, width, got.Wider)
	}
}

// isWhole tells whether a page has its style, one heading and a text, and nothing went wrong on it.
func (p *tab) isWhole(page string) {
	p.Helper()
	got := ask[struct{ Styles, Headings, Text int }](p, `({Styles: [...document.styleSheets].filter(s => s.cssRules.length > 0).length,
		Headings: document.querySelectorAll("h1").length, Text: document.querySelector("main")?.innerText.trim().length ?? 0})`)
	if got.Styles == 0 || got.Headings != 1 || got.Text < 20 {
		p.Errorf("%s: %d style sheets, %d first headings, %d characters of text", page, got.Styles, got.Headings, got.Text)
	}
	for _, fault := range p.takeFaults() {
		p.Errorf("%s: %s", page, fault)
	}
}

// Without scripts each page says what it says with them.
func TestPagesWithoutScripts(t *testing.T) {
	s := buildDemo(t, "/")
	with, without := openTab(t), openTab(t)
	without.scripts(false)
	for _, page := range s.pages(t) {
		if page == "search/" {
			continue // has a test of its own
		}
		with.visit(s.address + page)
		without.visit(s.address + page)
		got, want := without.text("main"), with.text("main")
		if len(want) < 20 || got != want {
			t.Errorf("%s: with scripts the text is %q, without %q", page, want, got)
		}
	}
}

// Every link of the site leads to a page or a file that is there, and to a place in it where it names one.
func TestLinks(t *testing.T) {
	s := buildDemo(t, "/some/where/")
	p := openTab(t)
	anchors := map[string]map[string]bool{}
	var links [][2]string // page and target
	for _, page := range s.pages(t) {
		p.visit(s.address + page)
		got := ask[struct{ IDs, Links []string }](p, `({IDs: [...document.querySelectorAll("[id]")].map(e => e.id), Links: [...document.links].map(a => a.href.baseVal ?? a.href)})`)
		anchors[s.address+page] = map[string]bool{"": true}
		for _, id := range got.IDs {
			anchors[s.address+page][id] = true
		}
		for _, link := range got.Links {
			links = append(links, [2]string{page, link})
		}
	}
	inside := 0
	for _, l := range links {
		target, anchor, _ := strings.Cut(l[1], "#")
		target, _, _ = strings.Cut(target, "?")
		name, here := strings.CutPrefix(target, s.address)
		if !here {
			continue
		}
		inside++
		if ids, isPage := anchors[target]; isPage {
			if !ids[anchor] {
				t.Errorf("%s links to %s, and the page has no #%s", l[0], target, anchor)
			}
		} else if info, err := os.Stat(filepath.Join(s.dir, filepath.FromSlash(name))); err != nil || info.IsDir() {
			t.Errorf("%s links to %s, which is not there", l[0], l[1])
		}
	}
	if inside < 100 {
		t.Errorf("only %d links lead to the site itself", inside)
	}
}
