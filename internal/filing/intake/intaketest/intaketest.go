// Package intaketest runs importers in tests as the command does: into a folder, by the rules.
package intaketest

import (
	"context"
	"io/fs"
	"os"
	"testing"
	"time"

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
}

// New is an empty repository.
func New(t testing.TB) *Repository {
	t.Helper()
	folder, err := disk.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { folder.Close() })
	return &Repository{TB: t, Disk: folder}
}

// Options are those of an import of a team's own records.
func (r *Repository) Options(source string) importing.Options {
	retrieved, err := incident.ParseTime(Now.Format(time.DateOnly))
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
	desk, err := intake.Open(context.Background(), r.Disk, Now, load.DefaultLimits, nil)
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

// Single is a source that is one file of the machine; the test is skipped where it is not there.
func Single(t testing.TB, folder, name string) importing.Input {
	t.Helper()
	if _, err := os.Stat(folder + "/" + name); err != nil {
		t.Skipf("%s/%s does not lie beside this project, so the import of real data was not tested", folder, name)
	}
	return importing.Input{Files: os.DirFS(folder), Name: name}
}
