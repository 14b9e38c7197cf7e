package publish_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"hindcast/internal/publish"
)

// Of 120 controls the 60 that a record names come first, over two pages, and the question which have no evidence leads to
// where the others begin.
func TestControlsWithEvidenceComeFirst(t *testing.T) {
	var controls, named strings.Builder
	for i := range 120 {
		fmt.Fprintf(&controls, "      - {id: C%03d, title: Control}\n", i)
		if i%2 == 1 {
			fmt.Fprintf(&named, "C%03d, ", i)
		}
	}
	_, files := makeSite(t, fstest.MapFS{
		"hindcast.yaml": {Data: []byte("title: Log\nframeworks:\n  house:\n    title: House rules\n    controls:\n" + controls.String())},
		"incidents/INC-2026-0001-a.md": {Data: []byte("---\nid: INC-2026-0001\ntitle: A model was wrong\ntype: bias\nseverity: sev3\n" +
			"status: detected\ntlp: CLEAR\nunregistered: [ranking]\ntimeline: {detected: 2026-03-02}\ndetection: {method: audit}\n" +
			"frameworks: {house: [" + strings.TrimSuffix(named.String(), ", ") + "]}\n---\n## What happened\n\nIt was wrong.\n")},
	}, publish.Options{})
	const link, bare = `<tr><td><a href="`, `<li><span class="id">C`
	for page, want := range map[string][2]int{"": {50, 0}, "page-2/": {10, 40}, "page-3/": {0, 20}} {
		text := string(files["governance/house/"+page+"index.html"])
		if got := [2]int{strings.Count(text, link), strings.Count(text, bare)}; got != want {
			t.Errorf("page %q has %d controls with evidence and %d without, want %v", page, got[0], got[1], want)
		}
	}
	if !strings.Contains(string(files["governance/index.html"]), `governance/house/page-2/#without"`) {
		t.Error("the question which controls have no evidence does not lead to the second page")
	}
	crawl(t, files, 100)
}
