package cli_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"hindcast/internal/cli"
	"hindcast/internal/cli/console"
)

// asked runs a command as on a terminal that can do no more than lines, with answers typed.
func asked(t *testing.T, dir string, lines string, args ...string) (code int, out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	env := map[string]string{"TERM": "dumb", "COLUMNS": "80"}
	code = cli.Run(t.Context(), args, console.Env{
		In: iotest.OneByteReader(strings.NewReader(lines)), Out: &stdout, Err: &stderr, Dir: dir, Terminal: true, Asks: true,
		Getenv: func(name string) string { return env[name] },
		Clock:  atNoon,
	})
	return code, stdout.String(), stderr.String()
}

func atNoon() time.Time { return time.Date(2026, 6, 1, 12, 0, 30, 0, time.UTC) }

func askedRepository(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"hindcast.yaml":                     "title: Log\n",
		"knowledge/systems/assistant.md":    "---\ntitle: Chat assistant\nowner: channels\nrisk_class: limited\ntlp: GREEN\n---\nAnswers.\n",
		"knowledge/systems/fraud-models.md": "---\ntitle: Fraud models\nowner: risk\nrisk_class: limited\ntlp: GREEN\n---\nScores.\n",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// What no flag says is asked, one question after the other, and a wrong answer is asked again.
func TestNewAsks(t *testing.T) {
	dir := askedRepository(t)
	lines := strings.Join([]string{
		"", "Assistant shows a stranger's chat", // the title is needed
		"2",                                  // near miss
		"3",                                  // data leak
		"2",                                  // sev2
		"1",                                  // the assistant
		"",                                   // no other system
		"", "yesterday", "2026-05-30T10:00Z", // when
		"4",          // testing
		"0", "", "5", // RED
		"A test account saw it.", // what
		"3", "all",               // both duties
		"", "y", // write
	}, "\n") + "\n"
	code, out, errs := asked(t, dir, lines, "new")
	if code != 0 {
		t.Fatalf("exit code %d\n%s\n%s", code, out, errs)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "incidents/2026/INC-2026-X????-assistant-shows-a-strangers-chat.md"))
	if len(files) != 1 {
		t.Fatalf("the files are %v\n%s\n%s", files, out, errs)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"title: Assistant shows a stranger's chat\nkind: near_miss\ntype: data_leak\npotential_severity: sev2\nstatus: detected\ntlp: RED\nsystems: [assistant]\n",
		"timeline:\n  detected: 2026-05-30T10:00Z\ndetection: {method: testing}\nobligations:\n  - {regime: gdpr_33, role: controller, applies: open,",
		"## What happened\n\nA test account saw it.\n",
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	if code, out, _ := asked(t, dir, "", "validate"); code != 0 || strings.Contains(out, "error") {
		t.Errorf("validate: %d\n%s", code, out)
	}
}

// What flags say is not asked, and the last question is the way out.
func TestNewAsksTheRest(t *testing.T) {
	dir := askedRepository(t)
	args := []string{
		"new", "--title", "x", "--type", "other", "--severity", "sev4", "--system", "assistant", "--tlp", "RED", "--detected",
		"now", "--method", "audit",
	}
	code, out, errs := asked(t, dir, "It did.\nn\n", args...)
	if code != 2 || !strings.Contains(errs, "stopped; nothing was written") || strings.Contains(out, "severe") {
		t.Errorf("exit code %d\n%s\n%s", code, out, errs)
	}
	if _, err := os.Stat(filepath.Join(dir, "incidents")); err == nil {
		t.Error("something was written")
	}
	// A value that does not exist is refused before anything is asked.
	code, out, errs = asked(t, dir, "It did.\n", append(args, "--type", "othr")...)
	if code != 2 || !strings.Contains(errs, "did you mean other?") || out != "" {
		t.Errorf("exit code %d\n%s", code, errs)
	}
}

// Nothing is chosen for somebody who goes away, at whichever question, and nothing is coloured.
func TestNewAsksUntilTheEnd(t *testing.T) {
	answers := []string{"Title", "2", "3", "2", "1", "", "2026-05-30T10:00Z", "4", "5", "A test account saw it.", "all"}
	for n := range len(answers) + 1 {
		dir := askedRepository(t)
		typed := strings.Join(answers[:n], "\n")
		if n > 0 && n%2 == 0 {
			typed += "\n" // else the input ends within a line
		}
		code, out, errs := asked(t, dir, typed, "new")
		if code != 2 || !strings.HasSuffix(errs, "hindcast: stopped; nothing was written\n") {
			t.Errorf("after %d answers: exit code %d\n%s\n%s", n, code, out, errs)
		}
		if strings.Contains(out+errs, "\x1b") {
			t.Errorf("after %d answers there are codes for a terminal:\n%q", n, out+errs)
		}
		if _, err := os.Stat(filepath.Join(dir, "incidents")); err == nil {
			t.Errorf("after %d answers something was written", n)
		}
	}
}

// Ctrl-C, which ends the context, is heard while an answer is awaited.
func TestNewAsksAndIsInterrupted(t *testing.T) {
	for _, env := range []map[string]string{{"TERM": "dumb"}, {"TERM": "xterm", "ACCESSIBLE": "1"}, {}} {
		dir := askedRepository(t)
		in, typed := io.Pipe()
		t.Cleanup(func() { typed.Close() })
		ctx, interrupt := context.WithCancel(t.Context())
		go func() {
			io.WriteString(typed, "Title\n2\n")
			interrupt()
		}()
		var stdout, stderr bytes.Buffer
		code := cli.Run(ctx, []string{"new"}, console.Env{
			In: in, Out: &stdout, Err: &stderr, Dir: dir, Terminal: true, Asks: true, Clock: atNoon,
			Getenv: func(name string) string { return env[name] },
		})
		if code != console.ExitStopped || stderr.String() != "hindcast: stopped; nothing was written\n" {
			t.Errorf("%v: exit code %d\n%s", env, code, stderr.String())
		}
		if strings.Contains(stdout.String(), "\x1b") {
			t.Errorf("%v: there are codes for a terminal: %q", env, stdout.String())
		}
	}
}

// A record stays where nobody says that it is to go.
func TestRedactAsks(t *testing.T) {
	dir := askedRepository(t)
	file := filepath.Join(dir, "incidents", "INC-2026-0003.md")
	if err := os.Mkdir(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	text := []byte("---\nid: INC-2026-0003\ntitle: A secret\nstatus: detected\ntlp: RED\n---\n## What happened\nIt.\n")
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, typed := range []string{"", "y", "\n", "\n\nn\n", "maybe\n", "no\n"} {
		code, _, errs := asked(t, dir, typed, "redact", "INC-2026-0003", "--reason", "names a patient")
		if code != console.ExitUsage || !strings.Contains(errs, "stopped; nothing was written") {
			t.Errorf("%q: exit code %d\n%s", typed, code, errs)
		}
		if now, err := os.ReadFile(file); err != nil || !bytes.Equal(now, text) {
			t.Errorf("%q: the file is %q, %v", typed, now, err)
		}
	}
	code, out, errs := asked(t, dir, "YES\n", "redact", "INC-2026-0003", "--reason", "names a patient")
	if now, err := os.ReadFile(file); err != nil || bytes.Contains(now, []byte("secret")) {
		t.Errorf("exit code %d: the file is %q, %v\n%s\n%s", code, now, err, out, errs)
	}
}
