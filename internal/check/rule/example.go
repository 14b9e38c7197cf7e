package rule

import (
	"maps"
	"strings"
)

// Example is a pair of a wrong and a right file. The span of the finding is between « and ».
type Example struct {
	Path  string      // where it is not the path of the base record
	Edits [][2]string // right and wrong fragment of the base record
	Bad   string      // a whole file, where no edit can show it; «» alone for a file that is gone
	// Large makes the wrong file where it is too large to be held by a program that only runs the rule.
	Large func() string
	Good  string
	// Beside are files that are beside both, Wrong those beside the wrong file alone.
	Beside, Wrong map[string]string
	// Says is what documentation shows in place of a wrong file that is too large, or no text.
	Says string
	// Before are files at the merge base, for a rule that compares with it; Meanwhile those that the
	// branch to merge into got since then.
	Before, Meanwhile map[string]string
}

// HasExample reports whether a file can show the rule.
func (r Rule) HasExample() bool {
	return r.Example.Bad != "" || r.Example.Large != nil || len(r.Example.Edits) > 0
}

// Files is the path of the wrong file, its text with « and » around the span, and the right text.
func (r Rule) Files() (path, bad, good string) {
	path, bad, good = r.Example.Path, r.Example.Bad, r.Example.Good
	if path == "" {
		path = BasePath
	}
	if r.Example.Large != nil {
		bad = r.Example.Large()
	}
	if len(r.Example.Edits) == 0 {
		return path, bad, good
	}
	bad, good = Base, Base
	for _, e := range r.Example.Edits {
		bad = strings.Replace(bad, e[0], e[1], 1)
	}
	return path, bad, good
}

// Beside is the files that are beside the example.
func (r Rule) Beside() map[string]string {
	files := maps.Clone(BaseFiles)
	maps.Copy(files, r.Example.Beside)
	return files
}

// Fragments are the lines that differ between the wrong and the right file, or the wrong file
// itself; the place of the finding is between « and ».
func (r Rule) Fragments() (bad, good string) {
	_, wrong, right := r.Files()
	switch {
	case r.Example.Says != "":
		return r.Example.Says + "\n", ""
	case unmark(wrong) == Base: // the name is what is wrong
		return r.Example.Path + "\n", BasePath + "\n"
	case len(r.Example.Edits) == 0:
		return strings.TrimPrefix(wrong, "«»"), ""
	}
	return linesOnlyIn(wrong, right), linesOnlyIn(right, unmark(wrong))
}

func unmark(text string) string { return strings.NewReplacer("«", "", "»", "").Replace(text) }

// linesOnlyIn are the lines of one text that the other does not hold, or that are marked.
func linesOnlyIn(text, other string) string {
	held := map[string]bool{}
	for line := range strings.Lines(other) {
		held[line] = true
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		if !held[line] && strings.TrimSpace(line) != "" {
			b.WriteString(line)
		}
	}
	return b.String()
}

// ItemExamples are items as they can be written, by their list or map.
var ItemExamples = map[string]string{
	"models":            "{name: …, version: …, provider: …}",
	"notified":          "{who: customers, when: 2026-12-10}",
	"reopened":          "{when: 2026-12-10, reason: …, to: resolved}",
	"impact.cost":       "{amount: 41000, currency: EUR}",
	"impact.share":      "{of: requests, value: 0.2}",
	"confidence":        "{level: confirmed, note: …}",
	"safeguards":        "{name: regression suite, result: missed, note: …}",
	"actions.guard":     "{kind: eval, where: …, proven: 2026-12-10}",
	"evidence":          "{what: …, where: …}",
	"causes":            "{factor: drift, note: …}",
	"mitigations":       "{id: M1, title: …, applied: 2026-12-10, until: …}",
	"actions":           "{id: A1, title: …, kind: prevent, owner: …, due: 2026-12-10, status: open}",
	"actions.verified":  "{date: 2026-12-10, by: …, result: effective}",
	"related":           "{id: INC-2026-0001, relation: similar_to}",
	"obligations":       "{regime: gdpr_33, role: controller, applies: open, aware: 2026-12-10T09:30:00Z}",
	"obligations.steps": "{step: authority, done: 2026-12-10}",
	"frameworks":        "{id: MANAGE 4.3, shows: failed, note: …}",
	"references":        "{url: https://example.org/report, title: …}",
	"links":             "{url: https://example.org/ticket, title: …}",
	"amendments":        "{date: 2026-12-10, by: …, note: …}",
	"silence":           "{rule: unregistered-system, reason: …}",
	"usage":             "{from: 2026-01, to: 2026-03, decisions: 1200000}",
	"source":            "{name: …}",
}
