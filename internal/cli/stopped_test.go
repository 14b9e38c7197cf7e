//go:build unix

package cli_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"hindcast/internal/bench/gen"
)

// stoppedAt are commands that are interrupted when --verbose has printed some line, each with much left to do then.
var stoppedAt = []struct {
	line    string // its beginning
	args    []string
	message string
}{
	{".: as of", []string{"validate"}, "stopped; nothing was written"},
	{"reading records:", []string{"validate"}, "stopped; nothing was written"},
	{".: as of", []string{"build"}, "stopped; nothing was written"},
	{"checking:", []string{"build"}, "stopped; nothing was written"},
	{"finding links and computing figures:", []string{"build"}, "stopped; nothing was written"},
	{"making the search index:", []string{"build", "--prove"}, "stopped; nothing was written"},
	{"selecting what", []string{"search", "fee"}, "stopped; nothing was written"},
	{"reading records:", []string{"trends"}, "stopped; nothing was written"},
	{"reading records:", []string{"due"}, "stopped; nothing was written"},
	{"reading records:", []string{"export", "--format", "opensearch"}, "stopped; nothing was written"},
	{"reading the source:", []string{"import", "aiid", "incidents.csv"}, "stopped; nothing was written"},
	{"checking:", []string{"import", "aiid", "incidents.csv"}, "stopped"}, // before the first record is written, or after it
}

// An interrupted command ends with 130, says whether it had written anything, and leaves nothing half made.
func TestStopped(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	program := builtProgram(t)
	dir := t.TempDir()
	if err := gen.Write(dir, gen.Corpus(1, 1000)); err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	fmt.Fprintln(&table, strings.SplitN(importedTable, "\n", 2)[0])
	for i := range 5000 {
		fmt.Fprintf(&table, "%d,2015-05-19,[1],[],[],\"[\"\"staff\"\"]\",A robot arm moved.,Arm %d moves\n", i+1, i)
	}
	if err := os.WriteFile(filepath.Join(dir, "incidents.csv"), []byte(table.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	before := namesIn(t, dir)
	for _, s := range stoppedAt {
		t.Run(s.args[0]+" "+s.line, func(t *testing.T) {
			code, out := interrupt(t, program, dir, s.line, s.args)
			said := strings.TrimPrefix(out[strings.LastIndex(strings.TrimSuffix(out, "\n"), "\n")+1:], "hindcast: ")
			isEarly := s.message == "stopped" && said == "stopped; nothing was written\n"
			if code != 130 || said != s.message+"\n" && !isEarly {
				t.Errorf("it exits %d and says\n%s", code, out)
			}
			wrote := strings.Contains(out, " written, ")
			if after := namesIn(t, dir); strings.Contains(said, "nothing") && (after != before || wrote) {
				t.Errorf("it left %s, there was %s, and it says\n%s", after, before, out)
			}
			if strings.Contains(out, "5000 written") {
				t.Errorf("it counts what it did not write:\n%s", out)
			}
		})
	}
}

// interrupt runs the program and sends it an interrupt when it prints a line to stderr.
func interrupt(t *testing.T, program, dir, at string, args []string) (code int, printed string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, append(args, "--verbose")...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir), "HINDCAST_CACHE=off")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	lines := bufio.NewReader(stderr)
	for sent := false; ; {
		line, err := lines.ReadString('\n')
		out.WriteString(line)
		if !sent && strings.HasPrefix(line, at) {
			sent = true
			if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
				t.Fatal(err)
			}
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	_ = cmd.Wait() // the exit code tells
	return cmd.ProcessState.ExitCode(), out.String()
}

// namesIn lists a folder.
func namesIn(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}
