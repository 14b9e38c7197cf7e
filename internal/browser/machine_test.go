package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// machineSite is a small log with a hostile title, an alias and a duplicate, built for a path below
// the root of its host.
func machineSite(t *testing.T) site {
	t.Helper()
	needBrowser(t)
	dir := t.TempDir()
	record := func(id, title, more string) {
		write(t, fmt.Sprintf("---\nid: %s\ntitle: '%s'\n%stype: bias\nseverity: sev3\ntlp: CLEAR\nunregistered: [Scoring]\n"+
			"timeline: {detected: 2026-02-03T10:00:00Z}\ndetection: {method: audit}\n---\n## What happened\nText.\n", id, title, more), dir, "incidents", id+"-x.md")
	}
	if err := os.Mkdir(filepath.Join(dir, "incidents"), 0o755); err != nil {
		t.Fatal(err)
	}
	record("INC-2026-0001", `</script><script>alert(1)</script><!--`, "status: detected\naliases: [INC-2026-X7K3F]\n")
	record("INC-2026-0002", "Found twice", "status: duplicate\nduplicate_of: INC-2026-0001\n")
	out := filepath.Join(dir, "out")
	s := site{out, static(t, out, "/some/where/")}
	code, stdout, notes := command(t, dir,
		"build", "--now", present, "--audience", "public", "--out", out, "--base-url", s.address)
	if code != 0 {
		t.Fatalf("exit code %d:\n%s%s", code, stdout, notes)
	}
	return s
}

// The policy lets data blocks be, a hostile title stays data, and nothing is logged.
func TestDataBlocks(t *testing.T) {
	t.Parallel()
	s := machineSite(t)
	p := openTab(t)
	for _, page := range []string{"", "incidents/inc-2026-0001/", "trends/"} {
		p.visit(s.address + page)
		blocks := ask[[]map[string]any](p,
			`[...document.querySelectorAll('script[type="application/ld+json"]')].map(e => JSON.parse(e.textContent))`)
		if len(blocks) != 1 || blocks[0]["@context"] != "https://schema.org" {
			t.Errorf("%s: blocks %v", page, blocks)
			continue
		}
		if name := blocks[0]["name"]; strings.HasPrefix(page, "incidents/") &&
			name != `</script><script>alert(1)</script><!--` {
			t.Errorf("%s: the name is %q", page, name)
		}
		if inline := ask[int](p,
			`[...document.scripts].filter(e => !e.src && e.type !== "application/ld+json").length`); inline != 0 {
			t.Errorf("%s: %d scripts of its own", page, inline)
		}
		for _, fault := range p.takeFaults() {
			t.Errorf("%s: %s", page, fault)
		}
	}
}

// A host that reads no _redirects still leads on, below any path, with and without scripts.
func TestRedirectPages(t *testing.T) {
	t.Parallel()
	s := machineSite(t)
	for _, scripts := range []bool{true, false} {
		p := openTab(t)
		p.scripts(scripts)
		for _, page := range []string{"incidents/inc-2026-0002/", "incidents/inc-2026-x7k3f/"} {
			p.visit(s.address + page)
			p.shows("h1", "alert(1)")
			if at := ask[string](p, "location.href"); at != s.address+"incidents/inc-2026-0001/" {
				t.Errorf("%s leads to %s", page, at)
			}
			for _, fault := range p.takeFaults() {
				t.Errorf("%s: %s", page, fault)
			}
		}
	}
}
