package main

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"hindcast/internal/bench/gen"
	"hindcast/internal/bench/peers/inpage"
)

func TestQuantile(t *testing.T) {
	values := []float64{9, 1, 5, 3, 7}
	for share, want := range map[float64]float64{0: 1, 0.5: 5, 0.95: 9, 1: 9} {
		if got := quantile(values, share); got != want {
			t.Errorf("quantile %g is %g, want %g", share, got, want)
		}
	}
	if values[0] != 9 || quantile(nil, 0.5) != 0 {
		t.Error("the values are changed, or none give a figure")
	}
}

// A query counts with the median of its rounds: one slow round does not make it slow.
func TestSpread(t *testing.T) {
	half, most := spread([][]float64{{1, 2, 90}, {4, 4, 4}, {3, 1, 3}})
	if half != 3 || most != 4 {
		t.Errorf("p50 %g, p95 %g; want 3 and 4", half, most)
	}
}

// The engines that index generated records get what the records say, and the right ones are found.
func TestCorpus(t *testing.T) {
	c, err := writeCorpus(t.TempDir(), 1, 30)
	if err != nil {
		t.Fatal(err)
	}
	words := c.vocabulary.Rare(rand.New(rand.NewPCG(1, 2)), 20)
	holders, err := c.holders(words)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range words {
		for name, text := range gen.Hugo(1, 30) {
			id := strings.TrimSuffix(name[strings.LastIndex(name, "/")+1:], ".md")
			if holders[word][id] && !strings.Contains(strings.ToLower(string(text)), word) {
				t.Errorf("%s is said to hold %s", id, word)
			}
		}
		if len(holders[word]) < 5 {
			t.Errorf("%s is held by %d records", word, len(holders[word]))
		}
	}
	files, _, err := weigh(c.path("pages"), func(name string) bool { return strings.HasSuffix(name, "/index.html") })
	if err != nil || files != 30 {
		t.Errorf("there are %d pages (error %v)", files, err)
	}
}

func TestPageOf(t *testing.T) {
	source := "---\ntitle: A & B\ndate: 2026-03-02T09:25:00Z\ndescription: Fast & wrong\ntags: [x, y]\ntypes: [bias]\nseverities: []\nsystems: [s]\n---\n\n## Head\n\nSome **bold** text.\n\n| a | b |\n|---|---|\n| c | d |\n"
	page, err := pageOf("INC-1", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(strings.Fields(page.Text), " "); got != "Fast & wrong Head Some bold text. a b c d" {
		t.Errorf("the text is %q", got)
	}
	if page.Title != "A & B" || len(page.Facets) != 5 || page.Facets[0].Value != "2026" ||
		!strings.Contains(string(page.HTML), "<table>") {
		t.Errorf("the page is %+v", page)
	}
	if _, err := pageOf("INC-1", []byte("no front matter")); err == nil {
		t.Error("a text without front matter is a page")
	}
}

// What no search loads is no part of Pagefind's index.
func TestNeeded(t *testing.T) {
	for name, want := range map[string]bool{
		"p/pagefind.js": true, "p/pagefind-worker.js": true, "p/pagefind-entry.json": true, "p/pagefind.en_8fa4d4a2ba.pf_meta": true,
		"p/wasm.en.pagefind": true, "p/fragment/en_5c23894.pf_fragment": true, "p/index/en_7c72165.pf_index": true, "s/index.bin": true,
		"p/pagefind-ui.js": false, "p/pagefind-modular-ui.css": false, "p/pagefind-component-ui.js": false, "p/pagefind-highlight.js": false, "p/wasm.unknown.pagefind": false,
		"s/index.html": false,
	} {
		if got := needed(name); got != want {
			t.Errorf("%s: %t, want %t", name, got, want)
		}
	}
}

func TestPrint(t *testing.T) {
	r := report{Seed: 3, Runs: 5, Builds: 3, Words: 50, Notes: []string{"MiniSearch was skipped"}, Rows: []row{
		{N: 1000, Measure: "index", Unit: "MB", Values: map[string]float64{inpage.Hindcast: 2, inpage.Pagefind: 8}, Pagefind: &bar{0.5, 0.25}},
		{N: 1000, Measure: "found", Unit: "%", Values: map[string]float64{inpage.Hindcast: 96, inpage.Pagefind: 0}, Least: &bar{90, 98}},
	}}
	var out bytes.Buffer
	if err := r.print(&out, false); err != nil {
		t.Fatal(err)
	}
	got := strings.Join(strings.Fields(out.String()), " ")
	for _, want := range []string{
		"seed 3", "each query asked 5 times, each index built 3 times", "1000 records Hindcast",
		"index, MB 2 8 – 0.250 ≤ 0.5, 0.25", "found, % 96 0 – ≥ 90, 98", "MiniSearch was skipped",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in:\n%s", want, out.String())
		}
	}
	out.Reset()
	if err := r.print(&out, true); err != nil || !strings.Contains(out.String(), `"pagefind": 8`) {
		t.Errorf("as JSON (error %v):\n%s", err, out.String())
	}
}

func TestSettings(t *testing.T) {
	var s settings
	if err := s.readSizes("1000,50000"); err != nil || len(s.sizes) != 2 || s.sizes[1] != 50_000 {
		t.Errorf("sizes %v, error %v", s.sizes, err)
	}
	if s.readSizes("many") == nil || s.readSizes("0") == nil || s.readPeers("lunr") == nil {
		t.Error("what is no size, or no engine known here, is taken")
	}
	if err := s.readPeers(""); err != nil || len(s.peers) != 0 {
		t.Errorf("no engine is %v, error %v", s.peers, err)
	}
}
