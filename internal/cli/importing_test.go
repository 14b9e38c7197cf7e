package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hindcast/internal/cli/console"
)

const aiidHead = "incident_id,date,reports,Alleged deployer of AI system,Alleged developer of AI system,Alleged harmed or nearly harmed parties,description,title\n"

const aiidRows = `1,2015-05-19,"[1,2]","[""acme""]","[""acme""]","[""children""]",A filter let films for adults through. ,Filter fails
2,2016-06-02,[3],"[""acme""]",[],"[""staff""]",A robot arm moved while a person stood beside it.,Robot arm moves
`

// importer runs commands in a folder of its own, which holds incidents.csv.
type importer struct {
	*testing.T
	dir string
}

func newImporter(t *testing.T, table string) importer {
	im := importer{t, t.TempDir()}
	im.write("incidents.csv", table)
	return im
}

func (im importer) write(name, text string) {
	im.Helper()
	path := filepath.Join(im.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		im.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		im.Fatal(err)
	}
}

func (im importer) read(name string) string {
	im.Helper()
	text, err := os.ReadFile(filepath.Join(im.dir, filepath.FromSlash(name)))
	if err != nil {
		im.Fatal(err)
	}
	return string(text)
}

func (im importer) run(args ...string) (code int, out, notes string) {
	var stdout, stderr bytes.Buffer
	env := console.Env{
		Out: &stdout, Err: &stderr, Dir: im.dir, Getenv: func(string) string { return "" },
		Clock: func() time.Time { return time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC) },
	}
	code = Run(context.Background(), args, env)
	return code, stdout.String(), stderr.String()
}

// expect runs an import and checks the exit code, the line of counts and what the notes hold.
func (im importer) expect(code int, counts string, notes ...string) {
	im.Helper()
	got, out, err := im.run("import", "aiid", "incidents.csv")
	if got != code || out != counts {
		im.Fatalf("exit %d, want %d; stdout %q, want %q; stderr %q", got, code, out, counts, err)
	}
	for _, note := range notes {
		if !strings.Contains(err, note) {
			im.Errorf("stderr lacks %q: %q", note, err)
		}
	}
	if len(notes) == 0 && err != "" {
		im.Errorf("stderr %q", err)
	}
}

func TestImportAIID(t *testing.T) {
	im := newImporter(t, aiidHead+aiidRows)
	im.expect(0, "read 2 entries: 2 written, 0 unchanged, 0 left alone, 0 left out\n")
	first := im.read("incidents/aiid/AIID-0001.md")
	if code, out, err := im.run("validate", "--strict"); code != 0 {
		t.Fatalf("validate: exit %d\n%s%s", code, out, err)
	}
	im.expect(0, "read 2 entries: 0 written, 2 unchanged, 0 left alone, 0 left out\n")

	edited := strings.Replace(first, "films", "movies", 1)
	im.write("incidents/aiid/AIID-0001.md", edited)
	im.write("incidents.csv", aiidHead+strings.ReplaceAll(aiidRows, "A robot", "One robot"))
	im.expect(0, "read 2 entries: 1 written, 0 unchanged, 1 left alone, 0 left out\n",
		"incidents/aiid/AIID-0001.md: left alone: it was edited after it was imported\n", "hint: ")
	if im.read("incidents/aiid/AIID-0001.md") != edited {
		t.Error("an edited file was changed")
	}
	if !strings.Contains(im.read("incidents/aiid/AIID-0002.md"), "One robot") {
		t.Error("a file that nobody edited was not updated")
	}
	entries, err := os.ReadDir(filepath.Join(im.dir, "incidents", "aiid"))
	if err != nil || len(entries) != 2 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestImportAIIDFollowsMovedFiles(t *testing.T) {
	im := newImporter(t, aiidHead+aiidRows)
	im.expect(0, "read 2 entries: 2 written, 0 unchanged, 0 left alone, 0 left out\n")
	text := im.read("incidents/aiid/AIID-0001.md")
	im.write("incidents/2015/AIID-0001-filter.md", text)
	if err := os.Remove(filepath.Join(im.dir, "incidents", "aiid", "AIID-0001.md")); err != nil {
		t.Fatal(err)
	}
	im.expect(0, "read 2 entries: 0 written, 2 unchanged, 0 left alone, 0 left out\n")
	im.write("incidents.csv", aiidHead+strings.ReplaceAll(aiidRows, "A filter", "One filter"))
	im.expect(0, "read 2 entries: 1 written, 1 unchanged, 0 left alone, 0 left out\n")
	if !strings.Contains(im.read("incidents/2015/AIID-0001-filter.md"), "One filter") {
		t.Error("the moved file was not updated")
	}
}

func TestImportAIIDLeavesForeignFilesAlone(t *testing.T) {
	im := newImporter(t, aiidHead+aiidRows)
	im.write("incidents/aiid/AIID-0001.md", "# My notes\n")
	outside := filepath.Join(t.TempDir(), "outside.md")
	if err := os.Symlink(outside, filepath.Join(im.dir, "incidents", "aiid", "AIID-0002.md")); err != nil {
		t.Skipf("links can't be made here, so they were not tested: %v", err)
	}
	im.expect(0, "read 2 entries: 0 written, 0 unchanged, 2 left alone, 0 left out\n",
		"AIID-0001.md: left alone: its front matter can't be read", "AIID-0002.md: left alone: it is not a regular file")
	if _, err := os.Stat(outside); err == nil {
		t.Error("a file outside of the repository was written")
	}
}

func TestImportAIIDNeverLeavesTheRepository(t *testing.T) {
	im := newImporter(t, aiidHead+aiidRows)
	outside := t.TempDir()
	if err := os.Symlink(outside, filepath.Join(im.dir, "incidents")); err != nil {
		t.Skipf("links can't be made here, so they were not tested: %v", err)
	}
	if code, _, err := im.run("import", "aiid", "incidents.csv"); code != console.ExitFailed {
		t.Errorf("exit %d: %s", code, err)
	}
	if entries, _ := os.ReadDir(outside); len(entries) > 0 {
		t.Errorf("written outside of the repository: %v", entries)
	}
}

func TestImportAIIDLeavesRowsOut(t *testing.T) {
	im := newImporter(t, aiidHead+aiidRows+"-1,2016-06-02,[],[],[],[],Text.,Title\n")
	im.expect(console.ExitFindings, "read 3 entries: 2 written, 0 unchanged, 0 left alone, 1 left out\n",
		`incidents.csv:4: left out: incident_id "-1" is not a whole number from 1 on`+"\n")
}

// What is written always passes validation: a row whose record would not is left out with the reason.
func TestImportAIIDWritesWhatIsValid(t *testing.T) {
	im := newImporter(t, aiidHead+aiidRows+
		"5,,[],[],[],[],Text.,Undated\n"+"6,2016-13-02,[],[],[],[],Text.,Odd month\n"+"7,2150-06-02,[],[],[],[],Text.,Far ahead\n"+
		"8,2016-06-02,[],[],[],[],The key was AKIAABCDEFGHIJKLMNOP.,Key\n")
	im.expect(console.ExitFindings, "read 6 entries: 2 written, 0 unchanged, 0 left alone, 4 left out\n",
		`incidents.csv:4: left out: incident 5 has no usable date: it is not a time: ""`+"\n"+
			`incidents.csv:5: left out: incident 6 has no usable date: it is not a time: "2016-13-02"`+"\n"+
			`incidents.csv:6: left out: AIID-0007: timeline.started is in the future; now is 2026-06-01T12:00Z`+"\n"+
			`incidents.csv:7: left out: AIID-0008: this looks like a key (AKIA…); revoke it, then take it out of the record and of the history`+"\n")
}

func TestImportAIIDMendsWhatACrashLeft(t *testing.T) {
	im := newImporter(t, aiidHead+aiidRows)
	im.write("incidents/aiid/.hindcast-0123456789abcdef-0123456789abcdef-0123456789abcdef.part", "half a rec")
	im.expect(0, "read 2 entries: 2 written, 0 unchanged, 0 left alone, 0 left out\n")
	if entries, err := os.ReadDir(filepath.Join(im.dir, "incidents", "aiid")); err != nil || len(entries) != 2 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestImportAIIDRetrieved(t *testing.T) {
	im := newImporter(t, aiidHead+aiidRows)
	if code, _, err := im.run("import", "aiid", "incidents.csv", "--retrieved", "2025-03-24"); code != 0 {
		t.Fatalf("exit %d: %s", code, err)
	}
	if !strings.Contains(im.read("incidents/aiid/AIID-0001.md"), "\n  retrieved: 2025-03-24\n") {
		t.Error("the date is not in the record")
	}
}

func TestImportUsage(t *testing.T) {
	im := newImporter(t, "id,title\n1,a\n")
	im.write("good.csv", aiidHead+aiidRows)
	im.write("empty/note.txt", "")
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"no source", []string{"import"}, "hint: one of: aiid"},
		{"an unknown source", []string{"import", "aid"}, "hint: did you mean aiid?"},
		{"no file", []string{"import", "aiid"}, "lacks an argument"},
		{"a missing file", []string{"import", "aiid", "none.csv"}, "none.csv can't be opened: no such file"},
		{"a folder", []string{"import", "aiid", "empty"}, "is a directory"},
		{"another table", []string{"import", "aiid", "incidents.csv"}, `the column "incident_id" is missing`},
		{"a month", []string{"import", "aiid", "incidents.csv", "--retrieved", "2025-03"}, "is not a date"},
		{"the future", []string{"import", "aiid", "incidents.csv", "--retrieved", "2062-03-24"}, "is in the future"},
		{"a missing root", []string{"import", "-C", "none", "aiid", filepath.Join(im.dir, "good.csv")}, "open the folder to import into"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			code, out, err := im.run(test.args...)
			if code != console.ExitUsage || out != "" || !strings.Contains(err, test.want) {
				t.Errorf("exit %d, stdout %q, stderr %q", code, out, err)
			}
		})
	}
	if _, err := os.Stat(filepath.Join(im.dir, "incidents")); err == nil {
		t.Error("something was written")
	}
}

func TestImportAIIDIntoTheNearestRepository(t *testing.T) {
	im := newImporter(t, aiidHead+aiidRows)
	im.write("hindcast.yaml", "title: Log\n")
	im.write("knowledge/notes/a.txt", "")
	im.dir = filepath.Join(im.dir, "knowledge")
	code, out, err := im.run("import", "aiid", "../incidents.csv")
	if code != 0 || out != "read 2 entries: 2 written, 0 unchanged, 0 left alone, 0 left out\n" {
		t.Errorf("exit %d, stdout %q, stderr %q", code, out, err)
	}
}
