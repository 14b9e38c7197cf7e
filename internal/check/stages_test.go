package check_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hindcast/internal/diag"
	"hindcast/internal/incident"
)

// part is a piece of a record with the stage and the kinds that need it.
type part struct {
	name  string // of the need, as the finding names it
	stage string
	kinds []string // empty for all
	head  string   // line of the front matter
	body  string   // section
}

var (
	harmful = []string{"incident", "exercise"}
	passed  = []string{"incident", "exercise", "near_miss"}
)

// parts are what a record needs up to closed, in the words of RECORD: written out here once more, so
// that a slip in the table of the lifecycle is noticed.
var parts = []part{
	{name: "id", stage: "detected", head: "id: %ID%"},
	{name: "title", stage: "detected", head: "title: Assistant quotes an abolished fee"},
	{name: "type", stage: "detected", head: "type: model_failure"},
	{name: "severity", stage: "detected", kinds: harmful, head: "severity: sev2"},
	{name: "potential_severity", stage: "detected", kinds: []string{"near_miss", "hazard"}, head: "potential_severity: sev3"},
	{name: "tlp", stage: "detected", head: "tlp: GREEN"},
	{name: "systems", stage: "detected", head: "systems: [assistant]"},
	{name: "detection.method", stage: "detected", head: "detection: {method: audit}"},
	{name: "section:What happened", stage: "detected", body: "## What happened\nA wrong fee was quoted.\n"},
	{name: "timeline.detected", stage: "detected", head: "  detected: 2026-01-14T09:30:00Z"},
	{name: "summary", stage: "triaged", head: "summary: Customers were told a fee that no longer exists."},
	{name: "owner", stage: "triaged", head: "owner: channels"},
	{name: "roles.commander", stage: "triaged", kinds: passed, head: "  commander: ml-oncall"},
	{name: "timeline.started", stage: "triaged", kinds: harmful, head: "  started: 2026-01-12T08:00:00Z"},
	{name: "timeline.triaged", stage: "triaged", head: "  triaged: 2026-01-14T10:00:00Z"},
	{name: "section:Response", stage: "contained", body: "## Response\nNo interim measure was needed: the fee was shown to staff only.\n"},
	{name: "severity_rationale", stage: "contained", kinds: harmful, head: "severity_rationale: a core service gave wrong answers"},
	{name: "timeline.contained", stage: "contained", kinds: harmful, head: "  contained: 2026-01-14T11:15:00Z"},
	{name: "section:Impact", stage: "resolved", kinds: harmful, body: "## Impact\n312 customers.\n"},
	{name: "impact.harms", stage: "resolved", kinds: harmful, head: "impact: {harms: [economic]}"},
	{name: "timeline.resolved", stage: "resolved", head: "  resolved: 2026-01-15T16:00:00Z"},
	{name: "trigger", stage: "reviewed", kinds: passed, head: "trigger: the fee table changed"},
	{name: "causes", stage: "reviewed", head: "causes: [{factor: data_quality}]"},
	{name: "section:Analysis", stage: "reviewed", body: "## Analysis\nNothing rebuilt the index.\n"},
	{name: "section:Lessons", stage: "reviewed", body: "## Lessons\nAn index is data.\n"},
	{name: "roles.reviewer", stage: "reviewed", head: "  reviewer: model-risk"},
	{name: "actions", stage: "reviewed", head: "actions: [{id: A1, title: Rebuild, kind: process, owner: ml, due: 2026-02-10, status: done, ended: 2026-02-09}]"},
	{name: "timeline.reviewed", stage: "reviewed", head: "  reviewed: 2026-01-22"},
	{name: "roles.approver", stage: "closed", head: "  approver: oversight-board"},
	{name: "timeline.closed", stage: "closed", head: "  closed: 2026-02-20"},
}

// compose writes a record of a kind at a stage, without one of its parts.
func compose(kind, stage, id, without string) string {
	order := []string{"detected", "triaged", "contained", "resolved", "reviewed", "closed"}
	maps := map[string][]string{"timeline": nil, "roles": nil}
	sections := map[string]string{}
	head := []string{"kind: " + kind, "status: " + stage}
	for _, p := range parts {
		if p.name == without || slices.Index(order, p.stage) > slices.Index(order, stage) ||
			len(p.kinds) > 0 && !slices.Contains(p.kinds, kind) {
			continue
		}
		outer, _, _ := strings.Cut(p.name, ".")
		switch {
		case p.body != "":
			sections[strings.TrimPrefix(p.name, "section:")] = p.body
		case strings.HasPrefix(p.head, "  "):
			maps[outer] = append(maps[outer], p.head)
		default:
			head = append(head, strings.ReplaceAll(p.head, "%ID%", id))
		}
	}
	for _, name := range []string{"timeline", "roles"} {
		if len(maps[name]) > 0 {
			head = append(head, name+":\n"+strings.Join(maps[name], "\n"))
		}
	}
	var body strings.Builder
	for _, name := range incident.Sections {
		body.WriteString(sections[name])
	}
	return "---\n" + strings.Join(head, "\n") + "\n---\n" + body.String()
}

// A record of each kind in each stage is right, and wrong without any one of the things it needs.
func TestEachKindInEachStage(t *testing.T) {
	files, want, status := beside(), map[string]string{}, map[string]string{}
	number := 5000
	add := func(kind, stage, without string) {
		number++
		id := fmt.Sprintf("INC-2026-%04d", number)
		path := "incidents/2026/" + id + ".md"
		files[path] = compose(kind, stage, id, without)
		want[path], status[path] = without, stage
	}
	order := []string{"detected", "triaged", "contained", "resolved", "reviewed", "closed"}
	for _, kind := range []string{"incident", "near_miss", "hazard", "exercise"} {
		for i, stage := range order {
			if stage == "contained" && (kind == "near_miss" || kind == "hazard") {
				continue // they skip it
			}
			add(kind, stage, "")
			for _, p := range parts {
				if slices.Index(order, p.stage) <= i && (len(p.kinds) == 0 || slices.Contains(p.kinds, kind)) {
					add(kind, stage, p.name)
				}
			}
		}
	}
	found := map[string][]string{}
	for _, f := range run(t, files) {
		if f.Level != diag.Error {
			continue
		}
		found[f.Path] = append(found[f.Path], f.Key)
		rule := "missing-key"
		if strings.HasPrefix(f.Key, "section:") {
			rule = "missing-section"
		}
		// What a stage asks for is missed where the stage is claimed: at the value of status.
		if f.Rule != rule || f.Text != status[f.Path] || f.Span.Start.Line != 3 || f.Span.Start.Column != len("status: ")+1 {
			t.Errorf("%s: %s at %v, %q; want %s at the value of status", f.Path, f.Rule, f.Span, f.Text, rule)
		}
	}
	for path, missing := range want {
		switch keys := found[path]; {
		case missing == "" && len(keys) > 0:
			t.Errorf("%s is right, and %v was found:\n%s", path, keys, files[path])
		case missing != "" && !slices.Equal(keys, []string{missing}):
			t.Errorf("%s lacks %s, and %v was found:\n%s", path, missing, keys, files[path])
		}
	}
	if len(want) < 300 {
		t.Errorf("only %d records are tried", len(want))
	}
}
