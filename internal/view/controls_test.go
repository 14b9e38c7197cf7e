package view_test

import (
	"slices"
	"testing"

	"hindcast/internal/incident"
	"hindcast/internal/view"
	"hindcast/internal/view/viewtest"
)

func ids(records []*incident.Record) (list []string) {
	for _, r := range records {
		list = append(list, r.ID)
	}
	return list
}

// control is a control of the frameworks that records name.
func control(t *testing.T, m *view.Model, framework, id string) *view.ControlEvidence {
	t.Helper()
	used, _ := view.ControlsByFramework(m)
	for _, f := range used {
		for _, c := range f.Controls {
			if f.Key == framework && c.ID == id {
				return c
			}
		}
	}
	t.Fatalf("there is no %s of %s", id, framework)
	return nil
}

func naming(shows string, actions ...incident.Action) func(*incident.Front) {
	return func(f *incident.Front) {
		f.Frameworks = map[string][]incident.Control{"nist_ai_rmf": {{ID: "MANAGE 4.1", Shows: shows}, {ID: "MAP 4.1"}}}
		f.Actions = actions
	}
}

// A control has the records by what they show of it, and the actions that name it; those that only stand on the same
// records are apart. Precedents, withdrawn records and duplicates are no evidence.
func TestControlEvidence(t *testing.T) {
	due := viewtest.At(t, "2026-05-01")
	mends := []string{"nist_ai_rmf MANAGE 4.1"}
	m := viewtest.Model(
		t,
		viewtest.Record("INC-2026-0001", naming("failed",
			incident.Action{ID: "A1", Status: "open", Due: due, Controls: mends},
			incident.Action{ID: "A2", Status: "done", Verified: &incident.Verified{Result: "effective"}})),
		viewtest.Record("INC-2026-0002", naming("held")),
		viewtest.Record("INC-2026-0003", naming("absent",
			incident.Action{ID: "A1", Status: "done", Controls: mends, Verified: &incident.Verified{Result: "partly"}},
			incident.Action{ID: "A2", Status: "done", Controls: mends, Verified: &incident.Verified{Result: "effective"}})),
		viewtest.Record("INC-2026-0004", naming("")),
		viewtest.Record("INC-2026-0005", func(f *incident.Front) {
			f.Actions = []incident.Action{{ID: "A1", Status: "declined", Controls: append(mends, "MANAGE", "")}, {ID: "A2", Status: "open"}}
		}),
		viewtest.Record("INC-2026-0006", func(f *incident.Front) { naming("failed")(f); f.Status = incident.Withdrawn }),
		viewtest.Record("INC-2026-0007", func(f *incident.Front) { naming("failed")(f); f.Status = incident.Duplicate }),
		viewtest.Record("AIID-0001", func(f *incident.Front) { naming("failed")(f); f.Kind = incident.KindPrecedent }),
	)
	c := control(t, m, "nist_ai_rmf", "MANAGE 4.1")
	for name, list := range map[string]struct {
		got  []*incident.Record
		want string
	}{
		"failed": {c.Failed, "INC-2026-0001"}, "held": {c.Held, "INC-2026-0002"},
		"absent": {c.Absent, "INC-2026-0003"}, "concerned": {c.Concerned, "INC-2026-0004"},
	} {
		if got := ids(list.got); !slices.Equal(got, []string{list.want}) {
			t.Errorf("%s: %q", name, got)
		}
	}
	var rows []string
	for _, r := range c.Rows {
		rows = append(rows, r.Record.ID)
	}
	if want := []string{"INC-2026-0001", "INC-2026-0003", "INC-2026-0002", "INC-2026-0004", "INC-2026-0005"}; !slices.Equal(rows, want) {
		t.Errorf("rows %q, want %q", rows, want)
	}
	if !c.Rows[4].ByAction || c.Rows[3].ByAction {
		t.Error("a record whose action alone names the control is not told apart")
	}
	if got, want := c.Counts(), (view.ActionCounts{Open: 1, Overdue: 1, Done: 2, Effective: 1, Short: 1}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if len(c.Actions) != 4 || len(c.Nearby) != 1 || c.Nearby[0].ID != "A2" {
		t.Errorf("%d actions, and beside them %+v", len(c.Actions), c.Nearby)
	}
	if other := control(t, m, "nist_ai_rmf", "MAP 4.1"); len(other.Actions) != 0 || len(other.Nearby) != 4 {
		t.Errorf("the control that no action names is credited with %d, beside %d", len(other.Actions), len(other.Nearby))
	}
}

// Controls that nothing names are there, without evidence, in a framework that something names; those of risks are not.
func TestControlsWithoutEvidence(t *testing.T) {
	m := viewtest.Model(t, viewtest.Record("INC-2026-0001", func(f *incident.Front) {
		f.Frameworks = map[string][]incident.Control{"eu_ai_act": {{ID: "Art. 73(2)", Shows: "held"}}, "mit": {{ID: "7.3"}}, "house": {{ID: "H-1"}}}
	}))
	used, unused := view.ControlsByFramework(m)
	bare := map[string]int{}
	for _, f := range used {
		bare[f.Key] = f.Bare
		if f.Records != 1 || f.HasTable != (f.Key == "eu_ai_act") {
			t.Errorf("%s: %d records, table: %v", f.Key, f.Records, f.HasTable)
		}
	}
	if len(bare) != 3 || bare["eu_ai_act"] != 33 || bare["mit"] != 0 || bare["house"] != 0 {
		t.Errorf("%v", bare)
	}
	if !slices.Contains(unused, "NIST AI RMF") || slices.Contains(unused, "EU AI Act") {
		t.Errorf("nothing names %q", unused)
	}
	if c := control(t, m, "eu_ai_act", "Art. 14"); !c.IsBare() || c.Name != "Human oversight" {
		t.Errorf("%+v", c)
	}
	var order []string
	for _, c := range used[0].Controls[:3] {
		order = append(order, c.ID)
	}
	if !slices.Equal(order, []string{"Art. 4", "Art. 5", "Art. 8"}) {
		t.Errorf("in the order %q", order)
	}
}
