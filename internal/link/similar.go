package link

import (
	"math/bits"
	"slices"
	"strings"

	"hindcast/internal/incident"
	"hindcast/internal/link/graph"
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

// comparison is what records are compared by. Records and features go by their numbers.
type comparison struct {
	records  []*incident.Record // the newest first
	features []feature          // those of all records
	own      [][]int32          // features of each record by trait, terms the most telling first
	having   [][]int32          // records that have each feature
	scores   []int              // of each record with the one scored last
	touched  []int32            // records whose score is not zero
}

// similar finds for each record, or for the one at a path alone, those that share the most. A value counts the
// more the fewer records have it: its rarity is log2 of the number of records over those that have it.
func (l *Links) similar(log *incident.Log, path string, idle []string) {
	c := compare(log, idle)
	for i, r := range c.records {
		if path == "" || r.Path == path {
			c.score(i)
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
	c.scores, c.own = make([]int, len(c.records)), make([][]int32, len(c.records))
	numbers := map[feature]int32{}
	for i, r := range c.records {
		for _, f := range traits(r, log.Config.Organisation) {
			number, ok := numbers[f]
			if !ok {
				number = int32(len(c.features))
				numbers[f] = number
				c.features = append(c.features, f)
			}
			c.own[i] = append(c.own[i], number)
		}
	}
	firstTerm := int32(len(c.features))
	vocabulary, telling := tellingTerms(c.records, idle)
	for _, term := range vocabulary {
		c.features = append(c.features, feature{graph.SharedTerm, term})
	}
	c.having = make([][]int32, len(c.features))
	for i := range c.own {
		for _, term := range telling[i] {
			c.own[i] = append(c.own[i], firstTerm+term)
		}
		for _, f := range c.own[i] {
			c.having[f] = append(c.having[f], int32(i))
		}
	}
	return c
}

// score adds up what each record shares with one of them.
func (c *comparison) score(self int) {
	for _, i := range c.touched {
		c.scores[i] = 0
	}
	c.touched = c.touched[:0]
	for _, f := range c.own[self] {
		others := c.having[f]
		if len(others) > commonest {
			continue
		}
		worth := weight[c.features[f].trait] * rarity(len(c.records), len(others))
		for _, i := range others {
			if c.scores[i] == 0 {
				c.touched = append(c.touched, i)
			}
			c.scores[i] += worth
		}
	}
}

// pick keeps the best of the scored records, own ones and precedents apart.
func (l *Links) pick(c *comparison, self int) {
	var own, precedents ranking
	for _, i := range c.touched {
		list := &own
		if c.records[i].KindOrDefault() == incident.KindPrecedent {
			list = &precedents
		}
		list.add(c.scores[i], i)
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
			list = append(list, graph.Similar{Record: c.records[i], Score: c.scores[i], Reasons: reasons})
		}
	}
	return list
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

// reasons is what two records share, by trait; nothing where it is too little to say.
func (c *comparison) reasons(a, b int) []graph.Reason {
	var shared [len(weight)][]string
	for _, f := range c.own[a] {
		if slices.Contains(c.own[b], f) {
			trait := c.features[f].trait
			shared[trait] = append(shared[trait], c.features[f].value)
		}
	}
	if terms := &shared[graph.SharedTerm]; len(*terms) < termsNeeded {
		*terms = nil
	} else {
		*terms = (*terms)[:min(len(*terms), termsNamed)]
	}
	var list []graph.Reason
	for trait, values := range shared {
		if len(values) > 0 {
			list = append(list, graph.Reason{Trait: graph.Trait(trait), Values: values})
		}
	}
	// One cause out of a dozen is shared by chance.
	if len(list) == 1 && list[0].Trait == graph.SharedCause && len(list[0].Values) == 1 {
		return nil
	}
	return list
}
