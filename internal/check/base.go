package check

import (
	"maps"
	"strings"
)

// base is the record that the examples of the rules change. With the files of baseFiles beside it
// no rule has anything to say about it.
const base = `---
id: INC-2026-0001
title: Chat assistant quotes a fee that was abolished
summary: For two days the assistant quoted an abolished fee to 312 customers.
type: model_failure
severity: sev3
status: closed
tlp: GREEN
systems: [assistant]
owner: digital-channels
roles: {reporter: support, commander: ml-oncall, reviewer: model-risk, approver: oversight-board}
timeline:
  started: 2026-01-12T08:00:00Z
  detected: 2026-01-14T09:30:00Z
  triaged: 2026-01-14T10:00:00Z
  contained: 2026-01-14T11:15:00Z
  resolved: 2026-01-15T16:00:00Z
  reviewed: 2026-01-22
  closed: 2026-02-20
detection: {method: user_report}
impact: {people: 312, harms: [economic], reversible: yes}
trigger: the fee table changed and the index was not rebuilt
causes:
  - {factor: data_quality, note: the index held the old fee table}
mitigations:
  - {id: M1, title: Fee questions go to staff, applied: 2026-01-14T11:15:00Z, until: index rebuilt, removed: 2026-01-15T16:00:00Z}
actions:
  - {id: A1, title: Rebuild the index with the fee table, kind: prevent, owner: ml-platform, due: 2026-02-10, status: done, ended: 2026-02-09}
related:
  - {id: INC-2026-0002, relation: similar_to}
---
## What happened
The assistant quoted a fee from the old fee table.

## Timeline
- 2026-01-14T09:30Z — A customer complains about the fee quoted.
- 10:00 — The team on call takes over.

## Impact
312 customers were told a wrong fee; none was charged. See [[INC-2026-0002]].

## Response
Questions about fees went to staff until the index was rebuilt.

## Analysis
Nothing rebuilt the index when the fee table changed.

## Lessons
An index is part of the data it was made from.
`

// baseFiles stand beside the base record.
var baseFiles = map[string]string{
	"incidents/2026/INC-2026-0002-other.md": `---
id: INC-2026-0002
title: Assistant answers in another language
type: unexpected_behavior
severity: sev4
status: detected
tlp: GREEN
systems: [assistant]
timeline: {detected: 2026-02-03}
detection: {method: monitoring}
---
## What happened
Some answers came in another language than the question.
`,
	"knowledge/systems/assistant.md": `---
title: Chat assistant
summary: Answers customers' questions about products and fees.
owner: digital-channels
tlp: GREEN
---
Answers customers' questions.
`,
}

// third, duplicate and retired stand beside the base record in single examples.
const (
	third = `---
id: INC-2026-0003
title: The fee table was changed twice
type: model_failure
severity: sev4
status: detected
tlp: GREEN
systems: [assistant]
timeline: {detected: 2026-01-12}
detection: {method: monitoring}
related: [{id: INC-2026-0001, relation: caused_by}]
---
## What happened
The fee table was changed twice.
`
	duplicate = `---
id: INC-2026-0003
title: Another report of the fee
type: model_failure
severity: sev4
status: duplicate
duplicate_of: INC-2026-0002
tlp: GREEN
systems: [assistant]
timeline: {detected: 2026-01-12}
detection: {method: monitoring}
---
## What happened
A second customer complained.
`
	retired = `---
title: Old assistant
owner: digital-channels
tlp: GREEN
status: retired
retired: 2025-06-30
---
`
)

const basePath = "incidents/2026/INC-2026-0001-example.md"

// pixel is the smallest picture, for examples that need one.
const pixel = "GIF89a\x01\x00\x01\x00\x00\x00\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"

// BasePath is where the base record stands.
const BasePath = basePath

// HasExample tells whether a file can show the rule.
func (r Rule) HasExample() bool { return r.Example.Bad != "" || len(r.Example.Edits) > 0 }

// Files is the path of the wrong file, its text with « and » around the span, and the right text.
func (r Rule) Files() (path, bad, good string) {
	path, bad, good = r.Example.Path, r.Example.Bad, r.Example.Good
	if path == "" {
		path = basePath
	}
	if len(r.Example.Edits) == 0 {
		return path, bad, good
	}
	bad, good = base, base
	for _, e := range r.Example.Edits {
		bad = strings.Replace(bad, e[0], e[1], 1)
	}
	return path, bad, good
}

// Beside is the files that stand beside the example.
func (r Rule) Beside() map[string]string {
	files := maps.Clone(baseFiles)
	maps.Copy(files, r.Example.Beside)
	return files
}

// Fragments are the lines that differ between the wrong and the right file, or the wrong file
// itself; the place of the finding stands between « and ».
func (r Rule) Fragments() (bad, good string) {
	_, wrong, right := r.Files()
	switch {
	case r.Example.Says != "":
		return r.Example.Says + "\n", ""
	case unmark(wrong) == base: // the name is what is wrong
		return r.Example.Path + "\n", basePath + "\n"
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
