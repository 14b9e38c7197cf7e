package cli_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// Every command of Hindcast that a page of the documentation shows is run, in the order of the page, in a folder that
// has the files of the page alone. A page speaks to the test by comments that readers do not see:
//
//	<!-- first: COMMAND -->    is run before what follows; $SOURCE is the root of Hindcast's source
//	<!-- not run: REASON -->   the next block is skipped
//	<!-- file: NAME -->        the next block is a file
//
// A line of nothing but `name`: above a block makes it a file as well. The output that a page shows has to be all of it, where …
// stands for anything. A command may fail only where its output is shown.
func TestDocumentedCommands(t *testing.T) {
	if testing.Short() {
		t.Skip("they take seconds; make test runs them")
	}
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no shell to run them in")
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	pages, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	least := map[string]int{"start.md": 15, "migrating.md": 12, "audiences.md": 4, "trends.md": 3, "README.md": 1}
	for _, page := range append(pages, filepath.Join(root, "README.md")) {
		t.Run(filepath.Base(page), func(t *testing.T) {
			text, err := os.ReadFile(page)
			if err != nil {
				t.Fatal(err)
			}
			r := newDocReader(t, root)
			for _, part := range docParts(string(text)) {
				if !t.Run(fmt.Sprint("line ", part.line), func(t *testing.T) { r.take(t, part) }) {
					break // what follows may need it
				}
			}
			if n := least[filepath.Base(page)]; r.ran < n && !t.Failed() {
				t.Errorf("%d commands were run, and the page has at least %d", r.ran, n)
			}
		})
	}
}

// docPart is what a page has the test do: a comment for it, or a block of code.
type docPart struct {
	line   int
	first  string // command of a comment
	reason string // why a block is not run
	file   string // name of a block that is a file
	lang   string
	text   string
}

var (
	docComment = regexp.MustCompile(`^<!-- (first|not run|file): (.+) -->$`)
	docFile    = regexp.MustCompile("^`([^`]+)`:$")
	docFence   = regexp.MustCompile("^(`{3,})([a-z]*)[^`]*$")
	docCommand = regexp.MustCompile(`(^|\| |&& )(hindcast|go run \./cmd/hindcast) `)
)

// docParts are those parts of a page that files or commands of Hindcast are in.
func docParts(page string) []docPart {
	var parts []docPart
	var next docPart
	lines := strings.Split(page, "\n")
	for i := 0; i < len(lines); i++ {
		if m := docComment.FindStringSubmatch(lines[i]); m != nil {
			switch m[1] {
			case "first":
				parts = append(parts, docPart{line: i + 1, first: m[2]})
			case "file":
				next.file = m[2]
			default:
				next.reason = m[2]
			}
			continue
		}
		if m := docFile.FindStringSubmatch(lines[i]); m != nil {
			next.file = m[1]
			continue
		}
		m := docFence.FindStringSubmatch(lines[i])
		if m == nil {
			if lines[i] != "" {
				next = docPart{}
			}
			continue
		}
		next.line, next.lang = i+1, m[2]
		for i++; i < len(lines) && lines[i] != m[1]; i++ {
			next.text += lines[i] + "\n"
		}
		isShell := next.lang == "console" || next.lang == "sh"
		if next.file != "" || isShell && len(next.commands()) > 0 {
			parts = append(parts, next)
		}
		next = docPart{}
	}
	return parts
}

// docStep is a command and the output that the page shows of it.
type docStep struct{ command, output string }

// commands are those of a block; none where none of them is Hindcast's.
func (p docPart) commands() (steps []docStep) {
	if p.lang == "sh" {
		steps = []docStep{{command: p.text}}
	}
	goesOn := false
	for line := range strings.Lines(p.text) {
		switch command, isCommand := strings.CutPrefix(line, "$ "); {
		case p.lang == "sh":
		case isCommand:
			steps = append(steps, docStep{command: command})
		case goesOn:
			steps[len(steps)-1].command += line
		case len(steps) > 0:
			steps[len(steps)-1].output += line
		}
		goesOn = strings.HasSuffix(line, "\\\n")
	}
	for _, s := range steps {
		for line := range strings.Lines(s.command) {
			if docCommand.MatchString(strings.TrimSpace(line) + " ") {
				return steps
			}
		}
	}
	return nil
}

// docReader does what a page says.
type docReader struct {
	dir string
	env []string
	ran int
}

func newDocReader(t *testing.T, root string) *docReader {
	home := t.TempDir()
	return &docReader{
		dir: t.TempDir(),
		env: append(os.Environ(), "SOURCE="+root, "HOME="+home, "GIT_CONFIG_NOSYSTEM=1", "TZ=UTC",
			"GIT_AUTHOR_NAME=Author", "GIT_AUTHOR_EMAIL=author@example.org",
			"GIT_COMMITTER_NAME=Author", "GIT_COMMITTER_EMAIL=author@example.org"),
	}
}

func (r *docReader) take(t *testing.T, p docPart) {
	switch {
	case p.reason != "":
		t.Skip(p.reason)
	case p.first != "":
		if out, err := r.shell(p.first).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", p.first, err, out)
		}
	case p.file != "":
		name := filepath.Join(r.dir, filepath.FromSlash(p.file))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(p.text), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		for _, s := range p.commands() {
			r.step(t, s)
		}
	}
}

func (r *docReader) shell(script string) *exec.Cmd {
	cmd := exec.Command("sh", "-e", "-c", script)
	cmd.Dir, cmd.Env, cmd.WaitDelay = r.dir, r.env, time.Minute
	return cmd
}

func (r *docReader) step(t *testing.T, s docStep) {
	r.ran++
	command := strings.ReplaceAll(s.command, "go run ./cmd/hindcast ", "hindcast ")
	if folder, ok := strings.CutPrefix(strings.TrimSpace(command), "cd "); ok {
		r.dir = filepath.Join(r.dir, folder)
		return
	}
	run := func(cmd *exec.Cmd) (string, error) {
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	if strings.HasPrefix(command, "hindcast serve") {
		command, run = "exec "+command, firstLine
	}
	out, err := run(r.shell(command))
	t.Logf("$ %s\n%s", strings.TrimSpace(s.command), out)
	var exit *exec.ExitError
	if err != nil && (s.output == "" || !errors.As(err, &exit)) {
		t.Fatalf("%s%v\n%s", s.command, err, out)
	}
	if s.output != "" && !shows(s.output, out) {
		t.Fatalf("%sprints\n%s\nand the page shows\n%s", s.command, out, s.output)
	}
}

// firstLine is what a command prints that runs until it is interrupted, which then has to end well.
func firstLine(cmd *exec.Cmd) (string, error) {
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err := errors.Join(err, cmd.Process.Signal(os.Interrupt)); err != nil {
		return line, err
	}
	if _, err := io.Copy(io.Discard, out); err != nil {
		return line, err
	}
	return line, cmd.Wait()
}

// Commands that pages name within a text, and in blocks that are not run, are there, with their flags.
func TestNamedCommands(t *testing.T) {
	if testing.Short() {
		t.Skip("they take seconds; make test runs them")
	}
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	command := regexp.MustCompile("(?m)(?:`|^|[|] |&& )hindcast ([a-z][a-z-]*(?: [^`\\n|]*)?)")
	flag := regexp.MustCompile(`(?:^| )--[a-z][a-z-]*`)
	helps := map[string]string{}
	for _, page := range append(pages, "../../README.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range command.FindAllStringSubmatch(strings.ReplaceAll(string(text), "\\\n", ""), -1) {
			words := strings.Fields(m[1])
			name := words[:1]
			if words[0] == "import" && len(words) > 1 {
				name = words[:2]
			}
			key := strings.Join(name, " ")
			if helps[key] == "" {
				out, err := exec.Command("hindcast", append([]string{"help"}, name...)...).CombinedOutput()
				if err != nil || !strings.Contains(string(out), "hindcast "+key) {
					t.Errorf("%s names hindcast %s, which is not there", page, key)
				}
				helps[key] = string(out)
			}
			for _, f := range flag.FindAllString(m[1], -1) {
				if f = strings.TrimSpace(f); f != "--help" && !strings.Contains(helps[key], f+" ") {
					t.Errorf("%s names hindcast %s %s, and there is no such flag", page, key, f)
				}
			}
		}
	}
	if len(helps) < 15 {
		t.Errorf("only %d commands are named", len(helps))
	}
}

// shows reports whether a page shows an output, with … for what it leaves out.
func shows(page, output string) bool {
	parts := strings.Split(strings.TrimSpace(page), "…")
	for i, part := range parts {
		parts[i] = regexp.QuoteMeta(part)
	}
	return regexp.MustCompile(`^(?s:` + strings.Join(parts, ".*") + `)$`).MatchString(strings.TrimSpace(output))
}

func TestShows(t *testing.T) {
	for _, c := range []struct {
		page, output string
		want         bool
	}{
		{"wrote 2 files\n", "wrote 2 files\n", true},
		{"wrote 2 files\n", "wrote 3 files\n", false},
		{"wrote … files\n", "wrote 190 files\n", true},
		{"a\n…\nd\n", "a\nb\nc\nd\n", true},
		{"a\n", "a\nb\n", false},
		{"(a.b)\n", "(axb)\n", false},
	} {
		if got := shows(c.page, c.output); got != c.want {
			t.Errorf("%q shows %q: %t", c.page, c.output, got)
		}
	}
}
