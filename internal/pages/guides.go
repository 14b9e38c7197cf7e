package pages

import (
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/check"
	"hindcast/internal/incident"
	"hindcast/internal/layout"
	"hindcast/internal/taxonomy"
	"hindcast/internal/view"
)

// Stretch is a part of an example, marked where the finding stands.
type Stretch struct {
	Text   string
	Marked bool
}

// ruleContent is a rule as the page of rules shows it.
type ruleContent struct {
	ID, Title, Why, Level, From string
	Bad                         []Stretch // the wrong lines of its example
	Good                        string    // the right ones
}

// ruleTopic is rules about one thing.
type ruleTopic struct {
	ID, Title string
	Rules     []ruleContent
}

func rulesPage(m *site, emit layout.Emit) bool {
	var list []ruleTopic
	for _, topic := range check.Topics() {
		t := ruleTopic{ID: topic.ID, Title: topic.Title}
		for _, r := range topic.Rules {
			bad, good := r.Fragments()
			t.Rules = append(t.Rules, ruleContent{
				ID: r.ID, Title: strings.ToUpper(r.Title[:1]) + r.Title[1:], Why: r.Why, Level: r.Level.String(), From: r.From,
				Bad: stretches(bad), Good: good,
			})
		}
		list = append(list, t)
	}
	return emit("rules", "rules/", layout.Page{
		Title: m.T("Rules"), Section: "rules", Lead: m.T("What is checked, and why."), Content: list,
	})
}

func stretches(text string) []Stretch {
	if text == "" {
		return nil
	}
	before, rest, _ := strings.Cut(text, "«")
	marked, after, _ := strings.Cut(rest, "»")
	var list []Stretch
	for _, s := range []Stretch{
		{before, false}, {marked, true}, {strings.NewReplacer("«", "", "»", "").Replace(after), false},
	} {
		if s.Text != "" {
			list = append(list, s)
		}
	}
	return list
}

type filingContent struct {
	Severities []severityRow
	Types      incident.Vocabulary
	Kinds      incident.Vocabulary
	Marks      incident.Vocabulary
	Causes     incident.Vocabulary
	Stages     []stageNeeds
	Regimes    []taxonomy.Regime
	New        string // address at which the repository's host takes a new file; empty where it is not known
}

type severityRow struct {
	Badge    view.SeverityBadge
	Criteria string
}

type stageNeeds struct {
	incident.Term
	Needs []needRow
}

type needRow struct {
	Key, Hint, Kinds string
	Section          bool
}

func filing(m *site, emit layout.Emit) bool {
	v := m.Log.Config.Vocabularies
	c := filingContent{
		Types: v["types"], Kinds: v["kinds"], Marks: v["tlp"], Causes: v["causes"], Regimes: m.Regimes,
		New: address.ForgeOf(&m.Log.Config).NewFile(),
	}
	for i, term := range v["severities"] {
		c.Severities = append(c.Severities, severityRow{m.SeverityOf(i, term), m.T(term.Criteria)})
	}
	for _, stage := range m.Log.Config.Lifecycle() {
		s := stageNeeds{Term: incident.Term{ID: stage.ID, Title: m.T(stage.Title)}}
		for _, need := range stage.Needs {
			name, section := strings.CutPrefix(need.Key, "section:")
			kinds := make([]string, len(need.Kinds))
			for i, kind := range need.Kinds {
				kinds[i] = m.Term("kinds", kind)
			}
			s.Needs = append(s.Needs, needRow{m.Log.Config.SectionNames.Heading(name), m.T(need.Hint), strings.Join(kinds, ", "), section})
		}
		c.Stages = append(c.Stages, s)
	}
	return emit("filing", "filing/", layout.Page{
		Title: m.T("How to file an incident"), Section: "filing",
		Lead: m.T("Stages, severities, types and reporting clocks."), Content: c,
	})
}
