package public

import (
	"context"
	"testing"
	"testing/fstest"
	"time"

	"hindcast/internal/check"
	"hindcast/internal/diag"
	"hindcast/internal/filing/intake"
	"hindcast/internal/filing/intake/intaketest"
	"hindcast/internal/importing"
	"hindcast/internal/incident"
	"hindcast/internal/load"
)

const realData = "../../../../shared/data/"

// importReal imports a source of real data, which is not part of the project: all of it comes in, valid, and a second
// import changes nothing.
func importReal(t *testing.T, read importing.Read, in importing.Input, want int) []*incident.Record {
	t.Helper()
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	repo := intaketest.New(t)
	for _, o := range repo.Import(read, in, importing.Options{}) {
		if o.Verdict != intake.Write {
			t.Errorf("%s:%d: %d: %s", o.File, o.Line, o.Verdict, o.Reason)
		}
	}
	log, err := load.NewLoader(load.DefaultLimits).Log(context.Background(), repo.Disk.FS())
	if err != nil || len(log.Records) != want {
		t.Fatalf("%d records loaded: %v", len(log.Records), err)
	}
	for _, f := range check.New().Log(log, time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)) {
		if f.Level == diag.Error {
			t.Errorf("%s: %s: %s", f.Path, f.Rule, f.Message)
		}
	}
	for _, o := range repo.Import(read, in, importing.Options{}) {
		if o.Verdict != intake.Unchanged {
			t.Errorf("%s would change: %s", o.Path, o.Reason)
		}
	}
	return log.Records
}

func TestAIIDSnapshot(t *testing.T) {
	for _, r := range importReal(t, AIID, intaketest.Single(t, realData+"aiid", "incidents.csv"), 989) {
		if len(r.Text.Refs)+len(r.Text.Events) > 0 || len(r.Text.Sections()) != 1 {
			t.Errorf("%s: the text is not plain: %v", r.Path, r.Text.Refs)
		}
	}
}

func TestAVIDSnapshot(t *testing.T) {
	records := importReal(t, AVID, intaketest.Single(t, realData+"avid", "."), 461)
	for _, r := range records {
		if len(r.Text.Refs)+len(r.Text.Events) > 0 || len(r.Text.Sections()) != 1 {
			t.Errorf("%s: the text is not plain: %v", r.Path, r.Text.Refs)
		}
	}
}

// files are a source of several files.
func files(byName map[string]string) importing.Input {
	fsys := fstest.MapFS{}
	for name, text := range byName {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return importing.Input{Files: fsys, Name: "."}
}

// file is a source of one.
func file(name, text string) importing.Input {
	return importing.Input{Files: fstest.MapFS{name: {Data: []byte(text)}}, Name: name}
}

// one is the only record of a source.
func one(t *testing.T, read importing.Read, in importing.Input) importing.Entry {
	t.Helper()
	batch, err := read(context.Background(), in, importing.Options{})
	if err != nil || len(batch.Entries) != 1 {
		t.Fatalf("%v, %d entries, left out %+v", err, len(batch.Entries), batch.LeftOut)
	}
	return batch.Entries[0]
}

// cut reads a sample of one entry cut at every tenth byte, which is an error.
func cut(t *testing.T, read importing.Read, name, sample string) {
	t.Helper()
	for end := 0; end < len(sample)-10; end += 10 {
		batch, err := read(context.Background(), file(name, sample[:end]), importing.Options{})
		if err == nil || len(batch.Entries) > 0 || diag.Printable(err.Error()) == "" {
			t.Errorf("cut at %d: %v, %d entries", end, err, len(batch.Entries))
		}
	}
}

// cutBeside reads a folder with a sample and half of it, which is left out.
func cutBeside(t *testing.T, read importing.Read, name, sample string) {
	t.Helper()
	batch, err := read(context.Background(), files(map[string]string{"a/" + name: sample[:len(sample)/2], name: sample}), importing.Options{})
	if err != nil || len(batch.Entries) != 1 || len(batch.LeftOut) != 1 || batch.LeftOut[0].File != "a/"+name {
		t.Errorf("%v, %d entries, left out %+v", err, len(batch.Entries), batch.LeftOut)
	}
}

// complete is for fuzzing: nothing is lost without a word, and no entry is without a name.
func complete(t *testing.T, read importing.Read, in importing.Input) {
	batch, err := read(context.Background(), in, importing.Options{})
	if err != nil {
		return
	}
	for _, l := range batch.LeftOut {
		if l.Line < 1 && l.File == "" || diag.Printable(l.Reason) == "" {
			t.Fatalf("left out without a word: %+v", l)
		}
	}
	for _, e := range batch.Entries {
		if e.Front.ID == "" || e.Front.Title == "" || e.Front.Source.ID == "" || len(e.Front.References) == 0 {
			t.Fatalf("an entry without a name: %+v", e)
		}
	}
}
