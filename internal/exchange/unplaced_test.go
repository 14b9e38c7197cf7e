package exchange

import (
	"reflect"
	"testing"

	"hindcast/internal/incident"
)

// A key stands for those below it unless one of them has a place, in whatever record; an empty list is a value, and keys
// without one are none.
func TestUnplaced(t *testing.T) {
	var p placing
	first := incident.Front{
		ID: "INC-2026-0001", Title: "First", Models: []incident.Model{{Name: "a", Version: "1"}},
		Roles:  incident.Roles{Reviewer: "risk", Approver: "board"},
		Impact: incident.Impact{Harms: []string{}, People: &incident.Count{Least: 3, Most: 3}},
		Custom: map[string]any{"own": map[string]any{"a": "x", "b": []any{"y"}, "empty": ""}},
	}
	second := incident.Front{
		ID: "INC-2026-0002", Timeline: incident.Timeline{Detected: moment(t, "2026-03"), Triaged: moment(t, "2026-04")},
		Roles: incident.Roles{Reviewer: "risk"}, Custom: map[string]any{"other": "z"},
	}
	for _, whole := range []*incident.Front{&first, &second} {
		rest := *whole
		rest.ID, rest.Title, rest.Timeline.Detected = "", "", incident.Time{}
		if len(whole.Models) > 0 {
			rest.Models = []incident.Model{{Version: "1"}}
		}
		p.add(whole, &rest)
	}
	want := []KeyCount{{"custom", 2}, {"roles", 2}, {"impact", 1}, {"models.version", 1}, {"timeline.triaged", 1}}
	if got := p.unplaced(); !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := (&placing{}).unplaced(); len(got) > 0 {
		t.Errorf("%v of no record", got)
	}
}
