package filing_test

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/filing"
	"hindcast/internal/incident"
	"hindcast/internal/load"
	"hindcast/templates"
)

var now = time.Date(2026, 11, 24, 8, 15, 30, 0, time.UTC)

// desk draws the same placeholders each time: XAAAA, then XBBBB and so on.
func desk() *filing.Desk {
	draws := 0
	return &filing.Desk{
		Now: now, Limits: load.DefaultLimits, Templates: templates.Records,
		Random: func(n int) int { draws++; return (draws - 1) / 4 % n },
		Sleep:  func(context.Context, time.Duration) error { return nil },
	}
}

// raceDesk draws by chance and waits.
func raceDesk() *filing.Desk {
	d := desk()
	d.Random = rand.IntN
	d.Sleep = func(_ context.Context, t time.Duration) error { time.Sleep(t); return nil }
	return d
}

func open(t testing.TB, files map[string]string) *corpus.Corpus {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	c, err := corpus.Open(t.Context(), fsys, corpus.Options{Now: now, Limits: load.DefaultLimits})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func with(files map[string]string, more map[string]string) map[string]string {
	all := maps.Clone(files)
	maps.Copy(all, more)
	return all
}

var register = map[string]string{
	"knowledge/systems/assistant.md":      "---\ntitle: Chat assistant\nrole: both\nrisk_class: limited\ntlp: GREEN\n---\nAnswers questions.\n",
	"knowledge/systems/scoring.md":        "---\ntitle: Credit scoring\nrole: provider\nrisk_class: high\ntlp: GREEN\n---\nScores.\n",
	"knowledge/playbooks/wrong-answer.md": "---\ntitle: Wrong answers\ntypes: [model_failure]\ntlp: GREEN\n---\nStop it.\n",
}

func answers() filing.Answers {
	at, _ := incident.ParseTime("2026-11-24T07:40Z")
	return filing.Answers{
		Title: "Assistant quotes a fee: the old one", Type: "model_failure", Severity: "sev3", TLP: "AMBER",
		Systems: []string{"assistant"}, Detected: at, Method: "user_report", What: "The assistant quoted an abolished fee.",
	}
}

// What is filed has no finding, whatever its kind.
func TestDraft(t *testing.T) {
	c := open(t, register)
	for _, kind := range []string{
		"", incident.KindIncident, incident.KindNearMiss, incident.KindHazard, incident.KindExercise,
	} {
		a := answers()
		a.Kind = kind
		d, err := desk().Draft(c, a)
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Findings) > 0 {
			t.Errorf("%s: %+v in\n%s", kind, d.Findings, d.Text)
		}
		if want := "incidents/2026/INC-2026-XAAAA-assistant-quotes-a-fee-the-old-one.md"; d.Path != want {
			t.Errorf("%s: the path is %s, want %s", kind, d.Path, want)
		}
		if d.Record.KindOrDefault() != cmp.Or(kind, incident.KindIncident) || d.Record.Rank() != "sev3" {
			t.Errorf("%s: read as %s of severity %s", kind, d.Record.KindOrDefault(), d.Record.Rank())
		}
		for _, stage := range incident.Lifecycle {
			for _, need := range stage.Needs {
				section, isSection := strings.CutPrefix(need.Key, "section:")
				if isSection && (len(need.Kinds) == 0 || slices.Contains(need.Kinds, d.Record.KindOrDefault())) &&
					!strings.Contains(string(d.Text), "\n## "+section+"\n") {
					t.Errorf("%s: the template lacks the section %s", kind, section)
				}
			}
		}
	}
}

func TestDraftText(t *testing.T) {
	d, err := desk().Draft(open(t, with(register, map[string]string{
		"hindcast.yaml":                 "ids: {pattern: \"AI-{number}\"}\n",
		"templates/records/incident.md": "---\nowner: front-office\ntags: [intake]\n---\nBefore.\r\n\r\n## what happened\n<!-- hint -->\n",
	})), func() filing.Answers {
		a := answers()
		a.Unregistered = []string{"fee: table"}
		a.What = " One.\n\nTwo. "
		return a
	}())
	if err != nil {
		t.Fatal(err)
	}
	want := `---
id: AI-XAAAA
title: 'Assistant quotes a fee: the old one'
type: model_failure
severity: sev3
status: detected
tlp: AMBER
systems: [assistant]
unregistered: ['fee: table']
owner: front-office
timeline:
  detected: 2026-11-24T07:40Z
detection: {method: user_report}
tags: [intake]
---
Before.

## what happened

One.

Two.
<!-- hint -->
`
	if string(d.Text) != want {
		t.Errorf("got\n%s\nwant\n%s", d.Text, want)
	}
	if want := "incidents/2026/AI-XAAAA-assistant-quotes-a-fee-the-old-one.md"; d.Path != want {
		t.Errorf("the path is %s", d.Path)
	}
}

func TestDraftNames(t *testing.T) {
	c := open(t, with(register, map[string]string{
		"incidents/2026/INC-2026-XBBBB.md": "---\nid: INC-2026-XBBBB\naliases: [inc-2026-xaaaa]\n---\n",
	}))
	for title, want := range map[string]string{
		"!!!":                   "INC-2026-XCCCC.md",
		"漢字 x":                  "INC-2026-XCCCC-漢字-x.md",
		strings.Repeat("漢", 40): "INC-2026-XCCCC-" + strings.Repeat("漢", 16) + ".md",
		"Fee/../../x":           "INC-2026-XCCCC-fee-x.md",
		"a very long title that goes on and on until nobody reads it": "INC-2026-XCCCC-a-very-long-title-that-goes-on-and-on-until.md",
	} {
		a := answers()
		a.Title = title
		d, err := desk().Draft(c, a)
		if err != nil || d.Path != "incidents/2026/"+want {
			t.Errorf("%s: got %v, %v, want %s", title, d, err, want)
		}
	}
}

func TestDraftRefuses(t *testing.T) {
	c := open(t, with(register, map[string]string{"templates/records/hazard.md": "---\nowners: x\n---\n"}))
	for hint, change := range map[string]func(*filing.Answers){
		"did you mean data_leak?":   func(a *filing.Answers) { a.Type = "data_leek" },
		"did you mean sev3?":        func(a *filing.Answers) { a.Severity = "sev33" },
		"did you mean AMBER?":       func(a *filing.Answers) { a.TLP = "AMBRE" },
		"did you mean near_miss?":   func(a *filing.Answers) { a.Kind = "nearmiss" },
		"did you mean assistant?":   func(a *filing.Answers) { a.Systems = []string{"asistant"} },
		"did you mean user_report?": func(a *filing.Answers) { a.Method = "user-report" },
		"bring them in":             func(a *filing.Answers) { a.Kind = incident.KindPrecedent },
		"did you mean owner?":       func(a *filing.Answers) { a.Kind = incident.KindHazard },
		"did you mean gdpr_33?":     func(a *filing.Answers) { a.Obligations = []incident.Obligation{{Regime: "gdpr33"}} },
		"one of: controller, processor": func(a *filing.Answers) {
			a.Obligations = []incident.Obligation{{Regime: "gdpr_33", Role: "entity"}}
		},
	} {
		a := answers()
		change(&a)
		_, err := desk().Draft(c, a)
		var refused *filing.Error
		if !errors.As(err, &refused) || !strings.Contains(refused.Hint(), hint) {
			t.Errorf("got %v, want the hint %s", err, hint)
		}
	}
}

const earlierRecord = `---
id: INC-2026-0003
title: Assistant quotes an old fee
type: model_failure
severity: sev3
status: triaged
tlp: GREEN
systems: [assistant]
owner: channels
summary: It quoted a fee.
roles: {commander: ml-oncall}
timeline: {started: 2026-03-02, detected: 2026-03-02T09:00Z, triaged: 2026-03-02T10:00Z}
detection: {method: monitoring}
actions:
  - {id: A1, title: Rebuild the index, status: done, ended: 2026-03-05}
  - {id: A2, title: Watch the fee table, status: open}
---
## What happened
The assistant quoted an abolished fee.
`

func TestAlike(t *testing.T) {
	files := with(register, map[string]string{
		"incidents/2026/INC-2026-0003-fee.md": earlierRecord,
		"incidents/precedents/AIID-0004.md": "---\nid: AIID-0004\ntitle: Another assistant quotes an abolished fee\nkind: precedent\ntlp: CLEAR\n" +
			"unregistered: [assistant]\ntags: [fees]\nreferences: [{url: https://example.org/, date: 2020-01-02}]\n---\nIt quoted an abolished fee.\n",
	})
	d, err := desk().Draft(open(t, files), answers())
	if err != nil {
		t.Fatal(err)
	}
	own, precedents := d.Alike(3)
	if len(own) != 1 || own[0].Record.ID != "INC-2026-0003" || !own[0].SameType || len(own[0].Open) != 1 ||
		own[0].Open[0].ID != "A2" {
		t.Errorf("own: %+v", own)
	}
	if len(precedents) != 1 || precedents[0].Record.ID != "AIID-0004" || len(precedents[0].Reasons) == 0 {
		t.Errorf("precedents: %+v", precedents)
	}
	if books := d.Playbooks(); len(books) != 1 || books[0].Slug != "wrong-answer" {
		t.Errorf("playbooks: %+v", books)
	}
}

// A system that has another name now is the same one, whichever of the files uses the former name: a record, a playbook,
// a template or the answers. What is filed has the present name, and the files that are there stay as they are.
func TestFormerNames(t *testing.T) {
	const system = "knowledge/systems/assistant.md"
	renamed := with(register, map[string]string{
		system:                              strings.Replace(register[system], "tlp:", "aliases: [bot]\ntlp:", 1),
		"knowledge/playbooks/odd-tone.md":   "---\ntitle: Odd tone\nsystems: [bot]\ntlp: GREEN\n---\nStop it.\n",
		"incidents/2026/INC-2026-0003-a.md": strings.Replace(earlierRecord, "systems: [assistant]", "systems: [bot]", 1),
	})
	for name, test := range map[string]struct {
		change   func(*filing.Answers)
		template string
		systems  []string
	}{
		"in the record and the playbook": {func(*filing.Answers) {}, "", []string{"assistant"}},
		"in the answers":                 {func(a *filing.Answers) { a.Systems = []string{"bot"} }, "", []string{"assistant"}},
		"in the answers, twice": {
			func(a *filing.Answers) { a.Systems = []string{"scoring", "bot", "assistant"} }, "", []string{"scoring", "assistant"},
		},
		"in the template": {
			func(a *filing.Answers) { a.Systems = []string{"scoring"} }, "---\nsystems: [bot]\n---\n## What happened\n",
			[]string{"assistant", "scoring"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			files := renamed
			if test.template != "" {
				files = with(renamed, map[string]string{"templates/records/incident.md": test.template})
			}
			a := answers()
			a.Title, a.What, a.Type = "Rude reply", "It was rude.", "other" // nothing but the system is shared
			test.change(&a)
			c := open(t, files)
			d, err := desk().Draft(c, a)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(d.Record.Systems, test.systems) {
				t.Errorf("the systems are %q in\n%s", d.Record.Systems, d.Text)
			}
			own, _ := d.Alike(3)
			if len(own) != 1 || own[0].Record.ID != "INC-2026-0003" ||
				!slices.Equal(own[0].Reasons[0].Values, []string{"assistant"}) {
				t.Errorf("alike is %+v", own)
			}
			if books := d.Playbooks(); len(books) != 1 || books[0].Slug != "odd-tone" {
				t.Errorf("the playbooks are %+v", books)
			}
			if earlier := c.Log.Records[0].Systems; !slices.Equal(earlier, []string{"bot"}) {
				t.Errorf("the record that was there names %q now", earlier)
			}
		})
	}
	a := answers()
	a.Systems = []string{"bott"}
	if a.Check(open(t, renamed).Log) == nil {
		t.Error("a name that nothing ever had is taken")
	}
}

func TestDuties(t *testing.T) {
	tests := []struct {
		name   string
		change func(*filing.Answers)
		config string
		want   []string
	}{
		{"nothing to decide", func(*filing.Answers) {}, "", nil},
		{"personal data", func(a *filing.Answers) { a.Type = "data_leak" }, "", []string{"gdpr_33/controller", "gdpr_34/controller"}},
		{"decided in part", func(a *filing.Answers) {
			a.Type, a.Obligations = "data_leak", []incident.Obligation{{Regime: "gdpr_33", Applies: "open"}}
		}, "", []string{"gdpr_34/controller"}},
		{"a rehearsal", func(a *filing.Answers) { a.Type, a.Kind = "data_leak", incident.KindExercise }, "", nil},
		{"high risk, before the Act applies", func(a *filing.Answers) { a.Systems = []string{"scoring"} }, "", nil},
		{"high risk", func(a *filing.Answers) { a.Systems = []string{"scoring"} }, "obligations: {eu_ai_act_73: {applies_from: 2026-08-02}}\n", []string{"eu_ai_act_73/provider"}},
		{
			"high risk, in both roles", func(a *filing.Answers) { a.Systems = []string{"scoring", "assistant"} }, "obligations: {eu_ai_act_73: {applies_from: 2026-08-02}}\n",
			[]string{"eu_ai_act_73/provider", "eu_ai_act_73/deployer"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := answers()
			test.change(&a)
			d, err := desk().Draft(open(t, with(register, map[string]string{"hindcast.yaml": test.config})), a)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, duty := range d.Duties() {
				got = append(got, duty.Obligation.Regime+"/"+duty.Obligation.Role)
				a.Obligations = append(a.Obligations, duty.Obligation)
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
			noted, err := desk().Draft(open(t, register), a)
			if err != nil || diag.Tally(noted.Findings).Errors > 0 {
				t.Errorf("with the duties noted: %v, %+v", err, noted.Findings)
			}
		})
	}
}
