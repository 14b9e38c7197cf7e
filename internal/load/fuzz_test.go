package load_test

import (
	"context"
	"testing"
	"testing/fstest"
	"time"

	"hindcast/internal/check"
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
			if s := finding.Span; s.Start.Line < 1 || s.Start.Column < 1 || s.End.Offset < s.Start.Offset || s.End.Offset > len(text) {
				t.Errorf("%s at %v of %d bytes", finding.Rule, s, len(text))
			}
		}
		if _, known := map[string]bool{"public": true, "partner": true, "internal": true, "restricted": true}[log.Config.Audience]; !known {
			t.Errorf("the audience is %q", log.Config.Audience)
		}
	})
}
