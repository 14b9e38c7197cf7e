package changepages

import (
	"fmt"
	"testing"
	"time"

	"hindcast/internal/agenda"
	"hindcast/internal/incident"
	"hindcast/internal/layout"
	"hindcast/internal/taxonomy"
	"hindcast/internal/view/viewtest"
)

func at(t *testing.T, s string) incident.Time {
	t.Helper()
	v, err := incident.ParseTime(s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// What happened within thirteen months is told, the newest first and by month; what nobody dated to the day is counted.
func TestChanges(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	r := &incident.Record{Front: incident.Front{ID: "INC-2026-0001", Title: "Wrong answers", Type: "bias", Status: "triaged"}}
	r.Timeline.Detected, r.Timeline.Triaged = at(t, "2026-02-27"), at(t, "2026-03-02T10:00Z")
	r.Reopened = []incident.Reopened{{When: at(t, "2026-03-01"), Reason: "it came back", To: "triaged"}}
	r.Actions = []incident.Action{
		{ID: "A1", Title: "Test more", Status: "done", Ended: at(t, "2026-03-20")},
		{ID: "A2", Title: "Ask less", Status: "open", Due: at(t, "2026-03-10")},
		{ID: "A3", Title: "Long ago", Status: "done", Ended: at(t, "2025-02-20")},
		{ID: "A4", Title: "Some time", Status: "done", Ended: at(t, "2026-03")},
	}
	m := viewtest.Model(t, r)
	m.Now = time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC)
	m.Agenda = agenda.Of(m.Log, m.Now, taxonomy.Regimes())
	got := ""
	Make(m, func(template, addr string, p layout.Page) bool {
		c, ok := p.Content.(changesContent)
		if !ok || template != "changes" || addr != "changes/" || c.Coarse != 1 {
			t.Errorf("%s at %s: %+v", template, addr, p.Content)
		}
		for _, month := range c.Months {
			got += month.Title + "\n"
			for _, row := range month.Rows {
				got += fmt.Sprintf("  %s: %s, %s, %s, %t\n", row.Day, row.What, row.Detail, row.Record.ID, row.Alarm)
			}
		}
		return true
	})
	want := `March 2026
  20 March 2026: Done, Test more, INC-2026-0001, false
  11 March 2026: Fell overdue, Ask less, INC-2026-0001, true
  2 March 2026: Triaged, , INC-2026-0001, false
  1 March 2026: Went back to Triaged, it came back, INC-2026-0001, false
February 2026
  27 February 2026: Detected, Bias, INC-2026-0001, false
`
	if got != want {
		t.Errorf("changes:\n%swant:\n%s", got, want)
	}
}
