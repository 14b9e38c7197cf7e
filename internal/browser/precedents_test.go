package browser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// snapshot is the table of incidents of the AI Incident Database, where it lies beside the project.
const snapshot = project + "/../shared/data/aiid/incidents.csv"

// The imported AI Incident Database is searchable: the first result for "uber pedestrian tempe" is incident 4.
func TestSearchPrecedents(t *testing.T) {
	needBrowser(t)
	table, err := filepath.Abs(snapshot)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(table); err != nil {
		t.Skipf("there is no snapshot of the AI Incident Database at %s", snapshot)
	}
	dir := demoRecords(t)
	code, out, notes := command(t, dir, "import", "aiid", table)
	if strings.Contains(notes, "unknown command") {
		t.Skip("this program has no command import yet")
	}
	if code > 1 {
		t.Fatalf("import ends with %d:\n%s%s", code, out, notes)
	}
	public := filepath.Join(t.TempDir(), "public")
	if code, out, notes := command(t, dir, "build", "--now", present, "--out", public); code != 0 {
		t.Fatalf("build ends with %d:\n%.2000s%.2000s", code, out, notes)
	}
	p := openTab(t)
	address := static(t, public, "/some/where/")
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
