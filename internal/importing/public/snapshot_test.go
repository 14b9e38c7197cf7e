package public

import (
	"context"
	"testing"
	"time"

	"hindcast/internal/check"
	"hindcast/internal/diag"
	"hindcast/internal/filing/intake"
	"hindcast/internal/filing/intake/intaketest"
	"hindcast/internal/importing"
	"hindcast/internal/load"
)

// The real table of 2025-03, which is not part of the project, comes in whole, valid and as plain text; a second import
// changes nothing.
func TestAIIDSnapshot(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	in := intaketest.Single(t, "../../../../shared/data/aiid", "incidents.csv")
	repo := intaketest.New(t)
	for _, o := range repo.Import(AIID, in, importing.Options{}) {
		if o.Verdict != intake.Write {
			t.Errorf("line %d: %d: %s", o.Line, o.Verdict, o.Reason)
		}
	}
	log, err := load.NewLoader(load.DefaultLimits).Log(context.Background(), repo.Disk.FS())
	if err != nil || len(log.Records) != 989 {
		t.Fatalf("%d records loaded: %v", len(log.Records), err)
	}
	for _, f := range check.New().Log(log, time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)) {
		if f.Level == diag.Error {
			t.Errorf("%s: %s: %s", f.Path, f.Rule, f.Message)
		}
	}
	for _, r := range log.Records {
		if len(r.Text.Refs)+len(r.Text.Events) > 0 || len(r.Text.Sections()) != 1 {
			t.Errorf("%s: the text is not plain: %v", r.Path, r.Text.Refs)
		}
	}
	for _, o := range repo.Import(AIID, in, importing.Options{}) {
		if o.Verdict != intake.Unchanged {
			t.Errorf("%s would change: %s", o.Path, o.Reason)
		}
	}
}
