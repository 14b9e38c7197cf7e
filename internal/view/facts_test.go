package view_test

import (
	"slices"
	"testing"

	"hindcast/internal/incident"
	"hindcast/internal/view"
	"hindcast/internal/view/viewtest"
)

// A control is called by its framework, id and name, and is found by its id where no other framework has it.
func TestNamesOfControlsInTheSearch(t *testing.T) {
	m := view.Searchable{Model: viewtest.Model(t, viewtest.Record("INC-2026-0001", func(f *incident.Front) {
		f.Frameworks = map[string][]incident.Control{
			"nist_ai_rmf": {{ID: "MAP 4.1"}}, "mit": {{ID: "7.3"}}, "iso_42001": {{ID: "7.3"}}, "house": {{ID: "H-1"}},
		}
	}))}
	others := m.OtherNames()
	for value, want := range map[string]struct {
		title  string
		others []string
	}{
		"nist_ai_rmf MAP 4.1": {"NIST AI RMF MAP 4.1 Risks of technology and third-party components are mapped", []string{"MAP 4.1"}},
		"mit 7.3":             {"MIT AI risk taxonomy 7.3 Lack of capability or robustness", nil},
		"iso_42001 7.3":       {"ISO/IEC 42001 7.3 Awareness", nil},
		"house H-1":           {"house H-1", []string{"H-1"}},
	} {
		if got := m.ColumnTitle("control", value); got != want.title {
			t.Errorf("%s is called %q", value, got)
		}
		if got := others("control", value); !slices.Equal(got, want.others) {
			t.Errorf("%s is found by %q too", value, got)
		}
	}
	if got := others("cause", "H-1"); got != nil {
		t.Errorf("a cause is found by %q too", got)
	}
}
