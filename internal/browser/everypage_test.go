package browser

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/emulation"
)

// served is the demo built for the address that it is served at, for as long as the tests run. So its
// page for what is not found has its style too.
var served = sync.OnceValues(func() (site, error) {
	return serveBuilt(project, filepath.Join(filepath.Dir(hindcast), "served"))
})

// serveBuilt builds records into a folder and serves it below a path of its own.
func serveBuilt(records, out string) (site, error) {
	const below = "/a/b/"
	server := httptest.NewServer(http.StripPrefix(strings.TrimSuffix(below, "/"), http.FileServer(http.Dir(out))))
	s := site{out, server.URL + below}
	return s, hindcastIn(records, "build", "--now", present, "--out", out, "--base-url", s.address)
}

// hindcastIn runs the program in a folder.
func hindcastIn(dir string, args ...string) error {
	if out, err := exec.Command(hindcast, append([]string{"-C", dir}, args...)...).CombinedOutput(); err != nil {
		return fmt.Errorf("run hindcast %s: %w\n%.2000s", strings.Join(args, " "), err, out)
	}
	return nil
}

func servedDemo(t *testing.T) site {
	t.Helper()
	needBrowser(t)
	s, err := served()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// tabsAtOnce is how many tabs are at work at the same time where a test looks at many pages.
const tabsAtOnce = 2

// onEach looks at pages, shared out among a few tabs. Prepare is called once for each tab.
func onEach(t *testing.T, pages []Page, prepare func(p *tab), look func(p *tab, page Page)) {
	t.Helper()
	needBrowser(t)
	for n := range tabsAtOnce {
		t.Run(fmt.Sprintf("tab %d", n+1), func(t *testing.T) {
			t.Parallel()
			p := openTab(t)
			prepare(p)
			for i := n; i < len(pages); i += tabsAtOnce {
				look(p, pages[i])
			}
		})
	}
}

// settle opens a page and waits until it shows all that its scripts fetch.
func (p *tab) settle(address string) {
	p.Helper()
	p.visit(address)
	eventually(p.T, address+" should settle", func() bool {
		settled, err := try[bool](p, Settled)
		return err == nil && settled
	})
}

// prefer emulates a reader's preference for a light or a dark page.
func (p *tab) prefer(scheme string) {
	p.Helper()
	tell(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
}
