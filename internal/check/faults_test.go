package check_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hindcast/internal/check"
	"hindcast/internal/diag"
)

// fault is one mistake, planted in a file of its own beside all others. « and » stand around each
// place where it has to be found.
type fault struct {
	name  string
	edits [][2]string // of the base record: right and wrong fragment
	rule  string      // of every place marked
	say   string      // what the message holds

	path string   // where it is not the path of a record; {id} stands for the file's own id
	file string   // in place of edits: the whole file; INC-2026-0001 stands for its own id
	each []expect // in place of rule and say: for each place in order
}

type expect struct{ rule, say string }

func edit(pairs ...string) (edits [][2]string) {
	for i := 0; i < len(pairs); i += 2 {
		edits = append(edits, [2]string{pairs[i], pairs[i+1]})
	}
	return edits
}

// record is the base record of the examples.
var record = func() string {
	for _, r := range check.Rules() {
		if r.ID == "file-ending" {
			_, _, good := r.Files()
			return good
		}
	}
	panic("the rule that shows the base record is gone")
}()

// beside is the files that are beside the base record.
func beside() map[string]string { return check.Rules()[0].Beside() }

// Fragments of the base record that many faults change.
const (
	title       = "title: Chat assistant quotes a fee that was abolished"
	status      = "status: closed"
	closedAsks  = "status: «closed»"
	times       = "  triaged: 2026-01-14T10:00:00Z\n  contained: 2026-01-14T11:15:00Z\n  resolved: 2026-01-15T16:00:00Z\n  reviewed: 2026-01-22\n  closed: 2026-02-20\n"
	lastTimes   = "  reviewed: 2026-01-22\n  closed: 2026-02-20\n"
	impact      = "impact: {people: 312, harms: [economic], reversible: yes}"
	related     = "related:\n"
	action      = "  - {id: A1, title: Rebuild the index with the fee table, kind: prevent, owner: ml-platform, due: 2026-02-10, status: done, ended: 2026-02-09}\n"
	mitigation  = "  - {id: M1, title: Fee questions go to staff, applied: 2026-01-14T11:15:00Z, until: index rebuilt, removed: 2026-01-15T16:00:00Z}\n"
	cause       = "  - {factor: data_quality, note: the index held the old fee table}\n"
	sentence    = "Nothing rebuilt the index when the fee table changed."
	firstEvent  = "- 2026-01-14T09:30Z — A customer"
	secondEvent = "- 10:00 — The team on call takes over."
	precedent   = "---\nid: AIID-2001\nkind: precedent\ntitle: A public case\ntlp: CLEAR\ntimeline: {started: 2018}\nreferences: [{url: https://example.org/report}]\n---\nAs reported.\n"
	tombstone   = "---\nid: INC-2026-0001\ntitle: Redacted\nstatus: redacted\nstatus_reason: asked for by a person concerned\ntlp: AMBER\ntimeline: {detected: 2026-01-14}\n---\n"
	system      = "---\ntitle: A system\ntlp: GREEN\n---\nText.\n"
)

func in(text string, pairs ...string) string {
	for i := 0; i < len(pairs); i += 2 {
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	return text
}

var faults = slices.Concat(headFaults, formFaults, valueFaults, stageFaults, kindFaults, timeFaults, identityFaults,
	linkFaults, fenceFaults, eventFaults, newerFaults, followUpFaults, otherFaults)

var headFaults = []fault{
	{name: "no front matter", file: "«»## What happened\nText.\n", rule: "front-matter-missing", say: "has no front matter"},
	{name: "no front matter below a blank line", file: "«»\nWe had an outage.\n", rule: "front-matter-missing", say: "has no front matter"},
	{name: "no front matter above a line of dashes", file: "«»\n\n# Outage\n---\nIt was over soon.\n", rule: "front-matter-missing", say: "has no front matter"},
	{name: "blank lines and a front matter", file: "«»\r\n \n" + record, rule: "front-matter-missing", say: "blank lines"},
	{name: "keys without a line above them", file: "«»id: INC-2026-0001\ntitle: Fee\n---\nText.\n", rule: "front-matter-missing", say: "has no line of --- above it"},
	{name: "empty file", file: "«»", rule: "front-matter-missing", say: "the file is empty"},
	{name: "white space alone", file: "«»\n  \n", rule: "front-matter-missing", say: "the file is empty"},
	{name: "never closed", file: "«---»\nid: INC-2026-0001\n\n## What happened\nText.\n", rule: "front-matter-unclosed", say: "never closed"},
	{name: "one line", file: "«---»", rule: "front-matter-unclosed", say: "never closed"},
	{name: "TOML", file: "«»+++\nid = \"INC-2026-0001\"\n+++\n", rule: "front-matter-format", say: "not YAML"},
	{name: "JSON", file: "«»{\"id\": \"INC-2026-0001\"}\n\nText.\n", rule: "front-matter-format", say: "not YAML"},
	{name: "JSON between semicolons", file: "«»;;;\n{}\n;;;\n", rule: "front-matter-format", say: "not YAML"},
	{name: "byte-order mark", file: "«»\ufeff" + record, rule: "front-matter-missing", say: "byte-order mark"},
	{name: "blank line first", file: "«»\n" + record, rule: "front-matter-missing", say: "blank lines"},
	{name: "words behind the first line", file: "«»--- yaml\nid: INC-2026-0001\n---\n", rule: "front-matter-missing", say: "must hold --- alone"},
	{name: "space before the first line", file: "«» " + record, rule: "front-matter-missing", say: "must hold --- alone"},
	{name: "indented end", file: "---\nid: INC-2026-0001\ntrigger: |\n  one\n  «---»\n  two\nstatus: closed\n---\n", rule: "front-matter-unclosed", say: "an indented ---"},
	{name: "empty head", file: "«---»\n---\nText.\n", rule: "missing-key", say: "status is missing"},
	{name: "head of comments", file: "«---»\n# id: INC-2026-0001\n---\nText.\n", rule: "missing-key", say: "status is missing"},
	{name: "head that is a list", file: "---\n«- id: INC-2026-0001»\n---\nText.\n", rule: "wrong-form", say: "expected keys with values"},
	{name: "head that is a sentence", file: "---\n«INC-2026-0001 was closed»\n---\nText.\n", rule: "wrong-form", say: "expected keys with values"},

	{name: "colon in a value", edits: edit(title, "title: Chat assistant«:» a fee"), rule: "yaml-syntax", say: `a value that holds ": " has to be in quotes`},
	{name: "unclosed quote", edits: edit(title, "title: «\"»Chat assistant"), rule: "yaml-syntax", say: "the \" that opens here is never closed"},
	{name: "unclosed quote before another value in quotes", edits: edit(title, "title: «'»Chat assistant", "owner: digital-channels", "owner: 'digital-channels'"), rule: "yaml-syntax", say: "the ' that opens here is never closed"},
	{name: "unclosed quote in a list", edits: edit("harms: [economic]", "harms: [«\"»economic]"), rule: "yaml-syntax", say: "the \" that opens here"},
	{name: "unclosed quote over two lines", edits: edit(title, "title: «\"»Chat assistant\n  quotes a fee"), rule: "yaml-syntax", say: "the \" that opens here"},
	{name: "text behind a quote", edits: edit(title, "title: \"Fee\"« that's quoted twice»"), rule: "yaml-syntax", say: "more stands behind the closing quote"},
	{name: "apostrophe within quotes", edits: edit(title, "title: 'It'«s late'»"), rule: "yaml-syntax", say: "more stands behind the closing quote"},
	{name: "quotes within quotes", edits: edit(title, "title: \"A \"«fee\" quoted\"»"), rule: "yaml-syntax", say: "more stands behind the closing quote"},
	{name: "no colon after a key", edits: edit("owner: d", "«owner» d"), rule: "yaml-syntax", say: "a colon is missing after owner"},
	{name: "unclosed bracket", edits: edit("systems: [assistant]", "systems: «[»assistant"), rule: "yaml-syntax", say: "the [ that opens here is never closed"},
	{name: "unclosed bracket over lines", edits: edit("systems: [assistant]", "systems: «[»\n  assistant, # one\n  router # two"), rule: "yaml-syntax", say: "the [ that opens here"},
	{name: "unclosed bracket within braces", edits: edit("harms: [economic]", "harms: «[»economic"), rule: "yaml-syntax", say: "the [ that opens here"},
	{name: "unclosed brace", edits: edit(impact, impact[:len(impact)-1], "impact: {", "impact: «{»"), rule: "yaml-syntax", say: "the { that opens here is never closed"},
	{name: "unclosed brace of an item", edits: edit(cause, "  - «{»factor: data_quality, note: the index held the old fee table\n"), rule: "yaml-syntax", say: "the { that opens here"},
	{name: "no space after a colon", edits: edit("severity: sev3", "«severity:»sev3"), rule: "yaml-syntax", say: "a space is missing after the colon"},
	{name: "no space after a colon before a list", edits: edit("systems: [assistant]", "«systems:»[assistant]"), rule: "yaml-syntax", say: "a space is missing"},
	{name: "no space after the last colon", edits: edit("closed: 2026-02-20", "«closed:»2026-02-20"), rule: "yaml-syntax", say: "a space is missing"},
	{name: "no space after a colon of an item", edits: edit(cause, "  - «factor:»data_quality\n    note: the index held the old fee table\n"), rule: "yaml-syntax", say: "a space is missing"},
	{name: "tab before a key", edits: edit("  started: 2026", "«\t»started: 2026"), rule: "yaml-syntax", say: "a tab stands at the start of the line"},
	{name: "indented unlike its neighbours", edits: edit("  triaged: 2026", "   «t»riaged: 2026"), rule: "yaml-syntax", say: "the line is not indented like those beside it"},
	{name: "at sign", edits: edit("owner: digital-channels", "owner: «@»digital-channels"), rule: "yaml-syntax", say: "has to be in quotes"},
	{name: "percent sign", edits: edit("owner: digital-channels", "owner: «%»digital-channels"), rule: "yaml-syntax", say: "has to be in quotes"},
	{name: "value that goes on in column 1", edits: edit(title+"\ns", title+"\n«and more of it»\ns"), rule: "yaml-syntax", say: "the value of title goes on here"},
	{name: "value that goes on in column 1 for two lines", edits: edit(title+"\ns", title+"\n«and more of it»\nand more\ns"), rule: "yaml-syntax", say: "the value of title goes on here"},
	{name: "value that goes on below its key", edits: edit("detection: {method: user_report}", "detection:\n  method: user_report\n  source: a call\n  «of a customer»"), rule: "yaml-syntax", say: "the value of source goes on here"},
	{name: "escape that is none", edits: edit(title, "title: \"Chat «\\»d assistant\""), rule: "yaml-syntax", say: "not valid YAML"},
	{name: "control character", edits: edit(title, "title: Chat «\x07»assistant"), rule: "yaml-syntax", say: "control characters"},
	{name: "invisible line break", edits: edit(title, "title: \"Chat«\u2028»assistant\""), rule: "yaml-syntax", say: "an invisible line break (U+2028)"},
	{name: "key behind a carriage return", edits: edit("tlp: GREEN", "tlp: GREEN # not«\r»tlp: CLEAR"), rule: "yaml-syntax", say: "carriage return"},
	{name: "deeper than it needs to be", edits: edit(related, "custom: {a: "+strings.Repeat("[", 19)+"«[»"+strings.Repeat("[", 19)+strings.Repeat("]", 39)+"}\n"+related), rule: "yaml-syntax", say: "depth"},
	{name: "second document", edits: edit("owner: d", "«...»\nowner: d"), rule: "yaml-syntax", say: "a second YAML document"},
	{name: "anchor", edits: edit("owner: digital-channels", "owner: «&team» digital-channels"), rule: "yaml-feature", say: "anchors and aliases"},
	{name: "alias", edits: edit("owner: digital-channels", "owner: «&team» digital-channels", "reporter: support", "reporter: *team"), rule: "yaml-feature", say: "anchors and aliases"},
	{name: "tag", edits: edit("owner: digital-channels", "owner: «!!str» digital-channels"), rule: "yaml-feature", say: "tags are not read"},
	{name: "own tag", edits: edit("owner: digital-channels", "owner: «!team» digital-channels"), rule: "yaml-feature", say: "tags are not read"},
	{name: "directive", edits: edit("---\nid", "---\n«%YAML 1.2»\nid"), rule: "yaml-feature", say: "directive"},
	{name: "merge key", edits: edit("owner: digital-channels", "«<<»: {owner: digital-channels}\nowner: digital-channels"), rule: "unknown-key", say: "unknown key <<"},

	{name: "conflict in the front matter", edits: edit("severity: sev3", "«<<<<<<< HEAD»\nseverity: sev3\n=======\nseverity: sev2\n>>>>>>> review"), rule: "merge-conflict", say: "an unresolved merge conflict"},
	{name: "conflict with its base in the front matter", edits: edit("owner: d", "«<<<<<<< ours»\nowner: a\n||||||| base\nowner: b\n=======\nowner: c\n>>>>>>> theirs\ntags: [x]\n#d"), rule: "merge-conflict", say: "conflict"},
	{name: "conflict of two new files", file: "«<<<<<<< HEAD»\n" + record + "=======\n" + record + ">>>>>>> review\n", rule: "merge-conflict", say: "conflict"},
	{name: "end of a conflict left in the front matter", edits: edit("severity: sev3", "severity: sev3\n«>>>>>>> review»"), rule: "merge-conflict", say: "conflict"},
	{name: "conflict in the text", edits: edit(sentence, "«<<<<<<< HEAD»\n"+sentence+"\n=======\n# Another\n[[no-page]]\n>>>>>>> review"), rule: "merge-conflict", say: "conflict"},
	{name: "two conflicts in the text", edits: edit(sentence, "«<<<<<<< HEAD»\n"+sentence+"\n=======\n>>>>>>> review", "An index is", "<<<<<<< HEAD\nAn index is\n=======\nIt was\n>>>>>>> review\n"), rule: "merge-conflict", say: "conflict"},
	{name: "conflict of events", edits: edit(secondEvent, "«<<<<<<< HEAD»\n"+secondEvent+"\n=======\n- 08:00 — The team on call takes over.\n>>>>>>> review"), rule: "merge-conflict", say: "conflict"},
	{name: "end of a conflict left in the text", edits: edit(sentence, sentence+"\n«=======»\nNothing else.\n>>>>>>> review"), rule: "merge-conflict", say: "conflict"},
	{name: "conflict half of which is in code", edits: edit(sentence, sentence+"\n```\n«<<<<<<< HEAD»\na\n=======\n```\nb\n>>>>>>> review"), rule: "merge-conflict", say: "conflict"},
	{name: "conflict around code", edits: edit(sentence, "«<<<<<<< HEAD»\n```\na\n```\n=======\n```\nb\n```\n>>>>>>> review\n"+sentence), rule: "merge-conflict", say: "conflict"},
	{name: "key twice", edits: edit("tlp: GREEN", "tlp: GREEN\n«tlp»: GREEN"), rule: "duplicate-key", say: "the key tlp is written twice"},
	{name: "key twice in a map", edits: edit("people: 312,", "people: 312, «people»: 312,"), rule: "duplicate-key", say: "people is written twice"},
	{name: "key twice in an item", edits: edit("kind: prevent,", "kind: prevent, «kind»: prevent,"), rule: "duplicate-key", say: "kind is written twice"},
	{name: "key twice in a free map", edits: edit(related, "frameworks: {nist_ai_rmf: [MANAGE 4.3], «nist_ai_rmf»: [MANAGE 4.3]}\n"+related), rule: "duplicate-key", say: "nist_ai_rmf is written twice"},
	{name: "unknown key", edits: edit("owner: d", "«serverity»: sev3\nowner: d"), rule: "unknown-key", say: "unknown key serverity"},
	{name: "unknown key of one's own", edits: edit("owner: d", "«cost_centre»: 12\nowner: d"), rule: "unknown-key", say: "unknown key cost_centre"},
	{name: "capital in a key", edits: edit("owner: d", "«Owner»: x\nowner: d"), rule: "unknown-key", say: "unknown key Owner"},
	{name: "unknown key in a map", edits: edit("people: 312,", "people: 312, «peoples»: 3,"), rule: "unknown-key", say: "unknown key peoples in impact"},
	{name: "unknown key behind other scripts", edits: edit("people: 312,", "people: 312, cost: {amount: 5, currency: EUR}, «漢é😀»: 3,"), rule: "unknown-key", say: "unknown key 漢é😀 in impact"},
	{name: "unknown key in quotes", edits: edit("owner: d", "«\"own\\u0065rs\"»: x\nowner: d"), rule: "unknown-key", say: "unknown key owners"},
	{name: "unknown key in an item", edits: edit("kind: prevent,", "kind: prevent, «deu»: 2026-02-01,"), rule: "unknown-key", say: "unknown key deu in actions[0]"},
	{name: "no space after a colon in braces", edits: edit("{method: user_report}", "{«method:user_report»}"), rule: "wrong-form", say: "a space is missing after the colon"},
	{name: "no space after the only colon of a map", edits: edit("detection: {method: user_report}", "detection:\n  «method:user_report»"), rule: "wrong-form", say: "a space is missing after the colon"},
	{name: "no space after a colon of an item in braces", edits: edit("{factor: data_quality,", "{«factor:data_quality»,"), rule: "wrong-form", say: "a space is missing after the colon"},
	{name: "comma in a value in braces", edits: edit("note: the index held the old fee table", "note: «the index was old, so was the cache, and nobody looked»"), rule: "wrong-form", say: "a comma ends the value of causes[0].note"},
	{name: "comma in a value before other keys", edits: edit("title: Rebuild the index with the fee table, kind", "title: «Rebuild the index, daily», kind"), rule: "wrong-form", say: "a comma ends the value of actions[0].title"},
	{name: "comma in a value over two lines", edits: edit("note: the index held the old fee table", "note: «the index was old,\n    so was the cache»"), rule: "wrong-form", say: "a comma ends the value"},
	{name: "comma in a list without brackets", edits: edit("harms: [economic]", "harms: «economic, psychological»"), rule: "wrong-form", say: "a comma ends the value of impact.harms"},
	{name: "thousands in braces", edits: edit("people: 312", "people: «1,312»"), rule: "wrong-form", say: "impact.people has a comma between its digits"},
	{name: "millions in braces", edits: edit("people: 312", "people: 312, cost: {amount: «1,312,000.50», currency: EUR}"), rule: "wrong-form", say: "impact.cost.amount has a comma between"},
	{name: "comma for a decimal point", edits: edit("people: 312", "people: 312, cost: {amount: «12,5», currency: EUR}"), rule: "wrong-form", say: "impact.cost.amount has a comma between"},
	{name: "key without a value after a list", edits: edit("harms: [economic],", "harms: [economic], «lasting»,"), rule: "unknown-key", say: "unknown key lasting in impact"},
	{name: "key that is a list", edits: edit("owner: d", "? «[a]»\n: b\nowner: d"), rule: "unknown-key", say: "unknown key"},
}

var formFaults = []fault{
	{name: "text for a list", edits: edit("systems: [assistant]", "systems: «assistant»"), rule: "wrong-form", say: "systems must be a list"},
	{name: "list for a text", edits: edit(title, "title: «[Chat assistant]»"), rule: "wrong-form", say: "title must be a text, not a list"},
	{name: "map for a text", edits: edit("owner: digital-channels", "owner: «{team: digital}»"), rule: "wrong-form", say: "owner must be a text, not a map"},
	{name: "map for a time", edits: edit("detected: 2026-01-14T09:30:00Z", "detected: «{unknown: x}»"), rule: "wrong-form", say: "timeline.detected must be one value, not a map"},
	{name: "text for a map", edits: edit(impact, "impact: «small»"), rule: "wrong-form", say: "impact must be a map"},
	{name: "text for the timeline", edits: edit("timeline:\n  started: 2026-01-12T08:00:00Z\n  detected: 2026-01-14T09:30:00Z\n"+times, "timeline: «2026»\n"), rule: "wrong-form", say: "timeline must be a map"},
	{name: "text for an item", edits: edit("{id: INC-2026-0002, relation: similar_to}", "«INC-2026-0002»"), rule: "wrong-form", say: "related[0] must be a map"},
	{name: "map for a list of maps", edits: edit(related+"  - {id: INC-2026-0002, relation: similar_to}", related+"  «id: INC-2026-0002\n  relation: similar_to»"), rule: "wrong-form", say: "related must be a list, not a map"},
	{name: "text for own keys", edits: edit(related, "custom: «text»\n"+related), rule: "wrong-form", say: "custom must be a map"},
	{name: "list for own keys", edits: edit(related, "custom: «[a, b]»\n"+related), rule: "wrong-form", say: "custom must be a map, not a list"},
	{name: "text for the frameworks", edits: edit(related, "frameworks: «nist»\n"+related), rule: "wrong-form", say: "frameworks must be a map"},
	{name: "blank item", edits: edit("systems: [assistant]", "systems: [assistant, «\"\"»]"), rule: "wrong-form", say: "systems[1] is blank"},
	{name: "item that is null", edits: edit(related, "tags: [fees, «null»]\n"+related), rule: "wrong-form", say: "tags[1] is blank"},
	{name: "item that is not there", edits: edit(cause, cause+"  -«»\n"), rule: "wrong-form", say: "causes[1] is blank"},
	{name: "blank text", edits: edit(title, "title: «\"  \"»"), rule: "wrong-form", say: "title is blank"},

	{name: "time without a zone", edits: edit("detected: 2026-01-14T09:30:00Z", "detected: «2026-01-14T09:30:00»"), rule: "wrong-form", say: "timeline.detected has no zone"},
	{name: "name of a zone", edits: edit("detected: 2026-01-14T09:30:00Z", "detected: «2026-01-14T09:30 CET»"), rule: "wrong-form", say: "is not a time"},
	{name: "impossible date", edits: edit("closed: 2026-02-20", "closed: «2026-02-30»"), rule: "wrong-form", say: "timeline.closed is not a time"},
	{name: "impossible hour", edits: edit("detected: 2026-01-14T09:30:00Z", "detected: «2026-01-14T25:30:00Z»"), rule: "wrong-form", say: "is not a time"},
	{name: "American date", edits: edit("due: 2026-02-10", "due: «02/10/2026»"), rule: "wrong-form", say: "actions[0].due is not a time"},
	{name: "time in words", edits: edit("closed: 2026-02-20", "closed: «last week»"), rule: "wrong-form", say: "is not a time"},

	{name: "negative count", edits: edit("people: 312", "people: «-3»"), rule: "wrong-form", say: "impact.people is not a whole number"},
	{name: "count in words", edits: edit("people: 312", "people: «about 300»"), rule: "wrong-form", say: "is not a whole number"},
	{name: "count with a comma", edits: edit("people: 312", "people: «\"18,400\"»"), rule: "wrong-form", say: "is not a whole number"},
	{name: "count with thousands", edits: edit(impact, "impact:\n  people: «18,400»\n  harms: [economic]\n"), rule: "wrong-form", say: "is not a whole number"},
	{name: "amount with thousands", edits: edit(impact, "impact:\n  people: 312\n  harms: [economic]\n  cost:\n    amount: «18_400.50»\n    currency: EUR\n"), rule: "wrong-form", say: "is not an amount"},
	{name: "count with a fraction", edits: edit("people: 312", "people: «3.5»"), rule: "wrong-form", say: "is not a whole number"},
	{name: "estimate in the wrong order", edits: edit("people: 312", "people: «[400, 300]»"), rule: "wrong-form", say: "is not an estimate"},
	{name: "estimate of three", edits: edit("people: 312", "people: «[1, 2, 3]»"), rule: "wrong-form", say: "is not an estimate"},
	{name: "currency in small letters", edits: edit("people: 312", "people: 312, cost: {amount: 5, currency: «eur»}"), rule: "wrong-form", say: "impact.cost.currency is not a currency"},
	{name: "amount with a unit", edits: edit("people: 312", "people: 312, cost: {amount: «5k», currency: EUR}"), rule: "wrong-form", say: "is not an amount"},
	{name: "cost without a currency", edits: edit("people: 312", "people: 312, «cost»: {amount: 5}"), rule: "missing-item-key", say: "impact.cost lacks currency"},
	{name: "country by name", edits: edit("people: 312", "people: 312, countries: [DE, «Germany»]"), rule: "wrong-form", say: "impact.countries[1] is not a country"},
	{name: "address without a scheme", edits: edit(related, "references: [{url: «example.org/report»}]\n"+related), rule: "wrong-form", say: "references[0].url is not an address"},
	{name: "address with a user", edits: edit(related, "references: [{url: «\"https://example.org@evil.example/\"»}]\n"+related), rule: "wrong-form", say: "references[0].url names a user"},
	{name: "address of another scheme", edits: edit(related, "references: [{url: «\"javascript:alert(1)\"»}]\n"+related), rule: "wrong-form", say: "is not an address"},
}

var valueFaults = []fault{
	{name: "kind", edits: edit("severity: sev3", "kind: «near-miss»\nseverity: sev3"), rule: "unknown-value", say: `unknown value "near-miss" for kind`},
	{name: "type", edits: edit("type: model_failure", "type: «Model failure»"), rule: "unknown-value", say: "for type"},
	{name: "further type", edits: edit("severity: sev3", "also: [bias, «leak»]\nseverity: sev3"), rule: "unknown-value", say: "for also"},
	{name: "severity", edits: edit("severity: sev3", "severity: «3»"), rule: "unknown-value", say: "for severity"},
	{name: "status", edits: edit(status, "status: «done»"), rule: "unknown-value", say: "for status"},
	{name: "mark", edits: edit("tlp: GREEN", "tlp: «WHITE»"), rule: "unknown-value", say: "for tlp"},
	{name: "mark in small letters", edits: edit("tlp: GREEN", "tlp: «green»"), rule: "unknown-value", say: "for tlp"},
	{name: "method", edits: edit("{method: user_report}", "{method: «customer»}"), rule: "unknown-value", say: "for method"},
	{name: "harm", edits: edit("harms: [economic]", "harms: [economic, «financial»]"), rule: "unknown-value", say: "for harms"},
	{name: "reversible", edits: edit("reversible: yes", "reversible: «mostly»"), rule: "unknown-value", say: "for reversible"},
	{name: "cause", edits: edit("factor: data_quality", "factor: «root cause»"), rule: "unknown-value", say: "for factor"},
	{name: "kind of action", edits: edit("kind: prevent", "kind: «preventive»"), rule: "unknown-value", say: "for kind"},
	{name: "status of an action", edits: edit("status: done, ended: 2026-02-09", "status: «finished»"), rule: "unknown-value", say: "for status"},
	{name: "result", edits: edit("ended: 2026-02-09}", "ended: 2026-02-09, verified: {date: 2026-02-12, result: «good»}}"), rule: "unknown-value", say: "for result"},
	{name: "relation", edits: edit("relation: similar_to", "relation: «similar»"), rule: "unknown-value", say: "for relation"},
	{name: "kind of reference", edits: edit(related, "references: [{url: https://example.org, kind: «blog»}]\n"+related), rule: "unknown-value", say: "for kind"},
	{name: "stage gone back to", edits: edit(related, "reopened: [{when: 2026-02-01, reason: more found, to: «withdrawn»}]\n"+related), rule: "unknown-value", say: "for to"},
	{name: "whether a duty applies", edits: edit(related, "obligations: [{regime: gdpr_33, role: controller, applies: «maybe»}]\n"+related), rule: "unknown-value", say: "for applies"},
	{name: "long summary", edits: edit("summary: For two days the assistant quoted an abolished fee to 312 customers.", "summary: «"+strings.Repeat("é", 201)+"»"), rule: "summary-length", say: "201 characters"},
	{name: "later schema", edits: edit("---\nid:", "---\nschema: «2»\nid:"), rule: "schema-version", say: "reads schema 1"},
}

var stageFaults = []fault{
	{name: "no status", edits: edit("---\nid", "«---»\nid", status+"\n", ""), rule: "missing-key", say: "status is missing"},
	{name: "no title", edits: edit(title+"\n", "", status, closedAsks), rule: "missing-key", say: "title is missing; every record needs it"},
	{name: "title without a value", edits: edit(title, "«title»:"), rule: "missing-key", say: "title is empty"},
	{name: "title that is NULL", edits: edit(title, "«title»: NULL"), rule: "missing-key", say: "title is empty"},
	{name: "empty block for a title", edits: edit(title, "«title»: |-"), rule: "missing-key", say: "title is empty"},
	{name: "no id", edits: edit("id: INC-2026-0001\n", "", status, closedAsks), rule: "missing-key", say: "id is missing"},
	{name: "no type", edits: edit("type: model_failure\n", "", status, closedAsks), rule: "missing-key", say: "type is missing"},
	{name: "no severity", edits: edit("severity: sev3\n", "", status, closedAsks), rule: "missing-key", say: "severity is missing"},
	{name: "no mark", edits: edit("tlp: GREEN\n", "", status, closedAsks), rule: "missing-key", say: "tlp is missing"},
	{name: "no systems", edits: edit("systems: [assistant]\n", "", status, closedAsks), rule: "missing-key", say: "systems is missing"},
	{name: "empty list of systems", edits: edit("systems: [assistant]", "«systems»: [ ]"), rule: "missing-key", say: "systems is empty"},
	{name: "no method", edits: edit("detection: {method: user_report}", "detection: {source: a call}", status, closedAsks), rule: "missing-key", say: "detection.method is missing"},
	{name: "no time of detection", edits: edit("  detected: 2026-01-14T09:30:00Z\n", "", status, closedAsks), rule: "missing-key", say: "timeline.detected is missing; every record needs it"},
	{name: "no summary", edits: edit("summary: For two days the assistant quoted an abolished fee to 312 customers.\n", "", status, closedAsks), rule: "missing-key", say: "summary is missing; the stage triaged asks for it, and the status is closed"},
	{name: "no summary when triaged", edits: edit("summary: For two days the assistant quoted an abolished fee to 312 customers.\n", "", status, "status: «triaged»", lastTimes, ""), rule: "missing-key", say: "the status triaged asks for it"},
	{name: "no owner", edits: edit("owner: digital-channels\n", "", status, closedAsks), rule: "missing-key", say: "owner is missing"},
	{name: "no commander", edits: edit("commander: ml-oncall, ", "", status, closedAsks), rule: "missing-key", say: "roles.commander is missing"},
	{name: "no start", edits: edit("  started: 2026-01-12T08:00:00Z\n", "", status, closedAsks), rule: "missing-key", say: "timeline.started is missing"},
	{name: "no time of triage", edits: edit("  triaged: 2026-01-14T10:00:00Z\n", "", status, closedAsks), rule: "missing-key", say: "timeline.triaged is missing; the stage triaged"},
	{name: "no rationale for the second worst", edits: edit("severity: sev3", "severity: sev2", status, closedAsks, "kind: prevent", "kind: detect"), rule: "missing-key", say: "severity_rationale is missing"},
	{name: "no time of containment", edits: edit("  contained: 2026-01-14T11:15:00Z\n", "", status, closedAsks), rule: "missing-key", say: "timeline.contained is missing; the stage contained"},
	{name: "no harms", edits: edit("harms: [economic], ", "", status, closedAsks), rule: "missing-key", say: "impact.harms is missing; the stage resolved"},
	{name: "no time of resolution", edits: edit("  resolved: 2026-01-15T16:00:00Z\n", "", status, closedAsks), rule: "missing-key", say: "timeline.resolved is missing; the stage resolved"},
	{name: "no trigger", edits: edit("trigger: the fee table changed and the index was not rebuilt\n", "", status, closedAsks), rule: "missing-key", say: "trigger is missing; the stage reviewed"},
	{name: "no causes", edits: edit("causes:\n"+cause, "", status, closedAsks), rule: "missing-key", say: "causes is missing"},
	{name: "no reviewer", edits: edit("reviewer: model-risk, ", "", status, closedAsks), rule: "missing-key", say: "roles.reviewer is missing"},
	{name: "no actions", edits: edit("actions:\n"+action, "", status, closedAsks), rule: "missing-key", say: "actions is missing"},
	{name: "no time of review", edits: edit("  reviewed: 2026-01-22\n", "", status, closedAsks), rule: "missing-key", say: "timeline.reviewed is missing; the stage reviewed"},
	{name: "no approver", edits: edit(", approver: oversight-board", "", status, closedAsks), rule: "missing-key", say: "roles.approver is missing; the status closed asks for it"},
	{name: "no time of closing", edits: edit("  closed: 2026-02-20\n", "", status, closedAsks), rule: "missing-key", say: "timeline.closed is missing; the status closed"},

	{name: "severity under a near name", edits: edit("severity: sev3", "«severty»: sev3"), rule: "unknown-key", say: "unknown key severty"},
	{name: "id under a near name", edits: edit("id: INC-2026-0001", "«ID»: INC-2026-0001"), rule: "unknown-key", say: "unknown key ID"},
	{name: "mark under a near name", edits: edit("tlp: GREEN", "«TLP»: GREEN"), rule: "unknown-key", say: "unknown key TLP"},
	{name: "status under a near name", edits: edit(status, "«staus»: closed"), rule: "unknown-key", say: "unknown key staus"},
	{name: "timeline under a near name", edits: edit("timeline:", "«timelines»:"), rule: "unknown-key", say: "unknown key timelines"},
	{name: "method under a near name", edits: edit("{method: user_report}", "{«methd»: user_report}"), rule: "unknown-key", say: "unknown key methd"},
	{name: "title of an action under a near name", edits: edit("title: Rebuild", "«titel»: Rebuild"), rule: "unknown-key", say: "unknown key titel"},
	{name: "actions under a near name", edits: edit("actions:", "«action»:"), rule: "unknown-key", say: "unknown key action"},
	{name: "text for systems that are not registered", edits: edit("systems: [assistant]", "unregistered: «call router»\nsilence: [{rule: unregistered-system, reason: being onboarded}]"), rule: "wrong-form", say: "unregistered must be a list"},
	{name: "title of a system under a near name", path: "knowledge/systems/near.md", file: in(system, "title", "«titel»", "tlp", "owner: x\ntlp"), rule: "unknown-key", say: "unknown key titel"},

	{name: "no account", edits: edit("## What happened\nThe assistant quoted a fee from the old fee table.\n", "", status, closedAsks), rule: "missing-section", say: "the section What happened is missing; every record"},
	{name: "no response", edits: edit("## Response", "### Response", status, closedAsks), rule: "missing-section", say: "the section Response is missing; the stage contained"},
	{name: "no impact", edits: edit("## Impact", "## Elsewhere", status, closedAsks), rule: "missing-section", say: "the section Impact is missing; the stage resolved"},
	{name: "no analysis", edits: edit("## Analysis\n"+sentence, "", status, closedAsks), rule: "missing-section", say: "the section Analysis is missing; the stage reviewed"},
	{name: "section of comments", edits: edit("## Lessons\nAn index is part of the data it was made from.\n", "«## Lessons»\n<!-- what others\n\nshould know -->\n"), rule: "missing-section", say: "the section Lessons is empty"},
	{name: "section of nothing", edits: edit("## Analysis\n"+sentence, "«## Analysis»"), rule: "missing-section", say: "the section Analysis is empty"},
	{name: "section of headings", edits: edit("## Analysis\n"+sentence, "«## Analysis»\n### Why\n### How"), rule: "missing-section", say: "the section Analysis is empty"},
}

var kindFaults = []fault{
	{name: "near miss with a severity", edits: edit("severity: sev3", "kind: near_miss\n«severity»: sev3\npotential_severity: sev3"), rule: "key-not-for-kind", say: "severity has no place in a near miss"},
	{name: "near miss without a potential severity", edits: edit("severity: sev3", "kind: near_miss", status, closedAsks), rule: "missing-key", say: "potential_severity is missing"},
	{name: "hazard with a start", edits: edit("severity: sev3", "kind: hazard\npotential_severity: sev3", impact+"\n", "", "  started:", "  «started»:"), rule: "key-not-for-kind", say: "timeline.started has no place in a hazard"},
	{name: "hazard with harms", edits: edit("severity: sev3", "kind: hazard\npotential_severity: sev3", "harms:", "«harms»:", "  started: 2026-01-12T08:00:00Z\n", ""), rule: "key-not-for-kind", say: "impact.harms has no place in a hazard"},
	{name: "exercise without a severity", edits: edit("severity: sev3", "kind: exercise", status, closedAsks), rule: "missing-key", say: "severity is missing"},
	{name: "precedent with a status", file: in(precedent, "kind", "«status»: closed\nkind"), path: "incidents/precedents/AIID-2001.md", rule: "key-not-for-kind", say: "status has no place in a precedent"},
	{name: "precedent with a stage", file: in(precedent, "2001", "2002", "started", "«triaged»: 2018, started"), path: "incidents/precedents/AIID-2002.md", rule: "key-not-for-kind", say: "timeline.triaged has no place in a precedent"},
	{name: "precedent without a reference", file: in(precedent, "---", "«---»", "2001", "2003", "references: [{url: https://example.org/report}]\n", ""), path: "incidents/precedents/AIID-2003.md", rule: "missing-key", say: "references is missing"},
	{name: "precedent without a date", file: in(precedent, "2001", "2004", "timeline: {started: 2018}", "«timeline»: {}"), path: "incidents/precedents/AIID-2004.md", rule: "missing-key", say: "the precedent has no date"},
	{name: "precedent with an id of this repository", file: in(precedent, "AIID-2001", "«INC-2026-0001»"), path: "incidents/{id}.md", rule: "id-form", say: "is not the id of a precedent"},
	{name: "redacted with text", file: tombstone + "«Still here.»\n", path: "incidents/{id}.md", rule: "key-not-for-kind", say: "a redacted record has no text"},
	{name: "redacted with a title", file: in(tombstone, "title: Redacted", "title: «Chat assistant»"), path: "incidents/{id}.md", rule: "key-not-for-kind", say: "title of a redacted record"},
	{name: "redacted with more keys", file: in(tombstone, "tlp", "«summary»: still here\ntlp"), path: "incidents/{id}.md", rule: "key-not-for-kind", say: "summary has no place in a redacted record"},
	{name: "redacted with the reason of an obligation", file: in(tombstone, "tlp", "obligations: [{regime: gdpr_33, role: controller, applies: no, «reason»: still here}]\ntlp"), path: "incidents/{id}.md", rule: "key-not-for-kind", say: "a reason has no place"},
	{name: "redacted with an alias that tells", file: in(tombstone, "tlp", "aliases: [INC-2026-XAAAA, «the-customer»]\ntlp"), path: "incidents/{id}.md", rule: "key-not-for-kind", say: "an alias of a redacted record"},
	{name: "redacted in a file that tells", file: in(tombstone, "INC-2026-0001", "«INC-2026-0001»"), path: "incidents/{id}-the-customer.md", rule: "id-file-name", say: "the file of a redacted record"},
	{name: "redacted without a reason", file: in(tombstone, "status: redacted\nstatus_reason: asked for by a person concerned", "status: «redacted»"), path: "incidents/{id}.md", rule: "status-entry", say: "status_reason is missing"},
	{name: "redacted without a mark", file: in(tombstone, "---", "«---»", "tlp: AMBER\n", ""), path: "incidents/{id}.md", rule: "missing-key", say: "tlp is missing"},
	{name: "redacted without an id", file: in(tombstone, "---", "«---»", "id: INC-2026-0001\n", ""), path: "incidents/{id}.md", rule: "missing-key", say: "id is missing"},
	{name: "withdrawn without a reason", edits: edit(status, "status: «withdrawn»", times, ""), rule: "status-entry", say: "status_reason is missing; the status withdrawn"},
	{name: "withdrawn without a type", edits: edit(status, "status: «withdrawn»\nstatus_reason: a test run", times, "", "type: model_failure\n", ""), rule: "missing-key", say: "type is missing"},
	{name: "duplicate of nothing", edits: edit(status, "status: «duplicate»", times, ""), rule: "status-entry", say: "duplicate_of is missing"},
	{name: "duplicate of what is not there", edits: edit(status, "status: duplicate\nduplicate_of: «INC-2019-0002»", times, ""), rule: "unknown-record", say: "there is no record INC-2019-0002"},
}

var timeFaults = []fault{
	{name: "detected before started", edits: edit("detected: 2026-01-14T09:30:00Z", "detected: «2026-01-12T07:59:00Z»"), rule: "timeline-order", say: "detected is before started"},
	{name: "triaged before detected", edits: edit("triaged: 2026-01-14T10:00:00Z", "triaged: «2026-01-14T09:29:59Z»"), rule: "timeline-order", say: "triaged is before detected"},
	{name: "contained before detected", edits: edit("contained: 2026-01-14T11:15:00Z", "contained: «2026-01-14T10:29:00+01:00»"), rule: "timeline-order", say: "contained is before detected"},
	{name: "resolved before contained", edits: edit("resolved: 2026-01-15T16:00:00Z", "resolved: «2026-01-14T11:00Z»"), rule: "resolved-early", say: "resolved is before contained"},
	{name: "reviewed before resolved", edits: edit("reviewed: 2026-01-22", "reviewed: «2026-01-13»"), rule: "timeline-order", say: "reviewed is before resolved"},
	{name: "closed before reviewed", edits: edit("reviewed: 2026-01-22\n  closed: 2026-02-20", "reviewed: 2026-02-25\n  closed: «2026-01»"), rule: "timeline-order", say: "closed is before reviewed"},
	{name: "resolved before detected, not contained", edits: edit("severity: sev3", "kind: near_miss\npotential_severity: sev3", "  contained: 2026-01-14T11:15:00Z\n  resolved: 2026-01-15T16:00:00Z", "  resolved: «2026-01-14T09:15:00Z»"), rule: "timeline-order", say: "resolved is before detected"},
	{name: "reviewed before contained, with a month between", edits: edit("resolved: 2026-01-15T16:00:00Z", "resolved: 2026-01", "reviewed: 2026-01-22", "reviewed: «2026-01-12»"), rule: "timeline-order", say: "reviewed is before contained"},
	{name: "one slip, two contradictions", edits: edit("detected: 2026-01-14T09:30:00Z", "detected: 2026-01-14T13:30:00Z", "triaged: 2026-01-14T10:00:00Z", "triaged: «2026-01-14T10:00:00Z»", "contained: 2026-01-14T11:15:00Z", "contained: «2026-01-14T11:15:00Z»"), rule: "timeline-order", say: "is before detected"},
	{name: "future", edits: edit("closed: 2026-02-20", "closed: «2026-06-03»"), rule: "time-future", say: "timeline.closed is in the future"},
	{name: "future by ten minutes", edits: edit("closed: 2026-02-20", "closed: «2026-06-01T12:10Z»"), rule: "time-future", say: "timeline.closed is in the future"},
	{name: "year of the future", edits: edit("closed: 2026-02-20", "closed: «2027»"), rule: "time-future", say: "is in the future"},
	{name: "action that ended in the future", edits: edit("ended: 2026-02-09", "ended: «2027-02-09»"), rule: "time-future", say: "actions[0].ended is in the future"},
	{name: "mitigation removed in the future", edits: edit("removed: 2026-01-15T16:00:00Z", "removed: «2027-01-15T16:00:00Z»"), rule: "time-future", say: "mitigations[0].removed is in the future"},
	{name: "time above the status", edits: edit(status, "status: resolved", "reviewed: 2026-01-22\n  closed: 2026-02-20", "reviewed: «2026-01-22»\n  closed: «2026-02-20»"), rule: "timeline-stage", say: "has a time, and the status is resolved"},
	{name: "triaged above detected", edits: edit(status, "status: detected", "triaged: 2026-01-14T10:00:00Z", "triaged: «2026-01-14T10:00:00Z»", lastTimes, ""), rule: "timeline-stage", say: "triaged has a time, and the status is detected"},
}

var identityFaults = []fault{
	{name: "form of an id", edits: edit("id: INC-2026-0001", "id: «INC-2026-17»"), path: "incidents/2026/INC-2026-17.md", rule: "id-form", say: "is not an id of this repository"},
	{name: "id of an impossible year", edits: edit("id: INC-2026-0001", "id: «INC-3026-0017»"), path: "incidents/2026/INC-3026-0017.md", rule: "id-form", say: "is not an id of this repository"},
	{name: "id of a precedent", edits: edit("id: INC-2026-0001", "id: «AIID-0017»"), path: "incidents/2026/AIID-0017.md", rule: "id-form", say: "is not an id of this repository"},
	{name: "id that is taken", edits: edit("id: INC-2026-0001", "id: «INC-2026-0002»"), path: "incidents/2026/INC-2026-0002-second.md", rule: "id-unique", say: "is taken by another record"},
	{
		name: "id taken but for case", edits: edit("id: INC-2026-0001", "id: «inc-2026-0002»"),
		path: "incidents/2026/inc-2026-0002-third.md",
		each: []expect{{"id-form", "is not an id of this repository"}, {"id-unique", "is taken by another record"}},
	},
	{name: "alias that is taken", edits: edit(related, "aliases: [«inc-2026-0002»]\n"+related), rule: "id-unique", say: "inc-2026-0002 is taken"},
	{name: "name of the file", edits: edit("id: INC-2026-0001", "id: «INC-2026-0001»"), path: "incidents/2026/fees.md", rule: "id-file-name", say: "does not start with"},
	{name: "name of the file goes on", edits: edit("id: INC-2026-0001", "id: «INC-2026-0001»"), path: "incidents/2026/{id}1.md", rule: "id-file-name", say: "where 1 comes right after"},
	{name: "name of the file goes on in words", edits: edit("id: INC-2026-0001", "id: «INC-2026-0001»"), path: "incidents/2026/{id}und/index.md", rule: "id-file-name", say: "where u comes right after"},
	{name: "name of the folder", edits: edit("id: INC-2026-0001", "id: «INC-2026-0001»"), path: "incidents/2026/fees/index.md", rule: "id-file-name", say: "the file is called fees"},
	{name: "ending", file: "«»" + record, path: "incidents/2026/{id}.markdown", rule: "file-ending", say: "ends in .markdown"},
	{name: "ending in capitals", file: "«»" + record, path: "incidents/2026/{id}.MD", rule: "file-ending", say: "ends in .MD"},
	{name: "name under knowledge", file: "«---»\ntitle: Assistants\ntlp: GREEN\n---\nText.\n", path: "knowledge/assistant.md", rule: "slug-unique", say: "the name assistant is taken"},
	{name: "former name of a term that a system has", file: "---\ntitle: Assistant\ntlp: GREEN\naliases: [helper, «assistant»]\n---\nText.\n", path: "knowledge/glossary/helpers.md", rule: "alias-taken", say: "the name assistant leads to another file"},
	{name: "former name that is the id of a record", file: "---\ntitle: Fees\ntlp: GREEN\naliases:\n  - «inc-2026-0002»\n---\nText.\n", path: "knowledge/all-fees.md", rule: "alias-taken", say: "the name inc-2026-0002 leads to another file"},
}

var linkFaults = []fault{
	{name: "relation to nothing", edits: edit("{id: INC-2026-0002, relation", "{id: «INC-2019-0001», relation"), rule: "unknown-record", say: "there is no record INC-2019-0001"},
	{name: "relation to itself", edits: edit("{id: INC-2026-0002, relation", "{id: «INC-2026-0001», relation"), rule: "unknown-record", say: "refers to itself"},
	{name: "relation without an id", edits: edit("{id: INC-2026-0002, relation: similar_to}", "«{relation: similar_to}»"), rule: "missing-item-key", say: "related[0] lacks id"},
	{name: "system", edits: edit("systems: [assistant]", "systems: [assistant, «asistant»]"), rule: "unknown-system", say: "the register holds no system asistant"},
	{name: "system that is not registered", edits: edit("systems: [assistant]", "unregistered: [«call router»]"), rule: "unregistered-system", say: "is not in the register"},
	{name: "playbook", edits: edit(related, "playbooks: [«wrong-answers»]\n"+related), rule: "unknown-playbook", say: "there is no playbook wrong-answers"},
	{name: "playbook that is a system", edits: edit(related, "playbooks: [«assistant»]\n"+related), rule: "unknown-playbook", say: "there is no playbook assistant"},
	{name: "wikilink", edits: edit(sentence, "See «[[INC-2019-0001]]» and «[[no-such-page|a page]]»."), rule: "dead-link", say: "leads nowhere"},
	{name: "wikilink in a table", edits: edit(sentence, "| a |\n|---|\n| «[[no-such\\|label]]» |"), rule: "dead-link", say: "[[no-such]] leads nowhere"},
	{name: "relative link", edits: edit(sentence, "See «[the other](INC-2026-0002.md)»."), rule: "dead-link", say: "there is no file INC-2026-0002.md"},
	{name: "link out of the repository", edits: edit(sentence, "See «[it](../../../etc/passwd)»."), rule: "dead-link", say: "there is no file"},
	{name: "picture", edits: edit(sentence, "«![chart](chart.png)»"), rule: "dead-link", say: "there is no picture chart.png"},
	{name: "script in a link", edits: edit(sentence, "«[a (b)](JavaScript:alert(1))»"), rule: "unsafe-link", say: `links to "javascript:" are not published`},
	{name: "link to a host without a scheme", edits: edit(sentence, "«[a](//example.org)»"), rule: "unsafe-link", say: "names no scheme"},
	{name: "link to nothing", edits: edit(sentence, "«[a]()»"), rule: "unsafe-link", say: "links to nothing"},
	{name: "data in a picture", edits: edit(sentence, "«![a](data:image/png;base64,AAAA)»"), rule: "unsafe-link", say: `links to "data:"`},
}

var fenceFaults = []fault{
	{name: "never closed", edits: edit("## Lessons", "«:::tlp AMBER»\n## Lessons"), rule: "tlp-fence", say: "is never closed"},
	{name: "never closed at the end", edits: edit("An index is part of the data it was made from.\n", "An index is data.\n\n«:::tlp AMBER»\nText.\n"), rule: "tlp-fence", say: "is never closed"},
	{name: "one in another", edits: edit(sentence, ":::tlp AMBER\n"+sentence+"\n«:::tlp RED»\nText.\n:::\n"), rule: "tlp-fence", say: "a marked part inside another"},
	{name: "closed without being opened", edits: edit(sentence, sentence+"\n«:::»"), rule: "tlp-fence", say: "::: closes nothing"},
	{name: "in a list item", edits: edit(sentence, sentence+"\n\n«- :::tlp AMBER»"), rule: "tlp-fence", say: "a mark that is not read"},
	{name: "in a quote", edits: edit(sentence, sentence+"\n\n«> :::tlp AMBER»"), rule: "tlp-fence", say: "a mark that is not read"},
	{name: "with words behind", edits: edit(sentence, sentence+"\n\n«:::tlp AMBER for now»\n"), rule: "tlp-fence", say: "a mark that is not read"},
	{name: "mark that is none", edits: edit(sentence, sentence+"\n\n:::tlp AMBRE\n«Text.»\n:::"), rule: "tlp-mark", say: "marked AMBRE"},
	{name: "mark in small letters", edits: edit(sentence, sentence+"\n\n:::tlp red\n«Text.»\n:::"), rule: "tlp-mark", say: "marked red"},
	{name: "hidden behind code", edits: edit(sentence, sentence+"\n\n-\n  ```\n  code\n\n«:::tlp RED»\nText.\n«:::»\n\n```\ncode\n```\n"), rule: "tlp-fence", say: ":::"},
}

var eventFaults = []fault{
	{name: "order", edits: edit("- 10:00 —", "- «09:10» —"), rule: "event-order", say: "stands after one at 2026-01-14T09:30Z"},
	{name: "order of dates", edits: edit(secondEvent, "- «2026-01-10» — Too early."), rule: "event-order", say: "stands after one at"},
	{name: "no zone", edits: edit(secondEvent, "- «2026-01-14T10:00» — Text."), rule: "event-form", say: "has no zone"},
	{name: "no zone and no T", edits: edit(secondEvent, "- «2026-01-14 10:00» — Text."), rule: "event-form", say: "has no zone"},
	{name: "bare clock without a date", edits: edit(firstEvent, "- «09:30» — A customer"), rule: "event-unread", say: "2 items"},
	{name: "bare clock after a bare date", edits: edit(firstEvent, "- 2026-01-14 — A customer", "- 10:00 —", "- «10:00» —"), rule: "event-form", say: "has no zone"},
	{name: "impossible clock", edits: edit("- 10:00 —", "- «25:00» —"), rule: "event-form", say: "is not a time of day"},
	{name: "clock with seconds", edits: edit("- 10:00 —", "- «10:00»:3 —"), rule: "event-unread", say: "1 item"},
	{name: "impossible date", edits: edit(secondEvent, "- «2026-02-30» — Text."), rule: "event-form", say: "is not a time"},
	{name: "future", edits: edit(secondEvent, "- «2026-06-04» — Text."), rule: "time-future", say: "is in the future"},
}

// newer are faults of keys that say what an AI system could do, how much is known, and what catches it now.
var newerFaults = []fault{
	{name: "three stages at one instant", edits: edit("triaged: 2026-01-14T10:00:00Z", "triaged: 2026-01-14T09:30:00Z", "contained: 2026-01-14T11:15:00Z", "contained: «2026-01-14T09:30:00Z»"), rule: "time-assumed", say: "detected, triaged, contained are at one instant"},
	{name: "stage at midnight", edits: edit("reviewed: 2026-01-22", "reviewed: «2026-01-22T00:00:00Z»"), rule: "time-assumed", say: "reviewed is at midnight exactly"},
	{name: "stage at midnight elsewhere", edits: edit("reviewed: 2026-01-22", "reviewed: «2026-01-22T00:00+01:00»"), rule: "time-assumed", say: "midnight"},
	{name: "harm that ended before it began", edits: edit("  detected: 2026-01-14T09:30:00Z\n", "  ended: «2026-01-11T09:00:00Z»\n  detected: 2026-01-14T09:30:00Z\n"), rule: "harm-order", say: "ended before it started"},
	{name: "share above the whole", edits: edit("people: 312", "people: 312, share: {of: answers, value: «20»}"), rule: "wrong-form", say: "is not a share"},
	{name: "share in percent", edits: edit("people: 312", "people: 312, share: {of: answers, value: «20 %»}"), rule: "wrong-form", say: "is not a share"},
	{name: "share of nothing", edits: edit("people: 312", "people: 312, «share»: {value: 0.2}"), rule: "missing-item-key", say: "of"},
	{name: "at least with a plus", edits: edit("people: 312", "people: «1200+»"), rule: "wrong-form", say: "is not a whole number"},
	{name: "one end with a comma in braces", edits: edit("people: 312", "people: {least: «1,200», most: 1400}"), rule: "wrong-form", say: "impact.people.least has a comma between its digits"},
	{name: "one end in words", edits: edit("people: 312", "people: {least: 7, most: «up to 1 200»}"), rule: "wrong-form", say: "impact.people.most is not a whole number"},
	{name: "one end in percent", edits: edit("people: 312", "people: 312, share: {of: answers, value: {most: «20 %»}}"), rule: "wrong-form", say: "impact.share.value.most is not a share"},
	{name: "one end of a list with a comma", edits: edit("people: 312", "people: 312, cost: {amount: [«\"1,200\"», 1400], currency: EUR}"), rule: "wrong-form", say: "impact.cost.amount[0] is not an amount"},
	{name: "estimate by other names of its ends", edits: edit("people: 312", "people: «{min: 3, max: 9}»"), rule: "wrong-form", say: "is not an estimate"},
	{name: "millions in words", edits: edit("people: 312", "people: 312, cost: {amount: «27 to 45 million», currency: EUR}"), rule: "wrong-form", say: "is not an amount"},
	{name: "estimate the wrong way round", edits: edit("people: 312", "people: «{least: 9, most: 3}»"), rule: "wrong-form", say: "is not an estimate"},
	{name: "cost the wrong way round", edits: edit("people: 312", "people: 312, cost: {amount: «[9, 3]», currency: EUR}"), rule: "wrong-form", say: "is not an estimate"},
	{name: "decimals of yen", edits: edit("people: 312", "people: 312, cost: {amount: «0.50», currency: JPY}"), rule: "cost-decimals", say: "JPY has 0 decimals, and the amount 2"},
	{name: "thousands with a point", edits: edit("people: 312", "people: 312, cost: {amount: «41.000», currency: EUR}"), rule: "cost-decimals", say: "EUR has 2 decimals, and the amount 3"},
	{name: "currency that is none", edits: edit("people: 312", "people: 312, cost: {amount: 5, currency: «EUX»}"), rule: "wrong-form", say: "is not a currency"},
	{name: "country that is none", edits: edit("people: 312", "people: 312, countries: [«XX»]"), rule: "wrong-form", say: "is not a country"},
	{name: "country by another code", edits: edit("people: 312", "people: 312, countries: [«UK»]"), rule: "wrong-form", say: "is not a country"},
	{name: "safeguard without a result", edits: edit(related, "safeguards: [«{name: regression suite}»]\n"+related), rule: "missing-item-key", say: "result"},
	{name: "safeguard that did what no safeguard does", edits: edit(related, "safeguards: [{name: regression suite, result: «passed»}]\n"+related), rule: "unknown-value", say: "passed"},
	{name: "control without an id", edits: edit(related, "frameworks: {nist_ai_rmf: [«{shows: failed}»]}\n"+related), rule: "missing-item-key", say: "frameworks.nist_ai_rmf[0] lacks id"},
	{name: "control that showed what no control shows", edits: edit(related, "frameworks: {nist_ai_rmf: [{id: MANAGE 4.3, shows: «broke»}]}\n"+related), rule: "unknown-value", say: "broke"},
	{name: "control with another key", edits: edit(related, "frameworks: {nist_ai_rmf: [{id: MANAGE 4.3, «result»: failed}]}\n"+related), rule: "unknown-key", say: "result"},
	{name: "control in a map that no edition holds", edits: edit(related, "frameworks: {nist_ai_rmf: [{id: «MANAGE.4.3», shows: held}]}\n"+related), rule: "framework-id", say: "MANAGE.4.3"},
	{name: "control in a map of another edition", edits: edit(related, "frameworks: {nist_ai_rmf: [MANAGE 4.3, {id: «MANAGE 4.9», shows: held}]}\n"+related), rule: "framework-edition", say: "MANAGE 4.9"},
	{name: "control that was retired, in a map", edits: edit(related, "frameworks: {mitre_atlas: [{id: «AML.T0030», note: as then}]}\n"+related), rule: "framework-retired", say: "AML.T0030"},
	{name: "control named twice", edits: edit(related, "frameworks: {nist_ai_rmf: [MANAGE 4.3, «MANAGE 4.3»]}\n"+related), rule: "repeated-entry", say: "MANAGE 4.3 is named twice"},
	{name: "control that failed and held", edits: edit(related, "frameworks: {nist_ai_rmf: [{id: MANAGE 4.3, shows: failed}, {id: «MANAGE 4.3», shows: held}]}\n"+related), rule: "repeated-entry", say: "MANAGE 4.3 is named twice"},
	{name: "list in place of a control", edits: edit(related, "frameworks: {nist_ai_rmf: [«[MANAGE 4.3]»]}\n"+related), rule: "wrong-form", say: "must be a map"},
	{name: "action that names a control by its id", edits: edit("ended: 2026-02-09}", "ended: 2026-02-09, controls: [«MEASURE 2.4»]}"), rule: "action-control", say: "MEASURE 2.4 does not begin with the key of its framework"},
	{name: "action that names a framework by its title", edits: edit("ended: 2026-02-09}", "ended: 2026-02-09, controls: [«NIST AI RMF MEASURE 2.4»]}"), rule: "action-control", say: "does not begin with the key"},
	{name: "action that names a control with a colon", edits: edit("ended: 2026-02-09}", "ended: 2026-02-09, controls: [«'nist_ai_rmf:MEASURE 2.4'»]}"), rule: "action-control", say: "does not begin with the key"},
	{name: "action that names a framework alone", edits: edit("ended: 2026-02-09}", "ended: 2026-02-09, controls: [«nist_ai_rmf»]}"), rule: "action-control", say: "which of its controls is not said"},
	{name: "action that names no framework", edits: edit("ended: 2026-02-09}", "ended: 2026-02-09, controls: [«nist_ai_rfm MEASURE 2.4»]}"), rule: "action-control", say: "nist_ai_rfm is no framework"},
	{name: "action that names an id which is none", edits: edit("ended: 2026-02-09}", "ended: 2026-02-09, controls: [«nist_ai_rmf MEASURE.2.4»]}"), rule: "framework-id", say: "MEASURE.2.4"},
	{name: "action that names an id of another edition", edits: edit("ended: 2026-02-09}", "ended: 2026-02-09, controls: [«nist_ai_rmf MEASURE 2.40»]}"), rule: "framework-edition", say: "MEASURE 2.40"},
	{name: "action with a map for a control", edits: edit("ended: 2026-02-09}", "ended: 2026-02-09, controls: [«{nist_ai_rmf: MEASURE 2.4}»]}"), rule: "wrong-form", say: "must be a text"},
	{name: "guard of no kind", edits: edit("ended: 2026-02-09}", "ended: 2026-02-09, «guard»: {where: tests}}"), rule: "missing-item-key", say: "kind"},
	{name: "guard of another kind", edits: edit("ended: 2026-02-09}", "ended: 2026-02-09, guard: {kind: «alarm»}}"), rule: "unknown-value", say: "alarm"},
	{name: "guard that is proven tomorrow", edits: edit("ended: 2026-02-09}", "ended: 2026-02-09, guard: {kind: eval, proven: «2026-06-04»}}"), rule: "time-future", say: "is in the future"},
	{name: "autonomy that is none", edits: edit(related, "agency: {autonomy: «full»}\n"+related), rule: "unknown-value", say: "full"},
	{name: "authority that is none", edits: edit(related, "agency: {autonomy: bounded, authority: [«money»]}\n"+related), rule: "unknown-value", say: "money"},
	{name: "confidence without a level", edits: edit(related, "«confidence»: {note: as told}\n"+related), rule: "missing-item-key", say: "level"},
	{name: "grade that is none", edits: edit(related, "evidence: [{what: logs, grade: «good»}]\n"+related), rule: "unknown-value", say: "good"},
	{name: "duration in a line of its own", edits: edit(sentence, sentence+"\n\n«Duration: 3 h 5 min»"), rule: "duration-text", say: "the timestamps give"},
	{name: "duration in bold", edits: edit(sentence, sentence+"\n\n«**Duration**: 96 minutes»"), rule: "duration-text", say: "the timestamps give"},
	{name: "duration in a cell", edits: edit(sentence, sentence+"\n\n\n\n«| Duration | 96 minutes» |\n|---|---|"), rule: "duration-text", say: "the timestamps give"},
	{name: "duration of the outage", edits: edit(sentence, sentence+"\n\nThe «outage lasted 3 hours»."), rule: "duration-text", say: "the timestamps give"},
	{name: "duration as a mean", edits: edit(sentence, sentence+"\n\n«MTTR: 96 minutes»."), rule: "duration-text", say: "the timestamps give"},
	{name: "duration until it was resolved", edits: edit(sentence, sentence+"\n\nIt was «resolved after 96 minutes»."), rule: "duration-text", say: "the timestamps give"},
	{name: "duration of the time to detect", edits: edit(sentence, sentence+"\n\n«MTTD: 5 min»."), rule: "duration-text", say: "the timestamps give"},
	{name: "duration in a list", edits: edit(sentence, sentence+"\n\n\n\n«- Total duration: 2 days, 1 h»\n"), rule: "duration-text", say: "the timestamps give"},
	{name: "duration with a word for about", edits: edit(sentence, sentence+"\n\nThe «incident lasted for about 7 hours»."), rule: "duration-text", say: "the timestamps give"},
	{name: "duration in decimals", edits: edit(sentence, sentence+"\n\n«Total downtime: 7.5 hours»"), rule: "duration-text", say: "the timestamps give"},
	{name: "duration on a clock", edits: edit(sentence, sentence+"\n\n«Outage duration (total): 07:36:00»"), rule: "duration-text", say: "the timestamps give"},
	{name: "duration in German", edits: edit(sentence, sentence+"\n\n«**Gesamtdauer:** 7 Std. 45 Min»."), rule: "duration-text", say: "the timestamps give"},
	{name: "duration in French", edits: edit(sentence, sentence+"\n\n«- Durée : 7 heures»"), rule: "duration-text", say: "the timestamps give"},
	{name: "duration in a sentence in Spanish", edits: edit(sentence, sentence+"\n\nLa «caída duró 96 minutos»."), rule: "duration-text", say: "the timestamps give"},
	{name: "duration in Japanese", edits: edit(sentence, sentence+"\n\n«継続時間：1時間36分»"), rule: "duration-text", say: "the timestamps give"},
	{name: "duration of the time to recover", edits: edit(sentence, sentence+"\n\n«Time to recovery: 5 min»"), rule: "duration-text", say: "the timestamps give"},
	{name: "next day without a date", edits: edit(secondEvent, "- 23:10 team\n- «00:45» over"), rule: "event-order", say: "stands after one at"},
}

var followUpFaults = []fault{
	{name: "reviewer who commanded", edits: edit("reviewer: model-risk", "reviewer: «ml-oncall»"), rule: "reviewer-commanded", say: "commanded the response and reviews it"},
	{name: "reviewer who commanded for a time", edits: edit("commander: ml-oncall, reviewer: model-risk", "commander: [ml-oncall, model-risk], reviewer: «model-risk»"), rule: "reviewer-commanded", say: "commanded the response"},
	{name: "approver who owns", edits: edit("approver: oversight-board", "approver: «digital-channels»"), rule: "approver-involved", say: "owns the record"},
	{name: "approver who commanded", edits: edit("approver: oversight-board", "approver: «ml-oncall»"), rule: "approver-involved", say: "commanded the response"},

	{name: "action without a title", edits: edit(action, "  - «{id: A1, kind: prevent, owner: ml-platform, due: 2026-02-10, status: done, ended: 2026-02-09}»\n"), rule: "missing-item-key", say: "actions[0] lacks title"},
	{name: "empty action", edits: edit(action, action+"  - «{}»\n"), rule: "missing-item-key", say: "actions[1] lacks id, title, status, kind, owner, due"},
	{name: "action with a title alone", edits: edit(action, action+"  - «title: Own each source»\n"), rule: "missing-item-key", say: "actions[1] lacks id, status, kind, owner, due"},
	{name: "action without kind, owner and due", edits: edit(action, "  - «{id: A1, title: Rebuild, status: done, ended: 2026-02-09}»\n"), rule: "action-incomplete", say: "A1 has no kind, no owner, no due"},
	{name: "mitigation with a title alone", edits: edit(mitigation, mitigation+"  - «{title: Answers are read}»\n"), rule: "missing-item-key", say: "mitigations[1] lacks id, applied, until"},
	{name: "obligation with a regime alone", edits: edit(related, "obligations: [«{regime: gdpr_33}»]\n"+related), rule: "missing-item-key", say: "obligations[0] lacks role, applies"},
	{name: "obligation without role and time of awareness", edits: edit(related, "obligations: [«{regime: gdpr_33, applies: yes}»]\n"+related), rule: "missing-item-key", say: "obligations[0] lacks role, aware"},
	{name: "empty evidence", edits: edit(related, "evidence: [«{where: vault}»]\n"+related), rule: "missing-item-key", say: "evidence[0] lacks what"},
	{name: "action behind an empty cause", edits: edit(cause, "  - «{}»\n  - «{note: late}»\n"), rule: "missing-item-key", say: "lacks factor"},
	{name: "action without an owner", edits: edit(action, "  - «{id: A1, title: Rebuild, kind: prevent, due: 2026-02-10, status: done, ended: 2026-02-09}»\n"), rule: "action-incomplete", say: "A1 has no owner"},
	{name: "action without an end", edits: edit("status: done, ended: 2026-02-09", "status: «done»"), rule: "action-ended", say: "A1 is done and has no ended"},
	{name: "action declined without a reason", edits: edit("status: done,", "status: «declined»,"), rule: "action-ended", say: "A1 is declined and has no reason"},
	{name: "action transferred to nowhere", edits: edit("status: done,", "status: «transferred»,"), rule: "action-ended", say: "A1 is transferred and has no to"},
	{name: "action not finished", edits: edit("status: done, ended: 2026-02-09", "status: «open»"), rule: "action-open", say: "A1 is not finished"},
	{name: "id of an action", edits: edit("{id: A1,", "{id: «A01»,"), rule: "item-id", say: "is not an id of actions"},
	{name: "id of an action twice", edits: edit(action, action+in(action, "A1", "«A1»")), rule: "item-id", say: "A1 is used twice"},
	{name: "action verified without a result", edits: edit("ended: 2026-02-09}", "ended: 2026-02-09, «verified»: {date: 2026-02-12}}"), rule: "missing-item-key", say: "actions[0].verified lacks result"},
	{name: "mitigation without a criterion", edits: edit(mitigation, "  - «{id: M1, title: Fees, applied: 2026-01-14, removed: 2026-01-15}»\n"), rule: "mitigation-until", say: "M1 has no criterion"},
	{name: "mitigation in force", edits: edit(mitigation, "  - «{id: M1, title: Fees, applied: 2026-01-14, until: index rebuilt}»\n"), rule: "mitigation-open", say: "M1 is still in force"},
	{name: "mitigation without a time", edits: edit(mitigation, "  - «{id: M1, title: Fees, until: index rebuilt, removed: 2026-01-15}»\n"), rule: "missing-item-key", say: "mitigations[0] lacks applied"},
	{
		name: "no mitigation in a record that was filed from an issue", edits: edit(status, closedAsks, "mitigations:\n"+mitigation, "",
			"Questions about fees went to staff until the index was rebuilt.", "The index was rebuilt.", related, "source: {name: GitHub, id: acme/log#7}\n"+related),
		rule: "mitigation-missing", say: "there is no interim measure",
	},
	{name: "id of a mitigation", edits: edit("{id: M1,", "{id: «A1»,"), rule: "item-id", say: "is not an id of mitigations"},
	{name: "obligation that is open", edits: edit(related, "obligations: [{regime: gdpr_34, role: controller, applies: «open», aware: 2026-01-14T09:30:00Z}]\n"+related), rule: "obligation-open", say: "still open whether gdpr_34 applies"},
	{name: "obligation denied without a reason", edits: edit(related, "obligations: [{regime: gdpr_33, role: controller, applies: «no»}]\n"+related), rule: "obligation-reason", say: "no reason is given"},
	{name: "obligation without a role", edits: edit(related, "obligations: [«{regime: gdpr_33, applies: no, reason: x}»]\n"+related), rule: "missing-item-key", say: "obligations[0] lacks role"},
	{name: "step that is open", edits: edit(related, "obligations: [{regime: gdpr_33, role: controller, applies: yes, aware: 2026-01-14T09:30:00Z, steps: [{step: authority, done: 2026-01-16}, «{step: supplement}»]}]\n"+related), rule: "step-open", say: "the step supplement of gdpr_33"},
	{name: "step without a name", edits: edit(related, "obligations: [{regime: gdpr_33, role: controller, applies: no, reason: x, steps: [«{done: 2026-01-16}»]}]\n"+related), rule: "missing-item-key", say: "steps[0] lacks step"},
}

var otherFaults = []fault{
	{name: "silence of nothing", edits: edit(related, "silence: [{rule: «unregistered-system», reason: being onboarded}]\n"+related), rule: "unused-silence", say: "this silences nothing"},
	{
		name: "silence without a reason", edits: edit("systems: [assistant]", "unregistered: [«call router»]\nsilence: [«{rule: «unregistered-system»}»]"),
		each: []expect{{"unregistered-system", ""}, {"missing-item-key", "silence[0] lacks reason"}, {"unused-silence", ""}},
	},
	{name: "silence of an error", edits: edit("closed: 2026-02-20", "closed: «2062-02-20»", related, "silence: [{rule: «time-future», reason: it will be}]\n"+related), each: []expect{{"time-future", ""}, {"silence-error", ""}}},
	{name: "lines that end in two ways", edits: edit("---\nid", "«»---\r\nid"), rule: "mixed-line-endings", say: "some in LF"},

	{
		name: "settings", path: "hindcast.yaml", file: "«titel»: Log\ntitle: «[Log]»\nbase_url: «example.org»\ntimezone: «Berlin»\naudience: «everyone»\nids: {pattern: «\"inc-{n}\"», «form»: x}\nlanguage: en\n«language»: de\n",
		each: []expect{
			{"unknown-key", "unknown key titel"},
			{"wrong-form", "title must be a text"},
			{"wrong-form", "base_url is not the address of a site"},
			{"wrong-form", "timezone is not a time zone"},
			{"unknown-value", "for audience"},
			{"wrong-form", "ids.pattern is not a pattern"},
			{"unknown-key", "unknown key form in ids"},
			{"duplicate-key", "language is written twice"},
		},
	},
	{name: "system without a mark", path: "knowledge/systems/one.md", file: in(system, "---", "«---»", "tlp: GREEN\n", "owner: x\n"), rule: "missing-key", say: "tlp is missing"},
	{name: "system without a title", path: "knowledge/systems/two.md", file: in(system, "---", "«---»", "title: A system\n", "owner: x\n"), rule: "missing-key", say: "title is missing"},
	{name: "system of an unknown risk", path: "knowledge/systems/three.md", file: in(system, "tlp", "risk_class: «medium»\nrole: «user»\nstatus: «live»\nowner: x\ntlp"), rule: "unknown-value", say: "unknown value"},
	{name: "system with a dead link", path: "knowledge/systems/four.md", file: in(system, "Text.", "«[[no-such-page]]»", "tlp", "owner: x\ntlp"), rule: "dead-link", say: "leads nowhere"},
	{
		name: "playbook for an unknown type", path: "knowledge/playbooks/five.md", file: in(system, "tlp", "types: [bias, «drift»]\nsystems: [«chat»]\ntlp"),
		each: []expect{{"unknown-value", "for types"}, {"unknown-system", "the register holds no system chat"}},
	},
	{name: "glossary with a summary", path: "knowledge/glossary/six.md", file: in(system, "tlp", "«summary»: x\ntlp"), rule: "unknown-key", say: "unknown key summary"},
	{name: "article with types", path: "knowledge/seven.md", file: in(system, "tlp", "«types»: [bias]\ntlp"), rule: "unknown-key", say: "unknown key types"},
	{name: "article without a head", path: "knowledge/eight.md", file: "«»# Title\n", rule: "front-matter-missing", say: "no front matter"},
}

// places takes all « and » out of a text and returns what was between them, in the order in which
// they open.
func places(t *testing.T, text string) (string, []diag.Span) {
	t.Helper()
	var clean strings.Builder
	var starts, open []int
	ends := map[int]int{}
	for _, r := range text {
		switch r {
		case '«':
			open = append(open, len(starts))
			starts = append(starts, clean.Len())
		case '»':
			last := len(open) - 1
			ends[open[last]] = clean.Len()
			open = open[:last]
		default:
			clean.WriteRune(r)
		}
	}
	lines := diag.NewLines([]byte(clean.String()))
	spans := make([]diag.Span, len(starts))
	for i, start := range starts {
		spans[i] = lines.Span(start, ends[i])
	}
	return clean.String(), spans
}

func (f fault) build(t *testing.T, number int) (path, text string, spans []diag.Span) {
	t.Helper()
	id := fmt.Sprintf("INC-2026-%04d", 1000+number)
	path, text = f.path, f.file
	if path == "" {
		path = "incidents/2026/{id}-fault.md"
	}
	if len(f.edits) > 0 {
		text = record
	}
	for _, e := range f.edits {
		if strings.Count(text, e[0]) != 1 {
			t.Fatalf("%s: %q stands %d times in the record", f.name, e[0], strings.Count(text, e[0]))
		}
		text = strings.Replace(text, e[0], e[1], 1)
	}
	text = strings.ReplaceAll(text, "INC-2026-0001", id)
	path = strings.ReplaceAll(path, "{id}", id)
	text, spans = places(t, text)
	return path, text, spans
}

// All faults are in one repository and are checked in one run: each is found at its place under
// its rule, and nothing else is found, however wrong the files beside it are.
func TestFaults(t *testing.T) {
	files := beside()
	wants := map[string][]string{}
	messages := map[string]string{}
	for i, f := range faults {
		path, text, spans := f.build(t, i)
		if files[path] != "" {
			t.Fatalf("%s: the file %s is taken", f.name, path)
		}
		files[path] = text
		each := f.each
		for len(each) < len(spans) && f.each == nil {
			each = append(each, expect{f.rule, f.say})
		}
		at := -1
		for j, e := range each { // several may be at the last place
			at = min(j, len(spans)-1)
			want := show(path, spans[at], e.rule)
			wants[want] = append(wants[want], e.say)
			messages[want] = f.name
		}
		if at < 0 {
			t.Fatalf("%s: no place is marked", f.name)
		}
	}
	for _, f := range run(t, files) {
		got := show(f.Path, f.Span, f.Rule)
		i := slices.IndexFunc(wants[got], func(say string) bool { return strings.Contains(f.Message, say) })
		if i < 0 {
			t.Errorf("not planted: %s %s\n  in %s", got, f.Message, messages[got])
			continue
		}
		wants[got] = slices.Delete(wants[got], i, i+1)
	}
	for want, says := range wants {
		for _, say := range says {
			t.Errorf("not found: %s: %s %s", messages[want], want, say)
		}
	}
	if len(faults) < 60 {
		t.Errorf("%d faults are planted; they were more", len(faults))
	}
}

func show(path string, s diag.Span, rule string) string {
	return fmt.Sprintf("%s:%d:%d-%d:%d [%s]", path, s.Start.Line, s.Start.Column, s.End.Line, s.End.Column, rule)
}
