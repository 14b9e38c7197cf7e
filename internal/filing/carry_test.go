package filing_test

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/disk"
	"hindcast/internal/disk/disktest"
	"hindcast/internal/filing/numbering"
	"hindcast/internal/load"
)

// waiting are records with placeholders that refer to each other, one of them a folder with a picture.
var waiting = with(register, map[string]string{
	"incidents/2026/INC-2026-0004.md":           placed("INC-2026-0004", "2026-05-01", "", "As in [[INC-2026-XAAAA]]."),
	"incidents/2026/INC-2026-XAAAA-a/index.md":  placed("INC-2026-XAAAA", "2026-05-02", "related: [{id: INC-2026-XBBBB, relation: similar_to}]\n", "![Chart](chart.png)"),
	"incidents/2026/INC-2026-XAAAA-a/chart.png": testPNG(0),
	"incidents/2026/INC-2026-XBBBB-b.md":        placed("INC-2026-XBBBB", "2026-05-03", "", "See [it](INC-2026-XAAAA-a/index.md)."),
	"incidents/2026/INC-2026-XCCCC.md":          placed("INC-2026-XCCCC", "2026-05-04", "", "See INC-2026-XBBBB."),
	"knowledge/lesson.md":                       "---\ntitle: Lesson\ntlp: GREEN\nowner: x\n---\nFrom [[INC-2026-XCCCC]] and [[INC-2026-XBBBB]].\n",
})

// onDisk writes files into a folder and opens it.
func onDisk(t *testing.T, files map[string]string) (string, disk.Disk) {
	t.Helper()
	dir := t.TempDir()
	if err := put(dir, files); err != nil {
		t.Fatal(err)
	}
	return dir, reopen(t, dir)
}

func reopen(t *testing.T, dir string) disk.Disk {
	t.Helper()
	d, err := disk.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return disktest.Quick{Disk: d}
}

func corpusAt(t *testing.T, d disk.Disk) *corpus.Corpus {
	t.Helper()
	c, err := corpus.Open(t.Context(), d.FS(), corpus.Options{Now: now, Limits: load.DefaultLimits})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// number gives numbers as the command does, and reports what was left out and what failed.
func number(t *testing.T, d disk.Disk) (*numbering.Plan, error) {
	t.Helper()
	c := corpusAt(t, d)
	plan, err := numbering.Number(desk(), c.Log, c.FS)
	if err != nil {
		t.Fatal(err)
	}
	if err := plan.CarryOut(t.Context(), d); err != nil {
		return plan, err
	}
	c = corpusAt(t, d)
	later, err := numbering.Follow(desk(), c.Log, c.FS)
	if err != nil {
		t.Fatal(err)
	}
	err = later.CarryOut(t.Context(), d)
	plan.Join(later)
	return plan, err
}

// Wherever the program is killed while it gives numbers, no record is lost or torn, and the next run
// finishes as if nothing had happened.
func TestNumberingKilledAnywhere(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	dir, d := onDisk(t, waiting)
	whole := &disktest.Faulty{Disk: d}
	plan, err := number(t, whole)
	if err != nil || len(plan.LeftOut) > 0 || len(plan.Numbered) != 3 {
		t.Fatalf("%+v, %v", plan, err)
	}
	want := disktest.Contents(t, dir)
	steps := whole.Steps()
	if len(steps) < 40 || want["incidents/2026/INC-2026-0005-a/chart.png"] == "" {
		t.Fatalf("%d steps; %v", len(steps), want)
	}
	killed := errors.New("killed")
	finished := 0
	for at := range steps {
		dir, d := onDisk(t, waiting)
		if _, err := number(t, &disktest.Faulty{
			Disk: d, At: at + 1, Err: killed, Dead: true, Torn: true,
		}); !errors.Is(err, killed) {
			t.Fatalf("%s: %v", steps[at], err)
		}
		if c := corpusAt(t, d); len(c.Log.Records) != 4 {
			t.Errorf("killed at %s: %d records", steps[at], len(c.Log.Records))
		}
		again, err := number(t, d)
		if err != nil {
			t.Errorf("killed at %s: the next run: %v", steps[at], err)
		}
		finished += len(again.Finished)
		if got := swept(disktest.Contents(t, dir)); !maps.Equal(got, want) {
			t.Errorf("killed at %s: the next run left\n%v\nwant\n%v", steps[at], got, want)
		}
	}
	if finished == 0 {
		t.Error("no run found a name to finish")
	}
}

// swept are files without those of killed runs in folders where nothing was left to change.
func swept(files map[string]string) map[string]string {
	maps.DeleteFunc(files, func(name, _ string) bool { return strings.Contains(name, "/.hindcast-") })
	return files
}

// A record that an editor saves while numbers are given stays as it was saved, and the others go on.
func TestNumberingBesideAnEditor(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	_, d := onDisk(t, waiting)
	whole := &disktest.Faulty{Disk: d}
	if _, err := number(t, whole); err != nil {
		t.Fatal(err)
	}
	steps := whole.Steps()
	const typed = "Typed meanwhile.\n"
	for at := range steps {
		dir, d := onDisk(t, waiting)
		name := filepath.Join(dir, "incidents", "2026", "INC-2026-XBBBB-b.md")
		saved := false
		faulty := &disktest.Faulty{Disk: d}
		faulty.Before = func(step int) {
			if _, err := os.Stat(name); step == at+1 && err == nil { // before it has another name
				saved = true
				text := waiting["incidents/2026/INC-2026-XBBBB-b.md"] + typed
				if err := errors.Join(os.WriteFile(name+"~", []byte(text), 0o644), os.Rename(name+"~", name)); err != nil {
					t.Error(err)
				}
			}
		}
		if _, err := number(t, faulty); err != nil {
			t.Errorf("%s: %v", steps[at], err)
		}
		if _, err := number(t, d); err != nil {
			t.Errorf("%s: the next run: %v", steps[at], err)
		}
		found := 0
		for _, text := range disktest.Contents(t, dir) {
			if strings.Contains(text, typed) {
				found++
			}
		}
		if saved && found != 1 {
			t.Errorf("saved before %s: it is in %d files", steps[at], found)
		}
		if c := corpusAt(t, d); diag.Tally(c.Findings).Errors > 0 || len(c.Log.Records) != 4 {
			t.Errorf("saved before %s: %+v", steps[at], c.Findings)
		}
	}
}
