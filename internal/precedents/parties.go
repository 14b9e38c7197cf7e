// Package precedents tells what precedents from elsewhere name and add up to: the parties, by letter and by rank, the
// years, and which of them resemble own records.
package precedents

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode"

	"hindcast/internal/address"
	"hindcast/internal/incident"
	"hindcast/internal/layout"
	"hindcast/internal/view"
)

// Party is a party that precedents name.
type Party struct {
	Name    string
	Anchor  string
	Records []*incident.Record
}

// Parties is those that precedents name.
type Parties struct {
	ByLetter map[string][]Party // by the first letter of the name
	Address  map[string]string  // where each is listed, by the slug of its name
}

// partiesPerPage is how many records are on a page of parties, a line for each.
const partiesPerPage = 100

// Sheets are the pages of the parties of a letter, and the number of the page that each party begins on.
func Sheets(letter string, rows []Party) (list []layout.Sheet, begins []int) {
	var size []int
	for _, p := range rows {
		size = append(size, len(p.Records))
	}
	return layout.Sheets(partyAddress(letter), partiesPerPage, size...)
}

func partyAddress(letter string) string { return "precedents/parties/" + letter + "/" }

// PartiesOf is the parties named in precedents.
func PartiesOf(records []*incident.Record) Parties {
	rows := map[string]*Party{}
	for _, r := range records {
		for _, list := range partyLists(r) {
			for _, name := range list {
				slug := address.Slug(name)
				if rows[slug] == nil {
					rows[slug] = &Party{Name: partyName(name), Anchor: "party-" + slug}
				}
				if row := rows[slug]; len(row.Records) == 0 || row.Records[len(row.Records)-1] != r {
					row.Records = append(row.Records, r)
				}
			}
		}
	}
	p := Parties{map[string][]Party{}, map[string]string{}}
	slugs := map[string][]string{}
	for _, slug := range slices.Sorted(maps.Keys(rows)) {
		letter := "other"
		for _, first := range slug {
			if first < unicode.MaxASCII && unicode.IsLetter(first) {
				letter = string(first)
			}
			break
		}
		p.ByLetter[letter] = append(p.ByLetter[letter], *rows[slug])
		slugs[letter] = append(slugs[letter], slug)
	}
	for letter, list := range p.ByLetter {
		_, begins := Sheets(letter, list)
		for i, slug := range slugs[letter] {
			p.Address[slug] = layout.SheetAddress(partyAddress(letter), begins[i]) + "#" + list[i].Anchor
		}
	}
	return p
}

// partyLists are the parties of a record, by their part in it.
func partyLists(r *incident.Record) [][]string {
	return [][]string{r.Parties.Developers, r.Parties.Deployers, r.Parties.Actors, r.Parties.Harmed}
}

// link leads to a party.
func (p Parties) link(name string) Link { return Link{partyName(name), p.Address[address.Slug(name)]} }

var bySlug = regexp.MustCompile(`^[\p{Ll}\p{Nd}'.]+(?:-[\p{Ll}\p{Nd}'.]+)+$`)

// partyName is a party in words. Of one that a database calls by a slug, as most do, only the words are known, and not
// which of them have capitals.
func partyName(name string) string {
	if !bySlug.MatchString(name) {
		return name
	}
	return strings.ReplaceAll(name, "-", " ")
}

// Group is the parties that had one part in a record.
type Group struct {
	Title   string
	Parties []Link
}

// Link is a party and where it is listed; empty where it is not.
type Link struct{ Name, Address string }

// Groups is the parties of a record, by their part in it.
func Groups(m *view.Model, named Parties, r *incident.Record) []Group {
	titles := [4]string{m.T("Developers"), m.T("Deployers"), m.T("Actors"), m.T("Harmed")}
	if r.IsPrecedent() {
		titles = [4]string{
			m.T("Developers, named in reports"), m.T("Deployers, named in reports"), m.T("Actors, named in reports"),
			m.T("Harmed, named in reports"),
		}
	}
	var groups []Group
	for i, list := range partyLists(r) {
		g := Group{Title: titles[i]}
		for _, name := range list {
			link := Link{Name: name}
			if r.IsPrecedent() {
				link = named.link(name)
			}
			g.Parties = append(g.Parties, link)
		}
		if len(list) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

// Ranked is a thing that precedents name, with how many do.
type Ranked struct {
	Link
	N int
}

// rankedShown is how many of a ranking are shown.
const rankedShown = 10

// ranked counts in how many records each value stands, those in most records first.
func ranked(records []*incident.Record, values func(*incident.Record) []string, link func(string) Link) []Ranked {
	rows := map[string]*Ranked{}
	for _, r := range records {
		seen := map[string]bool{}
		for _, value := range values(r) {
			if slug := address.Slug(value); !seen[slug] {
				seen[slug] = true
				if rows[slug] == nil {
					rows[slug] = &Ranked{Link: link(value)}
				}
				rows[slug].N++
			}
		}
	}
	list := make([]Ranked, 0, len(rows))
	for _, row := range rows {
		list = append(list, *row)
	}
	sort.Slice(list, func(i, j int) bool {
		a, b := &list[i], &list[j]
		return cmp.Or(cmp.Compare(b.N, a.N), strings.Compare(a.Name, b.Name), strings.Compare(a.Address, b.Address)) < 0
	})
	return list[:min(len(list), rankedShown)]
}
