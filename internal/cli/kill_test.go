package cli_test

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// killSeed decides at which moments.
const killSeed = 12

// killedCommand is a command that is killed at random moments.
type killedCommand struct {
	name  string
	args  []string
	again bool // running it once more finishes what it began
}

var killedCommands = []killedCommand{
	{"fix", []string{"validate", "--fix", "--now", "2026-11-01"}, true},
	{"assign-ids", []string{"assign-ids"}, true},
	{"import", []string{"import", "aiid", "incidents.csv"}, true},
	{"redact", []string{"redact", "INC-2026-0001", "--reason", "Named a person.", "--now", "2026-11-01"}, true},
	{"advance", []string{"advance", "INC-2026-0002", "triaged", "--now", "2026-11-01"}, false},
	{"new", []string{
		"new", "--now", "2026-11-01", "--title", "Assistant quotes a fee", "--type", "model_failure", "--severity", "sev3", "--tlp", "GREEN",
		"--unregistered", "thing", "--detected", "2026-10-01", "--method", "monitoring", "--what", "It quoted a fee that no longer exists.",
	}, false},
}

// Killed at any moment, a command leaves each file as it was or as it is to be, and the next run
// finishes what it began.
func TestKilledAtAnyMoment(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	count := number(t, "HINDCAST_TEST_KILLS", 3)
	program := builtProgram(t)
	t.Logf("seed %d, %d times each", killSeed, count)
	random := rand.New(rand.NewPCG(killSeed, killSeed))
	for _, command := range killedCommands {
		t.Run(command.name, func(t *testing.T) {
			whole := killRepository(t)
			before := filesOf(t, whole)
			began := time.Now()
			runFor(t, program, whole, command.args, 0)
			took := time.Since(began)
			after := filesOf(t, whole)
			if maps.Equal(before, after) {
				t.Fatal("the command changes nothing")
			}
			for range count {
				dir := killRepository(t)
				moment := time.Duration(random.Int64N(int64(took) + int64(took)/10))
				runFor(t, program, dir, command.args, moment)
				checkWhole(t, fmt.Sprintf("killed after %v", moment), filesOf(t, dir), before, after, command)
				if command.again {
					runFor(t, program, dir, command.args, 0)
					if got := filesOf(t, dir); !maps.Equal(got, after) {
						t.Errorf("killed after %v: the next run left\n%v\nwant\n%v", moment, got, after)
					}
				}
			}
		})
	}
}

// builtProgram is the program as it is shipped, with what looks for signals.
func builtProgram(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "hindcast")
	if out, err := exec.Command("go", "build", "-o", program, "hindcast/cmd/hindcast").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return program
}

// runFor runs the program, and kills it after some time unless that is zero.
func runFor(t *testing.T, program, dir string, args []string, limit time.Duration) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir))
	if limit > 0 {
		time.AfterFunc(limit, cancel)
	}
	out, err := cmd.CombinedOutput()
	if err != nil && limit == 0 && cmd.ProcessState.ExitCode() > 1 {
		t.Fatalf("%v: %s", err, out)
	}
}

// checkWhole wants each file as it was or as it is to be. A record on its way to a number may have it
// under its old name, or without its references; then its text is whole.
func checkWhole(t *testing.T, when string, got, before, after map[string]string, command killedCommand) {
	t.Helper()
	texts := map[string]bool{}
	for _, files := range []map[string]string{before, after} {
		for _, text := range files {
			texts[text] = true
		}
	}
	for name, text := range got {
		isRecord := strings.HasPrefix(text, "---\n") && strings.Count(text, "\n---\n") == 1 && strings.HasSuffix(text, "\n")
		if !texts[text] && !(isRecord && (command.name == "assign-ids" || command.name == "new")) {
			t.Errorf("%s: %s holds\n%s", when, name, text)
		}
	}
	if len(got) < min(len(before), len(after)) {
		t.Errorf("%s: %d files of %d", when, len(got), len(before))
	}
}

// filesOf is every file of a folder, without what killed runs leave hidden.
func filesOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasPrefix(e.Name(), ".hindcast-") {
			return err
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// importedTable is a table of incidents as the AI Incident Database has it.
const importedTable = `incident_id,date,reports,Alleged deployer of AI system,Alleged developer of AI system,Alleged harmed or nearly harmed parties,description,title
1,2015-05-19,"[1,2]","[""acme""]","[""acme""]","[""children""]",A filter let films for adults through.,Filter fails
2,2016-06-02,[3],"[""acme""]",[],"[""staff""]",A robot arm moved while a person stood beside it.,Robot arm moves
3,2017-06-02,[4],"[""acme""]",[],"[""staff""]",A robot arm moved again.,Robot arm moves again
`

// killRepository is a records repository with something to do for every command.
func killRepository(t *testing.T) string {
	t.Helper()
	record := func(id, severity, text string) string {
		return "---\nid: " + id + "\ntitle: Title of " + strings.ToLower(id) + "\ntype: model_failure\nseverity: " +
			severity +
			"\nsummary: A plain sentence.\nstatus: detected\ntlp: GREEN\nowner: team\nroles: {commander: team}\nunregistered: [thing]\n" +
			"timeline: {started: 2026-03-02T09:00Z, detected: 2026-03-02T09:25Z}\ndetection: {method: audit}\n---\n## What happened\n\n" + text + "\n"
	}
	files := map[string]string{
		"hindcast.yaml": "title: Log\n",
		"incidents.csv": importedTable,
		"incidents/2026/INC-2026-0001-a/index.md":   record("INC-2026-0001", "sev3", "[Chart](chart.csv)"),
		"incidents/2026/INC-2026-0001-a/chart.csv":  "chart",
		"incidents/2026/INC-2026-0002.md":           record("INC-2026-0002", "sev3", "See INC-2026-XAAA1."),
		"incidents/2026/INC-2026-XAAAA-b/index.md":  record("INC-2026-XAAAA", "sev3", "[Chart](chart.csv)"),
		"incidents/2026/INC-2026-XAAAA-b/chart.csv": "another",
		"knowledge/lesson.md":                       "---\ntitle: Lesson\nowner: team\ntlp: GREEN\n---\nSee [it](../incidents/2026/INC-2026-0001-a/index.md) and [[INC-2026-XAAA2]].\n",
	}
	for i := range 6 {
		id := fmt.Sprintf("INC-2026-XAAA%d", i)
		files["incidents/2026/"+id+"-c.md"] = record(id, "SEV3", "See [[INC-2026-XAAAA]].")
	}
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
