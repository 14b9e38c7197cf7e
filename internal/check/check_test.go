package check_test

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hindcast/internal/check"
	"hindcast/internal/check/rule"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/load"
	"hindcast/internal/wording"
	"hindcast/internal/words"
	"hindcast/templates"
)

var now = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

// Pixel is the smallest picture.
const Pixel = "GIF89a\x01\x00\x01\x00\x00\x00\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"

// run checks files given by path.
func run(t *testing.T, files map[string]string) []diag.Finding {
	t.Helper()
	return check.New().Log(read(t, files), now)
}

// read loads files given by path.
func read(t *testing.T, files map[string]string) *incident.Log {
	t.Helper()
	fsys := fstest.MapFS{}
	for path, text := range files {
		fsys[path] = &fstest.MapFile{Data: []byte(text)}
	}
	log, err := load.NewLoader(load.DefaultLimits, "Ann Author").Log(context.Background(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	return log
}

// compared checks files as run does, and against those that an example has at its merge base.
func compared(t *testing.T, rule rule.Rule, files map[string]string) []diag.Finding {
	t.Helper()
	findings := run(t, files)
	before, meanwhile := rule.Example.Before, rule.Example.Meanwhile
	if before == nil && meanwhile == nil {
		return findings
	}
	base := rule.Beside()
	maps.Copy(base, before)
	tip := maps.Clone(base)
	maps.Copy(tip, meanwhile)
	return append(findings, check.New().Against(read(t, files), read(t, base), read(t, tip), now)...)
}

// marked takes « and » out of a text and returns the place between them.
func marked(t *testing.T, text string) (string, diag.Span) {
	t.Helper()
	start := strings.Index(text, "«")
	clean := strings.NewReplacer("«", "", "»", "").Replace(text)
	end := strings.Index(strings.Replace(text, "«", "", 1), "»")
	if start < 0 || end < start {
		t.Fatal("the bad example marks no span")
	}
	return clean, diag.NewLines([]byte(clean)).Span(start, end)
}

func TestExamples(t *testing.T) {
	for _, r := range check.Rules() {
		if !r.HasExample() {
			continue
		}
		t.Run(r.ID, func(t *testing.T) {
			path, bad, good := r.Files()
			bad, want := marked(t, bad)
			files := r.Beside()
			maps.Copy(files, r.Example.Wrong)
			if files[path] = bad; bad == "" {
				delete(files, path)
			}
			findings := compared(t, r, files)
			if len(findings) != 1 || findings[0].Rule != r.ID || findings[0].Path != path || findings[0].Span != want {
				t.Errorf("bad example: want %s at %s:%v, got", r.ID, path, want)
				for _, f := range findings {
					t.Errorf("  %s:%v %s: %s", f.Path, f.Span, f.Rule, f.Message)
				}
			}
			files = r.Beside()
			if good != "" {
				files[rule.BasePath] = good
			}
			for _, f := range compared(t, r, files) {
				t.Errorf("good example: %s:%v %s: %s", f.Path, f.Span, f.Rule, f.Message)
			}
		})
	}
}

// Every rule says what it is and why, and has an example that TestExamples runs.
func TestRulesAreDocumented(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range check.Rules() {
		if r.Title == "" || r.Why == "" || r.Since == "" || seen[r.ID] {
			t.Errorf("rule %s: title, why or since is missing, or the id is used twice", r.ID)
		}
		if !r.HasExample() {
			t.Errorf("rule %s: an example is missing", r.ID)
		}
		if bad, _ := r.Fragments(); bad == "" || len(bad) > 2000 {
			t.Errorf("rule %s: the documentation shows an example of %d bytes", r.ID, len(bad))
		}
		seen[r.ID] = true
	}
	if len(seen) < 80 {
		t.Errorf("only %d rules", len(seen))
	}
}

// What else findings go by is documented as the rules are, under ids of its own.
func TestFindingsElsewhereAreDocumented(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range check.All() {
		if r.Title == "" || r.Why == "" || r.Since == "" || seen[r.ID] {
			t.Errorf("%s: title, why or since is missing, or the id is used twice", r.ID)
		}
		seen[r.ID] = true
	}
	for _, id := range []string{
		incident.RuleWithheld, incident.RuleTemplate, incident.RuleCustomPage, incident.RuleSource, incident.RuleSourceFile,
		incident.RuleDefeats, check.RuleMore,
	} {
		if !seen[id] {
			t.Errorf("%s is not documented", id)
		}
	}
}

// The built-in languages are those that have a table, and English, which needs none.
func TestBuiltinLanguages(t *testing.T) {
	var want []string
	for _, l := range words.Languages {
		if l.Tag != wording.English.Tag {
			want = append(want, "languages/"+l.Tag+".yaml")
		}
	}
	slices.Sort(want)
	tables, err := fs.Glob(templates.FS, "languages/*.yaml")
	if err != nil || !slices.Equal(tables, want) {
		t.Errorf("there are the tables %v, want %v as in words.Languages: %v", tables, want, err)
	}
}

// A file with very many findings shows the gravest, and how many more there are.
func TestFindingsAreCapped(t *testing.T) {
	var text strings.Builder
	for i := range 300 {
		fmt.Fprintf(&text, "word [[nothing-%d]] and jo%d@example.org\n\n", i, i)
	}
	files := map[string]string{rule.BasePath: "---\nid: INC-2026-0001\n---\n" + text.String()}
	got := run(t, files)
	if len(got) != 101 {
		t.Fatalf("%d findings", len(got))
	}
	more := slices.IndexFunc(got, func(f diag.Finding) bool { return f.Rule == check.RuleMore })
	if more < 0 || diag.Tally(got).Errors != 101 || !strings.Contains(got[more].Message, "findings more in this file: ") {
		t.Errorf("want a count of the rest and errors alone, got %s", diag.Tally(got))
	}
	files["hindcast.yaml"] = "limits: {findings: 10000}\n"
	if got := run(t, files); len(got) < 600 {
		t.Errorf("%d findings with the limit raised", len(got))
	}
}
