package pages

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"hindcast/internal/address"
	"hindcast/internal/incident"
	"hindcast/internal/layout"
	"hindcast/internal/link/graph"
)

// RelatedPrecedent is a precedent with the organisation's own records that resemble it most.
type RelatedPrecedent struct {
	Precedent *incident.Record
	Own       []graph.Similar // with the reasons why
}

type precedentsContent struct {
	Sheet
	Kin     []RelatedPrecedent
	Letters []string
	Parties int
}

// How many precedents, and own records beside each, are on the first page.
const (
	kinShown = 8
	kinOwn   = 2
)

func precedents(m *site, emit layout.Emit) bool {
	list := m.Index.Precedents
	names := partiesOf(list)
	letters := slices.Sorted(maps.Keys(names))
	c := precedentsContent{Kin: m.relatedPrecedents(), Letters: letters}
	for _, parties := range names {
		c.Parties += len(parties)
	}
	p := layout.Page{
		Title: m.T("Precedents"), Section: "precedents", Lead: m.T("Public incidents elsewhere, kept for reference."),
	}
	ok := emitSheets(m, emit, "precedents", "precedents/", p, m.byYear(list), func(s Sheet) any {
		c.Sheet = s
		return c
	})
	for _, letter := range letters {
		ok = ok && emitParties(m, emit, letter, letters, names[letter])
	}
	return ok
}

// relatedPrecedents is the precedents that resemble own records most, so that what happened elsewhere can be read
// beside what happened here.
func (m *site) relatedPrecedents() []RelatedPrecedent {
	found := map[*incident.Record]*RelatedPrecedent{}
	for _, r := range m.Index.Own {
		for _, s := range m.Connections(r.Path).Precedents {
			k := found[s.Record]
			if k == nil {
				k = &RelatedPrecedent{Precedent: s.Record}
				found[s.Record] = k
			}
			k.Own = append(k.Own, graph.Similar{Record: r, Score: s.Score, Reasons: s.Reasons})
		}
	}
	list := make([]RelatedPrecedent, 0, len(found))
	for _, k := range found {
		slices.SortStableFunc(k.Own, func(a, b graph.Similar) int { return cmp.Compare(b.Score, a.Score) })
		k.Own = k.Own[:min(len(k.Own), kinOwn)]
		list = append(list, *k)
	}
	slices.SortFunc(list, func(a, b RelatedPrecedent) int {
		return cmp.Or(cmp.Compare(b.Own[0].Score, a.Own[0].Score), strings.Compare(a.Precedent.ID, b.Precedent.ID))
	})
	return list[:min(len(list), kinShown)]
}

// PartyRow is a party that precedents name.
type PartyRow struct {
	Name    string
	Anchor  string
	Records []*incident.Record
}

type partiesContent struct {
	layout.Sheet
	Letter  string
	Letters []string
	Parties []PartyRow
}

// partiesPerPage is how many records are on a page of parties, a line for each.
const partiesPerPage = 200

// emitParties hands on the parties whose names begin with a letter.
func emitParties(m *site, emit layout.Emit, letter string, letters []string, parties []PartyRow) bool {
	list, _ := layout.Sheets("precedents/parties/"+letter+"/", partiesPerPage,
		sizes(parties, func(p PartyRow) int { return len(p.Records) })...)
	return layout.EmitSheets(m.Model, emit, "parties", layout.Page{
		Title: m.T("Parties named in precedents: %s", strings.ToUpper(letter)), Section: "precedents",
		Lead: m.T("What reports say of the parties named is mostly alleged."),
	}, list, func(s layout.Sheet) any {
		c := partiesContent{Sheet: s, Letter: letter, Letters: letters}
		for _, cut := range s.Cuts {
			party := parties[cut.Part]
			party.Records = party.Records[cut.From:cut.To]
			c.Parties = append(c.Parties, party)
		}
		return c
	})
}

// partiesOf is the parties named in precedents by the first letter of their names.
func partiesOf(precedents []*incident.Record) map[string][]PartyRow {
	rows := map[string]*PartyRow{}
	for _, r := range precedents {
		for _, list := range [][]string{r.Parties.Developers, r.Parties.Deployers, r.Parties.Actors, r.Parties.Harmed} {
			for _, name := range list {
				slug := address.Slug(name)
				if rows[slug] == nil {
					rows[slug] = &PartyRow{Name: strings.ReplaceAll(name, "-", " "), Anchor: "party-" + slug}
				}
				if row := rows[slug]; len(row.Records) == 0 || row.Records[len(row.Records)-1] != r {
					row.Records = append(row.Records, r)
				}
			}
		}
	}
	byLetter := map[string][]PartyRow{}
	for _, slug := range slices.Sorted(maps.Keys(rows)) {
		letter := "other"
		if first := []rune(slug)[0]; first < unicode.MaxASCII && unicode.IsLetter(first) {
			letter = string(first)
		}
		byLetter[letter] = append(byLetter[letter], *rows[slug])
	}
	return byLetter
}
