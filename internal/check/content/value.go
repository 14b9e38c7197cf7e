package content

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"hindcast/internal/check/rule"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
)

// ValueRules are about single values.
var ValueRules = []rule.Rule{
	{
		ID: "unknown-value", Title: "a value comes from its vocabulary", Since: "0.1", Level: diag.Error,
		Why:     "Trends, filters and clocks count by these values; an unknown one would be counted nowhere.",
		Example: rule.Example{Edits: [][2]string{{"severity: sev3", "severity: «high»"}}},
		File:    knownValues,
	},
	{
		ID: "missing-item-key", Title: "an entry of a list carries what every such entry needs", Since: "0.1",
		Level:   diag.Error,
		Why:     "An action without a title or a relation without an id can't be followed up.",
		Example: rule.Example{Edits: [][2]string{{"- {id: A1, title: Rebuild the index with the fee table, kind", "- «{id: A1, kind"}, {"ended: 2026-02-09}", "ended: 2026-02-09}»"}}},
		File:    itemKeys,
	},
	{
		ID: "item-id", Title: "mitigations are M1, M2, … and actions A1, A2, …, each once", Since: "0.1", Level: diag.Error,
		Why:     "Minutes, tickets and later records refer to an action by its id.",
		Example: rule.Example{Edits: [][2]string{{"{id: A1,", "{id: «1»,"}}},
		Record:  itemIDs,
	},
	{
		ID: "cost-decimals", Title: "a sum has the decimals of its currency", Since: "0.1", Level: diag.Error,
		Why:     "41.000 is forty-one for one reader and forty-one thousand for another.",
		Example: rule.Example{Edits: [][2]string{{"impact: {people: 312, ", "impact: {people: 312, cost: {amount: «41.000», currency: EUR}, "}}},
		Record: func(p *rule.Pass, r *incident.Record) {
			c := r.Impact.Cost
			if c == nil || c.Currency == "" || c.Amount.Decimals() <= c.Currency.Decimals() {
				return
			}
			least, most := c.Amount.Ends()
			whole, fraction, _ := strings.Cut(cmp.Or(most, least), ".")
			p.At("impact.cost.amount", fmt.Sprintf("%s has %d decimals, and the amount %d", c.Currency, c.Currency.Decimals(), c.Amount.Decimals()),
				fmt.Sprintf("write %s if the point is one between thousands, else %s", whole+fraction, whole))
		},
	},
	{
		ID: "summary-length", Title: "a summary is one sentence of up to 200 characters", Since: "0.1", Level: diag.Warning,
		Why: "Lists, feeds and search results show the summary; a longer one would be cut in the middle.",
		Example: rule.Example{Edits: [][2]string{{
			"summary: For two days the assistant quoted an abolished fee to 312 customers.",
			"summary: «" + strings.TrimSuffix(strings.Repeat("For two days the assistant quoted an abolished fee. ", 4), " ") + "»",
		}}},
		File: summaryLength,
	},
	{
		ID: "schema-version", Title: "schema is 1, or left out", Since: "0.1", Level: diag.Error,
		Why:     "A record written for a later release may hold what this one would misread.",
		Example: rule.Example{Edits: [][2]string{{"---\nid:", "---\nschema: «2»\nid:"}}},
		Record: func(p *rule.Pass, r *incident.Record) {
			if r.Schema != "" && r.Schema != "1" {
				p.At("schema", fmt.Sprintf("this release reads schema 1, not %s", r.Schema), "update Hindcast, or write schema: 1")
			}
		},
	},
	{
		ID: "unknown-team", Title: "owners and roles are teams of hindcast.yaml, where it lists any", Since: "0.1",
		Level: diag.Warning,
		Why:   "An action owned by a team that does not exist is owned by nobody.",
		Example: rule.Example{Edits: [][2]string{{"owner: digital-channels", "owner: «digital-chanels»"}}, Beside: map[string]string{
			"hindcast.yaml": "teams: [{id: digital-channels}, {id: support}, {id: ml-oncall}, {id: ml-platform}, {id: model-risk}, {id: oversight-board}]\n",
		}},
		Record: knownTeams,
	},
}

func knownValues(p *rule.Pass) {
	vocabularies := p.Log.Config.Vocabularies
	for _, l := range p.Leaves() {
		if l.Vocab == "" {
			continue
		}
		if v := vocabularies[l.Vocab]; !v.Has(l.Text) {
			f := p.At(l.Key, fmt.Sprintf("unknown value %q for %s", l.Text, rule.LastKey(l.Key)),
				diag.DidYouMean(l.Text, v.IDs()))
			if meant, sure := surely(l.Text, v.IDs()); sure {
				f.Fix = &diag.Fix{Start: f.Span.Start.Offset, End: f.Span.End.Offset, Text: meant}
			}
		}
	}
}

// surely is the one value that a word can mean: the same but for case, spaces and hyphens, or the
// only one within a single edit. Severities differ by one character and are never guessed.
func surely(word string, values []string) (string, bool) {
	bare := func(s string) string {
		return strings.NewReplacer(" ", "", "-", "", "_", "").Replace(strings.ToLower(s))
	}
	var meant []string
	for _, v := range values {
		if bare(v) == bare(word) {
			return v, true
		}
		if diag.Near(word, v) {
			meant = append(meant, v)
		}
	}
	return strings.Join(meant, ""), len(meant) == 1 && len(word) > 4
}

// itemKeys walks what is written, since an entry that lacks a key leaves no trace in the values.
func itemKeys(p *rule.Pass) {
	table := incident.ItemNeeds
	if _, isSettings := p.Front.(*incident.Settings); isSettings {
		table = incident.SettingsNeeds
	}
	for list, needs := range table {
		outer, inner, nested := strings.Cut(list, ".")
		switch {
		case list == "frameworks": // a list for each
			if p.Record != nil {
				for name := range p.Record.Frameworks {
					eachItem(p, "frameworks."+name, list, needs)
				}
			}
		case !nested:
			eachItem(p, list, list, needs)
		case p.IsPresent(outer + "[0]"):
			for i := 0; p.IsPresent(rule.Item(outer, i)); i++ {
				eachItem(p, rule.Item(outer, i)+"."+inner, list, needs)
			}
		default:
			eachItem(p, list, list, needs)
		}
	}
}

func eachItem(p *rule.Pass, key, list string, needs []string) {
	if p.Record != nil && p.Record.IsOld() && (list == "actions" || list == "mitigations") {
		importLacks(p, key, needs)
		return
	}
	lacks(p, key, list, needs)
	for i := 0; p.IsPresent(rule.Item(key, i)); i++ {
		lacks(p, rule.Item(key, i), list, needs)
	}
}

// importLacks reports once, as a warning, what the entries of a list lack in a record whose source may not say it.
func importLacks(p *rule.Pass, key string, needs []string) {
	var missing []string
	for i := 0; p.IsPresent(rule.Item(key, i)); i++ {
		for _, need := range p.Lacks(rule.Item(key, i), needs) {
			if !slices.Contains(missing, need) {
				missing = append(missing, need)
			}
		}
	}
	if len(missing) > 0 {
		p.AtKey(key, "the "+key+" of the import lack "+strings.Join(missing, ", "), "write what is known of them").Level = diag.Warning
	}
}

// lacks reports all that an item lacks at once: what its stage asks for too, whose own rules pass over such an item.
func lacks(p *rule.Pass, key, list string, needs []string) {
	if !p.File.Places.IsMap(key) {
		return
	}
	missing := p.Lacks(key, needs)
	if len(missing) == 0 {
		return
	}
	example := "{" + strings.Join(needs, ": …, ") + ": …}"
	if known, ok := rule.ItemExamples[list]; ok {
		example = known
	}
	if p.Record != nil {
		switch {
		case list == "actions" && p.Record.Reached("reviewed"):
			missing = append(missing, p.Lacks(key, incident.ActionNeeds)...)
		case list == "mitigations" && !p.IsMeant(key+".kept"):
			missing = append(missing, p.Lacks(key, []string{"until"})...)
		case list == "obligations":
			if applies, _ := p.File.Places.Text(key + ".applies"); applies == "yes" || applies == "open" {
				missing = append(missing, p.Lacks(key, []string{"aware"})...)
			}
		}
	}
	p.AtKey(key, key+" lacks "+strings.Join(missing, ", "), "such as "+example).Key = key + "." + missing[0]
}

var (
	mitigationID = regexp.MustCompile(`^M[1-9]\d*$`)
	actionID     = regexp.MustCompile(`^A[1-9]\d*$`)
)

func itemIDs(p *rule.Pass, r *incident.Record) {
	check := func(list string, i int, id string, form *regexp.Regexp, example string, seen map[string]int) {
		if id == "" {
			return
		}
		key := rule.Item(list, i) + ".id"
		if !form.MatchString(id) {
			p.At(key, fmt.Sprintf("%q is not an id of %s", id, list), "write "+example+" and so on")
			return
		}
		if first, ok := seen[id]; ok {
			f := p.At(key, id+" is used twice", "give each its own number")
			p.Relate(f, rule.Item(list, first)+".id", "first used here")
			return
		}
		seen[id] = i
	}
	seen := map[string]int{}
	for i, m := range r.Mitigations {
		check("mitigations", i, m.ID, mitigationID, "M1, M2", seen)
	}
	for i, a := range r.Actions {
		check("actions", i, a.ID, actionID, "A1, A2", seen)
	}
}

const summaryLimit = 200

func summaryLength(p *rule.Pass) {
	if p.Record != nil && p.Record.KindOrDefault() == incident.KindPrecedent {
		return
	}
	for _, l := range p.Leaves() {
		if n := utf8.RuneCountInString(l.Text); l.Key == "summary" && n > summaryLimit {
			p.At("summary", fmt.Sprintf("the summary has %d characters; lists show %d", n, summaryLimit),
				"say it in one sentence and put the rest into the text")
		}
	}
}

func knownTeams(p *rule.Pass, r *incident.Record) {
	teams := p.Log.Config.Vocabularies["teams"]
	if len(teams) == 0 || r.KindOrDefault() == incident.KindPrecedent || p.Log.Config.SourceOf(r.Path) != nil {
		return
	}
	for _, l := range p.Leaves() {
		if (strings.HasPrefix(l.Key, "roles.") || rule.LastKey(l.Key) == "owner") && !teams.Has(l.Text) {
			p.At(l.Key, fmt.Sprintf("%q is no team of hindcast.yaml", l.Text), diag.DidYouMean(l.Text, teams.IDs()))
		}
	}
}
