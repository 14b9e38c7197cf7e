package cli_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/sys/unix"

	"hindcast/internal/cli"
	"hindcast/internal/cli/console"
)

// terminal is the person's side of a pseudo-terminal.
type terminal struct {
	*os.File
	seen bytes.Buffer
}

// openTerminal makes a pseudo-terminal of 24 lines.
func openTerminal(t *testing.T, columns int) (person *terminal, program *os.File) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("no pseudo-terminal: ", err)
	}
	t.Cleanup(func() { master.Close() })
	if err := unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { program.Close() })
	size := &unix.Winsize{Row: 24, Col: uint16(columns)}
	if err := unix.IoctlSetWinsize(int(master.Fd()), unix.TIOCSWINSZ, size); err != nil {
		t.Fatal(err)
	}
	return &terminal{File: master}, program
}

// until reads what the program writes up to some words.
func (p *terminal) until(t *testing.T, words string) {
	t.Helper()
	p.seen.Reset()
	buf := make([]byte, 4096)
	for !strings.Contains(p.seen.String(), words) {
		n, err := p.Read(buf)
		if err != nil {
			t.Fatalf("waiting for %q: %v\n%q", words, err, p.seen.String())
		}
		p.seen.Write(buf[:n])
	}
}

// controls are what a terminal is told beside text, such as colours.
var controls = regexp.MustCompile(`\x1b\[[0-9;?]*[A-Za-z]`)

// A new user starts a log, files a record, checks it and moves it on, in terminals of two widths. What is no quotation
// and no path fits into the line.
func TestFirstSteps(t *testing.T) {
	for _, columns := range []int{80, 120} {
		t.Run(fmt.Sprint(columns), func(t *testing.T) {
			dir := t.TempDir()
			run := func(want int, args ...string) string {
				person, program := openTerminal(t, columns)
				code := make(chan int, 1)
				go func() {
					code <- cli.Run(t.Context(), args, console.Env{
						In: program, Out: program, Err: program, Dir: dir, Terminal: true,
						Getenv: func(name string) string { return map[string]string{"TERM": "xterm", "HINDCAST_CACHE": "off"}[name] },
						Clock:  atNoon,
					})
					fmt.Fprintln(program, "[end]")
				}()
				person.until(t, "[end]")
				if got := <-code; got != want {
					t.Fatalf("%q ends with %d, not %d:\n%s", args, got, want, person.seen.String())
				}
				shown := strings.ReplaceAll(person.seen.String(), "\r", "")
				for line := range strings.Lines(shown) {
					text := strings.TrimRight(controls.ReplaceAllString(line, ""), "\n")
					isQuoted := strings.Contains(text, "incidents/") || strings.Contains(text, " | ")
					if width := utf8.RuneCountInString(text); width > columns && !isQuoted {
						t.Errorf("%q: %d columns: %s", args, width, text)
					}
				}
				return shown
			}
			if shown := run(console.ExitUsage, "validate"); !strings.Contains(shown, "hindcast init") {
				t.Errorf("an empty folder gets no hint:\n%s", shown)
			}
			run(console.ExitClean, "init")
			run(console.ExitClean, "new", "--title", "Chat assistant quotes an abolished fee", "--type", "model_failure", "--severity", "sev3",
				"--tlp", "AMBER", "--unregistered", "chat assistant", "--detected", "now", "--method", "user_report", "--what", "A wrong fee was quoted.")
			run(console.ExitClean, "validate")
			files, _ := filepath.Glob(filepath.Join(dir, "incidents/2026/INC-*.md"))
			if len(files) != 1 {
				t.Fatalf("the files are %v", files)
			}
			if shown := run(console.ExitFindings, "advance", files[0]); !strings.Contains(shown, "to paste into") {
				t.Errorf("what is missing can't be pasted:\n%s", shown)
			}
			run(console.ExitClean, "advance", files[0], "--set", "owner=support", "--set", "roles.commander=ml-oncall",
				"--set", "summary=A wrong fee was quoted to a customer.", "--set", "timeline.started=2026-05-31")
			run(console.ExitClean, "validate", "--strict=false", "--statistics")
		})
	}
}

// The form that asks what happened has ended when its answer is shown back: the key typed next is for the
// last question, and the reader of the form before must not take it.
func TestFirstKeyAfterForm(t *testing.T) {
	dir := askedRepository(t)
	args := []string{
		"new", "--title", "Stray answer", "--type", "bias", "--severity", "sev3", "--tlp", "AMBER", "--unregistered", "screener",
		"--detected", "now", "--method", "user_report",
	}
	for _, last := range []struct {
		key, says string
		code      int
	}{
		{"n", "stopped; nothing was written", console.ExitUsage},
		{"\x03", "stopped; nothing was written", console.ExitStopped},
		{"y", "wrote ", console.ExitClean},
	} {
		t.Run(fmt.Sprintf("%q", last.key), func(t *testing.T) {
			person, program := openTerminal(t, 80)
			code := make(chan int, 1)
			go func() {
				code <- cli.Run(t.Context(), args, console.Env{
					In: program, Out: program, Err: program, Dir: dir, Terminal: true, Asks: true,
					Getenv: func(name string) string { return map[string]string{"TERM": "xterm"}[name] }, Clock: atNoon,
				})
			}()
			person.until(t, "What happened?")
			fmt.Fprint(person, "abc")
			person.until(t, "c")
			fmt.Fprint(person, "\r")
			person.until(t, "Stop")
			fmt.Fprint(person, last.key)
			person.until(t, last.says)
			if got := <-code; got != last.code {
				t.Errorf("exit code %d, not %d", got, last.code)
			}
		})
	}
	if files, _ := filepath.Glob(filepath.Join(dir, "incidents/*/*")); len(files) != 1 {
		t.Errorf("the files are %v", files)
	}
}

// typedAhead files a record on a terminal by keys that are all typed before anything is asked, up to some words that it
// shows. It is the exit code and the record, which is empty where none was written.
func typedAhead(t *testing.T, keys, words string, args ...string) (code int, text string) {
	t.Helper()
	dir := askedRepository(t)
	person, program := openTerminal(t, 80)
	state, err := unix.IoctlGetTermios(int(program.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	raw := *state
	raw.Lflag &^= unix.ICANON | unix.ECHO | unix.ISIG
	raw.Iflag &^= unix.ICRNL
	if err := unix.IoctlSetTermios(int(program.Fd()), unix.TCSETS, &raw); err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(person, keys)
	ended := make(chan int, 1)
	go func() {
		ended <- cli.Run(t.Context(), append([]string{"new"}, args...), console.Env{
			In: program, Out: program, Err: program, Dir: dir, Terminal: true, Asks: true,
			Getenv: func(name string) string { return map[string]string{"TERM": "xterm", "HINDCAST_CACHE": "off"}[name] },
			Clock:  atNoon,
		})
	}()
	person.until(t, words)
	code = <-ended
	files, _ := filepath.Glob(filepath.Join(dir, "incidents/2026/*.md"))
	if len(files) == 0 {
		return code, ""
	}
	record, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	return code, string(record)
}

// Keys that come in the same instant as the Enter before them are for the next question, also where that is in the next
// form. An Enter between two forms comes as a line feed.
func TestTypedAhead(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	down, paste := "\x1b[B", func(text string) string { return "\x1b[200~" + text + "\x1b[201~" }
	known := []string{
		"--title", "Stray answer", "--type", "other", "--severity", "sev3", "--tlp", "AMBER", "--unregistered", "screener",
		"--detected", "2026-05-30T10:00Z", "--method", "user_report",
	}
	systems := []string{
		"--title", "x", "--kind", "incident", "--type", "other", "--severity", "sev4", "--detected", "now", "--tlp", "RED",
		"--method", "audit",
	}
	const wrote, stopped = "wrote ", "stopped; nothing was written"
	for name, c := range map[string]struct {
		keys, words string
		args        []string
		code        int
		record      []string
	}{
		"no to the last question":       {"abc\rn", stopped, known, console.ExitUsage, nil},
		"yes to the last question":      {"abc\ry", wrote, known, 0, []string{"\nabc\n"}},
		"Ctrl-C after a text":           {"abc\r\x03", stopped, known, console.ExitStopped, nil},
		"a choice and Enter":            {"abc\r" + down + "h\r", stopped, known, console.ExitUsage, nil},
		"letters of two and more bytes": {"Zé 漢字 😀\ry", wrote, known, 0, []string{"\nZé 漢字 😀\n"}},
		"a text with lines":             {"one\x1b\rtwo\nthree\ry", wrote, known, 0, []string{"\none\ntwo\nthree\n"}},
		"a pasted text":                 {paste("one\rtwo\a") + "\ry", wrote, known, 0, []string{"\none\ntwo"}},
		"Enter between two forms":       {"abc\r\n", wrote, known, 0, []string{"\nabc\n"}},
		"an answer refused":             {"\rabc\ry", wrote, known, 0, []string{"\nabc\n"}},
		"a list that is searched": {
			"/fraud\rx\rother one\rIt did.\ry", wrote, systems, 0,
			[]string{"systems: [fraud-models]\n", "unregistered: [other one]\n", "\nIt did.\n"},
		},
		"all questions": {
			"A title\r" + down + down + "\r" + down + "\r\rx\r\r\r" + down + "\r\rIt did.\r\ry", wrote, nil, 0,
			[]string{"title: A title\nkind: hazard\ntype: security_breach\npotential_severity: sev1\n", "method: staff_report"},
		},
		"a page back": {
			"A title\r\x1b[Z, changed\r\r\r\rx\r\r\r\r\rIt did.\r\ry", wrote, nil, 0,
			[]string{"title: A title, changed\n", "\nIt did.\n"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			code, record := typedAhead(t, c.keys, c.words, c.args...)
			if code != c.code || (record == "") != (c.record == nil) {
				t.Errorf("exit code %d, not %d, and the record\n%s", code, c.code, record)
			}
			for _, want := range c.record {
				if !strings.Contains(record, want) {
					t.Errorf("%q is not in\n%s", want, record)
				}
			}
		})
	}
}
