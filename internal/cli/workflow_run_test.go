package cli_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const filed = `---
id: INC-2026-X7K3F
title: Assistant quotes a fee that was abolished
type: model_failure
severity: sev3
status: detected
tlp: CLEAR
unregistered: [assistant]
silence: [{rule: unregistered-system, reason: the register is new}]
timeline:
  started: 2026-03-03T09:25:00Z
  detected: 2026-03-02T09:25:00Z
detection: {method: user_report}
---
## What happened

A customer was told about a fee that no longer exists.
`

// What init writes, run step by step: the lines come from the files themselves. A faulty record on a
// branch is annotated, the mended one passes, is merged, numbered and published.
func TestCIOfInitRuns(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	for _, ci := range []struct {
		name       string
		build      string // the job that makes the site
		annotation string // how the fault shows in the log
	}{
		{"github", "build", "::error file=incidents/2026/INC-2026-X7K3F-fees.md,line=12,endLine=12,col=13,endColumn=33,title=timeline-order::detected is before started"},
		{"gitlab", "pages", "incidents/2026/INC-2026-X7K3F-fees.md:12:13: error: detected is before started [timeline-order]"},
	} {
		t.Run(ci.name, func(t *testing.T) {
			t.Parallel()
			r := newRunner(t)
			run := r.github
			if ci.name == "gitlab" {
				run = r.gitlab
			}
			must := func(job, branch string, code int, say string) string {
				t.Helper()
				dir, out, got := run(job, branch)
				if got != code || !strings.Contains(out, say) {
					t.Fatalf("%s on %s: exit code %d, want %d and %q in\n%s", job, branch, got, code, say, out)
				}
				return dir
			}
			dir := started(t, "--ci", ci.name)
			r.publish(dir)
			must(ci.build, "main", 0, "0 records")
			must("due", "main", 0, "nothing is overdue")

			file := filepath.Join(dir, "incidents/2026/INC-2026-X7K3F-fees.md")
			r.git(dir, "checkout", "--quiet", "-b", "fees")
			r.write(file, filed)
			r.commit(dir, "File the incident about fees")
			r.git(dir, "push", "--quiet", "origin", "fees")
			must("check", "fees", 1, ci.annotation)

			r.write(file, strings.Replace(filed, "started: 2026-03-03", "started: 2026-03-01", 1))
			r.commit(dir, "Mend the time")
			r.git(dir, "push", "--quiet", "origin", "fees")
			must("check", "fees", 0, "1 record, 0 systems, 0 articles: no findings")

			r.git(dir, "checkout", "--quiet", "main")
			r.git(dir, "merge", "--quiet", "--no-ff", "-m", "Merge fees", "fees")
			r.git(dir, "push", "--quiet", "origin", "main")
			t.Run("numbered", func(t *testing.T) {
				if exec.CommandContext(t.Context(), "hindcast", "assign-ids", "--help").Run() != nil {
					t.Skip("skipped: there is no command assign-ids yet")
				}
				must("number", "main", 0, "INC-2026-0001")
				must("number", "main", 0, "") // again: nothing is left to do
				if clone := r.clone("main", true); !exists(clone, "incidents/2026/INC-2026-0001-fees.md") ||
					exists(clone, "incidents/2026/INC-2026-X7K3F-fees.md") {
					t.Error("the number did not reach the remote")
				}
			})
			site := must(ci.build, "main", 0, "1 record")
			if !exists(site, "public/incidents/inc-2026-0001/index.html") &&
				!exists(site, "public/incidents/inc-2026-x7k3f/index.html") {
				t.Error("the record is not on the site")
			}
		})
	}
}

func exists(dir, name string) bool {
	matches, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(name)))
	return err == nil && len(matches) == 1
}

// A branch may be called anything that Git allows; none of it is run.
func TestNamesOfBranchesAreNotRun(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	t.Parallel()
	r := newRunner(t)
	dir := started(t)
	r.publish(dir)
	r.git(dir, "checkout", "--quiet", "-b", "x")
	r.git(dir, "push", "--quiet", "origin", "x")
	hostile := "$(touch${IFS}pwned)`touch${IFS}pwned`\";touch${IFS}pwned;\""
	r.git(dir, "push", "--quiet", "origin", "main:refs/heads/"+hostile)
	r.base = hostile
	at, out, code := r.github("check", "x")
	if code != 0 || exists(at, "pwned") {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

// Without the line INSTALL a job says what is to be done.
func TestInstallLineIsAskedFor(t *testing.T) {
	r := newRunner(t)
	out, code := r.script(started(t), "sh .ci/install-hindcast.sh", nil)
	if code != 1 || !strings.Contains(out, "set the line INSTALL in .ci/install-hindcast.sh") {
		t.Errorf("exit code %d\n%s", code, out)
	}
}
