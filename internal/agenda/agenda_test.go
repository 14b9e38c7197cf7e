package agenda_test

import (
	"slices"
	"testing"
	"time"

	"hindcast/internal/agenda"
	"hindcast/internal/incident"
	"hindcast/internal/taxonomy"
)

// refs lists the items in order, with a mark for each that is overdue or was late.
func refs(items []agenda.Item) []string {
	var list []string
	for _, it := range items {
		mark := ""
		if it.Overdue {
			mark = "!"
		}
		if it.DoneLate() {
			mark = "late "
		}
		list = append(list, mark+it.Ref)
	}
	return list
}

func same(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// A date is over when it is over in the zone of the log.
func TestActionsFallOverdueWhenTheDayIsOver(t *testing.T) {
	log := logOf(t, "Europe/Berlin", incident.Record{Front: incident.Front{Actions: []incident.Action{
		{ID: "A1", Status: "open", Due: written(t, "2026-03-31")},
		{ID: "A2", Status: "in_progress", Due: written(t, "2026-03")},
		{ID: "A3", Status: "done", Due: written(t, "2026-01-01")},
		{ID: "A4", Status: "open"},
		{ID: "A5", Status: "open", Due: written(t, "2026-03-31T10:00:00Z")},
	}}})
	for at, want := range map[string][]string{
		"2026-03-31T09:59:00Z": {"A5", "A1", "A2", "A4"},
		"2026-03-31T10:00:01Z": {"!A5", "A1", "A2", "A4"},
		"2026-03-31T21:59:59Z": {"!A5", "A1", "A2", "A4"},
		"2026-03-31T22:00:00Z": {"!A5", "!A1", "!A2", "A4"},
	} {
		t.Run(at, func(t *testing.T) { same(t, refs(agenda.Of(log, instant(t, at), nil)), want...) })
	}
	month := find(agenda.Of(log, time.Now(), nil), "A2")
	if got := month.Day.Format(time.DateOnly); got != "2026-03-31" {
		t.Errorf("a month is due on %s, want its last day", got)
	}
}

func TestSteps(t *testing.T) {
	step := func(id, done string) incident.Step { return incident.Step{Step: id, Done: written(t, done)} }
	dropped := func(id string) incident.Step { return incident.Step{Step: id, Dropped: &incident.Dropped{Reason: "x"}} }
	for _, c := range []struct {
		name string
		o    incident.Obligation
		want []string
	}{
		{"does not apply", incident.Obligation{Regime: "gdpr_33", Role: "controller", Applies: "no"}, nil},
		{"open: the clock runs", incident.Obligation{Regime: "gdpr_33", Role: "controller", Applies: "open", Aware: written(t, "2026-03-02T09:00:00Z")}, []string{"!gdpr_33.controller.authority"}},
		{
			"a step that is owed in some cases only shows once it is listed",
			incident.Obligation{Regime: "gdpr_33", Role: "controller", Applies: "yes", Aware: written(t, "2026-03-02T09:00:00Z"), Steps: []incident.Step{step("authority", "2026-03-02T10:00:00Z"), step("supplement", "")}},
			[]string{"gdpr_33.controller.supplement"},
		},
		{"done in time", incident.Obligation{Regime: "gdpr_33", Role: "controller", Applies: "yes", Aware: written(t, "2026-03-02T09:00:00Z"), Steps: []incident.Step{step("authority", "2026-03-05T09:00:00Z")}}, nil},
		{"done late", incident.Obligation{Regime: "gdpr_33", Role: "controller", Applies: "yes", Aware: written(t, "2026-03-02T09:00:00Z"), Steps: []incident.Step{step("authority", "2026-03-05T09:00:01Z")}}, []string{"late gdpr_33.controller.authority"}},
		{"done on the last day, to the day", incident.Obligation{Regime: "eu_ai_act_73", Role: "provider", Applies: "yes", Aware: written(t, "2026-03-02"), Steps: []incident.Step{step("report", "2026-03-17")}}, nil},
		{"done on the day after", incident.Obligation{Regime: "eu_ai_act_73", Role: "provider", Applies: "yes", Aware: written(t, "2026-03-02"), Steps: []incident.Step{step("report", "2026-03-18")}}, []string{"late eu_ai_act_73.provider.report"}},
		{"dropped", incident.Obligation{Regime: "gdpr_33", Role: "controller", Applies: "yes", Aware: written(t, "2026-03-02T09:00:00Z"), Steps: []incident.Step{dropped("authority")}}, nil},
		{"at once is open and never overdue", incident.Obligation{Regime: "gdpr_34", Role: "controller", Applies: "yes", Aware: written(t, "2020-01-01")}, []string{"gdpr_34.controller.people"}},
		{
			"a repeated report is judged by its first; the next has no clock",
			incident.Obligation{
				Regime: "dora", Role: "financial_entity", Applies: "yes", Aware: written(t, "2026-03-02T08:00:00Z"),
				Steps: []incident.Step{step("initial", "2026-03-02T09:00:00Z"), step("intermediate", "2026-03-04T09:00:00Z"), step("intermediate", "2026-03-20T09:00:00Z"), step("intermediate", "")},
			},
			[]string{"dora.financial_entity.final", "dora.financial_entity.intermediate"},
		},
		{
			"a regime that no table knows has no clock",
			incident.Obligation{Regime: "house_rule", Role: "us", Applies: "yes", Aware: written(t, "2020-01-01"), Steps: []incident.Step{step("tell", ""), step("told", "2026-01-01")}},
			[]string{"house_rule.us.tell"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			log := logOf(t, "UTC", incident.Record{Front: incident.Front{Obligations: []incident.Obligation{c.o}}})
			same(t, refs(agenda.Of(log, instant(t, "2026-04-01T00:00:00Z"), taxonomy.Regimes())), c.want...)
		})
	}
}

func TestAgesAndMarks(t *testing.T) {
	front := incident.Front{
		Owner:       "payments-risk",
		Mitigations: []incident.Mitigation{{ID: "M1", Title: "Raised", Applied: written(t, "2026-03-02"), Until: "rate under 2 %"}, {ID: "M2", Kept: "stays"}, {ID: "M3", Removed: written(t, "2026-03-03")}, {ID: "M4", Applied: written(t, "2026")}},
		Obligations: []incident.Obligation{{Regime: "gdpr_34", Role: "controller", Applies: "open", Aware: written(t, "2026-03-12T00:00:00Z")}},
	}
	log := logOf(t, "UTC", incident.Record{Front: front})
	log.Articles = []*incident.Article{
		{File: incident.File{Path: "knowledge/a.md"}, ArticleFront: incident.ArticleFront{Title: "A", Owner: "ml", ReviewBy: written(t, "2026-03-20")}},
		{File: incident.File{Path: "knowledge/b.md"}},
	}
	items := agenda.Of(log, instant(t, "2026-03-22T00:00:00Z"), taxonomy.Regimes())
	same(t, refs(items), "!review_by", "gdpr_34.controller.people", "M1", "M4")
	people, m1, m4 := find(items, "gdpr_34.controller.people"), find(items, "M1"), find(items, "M4")
	if !people.IfApplies || people.Age != 240*time.Hour || people.Owner != "payments-risk" {
		t.Errorf("the step: %+v", people)
	}
	if m1.Age != 480*time.Hour || m1.Detail != "rate under 2 %" || m4.Age != 0 {
		t.Errorf("the measures: %v, %q; %v", m1.Age, m1.Detail, m4.Age)
	}
	if got := agenda.Heading(people); got != "Inform the people: GDPR, communication to the people affected (if it applies)" {
		t.Errorf("heading %q", got)
	}
}

// An interim measure whose criterion is nothing but a date is due by then; what words ask for, no clock tells.
func TestMeasuresUntilADate(t *testing.T) {
	measure := func(id, until string) incident.Mitigation { return incident.Mitigation{ID: id, Until: until} }
	log := logOf(t, "Europe/Berlin", incident.Record{Front: incident.Front{Mitigations: []incident.Mitigation{
		measure("M1", "2026-03-20"), measure("M2", " 2026-03-21 "), measure("M3", "2026-04"),
		measure("M4", "version 2 is live, at the latest 2026-03-01"), measure("M5", ""), measure("M6", "2026-03-21T12:00:00Z"),
		{ID: "M7", Until: "2026-01-01", Kept: "it costs nothing"},
		{ID: "M8", Until: "2026-01-01", Removed: written(t, "2026-02-01")},
	}}})
	same(t, refs(agenda.Of(log, instant(t, "2026-03-21T22:00:00Z"), nil)), "!M1", "!M6", "M2", "M3", "M4", "M5")
	same(t, refs(agenda.Of(log, instant(t, "2026-03-21T23:00:00Z"), nil)), "!M1", "!M6", "!M2", "M3", "M4", "M5")
}

func TestWhatOwesNothing(t *testing.T) {
	for _, front := range []incident.Front{{Kind: "precedent"}, {Status: "withdrawn"}, {Status: "duplicate"}} {
		front.Actions = []incident.Action{{ID: "A1", Status: "open"}}
		if items := agenda.Of(logOf(t, "UTC", incident.Record{Front: front}), time.Now(), nil); len(items) > 0 {
			t.Errorf("%s %s: %q", front.Kind, front.Status, refs(items))
		}
	}
}

func TestSince(t *testing.T) {
	r := incident.Record{Front: incident.Front{
		Timeline: incident.Timeline{Detected: written(t, "2026-03-02T09:25:00Z"), Triaged: written(t, "2026-03-09T06:59:59Z"), Contained: written(t, "2026-03-09T07:00:00Z"), Resolved: written(t, "2026-03-16"), Reviewed: written(t, "2026-03")},
		Reopened: []incident.Reopened{{When: written(t, "2026-03-12"), To: "contained", Earlier: incident.Timeline{Resolved: written(t, "2026-03-10"), Closed: written(t, "2026-03-11")}}},
		Actions:  []incident.Action{{ID: "A1", Status: "done", Ended: written(t, "2026-03-09")}, {ID: "A2", Status: "open", Due: written(t, "2026-03-13")}, {ID: "A3", Status: "open", Due: written(t, "2026-03-01")}},
	}}
	log := logOf(t, "UTC", r)
	now := instant(t, "2026-03-16T07:00:00Z")
	events, coarse := agenda.Since(log, agenda.Of(log, now, nil), now.AddDate(0, 0, -7), now)
	var got []string
	for _, e := range events {
		what := e.Stage
		switch {
		case e.Action != nil:
			what = e.Action.ID
		case e.Item != nil:
			what = e.Item.Ref
		}
		got = append(got, string(e.Change)+" "+what)
	}
	same(t, got, "ended A1", "moved contained", "moved resolved",
		"closed closed", "reopened contained", "overdue A2", "moved resolved")
	if coarse != 1 {
		t.Errorf("%d coarse times, want the month of the review", coarse)
	}
}
