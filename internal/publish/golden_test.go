package publish_test

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/diff"

	"hindcast/internal/publish"
)

var update = flag.Bool("update", false, "write the pages kept in testdata/golden; read the diff before it is committed")

// kept is one page of each type of the demo's public site.
var kept = []string{
	"index.html", "404.html", "incidents/index.html", "incidents/by-severity/index.html",
	"incidents/inc-2025-0009/index.html", "incidents/aiid-0639/index.html",
	"incidents/inc-2025-0009/record.json", "precedents/index.html", "precedents/parties/a/index.html",
	"systems/index.html", "systems/support-assistant/index.html", "types/index.html", "types/bias/index.html",
	"severities/sev2/index.html", "causes/evaluation_gap/index.html",
	"teams/conversational-ai/index.html", "tags/index.html", "trends/index.html",
	"trends/systems/support-assistant/index.html",
	"actions/index.html", "obligations/index.html", "lessons/index.html", "lessons/causes/evaluation_gap/index.html",
	"governance/index.html", "governance/nist_ai_rmf/index.html",
	"knowledge/index.html", "knowledge/shadow-runs/index.html",
	"knowledge/playbooks/index.html",
	"knowledge/glossary/index.html", "knowledge/glossary/canary/index.html", "search/index.html",
	"filing/index.html", "data/index.html", "feed.xml", "llms.txt", "_headers",
}

var (
	mainElement  = regexp.MustCompile(`(?s)(<main [^>]*>\n).*(</main>\n)`)
	currentEntry = regexp.MustCompile(`<a [^>]*aria-current=[^>]*>[^<]*</a>`)
	pathToRoot   = regexp.MustCompile(`"(\.\./)+`)
)

// ownPart is what a page has beside its frame: the lines of its head that the home page lacks, and its main element.
func ownPart(page, home []byte) []byte {
	var own []byte
	head, _, _ := bytes.Cut(page, []byte("</head>"))
	for line := range bytes.Lines(head) {
		if !bytes.Contains(home, pathToRoot.ReplaceAll(line, []byte(`"./`))) {
			own = append(own, line...)
		}
	}
	return append(own, mainElement.Find(page)...)
}

// Each page is what it was when its diff was last read; frame.html is the home page without what is in main, and
// navigation.txt has the entries of the navigation that each page marks as current.
// go test ./internal/publish -run Golden -update writes them anew.
func TestGolden(t *testing.T) {
	_, files := makeSite(t, demo(), publish.Options{Audience: "public"})
	home := files["index.html"]
	golden := map[string][]byte{"frame.html": mainElement.ReplaceAll(home, []byte("$1$2"))}
	for _, name := range kept {
		body, ok := files[name]
		if !ok {
			t.Errorf("there is no %s", name)
			continue
		}
		if path.Ext(name) == ".html" {
			frame, _, _ := bytes.Cut(body, []byte("<main "))
			golden["navigation.txt"] = fmt.Appendf(golden["navigation.txt"], "%s %s\n", name, currentEntry.FindAll(frame, -1))
			body = ownPart(body, home)
		}
		golden[strings.ReplaceAll(name, "/", "~")] = body
	}
	folder := filepath.Join("testdata", "golden")
	for _, name := range slices.Sorted(maps.Keys(golden)) {
		if *update {
			if err := os.WriteFile(filepath.Join(folder, name), golden[name], 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		was, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(was, golden[name]) {
			t.Errorf("%s has changed:\n%s", name, diff.Diff("kept", was, "made", golden[name]))
		}
	}
	there, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range there {
		if golden[file.Name()] == nil {
			t.Errorf("%s is of no page that is kept: remove it", file.Name())
		}
	}
}
