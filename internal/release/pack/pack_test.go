package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"hindcast/internal/cli"
	"hindcast/internal/parts"
)

// packed makes packages of the program for Linux on this architecture, and for the other platforms of one that is small.
func packed(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	dir, small := t.TempDir(), t.TempDir()
	write(t, filepath.Join(small, "go.mod"), "module small\n")
	write(t, filepath.Join(small, "main.go"), "package main\n\nfunc main() {}\n")
	for _, platform := range parts.Platforms() {
		source, program := small, "."
		if platform == "linux/"+runtime.GOARCH {
			source, program = filepath.Join("..", "..", ".."), "./cmd/hindcast"
		}
		name := filepath.Join(dir, "hindcast_1.2.3-rc.1_"+strings.ReplaceAll(platform, "/", "_"))
		if strings.HasPrefix(platform, "windows/") {
			name += ".exe"
		}
		cmd := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w -X hindcast/internal/cli/console.Release=1.2.3-rc.1", "-o", name, program)
		cmd.Dir = source
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	p := pack{
		root: "../../..", dir: dir, version: "1.2.3-rc.1", repository: "https://example.org/hindcast",
		when: time.Unix(1700000000, 0).UTC(),
	}
	if err := p.make(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestPackages(t *testing.T) {
	dir := packed(t)
	name := "hindcast_1.2.3-rc.1_linux_" + runtime.GOARCH
	archive := untar(t, filepath.Join(dir, name+".tar.gz"))
	t.Run("archive", func(t *testing.T) {
		want := []string{"LICENCES.txt", "LICENSE", "README.md", "completions/_hindcast", "completions/hindcast.bash", "completions/hindcast.fish", "completions/hindcast.ps1", "hindcast", "man/man1/hindcast.1"}
		for _, c := range cli.Command().Commands() {
			if c.IsAvailableCommand() {
				want = append(want, "man/man1/hindcast-"+c.Name()+".1")
			}
		}
		for _, file := range want {
			if archive[name+"/"+file] == "" {
				t.Errorf("there is no %s", file)
			}
		}
		for file := range archive {
			if !slices.Contains(want, strings.TrimPrefix(file, name+"/")) && !strings.Contains(file, "hindcast-import-") {
				t.Errorf("%s is not expected", file)
			}
		}
		if archive[name+"/hindcast"] != read(t, filepath.Join(dir, name)) {
			t.Error("the program is another one")
		}
		if licences := archive[name+"/LICENCES.txt"]; strings.Contains(licences, "unknown") || !strings.Contains(licences, "Kirill Simonov") {
			t.Errorf("the licences are not all there:\n%.900s", licences)
		}
	})
	t.Run("zip", func(t *testing.T) {
		z, err := zip.OpenReader(filepath.Join(dir, "hindcast_1.2.3-rc.1_windows_amd64.zip"))
		if err != nil {
			t.Fatal(err)
		}
		defer z.Close()
		found := 0
		for _, f := range z.File {
			if f.Name == "hindcast_1.2.3-rc.1_windows_amd64/hindcast.exe" && f.Mode() == 0o755 {
				found++
			}
		}
		if found != 1 || len(z.File) != len(archive) {
			t.Errorf("it has %d files and %d programs, want %d and one", len(z.File), found, len(archive))
		}
	})
	t.Run("completions", func(t *testing.T) {
		for file, shell := range map[string]string{"hindcast.bash": "bash", "_hindcast": "zsh", "hindcast.fish": "fish"} {
			if _, err := exec.LookPath(shell); err != nil {
				t.Logf("NOT CHECKED: %s is not installed", shell)
				continue
			}
			cmd := exec.CommandContext(t.Context(), shell, "-n")
			cmd.Stdin = strings.NewReader(archive[name+"/completions/"+file])
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", shell, err, out)
			}
		}
	})
	t.Run("deb", func(t *testing.T) {
		debian(t, filepath.Join(dir, name+".deb"))
	})
	t.Run("rpm", func(t *testing.T) {
		redHat(t, filepath.Join(dir, name+".rpm"))
	})
	t.Run("managers", func(t *testing.T) { fetched(t, dir) })
	t.Run("the same again", func(t *testing.T) {
		again := packed(t)
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if read(t, filepath.Join(dir, e.Name())) != read(t, filepath.Join(again, e.Name())) {
				t.Errorf("%s differs", e.Name())
			}
		}
		if len(entries) != 6+6+4+2 {
			t.Errorf("there are %d files", len(entries))
		}
	})
}

// debian installs the package into a root of its own, runs the program there and takes it away again.
func debian(t *testing.T, name string) {
	if _, err := exec.LookPath("dpkg"); err != nil || os.Getuid() != 0 {
		t.Skip("it needs dpkg and root")
	}
	root := t.TempDir()
	for _, dir := range []string{"info", "updates", "triggers"} {
		if err := os.MkdirAll(filepath.Join(root, "var/lib/dpkg", dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(root, "var/lib/dpkg/status"), "")
	before := tree(t, root)
	run(t, "dpkg", "--root="+root, "--install", name)
	if version := run(t, "chroot", root, "/usr/bin/hindcast", "version"); !strings.HasPrefix(version, "hindcast 1.2.3-rc.1 (") {
		t.Errorf("the version is %s", version)
	}
	listed := run(t, "dpkg", "--root="+root, "--listfiles", "hindcast")
	for _, file := range []string{
		"/usr/bin/hindcast", "/usr/share/doc/hindcast/copyright", "/usr/share/man/man1/hindcast-validate.1.gz",
		"/usr/share/bash-completion/completions/hindcast", "/usr/share/zsh/vendor-completions/_hindcast",
	} {
		if !strings.Contains(listed, file+"\n") {
			t.Errorf("it has no %s:\n%s", file, listed)
		}
	}
	if faults := run(t, "dpkg", "--root="+root, "--verify", "hindcast"); faults != "" {
		t.Errorf("what is installed is not what the package says: %s", faults)
	}
	manual(t, root)
	run(t, "dpkg", "--root="+root, "--purge", "hindcast")
	if after := tree(t, root); !slices.Equal(after, before) {
		t.Errorf("after it was removed there is %s, and was %s", after, before)
	}
}

// manual reads a page as people do.
func manual(t *testing.T, root string) {
	if _, err := exec.LookPath("man"); err != nil {
		t.Log("NOT CHECKED: man is not installed")
		return
	}
	cmd := exec.CommandContext(t.Context(), "man", "--warnings", "--local-file", filepath.Join(root, "usr/share/man/man1/hindcast-validate.1.gz"))
	cmd.Env = append(os.Environ(), "MANWIDTH=80", "LC_ALL=C.UTF-8", "MANPAGER=cat", "MAN_KEEP_FORMATTING=")
	var faults strings.Builder
	cmd.Stderr = &faults
	page, err := cmd.Output()
	if err != nil || faults.Len() > 0 {
		t.Errorf("man: %v\n%s", err, faults.String())
	}
	for _, want := range []string{`(?m)^NAME\n +hindcast-validate - Check records$`, `--base`, `(?m)^Hindcast 1\.2\.3-rc\.1 +Nov 2023`} {
		if !regexp.MustCompile(want).Match(page) {
			t.Errorf("the page has no %s:\n%s", want, page)
		}
	}
}

func redHat(t *testing.T, name string) {
	if _, err := exec.LookPath("rpm"); err != nil {
		t.Skip("rpm is not installed")
	}
	about := run(t, "rpm", "--query", "--package", "--queryformat", "%{NAME} %{VERSION} %{LICENSE} %{BUILDTIME} %{BUILDHOST}", name)
	if want := "hindcast 1.2.3~rc.1 Apache-2.0 1700000000 localhost"; about != want {
		t.Errorf("it says %s, want %s", about, want)
	}
	listed := run(t, "rpm", "--query", "--package", "--list", name)
	for _, file := range []string{"/usr/bin/hindcast", "/usr/share/licenses/hindcast/LICENSE", "/usr/share/man/man1/hindcast.1.gz"} {
		if !strings.Contains(listed, file+"\n") {
			t.Errorf("it has no %s:\n%s", file, listed)
		}
	}
	run(t, "rpm", "--checksig", name)
}

// fetched requires that what package managers fetch is what was made: each address names a file, and its checksum is the
// one that stands with it.
func fetched(t *testing.T, dir string) {
	var manifest struct {
		Version      string
		Architecture map[string]struct {
			URL  string `json:"url"`
			Hash string `json:"hash"`
			Dir  string `json:"extract_dir"`
		}
	}
	if err := json.Unmarshal([]byte(read(t, filepath.Join(dir, "hindcast.json"))), &manifest); err != nil {
		t.Fatal(err)
	}
	sums := map[string]string{}
	for _, a := range manifest.Architecture {
		sums[a.URL] = a.Hash
		if !strings.HasSuffix(a.URL, "/"+a.Dir+".zip") {
			t.Errorf("%s is unpacked to %s", a.URL, a.Dir)
		}
	}
	formula := read(t, filepath.Join(dir, "hindcast.rb"))
	for _, m := range regexp.MustCompile(`url "(.*)"\s+sha256 "(.*)"`).FindAllStringSubmatch(formula, -1) {
		sums[m[1]] = m[2]
	}
	if len(sums) != 6 || manifest.Version != "1.2.3-rc.1" {
		t.Errorf("there are %d addresses of version %s:\n%s", len(sums), manifest.Version, formula)
	}
	for address, sum := range sums {
		name, ok := strings.CutPrefix(address, "https://example.org/hindcast/releases/download/v1.2.3-rc.1/")
		if !ok {
			t.Errorf("%s is no address of the release", address)
			continue
		}
		if got := fmt.Sprintf("%x", sha256.Sum256([]byte(read(t, filepath.Join(dir, name))))); got != sum {
			t.Errorf("the checksum of %s is %s, and stands as %s", name, got, sum)
		}
	}
	if _, err := exec.LookPath("ruby"); err != nil {
		t.Log("NOT CHECKED: ruby is not installed, so the formula is not parsed")
		return
	}
	run(t, "ruby", "-c", filepath.Join(dir, "hindcast.rb"))
}

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	var faults strings.Builder
	cmd.Stderr = &faults
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", name, err, out, faults.String())
	}
	return string(out)
}

// tree lists what is below a folder, except for what dpkg notes for itself.
func tree(t *testing.T, root string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(root, func(name string, e os.DirEntry, err error) error {
		if below, _ := filepath.Rel(root, name); !strings.HasPrefix(below, "var") {
			all = append(all, below)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func untar(t *testing.T, name string) map[string]string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for r := tar.NewReader(unpacked); ; {
		header, err := r.Next()
		if errors.Is(err, io.EOF) {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if program := strings.HasSuffix(header.Name, "/hindcast"); (header.Mode == 0o755) != program || header.Uname != "" {
			t.Errorf("%s has the mode %o and the owner %q", header.Name, header.Mode, header.Uname)
		}
		files[header.Name] = string(content)
	}
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
	if err := os.WriteFile(name, []byte(content), 0o755); err != nil {
		t.Fatal(err)
	}
}
