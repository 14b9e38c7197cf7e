package cli_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// workflow is what the tests read of a workflow of GitHub.
type workflow struct {
	Permissions map[string]string `yaml:"permissions"`
	Env         map[string]string `yaml:"env"`
	Jobs        map[string]struct {
		Permissions map[string]string `yaml:"permissions"`
		Steps       []step            `yaml:"steps"`
	} `yaml:"jobs"`
}

type step struct {
	Uses string            `yaml:"uses"`
	With map[string]any    `yaml:"with"`
	Run  string            `yaml:"run"`
	Env  map[string]string `yaml:"env"`
}

// pipeline is what the tests read of a pipeline of GitLab.
type pipeline struct {
	Stages    []string          `yaml:"stages"`
	Variables map[string]string `yaml:"variables"`
	Default   struct {
		Before []string `yaml:"before_script"`
	} `yaml:"default"`
	Jobs map[string]struct {
		Stage  string           `yaml:"stage"`
		Rules  []map[string]any `yaml:"rules"`
		Script []string         `yaml:"script"`
	} `yaml:",inline"`
}

func readYAML(t *testing.T, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// started is a folder in which init has run.
func started(t *testing.T, args ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "log")
	if out, err := exec.CommandContext(t.Context(), "hindcast",
		append([]string{"init", dir}, args...)...).CombinedOutput(); err != nil {
		t.Fatalf("init: %v\n%s", err, out)
	}
	return dir
}

// What GitHub would refuse, or what would open a hole: titles and branch names must never be part of a script.
func TestWorkflowIsCautious(t *testing.T) {
	dir := started(t)
	for _, name := range []string{"hindcast.yml", "hindcast-issues.yml"} {
		var w workflow
		readYAML(t, filepath.Join(dir, ".github/workflows", name), &w)
		w.isCautious(t)
		if check := w.Jobs["check"].Steps; name == "hindcast.yml" && (len(check) == 0 || check[0].With["fetch-depth"] != 0) {
			t.Error("the check has not the whole history")
		}
	}
}

func (w *workflow) isCautious(t *testing.T) {
	t.Helper()
	if w.Permissions == nil || len(w.Permissions) > 0 {
		t.Errorf("the permissions of the whole are %v, want none", w.Permissions)
	}
	pinned := regexp.MustCompile(`^actions/[a-z-]+@v\d+$`)
	for name, job := range w.Jobs {
		if len(job.Permissions) == 0 {
			t.Errorf("job %s says nothing of its permissions", name)
		}
		if _, writes := job.Permissions["contents"]; writes && job.Permissions["contents"] != "read" && name != "number" && name != "record" {
			t.Errorf("job %s may write", name)
		}
		for _, s := range job.Steps {
			if strings.Contains(s.Run, "${{") {
				t.Errorf("job %s puts an expression into a script: %s", name, s.Run)
			}
			if s.Uses != "" && !pinned.MatchString(s.Uses) {
				t.Errorf("job %s uses %s", name, s.Uses)
			}
		}
	}
}

func TestFilesOfInitAreWellFormed(t *testing.T) {
	dir := started(t)
	lab := started(t, "--ci", "gitlab")
	var p pipeline
	readYAML(t, filepath.Join(lab, ".gitlab-ci.yml"), &p)
	for name, job := range p.Jobs {
		if !slices.Contains(p.Stages, job.Stage) || len(job.Rules) == 0 || len(job.Script) == 0 {
			t.Errorf("job %s has no known stage, no rules or no script", name)
		}
	}
	var form struct {
		Name, Description string
		Body              []struct {
			Type, ID   string
			Attributes struct {
				Label, Value string
				Options      []string
			}
		}
	}
	readYAML(t, filepath.Join(dir, ".github/ISSUE_TEMPLATE/incident.yml"), &form)
	seen := map[string]bool{}
	for _, field := range form.Body {
		a := field.Attributes
		if field.Type == "markdown" && a.Value == "" ||
			field.Type != "markdown" && (a.Label == "" || field.ID == "" || seen[field.ID]) {
			t.Errorf("the field %q of the form has no label, or its id stands twice", field.ID)
		}
		if sorted := slices.Compact(slices.Sorted(slices.Values(a.Options))); field.Type == "dropdown" &&
			(len(a.Options) < 2 || len(sorted) != len(a.Options)) {
			t.Errorf("the options of %s: %q", field.ID, a.Options)
		}
		seen[field.ID] = true
	}
	if form.Name == "" || form.Description == "" || len(form.Body) < 5 {
		t.Error("the form is not whole")
	}
	var hooks struct {
		Repos []struct {
			Hooks []struct {
				Entry, Language, Files string
				Pass                   bool `yaml:"pass_filenames"`
			}
		}
	}
	readYAML(t, filepath.Join(dir, ".pre-commit-config.yaml"), &hooks)
	hook := hooks.Repos[0].Hooks[0]
	if files := regexp.MustCompile(hook.Files); !files.MatchString("incidents/2026/a.md") ||
		files.MatchString("README.md") || hook.Pass {
		t.Errorf("the hook: %+v", hook)
	}
	text, err := os.ReadFile(filepath.Join(dir, ".vscode/settings.json"))
	if err != nil || !json.Valid(text) {
		t.Errorf("the editor settings: %v", err)
	}
}

// runner carries out jobs on fresh checkouts of a bare remote, as a CI system would.
type runner struct {
	t              *testing.T
	home, remote   string
	env            []string
	hindcast, base string // the program, and the branch that is merged into
	issue          string // the number of that of the event; empty where it is of none
}

func newRunner(t *testing.T) *runner {
	t.Helper()
	for _, program := range []string{"git", "bash"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("skipped: %s is not installed", program)
		}
	}
	program, err := exec.LookPath("hindcast")
	if err != nil {
		t.Fatal(err)
	}
	r := &runner{
		t: t, home: filepath.Join(t.TempDir(), "home"), remote: filepath.Join(t.TempDir(), "remote.git"), hindcast: program,
		base: "main",
	}
	if err := os.MkdirAll(r.home, 0o755); err != nil {
		t.Fatal(err)
	}
	// The program of the test is not on the path of a job: the job has to install it.
	var path []string
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		if dir != filepath.Dir(program) {
			path = append(path, dir)
		}
	}
	r.env = []string{"HOME=" + r.home, "PATH=" + strings.Join(path, ":"), "CI=true", "GIT_CONFIG_NOSYSTEM=1", "TZ=UTC"}
	r.git(r.home, "config", "--global", "user.name", "An author")
	r.git(r.home, "config", "--global", "user.email", "author@example.org")
	r.git(r.home, "config", "--global", "init.defaultBranch", "main")
	r.git(r.home, "init", "--quiet", "--bare", r.remote)
	return r
}

func (r *runner) git(dir string, args ...string) {
	r.t.Helper()
	cmd := exec.CommandContext(r.t.Context(), "git", args...)
	cmd.Dir, cmd.Env = dir, r.env
	if out, err := cmd.CombinedOutput(); err != nil {
		r.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// publish makes the files of init the first commit of the remote; the line INSTALL is set as a user would.
func (r *runner) publish(dir string) {
	r.t.Helper()
	name := filepath.Join(dir, ".ci/install-hindcast.sh")
	text, err := os.ReadFile(name)
	if err != nil {
		r.t.Fatal(err)
	}
	set := strings.Replace(string(text), "\nINSTALL=''\n",
		"\nINSTALL='ln -sf "+r.hindcast+" \"$HOME/.local/bin/hindcast\"'\n", 1)
	if set == string(text) {
		r.t.Fatal("the line INSTALL is not there to be set")
	}
	r.write(name, set)
	r.git(dir, "init", "--quiet")
	r.commit(dir, "Start the log")
	r.git(dir, "remote", "add", "origin", "file://"+r.remote)
	r.git(dir, "push", "--quiet", "origin", "main")
}

func (r *runner) write(name, text string) {
	r.t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
		r.t.Fatal(err)
	}
}

func (r *runner) commit(dir, message string) {
	r.t.Helper()
	r.git(dir, "add", "--all")
	r.git(dir, "commit", "--quiet", "-m", message)
}

// clone is a checkout of a branch; as the merge of a request into the base where it is another.
func (r *runner) clone(branch string, whole bool) string {
	r.t.Helper()
	dir := filepath.Join(r.t.TempDir(), "clone")
	args := []string{"clone", "--quiet", "--branch", r.base, "file://" + r.remote, dir}
	if !whole {
		args = slices.Insert(args, 1, "--depth", "1")
	}
	r.git(r.home, args...)
	if branch != r.base {
		r.git(dir, "checkout", "--quiet", "--detach", "origin/"+r.base)
		r.git(dir, "merge", "--quiet", "--no-ff", "-m", "Merge the request", "origin/"+branch)
	}
	return dir
}

// script runs one script in a checkout and returns its output and exit code. What it adds to
// GITHUB_PATH comes to the path of the scripts after it.
func (r *runner) script(dir, text string, env map[string]string) (string, int) {
	r.t.Helper()
	file := filepath.Join(r.t.TempDir(), "script.sh")
	paths := filepath.Join(r.home, "paths")
	r.write(file, text)
	cmd := exec.CommandContext(r.t.Context(), "bash", "-e", file)
	cmd.Dir, cmd.Env = dir, append(slices.Clone(r.env), "GITHUB_PATH="+paths)
	if added, err := os.ReadFile(paths); err == nil {
		for i, v := range cmd.Env {
			if rest, ok := strings.CutPrefix(v, "PATH="); ok {
				cmd.Env[i] = "PATH=" + strings.ReplaceAll(strings.TrimSpace(string(added)), "\n", ":") + ":" + rest
			}
		}
	}
	for k, v := range env {
		cmd.Env = append(cmd.Env, k+"="+v)
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		r.t.Fatal(err)
	}
	return out.String(), cmd.ProcessState.ExitCode()
}

var expression = regexp.MustCompile(`\$\{\{\s*([^}]*?)\s*\}\}`)

// value fills in the expressions of GitHub that the workflow may use.
func (r *runner) value(s string) string {
	return expression.ReplaceAllStringFunc(s, func(m string) string {
		switch name := expression.FindStringSubmatch(m)[1]; name {
		case "github.base_ref", "github.ref_name", "github.event.repository.default_branch":
			return r.base
		case "github.event.issue.number":
			return r.issue
		case "github.token":
			return "token"
		default:
			r.t.Fatalf("the workflow uses %s, which this test does not know", name)
			return ""
		}
	})
}

// github runs a job of the workflow as it is in the checkout, and returns the folder it ran in.
func (r *runner) github(job, branch string) (dir, out string, code int) {
	r.t.Helper()
	return r.workflow("hindcast.yml", job, branch, nil)
}

// workflow runs a job of a workflow of GitHub with more of its environment.
func (r *runner) workflow(file, job, branch string, with map[string]string) (dir, out string, code int) {
	r.t.Helper()
	_ = os.Remove(filepath.Join(r.home, "paths"))
	_ = os.RemoveAll(filepath.Join(r.home, ".local"))
	var w workflow
	readYAML(r.t, filepath.Join(r.clone(branch, true), ".github/workflows", file), &w)
	for _, s := range w.Jobs[job].Steps {
		if strings.HasPrefix(s.Uses, "actions/checkout@") {
			dir = r.clone(branch, s.With["fetch-depth"] == 0)
		}
		if path, ok := s.With["path"].(string); ok && strings.HasPrefix(s.Uses, "actions/upload-pages-artifact@") {
			if _, err := os.Stat(filepath.Join(dir, path, "index.html")); err != nil {
				r.t.Errorf("what is to be published is not there: %v", err)
			}
		}
		if s.Run == "" {
			continue
		}
		env := map[string]string{}
		maps.Copy(env, with)
		for k, v := range w.Env {
			env[k] = r.value(v)
		}
		for k, v := range s.Env {
			env[k] = r.value(v)
		}
		text, exit := r.script(dir, s.Run, env)
		if out += text; exit != 0 {
			return dir, out, exit
		}
	}
	return dir, out, 0
}

// gitlab runs a job of the pipeline.
func (r *runner) gitlab(job, branch string) (dir, out string, code int) {
	r.t.Helper()
	_ = os.RemoveAll(filepath.Join(r.home, ".local"))
	dir = r.clone(branch, true)
	r.git(dir, "checkout", "--quiet", "--detach") // GitLab checks out a commit, not a branch
	var p pipeline
	readYAML(r.t, filepath.Join(dir, ".gitlab-ci.yml"), &p)
	env := map[string]string{
		"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": r.base, "CI_COMMIT_BRANCH": r.base, "CI_DEFAULT_BRANCH": r.base,
		"CI_SERVER_HOST": "ci.example.org", "CI_SERVER_FQDN": "ci.example.org", "CI_PROJECT_PATH": "group/log", "HINDCAST_PUSH_TOKEN": "token",
	}
	for k, v := range p.Variables {
		env[k] = v
	}
	r.git(r.home, "config", "--global", "url.file://"+r.remote+".insteadOf",
		"https://hindcast:token@ci.example.org/group/log.git")
	out, code = r.script(dir, strings.Join(append(slices.Clone(p.Default.Before), p.Jobs[job].Script...), "\n"), env)
	return dir, out, code
}
