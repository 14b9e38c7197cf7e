package content

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"hindcast/internal/address"
	"hindcast/internal/check/rule"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/taxonomy"
)

// StyleRules are about values that are right one by one and odd together.
var StyleRules = []rule.Rule{
	{
		ID: "title-length", Title: "a title has up to 120 characters", Since: "0.1", Level: diag.Warning,
		Why:     "Lists, feeds and the headings of tickets cut longer ones.",
		Example: rule.Example{Edits: [][2]string{{"title: Chat assistant quotes a fee that was abolished", "title: «" + strings.TrimSpace(strings.Repeat("Chat assistant quotes a fee ", 5)) + "»"}}},
		Record: rule.UnlessPrecedent(func(p *rule.Pass, r *incident.Record) {
			if n := utf8.RuneCountInString(r.Title); n > titleLimit {
				p.At("title", fmt.Sprintf("the title has %d characters", n),
					fmt.Sprintf("say what happened in at most %d", titleLimit))
			}
		}),
	},
	{
		ID: "summary-repeats-title", Title: "the summary says more than the title", Since: "0.1", Level: diag.Warning,
		Why:     "Readers see both together; the second should tell effect, scale or duration.",
		Example: rule.Example{Edits: [][2]string{{"summary: For two days the assistant quoted an abolished fee to 312 customers.", "summary: «Chat assistant quotes a fee that was abolished.»"}}},
		Record: rule.UnlessPrecedent(func(p *rule.Pass, r *incident.Record) {
			if r.Summary != "" && strings.EqualFold(strings.TrimRight(r.Summary, ". "), strings.TrimRight(r.Title, ". ")) {
				p.At("summary", "the summary repeats the title", "say who was affected, how many, for how long")
			}
		}),
	},
	{
		ID: "id-year", Title: "the year in an id is that of detection", Since: "0.1", Level: diag.Warning,
		Why:     "Whoever knows when it was noticed expects to find it under that year.",
		Example: rule.Example{Edits: [][2]string{{"id: INC-2026-0001", "id: «INC-2025-0001»"}}, Path: "incidents/2025/INC-2025-0001-example.md"},
		Record: rule.UnlessPrecedent(func(p *rule.Pass, r *incident.Record) {
			year, ok := p.Log.Config.IDs.Pattern.Year(r.ID)
			detected := r.Timeline.Detected
			if ok && !detected.IsZero() && year != detected.In(p.Log.Config.Zone).Year() && year != detected.Sortable().Year() {
				p.At("id", fmt.Sprintf("the id says %d, and it was detected in %d", year, detected.Sortable().Year()),
					"ids are permanent: mend it before the merge, or silence this with the reason")
			}
		}),
	},
	{
		ID: "repeated-entry", Title: "a list names each thing once", Since: "0.1", Level: diag.Warning,
		Why:     "A second entry is most often meant to be another.",
		Example: rule.Example{Edits: [][2]string{{"systems: [assistant]", "systems: [assistant]\ntags: [fees, «fees»]"}}},
		File:    repeatedEntries,
	},
	{
		ID: "text-cut", Title: "no text is cut by a # that was meant as part of it", Since: "0.1", Level: diag.Warning,
		Why:     "In YAML a # behind a space begins a comment: the rest of the text is on no page, and nobody notices.",
		Example: rule.Example{Edits: [][2]string{{"title: Chat assistant quotes a fee that was abolished", "title: Chat assistant «#2 quotes a fee that was abolished»"}}},
		File:    cutTexts,
	},
	{
		ID: "also-repeats-type", Title: "also names types beside the main one", Since: "0.1", Level: diag.Warning,
		Why:     "The main type is counted already.",
		Example: rule.Example{Edits: [][2]string{{"type: model_failure", "type: model_failure\nalso: [«model_failure»]"}}},
		Record: func(p *rule.Pass, r *incident.Record) {
			if i := slices.Index(r.Also, r.Type); i >= 0 && r.Type != "" {
				p.At(rule.Item("also", i), r.Type+" is the main type already", "remove it, or name another type")
			}
		},
	},
	{
		ID: "harms-severity", Title: "what was severe did harm", Since: "0.1", Level: diag.Warning,
		Why:     "The two worst severities are defined by harm; with none, one of the two is wrong.",
		Example: rule.Example{Edits: [][2]string{{"severity: sev3", "severity: sev2\nseverity_rationale: a core service was down"}, {"harms: [economic]", "harms: «[]»"}, {"ended: 2026-02-09}", "ended: 2026-02-09, verified: {date: 2026-02-15, by: model-risk, result: effective}}"}}},
		Record: rule.UnlessPrecedent(func(p *rule.Pass, r *incident.Record) {
			if r.HarmsNone() && p.Log.Config.IsWorst(r.Severity) {
				p.At("impact.harms", fmt.Sprintf("the severity is %s, and there were no harms", r.Severity),
					"name the harms, or lower the severity")
			}
		}),
	},
	{
		ID: "actions-and-none", Title: "a reason for no actions stands alone", Since: "0.1", Level: diag.Error,
		Why:     "A reason why there are no actions contradicts a list of them.",
		Example: rule.Example{Edits: [][2]string{{"related:\n", "no_actions: «nothing to do»\nrelated:\n"}}},
		Record: func(p *rule.Pass, r *incident.Record) {
			if r.NoActions != "" && len(r.Actions) > 0 {
				f := p.At("no_actions", "there are actions, and a reason why there are none", "keep one of the two")
				p.Relate(f, "actions", "the actions")
			}
		},
	},
	{
		ID: "framework-edition", Title: "an id of a framework is in the edition that is built in", Since: "0.1", Level: diag.Warning,
		Why:     "It may be misspelt, or of another edition, whose ids can be added in hindcast.yaml.",
		Example: rule.Example{Edits: [][2]string{{"related:\n", "frameworks: {nist_ai_rmf: [«MANAGE 4.9»]}\nrelated:\n"}}},
		Record: frameworkIDs(func(p *rule.Pass, framework taxonomy.Framework, key, id string) {
			if message := framework.Edition(id); message != "" {
				hint := "check it; where it is of another edition, hindcast.yaml adds it: frameworks: {" + framework.Key +
					": {extend: true, controls: [{id: " + id + "}]}}"
				if near := diag.Nearest(id, framework.IDs()); near != "" {
					hint = "did you mean " + near + "? An id of another edition is added in hindcast.yaml: frameworks: {" +
						framework.Key + ": {extend: true, controls: [{id: " + id + "}]}}"
				}
				p.At(key, message, hint)
			}
		}),
	},
	{
		ID: "framework-retired", Title: "an id of a framework is one that it still has", Since: "0.1", Level: diag.Note,
		Why:     "Readers who look it up in the current edition don't find it.",
		Example: rule.Example{Edits: [][2]string{{"related:\n", "frameworks: {mitre_atlas: [«AML.T0030»]}\nrelated:\n"}}},
		Record: frameworkIDs(func(p *rule.Pass, framework taxonomy.Framework, key, id string) {
			if framework.Retired(id) {
				p.At(key, id+" was retired before "+strings.TrimSpace(framework.Title+" "+framework.Version),
					"it stays valid; where another id has taken its place, give that too")
			}
		}),
	},
	{
		ID: "reference-repeated", Title: "a reference is given once", Since: "0.1", Level: diag.Warning,
		Why:     "Two entries for one address look like two sources.",
		Example: rule.Example{Edits: [][2]string{{"related:\n", "references:\n  - {url: https://example.org/a}\n  - {url: «https://example.org/a»}\nrelated:\n"}}},
		Record: func(p *rule.Pass, r *incident.Record) {
			first := map[string]int{}
			for i, ref := range r.References {
				source, key := address.Source(string(ref.URL)), rule.Item("references", i)+".url"
				if at, again := first[source]; again {
					p.Relate(p.At(key, "this source is given twice", "remove one of them"), rule.Item("references", at)+".url", "first here")
				} else if source != "" {
					first[source] = i
				}
			}
		},
	},
	{
		ID: "framework-id", Title: "an id of a framework is one that its version holds", Since: "0.1", Level: diag.Error,
		Why:     "Evidence is looked up by control; under a misspelt id it is never found.",
		Example: rule.Example{Edits: [][2]string{{"related:\n", "frameworks: {nist_ai_rmf: [«MANAGE.4.3»]}\nrelated:\n"}}},
		Record: frameworkIDs(func(p *rule.Pass, framework taxonomy.Framework, key, id string) {
			if message := framework.Check(id); message != "" {
				hint := "an id looks like " + framework.Example
				if near := diag.Nearest(id, framework.IDs()); near != "" {
					hint = "did you mean " + near + "?"
				} else if osv, known := p.Frameworks["osv"]; known && osv.Check(id) == "" && !strings.HasPrefix(id, "CVE-") {
					hint = "ids of advisories go under osv: frameworks: {osv: [" + id + "]}"
				}
				p.At(key, message, hint)
			}
		}),
	},
	{
		ID: "framework-key", Title: "a framework is called by its key", Since: "0.1", Level: diag.Warning,
		Why:     "A framework of one's own is welcome; one that is nearly a built-in is most often a slip.",
		Example: rule.Example{Edits: [][2]string{{"related:\n", "frameworks: {«nist_ai_rfm»: [MANAGE 4.3]}\nrelated:\n"}}},
		Record: func(p *rule.Pass, r *incident.Record) {
			var keys []string
			for key := range p.Frameworks {
				if len(key) > 4 { // short keys are near to anything
					keys = append(keys, key)
				}
			}
			for name := range r.Frameworks {
				if _, known := p.Frameworks[name]; known {
					continue
				}
				if near := diag.Nearest(name, keys); near != "" {
					p.AtKey("frameworks."+name, fmt.Sprintf("%s is no built-in framework", name), "did you mean "+near+"?")
				}
			}
		},
	},
	{
		ID: "action-control", Title: "an action names a control by its framework and id", Since: "0.1", Level: diag.Error,
		Why:     "An action is credited to the controls that it names; one that no framework holds gets no credit.",
		Example: rule.Example{Edits: [][2]string{{"status: done, ended: 2026-02-09}", "status: done, ended: 2026-02-09, controls: [«MANAGE 4.1»]}"}}},
		Record:  actionControls,
	},
	{
		ID: "silence-error", Title: "only warnings and notes can be silenced", Since: "0.1", Level: diag.Error,
		Why:     "An error that could be silenced would be a warning.",
		Example: rule.Example{Edits: [][2]string{{"related:\n", "silence: [{rule: «timeline-order», reason: clocks were off}]\nrelated:\n"}}},
		Record: func(p *rule.Pass, r *incident.Record) {
			for i, s := range r.Silence {
				if level, known := p.Levels[s.Rule]; known && level == diag.Error {
					p.At(rule.Item("silence", i)+".rule",
						fmt.Sprintf("%s is an error and can't be silenced", s.Rule), "mend what it reports")
				}
			}
		},
	},
	{
		ID: "silence-unknown", Title: "a silence names a rule", Since: "0.1", Level: diag.Error,
		Why:     "A misspelt rule silences nothing.",
		Example: rule.Example{Edits: [][2]string{{"related:\n", "silence: [{rule: «unregistered-sistem», reason: vendor is being onboarded}]\nrelated:\n"}}},
		Record: func(p *rule.Pass, r *incident.Record) {
			for i, s := range r.Silence {
				if _, known := p.Levels[s.Rule]; !known && s.Rule != "" {
					p.At(rule.Item("silence", i)+".rule", fmt.Sprintf("there is no rule %s", s.Rule),
						diag.DidYouMean(s.Rule, p.RuleIDs()))
				}
			}
		},
	},
	{
		ID: "rule-level", Title: "hindcast.yaml changes levels of rules that exist, and lowers no error", Since: "0.1",
		Level:   diag.Error,
		Why:     "An error that a setting could take away would let wrong records pass.",
		Example: rule.Example{Path: "hindcast.yaml", Bad: "rules:\n  timeline-order: «warning»\n", Good: rule.Base},
		File: rule.OfSettings(func(p *rule.Pass, settings *incident.Settings) {
			for rule, level := range settings.Rules {
				fixed, known := p.Levels[rule]
				switch key := "rules." + rule; {
				case !known:
					p.AtKey(key, fmt.Sprintf("there is no rule %s", rule), diag.DidYouMean(rule, p.RuleIDs()))
				case fixed == diag.Error && p.Bends[rule] && level != "error" && level != "warning":
					p.At(key, fmt.Sprintf("%s can be a warning and no less", rule), "write warning, or remove the entry")
				case fixed == diag.Error && !p.Bends[rule] && level != "error":
					p.At(key, fmt.Sprintf("%s is an error and stays one", rule), "remove the entry")
				}
			}
		}),
	},
}

const titleLimit = 120

// repeatable are the lists that name each thing once.
var repeatable = []string{
	"also", "systems", "unregistered", "playbooks", "tags", "impact.harms", "impact.countries", "types",
}

func repeatedEntries(p *rule.Pass) {
	seen := map[string]bool{}
	for _, l := range p.Leaves() {
		list, _, isItem := strings.Cut(l.Key, "[")
		item := l.Key
		isRepeatable := slices.Contains(repeatable, list)
		if strings.HasPrefix(list, "frameworks.") {
			isRepeatable, item = true, strings.TrimSuffix(item, ".id")
		}
		if !isItem || !isRepeatable || !strings.HasSuffix(item, "]") {
			continue
		}
		entry := list + "\x00" + strings.ToLower(l.Text)
		if seen[entry] {
			p.At(l.Key, fmt.Sprintf("%s is named twice", l.Text), "remove it, or name what was meant")
		}
		seen[entry] = true
	}
}

// cutTexts reports texts with a comment behind them. A comment behind a single word, such as an id, is most often meant
// as one; so is one that begins with a space, which is why that is not mended.
func cutTexts(p *rule.Pass) {
	for _, l := range p.Leaves() {
		if l.Vocab != "" || l.Text == "" {
			continue
		}
		span, comment, found := p.File.Places.Comment(l.Key)
		isGlued := found && len(comment) > 1 && comment[1] != ' ' && comment[1] != '#'
		if !found || !isGlued && !strings.Contains(l.Text, " ") || rule.LastKey(l.Key) == "id" {
			continue
		}
		value, text, _ := p.File.Places.Value(l.Key)
		if strings.IndexByte("\"'|>", text[0]) >= 0 || strings.Contains(text, "\n") {
			continue
		}
		quoted := "'" + strings.ReplaceAll(text+" "+comment, "'", "''") + "'"
		f := p.Report(diag.Finding{
			Key: l.Key, Span: span, Text: comment, Message: "the # begins a comment, which cuts the text of " + l.Key,
			Hint: "write " + quoted + ", or put the comment on a line of its own",
		})
		if isGlued {
			f.Fix = &diag.Fix{Start: value.Start.Offset, End: span.End.Offset, Text: quoted}
		}
	}
}
