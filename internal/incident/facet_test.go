package incident_test

import (
	"slices"
	"testing"

	"hindcast/internal/incident"
)

// A record has each value of a facet once, in order, and none where it says nothing.
func TestFacets(t *testing.T) {
	r := &incident.Record{Front: incident.Front{
		Type: "bias", Also: []string{"misuse", "bias"}, PotentialSeverity: "sev2", Status: "closed", Systems: []string{"b", "a"},
		Unregistered: []string{"c"}, Causes: []incident.Cause{{Factor: "process"}, {Factor: "data_quality"}, {Factor: "process"}},
		Actions:    []incident.Action{{ID: "A1", Controls: []string{"nist_ai_rmf MAP 4.1"}}},
		Frameworks: map[string][]incident.Control{"oecd": {{ID: "3"}}, "cwe": {{ID: "CWE-79", Shows: "failed"}, {ID: "CWE-79"}}},
	}}
	for name, want := range map[string][]string{
		"kind": {"incident"}, "type": {"bias", "misuse"}, "severity": {"sev2"}, "status": {"closed"}, "system": {"a", "b", "c"},
		"cause": {"data_quality", "process"}, "control": {"cwe CWE-79", "oecd 3"}, "team": {}, "harm": {}, "tag": {}, "year": {}, "is": {}, "has": {"actions"},
	} {
		if got := incident.FacetNamed(name).Values(r); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	if f := incident.FacetNamed("colour"); f.Values != nil || len(incident.FacetNames()) != len(incident.Facets) {
		t.Errorf("%+v, %v", f, incident.FacetNames())
	}
}
