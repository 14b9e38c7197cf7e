package check_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hindcast/internal/diag"
)

// slip is a mistake that hands make when they type YAML. « and » stand in the line where it is to be found.
type slip struct{ name, right, wrong, say string }

// typed is the base record in both styles of YAML, with maps, lists and items of each.
var typed = in(record,
	impact, "impact:\n  people: 312\n  harms:\n    - economic\n  reversible: yes\n  cost: {amount: 1200, currency: EUR}",
	"causes:\n"+cause, "causes:\n  - factor: data_quality\n    note: the index held the old fee table\n",
	"trigger: the", "tags: [fees, answers]\ntrigger: the",
)

var slips = slices.Concat(spaceSlips, signSlips, closingSlips, indentSlips, keySlips, formSlips, characterSlips, fileSlips)

var spaceSlips = []slip{
	{"no space after the first colon", "id: INC-2026-0001", "«»id:INC-2026-0001", "a space is missing after the colon"},
	{"no space after a colon before a quote", "title: Chat assistant quotes a fee that was abolished", "«»title:\"Chat assistant\"", "a space is missing after the colon"},
	{"no space after a colon in the middle", "tlp: GREEN", "«»tlp:GREEN", "a space is missing after the colon"},
	{"no space after a colon before a bracket", "tags: [", "«»tags:[", "a space is missing after the colon"},
	{"no space after a colon before a brace", "detection: {", "«»detection:{", "a space is missing after the colon"},
	{"no space after a colon of a time", "detected: 2026-01-14T", "«»detected:2026-01-14T", "a space is missing after the colon"},
	{"no space after a colon in a block map", "  people: 312", "«»  people:312", "a space is missing after the colon"},
	{"no space after the colon of the last key in a block map", "reversible: yes", "«»reversible:yes", "a space is missing after the colon"},
	{"no space after the first colon of an item", "  - factor: data", "«»  - factor:data", "a space is missing after the colon"},
	{"no space after the last colon of an item", "    note: the", "«»    note:the", "a space is missing after the colon"},
	{"no space after a colon in braces", "commander: ml-oncall", "«»commander:ml-oncall", "a space is missing after the colon"},
	{"no space after the first colon in braces", "{reporter: support", "«»{reporter:support", "a space is missing after the colon"},
	{"no space after the last colon in braces", "relation: similar_to", "«»relation:similar_to", "a space is missing after the colon"},
	{"no space after any colon in braces", "{amount: 1200, currency: EUR}", "«»{amount:1200,currency:EUR}", "a space is missing after the colon"},
	{"no space after the dash of an item", "    - economic", "«»    -economic", "a space is missing after the dash"},
	{"no space after the dash of a map", "  - factor: data", "«»  -factor: data", "a space is missing after the dash"},
	{"no space after the dash of braces", "  - {id: A1,", "«»  -{id: A1,", "a space is missing after the dash"},
	{"no space after the dash of the last item", "  - {id: INC-2026-0002", "«»  -{id: INC-2026-0002", "a space is missing after the dash"},
	{"no space after the dash of a second item", "    - economic", "    - economic\n«»    -physical", "a space is missing after the dash"},
	{"comment glued to a value of a vocabulary", "severity: sev3", "«»severity: sev3# so far", `unknown value "sev3# so far"`},
	{"comment glued to a date", "closed: 2026-02-20", "«»closed: 2026-02-20#late", "is not a time"},
	{"comment glued to a number", "people: 312", "«»people: 312#about", "is not a whole number"},
	{"comment glued to a bracket", "tags: [fees, answers]", "«»tags: [fees, answers]# so far", "a space is missing before the #"},
	{"comment glued to a quote", "owner: digital-channels", "«»owner: \"digital-channels\"# so far", "a space is missing before the #"},
}

var signSlips = []slip{
	{"colon in the title", "title: Chat assistant quotes", "«»title: Chat assistant: it quotes", `in quotes`},
	{"colon at the end of a title", "fee that was abolished", "fee that was abolished:«»", `in quotes`},
	{"colon in the last value of a map", "    note: the index held", "«»    note: root: the index held", `in quotes`},
	{"colon in a trigger", "trigger: the fee table changed", "«»trigger: Monday: the fee table changed", "in quotes"},
	{"colon in a value in braces", "title: Rebuild the index with", "«»title: Rebuild: the index with", "in quotes"},
	{"colon in an item of a list", "tags: [fees, answers]", "tags:\n«»  - fees: old\n  - answers", "tags[0] must be a text"},
	{"colon in an item in brackets", "tags: [fees, answers]", "«»tags: [fees: old, answers]", "tags[0] must be a text"},
	{"comma in a value in braces", "until: index rebuilt", "«»until: index rebuilt, twice", "a comma ends the value of mitigations[0].until"},
	{"comma in the first value in braces", "{reporter: support,", "«»{reporter: support, second line,", "a comma ends the value of roles.reporter"},
	{"comma in the last value in braces", "approver: oversight-board", "«»approver: oversight-board, as ever", "a comma ends the value of roles.approver"},
	{"thousands with a comma", "people: 312", "«»people: 1,312", "is not a whole number"},
	{"thousands with a comma in braces", "amount: 1200", "«»amount: 1,200", "comma between its digits"},
	{"thousands with an apostrophe", "people: 312", "«»people: 1'312", "is not a whole number"},
	{"thousands with a point", "people: 312", "«»people: 1.312", "is not a whole number"},
	{"thousands with a space", "people: 312", "«»people: 1 312", "is not a whole number"},
	{"thousands with an underscore", "people: 312", "«»people: 1_312", "is not a whole number"},
	{"hash in a title", "title: Chat assistant quotes", "«»title: Chat assistant #2 quotes", "the # begins a comment, which cuts the text of title"},
	{"hash in a summary", "summary: For two days", "«»summary: For two days # or three", "cuts the text of summary"},
	{"hash in the first value of an item", "  - {id: M1, title: Fee questions", "«»  - {id: M1, title: Fee #1 questions", "the # begins a comment"},
	{"hash in the last value in braces", "until: index rebuilt", "«»until: index #2 rebuilt", "the # begins a comment"},
	{"hash in a note", "note: the index held", "«»note: the index #2 held", "cuts the text of causes[0].note"},
	{"hash in an item", "tags: [fees, answers]", "tags:\n«»  - old fees #2026\n  - answers", "cuts the text of tags[0]"},
	{"hash in an item in brackets", "tags: [fees, answers]", "«»tags: [old fees #2026, answers]", "the # begins a comment"},
	{"hash at the start of an item", "tags: [fees, answers]", "tags:\n«»  - #fees\n  - answers", "tags[0] is blank"},
	{"hash before a title", "title: Chat assistant quotes", "«»title: #2 assistant quotes", "begins a comment"},
	{"tab before more of a value", "owner: digital-channels", "owner: digital-channels\n«»\tand others", "tab"},
	{"percent before a value", "trigger: the", "«»trigger: %5 of the", "%"},
	{"at sign before a value", "owner: digital", "«»owner: @digital", "@"},
	{"at sign before a value in braces", "reporter: support", "«»reporter: @support", "@"},
	{"at sign before an item", "    - economic", "«»    - @economic", "@"},
	{"backtick before a value", "trigger: the fee", "«»trigger: `fees` the fee", "`"},
	{"backtick before a value in an item", "note: the index", "«»note: `index` the index", "`"},
	{"asterisk before a value", "trigger: the fee", "«»trigger: *the* fee", "in quotes"},
	{"ampersand before a value", "trigger: the fee", "«»trigger: &the fee", "in quotes"},
	{"exclamation mark before a value", "trigger: the fee", "«»trigger: !the fee", "in quotes"},
	{"greater than before a value", "trigger: the fee", "«»trigger: > 5 of the fee", "in quotes"},
	{"bar before a value", "trigger: the fee", "«»trigger: | the fee", "in quotes"},
	{"dash before a value", "trigger: the fee", "«»trigger: - the fee", "in quotes"},
	{"brace before a value", "trigger: the fee", "«»trigger: {fee} the fee", "in quotes"},
	{"bracket before a value", "title: Chat assistant", "«»title: [Chat] assistant", "in quotes"},
	{"quoted word before a value", "title: Chat assistant", "«»title: \"Chat\" assistant", "more stands behind the closing quote"},
	{"quoted word before a value in braces", "title: Rebuild the", "«»title: \"Rebuild\" the", "more stands behind the closing quote"},
	{"quoted word before an item", "tags: [fees, answers]", "tags:\n«»  - 'fees' and more\n  - answers", "more stands behind the closing quote"},
	{"apostrophe in quotes", "note: the index held the old fee table", "«»note: 'the index's fees'", "more stands behind the closing quote"},
	{"apostrophe in quotes in braces", "title: Rebuild the index with the fee table", "«»title: 'Rebuild the index's fees'", "more stands behind the closing quote"},
	{"Windows path in quotes", "trigger: the fee table changed and the index was not rebuilt", "«»trigger: \"C:\\data was not rebuilt\"", `\`},
	{"equals sign for a colon", "owner: digital", "«»owner = digital", "a colon is missing after owner"},
	{"equals sign for a colon in a map", "  people: 312", "«»  people = 312", "a colon is missing after people"},
	{"semicolon for a colon", "tlp: GREEN", "«»tlp; GREEN", "a colon is missing after tlp"},
	{"space before the colon", "owner: digital", "«»owner digital", "a colon is missing after owner"},
	{"no colon in the first key of an item", "  - factor: data", "«»  - factor data", "a colon is missing after factor"},
	{"no colon in the last key of an item", "    note: the", "«»    note the", "a colon is missing after note"},
	{"no colon in a map", "  triaged: 2026", "«»  triaged 2026", "a colon is missing after triaged"},
	{"no colon in braces", "commander: ml", "«»commander ml", "a colon is missing after commander"},
	{"no comma in braces", "kind: prevent, owner", "«»kind: prevent owner", "a comma is missing"},
	{"no comma between quotes in brackets", "tags: [fees, answers]", "«»tags: [\"fees\" \"answers\"]", "a comma is missing"},
	{"semicolon between keys in braces", "{amount: 1200, currency", "«»{amount: 1200; currency", "a comma is missing"},
}

var closingSlips = []slip{
	{"quote of the title not closed", "title: Chat", "«»title: \"Chat", "the \" that opens here is never closed"},
	{"quote of a value in braces not closed", "title: Rebuild the", "«»title: \"Rebuild the", "the \" that opens here is never closed"},
	{"quote of an item not closed", "    - economic", "«»    - 'economic", "the ' that opens here is never closed"},
	{"quote of the last value not closed", "relation: similar_to", "«»relation: \"similar_to", "the \" that opens here is never closed"},
	{"quote of a note not closed", "note: the index", "«»note: 'the index", "the ' that opens here is never closed"},
	{"quotes of two kinds", "owner: digital-channels", "«»owner: \"digital-channels'", "the \" that opens here is never closed"},
	{"bracket not closed", "tags: [fees, answers]", "«»tags: [fees, answers", "the [ that opens here is never closed"},
	{"bracket not opened", "tags: [fees, answers]", "«»tags: fees, answers]", "tags must be a list"},
	{"brace not closed", "method: user_report}", "method: user_report«»", "the { that opens here is never closed"},
	{"brace not opened", "detection: {method", "«»detection: method", "{"},
	{"brace of an item not closed", "ended: 2026-02-09}", "ended: 2026-02-09«»", "the { that opens here is never closed"},
	{"brace of the last item not closed", "relation: similar_to}", "relation: similar_to«»", "the { that opens here is never closed"},
	{"brace closed by a bracket", "method: user_report}", "method: user_report]«»", "the { that opens here is never closed"},
	{"brace closed by a parenthesis", "method: user_report}", "method: user_report)«»", "the { that opens here is never closed"},
	{"bracket closed by a brace", "tags: [fees, answers]", "«»tags: [fees, answers}", "the [ that opens here is never closed"},
	{"bracket closed twice", "tags: [fees, answers]", "«»tags: [fees, answers]]", "]"},
	{"brace closed twice", "method: user_report}", "method: user_report}}«»", "}"},
	{"brace alone", "owner: d", "«»}\nowner: d", "}"},
	{"comma behind braces", "method: user_report}", "method: user_report},«»", ","},
	{"comma behind a value of a vocabulary", "severity: sev3", "«»severity: sev3,", `unknown value "sev3,"`},
	{"comma behind a date", "closed: 2026-02-20", "«»closed: 2026-02-20,", "is not a time"},
	{"comma behind quotes", "owner: digital-channels", "«»owner: \"digital-channels\",", "more stands behind the closing quote"},
	{"two commas in braces", "kind: prevent, owner", "«»kind: prevent,, owner", "a comma too many"},
	{"two commas in brackets", "tags: [fees, answers]", "«»tags: [fees,, answers]", "a comma too many"},
}

var indentSlips = []slip{
	{"key of the top indented by one", "owner: d", "«» owner: d", "indent"},
	{"first key indented", "id: INC-2026-0001", "«» id: INC-2026-0001", "indent"},
	{"last key indented", "related:\n", "«» related:\n", "indent"},
	{"key of a map indented by one more", "  triaged: 2026", "«»   triaged: 2026", "indent"},
	{"first key of a map indented by one more", "  started: 2026", "«»   started: 2026", "indent"},
	{"last key of a map indented by one more", "  closed: 2026", "«»   closed: 2026", "indent"},
	{"key of a map indented by one less", "  triaged: 2026", "«» triaged: 2026", "indent"},
	{"key of a map not indented", "  triaged: 2026", "«»triaged: 2026", "not indented like those beside it"},
	{"last key of a map not indented", "  closed: 2026", "«»closed: 2026", "timeline has a key closed"},
	{"last key of an item indented by one less", "    note: the", "«»   note: the", "indent"},
	{"last key of an item indented by one more", "    note: the", "«»     note: the", "indent"},
	{"last key of an item indented as the dash", "    note: the", "«»  note: the", "indent"},
	{"second item indented by one more", "  - {id: A1, title: Rebuild", "  - {id: A2, title: Own the table, kind: prevent, owner: x, due: 2026-02-10, status: done, ended: 2026-02-09}\n«»   - {id: A1, title: Rebuild", "indent"},
	{"second item indented by one less", "  - {id: A1, title: Rebuild", "  - {id: A2, title: Own the table, kind: prevent, owner: x, due: 2026-02-10, status: done, ended: 2026-02-09}\n«» - {id: A1, title: Rebuild", "indent"},
	{"tab before the first key of a map", "  started: 2026", "«»\tstarted: 2026", "tab"},
	{"tab before a key of a map", "  triaged: 2026", "«»\ttriaged: 2026", "tab"},
	{"tab before an item", "    - economic", "«»\t- economic", "tab"},
	{"tab before a key of an item", "    note: the", "«»\tnote: the", "tab"},
	{"tab before a key of the top", "owner: d", "«»\towner: d", "tab"},
	{"tab among spaces", "  people: 312", "«» \tpeople: 312", "tab"},
	{"value on the next line", "owner: digital", "owner:\n«»digital", "the value of owner goes on here"},
}

var keySlips = []slip{
	{"key twice", "owner: digital-channels", "owner: digital-channels\n«»owner: digital-channels", "owner is written twice"},
	{"first key twice", "title: Chat", "«»id: INC-2026-0001\ntitle: Chat", "id is written twice"},
	{"key of a map twice", "  people: 312", "  people: 312\n«»  people: 313", "people is written twice"},
	{"key of an item twice", "    note: the", "    note: as told\n«»    note: the", "note is written twice"},
	{"key in braces twice", "kind: prevent,", "«»kind: prevent, kind: detect,", "kind is written twice"},
	{"first key with a capital", "id: INC-2026-0001", "«»Id: INC-2026-0001", "unknown key Id"},
	{"key with a capital", "severity: sev3", "«»Severity: sev3", "unknown key Severity"},
	{"key of a map with a capital", "  triaged: 2026", "«»  Triaged: 2026", "unknown key Triaged in timeline"},
	{"key in braces with a capital", "{method: user", "«»{Method: user", "unknown key Method in detection"},
	{"key of an item with a capital", "  - factor: data", "«»  - Factor: data", "unknown key Factor in causes[0]"},
	{"key misspelt", "severity: sev3", "«»severty: sev3", "unknown key severty"},
	{"key of a map misspelt", "  detected: 2026", "«»  detcted: 2026", "unknown key detcted in timeline"},
	{"key in braces misspelt", "{method: user", "«»{metod: user", "unknown key metod in detection"},
	{"last key misspelt", "related:\n", "«»realted:\n", "unknown key realted"},
	{"key of an item misspelt", "  - factor: data", "«»  - facter: data", "unknown key facter in causes[0]"},
	{"key with a dash for an underscore", "trigger: the", "«»severity-rationale: x\ntrigger: the", "unknown key severity-rationale"},
	{"key in bold", "owner: d", "«»**owner**: d", "in quotes"},
	{"key as an item", "owner: d", "«»- owner: d", "dash"},
	{"no value", "severity: sev3", "«»severity:", "severity"},
	{"no value of the first key", "id: INC-2026-0001", "«»id:", "id"},
	{"no value of a key in a map", "  detected: 2026-01-14T09:30:00Z", "«»  detected:", "timeline.detected"},
	{"no value of a key in braces", "{method: user_report}", "«»{method: }", "detection.method"},
	{"no value of an item", "    - economic", "«»    -", "impact.harms[0] is blank"},
	{"no value of a list", "systems: [assistant]", "«»systems: []", "systems"},
}

var formSlips = []slip{
	{"list for a text", "owner: digital-channels", "«»owner: [digital-channels]", "owner must be a text, not a list"},
	{"list below a text", "owner: digital-channels", "owner:\n«»  - digital-channels", "owner must be a text, not a list"},
	{"text for a list", "systems: [assistant]", "«»systems: assistant", "systems must be a list"},
	{"text for a list in a map", "harms:\n    - economic", "«»harms: economic", "impact.harms must be a list"},
	{"texts with commas for a list", "tags: [fees, answers]", "«»tags: fees, answers", "tags must be a list"},
	{"map for a list", "tags: [fees, answers]", "«»tags: {fees, answers}", "tags must be a list"},
	{"list for a map", "detection: {method: user_report}", "«»detection: [user_report]", "detection must be a map"},
	{"text for a map", "detection: {method: user_report}", "«»detection: user_report", "detection must be a map"},
	{"item for a list of items", "causes:\n  - factor: data_quality\n", "causes:\n«»    factor: data_quality\n", "causes must be a list"},
	{"text for a list of items", "causes:\n  - factor: data_quality\n    note: the index held the old fee table", "causes:\n«»  - data_quality", "causes[0] must be a map"},
	{"list for a time", "closed: 2026-02-20", "«»closed: [2026-02-20]", "timeline.closed must be one value, not a list"},
	{"yes for a value of a vocabulary", "severity: sev3", "«»severity: yes", `unknown value "yes" for severity`},
	{"yes for a list", "systems: [assistant]", "«»systems: yes", "systems must be a list"},
	{"yes for a map", "detection: {method: user_report}", "«»detection: yes", "detection must be a map"},
	{"number in words", "people: 312", "«»people: many", "is not a whole number"},
	{"number with a unit", "people: 312", "«»people: 312 customers", "is not a whole number"},
	{"date the other way round", "closed: 2026-02-20", "«»closed: 20.02.2026", "is not a time"},
	{"date without zeros", "closed: 2026-02-20", "«»closed: 2026-2-20", "is not a time"},
	{"date with slashes", "closed: 2026-02-20", "«»closed: 2026/02/20", "is not a time"},
	{"clock with a point", "detected: 2026-01-14T09:30:00Z", "«»detected: 2026-01-14T09.30Z", "is not a time"},
	{"list of a Markdown kind", "    - economic", "«»    * economic", "*"},
}

var characterSlips = []slip{
	{"curved quotes", "severity: sev3", "«»severity: “sev3”", "“"},
	{"curved quotes around a title with a colon", "title: Chat assistant quotes a fee that was abolished", "«»title: “Chat: a fee”", "curved quotes do not quote"},
	{"curved quotes in brackets", "systems: [assistant]", "«»systems: [“assistant”]", "“"},
	{"curved quotes in braces", "{method: user_report}", "«»{method: “user_report”}", "“"},
	{"full-width colon", "owner: digital", "«»owner：digital", "："},
	{"full-width colon of the first key", "id: INC-2026-0001", "«»id：INC-2026-0001", "："},
	{"full-width colon in a map", "  people: 312", "«»  people：312", "："},
	{"full-width colon in braces", "{method: user", "«»{method：user", "："},
	{"full-width comma in brackets", "systems: [assistant]", "«»systems: [assistant，router]", "，"},
	{"space that does not break behind a colon", "owner: digital", "«»owner:\u00a0digital", "a space that does not break stands behind the colon"},
	{"space that does not break before a key", "  people: 312", "«»\u00a0 people: 312", "a space that does not break stands at the start"},
	{"invisible character in a key", "owner: digital", "«»ow\u200bner: digital", "an invisible character"},
	{"invisible character before a key", "owner: digital", "«»\u200bowner: digital", "an invisible character"},
	{"byte-order mark in the middle", "owner: digital", "«»\ufeffowner: digital", "an invisible character"},
	{"long dash before an item", "    - economic", "«»    – economic", "–"},
}

var fileSlips = []slip{
	{"no line of --- above", "---\nid: INC", "«»id: INC", "has no line of --- above it"},
	{"no line of --- below", "\n---\n## What happened", "\n## What happened", "never closed"},
	{"line of two dashes above", "---\nid: INC", "«»--\nid: INC", "---"},
	{"line of four dashes below", "\n---\n## What happened", "\n----\n## What happened", "never closed"},
	{"line of long dashes below", "\n---\n## What happened", "\n———\n## What happened", "never closed"},
	{"byte-order mark", "---\nid: INC", "«»\ufeff---\nid: INC", "byte-order mark"},
	{"some lines of Windows", "---\nid: INC", "«»---\r\nid: INC", "some lines end in CRLF"},
	{"conflict", "severity: sev3", "«»<<<<<<< HEAD\nseverity: sev3\n=======\nseverity: sev2\n>>>>>>> main", "merge conflict"},
	{"conflict in a map", "  people: 312", "«»<<<<<<< HEAD\n  people: 312\n=======\n  people: 313\n>>>>>>> main", "merge conflict"},
	{"conflict that is not whole", "severity: sev3", "severity: sev3\n«»=======\nseverity: sev2\n>>>>>>> main", "merge conflict"},
	{"code fence around the front matter", "---\nid: INC", "«»```yaml\n---\nid: INC", "---"},
	{"no line of --- below, and a line of --- in the text", "\n---\n## What happened", "\n«»## What happened\nIt was over soon.\n\n---\n", "the text begins here, and no line of --- ends the front matter"},
	{"no line of --- below, and a heading of dashes", "\n---\n## What happened", "\n«»What happened\n---\n", "the text begins here, and no line of --- ends the front matter"},
	{"no line of --- below, and prose", "\n---\n## What happened", "\n\n«»The index was old: nobody looked.\n\nIt was over soon.\n\n---\n## What happened", "the text begins here, and no line of --- ends the front matter"},
	{"no space after the dash of an item below another", "tags: [fees, answers]", "tags:\n  - fees\n«»    -answers", "read as more of the text of tags[0]"},
	{"item below the text of another", "tags: [fees, answers]", "tags:\n  - fees\n«»    - answers", "read as more of the text of tags[0]"},
	{"two keys on one line", "severity: sev3\n", "«»severity: sev3 ", "a line break is missing before status"},
	{"two keys of an item on one line", "  - factor: data_quality\n    note", "«»  - factor: data_quality note", "a line break is missing before note"},
	{"item without a dash", "    - economic", "«»    economic", "impact.harms must be a list"},
	{"second item without a dash", "    - economic", "    - economic\n«»    physical", "a dash is missing before the item"},
	{"items with commas", "    - economic", "«»    - economic,\n    - physical", `unknown value "economic,"`},
	{"line of --- within", "owner: digital", "«»---\nowner: digital", "the front matter ends here"},
}

// slipped is a file for each slip, with its path and the line that the slip is in.
func slipped(t *testing.T) (files map[string]string, paths []string, lines map[string]int) {
	t.Helper()
	files, lines, paths = beside(), map[string]int{}, make([]string, len(slips))
	for i, s := range slips {
		if strings.Count(typed, s.right) != 1 {
			t.Fatalf("%s: %q stands %d times in the record", s.name, s.right, strings.Count(typed, s.right))
		}
		id := fmt.Sprintf("INC-2026-%04d", 2000+i)
		text := strings.ReplaceAll(strings.Replace(typed, s.right, s.wrong, 1), "INC-2026-0001", id)
		if !strings.Contains(text, "«") {
			text = "«»" + text
		}
		text, spans := places(t, text)
		paths[i] = "incidents/2026/" + id + "-slip.md"
		files[paths[i]] = text
		lines[paths[i]] = spans[0].Start.Line
	}
	return files, paths, lines
}

// Each slip is found where it was made, by what it is, and next to nothing follows from it.
func TestSlips(t *testing.T) {
	files, paths, lines := slipped(t)
	findSlips(t, files, paths, lines)
}

// They are found in files with lines of Windows, too.
func TestSlipsOfWindows(t *testing.T) {
	files, paths, lines := slipped(t)
	for _, path := range paths {
		if !strings.Contains(files[path], "\r") {
			files[path] = strings.ReplaceAll(files[path], "\n", "\r\n")
		}
	}
	findSlips(t, files, paths, lines)
}

func findSlips(t *testing.T, files map[string]string, paths []string, lines map[string]int) {
	t.Helper()
	found := map[string][]diag.Finding{}
	for _, f := range run(t, files) {
		found[f.Path] = append(found[f.Path], f)
	}
	if len(slips) < 150 {
		t.Errorf("there are %d slips; they were more", len(slips))
	}
	for i, s := range slips {
		got := found[paths[i]]
		if len(got) > 0 && len(got) <= 2 && got[0].Span.Start.Line == lines[paths[i]] &&
			strings.Contains(got[0].Message+"; "+got[0].Hint, s.say) {
			continue
		}
		t.Errorf("%s: want one finding or two, the first in line %d with %q; got %d", s.name, lines[paths[i]], s.say, len(got))
		for _, f := range got[:min(len(got), 4)] {
			t.Logf("  %d:%d %s: %s (%s)", f.Span.Start.Line, f.Span.Start.Column, f.Rule, f.Message, f.Hint)
		}
	}
}

// What is mended of itself is right afterwards, or is at least YAML that says what else is wrong.
func TestSlipsAreMended(t *testing.T) {
	files, _, lines := slipped(t)
	mended := map[string]bool{}
	for _, f := range slices.Backward(run(t, files)) { // from the end of each file, so that the other places stay
		if f.Fix != nil && lines[f.Path] > 0 {
			mended[f.Path] = true
			files[f.Path] = files[f.Path][:f.Fix.Start] + f.Fix.Text + files[f.Path][f.Fix.End:]
		}
	}
	for _, f := range run(t, files) {
		if mended[f.Path] && (f.Rule == "yaml-syntax" || f.Rule == "wrong-form" || f.Rule == "unknown-key") {
			t.Errorf("%s:%d %s: %s\n%s", f.Path, f.Span.Start.Line, f.Rule, f.Message, files[f.Path])
		}
	}
	if len(mended) < 40 {
		t.Errorf("%d of %d slips are mended; they were more", len(mended), len(slips))
	}
}
