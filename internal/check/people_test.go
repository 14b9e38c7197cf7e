package check_test

import (
	"slices"
	"testing"

	"hindcast/internal/diag"
)

// What only looks like a person is none: packages, teams, everyone in a chat, mailboxes of roles.
func TestWhatNamesAPerson(t *testing.T) {
	const path = "incidents/2026/INC-2026-0001-example.md"
	for _, c := range []struct {
		text string
		rule string // empty for no finding
	}{
		{"pinned @tensorflow/tfjs to 4.1", ""},
		{"(@acme/eval-guild) approved", ""},
		{"see @acme/eval.tools, too", ""},
		{"posted with @here and @channel", ""},
		{"@Everyone was told", ""},
		{"cloned from git@example.org:team/rag.git", ""},
		{"moved to embedder@2.14.0", ""},
		{"on vllm@v0.6.3 first", ""},
		{"on langsmith@0.1.77-rc.2", ""},
		{"written to Privacy@example.org", ""},
		{"answers from support@shop.example.org came late", ""},
		{"the method lost its @Override", ""},
		{"marked @deprecated since May", ""},
		{"(@pytest.fixture) was skipped", ""},
		{"raised by @dependabot and @deploy-bot", ""},
		{"@search-team was paged", ""},
		{"written to security-alerts@example.org and ml-team@example.org", ""},
		{"written to support+eu@example.org", ""},
		{"written to PSIRT@example.org", ""},
		{"meldete an datenschutz@example.org", ""},
		{"built with @acme/client@2.0.1 and left@1.3.0", ""},
		{"written to team.lead@example.org", "person-email"},
		{"written to presser@example.org", "person-email"},
		{"@testa called", "person-handle"},
		{"@botha called", "person-handle"},
		{"(@rk-sre) called", "person-handle"},
		{"@hereward called", "person-handle"},
		{"written to r.k@example.org", "person-email"},
		{"written to support@example.org and r.k@example.org", "person-email"},
		{"written to k@163.com", "person-email"},
		{"written to gitta@example.org", "person-email"},
	} {
		for _, place := range []string{"text", "front matter"} {
			files := beside()
			if files[path] = in(record, "The assistant quoted", "Later: "+c.text+". The assistant quoted"); place != "text" {
				if c.rule == "person-handle" {
					continue // handles are looked for in texts
				}
				files[path] = in(record, title, title+"\nstatus_reason: \"Later: "+c.text+"\"")
			}
			var found []string
			for _, f := range run(t, files) {
				if f.Rule == "person-handle" || f.Rule == "person-email" || f.Level == diag.Error {
					found = append(found, f.Rule)
				}
			}
			var want []string
			if c.rule != "" {
				want = []string{c.rule}
			}
			if !slices.Equal(found, want) {
				t.Errorf("%s in the %s: found %q, want %q", c.text, place, found, want)
			}
		}
	}
}
