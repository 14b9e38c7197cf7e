package cli

import (
	"strings"
	"testing"
)

// A team's own records come in by the command: words that were read are written down, words that nobody knows are left for
// the team, and a record edited by hand is left alone.
func TestImportIssues(t *testing.T) {
	im := newImporter(t, "")
	im.write("issues.json", `[
{"number": 1, "title": "Prices are wrong", "url": "https://github.com/acme/models/issues/1", "createdAt": "2025-03-02T09:25:00Z", "closedAt": "2025-03-04T10:00:00Z",
 "labels": [{"name": "incident"}, {"name": "sev:purple"}], "body": "They were made up."},
{"number": 2, "title": "A chore", "createdAt": "2025-03-02T09:25:00Z", "labels": [], "body": ""}]`)
	code, out, notes := im.run("import", "github", "issues.json", "--label", "incident", "--dry-run")
	if code != 1 || !strings.Contains(out, "1 left out; nothing was written") || !strings.Contains(notes, "it states no severity") ||
		!strings.Contains(notes, `severity read: "purple" as nothing`) {
		t.Fatalf("exit %d, %q, %q", code, out, notes)
	}
	code, out, notes = im.run("import", "github", "issues.json", "--label", "incident", "--severity", "sev2", "--list")
	if code != 0 || !strings.Contains(out, "read 1 entry: 1 written") || !strings.Contains(im.read("import.yaml"), "purple:") {
		t.Fatalf("exit %d, %q, %q", code, out, notes)
	}
	const path = "incidents/2025/INC-2025-0001-prices-are-wrong.md"
	im.write(path, strings.Replace(im.read(path), "made up", "invented", 1))
	if _, out, notes = im.run("import", "github", "issues.json", "--label", "incident", "--severity", "sev2"); !strings.Contains(out, "1 left alone") ||
		!strings.Contains(notes, "it was edited after it was imported") {
		t.Errorf("%q, %q", out, notes)
	}
}

// Each source of a team's own takes its file or folder and says what is wrong with another.
func TestImportRefusesOther(t *testing.T) {
	im := newImporter(t, "")
	im.write("other", "\x00\x01")
	im.write("empty/text.txt", "")
	for source, name := range map[string]string{"github": "other", "gitlab": "other", "statuspage": "other", "cstate": "empty", "jira": "other", "csv": "other", "json": "other", "jsonl": "other"} {
		code, out, notes := im.run("import", source, name)
		if code != 2 || out != "" || !strings.Contains(notes, "is not read as") || !strings.Contains(notes, "hint: ") {
			t.Errorf("%s: exit %d, %q, %q", source, code, out, notes)
		}
	}
}

// How columns were read is told and written down; what the team changes there is followed by the next import.
func TestImportColumns(t *testing.T) {
	im := newImporter(t, "")
	im.write("register.csv", "Nr,Name,Prio,Reported,Story,Advice\n1,Prices are wrong,P2,2025-03-02,They were made up.,Check them.\n")
	code, out, notes := im.run("import", "csv", "register.csv")
	if code != 0 || !strings.Contains(out, "1 written") || !strings.Contains(notes, `columns of register csv read: "Reported" as detected`) {
		t.Fatalf("exit %d, %q, %q", code, out, notes)
	}
	const path = "incidents/2025/INC-2025-0001-prices-are-wrong.md"
	settings := im.read("import.yaml")
	if !strings.Contains(settings, "register csv:") || !strings.Contains(im.read(path), "- **Advice**: Check them.\n") {
		t.Fatalf("%s\n%s", settings, im.read(path))
	}
	im.write("import.yaml", strings.Replace(settings, "title: Name", "title: Name, text: Story, lessons: Advice", 1))
	if code, out, notes = im.run("import", "csv", "register.csv"); code != 0 || !strings.Contains(out, "1 written") || strings.Contains(notes, "columns of") ||
		!strings.Contains(im.read(path), "## What happened\n\nThey were made up.\n\n## Lessons\n\nCheck them.\n") {
		t.Errorf("exit %d, %q, %q\n%s", code, out, notes, im.read(path))
	}
	im.write("import.yaml", strings.Replace(settings, "title: Name", "title: Nome", 1))
	if code, out, notes = im.run("import", "csv", "register.csv"); code != 2 || out != "" || !strings.Contains(notes, `names "Nome" for title`) {
		t.Errorf("exit %d, %q, %q", code, out, notes)
	}
}

// What another page of a list has beside is added to the settings; how a table was read is told.
func TestImportPages(t *testing.T) {
	im := newImporter(t, "")
	im.write("1.json", `[{"id": 1, "title": "Prices are wrong", "created_at": "2025-03-02", "severity": "P2"}]`)
	im.write("2.json", `[{"id": 2, "title": "Prices are slow", "created_at": "2025-03-03", "resolved_at": "2025-03-04"}]`)
	for _, page := range [][2]string{{"1.json", `"created_at" as detected`}, {"2.json", `columns of list read: "resolved_at" as resolved;`}} {
		if code, _, notes := im.run("import", "json", page[0], "--name", "list", "--severity", "sev4"); code != 0 || !strings.Contains(notes, page[1]) {
			t.Errorf("%s: exit %d, %q", page[0], code, notes)
		}
	}
	if settings := im.read("import.yaml"); !strings.Contains(settings, "severity: severity") || !strings.Contains(settings, "resolved: resolved_at") {
		t.Errorf("%s", settings)
	}
	im.write("table.csv", "Title;Date;Severity\nAnswers are slow;13.02.2025;2 - High\n")
	if code, out, notes := im.run("import", "csv", "table.csv"); code != 0 || !strings.Contains(out, "1 written") ||
		!strings.Contains(notes, "table.csv: read as a table with semicolons between its cells\n") {
		t.Errorf("exit %d, %q, %q", code, out, notes)
	}
}
