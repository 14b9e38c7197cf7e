package exchange_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"testing"
	"testing/fstest"
	"time"

	"hindcast/internal/check"
	"hindcast/internal/diag"
	"hindcast/internal/exchange"
	"hindcast/internal/load"
)

// snapshot is the real table of 2025-03; it is not part of the project.
const snapshot = "../../../shared/data/aiid/incidents.csv"

func TestAIIDSnapshot(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	batch := importSnapshot(t)
	if len(batch.Files) != 989 || len(batch.LeftOut) > 0 {
		t.Fatalf("%d files, left out: %v", len(batch.Files), batch.LeftOut)
	}
	fsys := fstest.MapFS{}
	for _, f := range batch.Files {
		fsys[f.Path] = &fstest.MapFile{Data: f.Text}
	}
	log, err := load.NewLoader(load.DefaultLimits).Log(context.Background(), fsys)
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
	judge := exchange.NewJudge(load.DefaultLimits.Head)
	for i, f := range importSnapshot(t).Files {
		if v, reason := judge.Verdict(batch.Files[i].Text, f); v != exchange.Unchanged {
			t.Errorf("%s would change: %s", f.Path, reason)
		}
	}
}

func importSnapshot(t *testing.T) exchange.Batch {
	t.Helper()
	f, err := os.Open(snapshot)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("the snapshot of the AI Incident Database is not at %s, so the import of real data was not tested", snapshot)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	batch, err := exchange.AIID(f, exchange.Options{Head: load.DefaultLimits.Head, Text: load.DefaultLimits.Text})
	if err != nil {
		t.Fatal(err)
	}
	return batch
}
