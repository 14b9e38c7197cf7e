// Package intaketest runs importers in tests as the command does: into a folder, by the rules.
package intaketest

import (
	"context"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hindcast/internal/check"
	"hindcast/internal/diag"
	"hindcast/internal/disk"
	"hindcast/internal/filing/intake"
	"hindcast/internal/importing"
	"hindcast/internal/incident"
	"hindcast/internal/load"
)

// Now is the present of imports in tests.
var Now = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

// Repository is a folder that records are imported into.
type Repository struct {
	testing.TB
	Settings importing.Settings
	Disk     *disk.Folder
	Now      time.Time
}

// New is an empty repository, with the defaults of the command.
func New(t testing.TB) *Repository {
	t.Helper()
	folder, err := disk.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { folder.Close() })
	return &Repository{TB: t, Disk: folder, Now: Now, Settings: importing.Settings{Defaults: importing.Defaults{Type: "other", TLP: "AMBER"}}}
}

// Options are those of an import of a team's own records.
func (r *Repository) Options(source string) importing.Options {
	retrieved, err := incident.ParseTime(r.Now.Format(time.DateOnly))
	if err != nil {
		r.Fatal(err)
	}
	return importing.Options{
		Source: source, Retrieved: retrieved, Zone: time.UTC, Words: importing.NewWords(r.Settings, incident.DefaultVocabularies()),
	}
}

// Import reads a source into the repository.
func (r *Repository) Import(read importing.Read, in importing.Input, o importing.Options) []intake.Outcome {
	r.Helper()
	if o.Words == nil {
		o.Words = importing.NewWords(r.Settings, incident.DefaultVocabularies())
	}
	batch, err := read(context.Background(), in, o)
	if err != nil {
		r.Fatal(err)
	}
	desk, err := intake.Open(context.Background(), r.Disk, r.Now, load.DefaultLimits, nil)
	if err != nil {
		r.Fatal(err)
	}
	outcomes, err := desk.Plan(context.Background(), in, batch, o.Words, nil)
	if err != nil {
		r.Fatal(err)
	}
	for i := range outcomes {
		if outcomes[i].Verdict == intake.Write {
			if err := desk.Put(context.Background(), &outcomes[i]); err != nil {
				r.Fatal(err)
			}
		}
	}
	return outcomes
}

// Text is a file of the repository.
func (r *Repository) Text(path string) string {
	r.Helper()
	text, err := fs.ReadFile(r.Disk.FS(), path)
	if err != nil {
		r.Fatal(err)
	}
	return string(text)
}

// Holds checks that a file of the repository has texts.
func (r *Repository) Holds(path string, want ...string) {
	r.Helper()
	text := r.Text(path)
	for _, w := range want {
		if !strings.Contains(text, w) {
			r.Errorf("%s lacks %q:\n%s", path, w, text)
		}
	}
}

// Single is a source that is one file of the machine; the test is skipped where it is not there.
func Single(t testing.TB, folder, name string) importing.Input {
	t.Helper()
	if _, err := os.Stat(folder + "/" + name); err != nil {
		t.Skipf("%s/%s does not lie beside this project, so the import of real data was not tested", folder, name)
	}
	return importing.Input{Files: os.DirFS(folder), Name: name}
}

// One is a source that is one file with a text.
func One(name, text string) importing.Input {
	return importing.Input{Files: fstest.MapFS{name: {Data: []byte(text)}}, Name: name}
}

// Cut reads a text that ends after each tenth byte: what becomes of it is an error of one line, or entries that each
// have a title and a source, and those left out with a reason.
func (r *Repository) Cut(read importing.Read, name, text string) {
	r.Helper()
	for n := 0; n < len(text); n += 10 {
		batch, err := read(context.Background(), One(name, text[:n]), r.Options("Sample"))
		if err != nil && (strings.Contains(err.Error(), "\n") || len(batch.Entries)+len(batch.LeftOut) > 0) {
			r.Errorf("cut at %d: %q, with %d entries", n, err, len(batch.Entries))
		}
		Sound(r, batch)
	}
}

// Sound checks what holds for all that an importer makes.
func Sound(t testing.TB, batch importing.Batch) {
	t.Helper()
	for _, e := range batch.Entries {
		if e.Front.Title == "" || e.Front.Source == nil || e.Front.Source.ID == "" {
			t.Errorf("an entry without a title or a source: %+v", e.Front)
		}
	}
	for _, l := range batch.LeftOut {
		if strings.TrimSpace(l.Reason) == "" || strings.Contains(l.Reason, "\n") {
			t.Errorf("left out without a reason of one line: %+v", l)
		}
	}
}

// Verdicts counts what became of the entries of an import; each that was left out is told to the log of the test.
func (r *Repository) Verdicts(outcomes []intake.Outcome) map[intake.Verdict]int {
	r.Helper()
	count := map[intake.Verdict]int{}
	for _, o := range outcomes {
		count[o.Verdict]++
		if o.Verdict == intake.LeaveOut {
			r.Logf("%s:%d: left out: %s", o.File, o.Line, o.Reason)
		}
	}
	return count
}

// Valid checks the repository: no record has an error.
func (r *Repository) Valid() *incident.Log {
	r.Helper()
	log, err := load.NewLoader(load.DefaultLimits).Log(context.Background(), r.Disk.FS())
	if err != nil {
		r.Fatal(err)
	}
	for _, f := range check.New().Log(log, Now) {
		if f.Level == diag.Error {
			r.Errorf("%s: %s: %s", f.Path, f.Rule, f.Message)
		}
	}
	return log
}
