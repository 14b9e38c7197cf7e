package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// step is what the tests read of a step of GitHub.
type step struct {
	Uses string            `yaml:"uses"`
	Run  string            `yaml:"run"`
	Env  map[string]string `yaml:"env"`
}

func readYAML(t *testing.T, name string, into any) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(read(t, filepath.Join("..", "..", name))), into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// cautious requires that a step runs nothing that its inputs say, and no action that its tag can be moved to.
func cautious(t *testing.T, s step) {
	t.Helper()
	if strings.Contains(s.Run, "${{") {
		t.Errorf("an expression is put into a script: %s", s.Run)
	}
	if s.Uses != "" && !regexp.MustCompile(`@[0-9a-f]{40}$`).MatchString(s.Uses) {
		t.Errorf("%s is not pinned to a commit", s.Uses)
	}
}

// The workflow makes, signs and publishes what its tag says, in this order.
func TestReleaseWorkflow(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("bash is not installed")
	}
	var workflow struct {
		Permissions map[string]string `yaml:"permissions"`
		Jobs        map[string]struct {
			Steps []step `yaml:"steps"`
		} `yaml:"jobs"`
	}
	readYAML(t, ".github/workflows/release.yml", &workflow)
	if workflow.Permissions == nil || len(workflow.Permissions) > 0 {
		t.Errorf("the permissions of the whole are %v, want none", workflow.Permissions)
	}
	for tag, kind := range map[string]string{"v1.2.3": "--latest", "v1.2.3-rc.1": "--prerelease"} {
		dir, said := t.TempDir(), ""
		version := strings.TrimPrefix(tag, "v")
		env := append(os.Environ(), standIns(t, map[string]string{
			"make": "echo make \"$@\"; mkdir -p dist/" + version + "; touch dist/" + version + "/SHA256SUMS\n",
			// The bundle is a file of the release as well.
			"cosign": "echo cosign \"$@\"; [ -e SHA256SUMS ] && touch \"$4\"\n",
			"gh":     "echo gh \"$@\"\n",
		})...)
		env = append(env, "GITHUB_REF_NAME="+tag, "GITHUB_SERVER_URL=https://example.org", "GITHUB_REPOSITORY=a/hindcast")
		for _, s := range workflow.Jobs["release"].Steps {
			cautious(t, s)
			if s.Run == "" {
				continue
			}
			cmd := exec.CommandContext(t.Context(), bash, "--noprofile", "--norc", "-eo", "pipefail", "-c", s.Run)
			cmd.Dir, cmd.Env = dir, env
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%s: %v\n%s", s.Run, err, out)
			}
			said += string(out)
		}
		want := "make release VERSION=" + version + " REPOSITORY=https://example.org/a/hindcast\n" +
			"cosign sign-blob --yes --bundle SHA256SUMS.sigstore.json SHA256SUMS\n" +
			"gh release create " + tag + " --verify-tag --generate-notes " + kind +
			" dist/" + version + "/SHA256SUMS dist/" + version + "/SHA256SUMS.sigstore.json\n"
		if said != want {
			t.Errorf("it does\n%swant\n%s", said, want)
		}
	}
}
