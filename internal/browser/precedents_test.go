package browser

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// snapshot is the table of incidents of the AI Incident Database, where it lies beside the project.
const snapshot = project + "/../shared/data/aiid/incidents.csv"

// needSnapshot skips a test where there is no snapshot.
func needSnapshot(t *testing.T) {
	t.Helper()
	needBrowser(t)
	if _, err := os.Stat(snapshot); errors.Is(err, fs.ErrNotExist) {
		t.Skipf("there is no snapshot of the AI Incident Database at %s", snapshot)
	}
}

// builtWithPrecedents is the demo with the AI Incident Database, made once for all tests, which leave it as it is.
var builtWithPrecedents = sync.OnceValues(func() (string, error) {
	dir := filepath.Join(filepath.Dir(hindcast), "demo-with-precedents")
	public := filepath.Join(dir, "public")
	table, err := filepath.Abs(snapshot)
	if err != nil {
		return "", err
	}
	if err := copyRecords(dir); err != nil {
		return "", err
	}
	if err := hindcastIn(dir, "import", "aiid", table); err != nil {
		return "", err
	}
	return public, hindcastIn(dir, "build", "--now", present, "--out", public)
})

func demoWithPrecedents(t *testing.T) string {
	t.Helper()
	needSnapshot(t)
	dir, err := builtWithPrecedents()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// The imported AI Incident Database is searchable: the first result for "uber pedestrian tempe" is incident 4.
func TestSearchPrecedents(t *testing.T) {
	t.Parallel()
	address := static(t, demoWithPrecedents(t), "/some/where/")
	p := openTab(t)
	p.visit(address + "search/?q=uber+pedestrian+tempe")
	p.shows("#results li:first-child .facts", "AIID-0004")
	p.do(chromedp.Click(chromedp.CSS("#results li:first-child a")))
	p.shows("h1", "Uber AV Killed Pedestrian in Arizona")
	for _, list := range []string{"precedents/", "aiid-0004/"} {
		list = strings.Replace(list, "aiid-0004/", "incidents/aiid-0004/", 1)
		p.visit(address + list)
		for _, width := range widths {
			p.fits(list, width)
		}
		p.isWhole(list)
	}
}
