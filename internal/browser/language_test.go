package browser

import (
	"path/filepath"
	"strings"
	"testing"
)

// On a site in German the scripts speak German, with its dates and numbers.
func TestScriptsSpeakTheLanguage(t *testing.T) {
	t.Parallel()
	needBrowser(t)
	dir := demoRecords(t)
	config := read(t, dir, "hindcast.yaml")
	write(t, strings.Replace(config, "language: en", "language: de", 1), dir, "hindcast.yaml")
	public := filepath.Join(t.TempDir(), "public")
	if code, out, notes := command(t, dir, "build", "--now", present, "--out", public); code != 0 {
		t.Fatalf("build ends with %d:\n%.2000s%.2000s", code, out, notes)
	}
	p := openTab(t)
	p.livesIn("Asia/Tokyo")
	root := static(t, public, "/")
	p.visit(root + "incidents/?type=data_leak")
	for english, shown := range map[string]string{
		"Appearance: as the system. Change to light.": `document.querySelector(".appearance").ariaLabel`,
		"Keys": `document.querySelector("footer button").textContent`,
	} {
		own := ask[string](p, `JSON.parse(document.body.dataset.words)[`+quote(english)+`] ?? ""`)
		if got := ask[string](p, shown); own == "" || own == english || got != own {
			t.Errorf("%q is shown as %q, and the page has the words %q for it", english, got, own)
		}
	}
	p.shows("#filtered", "Einträgen werden gezeigt.")
	p.visit(root + page)
	is(p, "2. März 2026 um 15:10 GMT+9 Ortszeit", `document.querySelector(".track time").title`)
	p.visit(root + "search/?q=nichtsdergleichen")
	p.shows("#status", "Nichts gefunden.")
	p.clean()
}
