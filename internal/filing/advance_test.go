package filing_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hindcast/internal/diag"
	"hindcast/internal/filing"
	"hindcast/internal/incident"
)

const recordPath = "incidents/2026/INC-2026-0003-fee.md"

// full is a record that may be at any stage: whatever they ask for is there.
const full = `---
id: INC-2026-0003   # the third
title: "Assistant quotes an old fee"
summary: It quoted a fee.
type: model_failure
severity: sev3
status: detected

# who may read it
tlp: GREEN
systems:
- assistant
owner: channels
roles: {commander: ml-oncall, reviewer: model-risk,
  approver: board}
timeline:
    started: 2026-03-01
    detected: 2026-03-02T09:00Z   # a call
detection: {method: monitoring}
impact: {harms: []}
trigger: the table changed
causes: [{factor: data_quality}]
mitigations: [{id: M1, title: Off, applied: 2026-03-02, until: it works, removed: 2026-03-04}]
no_actions: nothing to do
---
## What happened
It quoted a fee.
## Impact
Few.
## Response
It was switched off.
## Analysis
Why.
## Lessons
What.`

func at(t testing.TB, s string) incident.Time {
	t.Helper()
	when, err := incident.ParseTime(s)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

func advance(t testing.TB, text string, m filing.Move) *filing.Step {
	t.Helper()
	m.ID = "inc-2026-0003"
	s, err := desk().Advance(open(t, with(register, map[string]string{recordPath: text})), m)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A record goes through all stages, and each step touches two lines.
func TestAdvanceThrough(t *testing.T) {
	text := full
	last := "    detected: 2026-03-02T09:00Z   # a call\n"
	for i, stage := range []string{"triaged", "contained", "resolved", "reviewed", "closed"} {
		s := advance(t, text, filing.Move{})
		if s.Blocked() || s.To != stage || s.Back {
			t.Fatalf("%s: %+v %+v", stage, s.To, s.Findings)
		}
		line := "    " + stage + ": 2026-11-24T08:15Z\n"
		before := incident.Lifecycle[i].ID
		want := strings.Replace(strings.Replace(text, "status: "+before, "status: "+stage, 1), last, last+line, 1)
		if string(s.Text) != want {
			t.Fatalf("got\n%s\nwant\n%s", s.Text, want)
		}
		text, last = want, line
	}
	_, err := desk().Advance(open(t, with(register, map[string]string{recordPath: text})),
		filing.Move{ID: "INC-2026-0003"})
	var refused *filing.Error
	if !errors.As(err, &refused) || !strings.Contains(refused.Hint(), "--reason") {
		t.Errorf("after closed: %v", err)
	}
}

func TestAdvance(t *testing.T) {
	nearMiss := strings.NewReplacer("severity: sev3", "kind: near_miss\npotential_severity: sev3", "status: detected",
		"status: triaged",
		"    detected: 2026-03-02T09:00Z   # a call\n", "    detected: 2026-03-02T09:00Z\n    triaged: 2026-03-02T09:10Z\n",
		"mitigations: [{id: M1, title: Off, applied: 2026-03-02, until: it works, removed: 2026-03-04}]\n", "").Replace(full)
	early := strings.Replace(full, "# a call\n", "# a call\n    contained: 2026-03-02T09:30Z # at once\n", 1)
	tests := []struct {
		name, text string
		move       filing.Move
		to, stamp  string
		kept       string // a line that must stay as it is
	}{
		{"the next stage", full, filing.Move{}, "triaged", "    triaged: 2026-11-24T08:15Z\n", "# who may read it\n"},
		{"at a time", full, filing.Move{At: at(t, "2026-03-02T10:00:05+01:00")}, "triaged", "    triaged: 2026-03-02T10:00:05+01:00\n", ""},
		{"near misses skip the containment", nearMiss, filing.Move{}, "resolved", "    resolved: 2026-11-24T08:15Z\n", ""},
		{"unless it was noted", strings.Replace(nearMiss, "T09:10Z\n", "T09:10Z\n    contained: 2026-03-02T09:20Z\n", 1), filing.Move{}, "contained", "    contained: 2026-03-02T09:20Z\n", ""},
		{
			"a time noted early stays", strings.NewReplacer("status: detected", "status: triaged", "    contained", "    triaged: 2026-03-02T09:10Z\n    contained").Replace(early),
			filing.Move{Stage: "contained"},
			"contained", "    contained: 2026-03-02T09:30Z # at once\n", "",
		},
		{
			"the stamp goes between its neighbours", early,
			filing.Move{At: at(t, "2026-03-02T09:20Z")},
			"triaged",
			"# a call\n    triaged: 2026-03-02T09:20Z\n    contained: 2026-03-02T09:30Z", "",
		},
		{"CRLF", strings.ReplaceAll(full, "\n", "\r\n"), filing.Move{}, "triaged", "# a call\r\n    triaged: 2026-11-24T08:15Z\r\n", "# who may read it\r\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := advance(t, test.text, test.move)
			if s.Blocked() || s.To != test.to || !strings.Contains(string(s.Text), test.stamp) ||
				!strings.Contains(string(s.Text), test.kept) {
				t.Errorf("to %s, %+v\n%s", s.To, s.Findings, s.Text)
			}
		})
	}
}

// What is missing is told with its place in the file as it is on the disk.
func TestAdvanceBlocked(t *testing.T) {
	text := strings.Replace(strings.Replace(full, "owner: channels\n", "", 1), "status: detected\n",
		"status:   'detected' # since the call\n", 1)
	s := advance(t, text, filing.Move{})
	if !s.Blocked() || len(s.Findings) != 1 {
		t.Fatalf("%+v", s.Findings)
	}
	f := s.Findings[0]
	if f.Key != "owner" || f.Span.Start.Line != 7 ||
		diag.NewLines([]byte(text)).Line(f.Span.Start.Line) != "status:   'detected' # since the call" {
		t.Errorf("%+v", f)
	}
	text = strings.Replace(text, "owner", "x", 1)
	text = strings.Replace(text, "## Lessons\nWhat.", "## Lessons\nSee [[nothing]].", 1)
	for _, f := range advance(t, text, filing.Move{}).Findings {
		if f.Rule == "dead-link" {
			if got := text[f.Span.Start.Offset:f.Span.End.Offset]; got != "[[nothing]]" {
				t.Errorf("the dead link is said to be %q", got)
			}
			return
		}
	}
	t.Error("the dead link is not found")
}

func TestAdvanceBack(t *testing.T) {
	text := full
	for range 5 {
		text = string(advance(t, text, filing.Move{}).Text)
	}
	s := advance(t, text, filing.Move{Stage: "triaged", Reason: "it came back: worse", By: "model-risk"})
	if s.Blocked() || !s.Back || s.Moved != 4 {
		t.Fatalf("%+v", s)
	}
	got := string(s.Text)
	for _, want := range []string{
		"status: triaged\n\n# who", "    triaged: 2026-11-24T08:15Z\nreopened:\n  - when: 2026-11-24T08:15Z\n    by: model-risk\n    reason: 'it came back: worse'\n    to: triaged\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	c := open(t, with(register, map[string]string{recordPath: got}))
	r := c.Log.Records[0]
	if len(r.Reopened) != 1 || r.Reopened[0].Earlier.Closed != at(t, "2026-11-24T08:15Z") ||
		!r.Timeline.Contained.IsZero() || !r.Reopened[0].Earlier.Triaged.IsZero() {
		t.Errorf("read as %+v, %+v", r.Reopened, r.Timeline)
	}
	again := string(advance(t, got, filing.Move{Stage: "contained"}).Text)
	if s := advance(t, again, filing.Move{Stage: "detected", Reason: "again", By: "model-risk"}); s.Blocked() ||
		strings.Count(string(s.Text), "  - when:") != 2 {
		t.Errorf("going back twice: %+v\n%s", s.Findings, s.Text)
	}
}

func TestAdvanceRefuses(t *testing.T) {
	precedent := "---\nid: AIID-0004\ntitle: x\nkind: precedent\ntlp: CLEAR\nreferences: [{url: https://example.org/, date: 2020}]\n---\n"
	withdrawn := strings.NewReplacer("status: detected",
		"status: withdrawn\nstatus_reason: none", "0003", "0004").Replace(full)
	c := open(t, with(register, map[string]string{
		recordPath: full, "incidents/AIID-0004.md": precedent, "incidents/2026/INC-2026-0004.md": withdrawn,
	}))
	for hint, m := range map[string]filing.Move{
		"did you mean INC-2026-000": {ID: "INC-2026-0009"},
		"edit the file":             {ID: "AIID-0004"},
		"edit status":               {ID: "INC-2026-0004"},
		"did you mean triaged?":     {ID: "INC-2026-0003", Stage: "triage"},
		"name another stage":        {ID: "INC-2026-0003", Stage: "detected"},
	} {
		_, err := desk().Advance(c, m)
		var refused *filing.Error
		if !errors.As(err, &refused) || !strings.Contains(refused.Hint(), hint) {
			t.Errorf("%+v: got %v, want the hint %s", m, err, hint)
		}
	}
	c = open(t, with(register, map[string]string{
		recordPath: strings.Replace(full, "status: detected", "status: triaged", 1),
	}))
	if _, err := desk().Advance(c, filing.Move{ID: "INC-2026-0003", Stage: "detected", Reason: "x"}); err == nil ||
		!strings.Contains(err.Error(), "needs a reason") {
		t.Errorf("going back without --by: %v", err)
	}
}

func TestAhead(t *testing.T) {
	text := strings.NewReplacer("## Response\nIt was switched off.", "## Response\n<!-- what was done -->",
		"status: detected", "status: triaged",
		"# a call\n", "# a call\n    triaged: 2026-03-02T09:10Z\n").Replace(full)
	c := open(t, with(register, map[string]string{recordPath: text}))
	stage, missing := desk().Ahead(c, recordPath, []byte(text))
	if stage != "contained" || len(missing) != 1 || missing[0].Key != "section:Response" ||
		c.Log.Records[0].Text.Sections()[2].Span != missing[0].Span {
		t.Errorf("%s: %+v", stage, missing)
	}
}

// Whatever lines an edit adds, changes or takes out, a line that stays is found again.
func TestFormerLines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z]{1,8}`), 2, 30, rapid.ID).Draw(t, "lines")
		var edited []string
		for i, line := range lines {
			if i > 0 && edited[len(edited)-1] == lines[i-1] &&
				(i < 2 || len(edited) > 1 && edited[len(edited)-2] == lines[i-2]) {
				switch rapid.IntRange(0, 8).Draw(t, "edit") {
				case 0:
					for n := range rapid.IntRange(1, 5).Draw(t, "added") {
						edited = append(edited, strings.Repeat("+", n+1))
					}
				case 1:
					edited = append(edited, line+"!")
					continue
				case 2:
					continue
				}
			}
			edited = append(edited, line)
		}
		former := filing.FormerLines([]byte(strings.Join(lines, "\n")), []byte(strings.Join(edited, "\n")))
		for i, line := range edited {
			was := lines[former[i]-1]
			if strings.Trim(line, "+") == line && !strings.HasSuffix(line, "!") && was != line {
				t.Fatalf("%q is taken for %q in\n%q\n%q: %v", line, was, lines, edited, former)
			}
		}
	})
}
