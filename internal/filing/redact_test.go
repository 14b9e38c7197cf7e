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
	"hindcast/internal/edit"
	"hindcast/internal/filing"
	"hindcast/internal/filing/erasure"
)

// confidential are records of which one has to go, as a file or as a folder.
var confidential = with(register, map[string]string{
	"incidents/2026/INC-2026-0001.md":        placed("INC-2026-0001", "2026-05-01", "", "See [it](INC-2026-0002-secret/index.md) and [that](INC-2026-0003-secret.md). ![Both](shared.png)"),
	"incidents/2026/shared.png":              testPNG(1),
	"incidents/2026/own.png":                 testPNG(2),
	"incidents/2026/INC-2026-0003-secret.md": placed("INC-2026-0003", "2026-05-03", "", "SECRET ![Own](own.png) ![Both](shared.png)"),
	"incidents/2026/INC-2026-0002-secret/index.md": placed("INC-2026-0002", "2026-05-02", "aliases: [INC-2026-XAAAA, a-secret-title]\n",
		"SECRET ![Chart](sub/chart.png)"),
	"incidents/2026/INC-2026-0002-secret/sub/chart.png": testPNG(3),
	"incidents/2026/INC-2026-0002-secret/_notes.txt":    "notes",
})

func redact(t *testing.T, d disk.Disk, id string) (*erasure.Redaction, error) {
	t.Helper()
	red, err := erasure.Redact(desk(), corpusAt(t, d), id, "Named a person.")
	if err != nil {
		return nil, err
	}
	return red, red.CarryOut(t.Context(), d, func() (*corpus.Corpus, error) { return corpusAt(t, d), nil })
}

// Wherever the program is killed while it redacts, the record is there, as it was or as a tombstone,
// and the next run leaves what a run leaves that was not killed.
func TestRedactionKilledAnywhere(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	for _, id := range []string{"INC-2026-0002", "INC-2026-0003"} {
		dir, d := onDisk(t, confidential)
		whole := &disktest.Faulty{Disk: d}
		if red, err := redact(t, whole, id); err != nil || len(red.LeftOut) > 0 || diag.Tally(red.Findings).Errors > 0 {
			t.Fatalf("%+v, %v", red, err)
		}
		want, steps := disktest.Contents(t, dir), whole.Steps()
		tombstone := want["incidents/2026/"+id+".md"]
		if strings.Contains(tombstone, "SECRET") || strings.Contains(tombstone, "secret") ||
			!strings.Contains(tombstone, "title: Redacted") {
			t.Errorf("the tombstone is\n%s", tombstone)
		}
		for name := range want {
			if strings.Contains(name, id+"-secret") || strings.Contains(name, ".hindcast") {
				t.Errorf("%s is left", name)
			}
		}
		if c := corpusAt(t, d); diag.Tally(c.Findings).Errors > 0 {
			t.Errorf("%+v", c.Findings)
		}
		killed := errors.New("killed")
		for at := range steps {
			dir, d := onDisk(t, confidential)
			red, err := redact(t, &disktest.Faulty{Disk: d, At: at + 1, Err: killed, Dead: true, Torn: true}, id)
			if !errors.Is(err, killed) && (red == nil || len(red.LeftOut) == 0) && at < len(steps)-6 {
				t.Errorf("%s: killed at %s: %v", id, steps[at], err)
			}
			if r := corpusAt(t, d).Log.Names().Record(id); r == nil {
				t.Errorf("%s: killed at %s: it is gone", id, steps[at])
			}
			if _, err := redact(t, d, id); err != nil {
				t.Errorf("%s: killed at %s: the next run: %v", id, steps[at], err)
			}
			if got := swept(disktest.Contents(t, dir)); !maps.Equal(got, want) {
				t.Errorf("%s: killed at %s: the next run left\n%v\nwant\n%v", id, steps[at], got, want)
			}
		}
	}
}

// A record that an editor saves before its text is replaced is not redacted, and loses nothing.
func TestRedactionBesideAnEditor(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	name := "incidents/2026/INC-2026-0003-secret.md"
	_, d := onDisk(t, confidential)
	whole := &disktest.Faulty{Disk: d}
	if _, err := redact(t, whole, "INC-2026-0003"); err != nil {
		t.Fatal(err)
	}
	refused := 0
	for at := range whole.Steps() {
		dir, d := onDisk(t, confidential)
		typed := confidential[name] + "Typed meanwhile.\n"
		saved := false
		faulty := &disktest.Faulty{Disk: d}
		faulty.Before = func(step int) {
			if text, err := os.ReadFile(filepath.Join(dir, name)); step == at+1 && err == nil &&
				string(text) == confidential[name] {
				saved = true
				if err := os.WriteFile(filepath.Join(dir, name), []byte(typed), 0o644); err != nil {
					t.Error(err)
				}
			}
		}
		_, err := redact(t, faulty, "INC-2026-0003")
		if !saved {
			continue
		}
		refused++
		want := maps.Clone(confidential)
		want[name] = typed
		if got := disktest.Contents(t, dir); !edit.WasChanged(err) || !maps.Equal(got, want) {
			t.Errorf("saved before step %d: %v\n%v", at+1, err, got)
		}
	}
	if refused < 5 {
		t.Errorf("it was saved in time %d times", refused)
	}
}

// committed puts files into a folder and into a repository of Git there.
func committed(t *testing.T, files map[string]string) (string, disk.Disk) {
	t.Helper()
	dir, d := onDisk(t, files)
	mustRun(t, dir, "init", "--quiet", "--initial-branch=main")
	mustRun(t, dir, "add", "-A")
	mustRun(t, dir, "commit", "--quiet", "-m", "start")
	return dir, d
}

func TestRemains(t *testing.T) {
	gitIdentity(t)
	dir, d := committed(t, confidential)
	mustRun(t, dir, "branch", "aside")
	text := strings.Replace(confidential["incidents/2026/INC-2026-0003-secret.md"], "SECRET",
		"The lender refused seven applicants from one single street by mistake.", 1)
	if err := put(dir, map[string]string{"incidents/2026/INC-2026-0003-secret.md": text}); err != nil {
		t.Fatal(err)
	}
	mustRun(t, dir, "commit", "--quiet", "-a", "-m", "more")
	red, err := redact(t, d, "INC-2026-0003")
	if err != nil {
		t.Fatal(err)
	}
	mustRun(t, dir, "add", "-A")
	mustRun(t, dir, "commit", "--quiet", "-m", "tombstone")
	traces := erasure.TracesOf(red.Record, red.Files...)
	held, err := erasure.Held(t.Context(), desk(), dir, d.FS(), traces)
	if err != nil || len(held.Versions) != 3 { // two of the text, one of the picture
		t.Fatalf("%+v, %v", held, err)
	}
	copied := map[string]string{
		"index.html":                             "<p>Nothing of it.</p>",
		"inc-2026-0003/index.html":               "<h1>INC-2026-0003 Redacted</h1>",
		"incidents/2026/INC-2026-0003.md":        "---\nid: INC-2026-0003\n---\n",
		"page.html":                              "<p>the lender &#114;efused <b>seven</b> applicants<br>from one</p>",
		"data.json":                              `{"text":"The lender refused\nseven applicants from one"}`,
		"list.csv":                               "inc-2026-0003,2026",
		"files/0123.png":                         testPNG(2),
		"old/inc-2026-0003-secret/index.html":    "x",
		"incidents/2026/INC-2026-0003-secret.md": "x",
		"template.md":                            "type: other severity: sev4 status: detected tlp: GREEN",
	}
	found, err := erasure.Remains(os.DirFS(mustPut(t, copied)), traces, held.Versions, d.FS(), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for _, r := range found {
		got[r.Path] = r.Mild
	}
	want := map[string]bool{
		"page.html": false, "data.json": false, "list.csv": true, "files/0123.png": false, "old/inc-2026-0003-secret": false,
		"incidents/2026/INC-2026-0003-secret.md": false,
	}
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v\n%+v", got, want, found)
	}
}

// In a clone the history is searched, too, until it is purged.
func TestPurged(t *testing.T) {
	gitIdentity(t)
	dir, d := committed(t, confidential)
	purged := func(id, copied string) ([]erasure.Remain, error) {
		return erasure.Purged(t.Context(), desk(), corpusAt(t, d), dir, id, copied, os.DirFS(copied))
	}
	var wrong *filing.Error
	if _, err := purged("INC-2026-0003", dir); !errors.As(err, &wrong) || !strings.Contains(err.Error(), "not redacted") {
		t.Errorf("before: %v", err)
	}
	if _, err := redact(t, d, "INC-2026-0003"); err != nil {
		t.Fatal(err)
	}
	mustRun(t, dir, "add", "-A")
	mustRun(t, dir, "commit", "--quiet", "-m", "tombstone")
	grave := func(found []erasure.Remain) (paths []string) {
		for _, r := range found {
			if !r.Mild {
				paths = append(paths, r.Path)
			}
		}
		return paths
	}
	found, err := purged("INC-2026-0003", dir)
	if got := strings.Join(grave(found), " "); err != nil || !strings.Contains(got, "INC-2026-0003-secret.md") ||
		!strings.Contains(got, "own.png") {
		t.Errorf("with the history: %s, %v", got, err)
	}
	clean := filepath.Join(t.TempDir(), "clean")
	mustRun(t, dir, "clone", "--quiet", "--depth=1", "file://"+dir, clean)
	if found, err = purged("INC-2026-0003", clean); err != nil || len(grave(found)) > 0 {
		t.Errorf("without it: %+v, %v", found, err)
	}
}

func mustPut(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	if err := put(dir, files); err != nil {
		t.Fatal(err)
	}
	return dir
}
