package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// script runs a script of this folder with stand-ins for programs, each a script itself, before all others in PATH.
func script(t *testing.T, name string, programs map[string]string, env ...string) (string, error) {
	t.Helper()
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no sh")
	}
	cmd := exec.CommandContext(t.Context(), sh, name)
	cmd.Env = append(append(os.Environ(), env...), standIns(t, programs)...)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// standIns puts scripts by the names of programs before all others in PATH, and returns the environment for it.
func standIns(t *testing.T, programs map[string]string) []string {
	t.Helper()
	dir := t.TempDir()
	for program, text := range programs {
		if err := os.WriteFile(filepath.Join(dir, program), []byte("#!/bin/sh\n"+text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return []string{"STANDINS=" + dir, "PATH=" + dir + string(filepath.ListSeparator) + os.Getenv("PATH")}
}

func TestAudit(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	const (
		installs  = "[ \"$1\" = install ] && cp \"$STANDINS/vulncheck\" \"$GOBIN/govulncheck\"\n"
		clean     = "exit 0\n"
		noGo      = "echo 'govulncheck: fetching vulnerabilities: no such host' >&2; exit 1\n"
		noNpm     = "echo 'npm error audit endpoint returned an error' >&2; exit 1\n"
		found     = "echo 'GO-2026-0001 in example.org/m'; exit 3\n"
		foundNpm  = "echo '1 high severity vulnerability'; exit 1\n"
		unloaded  = "echo 'govulncheck: loading packages: there are errors' >&2; exit 1\n"
		foundHere = "case \"$*\" in *internal/conformance*) echo 'GO-2026-0001 in example.org/m'; exit 3 ;; esac\n"
	)
	for name, c := range map[string]struct {
		install, vulncheck, npm string
		fails                   bool
		want                    string
	}{
		"nothing known":            {installs, clean, clean, false, "audit: Go modules of internal/conformance: nothing known\n"},
		"no database of Go":        {installs, noGo, clean, false, "audit: Go modules of .: NOT CHECKED, the database"},
		"no database of npm":       {installs, clean, noNpm, false, "audit: npm packages of site: NOT CHECKED, the database"},
		"neither, and it is said":  {installs, noGo, noNpm, false, " of the checks could not be made; run it again"},
		"a finding":                {installs, found, noNpm, true, "GO-2026-0001 in example.org/m"},
		"a finding in one module":  {installs, foundHere, clean, true, "audit: Go modules of internal/conformance: FAILED"},
		"a finding in npm":         {installs, noGo, foundNpm, true, "1 high severity vulnerability"},
		"source that doesn't load": {installs, unloaded, clean, true, "loading packages: there are errors"},
		"no tool":                  {"exit 1\n", clean, clean, true, "govulncheck can't be installed"},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := script(t, "audit.sh", map[string]string{
				"go": c.install, "vulncheck": "#!/bin/sh\n" + c.vulncheck, "npm": c.npm,
			})
			if (err != nil) != c.fails || !strings.Contains(out, c.want) {
				t.Errorf("it ends with %v, want failure %t and %q:\n%s", err, c.fails, c.want, out)
			}
		})
	}
}

// Every target is fuzzed for the time given, also after one that failed.
func TestFuzz(t *testing.T) {
	var targets []string
	for _, pattern := range []string{"../*/*_test.go", "../../*/*_test.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			for line := range strings.Lines(read(t, file)) {
				if name, ok := strings.CutPrefix(line, "func Fuzz"); ok {
					name, _, _ = strings.Cut(name, "(")
					targets = append(targets, "-run ^$ -fuzz ^Fuzz"+name+"$ -fuzztime 7s .\n")
				}
			}
		}
	}
	if len(targets) < 10 {
		t.Fatalf("only %d targets are there", len(targets))
	}
	// The first target fails.
	out, err := script(t, "fuzz.sh", map[string]string{
		"go": "echo \"$*\"; [ -e \"$STANDINS/ran\" ] || { touch \"$STANDINS/ran\"; exit 1; }\n",
	}, "FUZZTIME=7s")
	if err == nil {
		t.Error("a target that fails is passed over")
	}
	for _, target := range targets {
		if !strings.Contains(out, "test "+target) {
			t.Errorf("it does not run %s", target)
		}
	}
	if strings.Contains(out, "failed: none") {
		t.Errorf("the target that failed is not named:\n%s", out)
	}
	if out, err := script(t, "fuzz.sh", map[string]string{"go": "exit 0\n"}); err != nil ||
		!strings.Contains(out, "failed: none") {
		t.Errorf("it ends with %v:\n%s", err, out)
	}
}
