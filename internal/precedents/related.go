package precedents

import (
	"cmp"
	"sort"
	"strings"

	"hindcast/internal/incident"
	"hindcast/internal/link/graph"
	"hindcast/internal/view"
)

// Related is a precedent with the organisation's own records that resemble it most.
type Related struct {
	Precedent *incident.Record
	Own       []graph.Similar // with the reasons why
}

// How many precedents, and own records beside each, are on the first page.
const (
	kinShown = 8
	kinOwn   = 2
)

// MostRelated is the precedents that resemble own records most, so that what happened elsewhere can be read
// beside what happened here.
func MostRelated(m *view.Model) []Related {
	found := map[*incident.Record]*Related{}
	for _, r := range m.Index.Own {
		for _, s := range m.Connections(r.Path).Precedents {
			k := found[s.Record]
			if k == nil {
				k = &Related{Precedent: s.Record}
				found[s.Record] = k
			}
			k.Own = append(k.Own, graph.Similar{Record: r, Score: s.Score, Reasons: s.Reasons})
		}
	}
	list := make([]Related, 0, len(found))
	for _, k := range found {
		sort.SliceStable(k.Own, func(i, j int) bool { return k.Own[i].Score > k.Own[j].Score })
		k.Own = k.Own[:min(len(k.Own), kinOwn)]
		list = append(list, *k)
	}
	sort.Slice(list, func(i, j int) bool {
		a, b := &list[i], &list[j]
		return cmp.Or(cmp.Compare(b.Own[0].Score, a.Own[0].Score), strings.Compare(a.Precedent.ID, b.Precedent.ID)) < 0
	})
	return list[:min(len(list), kinShown)]
}
