package load_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/load"
)

const good = "---\nid: INC-2026-0001\ntitle: A record\n---\n## What happened\nText.\n"

// repository is a folder on disk with a good record before and after whatever a test adds.
type repository struct {
	t   *testing.T
	dir string
}

func newRepository(t *testing.T) repository {
	r := repository{t, t.TempDir()}
	r.write("incidents/0000-first.md", good)
	r.write("incidents/zzzz-last.md", good)
	return r
}

func (r repository) path(name string) string {
	full := filepath.Join(r.dir, name)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		r.t.Fatal(err)
	}
	return full
}

func (r repository) write(name, text string) {
	if err := os.WriteFile(r.path(name), []byte(text), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

func (r repository) link(name, target string) {
	if err := os.Symlink(target, r.path(name)); err != nil {
		r.t.Skipf("no links can be made here: %v", err)
	}
}

// load reads the repository as the commands do, closed to what lies outside. Five minutes are a guard
// against hanging, not a measure.
func (r repository) load() *incident.Log {
	r.t.Helper()
	root, err := os.OpenRoot(r.dir)
	if err != nil {
		r.t.Fatal(err)
	}
	defer root.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	done := make(chan *incident.Log, 1)
	go func() {
		log, err := load.NewLoader(load.DefaultLimits).Log(ctx, root.FS())
		if err != nil {
			r.t.Error(err)
		}
		done <- log
	}()
	select {
	case log := <-done:
		if log == nil {
			r.t.FailNow()
		}
		return log
	case <-ctx.Done():
		r.t.Fatal("reading did not end within five minutes")
		return nil
	}
}

// files is every file of a log that is no asset, by path.
func files(log *incident.Log) map[string]incident.File {
	all := map[string]incident.File{}
	for _, r := range log.Records {
		all[r.Path] = r.File
	}
	for _, s := range log.Systems {
		all[s.Path] = s.File
	}
	for _, a := range log.Articles {
		all[a.Path] = a.File
	}
	return all
}

func head(keys string) string { return "---\n" + keys + "---\nText.\n" }
func body(text string) string { return "---\nid: INC-2026-0001\n---\n" + text }

var hostile = []struct{ name, text, rule, say string }{
	{"empty.md", "", "front-matter-missing", "the file is empty"},
	{"binary.md", "\x7fELF\x02\x01\x01\x00\x00\x00", "file-encoding", "byte 7 is 0x00"},
	{"null-in-head.md", head("title: a\x00b\n"), "file-encoding", "not UTF-8 text"},
	{"null-in-text.md", body("a\x00b"), "file-encoding", "not UTF-8 text"},
	{"latin-1.md", head("title: Geb\xfchr\n"), "file-encoding", "byte 14 is 0xfc"},
	{"cut-utf-8.md", body("a\xe2\x82"), "file-encoding", "is 0xe2"},
	{"surrogate.md", body("a\xed\xa0\x80"), "file-encoding", "is 0xed"},
	{"utf-16.md", "\xff\xfe-\x00-\x00-\x00", "file-encoding", "not UTF-8 text"},
	{"large.md", body(strings.Repeat("x", 1<<20)), "file-too-large", "at most 1048576 are read"},
	{"large-head.md", head("title: " + strings.Repeat("x", 64<<10) + "\n"), "front-matter-too-large", "at most 65536 are read"},
	{"large-text.md", body(strings.Repeat("word ", 30_000)), "text-too-large", "at most 131072 are read"},
	{"same-keys.md", head(strings.Repeat("a:\n", 20_000)), "front-matter-too-large", "more than 2000 keys and values"},
	{"many-keys.md", head(manyKeys(6000)), "front-matter-too-large", "more than 2000 keys and values"},
	{"long-list.md", head("tags: [" + strings.Repeat("a,", 30_000) + "a]\n"), "front-matter-too-large", "more than 2000 keys and values"},
	{"deep-flow.md", head("title: " + strings.Repeat("[", 30_000) + "\n"), "yaml-syntax", "max depth"},
	{"deep-flow-maps.md", head("title: " + strings.Repeat("{a: ", 10_000) + "\n"), "yaml-syntax", "max depth"},
	{"deep-block.md", head("title:\n" + deepBlock(300)), "yaml-syntax", "max depth"},
	{"deep-dashes.md", head("title:\n" + strings.Repeat("- ", 20_000) + "a\n"), "yaml-syntax", "max depth"},
	{"alias-bomb.md", head(aliasBomb()), "yaml-feature", "anchors and aliases"},
	{"alias-of-itself.md", head("custom: &a [*a]\n"), "yaml-feature", "anchors and aliases"},
	{"tag.md", head("custom: !!python/object/apply:os.system [ls]\n"), "yaml-feature", "tags"},
	{"brackets.md", body(strings.Repeat("[](", 64<<10/3)), "text-too-complex", "brackets"},
	{"open-brackets.md", body(strings.Repeat("[", 100_000)), "text-too-complex", "brackets"},
	{"pictures.md", body(strings.Repeat("![", 60_000)), "text-too-complex", "brackets"},
	{"wide-table.md", body("|" + strings.Repeat("a|", 1500) + "\n|" + strings.Repeat("-|", 1500) + "\n" + strings.Repeat("|\n", 1500)), "text-too-complex", "cells"},
	{"reference-links.md", body("[r]: https://example.org/" + strings.Repeat("x", 8000) + "\n\n" + strings.Repeat("[r]\n\n", 4_000)), "text-too-complex", "bytes of HTML"},
	{"many-references.md", body("[r]: https://example.org/\n\n" + strings.Repeat("[r]\n\n", 24_000)), "text-too-complex", "more than 5000 links"},
	{"many-ids.md", body(strings.Repeat("INC-2026-0001 ", 9000)), "text-too-complex", "more than 5000 links"},
	{"wiki-links.md", body(strings.Repeat("[[a]]\n\n", 18_000)), "text-too-complex", "more than 5000 links"},
	{"many-headings.md", body(strings.Repeat("# a\n", 30_000)), "text-too-complex", "more than 500 headings"},
	{"footnotes.md", body(strings.Repeat("[^1]", 20_000)), "text-too-complex", "footnotes"},
	{"emphasis.md", body(strings.Repeat("*a_", 40_000)), "text-too-complex", "emphasis"},
	{"emphasis-in-emphasis.md", body("a" + strings.Repeat("*", 4000) + "b" + strings.Repeat("*", 4000)), "text-too-complex", "nested too deeply"},
	{"quotes.md", body(strings.Repeat(">", 120_000)), "text-too-complex", "within each other"},
	{"lists.md", body(strings.Repeat("- ", 60_000)), "text-too-complex", "within each other"},
	{"deep-list.md", body(deepList(240)), "text-too-complex", "nested too deeply"},
}

// harmless is heavy and right: it is read, and found nothing wrong with.
var harmless = []struct{ name, text string }{
	{"backticks.md", body(backticks(100_000))},
	{"unclosed-code.md", body(strings.Repeat("~~~a\n```\n", 6000))},
	{"unclosed-comments.md", body(strings.Repeat("<!-- ", 20_000))},
	{"comments.md", body(strings.Repeat("<!--\n", 20_000))},
	{"html.md", body(strings.Repeat("<a ", 40_000))},
	{"entities.md", body(strings.Repeat("&amp;&#", 15_000))},
	{"addresses.md", body(strings.Repeat("www.", 30_000))},
	{"mail.md", body(strings.Repeat("a@a.", 30_000))},
	{"ids.md", body(strings.Repeat("INC-2026-0001 ", 4500))},
	{"bare-ids.md", body(strings.Repeat("A-", 60_000))},
	{"definitions.md", body(strings.Repeat("[a]: x\n\n", 15_000))},
	{"fences.md", body(strings.Repeat(":::tlp RED\na\n:::\n", 7000))},
	{"events.md", body(strings.Repeat("- 10:00\n", 15_000))},
	{"headings.md", body(strings.Repeat("# a\n", 400))},
	{"line-breaks.md", body(strings.Repeat("\n", 130_000))},
	{"escapes.md", body(strings.Repeat("\\", 130_000))},
	{"long-line.md", body(strings.Repeat("漢", 40_000))},
	{"scalars.md", head("title: \"" + strings.Repeat("\\u0041", 10_000) + "\"\n")},
}

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "k%d: 1\n", i)
	}
	return b.String()
}

func deepBlock(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i+1) + "a:\n")
	}
	return b.String()
}

func deepList(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat("  ", i) + "- a\n")
	}
	return b.String()
}

func aliasBomb() string {
	text := "a0: &a0 [x, x]\n"
	for i := 1; i < 30; i++ {
		text += fmt.Sprintf("a%d: &a%d [*a%d, *a%d]\n", i, i, i-1, i-1)
	}
	return text
}

func backticks(n int) string {
	var b strings.Builder
	for i := 1; b.Len() < n; i++ {
		b.WriteString(strings.Repeat("`", i) + "a")
	}
	return b.String()
}

// Every hostile file costs one finding that names it, and none of the files beside it.
func TestHostileFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	r := newRepository(t)
	for _, h := range hostile {
		r.write("incidents/"+h.name, h.text)
	}
	for _, h := range harmless {
		r.write("incidents/"+h.name, h.text)
	}
	all := files(r.load())
	for _, h := range hostile {
		wantFault(t, all, "incidents/"+h.name, h.rule, h.say)
	}
	for _, h := range harmless {
		wantNone(t, all, "incidents/"+h.name)
	}
	wantNone(t, all, "incidents/0000-first.md")
	wantNone(t, all, "incidents/zzzz-last.md")
	if want := len(hostile) + len(harmless) + 2; len(all) != want {
		t.Errorf("%d files were read, want %d", len(all), want)
	}
}

func wantFault(t *testing.T, all map[string]incident.File, name, rule, say string) {
	t.Helper()
	file, ok := all[name]
	switch {
	case !ok:
		t.Errorf("%q is not in the log", name)
	case len(file.Faults) != 1:
		t.Errorf("%q: want one finding of %s, got %d: %.300v", name, rule, len(file.Faults), file.Faults)
	case file.Faults[0].Rule != rule || !strings.Contains(file.Faults[0].Message, say):
		t.Errorf("%q: want %s with %q, got %s: %s", name, rule, say, file.Faults[0].Rule, file.Faults[0].Message)
	case file.Faults[0].Path != name:
		t.Errorf("%q: the finding names %q", name, file.Faults[0].Path)
	case strings.Contains(file.Faults[0].Message, string(filepath.Separator)+"tmp"):
		t.Errorf("%q: the finding tells a path of this machine: %s", name, file.Faults[0].Message)
	}
}

func wantNone(t *testing.T, all map[string]incident.File, name string) {
	t.Helper()
	file, ok := all[name]
	switch {
	case !ok:
		t.Errorf("%q is not in the log", name)
	case len(file.Faults) > 0:
		t.Errorf("%q: %s", name, file.Faults[0].Message)
	case file.Places == nil:
		t.Errorf("%q was not read", name)
	}
}

// Names are bytes of the file system's: they are kept as they are, and printing makes them safe.
func TestHostileNames(t *testing.T) {
	r := newRepository(t)
	names := []string{
		"a b.md", " leading.md", "new\nline.md", "escape\x1b[31m.md", "bell\a.md", "tab\t.md", "quote'\".md", "back\\slash.md", "-rf.md", "--.md", "percent%20.md", "$(x).md", "hash#.md", "漢字.md",
		"e\u0301.md", "right\u202eto-left.md", strings.Repeat("n", 200) + ".md", "a.md.md", "a:b.md",
	}
	for _, name := range names {
		r.write("incidents/right/"+name, good)
		r.write("incidents/wrong/"+name, "")
	}
	all := files(r.load())
	for _, name := range names {
		wantNone(t, all, "incidents/right/"+name)
		wantFault(t, all, "incidents/wrong/"+name, "front-matter-missing", "empty")
		var printed strings.Builder
		if err := (diag.Printer{}).Text(&printed, all["incidents/wrong/"+name].Faults); err != nil {
			t.Fatal(err)
		}
		place, _, _ := strings.Cut(printed.String(), "hint:")
		if strings.ContainsAny(printed.String(), "\x1b\a\t\u202e") || strings.Count(place, "\n") > 1 {
			t.Errorf("%q is printed raw: %q", name, printed.String())
		}
	}
}

func TestHostileNameThatIsNoText(t *testing.T) {
	r := newRepository(t)
	if err := os.WriteFile(filepath.Join(r.dir, "incidents", "\xff.md"), []byte(good), 0o644); err != nil {
		t.Skipf("the file system takes no such name: %v", err)
	}
	all := files(r.load())
	wantFault(t, all, "incidents/\xff.md", "file-unreadable", "can't be read")
	wantNone(t, all, "incidents/zzzz-last.md")
}

func TestFolderNamedLikeARecord(t *testing.T) {
	r := newRepository(t)
	r.write("incidents/folder.md/inner.md", good)
	all := files(r.load())
	wantFault(t, all, "incidents/folder.md", "file-unreadable", "a folder with the name of a record")
	wantNone(t, all, "incidents/folder.md/inner.md")
	wantNone(t, all, "incidents/zzzz-last.md")
}

func TestLinks(t *testing.T) {
	r := newRepository(t)
	outside := filepath.Join(t.TempDir(), "secret.md")
	if err := os.WriteFile(outside, []byte(strings.Replace(good, "A record", "SECRET", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	relative, err := filepath.Rel(filepath.Join(r.dir, "incidents"), outside)
	if err != nil {
		t.Fatal(err)
	}
	r.write("incidents/archive/old.md", good)
	r.link("incidents/broken.md", "nowhere.md")
	r.link("incidents/out.md", outside)
	r.link("incidents/out-relative.md", relative)
	r.link("incidents/out-and-in.md", "../../"+filepath.Base(r.dir)+"/incidents/zzzz-last.md")
	r.link("incidents/loop.md", "loop.md")
	r.link("incidents/loop-a.md", "loop-b.md")
	r.link("incidents/loop-b.md", "loop-a.md")
	r.link("incidents/inside.md", "zzzz-last.md")
	r.link("incidents/up-and-inside.md", "../incidents/archive/old.md")
	r.link("incidents/linked-folder", "archive")
	r.link("incidents/folder-of-the-parent", "..")
	r.link("incidents/folder.md", "archive")
	r.link("incidents/passwd", "/etc/passwd")
	log := r.load()
	all := files(log)
	wantFault(t, all, "incidents/broken.md", "file-unreadable", "the link points at nothing")
	wantFault(t, all, "incidents/out.md", "file-unreadable", "the link leads out of the repository")
	wantFault(t, all, "incidents/out-relative.md", "file-unreadable", "the link leads out of the repository")
	wantFault(t, all, "incidents/out-and-in.md", "file-unreadable", "the link leads out of the repository")
	wantFault(t, all, "incidents/loop.md", "file-unreadable", "can't be read")
	wantFault(t, all, "incidents/loop-a.md", "file-unreadable", "can't be read")
	wantFault(t, all, "incidents/loop-b.md", "file-unreadable", "can't be read")
	wantFault(t, all, "incidents/folder.md", "file-unreadable", "not a regular file")
	wantFault(t, all, "incidents/linked-folder", "file-unreadable", "links to folders are not followed")
	wantFault(t, all, "incidents/folder-of-the-parent", "file-unreadable", "links to folders are not followed")
	wantNone(t, all, "incidents/inside.md")
	wantNone(t, all, "incidents/up-and-inside.md")
	wantNone(t, all, "incidents/archive/old.md")
	wantNone(t, all, "incidents/zzzz-last.md")
	if strings.Contains(fmt.Sprintf("%+v", log), "SECRET") {
		t.Error("something from outside of the repository was read")
	}
}

func TestPipe(t *testing.T) {
	r := newRepository(t)
	tool, err := exec.LookPath("mkfifo")
	if err != nil {
		t.Skip("mkfifo is missing here: no pipe was tried")
	}
	for _, name := range []string{"incidents/pipe.md", "incidents/pipe"} {
		if out, err := exec.Command(tool, r.path(name)).CombinedOutput(); err != nil {
			t.Skipf("no pipe can be made here: %v %s", err, out)
		}
	}
	all := files(r.load())
	wantFault(t, all, "incidents/pipe.md", "file-unreadable", "not a regular file")
	wantNone(t, all, "incidents/zzzz-last.md")
}

func TestNoPermission(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("this runs as root, who may read everything: no permission was tried")
	}
	r := newRepository(t)
	r.write("incidents/closed.md", good)
	r.write("incidents/closed/inner.md", good)
	for _, name := range []string{"incidents/closed.md", "incidents/closed"} {
		if err := os.Chmod(r.path(name), 0); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { _ = os.Chmod(filepath.Join(r.dir, "incidents/closed"), 0o755) })
	all := files(r.load())
	wantFault(t, all, "incidents/closed.md", "file-unreadable", "permission denied")
	wantFault(t, all, "incidents/closed", "file-unreadable", "permission denied")
	wantNone(t, all, "incidents/zzzz-last.md")
}

func TestHostileSettings(t *testing.T) {
	for _, c := range []struct {
		name, rule, say string
		make            func(repository)
	}{
		{"empty", "", "", func(r repository) { r.write("hindcast.yaml", "") }},
		{"comments", "", "", func(r repository) { r.write("hindcast.yaml", "# none yet\n") }},
		{"binary", "file-encoding", "not UTF-8", func(r repository) { r.write("hindcast.yaml", "title: \xff") }},
		{"large", "front-matter-too-large", "at most 65536", func(r repository) { r.write("hindcast.yaml", strings.Repeat("# x\n", 20_000)) }},
		{"very large", "file-too-large", "at most 1048576", func(r repository) { r.write("hindcast.yaml", strings.Repeat("# x\n", 300_000)) }},
		{"no map", "wrong-form", "expected keys", func(r repository) { r.write("hindcast.yaml", "- a\n") }},
		{"aliases", "yaml-feature", "anchors", func(r repository) { r.write("hindcast.yaml", aliasBomb()) }},
		{"folder", "file-unreadable", "not a regular file", func(r repository) { r.write("hindcast.yaml/x", "") }},
		{"broken link", "file-unreadable", "points at nothing", func(r repository) { r.link("hindcast.yaml", "nowhere") }},
		{"link out", "file-unreadable", "leads out", func(r repository) { r.link("hindcast.yaml", "/etc/hostname") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRepository(t)
			c.make(r)
			log := r.load()
			if c.rule == "" {
				if len(log.ConfigFile.Faults) > 0 {
					t.Errorf("found %s", log.ConfigFile.Faults[0].Message)
				}
			} else {
				wantFault(t, map[string]incident.File{"hindcast.yaml": log.ConfigFile}, "hindcast.yaml", c.rule, c.say)
			}
			if log.Config.Title == "" || log.Config.Zone == nil {
				t.Error("the settings have no defaults")
			}
			wantNone(t, files(log), "incidents/zzzz-last.md")
		})
	}
}

// A folder that is no folder is no empty log.
func TestIncidentsThatIsAFile(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "incidents"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	log, err := load.NewLoader(load.DefaultLimits).Log(context.Background(), root.FS())
	if err != nil {
		t.Fatal(err)
	}
	if len(log.Own) != 1 || log.Own[0].Path != "incidents" || len(log.Own[0].Faults) != 1 {
		t.Errorf("want a fault of incidents, got %+v", log.Own)
	}
}

// A reader who has gone away is no longer worked for.
func TestCancelled(t *testing.T) {
	r := newRepository(t)
	root, err := os.OpenRoot(r.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := load.NewLoader(load.DefaultLimits).Log(ctx, root.FS()); err == nil {
		t.Error("want the error of the context")
	}
}
