package postmortem_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"hindcast/internal/importing/postmortem"
)

// one is the entry of a file that lies in a folder beside others.
func one(t *testing.T, name, text string) (body string, front string) {
	t.Helper()
	batch, err := postmortem.Read(context.Background(), folder(map[string]string{name: text, "img/a b.png": "PNG", "img/c.svg": "<svg>"}), options())
	if err != nil || len(batch.Entries) != 1 {
		t.Fatalf("%v, %+v", err, batch.LeftOut)
	}
	f := batch.Entries[0].Front
	return batch.Entries[0].Body, strings.Join([]string{
		f.Title, f.Severity, f.Owner, f.Timeline.Started.At.String(), f.Timeline.Detected.String(), f.Timeline.Resolved.String(),
	}, " | ")
}

// What only its generator understands is text or code; links that lead nowhere are text.
func TestText(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"Made by <%= link_to 'us', '/x' %> now", "Made by `<%= link_to 'us', '/x' %>` now"},
		{`See {{< ref "a.md" >}} and {% include x.html %}`, "See `{{< ref \"a.md\" >}}` and `{% include x.html %}`"},
		{"Left <b>bold</b>, <div class=\"x\">in</div><br/>next", "Left **bold**, in · next"},
		{"A <Tooltip text=\"why\"/> here", "A `<Tooltip text=\"why\"/>` here"},
		{"`<b>` and ``[[x]]`` stay", "`<b>` and ``[[x]]`` stay"},
		{"The [[Other page]] and ![[a.png]]", `The \[\[Other page]] and !\[\[a.png]]`},
		{"A [file](../b.md#x), [anchor](#y), [page](https://example.org/a_(b)) and [mail](mailto:team@example.org)", "A file (`../b.md#x`), anchor (`#y`), [page](https://example.org/a_(b)) and [mail](mailto:team@example.org)"},
		{"[run](javascript:alert(1))", "run (`javascript:alert(1)`)"},
		{"![Load](img/a%20b.png) ![none](img/none.png) ![far](https://example.org/x.png)", "![Load](a-b.png) none (`img/none.png`) ![far](https://example.org/x.png)"},
		{"<a href=\"https://example.org\">there</a>", "<https://example.org> there"},
		{":::warning Mind this\nIt bites.\n:::", "**warning Mind this**\nIt bites."},
		{"[x]: ./there.md", `\[x]: ./there.md`},
		{"```\n<b> [[x]] :::\n## no heading\n", "```\n<b> [[x]] :::\n## no heading\n\n\n```"},
	} {
		body, _ := one(t, "2024-03-05.md", "# T\n\n"+test.in+"\n")
		if got := strings.TrimSpace(strings.TrimPrefix(body, "\n## What happened\n\n")); got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.in, got, test.want)
		}
	}
}

// Dates and metadata in their usual forms; what could be two days is none.
func TestStatements(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"a.md", "# Incident on 2020-08-04 - Queue full\n\nText.\n", "Queue full |  |  |  | 2020-08-04 | "},
		{"a.md", "# Queue full (5. März 2024)\n\nText.\n", "Queue full |  |  |  | 2024-03-05 | "},
		{"a.md", "# Queue full – March 5, 2024\n\nText.\n", "Queue full |  |  |  | 2024-03-05 | "},
		{"a.md", "# Queue full on 5 March 2024\n\nText.\n", "Queue full on 5 March 2024 |  |  |  | 2024-03-05 | "},
		{"a.md", "# Incident on 2024-03-05: Queue full (2024-03-06)\n\nDetected: 2024-03-04\n", // no key says these days
			"Incident on 2024-03-05: Queue full (2024-03-06) |  |  |  | 2024-03-04 | "},
		{"20240305_queue.md", "Text of a paragraph that goes\non and on.\n", "20240305 queue |  |  |  | 2024-03-05 | "},
		{"2024-03-05-x/index.md", "# Queue\n\nText.\n", "Queue |  |  |  | 2024-03-05 | "},
		{"a.md", "# Postmortem 5 March 2024\n\nText.\n", "Postmortem 5 March 2024 |  |  |  | 2024-03-05 | "},
		{"a.md", "{\n\"title\": \"Queue\", \"incidentDate\": \"March 5th, 2024\", \"severity\": \"critical\", \"owner\": \"person-d\"\n}\nText.\n", "Queue | sev1 |  |  | 2024-03-05 | "},
		{"a.md", "+++\ntitle = \"Queue\"\ndate = 2024-03-05T10:00:00+02:00\nteam = \"Data team\"\n+++\nText.\n", "Queue |  | Data team |  | 2024-03-05 | "},
		{"a.md", "# Queue\n\n- **Severity**: P2\n- `owner`: Data team\n- **Detected:** 5. März 2024, 14:05 Uhr UTC\n- Resolved: 5 mars 2024 à 16h10 UTC\n", "Queue | sev2 | Data team |  | 2024-03-05T14:05Z | 2024-03-05T16:10Z"},
		{"a.md", "# Queue\n\n## Severity: SEV1\n\n## Date\n\n17/03/2022\n", "Queue | sev1 |  |  | 2022-03-17 | "},
		{"2024-03-05.md", "# Queue\n\nDate: 03/04/2022\nDetected: 2024-03-05 10:00 CET\n", "Queue |  |  |  | 2024-03-05 | "},
		{"a.md", "# Queue\n\n| Start | 2024-03-05T09:00Z |\n|---|---|\n| Detected | 2024-03-05T08:00Z |\n| Resolved | 2024-03-03 |\n", "Queue |  |  |  | 2024-03-05T08:00Z | "},
		// A value below its label, in bold behind it, in a quotation, in a list below it, and keys nested in front matter.
		{"a.md", "# Queue\n\n## Key information\n\n**Severity**\nMajor\n\n**Owning team**\nData\n\n**Resolved at**\n2024-03-05 10:00 UTC\n", "Queue | sev2 | Data |  | 2024-03-05 | 2024-03-05T10:00Z"},
		{"a.md", "# Queue\n\n> **INC-7** · Severity **High** · Day **2024-03-05**\n", "Queue | sev2 |  |  | 2024-03-05 | "},
		{"a.md", "# Queue\n\n## Metadata\n\nSeverity: P1\nDetected (UTC): 2024-03-05 10:00\n\n## Impact\n\nSeverity: we said P3 at first.\n", "Queue | sev1 |  |  | 2024-03-05T10:00Z | "},
		{"a.md", "---\ntitle: Queue\nincident: {start: 2024-03-05T10:00Z, end: 2024-03-05T11:00Z}\nparams: {severity: high}\n---\nText.\n", "Queue | sev2 |  | 2024-03-05T10:00Z | 2024-03-05 | 2024-03-05T11:00Z"},
		// A day before the month where another date of the document says so.
		{"a.md", "# Queue\n\nDetected: 03/04/2024\nResolved: 13/04/2024\n", "Queue |  |  |  | 2024-04-03 | 2024-04-13"},
		{"a.md", "# Queue\n\nDetected: 03-04-2024\nResolved: 04-13-2024\n", "Queue |  |  |  | 2024-03-04 | 2024-04-13"},
		// The day of a post is not that of the incident, where the text begins with an earlier one and never names it.
		{"a.md", "---\ndate: 2024-03-20\n---\n# Queue\n\nOn 5 March 2024 the queue was full.\n", "Queue |  |  |  | 2024-03-05 | "},
		{"a.md", "---\ndate: 2024-03-20\n---\n# Queue\n\nThe model of 5 March 2024 failed on 20 March 2024.\n", "Queue |  |  |  | 2024-03-20 | "},
		{"a.md", "---\ndate: 2024-03-20\n---\n# Queue\n\n## Timeline\n\n- 2024-03-05 10:00 UTC full\n- 2024-03-06 10:00 UTC empty\n", "Queue |  |  |  | 2024-03-05 | "},
		{"2024-03-05-queue.md", "---\ndate: 2024-03-20\n---\n# Queue\n\nIt was full.\n", "Queue |  |  |  | 2024-03-05 | "},
		// Another key says more precisely when it was detected; a report is when nothing else does.
		{"a.md", "# Queue\n\n- Reported at: 2024-03-05 10:30 UTC\n- Detected: 2024-03-05 10:00 UTC\n", "Queue |  |  |  | 2024-03-05T10:00Z | "},
		{"a.md", "# Queue\n\n- Reported at: 2024-03-05 10:30 UTC\n", "Queue |  |  |  | 2024-03-05T10:30Z | "},
		{"2024-03-05.md", "# Queue\n\nSeverity: 🔴 High\n", "Queue | sev2 |  |  | 2024-03-05 | "},
		{"2024-03-05.md", "# Queue\n\nClassification: Confidential\n", "Queue |  |  |  | 2024-03-05 | "},
		{"2024-03-05.md", "# Queue\n\nClassification: SEV-2\n", "Queue | sev2 |  |  | 2024-03-05 | "},
	} {
		if _, got := one(t, test.name, test.in); got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.in, got, test.want)
		}
	}
}

// Events are written with their day: past midnight the next; what is out of order is known to its day, or not read.
func TestEvents(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"- 23:50 a\n- 00:10 b", "- 2024-03-05T23:50Z — a\n- 2024-03-06T00:10Z — b"},
		{"- 10:30 a\n- 10:10 b", "- 2024-03-05T10:30Z — a\n- 2024-03-05 — 10:10 b"},
		{"- 2024-03-06 10:00 a\n- 2024-03-04 10:00 b", "- 2024-03-06T10:00Z — a\n- – 2024-03-04 10:00 b"},
		{"- **14:05** – *a*\n- `14:06` b", "- 2024-03-05T14:05Z — *a*\n- 2024-03-05T14:06Z — b"},
		{"- 14:05-14:20 a", "- 2024-03-05T14:05Z – 2024-03-05T14:20Z — a"},
		{"- 2:05 PM CET a", "- 2024-03-05 — 2:05 PM CET a"},
		{"### 7 March 2024\n\n- 09:00 a", "### 7 March 2024\n\n- 2024-03-07T09:00Z — a"},
		{"14:05 a\n14:06 b", "- 2024-03-05T14:05Z — a\n- 2024-03-05T14:06Z — b"},
		{
			"- **7 March 2024**\n  - 09:00 a\n    more\n  - 09:30 b\n- **8 March 2024**\n  - 08:00 c",
			"**7 March 2024**\n\n- 2024-03-07T09:00Z — a\n  more\n- 2024-03-07T09:30Z — b\n\n**8 March 2024**\n\n- 2024-03-08T08:00Z — c",
		},
		{"It was on 4 March 2024.\n\n- 09:00 a", "It was on 4 March 2024.\n\n- 2024-03-04T09:00Z — a"},
		{
			"**Segunda-feira, 4 de março de 2024**\n\n**09:00** – a\n\n**Terça-feira, 5 de março de 2024**\n\n**07:30** – b",
			"**Segunda-feira, 4 de março de 2024**\n\n- 2024-03-04T09:00Z — a\n\n**Terça-feira, 5 de março de 2024**\n\n- 2024-03-05T07:30Z — b",
		},
		{
			"**Monday, March 4.** **09:00** a\n\n**10:00** b\n\n**Tuesday, March 5.** **07:30** c",
			"**Monday, March 4.** \n\n- 2024-03-04T09:00Z — a\n\n- 2024-03-04T10:00Z — b\n\n**Tuesday, March 5.** \n\n- 2024-03-05T07:30Z — c",
		},
		{"- ore 09:00 a\n- at 9.30 am b", "- 2024-03-05T09:00Z — a\n- 2024-03-05T09:30Z — b"},
		{"- **Tuesday 5 March 2024, 09:00 (UTC+2).** a", "- 2024-03-05T09:00+02:00 — a"},
	} {
		body, _ := one(t, "2024-03-05.md", "# T\n\nAll times in UTC.\n\n## Timeline\n\n"+test.in+"\n")
		_, got, _ := strings.Cut(body, "## Timeline\n\n")
		if got = strings.TrimSpace(got); got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.in, got, test.want)
		}
	}
}

// What happened may be told by the clock; times of keys say the zone of the same ones among the events.
func TestEventsElsewhere(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"## What happened\n\n**09:00** The model\nis new.\n\n**10:00** It fails.\n\n**11:00** It is old.\n", "- 2024-03-05 — 09:00 The model\nis new.\n\n- 2024-03-05 — 10:00 It fails.\n\n- 2024-03-05 — 11:00 It is old."},
		{"## What happened\n\nAt first nothing.\n\n**10:00** It fails.\n\nThen more.\n", ""},
		{
			"## Verlauf 04.03.2024\n\n[22:00] a\n[22:30] b\n\n## Verlauf 05.03.2024\n\n[01:00] c\n",
			"### Verlauf 04.03.2024\n\n- 2024-03-04 — 22:00 a\n- 2024-03-04 — 22:30 b\n\n### Verlauf 05.03.2024\n\n- 2024-03-05 — 01:00 c",
		},
		{"== Timeline ==\n\n- 10:00 UTC a\n\n== Why ==\n\nText.\n", "- 2024-03-05T10:00Z — a\n\n## Analysis\n\nText."},
		{"- Started: 2024-03-05 09:00 UTC+2\n- Resolved: 2024-03-05 11:00 UTC+2\n\n## Timeline\n\n- 09:00 a\n- 11:00 b\n", "- 2024-03-05T09:00+02:00 — a\n- 2024-03-05T11:00+02:00 — b"},
		{"- Started: 2024-03-05 09:00 UTC+2\n- Resolved: 2024-03-05 11:00 UTC\n\n## Timeline\n\n- 09:00 a\n- 11:00 b\n", "- 2024-03-05 — 09:00 a\n- 2024-03-05 — 11:00 b"},
	} {
		body, _ := one(t, "2024-03-05.md", "# T\n\nText.\n\n"+test.in)
		_, got, _ := strings.Cut(body, "## Timeline\n\n")
		if got = strings.TrimPrefix(strings.TrimSpace(got), "### What happened\n\n"); got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.in, got, test.want)
		}
	}
}

// A severity in a word that nobody knows comes with the entry, so that it can be asked about.
func TestUnreadSeverity(t *testing.T) {
	batch, err := postmortem.Read(context.Background(), folder(map[string]string{"2024-03-05.md": "# T\n\nSeverity: sideways\n"}), options())
	if err != nil || len(batch.Entries) != 1 || batch.Entries[0].Unread != "sideways" {
		t.Errorf("%v, %+v", err, batch)
	}
}

// What says that not everybody may see a document restricts its entry, and a mark that it has raises that of the record.
func TestMarks(t *testing.T) {
	for in, want := range map[string]string{
		"---\nprivate: true\n---\nText.": "private: true | ", "---\ndraft: true\n---\nText.": "draft: true | ", "---\ndraft: false\nvisibility: public\n---\nText.": " | ",
		"# T\n\n- **Classification:** Strictly confidential\n": "Classification: Strictly confidential | ", "# T\n\nClassification: Public\n": " | ",
		"# T\n\nTLP: PURPLE\n": "TLP: PURPLE | ", "# T\n\nTLP: GREEN\n": " | GREEN", "# T (TLP:RED)\n\nText.\n": " | RED", "# T\n\n**TLP:AMBER+STRICT**\n\nText.\n": " | AMBER+STRICT",
		"# T\n\nWe use TLP:RED for such.\n": " | ",
	} {
		batch, err := postmortem.Read(context.Background(), folder(map[string]string{"2024-03-05.md": in}), options())
		if err != nil || len(batch.Entries) != 1 || batch.Entries[0].Restricted+" | "+batch.Entries[0].Front.TLP != want {
			t.Errorf("%s\n%v, %+v, want %s", in, err, batch, want)
		}
	}
}

// A value of front matter that goes to no key of a record stays under custom.
func TestNothingOfFrontMatterIsLost(t *testing.T) {
	batch, err := postmortem.Read(context.Background(), folder(map[string]string{
		"2024-03-05.md": "---\ntitle: T\ndate: 2024-03-20T10:00:00+01:00\nended: at some time\nsummary: One.\ndescription: Two.\ntype: post\naffected: [search, chat]\n---\nText.\n",
	}), options())
	if err != nil || len(batch.Entries) != 1 {
		t.Fatalf("%v, %+v", err, batch.LeftOut)
	}
	f := batch.Entries[0].Front
	if got, want := fmt.Sprint(f.Custom, f.Unregistered), "map[date:2024-03-20T10:00:00+01:00 description:Two. ended:at some time type:post] [search chat]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// Keys on lines one below the other become a list, but none in code.
func TestListed(t *testing.T) {
	body, _ := one(t, "2024-03-05.md", "# T\n\nSeverity: P1\nTicket: T-1\n\n```\nseverity: high\nstatus: open\n```\n\nTime: and again\nit failed.\n")
	if want := "- Severity: P1\n- Ticket: T-1\n\n```\nseverity: high\nstatus: open\n```\n\nTime: and again\nit failed.\n"; !strings.HasSuffix(body, want) {
		t.Errorf("%s, want %s", body, want)
	}
}

// The summary is the first sentence that there is, and no line of keys.
func TestSummary(t *testing.T) {
	for in, want := range map[string]string{
		"Report to the board\n\nThe model quoted a fee that was abolished.":                          "The model quoted a fee that was abolished.",
		"Level: P1\nSeen: by all.\nDate: 2024-03-05\n\n## In short\n\n1.1 The model failed *twice*.": "The model failed twice.",
		"The review of the queue.\n\n## Cause\n\nThe model failed.":                                  "The review of the queue.",
		"- a list. Of items.": "",
	} {
		batch, err := postmortem.Read(context.Background(), folder(map[string]string{"2024-03-05.md": "# T\n\n" + in + "\n"}), options())
		if err != nil || len(batch.Entries) != 1 || batch.Entries[0].Front.Summary != want {
			t.Errorf("%s\n%v, %+v", in, err, batch)
		}
	}
}

// Of times whose zone is not known the record says so, each once.
func TestTimesWithoutZone(t *testing.T) {
	batch, err := postmortem.Read(context.Background(), folder(map[string]string{
		"2024-03-05.md": "# T\n\nDetected: 2024-03-05 14:05\n\n## Timeline\n\n- 14:05 a\n- 14:10 CET b\n- 14:11 UTC+1 c\n- 14:20 d\n- 14:30 e\n",
	}), options())
	if err != nil || len(batch.Entries) != 1 {
		t.Fatalf("%v, %+v", err, batch.LeftOut)
	}
	issues := strings.Join(batch.Entries[0].Front.Source.Issues, "\n")
	if want := "times without an offset from UTC count to their day alone: 14:05, 14:10 CET, 14:20 and 1 more; with one, as in 14:05 UTC+1, they are read"; !strings.Contains(issues, want) {
		t.Errorf("%s\nwant %s", issues, want)
	}
}

// A section that follows lines above the first heading is not headed twice; one after another part is.
func TestSectionAfterLead(t *testing.T) {
	for in, want := range map[string]string{
		"# T\n\nLead.\n\nWhat happened\n-------------\n\nText.\n":                            "## What happened\n\nLead.\n\nText.\n",
		"# T\n\nLead.\n\n## Background\n\nOld.\n":                                            "## What happened\n\nLead.\n\n## Background\n\nOld.\n",
		"# T\n\nLead.\n\n## Summary\n\nShort.\n\n## What happened\n\nText.\n":                "## What happened\n\nLead.\n\n### Summary\n\nShort.\n\n### What happened\n\nText.\n",
		"# T\n\nLead.\n\n### A part\n\nOld.\n\n## What happened\n\nText.\n\n### B\n\nNew.\n": "## What happened\n\nLead.\n\n### A part\n\nOld.\n\n### What happened\n\nText.\n\n#### B\n\nNew.\n",
	} {
		if body, _ := one(t, "2024-03-05.md", in); strings.TrimSpace(body) != strings.TrimSpace(want) {
			t.Errorf("%s\n got %s\nwant %s", in, body, want)
		}
	}
}
