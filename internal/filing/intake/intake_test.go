package intake_test

import (
	"context"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"hindcast/internal/edit"
	"hindcast/internal/filing/intake"
	"hindcast/internal/filing/intake/intaketest"
	"hindcast/internal/importing"
	"hindcast/internal/incident"
)

// entries is an importer of what it holds.
func entries(list ...importing.Entry) importing.Read {
	return func(context.Context, importing.Input, importing.Options) (importing.Batch, error) {
		return importing.Batch{Entries: list}, nil
	}
}

func at(t *testing.T, s string) incident.Time {
	t.Helper()
	when, err := incident.ParseTime(s)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

// own is an entry of a team that tells when an incident was noticed and when it was over.
func own(t *testing.T, id, title, detected, resolved string) importing.Entry {
	t.Helper()
	e := importing.Entry{Body: "\n## What happened\n\nThe queue stood still.\n"}
	e.Front = incident.Front{
		Title: title, Type: "other", Severity: "sev3", TLP: "AMBER",
		Source: &incident.Source{Name: "Wiki", ID: id, Retrieved: at(t, "2026-05-01")},
	}
	e.Front.Timeline.Detected = at(t, detected)
	if resolved != "" {
		e.Front.Timeline.Resolved = at(t, resolved)
	}
	return e
}

// In the order of detection records get the next numbers of their year, whatever the order of the source; a second import
// finds them by their source, also where they were moved, and changes nothing although the source was fetched later.
func TestNumbers(t *testing.T) {
	repo := intaketest.New(t)
	list := []importing.Entry{
		own(t, "b", "Later", "2025-06-02", "2025-06-03"), own(t, "a", "Earlier", "2025-03-02T10:00Z", "2025-03-03"),
		own(t, "c", "Other year", "2024-03-02", "2024-03-02"),
	}
	var paths []string
	for _, o := range repo.Import(entries(list...), importing.Input{}, importing.Options{}) {
		if o.Verdict != intake.Write {
			t.Fatalf("%+v", o)
		}
		paths = append(paths, o.Path)
	}
	want := "incidents/2025/INC-2025-0002-later.md incidents/2025/INC-2025-0001-earlier.md incidents/2024/INC-2024-0001-other-year.md"
	if got := strings.Join(paths, " "); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if err := edit.Move(context.Background(), repo.Disk, paths[0], "incidents/moved.md"); err != nil {
		t.Fatal(err)
	}
	for i := range list {
		list[i].Front.Source.Retrieved = at(t, "2026-05-20")
	}
	for _, o := range repo.Import(entries(append(list, own(t, "d", "New", "2025-01-01", ""))...), importing.Input{}, importing.Options{}) {
		switch {
		case o.ID == "INC-2025-0003" && o.Verdict == intake.Write:
		case o.Verdict != intake.Unchanged:
			t.Errorf("%+v", o)
		}
	}
}

// An entry that is left out for want of a severity takes no number.
func TestNumbersWithoutHoles(t *testing.T) {
	repo := intaketest.New(t)
	list := []importing.Entry{own(t, "a", "Earlier", "2025-03-02", ""), own(t, "b", "Later", "2025-06-02", "")}
	list[0].Front.Severity = ""
	o := repo.Import(entries(list...), importing.Input{}, importing.Options{})
	if o[0].Reason != intake.NoSeverity || o[1].ID != "INC-2025-0001" {
		t.Errorf("%+v", o)
	}
}

// Of a record in the future that alone is said, not what every record of its year needs.
func TestFuture(t *testing.T) {
	o := intaketest.New(t).Import(entries(own(t, "a", "Halt", "2062-03-02", "")), importing.Input{}, importing.Options{})
	if o[0].Verdict != intake.LeaveOut || o[0].Reason != "detected is in the future: 2062-03-02" {
		t.Errorf("%+v", o)
	}
}

// A severity in a word that nobody knows is not one that is not stated.
func TestUnreadSeverity(t *testing.T) {
	repo := intaketest.New(t)
	entry := own(t, "a", "Halt", "2025-03-02", "")
	entry.Front.Severity, entry.Unread = "", "sideways"
	o := repo.Import(entries(entry), importing.Input{}, importing.Options{})
	if want := `severity: "sideways" is none that is known; say in import.yaml, under severity, what it stands for`; o[0].Reason != want {
		t.Errorf("%+v", o)
	}
	repo.Settings.Defaults.Severity = "sev4"
	o = repo.Import(entries(entry), importing.Input{}, importing.Options{})
	repo.Holds(o[0].Path, "severity: sev4\n", `'severity: "sideways" is none that is known; sev4 was taken'`)
}

// A file that was edited, or that another wrote, is left alone; one that nobody edited follows its source.
func TestVerdicts(t *testing.T) {
	const path = "incidents/2025/INC-2025-0001-halt.md"
	before, after := own(t, "a", "Halt", "2025-03-02", "2025-03-03"), own(t, "a", "Halt", "2025-03-02", "2025-03-04")
	repo := intaketest.New(t)
	repo.Import(entries(before), importing.Input{}, importing.Options{})
	text := repo.Text(path)
	digestLine := text[strings.Index(text, "  digest:"):]
	digestLine = digestLine[:strings.Index(digestLine, "\n")+1]
	tests := []struct {
		name, there string
		want        intake.Verdict
		reason      string
	}{
		{"as it was imported", text, intake.Write, ""},
		{"a word changed", strings.Replace(text, "queue", "line", 1), intake.LeaveAlone, "edited"},
		{"a line added at the end", text + "\n", intake.LeaveAlone, "edited"},
		{"another digest", strings.Replace(text, digestLine, "  digest: "+strings.Repeat("0", 64)+"\n", 1), intake.LeaveAlone, "edited"},
		{"no digest", strings.Replace(text, digestLine, "", 1), intake.LeaveAlone, "no source.digest"},
		{"other line endings", strings.ReplaceAll(text, "\n", "\r\n"), intake.LeaveAlone, "edited"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			repo := intaketest.New(t)
			repo.Import(entries(before), importing.Input{}, importing.Options{})
			change := edit.Change{Path: path, Old: []byte(text), New: []byte(test.there)}
			if err := edit.Apply(context.Background(), repo.Disk, change); err != nil && test.there != text {
				t.Fatal(err)
			}
			got := repo.Import(entries(after), importing.Input{}, importing.Options{})[0]
			if got.Verdict != test.want || !strings.Contains(got.Reason, test.reason) || (got.Reason == "") != (test.reason == "") {
				t.Errorf("%+v", got)
			}
		})
	}
}

// An entry is left out where its record would be none: too large to be read again, or against a rule.
func TestLeftOut(t *testing.T) {
	large, wide, wrong, bare := own(t, "a", "Large", "2025-03-02", ""), own(t, "b", "Wide", "2025-03-02", ""),
		own(t, "c", "Wrong", "2025-03-02", "2025-02-20"), own(t, "d", "Bare", "2025-03-02", "")
	code := own(t, "e", "Code", "2025-03-02", "")
	code.Body = "## What happened\n\n```\n:::tlp AMBER\n```\n"
	large.Body = strings.Repeat("a", 140_000)
	wide.Front.Parties.Harmed = []string{strings.Repeat("a", 70_000)}
	bare.Front.Severity = ""
	repo := intaketest.New(t)
	wants := []string{"could not be read", "could not be read", "before", "severity", "a mark within code is not read, and all of the code is shown; end the code before"}
	for i, o := range repo.Import(entries(large, wide, wrong, bare, code), importing.Input{}, importing.Options{}) {
		if o.Verdict != intake.LeaveOut || !strings.Contains(o.Reason, wants[i]) {
			t.Errorf("%d: %+v", i, o)
		}
	}
	if _, err := fs.Stat(repo.Disk.FS(), "incidents"); err == nil {
		t.Error("something was written")
	}
}

// What the source does not say comes from the team's defaults, and the record names it. The status is the furthest
// stage that is stated or dated.
func TestCompleted(t *testing.T) {
	open, over := own(t, "a", "Open", "2025-03-02", ""), own(t, "b", "Over", "2025-03-02", "2025-03-03")
	open.Front.Severity, open.Front.Type, open.Front.TLP, open.Front.Status = "", "", "", "closed"
	over.Front.Unregistered = []string{"Queue"}
	repo := intaketest.New(t)
	repo.Settings.Defaults = importing.Defaults{Severity: "sev4", Type: "other", TLP: "GREEN"}
	repo.Import(entries(open, over), importing.Input{}, importing.Options{})
	got := repo.Text("incidents/2025/INC-2025-0001-open.md")
	for _, want := range []string{
		"severity: sev4\n", "type: other\n", "tlp: GREEN\n", "status: closed\n",
		"'severity: not stated; sev4 was taken for what states none'",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	if got := repo.Text("incidents/2025/INC-2025-0002-over.md"); !strings.Contains(got, "status: resolved\n") {
		t.Errorf("%s", got)
	}
}

// Pictures lie beside their record, which then has a folder of its own.
func TestBeside(t *testing.T) {
	const picture = "\x89PNG\r\n\x1a\n"
	e := own(t, "a", "Shown", "2025-03-02", "2025-03-03")
	e.Beside = []importing.Beside{{From: "img/a.png", Name: "a.png"}}
	e.Body += "\n![A queue that stands still](a.png)\n" // there once the record is
	repo := intaketest.New(t)
	in := importing.Input{Files: fstest.MapFS{"img/a.png": {Data: []byte(picture)}}, Name: "."}
	repo.Import(entries(e), in, importing.Options{})
	if got := repo.Text("incidents/2025/INC-2025-0001-shown/a.png"); got != picture {
		t.Errorf("%q", got)
	}
	repo.Text("incidents/2025/INC-2025-0001-shown/index.md")
}
