package main

import (
	"archive/zip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestPathsRefused(t *testing.T) {
	for _, to := range []string{"", "hindcast", "github.com", "github.com/a b", "https://github.com/a/b", "github.com/../b", "github.com/a/b/"} {
		if _, err := change(t.TempDir(), to); err == nil || !strings.Contains(err.Error(), "is no path of a module") {
			t.Errorf("%q: %v", to, err)
		}
	}
}

// Paths change where they are ones, and nothing else that has their name.
func TestChange(t *testing.T) {
	dir := t.TempDir()
	files := map[string][3]string{
		"go.mod":                 {"module hindcast\n\ngo 1.26.0\n", "module example.org/a/log\n\ngo 1.26.0\n", "module example.com/b\n\ngo 1.26.0\n"},
		"internal/tests/go.mod":  {"module hindcast/internal/tests\n\nrequire hindcast v0.0.0\n\nreplace hindcast => ../..\n", "module example.org/a/log/internal/tests\n\nrequire example.org/a/log v0.0.0\n\nreplace example.org/a/log => ../..\n", "module example.com/b/internal/tests\n\nrequire example.com/b v0.0.0\n\nreplace example.com/b => ../..\n"},
		"cmd/hindcast/main.go":   {"import \"hindcast/internal/cli\" // of hindcast\n", "import \"example.org/a/log/internal/cli\" // of hindcast\n", "import \"example.com/b/internal/cli\" // of hindcast\n"},
		"internal/release/build": {"-X hindcast/internal/a.B=1 ./cmd/hindcast/internal dist/hindcast/cmd \"hindcast\"\n", "-X example.org/a/log/internal/a.B=1 ./cmd/hindcast/internal dist/hindcast/cmd \"hindcast\"\n", "-X example.com/b/internal/a.B=1 ./cmd/hindcast/internal dist/hindcast/cmd \"hindcast\"\n"},
	}
	for name, texts := range files {
		write(t, filepath.Join(dir, name), texts[0])
	}
	run(t, dir, nil, "git", "init", "--quiet")
	run(t, dir, nil, "git", "add", ".")
	for i, to := range []string{"example.org/a/log", "example.com/b"} { // and again, from the new path
		if n, err := change(dir, to); err != nil || n != len(files) {
			t.Errorf("to %s: %d files, %v", to, n, err)
		}
		for name, texts := range files {
			if got := read(t, filepath.Join(dir, name)); got != texts[i+1] {
				t.Errorf("to %s: %s is\n%swant\n%s", to, name, got, texts[i+1])
			}
		}
	}
}

// After the change, go install gets the program by its path, from a proxy that holds a version of the whole tree.
func TestInstall(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a minute where nothing is compiled yet; make test runs it")
	}
	const to = "example.org/team/hindcast"
	dir, root := t.TempDir(), filepath.Join("..", "..", "..")
	for _, name := range tracked(t, root) {
		content, err := os.ReadFile(filepath.Join(root, name))
		if os.IsNotExist(err) {
			continue // removed, and not yet committed
		}
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, name), string(content))
	}
	run(t, dir, nil, "git", "init", "--quiet")
	run(t, dir, nil, "git", "add", ".")
	if _, err := change(dir, to); err != nil {
		t.Fatal(err)
	}
	for _, name := range tracked(t, dir) {
		if filepath.Base(name) == "go.mod" {
			module := strings.TrimSpace(run(t, filepath.Join(dir, filepath.Dir(name)), nil, "go", "list", "-m"))
			if want := strings.TrimSuffix(to+"/"+filepath.ToSlash(filepath.Dir(name)), "/."); module != want {
				t.Errorf("%s has the module %s, want %s", name, module, want)
			}
		}
	}

	proxy, bin, modules := t.TempDir(), t.TempDir(), t.TempDir()
	publish(t, filepath.Join(proxy, to, "@v"), dir, to)
	kept := strings.TrimSpace(run(t, dir, nil, "go", "env", "GOMODCACHE"))
	run(t, bin, []string{
		"GOPROXY=file://" + filepath.ToSlash(proxy) + ",file://" + filepath.ToSlash(filepath.Join(kept, "cache", "download")),
		"GOSUMDB=off", "GOMODCACHE=" + modules, "GOBIN=" + bin, "GOFLAGS=-modcacherw -trimpath", "CGO_ENABLED=0",
	}, "go", "install", to+"/cmd/hindcast@v1.2.3")
	if version := run(t, bin, nil, filepath.Join(bin, "hindcast"), "version"); !strings.HasPrefix(version, "hindcast v1.2.3 (") {
		t.Errorf("the version is %s", version)
	}
}

// publish puts a version of a module into the folder of a proxy, without the modules below it, in the form of
// https://go.dev/ref/mod#goproxy-protocol.
func publish(t *testing.T, at, dir, module string) {
	t.Helper()
	write(t, filepath.Join(at, "list"), "v1.2.3\n")
	write(t, filepath.Join(at, "v1.2.3.info"), `{"Version": "v1.2.3", "Time": "2026-01-02T03:04:05Z"}`)
	write(t, filepath.Join(at, "v1.2.3.mod"), read(t, filepath.Join(dir, "go.mod")))
	f, err := os.Create(filepath.Join(at, "v1.2.3.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z := zip.NewWriter(f)
	var below []string
	names := tracked(t, dir)
	for _, name := range names {
		if filepath.Base(name) == "go.mod" && name != "go.mod" {
			below = append(below, filepath.Dir(name)+"/")
		}
	}
names:
	for _, name := range names {
		for _, b := range below {
			if strings.HasPrefix(name, b) {
				continue names
			}
		}
		entry, err := z.Create(module + "@v1.2.3/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := entry.Write([]byte(read(t, filepath.Join(dir, name)))); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
}

// tracked are the files of a work tree, with slashes.
func tracked(t *testing.T, dir string) []string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "git", "-C", dir, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	out, err := cmd.Output()
	if err != nil {
		t.Skipf("this is no work tree of Git, so the files of the source are not known: %v", err)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

func run(t *testing.T, dir string, env []string, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	var faults strings.Builder
	cmd.Stderr = &faults
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", name, err, out, faults.String())
	}
	return string(out)
}

func read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
