package status

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"hindcast/internal/filing/intake"
	"hindcast/internal/filing/intake/intaketest"
	"hindcast/internal/importing"
)

const cstateSample = `---
Title: "Answers are slow"
date: 2025-02-13 15:54:00
resolved: true
resolvedWhen: 2025-02-13 17:30:00
# Possible severity levels: down, disrupted, notice
severity: disrupted
affected:
  - Chat
  - Media
pin: true
section: issue
---

*Post-mortem*

A node left the <cluster>; see [[notes]].

---

*Resolved* - A fix is in place. {{< track "2025-02-13 17:30:00" >}}

*Monitoring* - It recovers. {{<track "2025-02-13T16:50:00Z">}}

Somebody looks into it. {{< track "2025-02-13 15:54:00" >}}

Nobody knows when this was. {{< track "soon" >}}
`

func cstateOf(files map[string]string) importing.Input {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return importing.Input{Files: fsys, Name: "."}
}

// An issue becomes a record: its times in the zone of the repository, its updates as events from the first to the last,
// all else word for word.
func TestCState(t *testing.T) {
	repo := intaketest.New(t)
	in := cstateOf(map[string]string{"2025-02-13-slow.md": cstateSample, "_index.md": "---\ntitle: All\n---\n"})
	outcomes := repo.Import(CState, in, repo.Options("Status"))
	if len(outcomes) != 1 || outcomes[0].Verdict != intake.Write {
		t.Fatalf("%+v", outcomes)
	}
	text := repo.Text(outcomes[0].Path)
	for _, want := range []string{
		"title: Answers are slow\n", "severity: sev3\n", "status: resolved\n", "unregistered: [Chat, Media]\n",
		"timeline: {detected: '2025-02-13T15:54:00Z', resolved: '2025-02-13T17:30:00Z'}\n", "id: 2025-02-13-slow\n", "pin: true",
		"has no zone; it was read in UTC",
		"## What happened\n\n*Post-mortem*\n\nA node left the \\<cluster>; see \\[\\[notes]].\n",
		"Nobody knows when this was. {{< track \"soon\" >}}",
		"## Timeline\n\n- 2025-02-13T15:54:00Z Update: Somebody looks into it.\n- 2025-02-13T16:50:00Z Monitoring: It recovers.\n" +
			"- 2025-02-13T17:30:00Z Resolved: A fix is in place.\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the record lacks %q:\n%s", want, text)
		}
	}
	repo.Valid()
	if again := repo.Verdicts(repo.Import(CState, in, repo.Options("Status"))); again[intake.Unchanged] != 1 {
		t.Errorf("a second import: %v", again)
	}
}

// What is no incident, or contradicts itself, is left out and says why.
func TestCStateLeavesOut(t *testing.T) {
	head := "---\ntitle: TITLE\ndate: 2025-02-13\nresolved: true\nresolvedWhen: 2025-02-14\nseverity: down\nsection: issue\n---\n"
	for name, c := range map[string]struct{ text, want string }{
		"a.md":               {strings.Replace(head, "TITLE", "Maintenance on the database", 1), "planned work, by its title"},
		"b-maintenance.md":   {strings.Replace(head, "TITLE", "New nodes", 1), "planned work, by its file name"},
		"c.md":               {strings.Replace(head, "issue", "post", 1), "its section is post"},
		"d.md":               {strings.Replace(head, "section", "informational: true\nsection", 1), "announcement"},
		"e.md":               {strings.Replace(head, "02-14", "02-08", 1), "ends before it begins"},
		"f.md":               {strings.Replace(head, "date: 2025-02-13\n", "", 1), "date is not a time"},
		"g.md":               {strings.Replace(head, "title: TITLE\n", "", 1), "has no title"},
		"h.md":               {"no front matter\n", "front matter"},
		"i-maintenance.md":   {strings.Replace(head, "TITLE", "Outage during maintenance", 1), ""},
		"j-outage.md":        {strings.Replace(head, "TITLE", "Maintenance", 1), ""},
		"k/index.md":         {head, ""},
		"l.md":               {strings.Replace(head, "TITLE", strings.Repeat("x", maxFile), 1), "larger than 1 MiB"},
		"m.md":               {"---\ntitle: [" + strings.Repeat("[", 5000), "line"},
		"n-open-comment.md":  {head + "<!-- this never ends\n\n*Update* - ok {{< track \"2025-02-13\" >}}\n", ""},
		"o-open-fence.md":    {head + "```\nthis never ends\n\n*Update* - ok {{< track \"2025-02-13T10:00Z\" >}}\n", ""},
		"p-contradictory.md": {head + "## Timeline\n\n- 10:00 no day\n- 2025-02-13T11:00Z one\n- 2025-02-13T10:00Z two\n", ""},
	} {
		repo := intaketest.New(t)
		o := repo.Import(CState, cstateOf(map[string]string{name: c.text}), repo.Options("Status"))
		switch {
		case len(o) != 1:
			t.Fatalf("%s: %+v", name, o)
		case c.want == "" && o[0].Verdict != intake.Write, c.want != "" && (o[0].Verdict != intake.LeaveOut || !strings.Contains(o[0].Reason, c.want)):
			t.Errorf("%s: %d %q, want %q", name, o[0].Verdict, o[0].Reason, c.want)
		}
	}
}

func TestCStateCut(t *testing.T) {
	read := func(text string) importing.Batch {
		batch, err := CState(t.Context(), cstateOf(map[string]string{"a.md": text}), intaketest.New(t).Options("Status"))
		if err != nil || len(batch.Entries)+len(batch.LeftOut) != 1 {
			t.Fatalf("%v, %+v", err, batch)
		}
		return batch
	}
	for n := 0; n < len(cstateSample); n += 10 {
		intaketest.Sound(t, read(cstateSample[:n]))
	}
}

func FuzzCState(f *testing.F) {
	repo := intaketest.New(f)
	f.Add(cstateSample)
	f.Add("---\ntitle: a\ndate: 2025\n---\n# a\n==\n{{< track \"\" >}}\n\n<!--`` [[ ::: [a]: b ](c \n~~~")
	f.Fuzz(func(t *testing.T, text string) {
		batch, err := CState(t.Context(), cstateOf(map[string]string{"a.md": text}), repo.Options("Status"))
		if err != nil {
			t.Fatal(err)
		}
		intaketest.Sound(t, batch)
	})
}

// The pages of a real status page, which are not part of the project.
func TestCStatePages(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	const folder = "../../../../shared/data/cstate"
	intaketest.Single(t, folder, "2021-09-20-aks-maintenance.md")
	in := importing.Input{Files: os.DirFS(folder), Name: "."}
	repo := intaketest.New(t)
	got := repo.Verdicts(repo.Import(CState, in, repo.Options("Status")))
	if len(repo.Valid().Records) != got[intake.Write] || got[intake.Write]+got[intake.LeaveOut] != 149 || got[intake.Write] < 60 {
		t.Errorf("%v", got)
	}
	if again := repo.Verdicts(repo.Import(CState, in, repo.Options("Status"))); again[intake.Unchanged] != got[intake.Write] {
		t.Errorf("a second import: %v", again)
	}
}

// Hugo reads a byte order mark and front matter in TOML too.
func TestCStateForms(t *testing.T) {
	repo := intaketest.New(t)
	o := repo.Import(CState, cstateOf(map[string]string{
		"a.md": "\ufeff---\ntitle: Late answers\ndate: 2025-02-13 15:54:00\nseverity: down\n---\nOne.\n",
		"b.md": "\ufeff+++\r\nTitle = \"Slow: answers\"\r\ndate = 2025-02-14T15:54:00+02:00\r\nresolved = true\r\nresolvedWhen = 2025-02-14 17:30:00\r\nseverity = 'down'\r\naffected = [\"Chat\"]\r\npin = 3\r\n+++\r\nTwo.\r\n",
		"e.md": "---\ntitle: Not yet told\ndate: 2025-02-15\nseverity: down\ndraft: true\n---\n",
		"c.md": "+++\ntitle = \n+++\nThree.\n",
		"d.md": "No head.\n",
	}), repo.Options("Status"))
	if len(o) != 5 || o[4].Verdict != intake.Write || o[0].Verdict != intake.Write || o[1].Verdict != intake.Write || !strings.Contains(o[2].Reason, "can't be read as TOML: toml: line 1") ||
		!strings.Contains(o[3].Reason, "no front matter; begin the page with") {
		t.Fatalf("%+v", o)
	}
	repo.Holds(o[0].Path, "title: Late answers\n", "\nOne.\n", "tlp: AMBER\n")
	repo.Holds(o[4].Path, "tlp: RED\n", "draft: true")
	repo.Holds(o[1].Path, "title: 'Slow: answers'\n", "severity: sev2\n", "unregistered: [Chat]\n", "detected: '2025-02-14T15:54:00+02:00', resolved: '2025-02-14T17:30:00Z'", "'pin: 3'", "\nTwo.\n")
}
