package publish_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/diff"

	"hindcast/internal/publish"
)

var update = flag.Bool("update", false, "write the pages kept in testdata/golden; read the diff before it is committed")

// kept is one page of each type of the demo's public site.
var kept = []string{
	"index.html", "404.html", "incidents/index.html", "incidents/by-severity/index.html", "incidents/inc-2025-0009/index.html",
	"incidents/aiid-0639/index.html", "incidents/inc-2025-0009/record.json", "precedents/index.html", "precedents/parties/a/index.html",
	"systems/index.html", "systems/support-assistant/index.html", "types/index.html", "types/bias/index.html", "severities/sev2/index.html",
	"causes/evaluation_gap/index.html", "teams/conversational-ai/index.html", "tags/index.html", "trends/index.html",
	"trends/systems/support-assistant/index.html", "actions/index.html", "obligations/index.html", "lessons/index.html",
	"lessons/causes/evaluation_gap/index.html", "governance/index.html", "governance/nist_ai_rmf/index.html",
	"knowledge/index.html", "knowledge/shadow-runs/index.html", "knowledge/playbooks/index.html", "knowledge/glossary/index.html",
	"knowledge/glossary/canary/index.html", "search/index.html", "filing/index.html", "data/index.html", "feed.xml", "llms.txt", "_headers",
}

// Each page is what it was when its diff was last read. go test ./internal/publish -run Golden -update
// writes them anew.
func TestGolden(t *testing.T) {
	_, files := makeSite(t, demo(), publish.Options{Audience: "public"})
	for _, name := range kept {
		body, ok := files[name]
		if !ok {
			t.Errorf("there is no %s", name)
			continue
		}
		path := filepath.Join("testdata", "golden", strings.ReplaceAll(name, "/", "~"))
		if *update {
			if err := os.WriteFile(path, body, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		golden, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(golden, body) {
			t.Errorf("%s has changed:\n%s", name, diff.Diff("kept", golden, "made", body))
		}
	}
}
