package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// standIn does for the workflow what gh does, with files in the folder that TRACKER names: the open pull request of a
// branch, and the comment of the workflow on an issue. Anything else that is asked of it is an error.
const standIn = `#!/bin/bash
set -eu
echo "gh $*" >>"$TRACKER/calls"
[ "$GH_TOKEN" = token ]
case "$*" in
"pr list --head incident/issue-"*" --state open --json url,isCrossRepository --jq "*)
	cat "$TRACKER/pull" 2>/dev/null || true ;;
"pr create --base main --head incident/issue-"*)
	[ ! -e "$TRACKER/forbids" ] || exit 1
	git ls-remote --exit-code origin "refs/heads/$6" >/dev/null
	echo https://github.com/acme/log/pull/9 | tee "$TRACKER/pull" ;;
"api --paginate repos/acme/log/issues/"*"/comments --jq "*)
	[ ! -e "$TRACKER/comment" ] || echo 4711 ;;
"api --silent --method PATCH repos/acme/log/issues/comments/4711 -F body=@"*)
	cp "${7#body=@}" "$TRACKER/comment" ;;
"issue comment "*" --body-file "*)
	[ ! -e "$TRACKER/comment" ]
	cp "$5" "$TRACKER/comment" ;;
*) exit 64 ;;
esac
`

// tracked is a repository with the files of init whose workflow for issues can run.
type tracked struct {
	*runner
	dir, tracker string
}

func newTracked(t *testing.T) *tracked {
	t.Helper()
	k := &tracked{runner: newRunner(t), dir: started(t), tracker: t.TempDir()}
	k.publish(k.dir)
	bin := filepath.Join(t.TempDir(), "bin")
	k.write(filepath.Join(bin, "gh"), standIn)
	if err := os.Chmod(filepath.Join(bin, "gh"), 0o755); err != nil {
		t.Fatal(err)
	}
	for i, v := range k.env {
		if rest, isPath := strings.CutPrefix(v, "PATH="); isPath {
			k.env[i] = "PATH=" + bin + ":" + rest
		}
	}
	return k
}

// event runs the workflow for an issue, which must end with an exit code, and returns the comment that is on it then.
func (k *tracked) event(number int, title, body string, code int) (comment string) {
	k.t.Helper()
	text, err := json.Marshal(map[string]any{"action": "edited", "issue": map[string]any{
		"number": number, "title": title, "body": body, "html_url": fmt.Sprintf("https://github.com/acme/log/issues/%d", number),
		"user": map[string]any{"login": "jo-reporter"}, "labels": []map[string]any{{"name": "incident"}}, "created_at": "2026-03-02T10:00:00Z",
	}, "sender": map[string]any{"login": "jo-reporter"}})
	if err != nil {
		k.t.Fatal(err)
	}
	event, temp := filepath.Join(k.t.TempDir(), "event.json"), k.t.TempDir()
	k.write(event, string(text))
	k.issue = fmt.Sprint(number)
	dir, out, got := k.workflow("hindcast-issues.yml", "record", "main", map[string]string{
		"GITHUB_EVENT_PATH": event, "RUNNER_TEMP": temp, "GITHUB_REPOSITORY": "acme/log", "TRACKER": k.tracker,
	})
	if got != code || exists(dir, "pwned") {
		k.t.Fatalf("exit code %d, want %d\n%s", got, code, out)
	}
	said, err := os.ReadFile(filepath.Join(k.tracker, "comment"))
	if err != nil {
		k.t.Fatalf("there is no comment\n%s", out)
	}
	return string(said)
}

// onBranch is the only record of a branch of the remote, and how many commits the branch has; both empty where there is no
// such branch.
func (k *tracked) onBranch(branch string) (record string, commits int) {
	k.t.Helper()
	list := func(args ...string) []string {
		cmd := exec.CommandContext(k.t.Context(), "git", append([]string{"--git-dir", k.remote}, args...)...)
		cmd.Env = k.env
		out, err := cmd.Output()
		if err != nil {
			return nil
		}
		return strings.Fields(string(out))
	}
	commits = len(list("rev-list", branch, "--"))
	for _, name := range list("ls-tree", "-r", "--name-only", branch, "incidents/") {
		if strings.HasSuffix(name, "README.md") {
			continue
		}
		cmd := exec.CommandContext(k.t.Context(), "git", "--git-dir", k.remote, "show", branch+":"+name)
		out, err := cmd.Output()
		if err != nil || record != "" {
			k.t.Fatalf("%s: %v, after %q", name, err, record)
		}
		record = string(out)
	}
	return record, commits
}

// answers is the body of an issue that was opened with a form of init: every label of the form, with what was answered by
// its id.
func answers(t *testing.T, dir string, by map[string]string) string {
	t.Helper()
	var form struct {
		Body []struct {
			ID         string
			Attributes struct{ Label string }
		}
	}
	readYAML(t, filepath.Join(dir, ".github/ISSUE_TEMPLATE/incident.yml"), &form)
	var parts []string
	for _, field := range form.Body {
		if field.ID == "" {
			continue
		}
		answer := by[field.ID]
		if answer == "" {
			answer = "_No response_"
		}
		parts = append(parts, "### "+field.Attributes.Label+"\n\n"+answer)
		delete(by, field.ID)
	}
	if len(by) > 0 {
		t.Fatalf("the form asks for none of %v", by)
	}
	return strings.ReplaceAll(strings.Join(parts, "\n\n"), "\n", "\r\n")
}

const hostile = "$(touch pwned)`touch pwned`\"; touch pwned; ' ${{ github.token }} ]]> \\"

// An issue becomes a draft on a branch, with a pull request and a comment; edited, it changes all three; and it leaves
// alone what somebody edited, and what was merged.
func TestIssueBecomesRecord(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	t.Parallel()
	k := newTracked(t)
	given := func(more ...string) map[string]string {
		by := map[string]string{"happened": "The assistant quoted an old fee.\n\n" + hostile, "system": "assistant", "type": "model_failure", "detected": "2026-03-02T09:25Z"}
		for i := 0; i < len(more); i += 2 {
			by[more[i]] = more[i+1]
		}
		return by
	}
	const branch = "incident/issue-7"
	said := k.event(7, "Incident: "+hostile, answers(t, k.dir, given("severity", "not sure")), 0)
	record, commits := k.onBranch(branch)
	for _, want := range []string{
		"\ntype: model_failure\n", "\nunregistered: [assistant]\n", "  detected: 2026-03-02T09:25Z\n", "  url: https://github.com/acme/log/issues/7\n",
		"The assistant quoted an old fee.", "touch pwned",
	} {
		if !strings.Contains(record, want) {
			t.Errorf("the record lacks %q:\n%s", want, record)
		}
	}
	if strings.Contains(record, "severity") || strings.Contains(record, "jo-reporter") || commits != 2 {
		t.Errorf("%d commits, with\n%s", commits, record)
	}
	for _, want := range []string{"**How bad it is**", "**How it was noticed**", "pull request https://github.com/acme/log/pull/9"} {
		if !strings.Contains(said, want) {
			t.Errorf("the comment lacks %q:\n%s", want, said)
		}
	}

	// The label sets off a second run, which finds all as it is; then the reporter adds what was missing.
	if again := k.event(7, "Incident: "+hostile, answers(t, k.dir, given("severity", "not sure")), 0); again != said {
		t.Errorf("a second run says\n%s", again)
	}
	body := answers(t, k.dir, given("severity", "sev3: limited and reversible harm", "method", "user_report"))
	said = k.event(7, "Incident: "+hostile, body, 0)
	record, commits = k.onBranch(branch)
	if !strings.Contains(record, "\nseverity: sev3\n") || !strings.Contains(record, "detection: {method: user_report}\n") || commits != 3 ||
		strings.Contains(said, "missing") {
		t.Errorf("%d commits, with\n%s\n%s", commits, record, said)
	}

	// Somebody edits the draft: from then on it is theirs.
	k.git(k.dir, "fetch", "--quiet", "origin", branch)
	k.git(k.dir, "checkout", "--quiet", "-B", branch, "FETCH_HEAD")
	file, err := filepath.Glob(filepath.Join(k.dir, "incidents/2026/INC-*.md"))
	if err != nil || len(file) != 1 {
		t.Fatal(file, err)
	}
	k.write(file[0], strings.Replace(record, "old fee", "fee of last year", 1))
	k.commit(k.dir, "Say which fee")
	k.git(k.dir, "push", "--quiet", "origin", branch)
	said = k.event(7, "Another title", body, 0)
	record, commits = k.onBranch(branch)
	if !strings.Contains(record, "fee of last year") || strings.Contains(record, "Another title") || commits != 4 || !strings.Contains(said, "left as it is") {
		t.Errorf("%d commits, with\n%s\n%s", commits, record, said)
	}

	// Merged and numbered, it is left alone as well, and the branch that is still there gets no more commits.
	k.git(k.dir, "checkout", "--quiet", "main")
	k.git(k.dir, "merge", "--quiet", "--squash", branch)
	k.commit(k.dir, "File it")
	k.git(k.dir, "push", "--quiet", "origin", "main")
	if _, out, code := k.github("number", "main"); code != 0 {
		t.Fatalf("%d\n%s", code, out)
	}
	said = k.event(7, "Yet another title", body, 0)
	if _, commits = k.onBranch(branch); commits != 4 || !strings.Contains(said, "The record of this issue is there: INC\\-2026\\-0001") {
		t.Errorf("%d commits, and\n%s", commits, said)
	}
	calls, err := os.ReadFile(filepath.Join(k.tracker, "calls"))
	if err != nil || strings.Count(string(calls), "gh pr create") != 1 || strings.Contains(string(calls), "pwned") {
		t.Errorf("%v\n%s", err, calls)
	}
}

// An issue that holds a key or names people gets a comment that repeats neither, and no branch.
func TestIssueIsRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	t.Parallel()
	k := newTracked(t)
	by := map[string]string{
		"happened": "The key ghp_abcdefghijklmnopqrstuvwxyz0123456789 was in the answer.", "system": "assistant", "impact": "Mail jo@example.org",
		"detected": "2026-03-02T09:25Z",
	}
	said := k.event(8, "Key in an answer", answers(t, k.dir, by), 1)
	for _, want := range []string{"a mail address under “Who and what is affected”", "what looks like a key or token under “What happened”", "revoked now"} {
		if !strings.Contains(said, want) {
			t.Errorf("the comment lacks %q:\n%s", want, said)
		}
	}
	if regexp.MustCompile(`ghp_|jo@|example\.org`).MatchString(said) {
		t.Errorf("the comment repeats it:\n%s", said)
	}
	if record, commits := k.onBranch("incident/issue-8"); record != "" || commits != 0 {
		t.Errorf("%d commits, with\n%s", commits, record)
	}

	// Mended, it becomes a draft. Where GitHub lets no pull request be opened, the comment names the branch.
	k.write(filepath.Join(k.tracker, "forbids"), "")
	said = k.event(8, "Key in an answer", answers(t, k.dir, map[string]string{"happened": "A key was in the answer."}), 0)
	if record, _ := k.onBranch("incident/issue-8"); !strings.Contains(record, "A key was in the answer.") || !strings.Contains(said, "on the branch incident/issue-8") {
		t.Errorf("%s\n%s", record, said)
	}
}

// The template that init writes for GitLab is read by the same headings, with its boxes ticked.
func TestIssueOfGitLabTemplate(t *testing.T) {
	dir := started(t, "--ci", "gitlab")
	template, err := os.ReadFile(filepath.Join(dir, ".gitlab/issue_templates/Incident.md"))
	if err != nil {
		t.Fatal(err)
	}
	filled := string(template)
	for _, edit := range [][2]string{
		{"- [ ] bias", "- [x] bias"},
		{"- [ ] sev2", "- [x] sev2"},
		{"- [ ] audit", "- [x] audit"},
		{"### What happened\n", "### What happened\n\nIt ranked unfairly.\n"},
		{"### System\n", "### System\n\nRanking\n"},
		{"### When it was noticed\n", "### When it was noticed\n\n2026-03-02T09:25Z\n"},
		{"### Who and what is affected\n", "### Who and what is affected\n\nApplicants.\n"},
	} {
		if strings.Count(filled, edit[0]) != 1 {
			t.Fatalf("%q is not once in the template", edit[0])
		}
		filled = strings.Replace(filled, edit[0], edit[1], 1)
	}
	text, err := json.Marshal(map[string]any{"iid": 4, "title": "Unfair", "description": filled})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "hindcast", "-C", dir, "new", "--from-issue", "-")
	cmd.Stdin = bytes.NewReader(text)
	out, err := cmd.CombinedOutput()
	if err != nil || strings.Contains(string(out), "error") {
		t.Fatalf("%v\n%s", err, out)
	}
	files, err := filepath.Glob(filepath.Join(dir, "incidents/*/INC-*.md"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	record, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"type: bias\nseverity: sev2\n", "unregistered: [Ranking]\n", "detection: {method: audit}\n", "## What happened\n\nIt ranked unfairly.\n",
		"## Impact\n\nApplicants.\n",
	} {
		if !strings.Contains(string(record), want) {
			t.Errorf("the record lacks %q:\n%s", want, record)
		}
	}
	if strings.Contains(string(record), "[x]") || strings.Contains(string(record), "Whoever can read") {
		t.Errorf("what belongs to the template is left:\n%s", record)
	}
}
