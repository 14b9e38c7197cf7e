package search

import "slices"

// Group is the hits of kinds that readers look for together.
type Group struct {
	Name  string   // records, precedents, systems or knowledge
	Kinds []string // of its hits, in order of their bytes
	Hits  []Hit    // in their order
}

// groupOf is the name of the group that a kind belongs to; what is no other is the organisation's own record.
func groupOf(kind string) string {
	switch kind {
	case "precedent":
		return "precedents"
	case "system":
		return "systems"
	case "article", "playbook", "glossary":
		return "knowledge"
	}
	return "records"
}

// Groups are the hits by what they are, the group of the first hit first.
func (r *Reader) Groups(hits []Hit) ([]Group, error) {
	if len(hits) == 0 {
		return nil, nil
	}
	col, err := r.column("kind")
	if err != nil {
		return nil, err
	}
	var groups []Group
	for _, h := range hits {
		kind := ""
		for _, number := range col.valuesOf(h.Doc) {
			kind = col.values[number][0]
		}
		at := slices.IndexFunc(groups, func(g Group) bool { return g.Name == groupOf(kind) })
		if at < 0 {
			at = len(groups)
			groups = append(groups, Group{Name: groupOf(kind)})
		}
		g := &groups[at]
		g.Hits = append(g.Hits, h)
		if i, known := slices.BinarySearch(g.Kinds, kind); !known {
			g.Kinds = slices.Insert(g.Kinds, i, kind)
		}
	}
	return groups, nil
}
