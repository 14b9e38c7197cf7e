// Package check runs the rules over a log. A rule is one value, which feeds the check, its documentation
// and its test; it sees one file at a time and the names of all others. The check reads nothing and decides
// nothing about exit codes.
package check

import (
	"fmt"
	"runtime"
	"slices"
	"sort"
	"time"

	"golang.org/x/sync/errgroup"

	"hindcast/internal/check/compare"
	"hindcast/internal/check/content"
	"hindcast/internal/check/lifecycle"
	"hindcast/internal/check/reference"
	"hindcast/internal/check/rule"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/progress"
)

// Topic is rules about one thing.
type Topic struct {
	ID, Title string
	Rules     []rule.Rule
}

// Topics are all rules.
func Topics() []Topic {
	return []Topic{
		{"files", "Files and keys", content.FileRules},
		{"values", "Values and fields of your own", slices.Concat(content.ValueRules, content.CustomRules)},
		{"style", "How a record is written", content.StyleRules},
		{"names", "Ids, names and addresses", slices.Concat(reference.IdentityRules, reference.AddressRules)},
		{"settings", "Settings", content.SettingsRules},
		{"stages", "Stages and times", slices.Concat(lifecycle.StageRules, lifecycle.TimeRules, lifecycle.SequenceRules)},
		{"follow-up", "Roles and follow-up", slices.Concat(lifecycle.RoleRules, lifecycle.FollowUpRules)},
		{"duties", "Duties to report", lifecycle.ObligationRules},
		{
			"links", "Links and relations",
			slices.Concat(reference.LinkRules, []rule.Rule{unusedSilence}, reference.RelationRules),
		},
		{"texts", "Texts, and who may read them", slices.Concat(content.TextRules, content.ReadersRules)},
		{"changes", "Changes since a base", slices.Concat(compare.HistoryRules, compare.PageRules)},
	}
}

// Rules are all rules, by topic.
func Rules() []rule.Rule {
	var rules []rule.Rule
	for _, t := range Topics() {
		rules = append(rules, t.Rules...)
	}
	return rules
}

// Describe is what reports say of the rules.
func Describe() []diag.Rule {
	rules := All()
	list := make([]diag.Rule, len(rules))
	for i, r := range rules {
		list[i] = diag.Rule{ID: r.ID, Title: r.Title, Why: r.Why, Level: r.Level}
	}
	return list
}

// Checker runs the rules over a log.
type Checker struct {
	rules  []rule.Rule
	levels map[string]diag.Level
	bends  map[string]bool
	count  *progress.Count // of files that were checked; nil for none
}

// New makes a checker of all rules.
func New() *Checker {
	c := &Checker{rules: Rules(), levels: map[string]diag.Level{}, bends: map[string]bool{}}
	for _, r := range c.rules {
		c.levels[r.ID], c.bends[r.ID] = r.Level, r.Bends
	}
	return c
}

// Counting is the checker with a count of the files that it checks; nil for none.
func (c *Checker) Counting(count *progress.Count) *Checker {
	other := *c
	other.count = count
	return &other
}

// Log checks every file of a log as of an instant and returns what it found, sorted.
func (c *Checker) Log(log *incident.Log, now time.Time) []diag.Finding {
	return c.Run(log, now).Findings
}

// Result is what is found in a log.
type Result struct {
	Findings []diag.Finding // sorted
	Holds    rule.Span      // when they are the same
}

// Run is Log, with the instants at which it finds the same.
func (c *Checker) Run(log *incident.Log, now time.Time) Result {
	context := rule.NewContext(log, now, c.levels, c.bends)
	var found []*[]diag.Finding // by file
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	run := func(p rule.Pass) {
		p.Context = context
		own := new([]diag.Finding)
		found = append(found, own)
		group.Go(func() error {
			defer c.count.Add(0)
			*own = capped(c.guarded(&p), log.Config.Limit(incident.LimitFindings))
			return nil
		})
	}
	run(rule.Pass{File: &log.ConfigFile, Front: &log.Config.Written})
	for _, r := range log.Records {
		run(rule.Pass{File: &r.File, Front: &r.Front, Record: r, TLP: r.TLP, Title: r.Title})
	}
	for _, s := range log.Systems {
		run(rule.Pass{File: &s.File, Front: &s.SystemFront, Slug: s.Slug, TLP: s.TLP, Title: s.Title})
	}
	for _, a := range log.Articles {
		run(rule.Pass{File: &a.File, Front: &a.ArticleFront, Slug: a.Slug, TLP: a.TLP, Title: a.Title})
	}
	for _, f := range slices.Concat(log.Assets, log.Own) {
		run(rule.Pass{File: f})
	}
	_ = group.Wait() // no pass has an error
	var all []diag.Finding
	for _, own := range found {
		all = append(all, *own...)
	}
	diag.Sort(all)
	return Result{all, context.Clock.Holds()}
}

// Files is how many files of a log are checked.
func Files(log *incident.Log) int {
	return 1 + len(log.Records) + len(log.Systems) + len(log.Articles) + len(log.Assets) + len(log.Own)
}

// capped is the findings of one file up to a limit, the gravest first, and the number of the others.
func capped(findings []diag.Finding, most int) []diag.Finding {
	for i, f := range findings {
		findings[i] = f.Shortened()
	}
	if len(findings) <= most {
		return findings
	}
	diag.Sort(findings)
	sort.SliceStable(findings, func(i, j int) bool { return findings[i].Level > findings[j].Level })
	rest := findings[most:]
	more := rest[0]
	return append(findings[:most:most], diag.Finding{
		Rule: RuleMore, Level: more.Level, Path: more.Path, Record: more.Record, Span: diag.FileStart,
		Message: fmt.Sprintf("%s more in this file: %s", diag.Plural(len(rest), "finding"), diag.Tally(rest)),
		Hint:    "mend those that are shown first, or raise limits.findings in hindcast.yaml",
	})
}

// guarded is check, with a fault of the program as a finding of the file that it was met with.
func (c *Checker) guarded(p *rule.Pass) (found []diag.Finding) {
	defer func() {
		if fault := recover(); fault != nil {
			found = append(p.Findings, incident.Defeat(p.File.Path, fault))
		}
	}()
	return c.check(p)
}

func (c *Checker) check(p *rule.Pass) []diag.Finding {
	for _, f := range p.File.Faults {
		f.Level, f.Record = diag.Error, p.Name()
		if level, known := c.levels[f.Rule]; known {
			f.Level = level
		}
		p.Findings = append(p.Findings, f)
	}
	if p.File.Places == nil {
		return p.Findings
	}
	for i := range c.rules {
		p.Rule = &c.rules[i]
		switch {
		case p.Rule.Record != nil && p.Record != nil:
			if p.Rule.From == "" || p.Record.Reached(p.Rule.From) {
				p.Rule.Record(p, p.Record)
			}
		case p.Rule.File != nil:
			p.Rule.File(p)
		}
	}
	configured(p)
	return silenced(p)
}

// configured applies the levels of the settings. An error stays an error, unless its rule bends.
func configured(p *rule.Pass) {
	kept := p.Findings[:0]
	for _, f := range p.Findings {
		level := p.Log.Config.Rules[f.Rule]
		switch {
		case level == "" || f.Level == diag.Error && !(p.Bends[f.Rule] && level == "warning"):
		case level == "off":
			continue
		default:
			f.Level = map[string]diag.Level{"note": diag.Note, "warning": diag.Warning, "error": diag.Error}[level]
		}
		kept = append(kept, f)
	}
	p.Findings = kept
}

// unusedSilence is reported where all other rules have run.
var unusedSilence = rule.Rule{
	ID: "unused-silence", Title: "a silence takes something out", Since: "0.1", Level: diag.Warning,
	Why:     "A silence that is left over hides the next finding of its rule.",
	Example: rule.Example{Edits: [][2]string{{"related:\n", "silence: [{rule: «unregistered-system», reason: vendor is being onboarded}]\nrelated:\n"}}},
}

// silenced takes out the warnings and notes that the record accepts with a reason. A silence that
// takes out nothing is a finding itself.
func silenced(p *rule.Pass) []diag.Finding {
	if p.Record == nil || len(p.Record.Silence) == 0 {
		return p.Findings
	}
	used := make([]bool, len(p.Record.Silence))
	kept := slices.DeleteFunc(p.Findings, func(f diag.Finding) bool {
		for i, s := range p.Record.Silence {
			if s.Rule == f.Rule && s.Reason != "" && f.Level != diag.Error {
				used[i] = true
				return true
			}
		}
		return false
	})
	p.Findings = kept
	if slices.ContainsFunc(p.File.Faults, func(f diag.Finding) bool { return p.Levels[f.Rule] == diag.Error }) {
		return p.Findings // what it silences may be in what could not be read
	}
	p.Rule = &unusedSilence
	for i, s := range p.Record.Silence {
		if level, known := p.Levels[s.Rule]; !used[i] && known && level != diag.Error {
			key := rule.Item("silence", i) + ".rule"
			p.At(key, "this silences nothing: no warning or note of the rule "+s.Rule+" is left", "remove the entry")
		}
	}
	return p.Findings
}
