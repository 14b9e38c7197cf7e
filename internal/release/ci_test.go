package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// faulty is a record with a severity that there is none of.
const faulty = `---
id: INC-2026-X7K3F
title: Assistant quotes a fee that was abolished
type: model_failure
severity: high
status: detected
tlp: CLEAR
unregistered: [assistant]
silence: [{rule: unregistered-system, reason: the register is new}]
timeline: {detected: 2026-03-02T09:25:00Z}
detection: {method: user_report}
---
## What happened

A customer was told about a fee that no longer exists.
`

// ci is what the tests of CI need: files of a release as a forge offers them, and a checkout whose records lie in the
// folder log and whose branch begins at main of its remote.
type ci struct {
	downloads, sums, checkout string
	home                      []string
}

func newCI(t *testing.T) *ci {
	t.Helper()
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	for _, program := range []string{"bash", "curl", "git"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not installed", program)
		}
	}
	root := t.TempDir()
	c := &ci{
		downloads: filepath.Join(root, "a", "hindcast", "releases", "download"), checkout: filepath.Join(root, "checkout"),
		home: []string{
			"HOME=" + root, "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.org",
			"GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.org",
		},
	}
	release := filepath.Join(c.downloads, "v1.2.3")
	binary := filepath.Join(release, "hindcast_1.2.3_"+runtime.GOOS+"_"+runtime.GOARCH)
	c.must(t, filepath.Join("..", ".."), "go", "build", "-trimpath", "-o", binary, "./cmd/hindcast")
	if err := sums(release); err != nil {
		t.Fatal(err)
	}
	c.sums = fmt.Sprintf("%x", sha256.Sum256([]byte(read(t, filepath.Join(release, "SHA256SUMS")))))

	c.must(t, root, "git", "init", "--quiet", "--bare", "--initial-branch", "main", "remote.git")
	c.must(t, root, "git", "clone", "--quiet", "remote.git", "checkout")
	c.must(t, c.checkout, binary, "init", "log")
	c.must(t, c.checkout, "git", "add", ".")
	c.must(t, c.checkout, "git", "commit", "--quiet", "-m", "Begin")
	c.must(t, c.checkout, "git", "push", "--quiet", "origin", "HEAD:main")
	return c
}

// record writes the record of the branch.
func (c *ci) record(t *testing.T, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(c.checkout, "log", "incidents", "INC-2026-X7K3F-fee.md"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	c.must(t, c.checkout, "git", "add", ".")
	c.must(t, c.checkout, "git", "commit", "--quiet", "-m", "File a record")
}

func (c *ci) must(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	if out, err := c.run(t, dir, nil, name, args...); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, args, err, out)
	}
}

func (c *ci) run(t *testing.T, dir string, env []string, name string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	if name != "go" { // which keeps what it compiled at home
		cmd.Env = append(cmd.Env, c.home...)
	}
	out, err := cmd.CombinedOutput()
	return string(out), err
}

var expression = regexp.MustCompile(`\$\{\{ (.*?) \}\}`)

// action carries out the action step by step, as GitHub does: expressions by what they stand for, and the PATH that a
// step has written in those that follow.
func (c *ci) action(t *testing.T, values map[string]string) (string, error) {
	t.Helper()
	var action struct {
		Inputs map[string]struct {
			Default string `yaml:"default"`
		} `yaml:"inputs"`
		Runs struct {
			Steps []struct {
				step `yaml:",inline"`
				If   string `yaml:"if"`
			} `yaml:"steps"`
		} `yaml:"runs"`
	}
	readYAML(t, "action.yml", &action)
	value := func(name string) string {
		if text, ok := values[name]; ok {
			return text
		}
		input, ok := action.Inputs[strings.TrimPrefix(name, "inputs.")]
		if !ok {
			t.Fatalf("nothing is called %s", name)
		}
		return input.Default
	}
	paths := filepath.Join(t.TempDir(), "paths")
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	said := ""
	for _, s := range action.Runs.Steps {
		cautious(t, s.step)
		if name, want, ok := strings.Cut(s.If, " == "); ok && value(name) != strings.Trim(want, "'") {
			continue
		}
		path, err := os.ReadFile(paths)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		env := []string{
			"GITHUB_ACTION_PATH=" + root, "GITHUB_PATH=" + paths,
			"PATH=" + strings.ReplaceAll(string(path), "\n", string(filepath.ListSeparator)) + os.Getenv("PATH"),
		}
		for name, text := range s.Env {
			env = append(env, name+"="+expression.ReplaceAllStringFunc(text, func(e string) string {
				first, second, ok := strings.Cut(expression.FindStringSubmatch(e)[1], " || ")
				if text := value(first); text != "" || !ok {
					return text
				}
				return value(second)
			}))
		}
		out, err := c.run(t, c.checkout, env, "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", s.Run)
		said += out
		if err != nil {
			return said, err
		}
	}
	return said, nil
}

func TestAction(t *testing.T) {
	c := newCI(t)
	hostile := "$(touch${IFS}pwned)`touch${IFS}pwned`\";touch${IFS}pwned;\""
	for _, b := range []string{"main", hostile} {
		c.must(t, c.checkout, "git", "update-ref", "refs/remotes/origin/"+b, "HEAD")
	}
	given := func(more ...string) map[string]string {
		values := map[string]string{
			"github.server_url": "file://" + strings.TrimSuffix(c.downloads, "/a/hindcast/releases/download"), "github.action_repository": "a/hindcast",
			"github.action_ref": "v1.2.3", "github.base_ref": "main", "runner.temp": t.TempDir(), "inputs.directory": "log",
		}
		for i := 0; i < len(more); i += 2 {
			values[more[i]] = more[i+1]
		}
		return values
	}
	const annotation = "::error file=log/incidents/INC-2026-X7K3F-fee.md,line=5,"
	c.record(t, faulty)
	for name, run := range map[string]struct {
		values map[string]string
		fails  bool
		want   string
	}{
		"a finding":               {given(), true, annotation},
		"no pull request":         {given("github.base_ref", ""), true, annotation},
		"install alone":           {given("inputs.check", "false"), false, "hindcast 0."},
		"the sums that are named": {given("inputs.sums", c.sums), true, annotation},
		"other sums":              {given("inputs.sums", strings.Repeat("0", 64)), true, "is not the file that was named by its sum"},
		"a version":               {given("github.action_ref", "main", "inputs.version", "1.2.3"), true, annotation},
		"a branch":                {given("github.action_ref", "main"), true, `"main" is no version`},
		"no such release":         {given("inputs.version", "1.2.4"), true, "curl: "},
		"a branch to be run":      {given("github.base_ref", hostile), true, annotation},
		"a folder to be run":      {given("inputs.directory", hostile), true, "pwned"},
	} {
		if out, err := c.action(t, run.values); (err != nil) != run.fails || !strings.Contains(out, run.want) {
			t.Errorf("%s: it ends with %v, want failure %t and %q:\n%s", name, err, run.fails, run.want, out)
		}
	}
	if _, err := os.Stat(filepath.Join(c.checkout, "pwned")); err == nil {
		t.Error("what an input says was run")
	}

	c.record(t, strings.Replace(faulty, "severity: high", "severity: sev3", 1))
	if out, err := c.action(t, given()); err != nil {
		t.Errorf("a record without findings: %v\n%s", err, out)
	}

	binary := filepath.Join(c.downloads, "v1.2.3", "hindcast_1.2.3_"+runtime.GOOS+"_"+runtime.GOARCH)
	if err := os.WriteFile(binary, []byte("#!/bin/sh\ntouch pwned\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if out, err := c.action(t, given()); err == nil || !strings.Contains(out, "is not what SHA256SUMS says") {
		t.Errorf("another program in the place of the release's: %v\n%s", err, out)
	}
}

// job is the one of .gitlab/check.yml, with inputs put in their places.
func job(t *testing.T, inputs map[string]string) (variables map[string]string, script []string) {
	t.Helper()
	head, body, _ := strings.Cut(read(t, filepath.Join("..", "..", ".gitlab", "check.yml")), "\n---\n")
	var declared struct {
		Spec struct {
			Inputs map[string]struct {
				Default *string `yaml:"default"`
			} `yaml:"inputs"`
		} `yaml:"spec"`
	}
	if err := yaml.Unmarshal([]byte(head), &declared); err != nil {
		t.Fatal(err)
	}
	var jobs map[string]struct {
		Image, Stage string
		Variables    map[string]string `yaml:"variables"`
		Script       []string          `yaml:"script"`
	}
	body = regexp.MustCompile(`\$\[\[ inputs\.(\w+) \]\]`).ReplaceAllStringFunc(body, func(e string) string {
		name := strings.TrimSuffix(strings.TrimPrefix(e, "$[[ inputs."), " ]]")
		input, ok := declared.Spec.Inputs[name]
		if text, given := inputs[name]; given && ok {
			return text
		}
		if input.Default == nil {
			t.Fatalf("the input %s is not given", name)
		}
		return *input.Default
	})
	if err := yaml.Unmarshal([]byte(body), &jobs); err != nil {
		t.Fatal(err)
	}
	j := jobs["check incident records"]
	if j.Image == "" || j.Stage == "" {
		t.Error("the job has no image or no stage")
	}
	return j.Variables, j.Script
}

func TestGitLabJob(t *testing.T) {
	c := newCI(t)
	run := func(inputs map[string]string) (string, error) {
		inputs["downloads"], inputs["directory"] = "file://"+c.downloads, "log"
		variables, script := job(t, inputs)
		env := []string{"CI_BUILDS_DIR=" + t.TempDir(), "CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main"}
		for name, value := range variables {
			env = append(env, name+"="+value)
		}
		return c.run(t, c.checkout, env, "bash", "-eo", "pipefail", "-c", strings.Join(script, "\n"))
	}
	c.record(t, faulty)
	const finding = `log/incidents/INC-2026-X7K3F-fee.md:5:11: error: unknown value "high" for severity`
	for name, c := range map[string]struct {
		inputs map[string]string
		want   string
	}{
		"a finding":  {map[string]string{"version": "1.2.3", "sums": c.sums}, finding},
		"other sums": {map[string]string{"version": "1.2.3", "sums": strings.Repeat("0", 64)}, "is not the file that was named by its sum"},
	} {
		if out, err := run(c.inputs); err == nil || !strings.Contains(out, c.want) {
			t.Errorf("%s: %v, want %q:\n%s", name, err, c.want, out)
		}
	}
	report := filepath.Join(c.checkout, "gl-code-quality-report.json")
	if text := read(t, report); !strings.Contains(text, `"path": "log/incidents/INC-2026-X7K3F-fee.md"`) {
		t.Errorf("the report is %s", text)
	}
	c.record(t, strings.Replace(faulty, "severity: high", "severity: sev3", 1))
	if out, err := run(map[string]string{"version": "v1.2.3"}); err != nil {
		t.Errorf("a record without findings: %v\n%s", err, out)
	}
}

// The job of GitLab holds the script of the action as it is.
func TestOneInstallScript(t *testing.T) {
	_, script := job(t, map[string]string{"version": "", "downloads": ""})
	want := "sh <<'INSTALL'\n" + read(t, filepath.Join("ci", "install.sh")) + "INSTALL\n"
	if len(script) < 2 || script[1] != want {
		t.Errorf("the job installs by\n%s\nwant\n%s", script, want)
	}
}

// The hook is built as pre-commit builds one in Go, and finds what a commit would add.
func TestPreCommitHook(t *testing.T) {
	c := newCI(t)
	var hooks []struct {
		ID, Entry, Language, Files string
		Pass                       bool `yaml:"pass_filenames"`
	}
	readYAML(t, ".pre-commit-hooks.yaml", &hooks)
	if len(hooks) != 1 || hooks[0].Language != "golang" || hooks[0].Pass {
		t.Fatalf("the hooks are %+v", hooks)
	}
	files := regexp.MustCompile(hooks[0].Files)
	for name, runs := range map[string]bool{
		"incidents/2026/a.md": true, "knowledge/systems/b.md": true, "hindcast.yaml": true, "README.md": false, "docs/incidents/a.md": false,
	} {
		if files.MatchString(name) != runs {
			t.Errorf("%s lets it run: %t, want %t", name, !runs, runs)
		}
	}
	bin := t.TempDir()
	if out, err := c.run(t, filepath.Join("..", ".."), []string{"GOBIN=" + bin, "GOFLAGS=-trimpath"}, "go", "install", "./..."); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	hook := func() (string, error) {
		return c.run(t, filepath.Join(c.checkout, "log"), []string{"PATH=" + bin + string(filepath.ListSeparator) + os.Getenv("PATH")},
			"sh", "-c", hooks[0].Entry)
	}
	c.record(t, faulty)
	if out, err := hook(); err == nil || !strings.Contains(out, "incidents/INC-2026-X7K3F-fee.md:5:11: error: unknown value") {
		t.Errorf("it ends with %v:\n%s", err, out)
	}
	c.record(t, strings.Replace(faulty, "severity: high", "severity: sev3", 1))
	if out, err := hook(); err != nil {
		t.Errorf("a record without findings: %v\n%s", err, out)
	}
}
