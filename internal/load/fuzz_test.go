package load_test

import (
	"context"
	"testing"
	"testing/fstest"
	"time"

	"hindcast/internal/check"
	"hindcast/internal/incident"
	"hindcast/internal/load"
)

// Whatever the settings hold, they are read and checked without a panic, every finding has a place
// inside the file, and the audience is never wider than one that is known.
func FuzzSettings(f *testing.F) {
	for _, seed := range []string{
		"title: Log\n", "audience: pubic\n", "ids: {pattern: INC-{number}}\n", "timezone: Europe/Berlin\nrules: {event-order: off}\n",
		"types: [{id: a}]\nseverities: [{}]\nobligations: {eu_ai_act_73: {applies_from: 2026-08-02}}\n", "---\n---\n", "a: &b [*b]\n", "",
	} {
		f.Add([]byte(seed))
	}
	loader := load.NewLoader(load.DefaultLimits)
	f.Fuzz(func(t *testing.T, text []byte) {
		log, err := loader.Log(context.Background(), fstest.MapFS{"hindcast.yaml": {Data: text}})
		if err != nil {
			t.Fatal(err)
		}
		for _, finding := range check.New().Log(log, time.Unix(0, 0)) {
			if s := finding.Span; s.Start.Line < 1 || s.Start.Column < 1 || s.End.Offset < s.Start.Offset ||
				s.End.Offset > len(text) {
				t.Errorf("%s at %v of %d bytes", finding.Rule, s, len(text))
			}
		}
		if _, known := map[string]bool{
			"public": true, "partner": true, "internal": true, "restricted": true,
		}[log.Config.Audience]; !known {
			t.Errorf("the audience is %q", log.Config.Audience)
		}
	})
}

// Whatever a record holds, it is read and checked without a fault, every finding has a place inside the
// file, and no time lies where no figure can hold it.
func FuzzRecord(f *testing.F) {
	const head = "---\nid: INC-2026-0001\ntitle: T\ntype: bias\nseverity: sev3\nstatus: detected\ntlp: CLEAR\n"
	for _, seed := range []string{
		head +
			"timeline: {detected: 2026-03-02T09:25:00Z, started: 0001-01-01}\n---\n## What happened\n[[a]] jo@example.org\n",
		head + "custom: {a: {b: [1]}}\n---\n:::tlp RED\na\n:::\n",
		head +
			"impact: {people: [1, 2], cost: {amount: 1e9, currency: EUR}}\n---\n## Timeline\n- 2026-03-02T10:00Z a\n- 09:00 b\n",
		head + "---\n[^1]\n\n[^1]: a\n\n|a|\n|-|\n", "---\n---\n", "",
	} {
		f.Add([]byte(seed))
	}
	loader, checker := load.NewLoader(load.DefaultLimits, "Ann Author"), check.New()
	f.Fuzz(func(t *testing.T, text []byte) {
		r := loader.Record("incidents/INC-2026-0001-a.md", text)
		incident.Walk(&r.Front, func(l incident.Leaf) {
			if year := l.Time.In(time.UTC).Year(); !l.Time.IsZero() &&
				(year < incident.FirstYear-1 || year > incident.LastYear+1) {
				t.Errorf("%s lies in the year %d", l.Key, year)
			}
		})
		log := &incident.Log{Config: incident.NewConfig(incident.Settings{}), Records: []*incident.Record{r}}
		for _, finding := range checker.Log(log, time.Unix(1780000000, 0)) {
			if s := finding.Span; finding.Rule == incident.RuleDefeats || s.Start.Line < 1 || s.Start.Column < 1 ||
				s.End.Offset < s.Start.Offset || s.End.Offset > len(text) {
				t.Errorf("%s at %v of %d bytes: %s", finding.Rule, s, len(text), finding.Message)
			}
		}
	})
}
