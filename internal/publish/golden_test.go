package publish_test

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/diff"

	"hindcast/internal/disclose"
	"hindcast/internal/publish"
	"hindcast/templates"
)

var update = flag.Bool("update", false, "write the pages kept in testdata/golden; read the diff before it is committed")

// kept is one page of each type of the demo's public site.
var kept = []string{
	"index.html", "404.html", "incidents/index.html", "incidents/by-severity/index.html",
	"incidents/inc-2025-0009/index.html", "incidents/inc-2026-0019/index.html", "incidents/aiid-0639/index.html",
	"incidents/inc-2025-0009/record.json", "precedents/index.html", "precedents/parties/a/index.html",
	"systems/index.html", "systems/support-assistant/index.html", "types/index.html", "types/bias/index.html",
	"severities/index.html", "severities/sev2/index.html", "causes/evaluation_gap/index.html", "teams/index.html",
	"teams/conversational-ai/index.html", "tags/index.html", "trends/index.html", "trends/how-fast/index.html", "trends/how-found/index.html",
	"trends/what-became-of-it/index.html", "trends/systems/support-assistant/index.html", "trends/2026/index.html", "trends/2025-06/index.html",
	"actions/index.html", "obligations/index.html", "lessons/index.html", "guards/index.html", "changes/index.html", "lessons/causes/evaluation_gap/index.html",
	"governance/index.html", "governance/nist_ai_rmf/index.html", "governance/nist_ai_rmf/manage-3-1/index.html",
	"knowledge/index.html", "knowledge/shadow-runs/index.html", "knowledge/shadow-mode/index.html",
	"knowledge/playbooks/index.html", "knowledge/playbooks/model-rollback/index.html",
	"knowledge/glossary/index.html", "knowledge/glossary/canary/index.html", "search/index.html",
	"filing/index.html", "rules/index.html", "data/index.html", "feed.xml", "llms.txt", "_headers",
}

// patched is a file system with the contents of some of its files replaced.
type patched struct {
	fs.FS
	files fstest.MapFS
}

func (p patched) Open(name string) (fs.File, error) {
	if p.files[name] != nil {
		return p.files.Open(name)
	}
	return p.FS.Open(name)
}

// moved is the demo with an article that had another name, since the demo itself has no redirect.
func moved(t *testing.T) patched {
	t.Helper()
	const name = "knowledge/shadow-runs.md"
	text, err := fs.ReadFile(demo(), name)
	if err != nil {
		t.Fatal(err)
	}
	text = bytes.Replace(text, []byte("tlp:"), []byte("aliases: [knowledge/shadow-mode]\ntlp:"), 1)
	return patched{demo(), fstest.MapFS{name: {Data: text}}}
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
	_, files := makeSite(t, moved(t), publish.Options{Options: disclose.Options{Audience: "public"}})
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

// Each template of a page makes one of the kept pages: a site whose templates write nothing but their names tells
// which makes which. The demo has no list that is long enough for a page of its own; TestListsAreCutIntoPages has.
func TestGoldenHasEachTemplate(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	names, err := fs.Glob(templates.FS, "pages/*.html")
	if err != nil {
		t.Fatal(err)
	}
	fsys := moved(t)
	for _, name := range names {
		fsys.files["templates/"+name] = &fstest.MapFile{Data: []byte(`{{define "layout"}}made by ` + name + `{{end}}`)}
	}
	_, files := makeSite(t, fsys, publish.Options{Options: disclose.Options{Audience: "public"}})
	for _, name := range names {
		made := func(page string) bool { return bytes.HasSuffix(files[page], []byte("made by "+name)) }
		if name != "pages/full-list.html" && !slices.ContainsFunc(kept, made) {
			t.Errorf("no page made by templates/%s is kept", name)
		}
	}
}
