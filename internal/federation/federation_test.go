package federation

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hindcast/internal/audience"
	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/disk"
	"hindcast/internal/incident"
	"hindcast/internal/load"
)

var options = corpus.Options{Now: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), Limits: load.DefaultLimits}

// joined is a repository with some settings and files of its own, given in pairs of path and text, with its sources.
func joined(t *testing.T, settings string, files ...string) *corpus.Corpus {
	t.Helper()
	own := fstest.MapFS{load.ConfigFile: {Data: []byte(settings)}}
	for pair := range slices.Chunk(files, 2) {
		own[pair[0]] = &fstest.MapFile{Data: []byte(pair[1])}
	}
	others, err := Gather(t.Context(), t.TempDir(), own, options, func(string) corpus.Store { return corpus.Store{} })
	if err != nil {
		t.Fatal(err)
	}
	opts := options
	opts.Others = others
	c, err := corpus.Open(t.Context(), own, opts)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// What came of a source is taken from what was kept, as long as nothing changed that it depends on: its files, its ceiling
// and the other settings, who is not to be named, and the time.
func TestSourceIsKept(t *testing.T) {
	source, kept := t.TempDir(), t.TempDir()
	put := func(name, text string) {
		t.Helper()
		name = filepath.Join(source, "incidents", name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	record := func(id, mark, detected string) string {
		return "---\nid: " + id + "\ntitle: Case " + id + "\ntype: other\nseverity: sev3\nstatus: detected\ntlp: " + mark + "\nunregistered: [desk]\ntimeline: {detected: " +
			detected + "}\ndetection: {method: audit}\n---\n## What happened\n\nIt did.\n"
	}
	put("INC-2026-0001.md", record("INC-2026-0001", "GREEN", "2026-02-03"))
	put("INC-2026-0002.md", record("INC-2026-0002", "AMBER", "2026-02-03"))
	if err := os.WriteFile(filepath.Join(source, load.ConfigFile), []byte("title: Theirs\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	opts := options
	// gathered is what comes of the source, and whether it was read for that.
	gathered := func(settings string) (told string, isRead bool) {
		t.Helper()
		packs := func() []string {
			names, _ := filepath.Glob(filepath.Join(kept, "*.pack"))
			return names
		}
		for _, name := range packs() {
			os.Remove(name)
		}
		own := fstest.MapFS{load.ConfigFile: {Data: []byte("sources:\n  - {prefix: PAY, folder: " + source + settings + "}\n")}}
		o, err := Gather(t.Context(), t.TempDir(), own, opts, func(string) corpus.Store {
			return corpus.Store{Folder: kept, Program: "test", Clock: func() time.Time { return time.Now().Add(time.Hour) }} // files are old by then
		})
		if err != nil {
			t.Fatal(err)
		}
		for i := range 4 {
			if _, err := fs.Stat(o.Files, fmt.Sprintf("incidents/PAY-INC-2026-%04d.md", i)); err == nil {
				told += fmt.Sprint(i)
			}
		}
		for _, p := range o.Problems {
			told += " " + p.Message
		}
		return told, len(packs()) > 0
	}
	for _, step := range []struct {
		what, settings string
		change         func()
		want           string
		isRead         bool
	}{
		{"first", ", ceiling: AMBER", nil, "12", true},
		{"again", ", ceiling: AMBER", nil, "12", false},
		{"a lower ceiling", ", ceiling: GREEN", nil, "1", true},
		{"as before", ", ceiling: AMBER", nil, "12", true}, // one is kept
		{"another file", ", ceiling: AMBER", func() { put("INC-2026-0003.md", record("INC-2026-0003", "CLEAR", "2026-07-01")) }, "123", true},
		{"again", ", ceiling: AMBER", nil, "123", false},
		{"after a day that a record names", ", ceiling: AMBER", func() { opts.Now = opts.Now.AddDate(0, 2, 0) }, "123", true},
		{"a mark that was raised", ", ceiling: AMBER", func() { put("INC-2026-0001.md", record("INC-2026-0001", "RED", "2026-02-03")) }, "23", true},
		{
			"a file with an error", ", ceiling: AMBER", func() { put("INC-2026-0003.md", "---\ntlp: CLEAR\n---\n") },
			"2 PAY: incidents/INC-2026-0003.md is left out: ", true,
		},
		{"again", ", ceiling: AMBER", nil, "2 PAY: incidents/INC-2026-0003.md is left out: ", false},
		{"a name", ", ceiling: AMBER", func() { opts.People = []string{"Jo Doe"} }, "2 PAY: ", true},
		{"two months later", ", ceiling: AMBER", func() { opts.Now = opts.Now.AddDate(0, 2, 0) }, "2 PAY: ", false},
	} {
		if step.change != nil {
			step.change()
		}
		told, isRead := gathered(step.settings)
		if !strings.HasPrefix(told, step.want) || isRead != step.isRead {
			t.Errorf("%s: %s, read: %v", step.what, told, isRead)
		}
	}
}

// shown is what of the demo those see who see up to a mark.
func shown(t *testing.T, mark string) *incident.Log {
	t.Helper()
	root, err := disk.Open(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	c, d, err := Disclosed(t.Context(), root.FS(), mark, options)
	if err != nil || len(d.LeftOut) > 0 {
		t.Fatal(err, d.LeftOut)
	}
	if len(d.Log.Records) >= len(c.Log.Records) {
		t.Fatalf("all %d records are shown up to %s", len(d.Log.Records), mark)
	}
	return d.Log
}

// Every record of a whole log comes in, under its prefix, and says what it said: with the prefix taken away again the
// values and the texts are those of the log, and what it refers to is there.
func TestWholeLogComesIn(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	c := joined(t, "organisation: Nordhaven Bank\nsources:\n  - {prefix: QZX, folder: "+root+", ceiling: AMBER}\n"+
		"  - {prefix: QZY, folder: "+root+", ceiling: CLEAR}\n")
	for _, f := range c.Findings {
		t.Errorf("%s: %s", f.Path, f.Message)
	}
	names := c.Log.Names()
	for prefix, mark := range map[incident.Prefix]string{"QZX": "AMBER", "QZY": "CLEAR"} {
		log := shown(t, mark)
		bare := strings.NewReplacer(string(prefix)+"-", "", strings.ToLower(string(prefix))+"-", "")
		said := func(r *incident.Record) string {
			front := r.Front
			front.Aliases = nil // paths of another site go
			text, err := json.Marshal(front)
			if err != nil {
				t.Fatal(err)
			}
			all := string(text)
			for _, b := range r.Text.Blocks {
				all += "\n" + b.Mark + " " + b.Plain
			}
			return bare.Replace(all)
		}
		for _, r := range log.Records {
			here := names.Record(prefix.ID(r.ID))
			if here == nil {
				t.Errorf("%s did not come in", prefix.ID(r.ID))
				continue
			}
			if got, want := said(here), said(r); got != want {
				t.Errorf("%s says\n%s\nwant\n%s", here.ID, got, want)
			}
			if len(here.Text.Refs) != len(r.Text.Refs) {
				t.Errorf("%s has %d references, want %d", here.ID, len(here.Text.Refs), len(r.Text.Refs))
			}
			for _, ref := range here.Text.Refs {
				if target := names.Target(here.Path, ref); target == nil && ref.Form != 1 {
					t.Errorf("%s: %s leads nowhere", here.ID, ref.Target)
				}
			}
			for _, system := range here.Systems {
				if names.System(system) == nil {
					t.Errorf("%s: there is no system %s", here.ID, system)
				}
			}
		}
	}
	for _, r := range c.Log.Records {
		most := map[string]string{"QZX": "AMBER", "QZY": "CLEAR"}[r.ID[:3]]
		if !audience.Sees(most, r.TLP) {
			t.Errorf("%s has the mark %s, above %s", r.ID, r.TLP, most)
		}
	}
}

// source writes a records repository with one record, and returns its folder.
func source(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const record = `---
id: %ID%
title: Reply to the wrong customer
type: model_failure
severity: sev3
status: detected
tlp: CLEAR
unregistered: [reply bot]
timeline: {detected: 2026-03-01T09:25:00Z}
detection: {method: user_report}
---
`

// Ids of any pattern, names of files and folders, headings and links of every kind come out as they would have been
// written here.
func TestTranslated(t *testing.T) {
	pixel := "GIF89a\x01\x00\x01\x00\x00\x00\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
	dir := source(t, map[string]string{
		"hindcast.yaml": "ids: {pattern: \"{date}-{slug}\"}\nsections: {What happened: Was war}\n" +
			"articles: {folder: docs, tlp: CLEAR}\n",
		"docs/guide.md": "# Guide\nText.\n",
		"incidents/2026/2026-03-01-wrong-reply/index.md": strings.ReplaceAll(record, "%ID%", "2026-03-01-wrong-reply") +
			"## Was war\nLike 2026-02-01-other, [[2026-02-01-other|that one]], [this](../2026-02-01-other.md#was-war), " +
			"[root](/incidents/2026/2026-02-01-other.md) and ![a chart](my%20chart.gif), see [[guide]] and " +
			"[the guide](../../../docs/guide.md). Code: `2026-02-01-other`.\n",
		"incidents/2026/2026-03-01-wrong-reply/my chart.gif": pixel,
		"incidents/2026/2026-02-01-other.md":                 strings.ReplaceAll(record, "%ID%", "2026-02-01-other") + "## Was war\nText.\n",
	})
	c := joined(t, "sources: [{prefix: OPS, folder: "+dir+"}]\n")
	for _, f := range c.Findings {
		if f.Level > diag.Note {
			t.Errorf("%s: %s", f.Path, f.Message)
		}
	}
	names := c.Log.Names()
	r := names.Record("OPS-2026-03-01-wrong-reply")
	if r == nil {
		t.Fatal("it did not come in")
	}
	if want := "incidents/2026/OPS-2026-03-01-wrong-reply/index.md"; r.Path != want {
		t.Errorf("it is in %s", r.Path)
	}
	if len(r.Text.Blocks) < 2 || r.Text.Blocks[0].Name != "What happened" {
		t.Fatalf("%+v", r.Text.Blocks)
	}
	want := "Like OPS-2026-02-01-other, that one, this, root and a chart, see guide and the guide. Code: 2026-02-01-other."
	if got := r.Text.Blocks[1].Plain; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	led := 0
	for _, ref := range r.Text.Refs {
		switch target := names.Target(r.Path, ref).(type) {
		case *incident.Record:
			if target.ID != "OPS-2026-02-01-other" {
				t.Errorf("%s leads to %s", ref.Target, target.ID)
			}
			led++
		case string:
			if target != "incidents/2026/OPS-2026-03-01-wrong-reply/my chart.gif" {
				t.Errorf("the picture is %s", target)
			}
			led++
		default:
			t.Errorf("%s leads to %v", ref.Target, target)
		}
	}
	if led != 5 {
		t.Errorf("%d references lead somewhere, want 5", led)
	}
}

// What a record of a source calls by an id of this log, which its own log does not have, is no record of this log.
func TestNoLinkByAccident(t *testing.T) {
	dir := source(t, map[string]string{
		"incidents/2026/INC-2026-0001-a.md": strings.ReplaceAll(record, "%ID%", "INC-2026-0001") + "## What happened\nSee INC-2026-0002.\n",
	})
	c := joined(t, "sources: [{prefix: OPS, folder: "+dir+"}]\n",
		"incidents/2026/INC-2026-0002-a.md", strings.ReplaceAll(record, "%ID%", "INC-2026-0002")+"## What happened\nText.\n")
	names := c.Log.Names()
	r := names.Record("OPS-INC-2026-0001")
	if r == nil || len(r.Text.Refs) != 1 || names.Record("INC-2026-0002") == nil {
		t.Fatal(r, c.Findings)
	}
	if target := names.Target(r.Path, r.Text.Refs[0]); target != nil {
		t.Errorf("it leads to %v", target)
	}
}
