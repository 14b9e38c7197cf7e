package link_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hindcast/internal/incident"
	"hindcast/internal/link"
	"hindcast/internal/link/graph"
)

// drawLog draws records that share a lot, in the order of their paths.
func drawLog(t *rapid.T) *incident.Log {
	few := func(what string, values ...string) []string {
		return rapid.SliceOfN(rapid.SampledFrom(values), 0, 3).Draw(t, what)
	}
	statuses := []string{"closed", "closed", incident.Withdrawn, incident.Duplicate, incident.Redacted}
	n := rapid.IntRange(1, 14).Draw(t, "records")
	var records []*incident.Record
	for i := range n {
		r := record(fmt.Sprintf("INC-2026-%04d", i+1), rapid.IntRange(1, 3).Draw(t, "month"))
		r.Kind = rapid.SampledFrom([]string{"", "", incident.KindNearMiss, incident.KindPrecedent}).Draw(t, "kind")
		r.Status = rapid.SampledFrom(statuses).Draw(t, "status")
		r.Systems, r.Tags = few("systems", "assistant", "scoring", "search"), few("tags", "fees", "loans", "tone")
		r.Parties.Harmed = few("harmed", "customers", "staff", "Example Bank")
		for _, factor := range few("causes", "drift", "process", "training") {
			r.Causes = append(r.Causes, incident.Cause{Factor: factor})
		}
		for _, word := range few("words", "overdraft", "interest", "quoted", "wrongly", "refused") {
			r.Title += " " + word
		}
		number := rapid.IntRange(1, n+1) // the last is not there
		for _, other := range rapid.SliceOfN(number, 0, 2).Draw(t, "related") {
			id := fmt.Sprintf("INC-2026-%04d", other)
			r.Related = append(r.Related, incident.Relation{ID: id, Relation: "similar_to", Note: r.ID})
		}
		records = append(records, r)
	}
	return logOf(records...)
}

// Each end of a relation has the other, once however often it is written, and none has itself.
func TestBothEndsHaveARelation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		log := drawLog(t)
		links := link.Build(log)
		written, shown := map[string]int{}, map[string]int{}
		for _, r := range log.Records {
			for _, rel := range r.Related {
				if log.Names().Record(rel.ID) != nil && rel.ID != r.ID {
					written[r.ID+" to "+rel.ID] = 1
					written[rel.ID+" from "+r.ID] = 1
				}
			}
			for _, rel := range links.Of(r.Path).Relations {
				end := " to "
				if rel.Inverse {
					end = " from "
				}
				shown[r.ID+end+rel.Record.ID]++
			}
		}
		if fmt.Sprint(shown) != fmt.Sprint(written) {
			t.Errorf("%v, written are %v", shown, written)
		}
	})
}

// A similar record is another one, unrelated, with content and its own kind of list; there are at most five,
// the most alike first; and the reasons are what both share.
func TestSimilarRecords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		log := drawLog(t)
		links := link.Build(log)
		for _, r := range log.Records {
			node := links.Of(r.Path)
			for name, list := range map[string][]graph.Similar{"similar": node.Similar, "precedents": node.Precedents} {
				descending := func(a, b graph.Similar) int { return cmp.Compare(b.Score, a.Score) }
				if len(list) > 5 || !slices.IsSortedFunc(list, descending) {
					t.Errorf("%s of %s: %+v", name, r.ID, of(links, r.Path))
				}
				for _, s := range list {
					o := s.Record
					if o == r || o.Status == incident.Redacted || o.Exit() != "" || s.Score <= 0 || node.IsRelated(o) {
						t.Errorf("%s of %s: %s, %s, %d", name, r.ID, o.ID, o.Status, s.Score)
					}
					if (o.Kind == incident.KindPrecedent) != (name == "precedents") {
						t.Errorf("%s of %s: %s is of the kind %s", name, r.ID, o.ID, o.Kind)
					}
					for _, reason := range s.Reasons {
						values := reason.Values
						if reason.Trait == graph.SharedTerm {
							values = strings.Fields(strings.Join(values, " "))
						}
						for _, value := range values {
							if !has(r, value) || !has(o, value) {
								t.Errorf("%s and %s do not share %s", r.ID, o.ID, value)
							}
						}
					}
				}
			}
		}
	})
}

// has reports whether a record has a value in one of its lists or in its title.
func has(r *incident.Record, value string) bool {
	isCause := func(c incident.Cause) bool { return c.Factor == value }
	return slices.Contains(slices.Concat(r.Systems, r.Tags, r.Parties.Harmed, strings.Fields(r.Title)), value) ||
		slices.ContainsFunc(r.Causes, isCause)
}

// Two records that are similar to each other are so for the same reasons and as much.
func TestSimilarityIsMutual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		log := drawLog(t)
		links := link.Build(log)
		seen := map[[2]string]string{}
		for _, r := range log.Records {
			node := links.Of(r.Path)
			for _, s := range slices.Concat(node.Similar, node.Precedents) {
				what := fmt.Sprint(s.Score)
				for _, reason := range s.Reasons {
					slices.Sort(reason.Values)
					what += fmt.Sprint(" ", reason)
				}
				seen[[2]string{r.ID, s.Record.ID}] = what
			}
		}
		for pair, what := range seen {
			if other, ok := seen[[2]string{pair[1], pair[0]}]; ok && other != what {
				t.Errorf("%v: %s, and the other way %s", pair, what, other)
			}
		}
	})
}

// The same records have the same connections, in whatever order they come.
func TestSimilarInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		log := drawLog(t)
		mixed := *log
		mixed.Records = rapid.Permutation(log.Records).Draw(t, "mixed")
		links, other := link.Build(log), link.Build(&mixed)
		for _, r := range log.Records {
			a, b := of(links, r.Path), of(other, r.Path)
			if a.similar != b.similar || a.precedents != b.precedents {
				t.Errorf("%s: %+v\nand %+v", r.ID, a, b)
			}
			if again := of(link.Build(log), r.Path); again != a {
				t.Errorf("%s, built again: %+v\nand %+v", r.ID, a, again)
			}
		}
	})
}
