package view

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"hindcast/internal/incident"
)

// Repeat is an incident that came back although a guard was in place.
type Repeat struct{ Earlier, Later *incident.Record }

// GuardRow is a guard of an incident.
type GuardRow struct {
	incident.Action
	Record *incident.Record
}

// ResultCount is how many incidents say that a safeguard did something.
type ResultCount struct {
	Title string
	N     int
}

// SafeguardCount is how many incidents say what safeguards did.
type SafeguardCount struct {
	Name    string
	Results []ResultCount
	Records []*incident.Record // the newest of them
	More    int
}

// recordsOfSafeguard is how many records stand beside a safeguard.
const recordsOfSafeguard = 5

// RepeatsDespiteGuard are recurrences that were detected after a guard against them was in place.
func RepeatsDespiteGuard(m *Model) []Repeat {
	var list []Repeat
	for _, r := range m.Index.Own {
		for _, rel := range m.Connections(r.Path).Relations {
			if rel.Inverse || rel.Kind != "recurrence_of" {
				continue
			}
			stood := slices.ContainsFunc(rel.Record.Guards(), func(a incident.Action) bool {
				since := a.Guard.Proven
				if since.IsZero() {
					since = a.Ended
				}
				return !since.IsZero() && r.Date().After(since)
			})
			if stood {
				list = append(list, Repeat{rel.Record, r})
			}
		}
	}
	return list
}

// SafeguardCounts are the safeguards that did not catch something, the most frequent first.
func SafeguardCounts(m *Model) []SafeguardCount {
	type key struct{ name, result string }
	n, failed, title := map[key]int{}, map[string]int{}, map[string]string{}
	records := map[string][]*incident.Record{}
	for _, r := range m.Index.Own {
		for _, s := range r.Safeguards {
			name := strings.ToLower(s.Name)
			if title[name] == "" {
				title[name] = s.Name
			}
			if of := records[name]; len(of) == 0 || of[len(of)-1] != r {
				records[name] = append(of, r)
			}
			if n[key{name, s.Result}]++; s.Result != "worked" {
				failed[name]++
			}
		}
	}
	var list []SafeguardCount
	for name, shown := range title {
		of := records[name]
		c := SafeguardCount{Name: shown, Records: of[:min(len(of), recordsOfSafeguard)], More: max(0, len(of)-recordsOfSafeguard)}
		for _, term := range m.Log.Config.Vocabularies["safeguard_results"] {
			c.Results = append(c.Results, ResultCount{m.T(term.Title), n[key{name, term.ID}]})
		}
		list = append(list, c)
	}
	sort.Slice(list, func(i, j int) bool {
		a, b := &list[i], &list[j]
		return cmp.Or(cmp.Compare(failed[strings.ToLower(b.Name)], failed[strings.ToLower(a.Name)]), strings.Compare(a.Name, b.Name)) < 0
	})
	return list
}
