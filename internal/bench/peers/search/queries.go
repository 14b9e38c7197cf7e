package main

import (
	"fmt"
	"io/fs"
	"log"
	"math/rand/v2"
	"os"
	"slices"
	"time"

	"hindcast/internal/bench/peers/host"
	"hindcast/internal/bench/peers/inpage"
	"hindcast/internal/bench/peers/rivals"
	"hindcast/internal/search/format"
)

// kind is queries of one kind.
type kind struct {
	name    string
	queries []string
}

// The folders that the engines were published in, as addresses.
var roots = map[string]string{
	inpage.Hindcast: "/hindcast/", inpage.Pagefind: "/pagefind/", inpage.MiniSearch: "/index/", inpage.Fuzzy: "/index/",
}

// page is how many results a page shows.
const page = 5

// inChromium measures what is asked in a browser.
func (b *bench) inChromium() error {
	session, err := inpage.Start(map[string]fs.FS{
		roots[inpage.Hindcast]: os.DirFS(b.path("site")), roots[inpage.Pagefind]: os.DirFS(b.path("pagefind")),
		roots[inpage.MiniSearch]: os.DirFS(b.dir), "/minisearch/": os.DirFS(rivals.MiniSearch),
	})
	if err != nil {
		return err
	}
	defer session.Close()
	rng := rand.New(rand.NewPCG(b.seed, 2))
	kinds := []kind{
		{"a common word", b.vocabulary.Common(rng, b.words)},
		{"a rare word", b.vocabulary.Rare(rng, b.words)},
		{"two words", b.vocabulary.Pairs(rng, b.words)},
	}
	right, wrong := b.vocabulary.Misspelt(rng, b.words)
	if err := b.firsts(session, kinds); err != nil {
		return err
	}
	if err := b.facets(session, kinds[0].queries[0]); err != nil {
		return err
	}
	return b.warm(session, append(kinds, kind{"a misspelt word", wrong}), right)
}

// firsts measures what the first query loads, in turns: the engine, its index and a page of results; of a
// word also with the interface that comes with each engine.
func (b *bench) firsts(session *inpage.Session, kinds []kind) error {
	for i, k := range kinds {
		log.Printf("%d records, first queries: %s", b.n, k.name)
		bytes, requests, err := b.wires(session, k.queries, false)
		if err != nil {
			return err
		}
		row := b.add("first query, "+k.name, "KB", bytes)
		if i < 2 {
			row.Pagefind = b.at50(bar{1. / 4, 1. / 8}, bar{1. / 6, 1. / 8})
		}
		b.add("first query, "+k.name, "requests", requests)
		if i < 2 {
			if bytes, _, err = b.wires(session, k.queries, true); err != nil {
				return err
			}
			b.add("first query, "+k.name+", with the interface", "KB", bytes)
		}
	}
	return nil
}

func (b *bench) wires(
	session *inpage.Session, queries []string, whole bool,
) (bytes, requests map[string]float64, err error) {
	wires := map[string][]host.Wire{}
	for _, query := range queries[:min(b.runs, len(queries))] {
		for _, name := range b.overTheWire() {
			wire, err := first(session, name, query, whole)
			if err != nil {
				return nil, nil, err
			}
			wires[name] = append(wires[name], wire)
		}
	}
	bytes, requests = map[string]float64{}, map[string]float64{}
	for name, list := range wires {
		bytes[name] = middle(list, func(w host.Wire) float64 { return float64(w.Bytes) / 1e3 })
		requests[name] = middle(list, func(w host.Wire) float64 { return float64(w.Requests) })
	}
	return bytes, requests, nil
}

// overTheWire are the engines that load parts of an index.
func (b *bench) overTheWire() []string {
	if b.has(inpage.Pagefind) {
		return []string{inpage.Hindcast, inpage.Pagefind}
	}
	return []string{inpage.Hindcast}
}

// quiet is how long is waited for what an engine loads in the background.
const quiet = 200 * time.Millisecond

func first(session *inpage.Session, name, query string, whole bool) (host.Wire, error) {
	tab, err := session.Open()
	if err != nil {
		return host.Wire{}, err
	}
	defer tab.Close()
	session.Take()
	loaded, err := tab.First(name, roots[name], query, page, whole)
	if err != nil {
		return host.Wire{}, err
	}
	if loaded < page {
		return host.Wire{}, fmt.Errorf("%s shows %d results of %q, not %d", name, loaded, query, page)
	}
	time.Sleep(quiet)
	return session.Take(), nil
}

// facets measures what loading all values to filter by takes after a first query.
func (b *bench) facets(session *inpage.Session, query string) error {
	bytes, requests := map[string]float64{}, map[string]float64{}
	for _, name := range b.overTheWire() {
		tab, err := session.Open()
		if err != nil {
			return err
		}
		defer tab.Close()
		if _, err := tab.First(name, roots[name], query, page, false); err != nil {
			return err
		}
		time.Sleep(quiet)
		session.Take()
		if err := tab.Facets(name, query, format.Columns); err != nil {
			return err
		}
		time.Sleep(quiet)
		wire := session.Take()
		bytes[name], requests[name] = float64(wire.Bytes)/1e3, float64(wire.Requests)
	}
	b.add("all facets", "KB", bytes)
	b.add("all facets", "requests", requests)
	return nil
}

// middle is the median of a figure.
func middle[T any](list []T, of func(T) float64) float64 {
	values := make([]float64, len(list))
	for i, entry := range list {
		values[i] = of(entry)
	}
	return quantile(values, 0.5)
}

// quantile is the nearest value to a share of the values; 0 of none.
func quantile(values []float64, share float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[int(share*float64(len(sorted)-1)+0.5)]
}
