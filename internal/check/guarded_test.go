package check

import (
	"strings"
	"testing"

	"hindcast/internal/check/rule"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
)

// noPlaces is front matter whose places can't be asked for.
type noPlaces struct{ incident.Places }

// A fault of a rule is a finding of the file that it was met with.
func TestAFaultIsAFindingOfItsFile(t *testing.T) {
	c := New()
	p := &rule.Pass{
		Context: &rule.Context{Log: &incident.Log{}}, File: &incident.File{Path: "a.md", Places: noPlaces{}},
		Front: &incident.Front{}, Record: &incident.Record{},
	}
	found := c.guarded(p)
	last := found[len(found)-1]
	if last.Rule != incident.RuleDefeats || last.Level != diag.Error || last.Path != "a.md" ||
		!strings.Contains(last.Message, "nil pointer") {
		t.Errorf("got %+v", last)
	}
}
