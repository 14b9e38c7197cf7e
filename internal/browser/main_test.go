package browser

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// project is the root of the repository, which is also the demo.
const project = "../.."

// present is the time that all builds take for the present, a few days after the demo's last event.
const present = "2026-12-01"

// guard ends what hangs. Nothing is measured with it.
const guard = 60 * time.Second

// long lets tests try all of what they take a sample of otherwise; docs/testing.md has all such variables.
var long = os.Getenv("HINDCAST_TEST_LONG") != ""

// What TestMain makes for all tests; empty and nil where there is no browser.
var (
	hindcast string          // the program
	chromium context.Context // the browser, which tabs are opened in
)

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(run(m))
}

func run(m *testing.M) int {
	ctx, stop, err := Start()
	if errors.Is(err, ErrNoChromium) {
		return m.Run() // each test says why it is skipped
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer stop()
	dir, err := os.MkdirTemp("", "hindcast-browser-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	chromium, hindcast = ctx, filepath.Join(dir, "hindcast")
	build := exec.Command("go", "build", "-o", hindcast, "./cmd/hindcast")
	build.Dir = project
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build the program: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// needBrowser skips a test where there is no browser.
func needBrowser(t *testing.T) {
	t.Helper()
	if chromium == nil {
		t.Skip(ErrNoChromium)
	}
}

// command runs the program to its end.
func command(t *testing.T, dir string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*guard)
	defer cancel()
	var out, notes bytes.Buffer
	cmd := exec.CommandContext(ctx, hindcast, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, &notes
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatalf("run hindcast %s: %v", strings.Join(args, " "), err)
	}
	return cmd.ProcessState.ExitCode(), out.String(), notes.String()
}

// demo is the built demo, made once for all tests that leave it as it is, and its findings.
var demo = sync.OnceValues(func() (string, error) {
	dir := filepath.Join(filepath.Dir(hindcast), "demo")
	out, err := exec.Command(hindcast, "-C", project, "build", "--now", present, "--out", dir, "--base-url",
		"http://demo.invalid/").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build the demo: %w\n%s", err, out)
	}
	return dir, nil
})

// builtDemo is the folder of the built demo, which a test leaves as it is.
func builtDemo(t *testing.T) string {
	t.Helper()
	needBrowser(t)
	dir, err := demo()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// demoCopy is the built demo in a folder of the test's own.
func demoCopy(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "site")
	if err := os.CopyFS(dir, os.DirFS(builtDemo(t))); err != nil {
		t.Fatal(err)
	}
	return dir
}

// static serves a folder below a path ending in a slash, as any host of plain files does, and
// returns the address of its root. Nothing is cached, since tests change files within a second.
func static(t *testing.T, dir, below string) string {
	t.Helper()
	files := http.StripPrefix(strings.TrimSuffix(below, "/"), http.FileServer(http.Dir(dir)))
	mux := http.NewServeMux()
	mux.HandleFunc(below, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		files.ServeHTTP(w, r)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL + below
}

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(guard); time.Now().Before(deadline); time.Sleep(30 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatalf("waited in vain: %s", what)
}

func read(t *testing.T, path ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func write(t *testing.T, text string, path ...string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(path...), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// expect fails where an expectation is not met, or where it is met in spite of a fault that is said to be known.
func expect(t *testing.T, met bool, fault, format string, args ...any) {
	t.Helper()
	switch {
	case met && fault != "":
		t.Errorf("this works now; take away the mark of the fault (%s)", fault)
	case !met && fault != "":
		t.Logf("known fault: %s\n"+format, append([]any{fault}, args...)...)
	case !met:
		t.Errorf(format, args...)
	}
}
