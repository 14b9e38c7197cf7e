package main

import (
	"log"
	"maps"
	"slices"
	"time"

	"hindcast/internal/bench/peers/inpage"
)

// warm measures queries when all that they need is loaded, and what comes of misspelt words. Hindcast and
// Pagefind share a page, in which they take turns. MiniSearch has its own: whoever shared the memory of its
// whole index would wait while that is cleaned up.
func (b *bench) warm(session *inpage.Session, kinds []kind, right []string) error {
	groups := [][]string{b.overTheWire()}
	if b.has(inpage.MiniSearch) {
		groups = append(groups, []string{inpage.MiniSearch, inpage.Fuzzy})
	}
	var pages []*opened
	for _, names := range groups {
		page, err := open(session, names)
		if err != nil && names[0] == inpage.MiniSearch {
			b.drop(inpage.MiniSearch, err)
			continue
		}
		if err != nil {
			return err
		}
		defer page.Close()
		pages = append(pages, page)
	}
	all := map[string][][]float64{} // of every kind
	for i, k := range kinds {
		log.Printf("%d records, warm queries: %s", b.n, k.name)
		times := map[string][][]float64{}
		for _, page := range pages {
			own, err := page.Time(page.names, k.queries, b.runs)
			if err != nil {
				return err
			}
			maps.Copy(times, own)
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
	return b.misspelt(pages, kinds[len(kinds)-1].queries, right)
}

// opened is a page that holds engines.
type opened struct {
	*inpage.Page
	names []string
}

// longest is how long is waited for an engine; a page that has crashed does not answer.
const longest = 5 * time.Minute

// open opens engines in a page; one that needs too much memory takes its page with it.
func open(session *inpage.Session, names []string) (*opened, error) {
	tab, err := session.Open()
	if err != nil {
		return nil, err
	}
	defer time.AfterFunc(longest, tab.Close).Stop()
	for _, name := range names {
		if err := tab.Engine(name, roots[name]); err != nil {
			tab.Close()
			return nil, err
		}
	}
	return &opened{tab, names}, nil
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
func (b *bench) misspelt(pages []*opened, wrong, right []string) error {
	holders, err := b.holders(right)
	if err != nil {
		return err
	}
	share := map[string]float64{}
	for _, page := range pages {
		for _, name := range page.names {
			found, err := page.Find(name, wrong, 10)
			if err != nil {
				return err
			}
			for i, ids := range found {
				if slices.ContainsFunc(ids, func(id string) bool { return holders[right[i]][id] }) {
					share[name] += 100 / float64(len(wrong))
				}
			}
		}
	}
	b.add("misspelt words, a right record in the first ten", "%", plain(share, true)).Least = &bar{90, 98}
	return nil
}
