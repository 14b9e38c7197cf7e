// Package check holds the rules: one value for each, which feeds the check, its documentation and
// its test. A rule sees one file at a time and the names of all others; it reads nothing and
// decides nothing about exit codes.
package check

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"hindcast/internal/address"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/taxonomy"
)

// Rule is one thing that every record must keep to.
type Rule struct {
	ID    string
	Title string // what it asks for, in one line
	Why   string
	Since string // version of Hindcast
	Level diag.Level
	From  string // stage from which on it applies; empty for all
	// Bad and Good are the same fragments of the base record, wrong and right; see Example.
	Example Example

	// One of these runs the rule; a rule without any reports what reading the file found.
	record  func(*pass, *incident.Record)
	file    func(*pass)
	history func(*pass, change) // see Against
}

// Example is a pair of a wrong and a right file. The span of the finding stands between « and ».
type Example struct {
	Path  string      // where it is not the path of the base record
	Edits [][2]string // right and wrong fragment of the base record
	Bad   string      // a whole file, where no edit can show it; «» alone for a file that is gone
	Good  string
	// Beside are files that stand beside both, Wrong those beside the wrong file alone.
	Beside, Wrong map[string]string
	// Says is what documentation shows in place of a wrong file that is too large, or no text.
	Says string
	// Before are files at the merge base, for a rule that compares with it; Meanwhile those that the
	// branch to merge into got since then.
	Before, Meanwhile map[string]string
}

// Rules are all rules, by topic.
func Rules() []Rule {
	return slices.Concat(fileRules, valueRules, styleRules, identityRules, addressRules, settingsRules, stageRules, timeRules, sequenceRules, roleRules,
		followUpRules, obligationRules, linkRules, relationRules, textRules, readersRules, historyRules)
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
	rules  []Rule
	levels map[string]diag.Level
}

// New makes a checker of all rules.
func New() *Checker {
	c := &Checker{rules: Rules(), levels: map[string]diag.Level{}}
	for _, r := range c.rules {
		c.levels[r.ID] = r.Level
	}
	return c
}

// Log checks every file of a log as of an instant and returns what it found, sorted.
func (c *Checker) Log(log *incident.Log, now time.Time) []diag.Finding {
	shared := &shared{
		log: log, names: log.Names(), now: now, levels: c.levels,
		addresses: addressesOf(log), headings: map[*incident.File]map[string]bool{},
		frameworks: taxonomy.FrameworksOf(log.Config.Frameworks), regimes: taxonomy.Configured(log.Config.Obligations), people: incident.NamesOf(log.People),
	}
	var all []diag.Finding
	run := func(p pass) {
		p.shared = shared
		all = append(all, capped(c.guarded(&p), log.Config.Limit(incident.LimitFindings))...)
	}
	run(pass{file: &log.ConfigFile, front: &log.Config.Written})
	for _, r := range log.Records {
		run(pass{file: &r.File, front: &r.Front, record: r, tlp: r.TLP, title: r.Title})
	}
	for _, s := range log.Systems {
		run(pass{file: &s.File, front: &s.SystemFront, slug: s.Slug, tlp: s.TLP, title: s.Title})
	}
	for _, a := range log.Articles {
		run(pass{file: &a.File, front: &a.ArticleFront, slug: a.Slug, tlp: a.TLP, title: a.Title})
	}
	for _, f := range slices.Concat(log.Assets, log.Own) {
		run(pass{file: f})
	}
	diag.Sort(all)
	return all
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
	slices.SortStableFunc(findings, func(a, b diag.Finding) int { return cmp.Compare(b.Level, a.Level) })
	rest := findings[most:]
	more := rest[0]
	return append(findings[:most:most], diag.Finding{
		Rule: RuleMore, Level: more.Level, Path: more.Path, Record: more.Record, Span: diag.FileStart,
		Message: fmt.Sprintf("%s more in this file: %s", diag.Plural(len(rest), "finding"), diag.Tally(rest)),
		Hint:    "mend those that are shown first, or raise limits.findings in hindcast.yaml",
	})
}

// shared is what all passes have in common.
type shared struct {
	log   *incident.Log
	names *incident.Names
	now   time.Time

	addresses  map[string]*incident.File          // the first file at each address
	headings   map[*incident.File]map[string]bool // filled where asked for
	added      *address.Paths                     // files below site/static; made where asked for
	levels     map[string]diag.Level              // of each rule, before the settings change it
	frameworks map[string]taxonomy.Framework
	regimes    []taxonomy.Regime
	people     *regexp.Regexp // names that belong in no record; nil for none
}

// ruleIDs are the ids of all rules, sorted.
func (s *shared) ruleIDs() []string { return slices.Sorted(maps.Keys(s.levels)) }

// instant words a moment in the configured zone.
func (s *shared) instant(t time.Time) string {
	return t.In(s.log.Config.Zone).Format("2006-01-02 15:04 MST")
}

// pass is the check of one file.
type pass struct {
	*shared
	file   *incident.File
	front  any              // pointer to the struct of the front matter
	record *incident.Record // nil for other files
	slug   string           // of systems and articles
	tlp    string
	title  string

	rule     *Rule
	findings []diag.Finding
}

// guarded is check, with a fault of the program as a finding of the file that it was met with.
func (c *Checker) guarded(p *pass) (found []diag.Finding) {
	defer func() {
		if fault := recover(); fault != nil {
			found = append(p.findings, incident.Defeat(p.file.Path, fault))
		}
	}()
	return c.check(p)
}

func (c *Checker) check(p *pass) []diag.Finding {
	for _, f := range p.file.Faults {
		f.Level, f.Record = diag.Error, p.name()
		if level, known := c.levels[f.Rule]; known {
			f.Level = level
		}
		p.findings = append(p.findings, f)
	}
	if p.file.Places == nil {
		return p.findings
	}
	for i := range c.rules {
		p.rule = &c.rules[i]
		switch {
		case p.rule.record != nil && p.record != nil:
			if p.rule.From == "" || p.record.Reached(p.rule.From) {
				p.rule.record(p, p.record)
			}
		case p.rule.file != nil:
			p.rule.file(p)
		}
	}
	p.configured()
	return p.silenced()
}

// configured applies the levels of the settings. An error stays an error.
func (p *pass) configured() {
	kept := p.findings[:0]
	for _, f := range p.findings {
		level := p.log.Config.Rules[f.Rule]
		switch {
		case f.Level == diag.Error || level == "":
		case level == "off":
			continue
		default:
			f.Level = map[string]diag.Level{"note": diag.Note, "warning": diag.Warning, "error": diag.Error}[level]
		}
		kept = append(kept, f)
	}
	p.findings = kept
}

// silenced takes out the warnings and notes that the record accepts with a reason. A silence that
// takes out nothing is a finding itself.
func (p *pass) silenced() []diag.Finding {
	if p.record == nil || len(p.record.Silence) == 0 {
		return p.findings
	}
	used := make([]bool, len(p.record.Silence))
	kept := slices.DeleteFunc(p.findings, func(f diag.Finding) bool {
		for i, s := range p.record.Silence {
			if s.Rule == f.Rule && s.Reason != "" && f.Level != diag.Error {
				used[i] = true
				return true
			}
		}
		return false
	})
	p.findings = kept
	p.rule = &unusedSilence
	for i, s := range p.record.Silence {
		if level, known := p.levels[s.Rule]; !used[i] && known && level != diag.Error {
			key := item("silence", i) + ".rule"
			p.at(key, "this silences nothing: no warning or note of the rule "+s.Rule+" is left", "remove the entry")
		}
	}
	return p.findings
}

// name is the record's id, else the path.
func (p *pass) name() string {
	if p.record != nil && p.record.ID != "" {
		return p.record.ID
	}
	return p.file.Path
}

func (p *pass) report(f diag.Finding) *diag.Finding {
	f.Rule, f.Level, f.Path, f.Record = p.rule.ID, p.rule.Level, p.file.Path, p.name()
	p.findings = append(p.findings, f)
	return &p.findings[len(p.findings)-1]
}

// at reports about the value at a key path.
func (p *pass) at(key, message, hint string) *diag.Finding {
	span, text, ok := p.file.Places.Value(key)
	if !ok {
		return p.missing(key, message, hint)
	}
	return p.report(diag.Finding{Key: key, Span: span, Text: text, Message: message, Hint: hint})
}

// atKey reports about the key at a key path.
func (p *pass) atKey(key, message, hint string) *diag.Finding {
	span, text, ok := p.file.Places.Key(key)
	if !ok {
		return p.missing(key, message, hint)
	}
	return p.report(diag.Finding{Key: key, Span: span, Text: text, Message: message, Hint: hint})
}

// missing reports what is not there: at the key of the map that lacks it, else at the opening ---.
func (p *pass) missing(key, message, hint string) *diag.Finding {
	span := p.file.Places.Start()
	if i := strings.LastIndexAny(key, ".["); i > 0 {
		if s, _, ok := p.file.Places.Key(key[:i]); ok {
			span = s
		}
	}
	return p.report(diag.Finding{Key: key, Span: span, Message: message, Hint: hint})
}

// asked reports what the stage asks for and is not there, at the value of status.
func (p *pass) asked(key, message, hint string) *diag.Finding {
	span, text, ok := p.file.Places.Value("status")
	if !ok {
		span = p.file.Places.Start()
	}
	return p.report(diag.Finding{Key: key, Span: span, Text: text, Message: message, Hint: hint})
}

// nothing is how YAML writes a value that says nothing.
var nothing = regexp.MustCompile(`^(?:~|null|Null|NULL|"\s*"|'\s*'|\[(?:\s|#.*\n)*\]|\{(?:\s|#.*\n)*\}|[|>][-+\d]*)?$`)

// written tells whether something stands at a key, be it wrong.
func (p *pass) written(key string) bool {
	_, text, ok := p.file.Places.Value(key)
	return ok && text != "" && (strings.IndexByte("~nN\"'[{|>", text[0]) < 0 || !nothing.MatchString(text))
}

// present tells whether a key or an item of a list is there, be it empty.
func (p *pass) present(key string) bool {
	_, _, ok := p.file.Places.Value(key)
	return ok
}

// related adds the place of a key to a finding and returns its line.
func (p *pass) related(f *diag.Finding, key, message string) int {
	span, _, ok := p.file.Places.Value(key)
	if !ok {
		return 0
	}
	f.Related = append(f.Related, diag.Place{Path: p.file.Path, Span: span, Message: message})
	return span.Start.Line
}
