package postmortem_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hindcast/internal/diag"
	"hindcast/internal/filing/intake"
	"hindcast/internal/filing/intake/intaketest"
	"hindcast/internal/importing"
	"hindcast/internal/importing/postmortem"
	"hindcast/internal/incident"
	"hindcast/internal/load"
	"hindcast/internal/markdown"
	"hindcast/internal/section"
)

func options() importing.Options {
	words := importing.NewWords(importing.Settings{}, incident.DefaultVocabularies())
	return importing.Options{Source: "Wiki", Zone: time.UTC, Words: words}
}

func folder(files map[string]string) importing.Input {
	m := fstest.MapFS{}
	for name, text := range files {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return importing.Input{Files: m, Name: "."}
}

// samples are the files of testdata, by their paths.
func samples(t testing.TB) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS("testdata"), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || path.Ext(name) == ".yaml" || path.Ext(name) == ".png" {
			return err
		}
		text, err := os.ReadFile("testdata/" + name)
		files[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// A file that is cut anywhere is read as what is left of it, or left out with a reason; whatever is read makes a record
// that the rules pass.
func TestCutFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	all := samples(t)
	for _, name := range []string{"tuned/checkout-scores.md", "tuned/2023-11-20-chatbot-preise.md", "tuned/panne-traduction.md", "aside/notes-ocr.md"} {
		text, files := all[name], map[string]string{}
		for n := 0; n < len(text); n += 10 {
			files[fmt.Sprintf("cut/%d.md", n)] = text[:n]
		}
		repo := intaketest.New(t)
		repo.Settings.Defaults = importing.Defaults{Severity: "sev3", Type: "other", TLP: "CLEAR"}
		for _, o := range repo.Import(postmortem.Read, folder(files), repo.Options("Wiki")) {
			switch {
			case o.Verdict == intake.LeaveOut && o.ID == "" && o.Reason != "":
			case o.Verdict != intake.Write:
				t.Errorf("%s after %d bytes: %d %s", name, len(files[o.File]), o.Verdict, o.Reason)
			}
		}
	}
}

// Files made to cost much are read or left out, each on its own; BenchmarkRead has what they cost.
func TestHostileFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	for name, text := range hostile(1 << 17) {
		t.Run(name, func(t *testing.T) {
			batch, err := postmortem.Read(context.Background(), folder(map[string]string{"a.md": text}), options())
			if err != nil || len(batch.Entries)+len(batch.LeftOut) != 1 {
				t.Fatalf("%v, %+v", err, batch.LeftOut)
			}
		})
	}
}

func BenchmarkRead(b *testing.B) {
	for name, text := range hostile(1 << 20) {
		b.Run(name, func(b *testing.B) {
			in := folder(map[string]string{"a.md": text})
			b.ReportAllocs()
			for b.Loop() {
				if _, err := postmortem.Read(context.Background(), in, options()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// hostile are files of n bytes or so.
func hostile(n int) map[string]string {
	const day = "# X on 2024-03-05\n\n"
	return map[string]string{
		"too large":        day + strings.Repeat("a ", 1<<20),
		"one line":         day + strings.Repeat("a ", n),
		"brackets":         day + strings.Repeat("[", n),
		"links":            day + strings.Repeat("[a](", n/4),
		"pictures":         day + strings.Repeat("![a](b.png) ", n/16),
		"tags":             day + strings.Repeat("<b ", n/4),
		"ticks":            day + strings.Repeat("` ", n/2),
		"stars":            day + strings.Repeat("**", n/2),
		"emphasis":         day + "## Timeline\n\n- " + strings.Repeat("*", n) + "10:00 a\n",
		"templates":        day + strings.Repeat("{{<%", n/4),
		"headings":         day + strings.Repeat("## Timeline\n\n- 10:00 a\n\n", n/64),
		"labels":           day + strings.Repeat("- **Impact**:\n  - **Response**:\n", n/64),
		"nested labels":    day + nestedLabels(2000),
		"table":            day + "## Timeline\n\n" + strings.Repeat("|", n),
		"rows":             day + strings.Repeat("| 10:00 | a |\n", n/16),
		"dates":            day + strings.Repeat("5 March 2024 ", n/16),
		"dates of one":     day + "## Timeline\n\n" + strings.Repeat("- 2024-03-05 10:00 a\n", n/32),
		"deep YAML":        "---\na: " + strings.Repeat("[", 20000) + "\n---\n",
		"YAML bomb":        "---\na: &a [x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c]\ndate: 2024-03-05\n---\n",
		"deep TOML":        "+++\na = " + strings.Repeat("[", 20000) + "\n+++\n",
		"deep JSON":        "{\n\"a\": " + strings.Repeat("[", 20000),
		"large head":       "---\na: " + strings.Repeat("x", n) + "\n---\n",
		"unclosed":         "---\ndate: 2024-03-05\n",
		"unclosed comment": day + strings.Repeat("<!-- ", n/8),
		"not UTF-8":        day + "\xff\xfe",
		"control":          day + "\x00\x1b[2J\u202e",
	}
}

func nestedLabels(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", min(2*i, 400)) + "- **Impact**:\n")
	}
	return b.String()
}

func TestLeftOut(t *testing.T) {
	in := folder(map[string]string{
		"README.md": "# Our postmortems\n\nOne file each.\n", "template.md": "# Postmortem: TITLE\n\n## Timeline\n\n- HH:MM what\n",
		"a/2024-03-05.md": "# Slow\n\nIt was slow.\n", "b/notes.txt": "2024-03-05", ".git/2024-03-05.md": "# No\n", "broken-2024-03-05.md": "---\na: [\n---\n",
	})
	batch, err := postmortem.Read(context.Background(), in, options())
	if err != nil || len(batch.Entries) != 1 || batch.Entries[0].File != "a/2024-03-05.md" || len(batch.LeftOut) != 3 {
		t.Fatalf("%v, %+v, %+v", err, batch.Entries, batch.LeftOut)
	}
	for _, l := range batch.LeftOut {
		want := "it states no day"
		if l.File == "broken-2024-03-05.md" {
			want = "its front matter can't be read as YAML"
		}
		if !strings.Contains(l.Reason, want) {
			t.Errorf("%s: %s", l.File, l.Reason)
		}
	}
	if _, err := postmortem.Read(context.Background(), folder(nil), options()); err == nil {
		t.Error("an empty folder was read")
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := postmortem.Read(ctx, in, options()); !errors.Is(err, context.Canceled) {
		t.Errorf("goes on: %v", err)
	}
}

// Whatever a file holds, the text of its record can be read, and its events are in order.
func FuzzRead(f *testing.F) {
	for _, text := range samples(f) {
		f.Add(text)
	}
	f.Add("# X on 2024-03-05\n\n```\n[[a]] :::\n\n- **Impact**\n<!-- \n")
	f.Add("# X\n\n## Timeline (UTC)\n\n- 2024-03-05 23:50 a\n- 00:10 b\n- 23:00 c\n\n| Time | What |\n|---|---|\n| 5 March 2024 | d |\n")
	parser := markdown.NewParser(load.DefaultLimits.Text, incident.BareID).Naming(section.New(nil).Of)
	f.Fuzz(func(t *testing.T, text string) {
		batch, err := postmortem.Read(context.Background(), folder(map[string]string{"2024-03-05.md": text}), options())
		if err != nil || len(batch.Entries)+len(batch.LeftOut) != 1 {
			t.Fatal(err)
		}
		for _, e := range batch.Entries {
			parsed := parser.Parse(diag.NewLines([]byte(e.Body)), 0)
			for _, p := range parsed.Problems {
				if p.Rule != markdown.RuleTooComplex && p.Rule != markdown.RuleTooLarge {
					t.Errorf("%s in\n%s", p.Message, e.Body)
				}
			}
			file := incident.File{Text: parsed}
			var last incident.Time
			for _, event := range file.Events() {
				if event.Err != nil || last.After(event.At) {
					t.Errorf("%q is after %s: %v in\n%s", event.When, last, event.Err, e.Body)
				}
				last = event.At
			}
		}
	})
}
