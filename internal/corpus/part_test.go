package corpus

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"hindcast/internal/bench/gen"
	"hindcast/internal/check"
	"hindcast/internal/diag"
	"hindcast/internal/load"
)

var options = Options{
	Now: time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC), Limits: load.DefaultLimits, People: []string{"Ann Author"},
}

type fataler interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// samePart compares the findings in some places with those of all files that are in them. It returns the log of the
// part.
func samePart(t fataler, files fs.FS, all []diag.Finding, places ...string) *Corpus {
	t.Helper()
	part, err := OpenPart(context.Background(), files, options, places)
	if err != nil {
		t.Fatal(err)
	}
	var want []diag.Finding
	for _, f := range all {
		if Within(f.Path, places) {
			want = append(want, f)
		}
	}
	if !reflect.DeepEqual(part.Findings, want) {
		t.Fatalf("in %v:\n%s\nwant:\n%s", places, listed(part.Findings), listed(want))
	}
	return part
}

func listed(findings []diag.Finding) string {
	var b strings.Builder
	for _, f := range findings {
		fmt.Fprintf(&b, "  %s:%v %s: %s (%s) %v\n", f.Path, f.Span.Start, f.Rule, f.Message, f.Hint, f.Related)
	}
	return b.String()
}

func opened(t fataler, files fs.FS) *Corpus {
	c, err := Open(context.Background(), files, options)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// What every rule finds in its example, it finds where that file alone is asked for.
func TestPartOfExamples(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	unmark := strings.NewReplacer("«", "", "»", "")
	for _, r := range check.Rules() {
		name, bad, _ := r.Files()
		texts := r.Beside()
		maps.Copy(texts, r.Example.Wrong)
		if texts[name] = unmark.Replace(bad); texts[name] == "" {
			delete(texts, name)
		}
		files := fstest.MapFS{}
		for name, text := range texts {
			files[name] = &fstest.MapFile{Data: []byte(text)}
		}
		t.Run(r.ID, func(t *testing.T) {
			all := opened(t, files).Findings
			for name := range texts {
				samePart(t, files, all, name)
			}
		})
	}
}

// pieces are what the files of TestPart are made of.
var pieces = struct{ names, ids, heads, keys, texts []string }{
	names: []string{
		"incidents/INC-2026-0001.md", "incidents/2026/INC-2026-0002-b.md", "incidents/INC-2026-0003/index.md",
		"incidents/a.md", "incidents/z.md", "incidents/b.markdown", "incidents/d.md/e.md", "knowledge/systems/s.md",
		"knowledge/p.md", "knowledge/playbooks/p.md", "incidents/INC-2026-0003/pic.gif",
	},
	ids: []string{
		"INC-2026-0001", "INC-2026-0002", "INC-2026-0003", "inc-2026-0002", "KIX-0001", "\u212aix-0001", "old name",
	},
	heads: []string{
		"---\nid: %s\ntitle: A\n", "---\r\nid: %s\r\ntitle: A\r\n", "---\ntitle: A\nid: %s\n", "---\nid: \"%s\"\ntitle: A\n",
		"---\nid: %s\n", "id: %s\n", "---\nid: %s\nstatus: [\n", "---\nid: %s\nid: INC-2026-0003\n", "---\n%%\nids: %s\n",
		"---\nid: %s\ntitle: A\n\"id\": INC-2026-0002\n", "---\nid: %s\n  b\n", "\xff---\nid: %s\n",
	},
	keys: []string{
		"aliases: [%s]\n", "aliases: [\"\\u0049NC-2026-0002\", '%s']\n", "aliases:\n- old\n  name\n- %s\n", "aliases: ['']\n",
		"related: [{id: %s, relation: caused_by}]\n", "related: [{id: %s, relation: recurrence_of}]\n", "duplicate_of: %s\n",
		"related: [{id: '', relation: caused_by}]\n", "status: duplicate\n", "status: withdrawn\n", "systems: [s, %s]\n",
		"timeline: {detected: 2026-01-02}\n", "timeline: {detected: 2026-05-02, started: 2026-05-01}\n",
		"playbooks: [q, p, %s]\n", "tlp: GREEN\n", "type: model_failure\n", "severity: sev3\n", ": : :\n",
	},
	texts: []string{
		"[[%s]]\n", "see %s\n", "[a](INC-2026-0001.md#one)\n", "[a](/incidents/2026/INC-2026-0002-b.md#two)\n", "## One\n",
		"[b](../a.md)\n", "[c](a.md)\n", "![x](pic.gif)\n", "[[s]] and [[p]] and [[q]]\n", "## Two\n", "\xff\n", "\\\n",
	},
}

func aFile(t *rapid.T) *fstest.MapFile {
	id := rapid.SampledFrom(pieces.ids)
	var b strings.Builder
	add := func(piece string) {
		if strings.Contains(piece, "%") {
			piece = fmt.Sprintf(piece, id.Draw(t, "id"))
			piece, _, _ = strings.Cut(piece, "%!(EXTRA")
		}
		b.WriteString(piece)
	}
	add(rapid.SampledFrom(pieces.heads).Draw(t, "head"))
	for _, key := range rapid.SliceOfNDistinct(rapid.SampledFrom(pieces.keys), 0, 8, rapid.ID).Draw(t, "keys") {
		add(key)
	}
	if rapid.IntRange(0, 9).Draw(t, "closed") > 0 {
		b.WriteString("---\n")
	}
	for _, text := range rapid.SliceOfN(rapid.SampledFrom(pieces.texts), 0, 5).Draw(t, "text") {
		add(text)
	}
	return &fstest.MapFile{Data: []byte(b.String())}
}

// The findings in a file are those of a check of all, whatever its and all other files hold.
func TestPart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		files := fstest.MapFS{}
		names := rapid.SliceOfNDistinct(rapid.SampledFrom(pieces.names), 1, 8, rapid.ID).Draw(t, "names")
		for _, name := range names {
			files[name] = aFile(t)
		}
		if rapid.Bool().Draw(t, "link") {
			files["incidents/link.md"] = &fstest.MapFile{Data: []byte("a.md"), Mode: fs.ModeSymlink}
			names = append(names, "incidents/link.md")
		}
		all := opened(t, files).Findings
		for _, name := range names {
			samePart(t, files, all, name)
		}
		samePart(t, files, all, names[0], "incidents/2026")
		samePart(t, files, all, "knowledge")
	})
}

// An alias is found however it is written, in a file that can be read and in one that can't.
func TestPartFindsAliases(t *testing.T) {
	for _, c := range []struct{ name, written string }{
		{"OLD-1001", "aliases: [old-1001]\n"},
		{"OLD-1001", "aliases: [\"\\x4fLD-1001\"]\n"},
		{"KIX-1001", "aliases: [\u212aIX-1001]\n"},
		{"an old name", "aliases:\n- an\n  old\n  name\n"},
		{"an old one's name", "aliases: ['an old one''s\n  name']\n"},
		{"OLD-1001", "aliases: [OLD-1001]\nx: [\n"},
		{"OLD-1001", "aliases: [OLD-\xff1001]\n"},
		{"OTHER-1001", "x: [\n"},
	} {
		files := fstest.MapFS{
			"incidents/a.md":          {Data: []byte("---\nid: INC-2026-0001\nduplicate_of: \"" + c.name + "\"\n---\n")},
			"incidents/OTHER-1001.md": {Data: []byte("---\nid: INC-2026-0002\nstatus: withdrawn\n" + c.written + "---\n")},
		}
		all := opened(t, files)
		if isDead(all.Findings) {
			t.Errorf("%q is no alias of a record with %q", c.name, c.written)
		}
		samePart(t, files, all.Findings, "incidents/a.md")
	}
}

func isDead(findings []diag.Finding) bool {
	return slices.ContainsFunc(findings, func(f diag.Finding) bool { return f.Rule == "unknown-record" })
}

// The same holds in a log like those that people write, after slips like theirs.
func TestPartOfManyRecords(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	for seed := range uint64(5) {
		files := fstest.MapFS{}
		var records, ids []string
		for name, data := range gen.Corpus(seed, 40) {
			files[name] = &fstest.MapFile{Data: data}
			if strings.HasPrefix(name, "incidents/") {
				records = append(records, name)
				ids = append(ids, strings.TrimSuffix(path.Base(name)[:len("INC-2026-0001")], "."))
			}
		}
		rng := rand.New(rand.NewPCG(seed, 0))
		for range 30 {
			file := files[records[rng.IntN(len(records))]]
			file.Data = []byte(slip(rng, string(file.Data), ids[rng.IntN(len(ids))]))
		}
		whole := opened(t, files)
		for _, name := range records {
			part := samePart(t, files, whole.Findings, name)
			if got, want := len(part.Log.Records), len(whole.Log.Records); got != want {
				t.Fatalf("%d records in the log, want %d", got, want)
			}
		}
		for i := 0; i < len(records); i += 10 {
			samePart(t, files, whole.Findings, records[i:i+10]...)
		}
	}
}

// slip makes one mistake in a text, to do with an id.
func slip(rng *rand.Rand, text, id string) string {
	lines := strings.SplitAfter(text, "\n")
	at := rng.IntN(min(40, len(lines)))
	switch rng.IntN(6) {
	case 0:
		return strings.Join(slices.Delete(lines, at, at+1), "")
	case 1:
		return strings.Join(slices.Insert(lines, at, lines[at]), "")
	case 2:
		return strings.Replace(text, text[len("---\nid: "):len("---\nid: INC-2026-0001")], id, 1+rng.IntN(2))
	case 3:
		return strings.Replace(text, "\n---\n", "\naliases: ["+strings.ToLower(id)+"]\n---\n", 1)
	case 4:
		related := fmt.Sprintf("\nrelated: [{id: %s, relation: caused_by}]\n---\n[[%[1]s0]] [[%[1]s]]\n", id)
		return strings.Replace(text, "\n---\n", related, 1)
	}
	return strings.Replace(text, "\n---\n", "\nduplicate_of: "+id+"\n---\n", 1)
}

// Of the records that do not matter for a file nothing but path and id is there.
func TestPartLeavesOut(t *testing.T) {
	files := gen.FS(1, 100)
	all := opened(t, files)
	name := all.Log.Records[50].Path
	part := samePart(t, files, all.Findings, name)
	read := 0
	for i, r := range part.Log.Records {
		if r.Places != nil {
			read++
		} else if r.Path != all.Log.Records[i].Path || r.ID != all.Log.Records[i].ID {
			t.Errorf("%s with the id %s is in the place of %s", r.Path, r.ID, all.Log.Records[i].Path)
		}
	}
	if read > 10 || part.Log.Records[50].Places == nil {
		t.Errorf("%d records were read for %s", read, name)
	}
}
