package link

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"hindcast/internal/incident"
	"hindcast/internal/link/graph"
	"hindcast/internal/words"
)

// weight is what sharing a value of a trait counts for, relative to one shared term.
var weight = [...]int{
	graph.SharedSystem: 4, graph.SharedCause: 3, graph.SharedParty: 4, graph.SharedTag: 3, graph.SharedTerm: 1,
}

const (
	shown       = 5   // similar records of each sort on a page
	termsKept   = 24  // most telling terms of a record
	termsNamed  = 4   // terms given as a reason
	termsNeeded = 3   // shared terms below which terms alone are no reason
	commonest   = 400 // records beyond which a value tells nothing
)

// feature is one value of a trait.
type feature struct {
	trait graph.Trait
	value string
}

// similar finds for each record those that share the most. A value counts the more the fewer
// records have it: its rarity is log2 of the number of records over those that have it.
func (l *Links) similar(log *incident.Log) {
	var records []*incident.Record
	for _, r := range log.Records {
		if r.ID != "" && r.Status != incident.Redacted && r.Status != incident.Duplicate {
			records = append(records, r)
		}
	}
	features := make([][]feature, len(records))
	frequency := termFrequencies(records)
	having := map[feature][]int{}
	for i, r := range records {
		features[i] = append(traits(r, log.Config.Organisation), telling(r, frequency, len(records))...)
		for _, f := range features[i] {
			having[f] = append(having[f], i)
		}
	}
	scores := make([]int, len(records))
	var touched []int
	for i, r := range records {
		touched = touched[:0]
		for _, f := range features[i] {
			others := having[f]
			if len(others) > commonest {
				continue
			}
			for _, j := range others {
				if scores[j] == 0 {
					touched = append(touched, j)
				}
				scores[j] += weight[f.trait] * rarity(len(records), len(others))
			}
		}
		l.pick(r, i, records, features, scores, touched)
		for _, j := range touched {
			scores[j] = 0
		}
	}
}

// pick keeps the best of the scored records, own ones and precedents apart.
func (l *Links) pick(
	r *incident.Record, self int, records []*incident.Record, features [][]feature, scores, touched []int,
) {
	node := l.node(r.Path)
	slices.SortFunc(touched, func(a, b int) int {
		return cmp.Or(cmp.Compare(scores[b], scores[a]), incident.ByDate(records[a], records[b]))
	})
	for _, j := range touched {
		other := records[j]
		list := &node.Similar
		if other.KindOrDefault() == incident.KindPrecedent {
			list = &node.Precedents
		}
		if j == self || len(*list) == shown || node.IsRelated(other) {
			continue
		}
		if reasons := reasons(features[self], features[j]); len(reasons) > 0 {
			*list = append(*list, graph.Similar{Record: other, Score: scores[j], Reasons: reasons})
		}
		if len(node.Similar) == shown && len(node.Precedents) == shown {
			break
		}
	}
}

// rarity is sixteen times the logarithm to base 2 of total/having, rounded down to whole
// sixteenths of the mantissa, in integers so that every machine ranks alike.
func rarity(total, having int) int {
	ratio := uint(total) << 8 / uint(having)
	whole := bits.Len(ratio) - 1
	fraction := int(ratio<<4>>whole) & 15
	return (whole-8)*16 + fraction + 1
}

// traits leaves out the organisation itself, which says nothing where all records are its own.
func traits(r *incident.Record, organisation string) []feature {
	var list []feature
	add := func(t graph.Trait, values ...string) {
		for _, v := range values {
			if f := (feature{t, v}); v != "" && !(t == graph.SharedParty && strings.EqualFold(v, organisation)) &&
				!slices.Contains(list, f) {
				list = append(list, f)
			}
		}
	}
	add(graph.SharedSystem, r.Systems...)
	add(graph.SharedSystem, r.Unregistered...)
	for _, c := range r.Causes {
		add(graph.SharedCause, c.Factor)
	}
	add(graph.SharedParty, r.Parties.Developers...)
	add(graph.SharedParty, r.Parties.Deployers...)
	add(graph.SharedParty, r.Parties.Actors...)
	add(graph.SharedParty, r.Parties.Harmed...)
	add(graph.SharedTag, r.Tags...)
	return list
}

// terms yields the words of a record that can tell something: no numbers, nothing short.
func terms(r *incident.Record) func(func(string) bool) {
	return func(yield func(string) bool) {
		for _, text := range []string{r.Title, r.Summary, r.Text.Plain()} {
			for w := range words.Tokens(text) {
				if isTerm(w) && !yield(w) {
					return
				}
			}
		}
	}
}

func isTerm(w string) bool {
	return (utf8.RuneCountInString(w) >= 4 || len(w) >= 6) &&
		strings.IndexFunc(w, func(r rune) bool { return r >= '0' && r <= '9' }) < 0
}

func termFrequencies(records []*incident.Record) map[string]int {
	frequency := map[string]int{}
	seen := map[string]int{}
	for i, r := range records {
		for w := range terms(r) {
			if last, ok := seen[w]; !ok || last != i {
				seen[w] = i
				frequency[w]++
			}
		}
	}
	return frequency
}

// telling is the terms that set a record apart: frequent in it, rare elsewhere, not unique to it.
func telling(r *incident.Record, frequency map[string]int, total int) []feature {
	count := map[string]int{}
	for w := range terms(r) {
		if n := frequency[w]; n > 1 && n <= total/10+2 {
			count[w]++
		}
	}
	list := make([]string, 0, len(count))
	for w := range count {
		list = append(list, w)
	}
	score := func(w string) int { return min(count[w], 4) * rarity(total, frequency[w]) }
	slices.SortFunc(list, func(a, b string) int { return cmp.Or(cmp.Compare(score(b), score(a)), strings.Compare(a, b)) })
	list = list[:min(len(list), termsKept)]
	features := make([]feature, len(list))
	for i, w := range list {
		features[i] = feature{graph.SharedTerm, w}
	}
	return features
}

// reasons is what two records share, by trait; nothing where it is too little to say.
func reasons(a, b []feature) []graph.Reason {
	var list []graph.Reason
	for trait := graph.SharedSystem; trait <= graph.SharedTerm; trait++ {
		var values []string
		for _, f := range a {
			if f.trait == trait && slices.Contains(b, f) {
				values = append(values, f.value)
			}
		}
		if trait == graph.SharedTerm && len(values) < termsNeeded {
			continue
		}
		if trait == graph.SharedTerm {
			values = values[:min(len(values), termsNamed)]
		}
		if len(values) > 0 {
			list = append(list, graph.Reason{Trait: trait, Values: values})
		}
	}
	// One cause out of a dozen is shared by chance.
	if len(list) == 1 && list[0].Trait == graph.SharedCause && len(list[0].Values) == 1 {
		return nil
	}
	return list
}
