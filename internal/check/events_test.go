package check_test

import (
	"strings"
	"testing"

	"hindcast/internal/diag"
)

// Items and rows of a timeline that seem to begin with a time, and are no events, are counted in one warning.
func TestUnreadEvents(t *testing.T) {
	const path = "incidents/2026/INC-2026-0001-example.md"
	for _, c := range []struct {
		timeline string
		message  string // of the warning; empty for none
	}{
		{"- 10:05 — The team on call takes over.\n", ""},
		{"- **10:05** — The team on call takes over.\n", ""},
		{"- around 10:05 takes over\n- about 10:07 more\n- T+12 more\n", "3 items of the timeline have a time that is not read"},
		{"- 10h45 or 10:45 takes over\n- 11 am more\n", "2 items"},
		{"\n| Time | Event |\n|---|---|\n| 10:05 | The team takes over. |\n| 2026-01-14 10:09 | More. |\n", "1 item"},
		{"\n| When | Event |\n|---|---|\n| ca. 10:05 | The team takes over. |\n| 14.01.2026 10:09 | More. |\n", "2 items"},
		{"- **10:05 CET** takes over\n", "1 item"},
		{"- 10:05 — The team takes over:\n  - at 10:06 the first\n  - **10:07** the second\n", ""},
		{"- The team on call takes over.\n- See the case file of the claim that was made at 10:05 for the rest.\n", ""},
		{"\nThe team took over at 10:05.\n", ""},
		{"\n10:05 The team takes over.\n10:09 More.\n", "2 items"},
		{"\n**10:05 UTC** The team takes over.\n\n2026-01-14 10:09 — More.\n", "2 items"},
		{"\n### 10:05 – The team takes over\nIt did.\n\n### [2026-01-14T10:09Z] More\n", "2 items"},
		{"\n### First hours, from 10:05\nOf 12 calls, 3.5 were about fees.\n", ""},
		{"- 10h05 : l'équipe prend le relais\n- 10 h 30 suite\n", "2 items"},
		{"- 10.05 Uhr übernimmt das Team\n- gegen 11 Uhr mehr\n", "2 items"},
		{"- 10:05 Uhr — Das Team übernimmt.\n- 10:09 Uhr: mehr\n", ""},
		{"- 10時05分 対応開始\n- １０：０９ 復旧\n", "2 items"},
		{"- ca. 2026-01-14T10:05Z takes over\n- at 10:09Z more\n", "2 items"},
		{"- 1005 UTC takes over\n- 1009Z more\n", "2 items"},
		{"- T-5 min deploy\n- T + 12 more\n", "2 items"},
		{"- [10:05] takes over\n- ~~10:09~~ more\n- (10:11) more\n", "3 items"},
		{"> - 10:05 — The team takes over.\n> - ca. 10:09 more\n", ""},
		{"\n| # | Zeitpunkt | Was |\n|---|---|---|\n| 1 | 10:05 Uhr | Das Team übernimmt. |\n| 2 | kurz nach 10:09 | Mehr. |\n", "1 item"},
		{"- 1200 UTCs were issued in error\n- 12 h of answers were lost\n", ""},
		{"- 14.01.2026 takes over\n", "1 item"},
	} {
		files := beside()
		files[path] = in(record, "- 10:00 — The team on call takes over.\n", "- 10:00 — The team on call takes over.\n"+c.timeline)
		files[path] = in(files[path], "## Impact\n", "## Impact\n- **10:05** stands here too\n")
		var said []string
		for _, f := range run(t, files) {
			if f.Rule == "event-unread" {
				said = append(said, f.Message)
			} else if f.Level == diag.Error {
				t.Errorf("%q: %s: %s", c.timeline, f.Rule, f.Message)
			}
		}
		if got := strings.Join(said, "; "); !strings.HasPrefix(got, c.message) || (c.message == "") != (got == "") {
			t.Errorf("%q: said %q, want %q", c.timeline, got, c.message)
		}
	}
}
