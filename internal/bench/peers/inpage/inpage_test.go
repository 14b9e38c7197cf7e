package inpage

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"hindcast/internal/bench/peers/host"
	"hindcast/internal/browser"
)

// engine answers as Pagefind does, from a file that it loads once and one file for each result.
const engine = `
const load = async (name) => (await fetch(new URL(name, import.meta.url))).arrayBuffer();
let index;
export async function search(query) {
  index ??= await load("index.bin");
  return { results: ["B-2", "A-1"].map((id) => ({ data: async () => (await load(id + ".json"), { url: "/" + id + "/", excerpt: query }) })) };
}
export const filters = () => load("filters.bin");
`

func start(t *testing.T) *Session {
	t.Helper()
	folder := fstest.MapFS{}
	for name, text := range map[string]string{
		"pagefind.js": engine, "index.bin": strings.Repeat("index", 9000), "filters.bin": "filters", "A-1.json": `{"text":"one"}`, "B-2.json": `{"text":"two"}`,
	} {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	s, err := Start(map[string]fs.FS{"/engine/": folder})
	if errors.Is(err, browser.ErrNoChromium) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func open(t *testing.T, s *Session) *Page {
	t.Helper()
	p, err := s.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	s.Take()
	return p
}

// Each page starts with nothing cached, loads what a reader sees, and asks for each file once.
func TestFirstQueryIsCold(t *testing.T) {
	s := start(t)
	var wires []host.Wire
	for range 2 {
		p := open(t, s)
		if n, err := p.First(Pagefind, "/engine/", "pump", 5, false); err != nil || n != 2 {
			t.Fatalf("%d results are shown, error %v", n, err)
		}
		wires = append(wires, s.Take())
		if found, err := p.Find(Pagefind, []string{"pump"}, 1); err != nil || len(found) != 1 ||
			!slices.Equal(found[0], []string{"B-2"}) {
			t.Errorf("found is %v, error %v", found, err)
		}
		if again := s.Take(); again.Requests > 0 {
			t.Errorf("what is cached is loaded again: %+v", again)
		}
		if err := p.Facets(Pagefind, "pump", nil); err != nil {
			t.Error(err)
		}
		if facets := s.Take(); facets.Requests != 1 {
			t.Errorf("the facets are loaded with %+v", facets)
		}
	}
	if wires[0].Requests != 4 || wires[0].Bytes < 45_000 || wires[0].Requests != wires[1].Requests {
		t.Errorf("loaded with %+v", wires)
	}
}

// The host counts what Chromium itself counts.
func TestWireIsWhatChromiumCounts(t *testing.T) {
	s := start(t)
	p := open(t, s)
	var mu sync.Mutex
	var counted host.Wire
	if err := chromedp.Listen(p.ctx, func(event any) {
		if e, done := event.(*network.EventLoadingFinished); done {
			mu.Lock()
			defer mu.Unlock()
			counted.Requests++
			counted.Bytes += int64(e.EncodedDataLength)
		}
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := p.First(Pagefind, "/engine/", "pump", 5, false); err != nil {
		t.Fatal(err)
	}
	want := s.Take()
	got := func() host.Wire {
		mu.Lock()
		defer mu.Unlock()
		return counted
	}
	for deadline := time.Now().Add(20 * time.Second); got() != want && time.Now().Before(deadline); {
		time.Sleep(20 * time.Millisecond) // events come a little later
	}
	if got() != want {
		t.Errorf("Chromium counts %+v, the host %+v", got(), want)
	}
}

// Times come for every query and round, and a fault of an engine is told.
func TestTime(t *testing.T) {
	p := open(t, start(t))
	if err := p.Engine(Pagefind, "/engine/"); err != nil {
		t.Fatal(err)
	}
	times, err := p.Time([]string{Pagefind}, []string{"pump", "valve"}, 3)
	if err != nil || len(times) != 1 || len(times[Pagefind]) != 2 || len(times[Pagefind][1]) != 3 {
		t.Errorf("times are %v, error %v", times, err)
	}
	if err := p.Engine(Hindcast, "/nowhere/"); err == nil || !strings.Contains(err.Error(), "open in the page") {
		t.Errorf("an engine that is not there is opened, error %v", err)
	}
}
