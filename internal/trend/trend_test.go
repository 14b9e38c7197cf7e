package trend

import (
	"fmt"
	"testing"
	"time"

	"hindcast/internal/incident"
)

var now = time.Date(2026, 4, 15, 0, 0, 0, 0, time.UTC)

func at(t *testing.T, s string) incident.Time {
	t.Helper()
	if s == "" {
		return incident.Time{}
	}
	v, err := incident.ParseTime(s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func record(t *testing.T, id, kind, status, started, detected, resolved string) *incident.Record {
	t.Helper()
	r := &incident.Record{}
	r.ID, r.Kind, r.Status, r.Type, r.Severity = id, kind, status, "bias", "sev3"
	r.Timeline.Started.At, r.Timeline.Detected, r.Timeline.Resolved = at(t, started), at(t, detected), at(t, resolved)
	return r
}

func logOf(records ...*incident.Record) *incident.Log {
	return &incident.Log{Config: incident.NewConfig(incident.Settings{}), Records: records}
}

func TestOnlyIncidentsCount(t *testing.T) {
	report := Compute(logOf(
		record(t, "A", "", "closed", "", "2026-01-31T23:30:00Z", ""),
		record(t, "B", "near_miss", "closed", "", "2026-01-10", ""),
		record(t, "C", "precedent", "", "2026-01-10", "", ""),
		record(t, "D", "", "withdrawn", "", "2026-01-10", ""),
		record(t, "E", "exercise", "closed", "", "2026-01-10", ""),
	), now)
	if report.Records != 1 {
		t.Errorf("counted %d records, want 1", report.Records)
	}
	want := "[{exercise 1} {near_miss 1} {precedent 1} {withdrawn 1}]"
	if got := fmt.Sprint(report.Excluded); got != want {
		t.Errorf("excluded %s, want %s", got, want)
	}
}

// A month is that of the configured zone, without a gap up to now; a year is too coarse.
func TestMonths(t *testing.T) {
	log := logOf(
		record(t, "A", "", "closed", "", "2026-01-31T23:30:00Z", ""),
		record(t, "B", "", "closed", "", "2026-04", ""),
		record(t, "C", "", "closed", "", "2026", ""),
	)
	var err error
	if log.Config.Zone, err = time.LoadLocation("Europe/Berlin"); err != nil {
		t.Fatal(err)
	}
	report := Compute(log, now)
	got := ""
	for _, m := range report.Months {
		got += fmt.Sprintf("%s:%d ", m.Key(), m.Total)
	}
	if want := "2026-02:1 2026-03:0 2026-04:1 "; got != want {
		t.Errorf("months %s, want %s", got, want)
	}
	if len(report.Undated) != 1 || report.Undated[0].ID != "C" {
		t.Errorf("undated %v, want C", report.Undated)
	}
}

// The quantiles are those of a spreadsheet: PERCENTILE.INC of 10, 20, 30, 40, 100 minutes.
func TestQuantiles(t *testing.T) {
	var records []*incident.Record
	for i, minutes := range []int{40, 10, 100, 20, 30} {
		start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		records = append(records, record(t, fmt.Sprint(i), "", "resolved",
			start.Format(time.RFC3339), start.Add(time.Duration(minutes)*time.Minute).Format(time.RFC3339), ""))
	}
	detect := Compute(logOf(records...), now).Figures[0]
	if detect.Median != 30*time.Minute || detect.P90 != 76*time.Minute {
		t.Errorf("median %v, p90 %v; want 30m, 76m", detect.Median, detect.P90)
	}
	if few := Compute(logOf(records[:4]...), now).Figures[0]; few.HasQuantiles() || few.Median != 0 {
		t.Errorf("a median of four points is given: %v", few.Median)
	}
}

func TestLeftOut(t *testing.T) {
	resolve := Compute(logOf(
		record(t, "A", "", "resolved", "2026-01-01T10:00:00Z", "2026-01-01T11:00:00Z", "2026-01-01T12:00:00Z"),
		record(t, "B", "", "triaged", "2026-01-01T10:00:00Z", "2026-01-01T11:00:00Z", ""),
		record(t, "C", "", "resolved", "2026-01-01", "2026-01-01T11:00:00Z", "2026-01-01T12:00:00Z"),
		record(t, "D", "", "resolved", "", "2026-01-01T11:00:00Z", "2026-01-01T12:00:00Z"),
	), now).Figures[2]
	got := ""
	for _, l := range resolve.LeftOut {
		got += fmt.Sprintf("%s:%s ", l.Why, l.Records[0].ID)
	}
	if want := "a time is not known to the minute:C not yet resolved:B started is not known:D "; got != want {
		t.Errorf("left out %s, want %s", got, want)
	}
	if len(resolve.Points) != 1 || resolve.Points[0].Took != 2*time.Hour {
		t.Errorf("points %v, want one of 2h", resolve.Points)
	}
}
