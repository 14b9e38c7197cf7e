package link

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"strings"

	"hindcast/internal/incident"
	"hindcast/internal/link/graph"
	"hindcast/internal/words"
)

// weight is what a value of a trait counts for in a record, where a term of its title counts for inTitle. Sharing a
// value counts for the product of its weights in both records, times its rarity. Weights and limits were chosen by
// the labelled pairs of testdata/pairs.txt.
var weight = [...]int32{graph.SharedSystem: 3, graph.SharedCause: 1, graph.SharedParty: 2, graph.SharedTag: 2}

const (
	floor      = 185 // score, of 1000, below which records are not similar
	floorApart = 130 // likewise of an own record and a precedent, which tell the same in the words of two organisations
	shown      = 5   // similar records of each sort on a page
	termsKept  = 32  // most telling terms of a record
	termsNamed = 4   // terms given as a reason
	fewParties = 3   // parties of a record, each of which tells as much as a tag
	commonPart = 4   // terms tell nothing that more than one in so many records has
	commonest  = 400 // records beyond which a value tells nothing
)

// feature is one value of a trait.
type feature struct {
	trait graph.Trait
	value string
}

// comparison is what records are compared by. Records and features go by their numbers.
type comparison struct {
	records   []*incident.Record // the newest first
	features  []feature          // those of all records
	firstTerm int32              // all features from here on are terms
	own       [][]use            // features of each record by trait, terms the most telling first
	words     *vocabulary        // what titles, summaries and texts tell
	having    [][]holder         // records that have each feature
	lengths   []int              // of the records as vectors of their features
	shared    []int              // what each record shares with one of them
	touched   []int32            // records that share something
}

// holder is a record that has a feature, and what this counts for there.
type holder struct{ record, weight int32 }

// similar finds for each record, or for the one at a path alone, those that share the most of what they tell.
func (l *Links) similar(log *incident.Log, path string, idle []string) {
	c := compare(log, idle)
	for i, r := range c.records {
		if path == "" || r.Path == path {
			c.share(i)
			l.pick(c, i)
		}
	}
}

// compare gathers the features of all records that have content and tell of an incident of their own.
func compare(log *incident.Log, idle []string) *comparison {
	c := &comparison{}
	for _, r := range log.Records {
		if r.ID != "" && r.Status != incident.Redacted && r.Exit() == "" {
			c.records = append(c.records, r)
		}
	}
	slices.SortStableFunc(c.records, incident.ByDate)
	n := len(c.records)
	c.shared, c.lengths, c.own = make([]int, n), make([]int, n), make([][]use, n)
	numbers := map[feature]int32{}
	for i, r := range c.records {
		for _, f := range traits(r, &log.Config) {
			number, ok := numbers[f]
			if !ok {
				number = int32(len(c.features))
				numbers[f] = number
				c.features = append(c.features, f)
			}
			c.own[i] = append(c.own[i], use{number, weightIn(r, f.trait)})
		}
	}
	c.firstTerm = int32(len(c.features))
	c.words = read(c.records, log.Config.Language, idle)
	c.words.tell()
	for _, term := range c.words.terms {
		c.features = append(c.features, feature{graph.SharedTerm, term})
	}
	c.having = make([][]holder, len(c.features))
	for i, s := range c.words.stories {
		for _, u := range s.uses {
			c.own[i] = append(c.own[i], use{c.firstTerm + u.feature, u.weight})
		}
		for _, u := range c.own[i] {
			c.having[u.feature] = append(c.having[u.feature], holder{int32(i), u.weight})
		}
	}
	for i, own := range c.own {
		square := c.words.stories[i].own * rarest
		for _, u := range own {
			if len(c.having[u.feature]) <= commonest {
				square += int(u.weight*u.weight) * c.worth(u.feature)
			}
		}
		c.lengths[i] = max(1, int(math.Sqrt(float64(square*precision*precision))))
	}
	return c
}

// weightIn is less for each party where there are many, who often stand together.
func weightIn(r *incident.Record, trait graph.Trait) int32 {
	if trait == graph.SharedParty && len(partiesOf(r)) > fewParties {
		return 1
	}
	return weight[trait]
}

func partiesOf(r *incident.Record) []string {
	p := &r.Parties
	return slices.Concat(p.Developers, p.Deployers, p.Actors, p.Harmed)
}

// precision is what lengths are multiplied by, so that they are told apart as integers.
const precision = 1 << 10

func (c *comparison) worth(feature int32) int { return rarity(len(c.records), len(c.having[feature])) }

// share adds up what each record shares with one of them.
func (c *comparison) share(self int) {
	for _, i := range c.touched {
		c.shared[i] = 0
	}
	c.touched = c.touched[:0]
	for _, u := range c.own[self] {
		others := c.having[u.feature]
		if len(others) > commonest {
			continue
		}
		worth := int(u.weight) * c.worth(u.feature)
		for _, o := range others {
			if c.shared[o.record] == 0 {
				c.touched = append(c.touched, o.record)
			}
			c.shared[o.record] += worth * int(o.weight)
		}
	}
}

// score is what a record shares with the one that share was called for, in thousandths of what two would that tell
// the same: the cosine of the angle between them.
func (c *comparison) score(self, i int) int {
	return c.shared[i] * 1000 * precision * precision / (c.lengths[self] * c.lengths[i])
}

// least is the score that two records need to be similar.
func (c *comparison) least(self, i int) int {
	isElsewhere := func(i int) bool { return c.records[i].KindOrDefault() == incident.KindPrecedent }
	if isElsewhere(self) != isElsewhere(i) {
		return floorApart
	}
	return floor
}

// pick keeps the best of the scored records, own ones and precedents apart.
func (l *Links) pick(c *comparison, self int) {
	var own, precedents ranking
	for _, i := range c.touched {
		score := c.score(self, int(i))
		if score < c.least(self, int(i)) {
			continue
		}
		list := &own
		if c.records[i].KindOrDefault() == incident.KindPrecedent {
			list = &precedents
		}
		list.add(score, i)
	}
	node := l.node(c.records[self].Path)
	node.Similar, node.Precedents = c.best(self, own, node), c.best(self, precedents, node)
}

// best is the first of a ranking that are neither the record itself nor related to it and give a reason.
func (c *comparison) best(self int, others ranking, node *graph.Connections) (list []graph.Similar) {
	others.order()
	for len(others) > 0 && len(list) < shown {
		i := others.next()
		if int(i) == self || node.IsRelated(c.records[i]) {
			continue
		}
		if reasons := c.reasons(self, int(i)); len(reasons) > 0 {
			list = append(list, graph.Similar{Record: c.records[i], Score: c.score(self, int(i)), Reasons: reasons})
		}
	}
	return list
}

const (
	prior  = 32     // records that each log is taken to have more than it has
	rarest = 16 * 5 // what is rarer is most often a name
)

// rarity is what a value counts for by how few of all records have it: sixteen times the logarithm to base 2 of
// total/having, rounded down to whole sixteenths of the mantissa, in integers so that every machine ranks alike.
func rarity(total, having int) int {
	ratio := uint(total+prior) << 8 / uint(having)
	whole := bits.Len(ratio) - 1
	fraction := int(ratio<<4>>whole) & 15
	return min((whole-8)*16+fraction+1, rarest)
}

// traits leaves out the organisation itself, which says nothing where all records are its own, and parties that have
// no name, such as "unknown".
func traits(r *incident.Record, config *incident.Config) []feature {
	var list []feature
	add := func(t graph.Trait, values ...string) {
		for _, v := range values {
			if f := (feature{t, v}); v != "" && !slices.Contains(list, f) {
				list = append(list, f)
			}
		}
	}
	add(graph.SharedSystem, r.Systems...)
	add(graph.SharedSystem, r.Unregistered...)
	for _, c := range r.Causes {
		add(graph.SharedCause, c.Factor)
	}
	for _, p := range partiesOf(r) {
		if !strings.EqualFold(p, config.Organisation) && !words.IsFunction(config.Language, words.Fold(p)) {
			add(graph.SharedParty, p)
		}
	}
	add(graph.SharedTag, r.Tags...)
	return list
}

// reasons is what two records share, by trait; nothing where it is a single value other than a system, or who was
// concerned alone.
func (c *comparison) reasons(a, b int) []graph.Reason {
	var list []graph.Reason
	var terms []use // with what sharing each counts for
	for _, u := range c.own[a] {
		at := slices.IndexFunc(c.own[b], func(o use) bool { return o.feature == u.feature })
		if at < 0 {
			continue
		}
		if u.feature >= c.firstTerm {
			if together := u.weight * c.own[b][at].weight; together > inText*inText {
				terms = append(terms, use{u.feature - c.firstTerm, together * int32(c.worth(u.feature))})
			}
			continue
		}
		f := c.features[u.feature]
		if n := len(list); n == 0 || list[n-1].Trait != f.trait {
			list = append(list, graph.Reason{Trait: f.trait})
		}
		last := &list[len(list)-1]
		last.Values = append(last.Values, f.value)
	}
	if !isEnough(list, len(terms)) {
		return nil
	}
	if len(terms) > 0 {
		slices.SortFunc(terms, func(x, y use) int {
			return cmp.Or(cmp.Compare(y.weight, x.weight), cmp.Compare(c.words.terms[x.feature], c.words.terms[y.feature]))
		})
		phrases := c.words.phrases(a, b, terms[:min(len(terms), termsNamed)])
		list = append(list, graph.Reason{Trait: graph.SharedTerm, Values: phrases})
	}
	return list
}

// isEnough reports whether shared traits and a number of shared terms are reason enough.
func isEnough(list []graph.Reason, terms int) bool {
	switch {
	case len(list) == 0:
		return terms > 1
	case len(list) > 1 || terms > 0 || list[0].Trait == graph.SharedSystem:
		return true
	default:
		return list[0].Trait != graph.SharedParty && len(list[0].Values) > 1
	}
}
