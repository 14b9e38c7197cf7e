package main

import (
	"log"

	"hindcast/internal/bench/peers/inpage"
)

// warm measures queries when all that they need is loaded, in one page that holds all engines, and
// what comes of misspelt words.
func (b *bench) warm(session *inpage.Session, kinds []kind, right []string) error {
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
	for i, k := range kinds {
		log.Printf("%d records, warm queries: %s", b.n, k.name)
		times, err := tab.Time(names, k.queries, b.runs)
		if err != nil {
			return err
		}
		half, most := map[string]float64{}, map[string]float64{}
		for name, rounds := range times {
			half[name], most[name] = spread(rounds)
		}
		isMisspelt := i == len(kinds)-1
		b.add("warm, "+k.name+", p50", "ms", plain(half, isMisspelt))
		row := b.add("warm, "+k.name+", p95", "ms", plain(most, isMisspelt))
		row.Mini = &bar{1, 0.5}
		if i == 0 {
			row.Pagefind = b.at50(bar{1. / 5, 1. / 20}, bar{1. / 10, 1. / 20})
		}
	}
	return b.misspelt(tab, names, kinds[len(kinds)-1].queries, right)
}

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
func plain(values map[string]float64, misspelt bool) map[string]float64 {
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
