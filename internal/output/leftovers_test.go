//go:build unix

package output

import (
	"path/filepath"
	"strings"
	"testing"
)

// Folders beside the target that only look like workplaces stay to the last byte.
func TestLeftoversOfOthersStay(t *testing.T) {
	head, err := journalHead("public", nil)
	if err != nil {
		t.Fatal(err)
	}
	other, err := journalHead("other", nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, texts := range map[string]map[string]string{
		".public.hindcast-abc": {"thesis.txt": "x"},
		".public.hindcast-a1":  {"site/index.html": "x"},
		".public.hindcast-a2":  {"journal": "of a journey\n"},
		".public.hindcast-a3":  {"journal": "of a journey\n", "site/index.html": "x"},
		".public.hindcast-a4":  {"journal/today": "x"},
		".public.hindcast-a5":  {"journal": string(other) + "\"index.html\"\n", "site/index.html": "x"},
		".public.hindcast-a b": {"journal": string(head)},
		".public.hindcast-":    {"journal": string(head)},
		".public.hindcast-AB":  {"journal": string(head)},
		".publi.hindcast-ab":   {"journal": string(head)},
		".public.new-123":      {"index.html": "x"},
		"public.hindcast-ab":   {"journal": string(head)},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlace(t)
			files(t, filepath.Join(p.log, name), texts)
			before := snapshot(t, filepath.Join(p.log, name))
			tree, err := build(t, p.log, p.target, site)
			if err != nil || len(tree.Left()) > 0 {
				t.Fatalf("left %q, %v", paths(tree.Left()), err)
			}
			same(t, before, snapshot(t, filepath.Join(p.log, name)))
			whole(t, p.target, site)
		})
	}
}

// What a stranger put into the workplace of a killed build survives it.
func TestStrangersInALeftoverStay(t *testing.T) {
	head, err := journalHead("public", nil)
	if err != nil {
		t.Fatal(err)
	}
	p := newPlace(t)
	files(t, p.log, map[string]string{
		".public.hindcast-1/journal":         string(head) + "\"index.html\"\n\"a/b.html\"\n\"a/torn",
		".public.hindcast-1/site/index.html": "half", ".public.hindcast-1/site/thesis.txt": "mine", ".public.hindcast-1/site/a/mine.txt": "mine",
	})
	tree, err := build(t, p.log, p.target, site)
	if err != nil {
		t.Fatal(err)
	}
	if want := ".public.hindcast-1/site/a/mine.txt .public.hindcast-1/site/thesis.txt"; strings.ReplaceAll(strings.Join(paths(tree.Left()), " "), p.log+"/", "") != want {
		t.Errorf("left %q", tree.Left())
	}
	for _, name := range paths(tree.Left()) {
		if got := read(t, name); got != "mine" {
			t.Errorf("%s holds %q", name, got)
		}
	}
	whole(t, p.target, site)
	if _, known := snapshot(t, p.log)[".public.hindcast-1/site/index.html"]; known {
		t.Error("a page of the killed build is left")
	}
}

// From the exchange on the workplace may hold the old folder, which had no list where only kept files
// were in it. The journal's list is not for it.
func TestTheOldFolderIsNotTakenForTheNew(t *testing.T) {
	head, err := journalHead("public", []string{"CNAME"})
	if err != nil {
		t.Fatal(err)
	}
	p := newPlace(t)
	p.old()
	files(t, p.log, map[string]string{
		".public.hindcast-1/journal":         string(head) + "\"index.html\"\n\"a/b.html\"\n" + exchanging,
		".public.hindcast-1/site/index.html": "mine", ".public.hindcast-1/site/CNAME": "example.org",
	})
	if _, err := build(t, p.log, p.target, site, "CNAME"); err != nil {
		t.Fatal(err)
	}
	whole(t, p.target, site)
	if got := read(t, p.target, "CNAME"); got != "example.org" {
		t.Errorf("CNAME holds %q", got)
	}
	if got := read(t, p.log, ".public.hindcast-1/site/index.html"); got != "mine" {
		t.Errorf("index.html holds %q", got)
	}
}

// A build that runs is not swept by another.
func TestARunningBuildIsNotSwept(t *testing.T) {
	p := newPlace(t)
	running, err := Begin(t.Context(), p.target, Options{Root: p.log, About: About{Audience: "public"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := running.Write("index.html", []byte("slow")); err != nil {
		t.Fatal(err)
	}
	if _, err := build(t, p.log, p.target, site); err != nil {
		t.Fatal(err)
	}
	if err := fill(t, running, map[string]string{"more.html": "x"}); err != nil {
		t.Fatal(err)
	}
	whole(t, p.target, map[string]string{"index.html": "slow", "more.html": "x"})
	noWorkplace(t, p.top)
}

// An old site with an unreadable name in it, a journal that says nothing of use, and none at all.
func TestParseJournal(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "hind": 0, magic: 0, magic + `{"target"`: 0,
		magic + "{\"target\":\"public\"}\n\"a\"\n\"b":                     1,
		magic + "{\"target\":\"public\"}\n\"../a\"\n\"/b\"\nc\n\"d/e\"\n": 1,
	} {
		j := parseJournal([]byte(text))
		if j == nil || len(j.paths) != want {
			t.Errorf("%q: %+v", text, j)
		}
	}
	for _, text := range []string{"x", "hindcast build, journal 2\n", "\n", magic + "x\n"} {
		if j := parseJournal([]byte(text)); j != nil {
			t.Errorf("%q is taken for a journal: %+v", text, j)
		}
	}
}

func paths(left []Leftover) []string {
	var all []string
	for _, l := range left {
		all = append(all, l.Path)
	}
	return all
}
