package cli_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// mutation is a leak put into the code: each pair is a fragment and what takes its place.
type mutation struct {
	name, file string
	pairs      []string
}

// mutations are deliberate leaks, each of a kind that a change could bring by accident.
var mutations = []mutation{
	{"an audience sees one mark more", "audience/audience.go", []string{"return rank <= most", "return rank <= most+1"}},
	{"no mark counts as the least strict", "audience/audience.go", []string{"rank = len(incident.TLP) - 1", "rank = 0"}},
	{"a mark is believed that is written twice", "load/guess.go", []string{`strings.EqualFold(f.Key, "tlp")`, `f.Key == "nothing"`}},
	{"what can't be read has no name", "load/guess.go", []string{"g.IDs = append(g.IDs, values...)", "", "g.Titles = append(g.Titles, values...)", "", `l.ids.In(r.Path)`, "[]string(nil)"}},
	{"records with errors are dropped before it is decided", "disclose/disclose.go", []string{
		"d.withheld = audience.Decide(&log, d.Audience)", "d.withheld = audience.Decide(withoutErrors(&log, c.Findings), d.Audience)",
		"// drop takes", `func withoutErrors(log *incident.Log, findings []diag.Finding) *incident.Log {
	kept := *log
	kept.Records = slices.DeleteFunc(slices.Clone(log.Records), func(r *incident.Record) bool {
		return slices.ContainsFunc(findings, func(f diag.Finding) bool { return f.Path == r.Path && f.Level == diag.Error })
	})
	return &kept
}

// drop takes`,
	}},
	{"relations stay", "audience/audience.go", []string{`r.Related = without(&gone, "related", r.Related, func(rel incident.Relation) bool { return c.withheld(rel.ID) })`, ""}},
	{"systems stay", "audience/audience.go", []string{`r.Systems = without(&gone, "systems", r.Systems, c.withheld)`, ""}},
	{"playbooks stay", "audience/audience.go", []string{`r.Playbooks = without(&gone, "playbooks", r.Playbooks, c.withheld)`, ""}},
	{"systems of a playbook stay", "audience/audience.go", []string{`a.Systems = without(&gone, "systems", a.Systems, c.withheld)`, ""}},
	{"an empty list stays", "audience/audience.go", []string{"var kept []T", "kept := []T{}"}},
	{"texts of records are not cut", "audience/audience.go", []string{"kept.Text = c.text(r.Text)", ""}},
	{"texts of systems are not cut", "audience/audience.go", []string{"kept.Text = c.text(s.Text)", ""}},
	{"texts of articles are not cut", "audience/audience.go", []string{"kept.Text = c.text(a.Text)", ""}},
	{"withheld systems are kept", "audience/audience.go", []string{"if w.Sees(s.Path) {", "if true {"}},
	{"withheld articles are kept", "audience/audience.go", []string{"if w.Sees(a.Path) {", "if true {"}},
	{"ids in texts are no error", "audience/withheld.go", []string{"w.names.ids(e.ids...)", ""}},
	{"titles in texts are no error", "audience/withheld.go", []string{"w.names.title(title)", ""}},
	{"values of the front matter may name anything", "audience/named.go", []string{`c.Name(l.Key + apart + l.Text)`, `c.Name("")`}},
	{"spelling hides an id", "audience/mentions.go", []string{"return strings.ToLower(run)", "return run"}},
	{"subjects of commits are for partners too", "disclose/disclose.go", []string{`audience.Sees(d.Audience, "AMBER+STRICT")`, `audience.Sees(d.Audience, "CLEAR")`}},
	{"subjects of commits name anything", "disclose/disclose.go", []string{"!d.withheld.Hides(subject)", "true"}},
	{"slugs and paths in subjects are overlooked", "audience/withheld.go", []string{"return slices.ContainsFunc(w.hints, func(name string) bool { return strings.Contains(key, name) })", "return key == \"\""}},
	{"all files beside records are published", "audience/audience.go", []string{"return !used[f.Path]", "return false"}},
	{"links are built from all records", "publish/publish.go", []string{
		"return derive.All(log, opts.Now)", "d := derive.All(log, opts.Now); d.Links = derive.All(c.Log, opts.Now).Links; return d",
	}},
	{"the agenda is made of all records", "publish/publish.go", []string{
		"return derive.All(log, opts.Now)", "d := derive.All(log, opts.Now); d.Agenda = derive.Due(c.Log, opts.Now).Agenda; return d",
	}},
	{"trends are computed from all records", "publish/publish.go", []string{
		"return derive.All(log, opts.Now)", "d := derive.All(log, opts.Now); d.Trends = derive.Trends(c.Log, opts.Now); return d",
	}},
	{"withheld records stay in the log", "disclose/disclose.go", []string{
		"d.Log, d.Own = cut, ownFiles(cut.Own)", "d.Log, d.Own = cut, ownFiles(cut.Own)\n	cut.Records = c.Log.Records",
	}},
	{"the pages are made of all records", "publish/publish.go", []string{"Log: s.Log,", "Log: c.Log,"}},
	{"all findings are printed", "disclose/disclose.go", []string{"d.Findings, d.Unseen = d.withheld.Findings(findings)", "d.Findings = findings"}},
	{"all files left out are named", "disclose/disclose.go", []string{"if d.withheld.Sees(path) {", "if true {"}},
	{"lines that name what is withheld are printed", "audience/named.go", []string{"Unquoted: true,", ""}},
	{"findings in withheld parts are printed", "audience/withheld.go", []string{"w.isWithin(f)", "false"}},
	{"what is due is shown of all records", "cli/reports/due.go", []string{"return &asked{log, derive.Due(log, now)", "_ = log\n	return &asked{c.Log, derive.Due(c.Log, now)"}},
	{"comments are published", "markdown/renderers.go", []string{"return bytes.TrimSpace(comment.ReplaceAll(raw, nil))", "return bytes.TrimSpace(raw)"}},
	{"fences that can be misread are no error", "load/load.go", []string{"l.fault(file, file.Text.Problems...)", ""}},
	{"pictures keep their metadata", "publish/static/static.go", []string{`attachment.Read(records, asset.Path, limit, d.Audience == incident.Restricted)`, "attachment.Read(records, asset.Path, limit, true)"}},
}

// Each leak is put into a copy of the code, and the corpora have to find it. Only the long run does so,
// since the program is compiled anew for each.
func TestLeaksAreFound(t *testing.T) {
	if !long {
		t.Skip("HINDCAST_TEST_LONG is not set")
	}
	for _, m := range mutations {
		t.Run(m.name, func(t *testing.T) {
			dir := t.TempDir()
			copyCode(t, dir)
			mutate(t, filepath.Join(dir, "internal", filepath.FromSlash(m.file)), m.pairs)
			test := exec.CommandContext(t.Context(), "go", "test", "./internal/cli",
				"-count=1", "-failfast", "-run", "^TestNothingLeaks$")
			test.Dir = dir
			test.Env = append(os.Environ(), "HINDCAST_TEST_CORPORA=80", "HINDCAST_TEST_SEED=1")
			out, err := test.CombinedOutput()
			if err == nil {
				t.Error("it was not found")
			} else if !strings.Contains(string(out), "--- FAIL: TestNothingLeaks") {
				t.Errorf("the changed program does not run: %s", out)
			}
		})
	}
}

// copyCode copies what the program is built from.
func copyCode(t *testing.T, dir string) {
	t.Helper()
	const root = "../.."
	for _, name := range []string{"go.mod", "go.sum", "cmd", "internal", "site", "templates"} {
		from := filepath.Join(root, name)
		info, err := os.Stat(from)
		if err != nil {
			t.Fatal(err)
		}
		if info.IsDir() {
			err = copyFolder(filepath.Join(dir, name), from)
		} else {
			err = copyFile(filepath.Join(dir, name), from)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func copyFolder(to, from string) error {
	return filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, name)
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "node_modules":
			return filepath.SkipDir
		case d.IsDir():
			return os.MkdirAll(filepath.Join(to, rel), 0o755)
		}
		return copyFile(filepath.Join(to, rel), name)
	})
}

func copyFile(to, from string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o644)
}

// mutate changes a file; a fragment that is not there any more is a fault of the table.
func mutate(t *testing.T, file string, pairs []string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("%s does not hold %q any more", file, pairs[i])
		}
		text = strings.ReplaceAll(text, pairs[i], pairs[i+1])
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Every fragment is in the code, so that the table does not go stale unseen.
func TestMutationsAreUpToDate(t *testing.T) {
	for _, m := range mutations {
		data, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(m.file)))
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(m.pairs); i += 2 {
			if !strings.Contains(string(data), m.pairs[i]) {
				t.Errorf("%s: %s does not hold %q any more", m.name, m.file, m.pairs[i])
			}
		}
		if len(m.pairs) == 0 {
			t.Errorf("%s: nothing is changed", m.name)
		}
	}
}
