package publish_test

import (
	"context"
	"crypto/sha256"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hindcast/internal/corpus"
	"hindcast/internal/disclose"
	"hindcast/internal/history"
	"hindcast/internal/load"
	"hindcast/internal/publish"
	"hindcast/site"
	"hindcast/templates"
)

// proved makes a site and proves it, with what was written changed as a leak would.
func proved(t *testing.T, fsys fs.FS, opts publish.Options, leak func(publish.Sums)) []string {
	t.Helper()
	opts.Now, opts.KeepGoing, opts.Templates, opts.Assets = now, true, templates.FS, site.FS
	opening := func(ctx context.Context, fsys fs.FS) (*corpus.Corpus, error) {
		return corpus.Open(ctx, fsys, corpus.Options{Now: now, Limits: load.DefaultLimits})
	}
	c, err := opening(t.Context(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	s, err := publish.Prepare(context.Background(), c, opts)
	if err != nil {
		t.Fatalf("%v: %+v", err, s.Findings)
	}
	written := publish.Sums{}
	for page, err := range s.Files(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		written[page.Path] = sha256.Sum256(page.Body)
	}
	leak(written)
	differ, err := s.Prove(t.Context(), c, opts, written, opening)
	if err != nil {
		t.Fatal(err)
	}
	return differ
}

func nothing(publish.Sums) {}

// The demo, which holds all marks, is the same where what is withheld is not there.
func TestProof(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	for _, audience := range []string{"public", "partner", "internal", "restricted"} {
		if differ := proved(t, os.DirFS("../.."), publish.Options{
			Options: disclose.Options{Audience: audience},
		}, nothing); len(differ) > 0 {
			t.Errorf("%s: %d files differ: %q", audience, len(differ), differ[:min(9, len(differ))])
		}
	}
}

// What is withheld leaves no trace wherever it stands, and what was written without a proof is found out.
func TestProofOfOddRecords(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	record := func(id, tlp, extra, text string) string {
		return "---\nid: " + id + "\ntitle: Record of " + strings.ToLower(id) +
			"\ntype: bias\nseverity: sev3\nstatus: detected\ntlp: " + tlp +
			"\ntimeline: {detected: 2026-02-03}\ndetection: {method: audit}\n" + extra + "---\n## What happened\n" + text + "\n"
	}
	const secret = "\n:::tlp RED\n- 2026-02-05T08:00Z otter [^1] [a]\n\n[^1]: heron\n\n[a]: https://x.example\n:::\n"
	files := map[string]string{
		"knowledge/systems/scoring.md": "---\ntitle: Scoring of loans\ntlp: CLEAR\n---\nText.\n\n:::tlp AMBER\notter\n:::\n",
		"knowledge/systems/otter.md":   "---\ntitle: Otter on shore\ntlp: RED\n---\nText.\n",
		"knowledge/playbooks/heron.md": "---\ntitle: Heron on shore\ntlp: AMBER\nsystems: [scoring, otter]\n---\nText.\n",
		"knowledge/a.md":               "---\ntitle: Plain\ntlp: CLEAR\n---\nSee [[scoring]].\n",
		"incidents/INC-2026-0001.md": record("INC-2026-0001", "CLEAR", "systems: [otter]\nplaybooks: [heron]\nrelated:\n  - {id: INC-2026-0012, relation: caused_by, note: otter}\n",
			"Before\n"+secret+"\nafter [a].\n\n## Timeline\n- 2026-02-03T08:00Z one\n"+secret+"- 2026-02-06T08:00Z two\n\n> quote\n"+secret+"\n> goes on\n"),
		"incidents/INC-2026-0003.md":        record("INC-2026-0003", "CLEAR", "systems: [scoring, otter]\nduplicate_of: INC-2026-0012\n", "| a | b |\n|---|---|\n| 1 | 2 |\n"+secret+"| 3 | 4 |\n\n1. x\n"+secret+"2. y\n"),
		"incidents/INC-2026-0012.md":        record("INC-2026-0012", "GREEN", "systems: [scoring]\ntags: [otter]\n", "See [[INC-2026-0001]]."),
		"incidents/INC-2026-0013/index.md":  record("INC-2026-0013", "RED", "unregistered: [x]\n", "![otter](otter.txt)"),
		"incidents/INC-2026-0013/otter.txt": "otter",
		"incidents/INC-2026-0014.md":        "---\nid: INC-2026-0014\n: otter\n",
		"incidents/INC-2026-0015.md":        record("INC-2026-0015", "CLEAR", "systems: [scoring]\nseverity_rationale: [otter]\n", "left out"),
	}
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	log := history.Log{Files: map[string]history.FileLog{"incidents/INC-2026-0001.md": {Count: 2, Newest: []history.Change{
		{Hash: "1", Short: "1", Subject: "Split otter out"}, {Hash: "2", Short: "2", Subject: "Reword"},
	}}}}
	for _, audience := range []string{"public", "partner", "internal", "restricted"} {
		if differ := proved(t, fsys, publish.Options{
			Options: disclose.Options{Audience: audience}, History: log,
		}, nothing); len(differ) > 0 {
			t.Errorf("%s: %q differ", audience, differ)
		}
	}
	differ := proved(t, fsys, publish.Options{Options: disclose.Options{Audience: "public"}}, func(written publish.Sums) {
		written["incidents/inc-2026-0013/index.html"] = sha256.Sum256(nil)
		written["index.html"] = sha256.Sum256(nil)
		delete(written, "404.html")
	})
	if want := []string{"404.html", "incidents/inc-2026-0013/index.html", "index.html"}; !slices.Equal(differ, want) {
		t.Errorf("of a site that leaks %q differ, want %q", differ, want)
	}
}
