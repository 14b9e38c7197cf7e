package link

import (
	"cmp"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hindcast/internal/incident"
	"hindcast/internal/link/graph"
	"hindcast/internal/markdown"
)

// plainSimilar compares the features of each record with those of each other one, which is what similar does faster.
func plainSimilar(c *comparison, l *Links) map[string][2][]graph.Similar {
	all := map[string][2][]graph.Similar{}
	product := func(a, b int) (sum int) {
		for _, u := range c.own[a] {
			for _, v := range c.own[b] {
				if n := len(c.having[u.feature]); u.feature == v.feature && n <= commonest {
					sum += int(u.weight*v.weight) * rarity(len(c.records), n)
				}
			}
		}
		return sum
	}
	length := func(a int) int {
		square := product(a, a) + c.words.stories[a].own*rarest
		return max(1, int(math.Sqrt(float64(square))*precision))
	}
	for a, r := range c.records {
		var lists [2][]graph.Similar
		for b, other := range c.records {
			score := product(a, b) * 1000 * precision * precision / (length(a) * length(b))
			if a == b || score < c.least(a, b) || l.Of(r.Path).IsRelated(other) || c.reasons(a, b) == nil {
				continue
			}
			list := &lists[0]
			if other.KindOrDefault() == incident.KindPrecedent {
				list = &lists[1]
			}
			*list = append(*list, graph.Similar{Record: other, Score: score, Reasons: c.reasons(a, b)})
		}
		for i := range lists {
			slices.SortFunc(lists[i], func(a, b graph.Similar) int {
				return cmp.Or(cmp.Compare(b.Score, a.Score), incident.ByDate(a.Record, b.Record))
			})
			lists[i] = lists[i][:min(len(lists[i]), shown)]
		}
		all[r.Path] = lists
	}
	return all
}

// The same records are similar, in the same order and for the same reasons, as where each is compared with each.
func TestSimilarIsThatOfEachWithEach(t *testing.T) {
	var vocabulary []string
	for _, a := range []string{"over", "fee", "über", "model", "日本"} {
		for _, b := range []string{"draft", "s", "ung", "card", "语言", "1"} {
			vocabulary = append(vocabulary, a+b)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		few := func(what string, values ...string) []string {
			return rapid.SliceOfN(rapid.SampledFrom(values), 0, 2).Draw(t, what)
		}
		log := &incident.Log{Config: incident.NewConfig(incident.Settings{Organisation: "Example Bank"})}
		n := rapid.IntRange(1, 30).Draw(t, "records")
		for i := range n {
			r := &incident.Record{File: incident.File{Path: fmt.Sprintf("incidents/%d.md", i)}}
			r.ID = fmt.Sprintf("INC-2026-%04d", i)
			r.Status = rapid.SampledFrom([]string{"closed", "closed", "closed", incident.Duplicate}).Draw(t, "status")
			r.Kind = rapid.SampledFrom([]string{"", incident.KindPrecedent}).Draw(t, "kind")
			if err := r.Timeline.Detected.UnmarshalText(
				fmt.Appendf(nil, "2026-%02d", rapid.IntRange(1, 3).Draw(t, "month"))); err != nil {
				t.Fatal(err)
			}
			r.Systems, r.Tags = few("systems", "assistant", "scoring"), few("tags", "fees", "loans", "tone")
			r.Parties.Harmed = few("harmed", "customers", "Example Bank")
			for _, factor := range few("causes", "drift", "process") {
				r.Causes = append(r.Causes, incident.Cause{Factor: factor})
			}
			text := rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, 40).Draw(t, "words")
			half := len(text) / 2
			r.Title = strings.Join(text[:half], " ")
			r.Text.Blocks = []markdown.Block{{Plain: strings.Join(text[half:], "-")}}
			if rapid.IntRange(0, 3).Draw(t, "is related") == 0 {
				id := fmt.Sprintf("INC-2026-%04d", rapid.IntRange(0, n).Draw(t, "related"))
				r.Related = []incident.Relation{{ID: id, Relation: "similar_to"}}
			}
			log.Records = append(log.Records, r)
		}
		links := Build(log)
		want := plainSimilar(compare(log, nil), links)
		for _, r := range log.Records {
			got := links.Of(r.Path)
			for i, list := range [][]graph.Similar{got.Similar, got.Precedents} {
				if lists := want[r.Path]; len(list) != len(lists[i]) || len(list) > 0 && !reflect.DeepEqual(list, lists[i]) {
					t.Fatalf("%s, list %d: %+v, want %+v", r.ID, i, list, lists[i])
				}
			}
			if alone := Of(log, r.Path); !reflect.DeepEqual(alone, got) {
				t.Fatalf("%s alone: %+v, want %+v", r.ID, alone, got)
			}
		}
	})
}

// A ranking gives the highest scores first, and of equal ones the lowest numbers.
func TestRanking(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scores := rapid.SliceOf(rapid.IntRange(0, 5)).Draw(t, "scores")
		var r ranking
		var want, got []int32
		for i, score := range scores {
			r.add(score, int32(i))
			want = append(want, int32(i))
		}
		slices.SortStableFunc(want, func(a, b int32) int { return cmp.Compare(scores[b], scores[a]) })
		for r.order(); len(r) > 0; {
			got = append(got, r.next())
		}
		if !slices.Equal(got, want) {
			t.Errorf("%v of %v, want %v", got, scores, want)
		}
	})
}
