package check_test

import (
	"fmt"
	"strings"
	"testing"

	"hindcast/internal/incident"
)

// legitimate is a record that is unusual and right.
type legitimate struct {
	name  string
	edits [][2]string // of the base record
	path  string      // where it is not the path of a record; {id} stands for its own id
	file  string      // in place of edits: the whole file
	crlf  bool
}

// Fragments in which a record of a lower stage differs from the base record.
const (
	approverToo   = ", approver: oversight-board"
	noHarmYet     = "severity: sev3"
	detectedTimes = "timeline:\n  started: 2026-01-12T08:00:00Z\n  detected: 2026-01-14T09:30:00Z\n" + times
)

var hazard = strings.NewReplacer(
	noHarmYet, "kind: hazard\npotential_severity: sev1\nseverity_rationale: lives could depend on it",
	"  started: 2026-01-12T08:00:00Z\n", "", "  contained: 2026-01-14T11:15:00Z\n", "", impact+"\n", "", "mitigations:\n"+mitigation, "",
	"commander: ml-oncall, ", "", "trigger: the fee table changed and the index was not rebuilt\n", "", "## Impact\n", "## Extent\n",
).Replace(record)

var legitimates = []legitimate{
	{name: "the record itself", edits: edit(title, title)},
	{name: "keys in another order", edits: edit("id: INC-2026-0001\n"+title+"\n", "", related, "title: Chat assistant\nid: INC-2026-0001\n"+related)},
	{name: "a space after the id in the name of the file", edits: edit(title, title), path: "incidents/2026/{id} fees quoted.md"},
	{name: "a dot after the id in the name of the file", edits: edit(title, title), path: "incidents/2026/{id}.fees.md"},
	{name: "a comma after the id in the name of the file", edits: edit(title, title), path: "incidents/2026/{id}, fees.md"},
	{name: "a long dash after the id in the name of the file", edits: edit(title, title), path: "incidents/2026/{id}—fees.md"},
	{name: "a bracket after the id in the name of the file", edits: edit(title, title), path: "incidents/2026/{id}(教訓).md"},
	{name: "a space that does not break after the id", edits: edit(title, title), path: "incidents/2026/{id}\u00a0fees.md"},
	{name: "an underscore after the id in the name of the folder", edits: edit(title, title), path: "incidents/2026/{id}_fees/index.md"},
	{name: "quotes", edits: edit(title, `"title": 'Chat assistant''s fee: "abolished" # twice'`, status, `'status': "closed"`, "tlp: GREEN", `tlp: 'GREEN'`)},
	{name: "escapes", edits: edit(title, `title: "Chat\tassistant \u00e9 \U0001F600 \\ \""`)},
	{name: "folded and literal blocks", edits: edit("trigger: the fee", "trigger: >-\n  the fee\n\n  table: --- changed\n  and # more\nseverity_rationale: |\n  a\n    b\n\nstatus_reason: the fee")},
	{name: "value over several lines", edits: edit(title, "title: Chat assistant\n  quotes a fee\n  that was abolished")},
	{name: "CRLF throughout", edits: edit(title, "title: >\n  Chat assistant\n  quotes a fee"), crlf: true},
	{name: "comments everywhere", edits: edit("---\nid: INC-2026-0001", "---\n# filed by hand\nid: INC-2026-0001 # permanent", impact, "impact: # so far\n  {people: 312, # counted\n   harms: [economic], reversible: yes}", "\n---\n##", "\n# end\n---\n##")},
	{name: "comments behind values of other keys", edits: edit("id: INC-2026-0001", "id: INC-2026-0001 #for good", noHarmYet, noHarmYet+" #2", "owner: digital-channels", "owner: digital-channels # since May", "closed: 2026-02-20", "closed: 2026-02-20 #late", "systems: [assistant]", "systems: [assistant] #one", impact, "impact:\n  people: 312 # about\n  harms: # so far\n    - economic #mostly\n  reversible: yes # in full")},
	{name: "hashes that begin no comment", edits: edit(title, "title: 'Chat assistant #2'", "trigger: the", "trigger: C# and#the", "note: the index", "note: \"#1: the index #2\" #\n   ", "held the old fee table}", "}")},
	{name: "blank lines in the head", edits: edit(status, "\n\n"+status+"\n")},
	{name: "spaces behind the delimiters", edits: edit("---\nid", "---  \nid", "\n---\n## What", "\n--- \n## What")},
	{name: "block style", edits: edit(impact, "impact:\n  people: 312\n  harms:\n    - economic\n    - reputational\n  reversible: yes\n  countries:\n  - DE\n  - AT", "systems: [assistant]", "systems:\n- assistant")},
	{name: "flow style over several lines", edits: edit(related+"  - {id: INC-2026-0002, relation: similar_to}", "related: [\n  {id: INC-2026-0002,\n   relation: similar_to,},\n]")},
	{name: "flow style throughout", edits: edit("timeline:\n  started: 2026-01-12T08:00:00Z\n  detected: 2026-01-14T09:30:00Z\n"+times, "timeline: {started: 2026-01-12, detected: 2026-01-14, triaged: 2026-01-14, contained: 2026-01-14, resolved: 2026-01-15, reviewed: 2026-01-22, closed: 2026-02-20}\n")},
	{name: "deep indentation", edits: edit(related+"  - {id", related+"        - {id")},
	{name: "no text after the head's end but sections", edits: edit("\n---\n## What", "\n---\n\n\nIntroduction.\n\n## What")},
	{name: "keys of one's own", edits: edit(related, "custom: {cost_centre: 12, a.b: [x, \"\", ~], \"\": \"  \", nested: {tlp: WHITE, id: 1}}\n"+related)},
	{name: "schema", edits: edit("---\nid", "---\nschema: 1\nid")},
	{name: "absent values", edits: edit(related, "tags:\nparties: {harmed: [], actors: ~}\nevidence: []\nplaybooks: null\nnotified: [ ]\n"+related)},
	{name: "every key", edits: edit(related, `also: [misuse]
models: [{name: gpt, version: 1.10, provider: vendor}, {name: other, version: 0123}]
unregistered: []
parties: {developers: [Vendor], deployers: [us], actors: [account class 3], harmed: [women over 60]}
notified: [{who: customers, when: 2026-01-16, reference: MAIL-1}]
evidence: [{what: prompts, where: vault, preserved: 2026-01-14T12:00:00Z, sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08}]
frameworks: {nist_ai_rmf: [MANAGE 4.3], own: [a]}
references: [{url: "https://example.org/a?b=c#d", title: Statement, kind: statement, publisher: us, date: 2026-01, language: en}, {url: "urn:isbn:9780000000000"}]
tags: [fees, 2026, yes]
aliases: [INC-2026-XK3FQ]
amendments: [{date: 2026-03-01, by: model-risk, note: figure corrected}]
`+related)},

	{name: "times to the minute with offsets", edits: edit("detected: 2026-01-14T09:30:00Z", "detected: 2026-01-14T10:30+01:00", "triaged: 2026-01-14T10:00:00Z", "triaged: 2026-01-14T05:00-05:00")},
	{name: "times with fractions", edits: edit("triaged: 2026-01-14T10:00:00Z", "triaged: 2026-01-14T10:00:00.123456Z")},
	{name: "times of months and years", edits: edit("started: 2026-01-12T08:00:00Z", "started: 2025", "reviewed: 2026-01-22\n  closed: 2026-02-20", "reviewed: 2026-02\n  closed: 2026-02")},
	{name: "time in quotes", edits: edit("closed: 2026-02-20", `closed: "2026-02-20"`)},
	{name: "two times at one instant, twice", edits: edit("2026-01-14T10:00:00Z", "2026-01-14T09:30:00Z", "contained: 2026-01-14T11:15:00Z", "contained: 2026-01-14T09:31:00Z", "resolved: 2026-01-15T16:00:00Z", "resolved: 2026-01-14T09:31:00Z")},
	{name: "day beside minute of the same day", edits: edit("reviewed: 2026-01-22", "reviewed: 2026-01-15")},
	{name: "day that another zone still calls the day before", edits: edit("reviewed: 2026-01-22", "reviewed: 2026-01-14", "resolved: 2026-01-15T16:00:00Z", "resolved: 2026-01-15T03:00:00Z")},
	{name: "contained before triaged", edits: edit("contained: 2026-01-14T11:15:00Z", "contained: 2026-01-14T09:45:00Z")},
	{name: "month between that settles nothing", edits: edit("resolved: 2026-01-15T16:00:00Z", "resolved: 2026-01")},
	{name: "start that is not known", edits: edit("started: 2026-01-12T08:00:00Z", "started: {unknown: the logs go back two days only}")},
	{name: "today in the far east", edits: edit("closed: 2026-02-20", "closed: 2026-06-02")},
	{name: "clocks that differ by minutes", edits: edit("closed: 2026-02-20", "closed: 2026-06-01T12:04Z")},
	{name: "due in the future", edits: edit("due: 2026-02-10", "due: 2027-02-10")},

	{name: "commander as a list", edits: edit("commander: ml-oncall", "commander: [ml-oncall, payments-oncall]")},
	{name: "estimates and zero", edits: edit("people: 312", "people: [300, 350], records: 0, decisions: [5, 5], cost: {amount: 50, currency: JPY}")},
	{name: "no harm, on purpose", edits: edit("harms: [economic]", "harms: []")},
	{name: "severities of one's own words", edits: edit(noHarmYet, "severity: sev1\npotential_severity: sev1\nseverity_rationale: 心配", "ended: 2026-02-09}", "ended: 2026-02-09, verified: {date: 2026-02-10, by: risk, result: partly}}")},
	{name: "summary of 200 characters", edits: edit("summary: For two days the assistant quoted an abolished fee to 312 customers.", "summary: "+strings.Repeat("漢", 200))},
	{name: "no actions", edits: edit("actions:\n"+action, "no_actions: the vendor has replaced the model\n")},
	{name: "actions that ended otherwise", edits: edit(action, "  - {id: A1, title: a, kind: detect, owner: x, due: 2026-02, status: declined, ended: 2026-02-09, reason: too dear}\n  - {id: A12, title: b, kind: process, owner: y, due: 2026-02-10, status: transferred, ended: 2026-02-09, to: RISK-7}\n")},
	{name: "mitigation that is kept", edits: edit(mitigation, "  - {id: M1, title: Fees, applied: 2026-01-14, kept: cheaper than the old way}\n")},
	{name: "no mitigations", edits: edit("mitigations:\n"+mitigation, "", "Questions about fees went", "No interim measure was needed: questions went")},
	{name: "no mitigations, in German", edits: edit("mitigations:\n"+mitigation, "", "Questions about fees went", "Es gab keine Sofortmaßnahme: questions went")},
	{name: "obligations", edits: edit(related, "obligations:\n  - {regime: gdpr_33, role: controller, applies: no, reason: no personal data}\n  - {regime: dora, role: financial_entity, applies: yes, aware: 2026-01-14T10:00Z, steps: [{step: initial, done: 2026-01-14T12:00Z, reference: X}, {step: intermediate, done: 2026-01-16}, {step: final, dropped: {date: 2026-01-20, reason: not major}}]}\n"+related)},
	{name: "warning that is silenced", edits: edit("systems: [assistant]", "unregistered: [call router]\nsilence: [{rule: unregistered-system, reason: being onboarded}]")},

	{name: "detected", edits: edit(status, "status: detected", detectedTimes, "timeline: {detected: 2026-01-14}\n", approverToo, "")},
	{name: "detected with nothing else", file: "---\nid: INC-2026-0001\ntitle: T\ntype: other\nseverity: sev4\nstatus: detected\ntlp: RED\nunregistered: [x]\nsilence: [{rule: unregistered-system, reason: new}]\ntimeline: {detected: 2026}\ndetection: {method: press}\n---\n## What happened\nx\n"},
	{name: "triaged, contained and resolved early", edits: edit(status, "status: triaged", lastTimes, "")},
	{name: "contained", edits: edit(status, "status: contained", "  resolved: 2026-01-15T16:00:00Z\n"+lastTimes, "", impact+"\n", "")},
	{name: "resolved", edits: edit(status, "status: resolved", lastTimes, "", "due: 2026-02-10, status: done, ended: 2026-02-09", "due: 2026-09-10, status: open", ", removed: 2026-01-15T16:00:00Z", "")},
	{name: "reviewed", edits: edit(status, "status: reviewed", "  closed: 2026-02-20\n", "", "due: 2026-02-10, status: done, ended: 2026-02-09", "due: 2026-09-10, status: in_progress", approverToo, "")},
	{name: "reopened", edits: edit(status, "status: triaged", "  contained: 2026-01-14T11:15:00Z\n  resolved: 2026-01-15T16:00:00Z\n"+lastTimes, "", related, "reopened: [{when: 2026-02-01, by: model-risk, reason: came back, to: triaged, earlier: {contained: 2026-01-14, resolved: 2026-01-15, reviewed: 2026-01-22}}]\n"+related)},

	{name: "near miss, closed", edits: edit(noHarmYet, "kind: near_miss\npotential_severity: sev2", "  started: 2026-01-12T08:00:00Z\n", "", "  contained: 2026-01-14T11:15:00Z\n", "", impact+"\n", "", "mitigations:\n"+mitigation, "", "## Impact\n", "## Extent\n")},
	{name: "near miss with all of it", edits: edit(noHarmYet, "kind: near_miss\npotential_severity: sev4")},
	{name: "near miss, detected", edits: edit(noHarmYet, "kind: near_miss\npotential_severity: sev1", status, "status: detected", detectedTimes, "timeline: {detected: 2026-01-14}\n")},
	{name: "hazard, closed", file: hazard},
	{name: "hazard, triaged", file: in(hazard, status, "status: triaged", "  resolved: 2026-01-15T16:00:00Z\n"+lastTimes, "")},
	{name: "exercise", edits: edit(noHarmYet, "kind: exercise\nseverity: sev3")},
	{name: "incident, said so", edits: edit(noHarmYet, "kind: incident\nseverity: sev3")},
	{name: "withdrawn with what is known", edits: edit(status, "status: withdrawn\nstatus_reason: it was a test run")},
	{name: "withdrawn early", edits: edit(status, "status: withdrawn\nstatus_reason: a test run", detectedTimes, "timeline: {detected: 2026-01-14}\n", "summary: For two days the assistant quoted an abolished fee to 312 customers.\n", "")},
	{name: "duplicate", edits: edit(status, "status: duplicate\nduplicate_of: inc-2026-0002", detectedTimes, "timeline: {detected: 2026-01-14}\n")},
	{name: "redacted", file: tombstone, path: "incidents/2026/{id}.md"},
	{name: "redacted with a former id", file: strings.Replace(tombstone, "tlp", "aliases: [INC-2026-XAAAA]\ntlp", 1), path: "incidents/2026/{id}.md"},
	{name: "redacted with all it may hold", file: in(tombstone, "timeline: {detected: 2026-01-14}", "kind: near_miss\ntimeline: {started: 2026-01-12, detected: 2026-01-14, closed: 2026-02-20}\nobligations: [{regime: gdpr_33, role: controller, applies: no}]"), path: "incidents/2026/{id}.md"},
	{name: "precedent with a start", file: in(precedent, "2001", "3901"), path: "incidents/precedents/AIID-3901-a-public-case.md"},
	{name: "precedent with the day of its report", file: in(precedent, "2001", "3002", "timeline: {started: 2018}\n", "", "/report", "/report, date: 2018-03-18"), path: "incidents/precedents/AIID-3002.md"},
	{name: "precedent with parties and a type", file: in(precedent, "2001", "30031", "tlp", "type: bias\nunregistered: [Some system]\nparties: {deployers: [Example Ltd]}\nsource: {name: AIID, retrieved: 2026-01-01}\ntlp"), path: "incidents/AIID-30031.md"},
	{name: "old postmortem, imported", edits: edit(related, "source: {name: wiki, id: \"17\", url: https://example.org/17, licence: CC-BY-4.0, retrieved: 2026-03-01, issues: []}\n"+related)},

	{name: "folder with index and a picture", edits: edit(sentence, "![chart](chart%20one.gif) ![chart](./chart%20one.gif) [data](../{id}-data/index.md#impact) [itself](index.md)"), path: "incidents/2026/{id}-data/index.md"},
	{name: "file named by the id alone", edits: edit(title, title), path: "incidents/{id}.md"},
	{name: "any depth", edits: edit(title, title), path: "incidents/a/b/c/{id}-d.md"},
	{name: "least that a record needs", file: in(incident.LeastRecord, "timeline:", "silence: [{rule: unregistered-system, reason: new}]\ntimeline:") + "\n## What happened\nx\n"},
	{name: "least that a page needs", file: incident.LeastPage + "\nText.\n", path: "knowledge/least.md"},
	{name: "conflict shown in code", edits: edit(sentence, sentence+"\n```text\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> review\n```\n\n~~~\n=======\n<<<<<<< ours\na\n||||||| base\n=======\nb\n>>>>>>> theirs\n~~~")},
	{name: "what looks like a mark of a conflict", edits: edit(sentence, sentence+"\n\n    <<<<<<< HEAD\n\n<<<<<<<< eight\n\n||||||| |\n\nOf `<<<<<<< HEAD` and\n=======b\n")},
	{name: "placeholder for an id", edits: edit("id: INC-2026-0001", "id: INC-2026-X7K3F"), path: "incidents/2026/INC-2026-X7K3F-new.md"},
	{name: "long number", edits: edit("id: INC-2026-0001", "id: INC-2026-123456"), path: "incidents/2026/INC-2026-123456.md"},
	{name: "links of every form", edits: edit(sentence, "[[INC-2026-0002]] [[inc-2026-0002|it]] [[assistant]] [[assistant|the *assistant*]] INC-2026-0002, INC-2031-9999 and ISO-42001. [other](INC-2026-0002-other.md) [system](/knowledge/systems/assistant.md) [up](../../knowledge/systems/assistant.md) [top](#lessons) <https://example.org> [mail](mailto:a@example.org)")},
	{name: "what looks like a link in code", edits: edit(sentence, "`[[no-such-page]]` `[a](javascript:x)` ` :::tlp AMBER`\n\n```markdown\n[[no-such-page]] ![x](y.png)\n:::tlp AMBER\n```\n\n    [[no-such-page]]\n\n[text [[with]] brackets](https://example.org)")},
	{name: "marked parts", edits: edit(sentence, sentence+"\n\n:::tlp AMBER+STRICT\nText with [[INC-2026-0002]].\n\n- list\n:::\n:::tlp RED\n\n```\n:::\n```\n\n:::\n")},
	{name: "section that is marked throughout", edits: edit(sentence, ":::tlp AMBER\n"+sentence+"\n:::")},
	{name: "hint that shows a mark", edits: edit(sentence, sentence+"\n\n<!-- a part for few:\n:::tlp AMBER\ntext\n:::\n-->\n")},
	{name: "hints left in", edits: edit("## What happened\n", "<!-- hints\n\nmay stay -->\n\n## What happened\n<!-- a few sentences -->\n")},
	{name: "headings in capitals and underlined", edits: edit("## Analysis", "ANALYSIS\n--------", "## Lessons", "## lessons ##")},
	{name: "section of a picture from afar, a table or code", edits: edit("An index is part of the data it was made from.", "| a | b |\n|---|---|\n| c | d |", sentence, "```\ncode\n```", "Questions about fees went to staff until the index was rebuilt.", "![chart](https://example.org/p.png)")},
	{name: "no timeline section", edits: edit("## Timeline\n"+firstEvent+" complains about the fee quoted.\n"+secondEvent+"\n", "")},
	{name: "events of every form", edits: edit(secondEvent, "- 10:00: same day\n- 23:59 late\n* 2026-01-15 — a day\n* 2026-01-15T00:30+01:00 is the same day\n- 2026-01\n- 12 customers call\n- text\n\nSome prose at 08:00.", "## Impact\n", "## Impact\n- 08:00 is no event here\n- 2019-01-01 neither\n")},
	{name: "event before the start", edits: edit(firstEvent, "- 2025-11-30 — The vendor changes the model.\n"+firstEvent)},

	{name: "models with what is affected", edits: edit(related, "models: [{name: fraud-gbm, version: \"4.2.0\", provider: in-house, affected: \"4.0 to 4.2\", fixed: \"4.2.1\"}]\n"+related)},
	{name: "safeguards of every result", edits: edit(related, "safeguards: [{name: regression suite, result: missed, note: no case of that kind}, {name: rate alarm, result: \"off\"}, {name: review, result: worked}, {name: canary, result: absent}]\n"+related)},
	{name: "controls as ids and as maps", edits: edit(related, "frameworks: {nist_ai_rmf: [MANAGE 4.3, {id: MANAGE 4.1, shows: failed, note: the alarm was off}, {id: MEASURE 2.4, shows: held}], iso_42001: [{id: A.6.2.6, shows: absent}]}\n"+related)},
	{name: "control in a map with an id alone", edits: edit(related, "frameworks: {nist_ai_rmf: [{id: MANAGE 4.3}]}\n"+related)},
	{name: "actions that name controls", edits: edit("ended: 2026-02-09}", "ended: 2026-02-09, controls: [nist_ai_rmf MANAGE 4.1, 'eu_ai_act Art. 73(2)', mitre_atlas AML.M0015, 'owasp_llm LLM01:2025']}")},
	{name: "action that names a control of a framework of its own", edits: edit(related, "frameworks: {house: [H-1]}\n"+related, "ended: 2026-02-09}", "ended: 2026-02-09, controls: [house H-2]}")},
	{name: "agency of an agent", edits: edit(related, "agency: {autonomy: autonomous, authority: [funds, credentials, code_execution, communication, data_access, physical], adversary: unknown, note: it could pay up to 50 euros}\n"+related)},
	{name: "agency of an adviser", edits: edit(related, "agency: {autonomy: advisory, adversary: no}\n"+related)},
	{name: "confidence", edits: edit(related, "confidence: {level: alleged, note: one side has spoken}\n"+related)},
	{name: "confidence alone", edits: edit(related, "confidence: {level: confirmed}\n"+related)},
	{name: "graded evidence", edits: edit(related, "evidence: [{what: prompts, grade: append_only}, {what: screenshots, grade: editable}, {what: transcript, grade: witnessed, where: notary}]\n"+related)},
	{name: "day of filing", edits: edit(related, "filed: 2026-01-14\n"+related)},
	{name: "share of a fifth", edits: edit("people: 312", "people: 312, share: {of: requests, value: 0.2}")},
	{name: "share of between two fifths and a half", edits: edit("people: 312", "people: 312, share: {of: requests, value: [0.4, 0.5]}")},
	{name: "share of at most a tenth", edits: edit("people: 312", "people: 312, share: {of: requests, value: {most: 0.1}}")},
	{name: "share of all", edits: edit("people: 312", "people: 312, share: {of: requests, value: 1}")},
	{name: "people at least", edits: edit("people: 312", "people: {least: 1200}")},
	{name: "people at most", edits: edit("people: 312", "people: {most: 50}")},
	{name: "people between", edits: edit("people: 312", "people: {least: 1200, most: 1400}")},
	{name: "people a list", edits: edit("people: 312", "people: [1200, 1400]")},
	{name: "cost, a range of", edits: edit("people: 312", "people: 312, cost: {amount: [27000000, 45000000], currency: USD}")},
	{name: "cost, at least", edits: edit("people: 312", "people: 312, cost: {amount: {least: 0.5}, currency: USD}")},
	{name: "cost, at most", edits: edit("people: 312", "people: 312, cost: {amount: {most: 12.50}, currency: USD}")},
	{name: "cost, plain", edits: edit("people: 312", "people: 312, cost: {amount: 41000, currency: USD}")},
	{name: "exposed beside affected", edits: edit("people: 312", "people: 312, exposed: {least: 90000}")},
	{name: "dinars with three decimals", edits: edit("people: 312", "people: 312, cost: {amount: 41.000, currency: KWD}")},
	{name: "countries of one table", edits: edit("people: 312", "people: 312, countries: [DE, GB, TW, XK, SS]")},
	{name: "harm that ended before it was noticed", edits: edit("  detected: 2026-01-14T09:30:00Z\n", "  ended: 2026-01-12T12:32Z\n  detected: 2026-01-14T09:30:00Z\n")},
	{name: "harm that goes on after the resolution", edits: edit("  detected: 2026-01-14T09:30:00Z\n", "  ended: 2026-02-01\n  detected: 2026-01-14T09:30:00Z\n")},
	{name: "disclosed to the public", edits: edit("  closed: 2026-02-20\n", "  closed: 2026-02-20\n  disclosed: 2026-03-01\n")},
	{name: "guards", edits: edit("ended: 2026-02-09}", "ended: 2026-02-09, guard: {kind: eval, where: fee questions, proven: 2026-03-01}}")},
	{name: "guard that is not proven yet", edits: edit("ended: 2026-02-09}", "ended: 2026-02-09, guard: {kind: policy}}")},
	{name: "precedent with what was published of it", file: in(precedent, "2001", "3005", "{started: 2018}", "{started: 2018-03, ended: 2018-05, detected: 2018-04, disclosed: 2018-06-01}"), path: "incidents/precedents/AIID-3005.md"},
	{name: "events with zones", edits: edit(secondEvent, "- 09:30 UTC: same\n- 09:40Z on\n- 10:45+01:00 on")},
	{name: "events with half days", edits: edit(secondEvent, "- 9:45 AM on\n- 11:30 pm on")},
	{name: "events with seconds", edits: edit(secondEvent, "- 09:30:15 on\n- 09:31:00 on")},
	{name: "events as stretches", edits: edit(secondEvent, "- 09:35–09:45 out\n- 09:50 to 10:05 UTC out\n- 10:10-10:20 out")},
	{name: "events past midnight, as a stretch", edits: edit(secondEvent, "- 23:30–00:15 out")},
	{name: "events in bold", edits: edit(secondEvent, "- **09:40** — on\n- **09:45 UTC** - on\n- **09:50:** on")},
	{name: "events in italics", edits: edit(secondEvent, "- *09:40* on\n- _09:45_ on")},
	{name: "events in code", edits: edit(secondEvent, "- `09:40` on")},
	{name: "events under a day", edits: edit(secondEvent, "\n### 2026-01-15\n\n- 00:10 on\n- 00:20 on")},
	{name: "events under a day in words", edits: edit(secondEvent, "\n### Thursday, 15 January 2026\n\n- 00:10 UTC on")},
	{name: "events under a day in bold", edits: edit(secondEvent, "\n**2026-01-15**\n\n- 00:10 on")},
	{name: "events in a table", edits: edit(secondEvent, "\n| Time (UTC) | Event |\n|---|---|\n| 09:40 | on |\n| 2026-01-15 00:10 | on |")},
	{name: "events in a table with days", edits: edit(secondEvent, "\n| Date | Time (UTC) | Event |\n|---|---|---|\n| 2026-01-15 | 00:10 | on |\n| | 00:20 | on |")},
	{name: "events with the day after them", edits: edit(secondEvent, "- 2026-01-14 at 09:40 UTC on\n- 14 January 2026, 09:45 UTC on")},
	{name: "events of one figure", edits: edit(secondEvent, "- 9:40 on")},
	{name: "events in emphasis with text", edits: edit(secondEvent, "- **09:40 The team is called** at last")},
	{name: "timeline with a zone in its heading", edits: edit("## Timeline\n", "## Timeline (UTC)\n", secondEvent, "- 2026-01-14 10:00 — on")},
	{name: "lessons, lessons learned", edits: edit("## Lessons\n", "## Lessons learned\n")},
	{name: "lessons, in German", edits: edit("## Lessons\n", "## Lehren\n")},
	{name: "lessons, in French", edits: edit("## Lessons\n", "## Enseignements\n")},
	{name: "lessons, in Spanish", edits: edit("## Lessons\n", "## Lecciones aprendidas\n")},
	{name: "lessons, in Japanese", edits: edit("## Lessons\n", "## 教訓\n")},
	{name: "lessons, in Chinese", edits: edit("## Lessons\n", "## 经验教训\n")},
	{name: "sections of another template", edits: edit("## What happened\n", "## Summary\n", "## Response\n", "## Resolution\n", "## Analysis\n", "## Root cause\n")},
	{name: "sections of one's own", edits: edit("## Lessons\n", "## What went well\nIt was noticed.\n\n## Where we got lucky\nNobody paid.\n\n## Background\nx\n\n## Action items\nA1\n\n## Lessons\n")},

	{name: "duration that is right", edits: edit(sentence, sentence+"\n\nDuration: 80 hours")},
	{name: "duration to the containment", edits: edit(sentence, sentence+"\n\nThe outage lasted 2 days, 3 h 15 min.")},
	{name: "duration from the detection", edits: edit(sentence, sentence+"\n\nMTTR: 30 h 30 min")},
	{name: "duration of something else", edits: edit(sentence, sentence+"\n\nThe rebuild lasted 3 hours. Session duration: 5 minutes.")},
	{name: "duration in code", edits: edit(sentence, sentence+"\n\n```\nduration: 5m\nMTTR: 96 minutes\n```\n\n`Duration: 96 minutes`")},
	{name: "duration that is about right", edits: edit(sentence, sentence+"\n\nThe incident lasted about 3 days. Dauer: rund 4 Tage")},
	{name: "duration in decimals that is right", edits: edit(sentence, sentence+"\n\nTotal downtime: 80.0 hours")},
	{name: "duration of a part", edits: edit(sentence, sentence+"\n\nDie Umstellung dauerte 5 Minuten. One replica was down for 5 minutes. The fix took 2 hours. 所要時間：5分")},
	{name: "duration without a number", edits: edit(sentence, sentence+"\n\nDuration: unknown. Resolved within the hour.")},

	{name: "German", edits: edit(title, "title: Chatassistent nennt eine abgeschaffte Gebühr – „312 Fälle“", sentence, "Größe, Maß & Übermut: 5 % „mehr“ …")},
	{name: "Japanese", edits: edit(title, "title: 廃止された手数料をチャットが案内", sentence, "索引が更新されなかった。詳細は[[INC-2026-0002|別の事案]]とINC-2026-0002を参照。")},
	{name: "Arabic, right to left", edits: edit(title, "title: المساعد يذكر رسوما ملغاة", sentence, "لم تتم إعادة بناء الفهرس.")},
	{name: "emoji and combining marks", edits: edit(title, "title: 👩‍👩‍👧 e\u0301 ＦＵＬＬ")},
	{name: "long text", edits: edit(sentence, strings.Repeat(sentence+" ", 1500))},
	{name: "many paragraphs and links", edits: edit(sentence, strings.Repeat("A line with [[INC-2026-0002]] and [text](https://example.org).\n\n", 1000))},
	{name: "large table", edits: edit(sentence, "| a | b | c |\n|---|---|---|\n"+strings.Repeat("| snake_case | *b* | 1 |\n", 1000))},
	{name: "raw HTML", edits: edit(sentence, "<details><summary>More</summary>text</details> & 1 < 2 <br>")},

	{name: "system", path: "knowledge/systems/scoring.md", file: "---\ntitle: Scoring\nsummary: Scores.\nowner: risk\npurpose: score\nrole: both\nrisk_class: high\nrisk_basis: Annex III 5(b)\nstatus: production\nin_service: 2024-05\nmodels: [{name: m}]\nusers: staff\ntlp: CLEAR\naliases: [old-scoring]\nlinks: [{url: https://example.org}]\ncustom: {x: y}\n---\n"},
	{name: "playbook", path: "knowledge/playbooks/surge.md", file: "---\ntitle: Surge\ntypes: [bias]\nsystems: [assistant]\nreview_by: 2030\ntlp: AMBER\n---\nSee [[scoring]] and [[term]].\n"},
	{name: "glossary", path: "knowledge/glossary/term.md", file: "---\ntitle: Term\nalso: [other]\ntlp: CLEAR\n---\nText.\n"},
	{name: "article", path: "knowledge/guides/deep/article.md", file: "---\ntitle: Article\ntags: [a]\ntlp: GREEN\n---\nWrite `:::tlp AMBER`:\n\n```md\n:::tlp AMBER\n```\n\nSee [a record](../../../incidents/2026/INC-2026-0002-other.md).\n"},
	{name: "notes about a folder", path: "incidents/2026/README.md", file: "no front matter\n"},
	{name: "hidden file", path: "incidents/2026/.draft.md", file: "no front matter\n"},
	{name: "settings", path: "hindcast.yaml", file: "# ours\ntitle: Log\norganisation: \"Bank\"\nbase_url: https://example.org/log\nrepository: https://example.org/repo/\nlanguage: de\ntimezone: Europe/Berlin\naudience: partner\nids:\n  pattern: INC-{year}-{number}\n"},
}

func (l legitimate) build(t *testing.T, number int) (path, text string) {
	t.Helper()
	f := fault{name: l.name, edits: l.edits, path: l.path, file: l.file}
	if f.path == "" {
		f.path = "incidents/2026/{id}-right.md"
	}
	path, text, spans := f.build(t, 3000+number)
	if len(spans) > 0 {
		t.Fatalf("%s: a place is marked in what is right", l.name)
	}
	text = strings.ReplaceAll(text, "{id}", fmt.Sprintf("INC-2026-%04d", 4000+number))
	if l.crlf {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	return path, text
}

// A right record is never in the way, however it is written.
func TestLegitimate(t *testing.T) {
	files := map[string]string{}
	names := map[string]string{}
	for i, l := range legitimates {
		path, text := l.build(t, i)
		if names[path] != "" {
			t.Fatalf("%s: the file %s is taken by %s", l.name, path, names[path])
		}
		files[path], names[path] = text, l.name
		if strings.HasSuffix(path, "-data/index.md") {
			files[strings.TrimSuffix(path, "index.md")+"chart one.gif"] = Pixel
		}
	}
	for path, text := range beside() {
		files[path] = text
	}
	for _, f := range run(t, files) {
		t.Errorf("%s: %s %s", names[f.Path], show(f.Path, f.Span, f.Rule), f.Message)
	}
	if len(legitimates) < 160 {
		t.Errorf("%d variations are tried; they were more", len(legitimates))
	}
}

// An alias that says nothing is no name, so that a record which names no other does not lead to its record.
func TestEmptyAliasIsNoName(t *testing.T) {
	files := beside()
	files["incidents/2026/INC-2026-0001-example.md"] = record
	files[otherPath] = in(files[otherPath], "status: detected", "status: withdrawn\nstatus_reason: a drill\naliases: ['']")
	for _, f := range run(t, files) {
		if f.Path != otherPath {
			t.Errorf("%s %s", show(f.Path, f.Span, f.Rule), f.Message)
		}
	}
}
