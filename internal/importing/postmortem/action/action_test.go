package action_test

import (
	"strings"
	"testing"

	"hindcast/internal/importing/dates"
	"hindcast/internal/importing/postmortem/action"
)

// What an item or a row says of an action: title | owner | due | status | ended | ticket | reason.
func TestRead(t *testing.T) {
	for text, want := range map[string]string{
		"- Limit the rate (Platform team)":                                                                "Limit the rate | Platform team",
		"- [x] Limit the rate":                                                                            "Limit the rate | | | done",
		"- [ ] Limit the rate (in progress)":                                                              "Limit the rate | | | in_progress",
		"- Limit the rate (Data team), due March 4, 2026, OPS-12":                                         "Limit the rate | Data team | 2026-03-04 | | | OPS-12",
		"- Limit the rate (Data team) OPS-12 due 2026-03-04":                                              "Limit the rate | Data team | 2026-03-04 | | | OPS-12",
		"- Rate begrenzen (Datenteam), bis 04.03.2026":                                                    "Rate begrenzen | Datenteam | 2026-03-04",
		"- Limiter le débit (@equipe-reseau), échéance : 1er mars 2026":                                   "Limiter le débit | equipe-reseau | 2026-03-01",
		"- **Limit the rate.** Owner: Data team. Status: in progress.":                                    "Limit the rate | Data team | | in_progress",
		"- **Limit the rate.** Accepted. Owner: Data team. Completed.":                                    "Limit the rate | Data team | | done",
		"- Limit the rate. Data team. Done, March 4, 2026.":                                               "Limit the rate | Data team | | done | 2026-03-04",
		"- **Feito:** limitar a taxa (Equipe de Dados, DAT-7)":                                            "limitar a taxa | Equipe de Dados | | done | | DAT-7",
		"- OPS-12: Limit the rate – SRE – open":                                                           "Limit the rate | SRE | | open | | OPS-12",
		"- [OPS-12](https://t.example/browse/OPS-12) Limit the rate":                                      "Limit the rate | | | | | https://t.example/browse/OPS-12",
		"- Limit the rate ([OPS-12](https://t.example/browse/OPS-12)) – SRE – done":                       "Limit the rate | SRE | | done | | https://t.example/browse/OPS-12",
		"- ~~Limit the rate~~ too slow for the batch jobs":                                                "Limit the rate | | | declined | | | too slow for the batch jobs",
		"- Limit the rate. Not accepted. The limit would hold back customers.":                            "Limit the rate | | | declined | | | The limit would hold back customers.",
		"1. Limit the rate\n   - Responsible: Network service\n   - Due: 4 March 2026\n   - Status: Open": "Limit the rate | Network service | 2026-03-04 | open",
		"- Limit the rate. *Owner: Data team. Due: 2026-03-04.*":                                          "Limit the rate | Data team | 2026-03-04",
		// What is no qualification stays in the title.
		"- Alert when a page (in any language) is empty":                                        "Alert when a page (in any language) is empty",
		"- Warn before 2026-03-04 is reached again":                                             "Warn before 2026-03-04 is reached again",
		"- **Done**\n  - Limit the rate (SRE, 2026-03-04)\n- **In progress**\n  - Alert sooner": "Limit the rate | SRE | | done | 2026-03-04] [Alert sooner | | | in_progress",
		"- Limit the rate\n\nDecided against:\n\n- Turn it off":                                 "Limit the rate] [Turn it off | | | declined",
		"- 限制速率（平台组），截止 2026年3月4日":                                                              "限制速率 | 平台组 | 2026-03-04",
		"- Ask for a review (data quality)":                                                     "Ask for a review (data quality)",
		"- Talk to the vendor (Robin Doe)":                                                      "Talk to the vendor (Robin Doe)",

		"| Task | Who | Until | How far |\n|---|---|---|---|\n| Limit the rate | Data team | 2026-03-04 | ✅ |":                                    "Limit the rate | Data team | 2026-03-04 | done",
		"| Réf. | Suite | Équipe | Échéance | État |\n|---|---|---|---|---|\n| SYN-8 | Limiter le débit | Équipe Réseau | 04.03.2026 | À faire |": "Limiter le débit | Équipe Réseau | 2026-03-04 | open | | SYN-8",
		"| Action Item | Type | Owner | Bug |\n|---|---|---|---|\n| Limit the rate | prevent | SRE | OPS-12 **DONE** |":                           "Limit the rate | SRE | | done | | OPS-12",
		"| Action | Owner | Status |\n|---|---|---|\n| Limit the rate | Robin Doe | Not doing |":                                                  "Limit the rate | | | declined",
	} {
		r := action.Reader{Manner: dates.Manner{Year: "2026"}, IsEvent: func(string) bool { return false }}
		var got []string
		for _, a := range r.Read(strings.Split(text, "\n"), true, "") {
			s := strings.Join([]string{a.Title, a.Owner, a.Due.String(), a.Status, a.Ended.String(), a.To, a.Reason}, " | ")
			got = append(got, strings.TrimRight(strings.ReplaceAll(s, "|  |", "| |"), " |"))
		}
		if s := strings.ReplaceAll(strings.Join(got, "] ["), "|  |", "| |"); s != want {
			t.Errorf("%s\n\tgot  %s\n\twant %s", text, s, want)
		}
	}
}

// Lists under other headings are actions where they say so by themselves.
func TestReadWhereNothingSaysSo(t *testing.T) {
	for text, want := range map[string]int{
		"- [x] Limit the rate\n- [ ] Alert sooner":                                            2,
		"- Limit the rate (Data team, done)\n- Alert sooner (SRE)":                            2,
		"- **Done:** limit the rate\n- **Open:** alert sooner":                                2,
		"| What | Owner | Due |\n|---|---|---|\n| Limit the rate | SRE | 2026-03-04 |":        1,
		"| Version | Date | Status |\n|---|---|---|\n| 1.0 | 2026-03-04 | final |":            0,
		"| Shift | Team | Date |\n|---|---|---|\n| Night | SRE | 2026-03-04 |":                0,
		"| Paso | Plazo | Estado |\n|---|---|---|\n| Limitar la tasa | 2026-03-04 | hecho |":  1,
		"- Retries at two layers\n- A quiet alert (SRE)":                                      0,
		"- **Detected:** 2026-03-04\n- **Resolved:** 2026-03-05":                              0,
		"| Team | Messages | Day |\n|---|---|---|\n| Data team | 31 | 2026-03-04 |":           0,
		"- 10:05 SRE rolls back (done)\n- 10:20 Data team confirms (done)":                    0,
		"- [x] Limit the rate\n\nText.\n\n- Why the alert was quiet\n- Why nobody looked":     0,
		"| Tier | Tenants | Leaked |\n|---|---|---|\n| Free | 118 | 402 |\n| Team | 23 | 7 |": 0,
	} {
		r := action.Reader{IsEvent: func(line string) bool { return strings.HasPrefix(line, "- 10:") }}
		if got := r.Read(strings.Split(text, "\n"), false, ""); len(got) != want {
			t.Errorf("%s\n\tgot %v, want %d", text, got, want)
		}
		if r.People != 0 {
			t.Errorf("%s\n\t%d names", text, r.People)
		}
	}
}

func TestUnder(t *testing.T) {
	for title, want := range map[string]bool{
		"Action items": true, "5. Plan d’action": true, "Maßnahmen (offen)": true, "Recommendations and response": true, "Próximos pasos": true,
		"Impact": false, "Timeline": false, "What we did on the day": false,
	} {
		if action.Under(title) != want {
			t.Errorf("%s: %t", title, !want)
		}
	}
}
