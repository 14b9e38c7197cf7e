package rule

// Base is the record that the examples of the rules change. With the files of baseFiles beside it
// no rule has anything to say about it.
const Base = `---
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

// BaseFiles are beside the base record.
var BaseFiles = map[string]string{
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

// Third, Duplicate and Retired are beside the base record in single examples.
const (
	Third = `---
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
	Duplicate = `---
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
	Retired = `---
title: Old assistant
owner: digital-channels
tlp: GREEN
status: retired
retired: 2025-06-30
---
`
)

// BasePath is the path of the base record.
const BasePath = "incidents/2026/INC-2026-0001-example.md"

// Pixel is the smallest picture, for examples that need one.
const Pixel = "GIF89a\x01\x00\x01\x00\x00\x00\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
