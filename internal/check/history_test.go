package check_test

import (
	"strings"
	"testing"

	"hindcast/internal/check"
	"hindcast/internal/check/rule"
)

// turn is what a branch made of the base record and the files beside it, and what the rules of
// history have to say.
type turn struct {
	name   string
	before [][2]string       // edits of the base record at the merge base
	now    [][2]string       // edits of the base record on the branch
	path   string            // of the record on the branch, where it moved; "-" where it is gone
	beside map[string]string // further files of the branch
	was    map[string]string // further files at the merge base
	tip    map[string]string // files at the tip, beside those at the merge base; empty for a file that is gone
	rules  string            // those that have something to say, in order of file and place
}

const (
	sourced   = "source: {name: old tracker, retrieved: 2026-04-01, digest: d1}\nrelated:\n"
	unsettled = "status: reviewed"
	precursor = "---\nid: AIID-2001\nkind: precedent\ntitle: A public case\ntlp: CLEAR\ntimeline: {started: 2018}\nreferences: [{url: https://example.org/report}]\n---\nAs reported.\n"
)

var otherPath = "incidents/2026/INC-2026-0002-other.md"

var turns = []turn{
	{name: "nothing"},
	{name: "empty lists and none", before: edit(related, "tags: []\nalso: []\n"+related)},
	{name: "a time of the timeline", now: edit("reviewed: 2026-01-22", "reviewed: 2026-01-23"), rules: "closed-changed"},
	{name: "a number in a list", now: edit("people: 312", "people: [300, 312]"), rules: "closed-changed"},
	{name: "harms taken for none", before: edit("harms: [economic]", "harms: []"), now: edit(", harms: [economic]", ""), rules: "closed-changed"},
	{name: "a mark that is lowered", now: edit("tlp: GREEN", "tlp: CLEAR"), rules: "closed-changed"},
	{name: "a part that is marked", now: edit("## Lessons\n", ":::tlp RED\nMore.\n:::\n\n## Lessons\n"), rules: "closed-changed"},
	{name: "a mark around a part", before: edit("## Lessons\n", ":::tlp RED\nMore.\n:::\n\n## Lessons\n"), now: edit("## Lessons\n", "More.\n\n## Lessons\n"), rules: "closed-changed"},
	{name: "a link elsewhere", before: edit(sentence, "[here](https://example.org/a)"), now: edit(sentence, "[here](https://example.org/b)"), rules: "closed-changed"},
	{name: "a heading", now: edit("## Lessons", "## What we learnt"), rules: "closed-changed"},
	{name: "a comment in the text", now: edit("## Lessons\n", "<!-- to be done -->\n\n## Lessons\n")},
	{name: "a paragraph fewer", now: edit("\n## Lessons\nAn index is part of the data it was made from.\n", ""), rules: "closed-changed"},
	{name: "a relation more", now: edit("similar_to}\n", "similar_to}\n  - {id: AIID-2001, relation: similar_to}\n")},
	{name: "a relation fewer", now: edit("related:\n  - {id: INC-2026-0002, relation: similar_to}\n", "")},
	{name: "a reference more", now: edit(related, "references: [{url: https://example.org/a, title: Report}]\n"+related)},
	{name: "another framework", before: edit(related, "frameworks: {owasp_llm: [LLM01]}\n"+related), now: edit(related, "frameworks: {owasp_llm: [LLM02]}\n"+related)},
	{name: "what it shows of a control", before: edit(related, "frameworks: {owasp_llm: [LLM01]}\n"+related), now: edit(related, "frameworks: {owasp_llm: [{id: LLM01, shows: failed, note: as it was}]}\n"+related)},
	{name: "a control that an action mends", now: edit("ended: 2026-02-09}", "ended: 2026-02-09, controls: [owasp_llm LLM01]}")},
	{name: "an alias fewer", before: edit(related, "aliases: [fee]\n"+related)},
	{
		name: "a system under another name", now: edit("systems: [assistant]", "systems: [bank-assistant]"),
		beside: map[string]string{
			"knowledge/systems/assistant.md": "", "knowledge/systems/bank-assistant.md": systemNamed("aliases: [assistant]"),
		},
	},
	{
		name: "another system", now: edit("systems: [assistant]", "systems: [router]"),
		beside: map[string]string{"knowledge/systems/router.md": systemNamed("")}, rules: "closed-changed",
	},
	{
		name: "a link to an article under another name", before: edit(sentence, "See [[fees]]."), now: edit(sentence, "See [[all-fees]]."),
		was:    map[string]string{"knowledge/fees.md": article("")},
		beside: map[string]string{"knowledge/all-fees.md": article("aliases: [fees]")},
	},

	{name: "a tag more", before: edit(related, "tags: [fees]\n"+related), now: edit(related, "tags: [bots, fees]\n"+related)},
	{name: "a tag fewer", before: edit(related, "tags: [fees, bots]\n"+related), now: edit(related, "tags: [fees]\n"+related)},
	{name: "what speaks to Hindcast", now: edit(related, "schema: 1\nsilence: [{rule: x, reason: y}]\ncustom: {a: [b]}\n"+related)},
	{name: "a new import", before: edit(related, sourced), now: edit(related, strings.Replace(sourced, "d1", "d2", 1), "people: 312", "people: 313")},
	{name: "an edit of an import", before: edit(related, sourced), now: edit(related, sourced, "people: 312", "people: 313"), rules: "closed-changed"},
	{name: "a digest taken away", before: edit(related, sourced), now: edit("people: 312", "people: 313"), rules: "closed-changed"},
	{
		name: "an amendment edited", before: edit(related, "amendments: [{date: 2026-03-01, note: one}]\n"+related),
		now: edit(related, "amendments: [{date: 2026-03-01, note: two}]\n"+related), rules: "closed-changed",
	},
	{
		name:   "an amendment in place of another",
		before: edit(related, "amendments: [{date: 2026-03-01, note: one}]\n"+related),
		now:    edit(related, "amendments: [{date: 2026-03-02, note: two}]\n"+related, "people: 312", "people: 313"),
		rules:  "closed-changed",
	},
	{name: "amendments that can't be read", now: edit(related, "amendments: many\n"+related, "people: 312", "people: 313")},
	{name: "a record that was open", before: edit(status, unsettled, "  closed: 2026-02-20\n", ""), now: edit("people: 312", "people: 313")},

	{
		name: "a placeholder elsewhere got its number",
		before: edit("id: INC-2026-0002, relation", "id: INC-2026-X7K3F, relation", "[[INC-2026-0002]]",
			"[[INC-2026-X7K3F]] and INC-2026-X7K3F"),
		now: edit("id: INC-2026-0002, relation", "id: INC-2026-0003, relation", "[[INC-2026-0002]]",
			"[[INC-2026-0003]] and INC-2026-0003"),
		was:    map[string]string{"incidents/INC-2026-X7K3F.md": other("INC-2026-X7K3F", "Third")},
		beside: map[string]string{"incidents/INC-2026-0003.md": other("INC-2026-0003\naliases: [INC-2026-X7K3F]", "Third")},
	},

	{name: "removed on both sides", path: "-", tip: map[string]string{"incidents/2026/INC-2026-0001-example.md": ""}},
	{name: "a precedent removed", was: map[string]string{"incidents/AIID-2001.md": precursor}},
	{
		name: "a precedent renumbered", was: map[string]string{"incidents/AIID-2001.md": precursor},
		beside: map[string]string{
			"incidents/AIID-2002.md": strings.Replace(precursor, "2001", "2002", 1),
		}, rules: "id-changed",
	},
	{name: "unreadable under a new name", path: "incidents/INC-2026-0001.md", now: edit("---\nid", "id")},
	{name: "unreadable in its place", now: edit(title, title+": x")},
	{
		name: "removed while another has a name that begins alike", path: "-",
		beside: map[string]string{"incidents/INC-2026-00011.md": "no front matter\n"}, rules: "record-removed",
	},
	{name: "copied and renumbered", beside: map[string]string{"incidents/INC-2026-0004.md": in(record, "INC-2026-0001", "INC-2026-0004")}},
	{name: "case of the id", now: edit("id: INC-2026-0001", "id: inc-2026-0001")},
	{name: "id taken away", now: edit("id: INC-2026-0001\n", "")},
	{
		name: "two ids change places", now: edit("id: INC-2026-0001", "id: INC-2026-0002"),
		beside: map[string]string{
			otherPath: other("INC-2026-0001", "Assistant answers in another language"),
		}, rules: "action-dropped stage-regress",
	},

	{
		name: "taken by an alias", beside: map[string]string{"incidents/INC-2026-0005.md": other("INC-2026-0005", "Fifth")},
		tip: map[string]string{
			"incidents/INC-2026-0006.md": other("INC-2026-0006\naliases: [INC-2026-0005]", "Sixth"),
		}, rules: "id-taken",
	},
	{
		name: "taken without regard to case", beside: map[string]string{
			"incidents/INC-2026-0005.md": other("INC-2026-0005", "Fifth"),
		},
		tip: map[string]string{"incidents/x.md": other("inc-2026-0005", "Sixth")}, rules: "id-taken",
	},
	{name: "moved on main", tip: map[string]string{otherPath: "", "incidents/INC-2026-0002.md": other("INC-2026-0002", "Assistant answers in another language")}},

	{name: "no stage at the base", before: edit(status, "status: shut")},
	{name: "no stage any more", now: edit(status+"\n", "")},
	{name: "reopened in another form", now: edit(status, unsettled, "  closed: 2026-02-20\n", "", related, "reopened: yes\n"+related)},

	{
		name: "an article renamed", was: map[string]string{"knowledge/fees.md": article("")},
		beside: map[string]string{"knowledge/all-fees.md": article("")}, rules: "page-lost",
	},
	{
		name: "a playbook renamed with an alias", was: map[string]string{"knowledge/playbooks/fees.md": article("")},
		beside: map[string]string{"knowledge/playbooks/all-fees.md": article("aliases: [fees]")},
	},
	{
		name: "a term that became an article, with its path", was: map[string]string{"knowledge/glossary/fee.md": article("")},
		beside: map[string]string{"knowledge/fees.md": article("aliases: [knowledge/glossary/fee/]")},
	},
	{
		name: "a term that became an article, with its name alone", was: map[string]string{"knowledge/glossary/fee.md": article("")},
		beside: map[string]string{"knowledge/fees.md": article("aliases: [fee]")}, rules: "page-lost",
	},
	{name: "a playbook removed", was: map[string]string{"knowledge/playbooks/fees.md": article("")}, rules: "page-lost"},
	{
		name: "a playbook removed on both sides", was: map[string]string{"knowledge/playbooks/fees.md": article("")},
		tip: map[string]string{"knowledge/playbooks/fees.md": ""},
	},
	{
		name: "a system moved into a folder", was: map[string]string{"knowledge/systems/router.md": systemNamed("")},
		beside: map[string]string{"knowledge/systems/voice/router.md": systemNamed("")},
	},
	{name: "a tombstone brought back", before: edit(status, "status: redacted"), now: edit(), rules: "stage-regress"},
}

func other(id, title string) string {
	return in(beside()[otherPath], "INC-2026-0002", id, "Assistant answers in another language", title)
}

func systemNamed(line string) string {
	return strings.TrimSpace("---\ntitle: Router\nowner: telephony\ntlp: GREEN\n"+line) + "\n---\nSends calls.\n"
}

func article(line string) string {
	return strings.TrimSpace("---\ntitle: Fees\ntlp: GREEN\n"+line) + "\n---\nWhat is charged, and when.\n"
}

// What an article became, and the alias that it needs, is found however the file was changed besides.
func TestLostPageFix(t *testing.T) {
	const was = "---\ntitle: Fees\ntlp: GREEN\n---\nWhat is charged, when, and to whom.\n"
	for _, c := range []struct{ path, now, want string }{
		{"knowledge/all-fees.md", was, in(was, "GREEN\n", "GREEN\naliases: [the-fees]\n")},
		{"knowledge/all-fees.md", in(was, "title: Fees", "title: All fees", "whom", "which customers"), "aliases: [the-fees]"},
		{"knowledge/howto/fees.md", in(was, "whom", "customers"), "aliases: [knowledge/the-fees/]"},
		{"knowledge/all-fees.md", in(was, "---\nWhat", "aliases: [costs]\n---\nWhat"), "aliases: [costs, the-fees]"},
		{"knowledge/all-fees.md", in(was, "---\nWhat", "aliases: []\n---\nWhat"), "aliases: [the-fees]"},
		{"knowledge/all-fees.md", in(was, "---\nWhat", "aliases:\n  - costs\n---\nWhat"), ""},
		{"knowledge/all-fees.md", "---\ntitle: Times\ntlp: GREEN\n---\nSomething else.\n", ""},
	} {
		base := read(t, map[string]string{"knowledge/the-fees.md": was})
		found := check.New().Against(read(t, map[string]string{c.path: c.now}), base, base, now)
		if len(found) != 1 || found[0].Rule != "page-lost" {
			t.Fatalf("%q: found %+v", c.now, found)
		}
		f := found[0]
		got := ""
		if f.Fix != nil {
			got = c.now[:f.Fix.Start] + f.Fix.Text + c.now[f.Fix.End:]
		}
		if !strings.Contains(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%q becomes %q", c.now, got)
		}
		if got == "" {
			continue
		}
		again := read(t, map[string]string{c.path: got})
		if left := append(check.New().Against(again, base, base, now), check.New().Log(again, now)...); len(left) > 0 {
			t.Errorf("after the fix: %+v", left)
		}
	}
}

func TestTurns(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	for _, c := range turns {
		t.Run(c.name, func(t *testing.T) {
			base, branch := beside(), beside()
			base[rule.BasePath] = in(record, flat(c.before)...)
			path := rule.BasePath
			if c.path != "" {
				path = c.path
			}
			if branch[path] = in(record, flat(c.now)...); path == "-" {
				delete(branch, path)
			}
			put(base, c.was)
			put(branch, c.beside)
			tip := beside()
			put(tip, base)
			put(tip, c.tip)
			var rules []string
			for _, f := range check.New().Against(read(t, branch), read(t, base), read(t, tip), now) {
				rules = append(rules, f.Rule)
				if f.Message == "" || f.Hint == "" || f.Record == "" || f.Path == "" {
					t.Errorf("%+v lacks message, hint, record or path", f)
				}
			}
			if got := strings.Join(rules, " "); got != c.rules {
				t.Errorf("got %q, want %q", got, c.rules)
			}
		})
	}
}

// put adds files to others; an empty text takes one away.
func put(files, more map[string]string) {
	for path, text := range more {
		if files[path] = text; text == "" {
			delete(files, path)
		}
	}
}

func flat(edits [][2]string) (pairs []string) {
	for _, e := range edits {
		pairs = append(pairs, e[0], e[1])
	}
	return pairs
}
