package pages

import (
	"slices"
	"testing"
	"time"

	"hindcast/internal/agenda/item"
	"hindcast/internal/incident"
	"hindcast/internal/view/viewtest"
)

// What is overdue stands with reports first, then by severity, the oldest first, and articles last; what is not overdue
// or done is left out.
func TestOverdueIsOfEveryKindTheWorstFirst(t *testing.T) {
	grave := viewtest.Record("INC-2026-0001", func(f *incident.Front) { f.Severity = "sev1" })
	slight := viewtest.Record("INC-2026-0002", func(f *incident.Front) { f.Severity = "sev4" })
	unrated := viewtest.Record("INC-2026-0003", func(f *incident.Front) { f.Severity = "" })
	m := modelOf(t, grave, slight, unrated)
	article := &incident.Article{}
	due := func(day int) time.Time { return time.Date(2026, 5, day, 0, 0, 0, 0, time.UTC) }
	m.Agenda = []item.Item{ // as the agenda has them, by due time
		{Ref: "old review", Kind: item.Review, Article: article, Due: due(1), Overdue: true},
		{Ref: "slight", Kind: item.Action, Record: slight, Due: due(2), Overdue: true},
		{Ref: "unrated", Kind: item.Mitigation, Record: unrated, Due: due(3), Overdue: true},
		{Ref: "grave", Kind: item.Action, Record: grave, Due: due(4), Overdue: true},
		{Ref: "later grave", Kind: item.Mitigation, Record: grave, Due: due(5), Overdue: true},
		{Ref: "report", Kind: item.Step, Record: slight, Due: due(6), Overdue: true},
		{Ref: "not yet", Kind: item.Action, Record: grave, Due: due(30)},
	}
	var got []string
	for _, it := range m.overdue() {
		got = append(got, it.Ref)
	}
	want := []string{"report", "grave", "later grave", "slight", "unrated", "old review"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Open records stand by severity, and of one severity the newest first.
func TestOpenRecordsWorstFirst(t *testing.T) {
	of := func(id, severity, detected string) *incident.Record {
		return viewtest.Record(id, func(f *incident.Front) {
			f.Severity, f.Timeline.Detected = severity, viewtest.At(t, detected)
		})
	}
	m := modelOf(t, of("INC-2026-0001", "sev3", "2026-01-01"), of("INC-2026-0002", "sev2", "2026-01-02"),
		of("INC-2026-0003", "", "2026-05-01"), of("INC-2026-0004", "sev3", "2026-02-01"))
	var got []string
	for _, r := range m.worstFirst(m.Index.Own) {
		got = append(got, r.ID)
	}
	if want := []string{"INC-2026-0002", "INC-2026-0004", "INC-2026-0001", "INC-2026-0003"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
