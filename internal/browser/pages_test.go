package browser

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"strings"
	"testing"
)

// The tests below would see what they look for: each kind of fault shows on a page that has it.
func TestFaultsAreSeen(t *testing.T) {
	t.Parallel()
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
					fmt.Fprintf(w,
						"<!doctype html><link rel=icon href='data:,'><meta http-equiv=Content-Security-Policy content=%q>%s<script src=a.js></script>", policy, c.head)
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

// site is a folder of built pages and the address that it is served at.
type site struct{ dir, address string }

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
