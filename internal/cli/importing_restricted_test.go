package cli

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What a source shows to some of its readers alone is in no byte of a site for the public or for the organisation, whatever
// mark is the default, and in that of the few.
func TestImportRestricted(t *testing.T) {
	sources := map[string]string{
		"gitlab": `[
{"iid": 1, "title": "The lock quercetine fails", "description": "It is quartzifers.", "created_at": "2026-01-04T15:31:51Z", "labels": ["severity::1", "quagswagging"],
 "confidential": true, "notes": [{"body": "quizzacious", "created_at": "2026-01-04T16:00:00Z", "author": {"username": "x"}}]},
{"iid": 2, "title": "The door fails", "description": "shown", "created_at": "2026-01-05T15:31:51Z", "labels": ["severity::1"], "confidential": false, "notes": [
 {"body": "quinquevalves\n\n` + "```\\n:::" + `", "internal": true, "created_at": "2026-01-05T16:31:51Z", "author": {"username": "x"}},
 {"body": "shown", "created_at": "2026-01-05T17:31:51Z", "author": {"username": "x"}},
 {"body": "qualtaghs", "internal": true, "created_at": "soon", "author": {"username": "x"}},
 {"body": "- 10:00 queachiest <!-- open\n- 2019-08-07T06:05Z quakebuttock", "confidential": true, "created_at": "2026-01-05T18:31:51Z", "author": {"username": "x"}}]}]`,
		"jira": `{"issues": [
{"key": "A-1", "fields": {"summary": "quiddanies", "created": "2026-03-04T14:05:06.123+0000", "priority": {"name": "High"}, "description": "quillaias", "security": {"name": "quinoidines"}}},
{"key": "A-2", "fields": {"summary": "Shown", "created": "2026-03-04T14:05:06.123+0000", "priority": {"name": "High"}, "description": "shown", "security": null, "comment": {"comments": [
 {"body": "quiveringest", "created": "2026-03-04T15:00:00.000+0000", "visibility": {"type": "role", "value": "quixotries"}},
 {"body": "quodlibetical", "created": "2026-03-04T15:00:00.000+0000", "jsdPublic": false},
 {"body": "shown", "created": "2026-03-04T15:00:00.000+0000", "jsdPublic": true}]}}}]}`,
		"json": `[
{"name": "Shown", "severity": "high", "created_at": "2026-04-01T10:00Z", "visibility": "public", "private": false, "Security Level": null},
{"name": "quotidians", "severity": "high", "created_at": "2026-04-02T10:00Z", "visibility": "private"},
{"name": "quokkabird", "severity": "high", "created_at": "2026-04-03T10:00Z", "private": true},
{"name": "quonkings", "severity": "high", "created_at": "2026-04-04T10:00Z", "restricted": "yes"},
{"name": "quaestuary", "severity": "high", "created_at": "2026-04-05T10:00Z", "tlp": "TLP:AMBER+STRICT"},
{"name": "quaveries", "severity": "high", "created_at": "2026-04-06T10:00Z", "tlp": "house secret"}]`,
		"jsonl": `{"data": {"attributes": {"title": "quantileries", "severity": "high", "created_at": "2026-04-07T10:00Z", "private": true}}}`,
		"csv":   "Nr,Title,Priority,Created,Security Level,Description\n1,Shown,P1,2026-05-01,,shown\n2,quinnatfish,P1,2026-05-02,Board,quidnuncs\n",
	}
	im := newImporter(t, "")
	for source, text := range sources {
		im.write("in/"+source, text)
		code, out, notes := im.run("import", source, "in/"+source, "--tlp", "CLEAR")
		if code != 0 || !strings.Contains(notes, "marked RED: ") {
			t.Fatalf("%s: exit %d, %q, %q", source, code, out, notes)
		}
	}
	secret := regexp.MustCompile(`(?i)\bqu[a-z]{6,}\b|2019-08-07`)
	words := func(audience string) map[string]bool {
		out := filepath.Join(t.TempDir(), "site")
		if code, text, notes := im.run("build", "--audience", audience, "--prove", "--out", out); code != 0 {
			t.Fatalf("build for %s: exit %d, %q, %q", audience, code, text, notes)
		}
		found := map[string]bool{}
		err := filepath.WalkDir(out, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.Contains(name, "assets") || strings.Contains(name, "schema") {
				return err
			}
			text, err := os.ReadFile(name)
			for _, word := range secret.FindAllString(string(text), -1) {
				if strings.Contains(strings.Join([]string{sources["gitlab"], sources["jira"], sources["json"], sources["jsonl"], sources["csv"]}, "\n"), strings.ToLower(word)) {
					found[strings.ToLower(word)] = true
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	if found := words("public"); len(found) > 0 {
		t.Errorf("the public sees %v", found)
	}
	if found := words("internal"); len(found) != 1 || !found["quaestuary"] {
		t.Errorf("the organisation sees %v", found)
	}
	if found := words("restricted"); len(found) < 19 || !found["quinquevalves"] || !found["quiveringest"] || !found["quiddanies"] || !found["quokkabird"] || !found["quantileries"] || found["qualtaghs"] {
		t.Errorf("the few see %v", found)
	}
}
