package browser

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"hindcast/internal/search"
	"hindcast/internal/search/index"
)

// The sentences of the search for what goes wrong, by their beginnings.
const (
	saysOffline = "There is no connection to the site."
	saysMissing = "A file of the search is missing"
	saysBroken  = "A file of the search is broken."
	saysVersion = "This page and its search are of different versions."
)

// packed is data as the files of an index are.
func packed(t *testing.T, data string) string {
	t.Helper()
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, err := w.Write([]byte(data))
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// An index that is missing, broken or of another version gives one sentence that says so and what to do,
// on the page and in the dialogue, and the search recovers when it is mended.
func TestSearchWithBrokenIndex(t *testing.T) {
	t.Parallel()
	dir := demoCopy(t) // each case mends what it breaks
	root := static(t, dir, "/some/where/")
	other := otherEngine(t, dir)
	for name, c := range map[string]struct{ files, text, want string }{
		"no root":               {"index.bin", "", saysMissing},
		"root cut off":          {"index.bin", packed(t, `{"version":4,"docs":[{"id":"INC-`)[:12], saysBroken},
		"root is a page":        {"index.bin", "<!doctype html><title>Sign in</title>", saysBroken},
		"root of no JSON":       {"index.bin", packed(t, `{"version":4,`), saysBroken},
		"root is null":          {"index.bin", packed(t, `null`), saysBroken},
		"root of other version": {"index.bin", packed(t, `{"version":3}`), saysVersion},
		"no dictionary":         {"t*.bin", "", saysMissing},
		"no postings":           {"p?-*.bin", "", saysMissing},
		"postings of garbage":   {"p?-*.bin", packed(t, "\xff\xff\xff\xff\xff"), saysBroken},
		"postings flipped":      {"p?-*.bin", "flip", saysBroken},
		"no documents":          {"d?-*.bin", "", saysMissing},
		"documents of no array": {"d?-*.bin", packed(t, `{"a":1}`), saysBroken},
		"documents too few":     {"d?-*.bin", packed(t, `[]`), saysBroken},
	} {
		t.Run(name, func(t *testing.T) {
			whole := map[string]string{}
			mend := func() {
				for file, text := range whole {
					write(t, text, file)
				}
			}
			t.Cleanup(mend) // of a case that fails too
			for _, file := range indexFiles(t, dir, c.files) {
				whole[file] = read(t, file)
				spoil(t, file, c.text)
			}
			p := openTab(t)
			p.visit(root + "search/?q=fraud")
			d := openTab(t)
			d.visit(root + "incidents/")
			d.openFinder("/")
			d.press("fraud")

			p.shows("#status", c.want)
			is(p, "", foundIDs)
			is(p, true, `document.querySelector("#lists").checkVisibility()`)
			becomes(p, true, `document.querySelector("#said").textContent === document.querySelector("#status").textContent`)
			d.shows(".finder .inner", c.want)
			becomes(d, true, `document.querySelector(".finder [role=status]").textContent === document.querySelector(".finder .quiet").textContent`) // typed to its end
			is(d, "", finderIDs)

			mend()
			p.click("#notes button")
			p.found(other, "fraud")
			d.click(".finder .notes button")
			if c.want != saysVersion { // which is mended by a fresh page
				want, _ := idsOf(t, other, "fraud", search.ByRelevance, inDialog)
				becomes(d, strings.Join(want, " "), finderIDs)
			}
			p.mayFail()
			d.mayFail()
		})
	}
}

// spoil takes a file away, flips a bit in its middle, or writes a text in its place.
func spoil(t *testing.T, file, text string) {
	t.Helper()
	switch text {
	case "":
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	case "flip":
		data := []byte(read(t, file))
		data[len(data)/2] ^= 4
		write(t, string(data), file)
	default:
		write(t, text, file)
	}
}

// mayFail passes over requests that failed, and over nothing else.
func (p *tab) mayFail() {
	p.Helper()
	for _, fault := range p.takeFaults() {
		if !strings.HasPrefix(fault, "request: ") && !strings.HasPrefix(fault, "log (network): ") {
			p.Error(fault)
		}
	}
}

// A filter whose column cannot be read says so beside the results, which stay, and tries again when asked.
func TestSearchWithBrokenColumn(t *testing.T) {
	t.Parallel()
	dir := demoCopy(t)
	file := indexFiles(t, dir, "type-*.bin")[0]
	whole := read(t, file)
	spoil(t, file, "flip")
	p := openTab(t)
	p.visit(static(t, dir, "/") + "search/?q=fraud")
	other := otherEngine(t, dir)
	p.found(other, "fraud")
	p.shows("#facet-type", "The counts could not be read.")
	p.found(other, "fraud")
	write(t, whole, file)
	p.click("#facet-type button")
	p.counts(other, "type", "fraud")
	p.mayFail()
}

// An excerpt that cannot be had leaves the summary.
func TestSearchWithoutTwins(t *testing.T) {
	t.Parallel()
	dir := demoCopy(t)
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Name() == "record.json" {
			err = os.WriteFile(name, []byte("<!doctype html>"), 0o644)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	p := openTab(t)
	p.visit(static(t, dir, "/") + "search/?q=INC-2026-0007+rolled+back")
	eventually(t, "the page is asked for its text", func() bool { return p.loaded(`inc-2026-0007\/record\.json`) > 0 })
	p.shows("#results li:first-child .text", "A retrained scoring model raised false positives")
	becomes(p, false, `document.querySelector("#results li").querySelector(".excerpt") !== null`)
	p.clean()
}

// Who goes offline keeps searching what is loaded, is told where that does not do, and goes on where the connection is
// back.
func TestSearchOffline(t *testing.T) {
	t.Parallel()
	p, root, other := openSearch(t, "?q=fraud")
	p.found(other, "fraud")
	p.offline(true)
	p.typeIn("threshold cache balance")
	p.shows("#status", saysOffline)
	is(p, "", foundIDs)
	p.typeIn("fraud")
	p.found(other, "fraud")
	p.typeIn("threshold cache balance")
	p.shows("#status", saysOffline)
	p.offline(false)
	p.click("#notes button")
	p.found(other, "threshold cache balance")

	p.visit(root + "search/")
	p.offline(true)
	p.typeIn("threshold")
	p.shows("#status", saysOffline)
	p.offline(false)
	p.click("#notes button")
	p.found(other, "threshold")
	p.mayFail()
}

// On a slow network the page says that it loads, then how much is found, then shows titles, then excerpts; each as it
// comes.
func TestSearchOnSlowNetwork(t *testing.T) {
	t.Parallel()
	dir := demoCopy(t)
	other := otherEngine(t, dir)
	g := gated(t, dir, "/")
	p := openTab(t)
	const query = "INC-2026-0007 rolled back"
	_, hits := idsOf(t, other, query, search.ByRelevance, onPage)
	stage := func(part string) (release func()) {
		g.answer, release = held(t, part)
		p.visit(g.address + "search/?q=INC-2026-0007+rolled+back")
		return release
	}

	release := stage("/index.bin")
	p.shows("#status", "Loading the index …")
	release()
	p.found(other, query)

	release = stage("/search/d")
	p.shows("#status", fmt.Sprintf("%d results.", len(hits)))
	is(p, "", foundIDs)
	release()
	p.found(other, query)

	release = stage("record.json")
	p.found(other, query)
	p.shows("#results li:first-child .text", "A retrained scoring model raised false positives")
	release()
	p.shows("#results li:first-child .excerpt", " · ")
	p.clean()
}

// Titles are shown in their order as soon as they and those before them are there.
func TestSearchShowsWhatItHas(t *testing.T) {
	t.Parallel()
	needBrowser(t)
	dir := demoCopy(t)
	putIndex(t, dir, valves(10, 30))
	g := gated(t, dir, "/")
	hold, release := held(t, "/search/d")
	g.answer = func(w http.ResponseWriter, r *http.Request) bool {
		return !strings.HasPrefix(r.URL.Path, "/search/d16-") && hold(w, r) // 16 documents a file: the first result's comes
	}
	p := openTab(t)
	p.visit(g.address + "search/?q=valve")
	p.shows("#status", "10 results.")
	p.finds("X-270")
	var all []string
	for i := 9; i >= 0; i-- {
		all = append(all, fmt.Sprintf("X-%03d", 30*i))
	}
	release()
	p.finds(all...)
	p.mayFail() // the documents have no pages
}

// The answer to an older query that comes late does not replace that to a newer one.
func TestSearchNewerQueryWins(t *testing.T) {
	t.Parallel()
	needBrowser(t)
	dir := demoCopy(t)
	entries := pumps(2)
	var b strings.Builder
	for i := range 40_000 {
		fmt.Fprintf(&b, "m%05d ", i) // which come between the two that are asked for, in files of their own
	}
	entries[0].Fields = append(entries[0].Fields, index.Field{Kind: index.FieldText, Text: "aardvark " + b.String()})
	entries[1].Fields = append(entries[1].Fields, index.Field{Kind: index.FieldText, Text: "zebra"})
	putIndex(t, dir, entries)
	g := gated(t, dir, "/")
	var release func()
	g.answer, release = held(t, "/search/t0")
	p := openTab(t)
	p.visit(g.address + `search/?q="aardvark"`) // as a phrase, so that no similar words are looked for
	p.shows("#status", "Loading the index …")
	p.typeIn(`"zebra"`)
	p.finds("X-001")
	release()
	eventually(t, "the dictionary comes", func() bool { return p.loaded(`search\/t0`) > 0 })
	ask[bool](p, `new Promise(done => setTimeout(() => done(true), 400))`)
	p.finds("X-001")
	p.mayFail() // the documents have no pages
}

// Where the site is published anew while the page is open, the next query is answered from the new site.
func TestSearchOverNewVersion(t *testing.T) {
	t.Parallel()
	needBrowser(t)
	dir := demoCopy(t)
	putIndex(t, dir, valves(20, 30))
	p := openTab(t)
	p.visit(static(t, dir, "/") + "search/?q=valve")
	p.shows("#status", "20 results.")
	becomes(p, "Show 10 more", `document.querySelector("#more").innerText`)
	newer := valves(24, 30)
	for i := range newer {
		newer[i].Title += " of the new version"
	}
	putIndex(t, dir, newer)
	p.click("#more") // its documents are in files that are gone
	p.shows("#status", "24 results.")
	p.shows("#results li:first-child", "of the new version")
	becomes(p, 10, `document.querySelectorAll("#results li").length`)
	p.facet("kind")
	p.shows("#facet-kind label", "24")
	p.mayFail()
}

// A cache that mixes two versions of the site, an old root with new files or the other way round, is told, and passes.
func TestSearchOverMixedVersions(t *testing.T) {
	t.Parallel()
	needBrowser(t)
	older, newer := pumps(3), pumps(5)
	for i := range newer {
		newer[i].Title += " of the new version"
		newer[i].Fields = append(newer[i].Fields, index.Field{Kind: index.FieldText, Text: "version"})
	}
	for name, c := range map[string]struct{ root, files []index.Entry }{
		"old root, new files": {older, newer},
		"new root, old files": {newer, older},
	} {
		t.Run(name, func(t *testing.T) {
			dir := demoCopy(t)
			putIndex(t, dir, c.root)
			root := read(t, dir, "search", "index.bin")
			putIndex(t, dir, c.files)
			own := read(t, dir, "search", "index.bin")
			write(t, root, dir, "search", "index.bin")
			p := openTab(t)
			p.visit(static(t, dir, "/") + "search/?q=pump")
			p.shows("#status", saysMissing)
			is(p, "", foundIDs)
			write(t, own, dir, "search", "index.bin")
			p.click("#notes button")
			becomes(p, len(c.files), `document.querySelectorAll("#results li").length`)
			p.mayFail()
		})
	}
}

// The search breaks no rule of the site's policy, whether the page or the host states it, on a host's sub-path.
func TestSearchUnderPolicy(t *testing.T) {
	t.Parallel()
	dir := demoCopy(t)
	policy := regexp.MustCompile(`Content-Security-Policy: (.+)`).FindStringSubmatch(read(t, dir, "_headers"))
	if policy == nil || !strings.Contains(policy[1], "require-trusted-types-for 'script'") {
		t.Fatalf("_headers has no policy: %q", policy)
	}
	g := gated(t, dir, "/some/where/")
	g.answer = func(w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("Content-Security-Policy", policy[1])
		return false
	}
	other := otherEngine(t, dir)
	p := openTab(t)
	p.visit(g.address + "search/?q=" + "INC-2026-0007+rolled+back")
	p.shows("#results .excerpt", " · ")
	p.narrow("type", "model_failure")
	p.shows("#chosen", "Model failure")
	p.visit(g.address + page)
	p.openFinder("/")
	p.shows(".hints", "type:")
	p.asks(other, "INC-2026-0007 rolled back")
	p.shows(".finder .excerpt", " · ")
	p.clean()
}
