package check_test

import (
	"slices"
	"strings"
	"testing"

	"hindcast/internal/diag"
)

// The separation of roles can be lowered to a warning, and to nothing less; no other error can.
func TestSeparationOfRolesBends(t *testing.T) {
	const path = "incidents/2026/INC-2026-0001-example.md"
	for _, c := range []struct {
		rules    string
		edits    [][2]string
		rule     string
		level    diag.Level
		settings string // what is said of the settings; empty for nothing
	}{
		{"reviewer-commanded: warning", edit("reviewer: model-risk", "reviewer: ml-oncall"), "reviewer-commanded", diag.Warning, ""},
		{"reviewer-commanded: error", edit("reviewer: model-risk", "reviewer: ml-oncall"), "reviewer-commanded", diag.Error, ""},
		{"reviewer-commanded: off", edit("reviewer: model-risk", "reviewer: ml-oncall"), "reviewer-commanded", diag.Error, "a warning and no less"},
		{"reviewer-commanded: note", edit("reviewer: model-risk", "reviewer: ml-oncall"), "reviewer-commanded", diag.Error, "a warning and no less"},
		{"approver-involved: warning", edit("approver: oversight-board", "approver: digital-channels"), "approver-involved", diag.Warning, ""},
		{"timeline-order: warning", edit("detected: 2026-01-14T09:30:00Z", "detected: 2026-01-12T07:59:00Z"), "timeline-order", diag.Error, "stays one"},
	} {
		files := beside()
		files["hindcast.yaml"] = "rules: {" + c.rules + "}\n"
		files[path] = record
		for i := 0; i < len(c.edits); i++ {
			files[path] = strings.Replace(files[path], c.edits[i][0], c.edits[i][1], 1)
		}
		isMet, said := false, ""
		for _, f := range run(t, files) {
			switch {
			case f.Rule == c.rule && f.Path == path:
				isMet = true
				if f.Level != c.level {
					t.Errorf("%s: %s is a %v, want %v", c.rules, f.Rule, f.Level, c.level)
				}
			case f.Path == "hindcast.yaml":
				said += f.Message
			}
		}
		if !isMet || (c.settings == "") != (said == "") || !strings.Contains(said, c.settings) {
			t.Errorf("%s: met %v, and of the settings: %s", c.rules, isMet, said)
		}
	}
}

// A summary that lists cut is a warning in a record, and none in a precedent, which stays as published.
func TestLongSummary(t *testing.T) {
	summary := strings.TrimSpace(strings.Repeat("As it was published, word for word. ", 9))
	files := beside()
	files["incidents/precedents/AIID-3901.md"] = in(precedent, "2001", "3901", "tlp:", "summary: "+summary+"\ntlp:")
	const own = "incidents/2026/INC-2026-0001-example.md"
	files[own] = in(record, "For two days the assistant quoted an abolished fee to 312 customers.", summary)
	var found []string
	for _, f := range run(t, files) {
		found = append(found, f.Path+" "+f.Rule+" "+f.Level.String())
	}
	if want := []string{own + " summary-length warning"}; !slices.Equal(found, want) {
		t.Errorf("found %q, want %q", found, want)
	}
}
