package pages

import (
	"maps"
	"slices"
	"strings"

	"hindcast/internal/layout"
	"hindcast/internal/precedents"
)

type precedentsContent struct {
	Sheet
	Kin     []precedents.Related
	Where   precedents.Where
	Letters []string
	Parties int
}

func precedentPages(m *site, emit layout.Emit) bool {
	list := m.Index.Precedents
	letters := slices.Sorted(maps.Keys(m.parties.ByLetter))
	c := precedentsContent{
		Kin: precedents.MostRelated(m.Model), Where: precedents.WhereOf(m.Model), Letters: letters,
		Parties: len(m.parties.Address),
	}
	p := layout.Page{
		Title: m.T("Precedents"), Section: "precedents", Lead: m.T("Public incidents elsewhere, kept for reference."),
	}
	ok := emitSheets(m, emit, "precedents", "precedents/", p, m.byYear(list), func(s Sheet) any {
		c.Sheet = s
		return c
	})
	for _, letter := range letters {
		ok = ok && emitParties(m, emit, letter, letters, m.parties.ByLetter[letter])
	}
	return ok
}

type partiesContent struct {
	layout.Sheet
	Letter  string
	Letters []string
	Parties []precedents.Party
}

// emitParties hands on the parties whose names begin with a letter.
func emitParties(m *site, emit layout.Emit, letter string, letters []string, parties []precedents.Party) bool {
	list, _ := precedents.Sheets(letter, parties)
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
