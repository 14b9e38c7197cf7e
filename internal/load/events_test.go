package load_test

import (
	"strings"
	"testing"
)

// Times of events are read as what they say, in the zone that is named nearest, or refused with the reason.
func TestEvents(t *testing.T) {
	const first = "- 2026-03-02T20:00Z — alarm\n"
	for name, c := range map[string]struct {
		text string   // below the heading Timeline
		want []string // times, with what lasts as begin/end, or a part of what is wrong
	}{
		"utc":                  {first + "- 22:30 UTC — team\n- 22:40 (UTC) team\n- 22:45 GMT: team\n- 22:50Z team", []string{"2026-03-02T20:00Z", "2026-03-02T22:30Z", "2026-03-02T22:40Z", "2026-03-02T22:45Z", "2026-03-02T22:50Z"}},
		"offset":               {first + "- 21:10+00:00 — team\n- 22:15+01:00 team\n- 22:30 +0100 team\n- 22:40 UTC+1 team", []string{"2026-03-02T20:00Z", "2026-03-02T21:10Z", "2026-03-02T22:15+01:00", "2026-03-02T22:30+01:00", "2026-03-02T22:40+01:00"}},
		"offset of next day":   {"- 2026-03-02T23:30Z — alarm\n- 00:45+01:00 — team", []string{"2026-03-02T23:30Z", "2026-03-03T00:45+01:00"}},
		"abbreviation":         {first + "- 21:15 CET — team\n- 21:20 — on", []string{"2026-03-02T20:00Z", "names the zone CET", "2026-03-02T21:20Z"}},
		"other abbreviations":  {first + "- 21:15 PST — team\n- 21:16 IST team\n- 21:17 BST team", []string{"2026-03-02T20:00Z", "names the zone PST", "names the zone IST", "names the zone BST"}},
		"word after the time":  {first + "- 21:15 EST is not what this says, ESTIMATED costs are\n- 21:16 MSTR fails", []string{"2026-03-02T20:00Z", "names the zone EST", "2026-03-02T21:16Z"}},
		"half of the day":      {first + "- 11:30 PM — team\n- 11:40pm team\n- 11:50 p.m. team", []string{"2026-03-02T20:00Z", "2026-03-02T23:30Z", "2026-03-02T23:40Z", "2026-03-02T23:50Z"}},
		"no such half":         {first + "- 23:30 PM — team", []string{"2026-03-02T20:00Z", "is not a time of day"}},
		"seconds":              {first + "- 20:30:45 — team\n- 20:31:00.5 more", []string{"2026-03-02T20:00Z", "2026-03-02T20:30:45Z", "2026-03-02T20:31:00Z"}},
		"stretches":            {first + "- 20:10–20:25 — out\n- 20:30-20:40 UTC out\n- 20:50 to 21:00: out\n- 21:10 - 21:20 — out\n- 23:50–00:10 out", []string{"2026-03-02T20:00Z", "2026-03-02T20:10Z/2026-03-02T20:25Z", "2026-03-02T20:30Z/2026-03-02T20:40Z", "2026-03-02T20:50Z/2026-03-02T21:00Z", "2026-03-02T21:10Z/2026-03-02T21:20Z", "2026-03-02T23:50Z/2026-03-03T00:10Z"}},
		"dash, then a time":    {first + "- 20:10 – 19:55 was the last good build\n- 20:20 - 20:05 build is rolled back", []string{"2026-03-02T20:00Z", "2026-03-02T20:10Z", "2026-03-02T20:20Z"}},
		"half of a stretch":    {first + "- 8:30–9:15 PM out", []string{"2026-03-02T20:00Z", "says AM or PM of its end alone"}},
		"western offset":       {"- 2026-03-02T01:00-03:00 — alarm\n- 02:00-03:00 — team\n- 02:10-02:30 out", []string{"2026-03-02T01:00-03:00", "2026-03-02T02:00-03:00", "2026-03-02T02:10-03:00/2026-03-02T02:30-03:00"}},
		"one figure":           {"- 2026-03-02T9:00Z — alarm\n- 9:03 short", []string{"2026-03-02T09:00Z", "2026-03-02T09:03Z"}},
		"emphasis":             {"- **2026-03-02T20:00Z** — alarm\n- *20:10* team\n- **20:15:** team\n- **20:20 The team** acts\n- `20:25` on\n- ***20:30*** on", []string{"2026-03-02T20:00Z", "2026-03-02T20:10Z", "2026-03-02T20:15Z", "2026-03-02T20:20Z", "2026-03-02T20:25Z", "2026-03-02T20:30Z"}},
		"a day as a heading":   {"### 2026-03-02\n- 20:00 UTC — alarm\n- 20:10 team\n\n### 2026-03-03\n- 00:10 on\n", []string{"2026-03-02T20:00Z", "2026-03-02T20:10Z", "2026-03-03T00:10Z"}},
		"a day in words":       {"### Monday, 2 March 2026 (UTC)\n- 20:00 — alarm\n\n**March 3, 2026**\n\n- 00:10 UTC on\n", []string{"2026-03-02T20:00Z", "2026-03-03T00:10Z"}},
		"a day, no zone":       {"### 2026-03-02\n- 20:00 — alarm\n", []string{"has no zone"}},
		"no day":               {"- 20:00 UTC — alarm\n- **20:10** team", []string{"needs a date", "needs a date"}},
		"table":                {"| Time (UTC) | Event |\n|---|---|\n| 2026-03-02 20:00 | alarm |\n| 20:10 | team |\n| **20:20** | on |\n", []string{"2026-03-02T20:00Z", "2026-03-02T20:10Z", "2026-03-02T20:20Z"}},
		"table with days":      {"| # | Date | Time (UTC) | Event |\n|---|---|---|---|\n| 1 | 2026-03-02 | 20:00 | alarm |\n| 2 | | 20:10 | team |\n| 3 | 3 March 2026 | 00:10 | on |\n", []string{"2026-03-02T20:00Z", "2026-03-02T20:10Z", "2026-03-03T00:10Z"}},
		"table without zone":   {"| When | What |\n|---|---|\n| 2026-03-02 20:00 | alarm |\n", []string{"has no zone"}},
		"local time":           {"| Local time | What |\n|---|---|\n| 2026-03-02 20:00 | alarm |\n", []string{"names the zone Local time"}},
		"no such offset":       {"- 2026-03-02T20:00+15:00 — alarm", []string{"offset that no zone has"}},
		"date before the time": {"- 2 March 2026, 20:00 UTC — alarm\n- Mar 3, 2026 at 00:10 UTC on\n- 2026/03/03 00:20 UTC on", []string{"2026-03-02T20:00Z", "2026-03-03T00:10Z", "2026-03-03T00:20Z"}},
		"dates alone":          {"- 2026-03 — planned\n- 2026-03-02 — begun\n- 20:00 UTC on the day", []string{"2026-03", "2026-03-02", "2026-03-02T20:00Z"}},
		"no time":              {"- 2026-03-02T20:00Zulu\n- 20:101 rows\n- 1.20:00\n- 20:10:7 left", nil},
	} {
		r := newRepository(t)
		r.write("incidents/INC-2026-0001-a.md", "---\nid: INC-2026-0001\n---\n## What happened\n- 10:00 is no event\n\n## Timeline\n\n"+c.text+"\n\n## Impact\n- 11:00 is none either\n")
		var got []string
		for _, e := range r.load().Records[1].Events() {
			switch {
			case e.Err != nil:
				got = append(got, e.Err.Error())
			case !e.Until.IsZero():
				got = append(got, e.At.String()+"/"+e.Until.String())
			default:
				got = append(got, e.At.String())
			}
		}
		same := len(got) == len(c.want)
		for i := range min(len(got), len(c.want)) {
			same = same && (got[i] == c.want[i] || !strings.HasPrefix(c.want[i], "2") && strings.Contains(got[i], c.want[i]))
		}
		if !same {
			t.Errorf("%s: read\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

// A heading of the section Timeline can name the zone of its times.
func TestZoneOfTimeline(t *testing.T) {
	for heading, want := range map[string]string{
		"Timeline (UTC)": "2026-03-02T20:00Z", "Timeline (all times +01:00)": "2026-03-02T20:00+01:00",
		"Zeitlicher Ablauf (UTC)": "2026-03-02T20:00Z", "Timeline (CET)": "names the zone CET", "Timeline": "has no zone",
	} {
		r := newRepository(t)
		r.write("incidents/INC-2026-0001-a.md", "---\nid: INC-2026-0001\n---\n## "+heading+"\n- 2026-03-02 20:00 — alarm\n")
		events := r.load().Records[1].Events()
		if len(events) != 1 {
			t.Errorf("%s: %d events", heading, len(events))
			continue
		}
		got := events[0].At.String()
		if events[0].Err != nil {
			got = events[0].Err.Error()
		}
		if !strings.HasPrefix(got, want) {
			t.Errorf("%s: read %s, want %s", heading, got, want)
		}
	}
}
