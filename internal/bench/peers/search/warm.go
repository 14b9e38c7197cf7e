package main

import (
	"log"
	"time"

	"hindcast/internal/bench/peers/inpage"
)

// warm measures queries when all that they need is loaded, in one page that holds all engines, and
// what comes of misspelt words.
func (b *bench) warm(session *inpage.Session, kinds []kind, right []string) error {
	if b.has(inpage.MiniSearch) {
		if err := loads(session, inpage.MiniSearch); err != nil {
			b.drop(inpage.MiniSearch, err)
		}
	}
	tab, err := session.Open()
	if err != nil {
		return err
	}
	defer tab.Close()
	names := b.overTheWire()
	if b.has(inpage.MiniSearch) {
		names = append(names, inpage.MiniSearch, inpage.Fuzzy)
	}
	for _, name := range names {
		if err := tab.Engine(name, roots[name]); err != nil {
			return err
		}
	}
	all := map[string][][]float64{} // of every kind
	for i, k := range kinds {
		log.Printf("%d records, warm queries: %s", b.n, k.name)
		times, err := tab.Time(names, k.queries, b.runs)
		if err != nil {
			return err
		}
		times = plain(times, i == len(kinds)-1)
		row := b.times("warm, "+k.name, times)
		if i == 0 {
			row.Pagefind = b.at50(bar{1. / 5, 1. / 20}, bar{1. / 10, 1. / 20})
		}
		for name, rounds := range times {
			all[name] = append(all[name], rounds...)
		}
	}
	b.times("warm, all of these", all).Mini = &bar{1, 0.5}
	return b.misspelt(tab, names, kinds[len(kinds)-1].queries, right)
}

// times adds the rows of what queries took, and returns that of the 95th percentile.
func (b *bench) times(measure string, times map[string][][]float64) *row {
	half, most := map[string]float64{}, map[string]float64{}
	for name, rounds := range times {
		half[name], most[name] = spread(rounds)
	}
	b.add(measure+", p50", "ms", half)
	return b.add(measure+", p95", "ms", most)
}

// loads tells whether a page of its own can load an engine: one that needs too much memory takes its page with it.
func loads(session *inpage.Session, name string) error {
	tab, err := session.Open()
	if err != nil {
		return err
	}
	defer tab.Close()
	defer time.AfterFunc(longest, tab.Close).Stop()
	return tab.Engine(name, roots[name])
}

// longest is how long is waited for an engine; a page that has crashed does not answer.
const longest = 5 * time.Minute

// spread is the median and the 95th percentile over queries, each of which took the median of its rounds.
func spread(rounds [][]float64) (half, most float64) {
	took := make([]float64, len(rounds))
	for i, times := range rounds {
		took[i] = quantile(times, 0.5)
	}
	return quantile(took, 0.5), quantile(took, 0.95)
}

// plain puts the setting of MiniSearch that answers a query in its column: the fuzzy one for
// misspelt words, its own default for others.
func plain[V any](values map[string]V, misspelt bool) map[string]V {
	if fuzzy, measured := values[inpage.Fuzzy]; measured && misspelt {
		values[inpage.MiniSearch] = fuzzy
	}
	return values
}

// misspelt counts the misspelt words for which a record that holds the right one is among the first ten.
func (b *bench) misspelt(tab *inpage.Page, names, wrong, right []string) error {
	holders, err := b.holders(right)
	if err != nil {
		return err
	}
	share := map[string]float64{}
	for _, name := range names {
		found, err := tab.Find(name, wrong, 10)
		if err != nil {
			return err
		}
		for i, ids := range found {
			for _, id := range ids {
				if holders[right[i]][id] {
					share[name] += 100 / float64(len(wrong))
					break
				}
			}
		}
	}
	b.add("misspelt words, a right record in the first ten", "%", plain(share, true)).Least = &bar{90, 98}
	return nil
}
