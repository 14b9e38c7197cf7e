package trend_test

import (
	"fmt"
	"time"

	"hindcast/internal/incident"
	"hindcast/internal/trend"
)

// The figures of a log as of an instant, each with its sample and what was left out of it.
func ExampleCompute() {
	log := &incident.Log{Config: incident.NewConfig(incident.Settings{})}
	for _, when := range [][2]string{
		{"2026-01-05T08:00:00Z", "2026-01-05T09:00:00Z"},
		{"2026-01-20T10:00:00Z", "2026-01-20T14:00:00Z"},
		{"2026-02-11T10:00:00Z", "2026-02-11T10:30:00Z"},
		{"2026-03-01T07:00:00Z", "2026-03-01T09:00:00Z"},
		{"2026-03-09T07:00:00Z", "2026-03-09T10:00:00Z"},
		{"2026-03-14", "2026-03-14T10:00:00Z"},
	} {
		r := &incident.Record{Front: incident.Front{ID: "INC-" + when[1], Type: "model_failure", Status: "detected"}}
		r.Timeline.Started.At, _ = incident.ParseTime(when[0])
		r.Timeline.Detected, _ = incident.ParseTime(when[1])
		log.Records = append(log.Records, r)
	}
	report := trend.Compute(log, time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)).Whole
	for _, id := range []string{"months", "detect"} {
		figure := report.Find(id)
		fmt.Printf("%s of %d incidents\n", id, figure.About().N)
		for _, v := range figure.Values() {
			if v.Text != "" {
				fmt.Printf("  %s: %s\n", v.Name, v.Text)
			}
		}
		for _, out := range figure.About().LeftOut {
			fmt.Printf("  %d left out: %s\n", out.N, out.Why)
		}
	}
	// Output:
	// months of 6 incidents
	//   n: 6
	//   n_incidents: 6
	//   method: t-chart
	//   points: 3
	//   mean_per_month: 2
	// detect of 5 incidents
	//   n: 5
	//   open: 0
	//   reopened: 0
	//   median_minutes: 120
	//   p90_minutes: 216
	//   1 left out: from-coarse
}
