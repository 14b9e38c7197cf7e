package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"hindcast/internal/parts"
)

// source copies what is built to a folder.
func source(t *testing.T, dir string) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "git", "-C", "../..", "ls-files", "-z", "--cached", "--others",
		"--exclude-standard",
		"--", "go.mod", "go.sum", "LICENSE", "README.md", "cmd", "internal", "site", "templates").Output()
	if err != nil {
		t.Skipf("this is no work tree of Git, so the files of the source are not known: %v", err)
	}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		content, err := os.ReadFile(filepath.Join("../..", name))
		if os.IsNotExist(err) {
			continue // removed, and not yet committed
		}
		if err != nil {
			t.Fatal(err)
		}
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// commit makes a folder a repository of Git, whose commit Go would note in what it builds.
func commit(t *testing.T, dir string) {
	t.Helper()
	for _, args := range [][]string{
		{"init", "-q"}, {"add", "go.mod"}, {"-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "a"},
	} {
		cmd := exec.CommandContext(t.Context(), "git", args...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %s: %v\n%s", args[0], err, out)
		}
	}
}

// A release is made in two folders, the second one a repository and with an environment that asks for other things. Set
// HINDCAST_TEST_LONG for every platform, each time with an empty build cache, which takes minutes; without it,
// only the platform of this machine is built.
func TestSameBytesFromTwoFolders(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	all := os.Getenv("HINDCAST_TEST_LONG") != ""
	platforms := []string{runtime.GOOS + "/" + runtime.GOARCH}
	if all {
		platforms = parts.Platforms()
	}
	if !slices.Contains(parts.Platforms(), platforms[0]) {
		t.Skipf("no release is made for %s", platforms[0])
	}
	made := func(root string, env map[string]string) string {
		for name, value := range env {
			t.Setenv(name, value)
		}
		if all {
			t.Setenv("GOCACHE", t.TempDir())
		}
		r := release{
			root: root, version: "9.8.7-test", out: filepath.Join(root, "dist", "new"), platforms: platforms,
			repository: "https://example.org/hindcast",
		}
		if err := r.dated("1700000000"); err != nil {
			t.Fatal(err)
		}
		if err := r.make(); err != nil {
			t.Fatal(err)
		}
		return r.out
	}
	here, there := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "another place", "far down")
	// Both are copied first, since somebody may be at work on the source meanwhile.
	source(t, here)
	source(t, there)
	first := made(here, map[string]string{"GOFLAGS": "", "CGO_ENABLED": "0"})
	commit(t, there)
	second := made(there, map[string]string{
		"GOFLAGS": "-tags=other", "CGO_ENABLED": "1", "GOAMD64": "v3", "GOARM64": "v9.0",
	})

	sums := read(t, filepath.Join(first, "SHA256SUMS"))
	if other := read(t, filepath.Join(second, "SHA256SUMS")); sums != other {
		t.Errorf("the files differ:\n%s\n%s", sums, other)
	}
	if want := named(platforms, all); !slices.Equal(strings.Fields(regexp.MustCompile(`(?m)^[0-9a-f]{64}`).ReplaceAllString(sums, "")), want) {
		t.Errorf("the files are\n%swant %s", sums, want)
	}
	keepsToItself(t, first)
	t.Run("runs", func(t *testing.T) { runs(t, first) })
}

func TestChosen(t *testing.T) {
	if got, err := chosen(""); err != nil || !slices.Equal(got, parts.Platforms()) {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := chosen("windows/arm64,linux/amd64"); err != nil || !slices.Equal(got, []string{"windows/arm64", "linux/amd64"}) {
		t.Errorf("%v, %v", got, err)
	}
	for _, list := range []string{"linux", "linux/amd64,", "plan9/amd64", "linux/amd64 darwin/amd64"} {
		if got, err := chosen(list); err == nil || !strings.Contains(err.Error(), "linux/amd64, ") {
			t.Errorf("%q: %v, %v", list, got, err)
		}
	}
}

// named are the files of a release, in order; managed, with those of package managers, which need all platforms.
func named(platforms []string, managed bool) []string {
	var names []string
	for _, p := range platforms {
		name := "hindcast_9.8.7-test_" + strings.ReplaceAll(p, "/", "_")
		switch goos, _, _ := strings.Cut(p, "/"); goos {
		case "windows":
			names = append(names, name+".exe", name+".zip")
		case "linux":
			names = append(names, name+".deb", name+".rpm")
			fallthrough
		default:
			names = append(names, name, name+".tar.gz")
		}
		names = append(names, name+".cdx.json")
	}
	if managed {
		names = append(names, "hindcast.rb", "hindcast.json")
	}
	slices.Sort(names)
	return names
}

// The image holds the binary of a release, by the names that releases have.
func TestDockerfile(t *testing.T) {
	var from, copied, entry []string
	for line := range strings.Lines(read(t, "Dockerfile")) {
		switch fields := strings.Fields(line); {
		case len(fields) == 0:
		case fields[0] == "FROM":
			from = fields[1:]
		case fields[0] == "COPY":
			copied = fields[1:]
		case fields[0] == "ENTRYPOINT":
			entry = fields[1:]
		case !slices.Contains([]string{"ARG", "WORKDIR", "#"}, fields[0]):
			t.Errorf("%s is not expected", fields[0])
		}
	}
	if len(from) != 1 || !strings.HasSuffix(from[0], ":nonroot") {
		t.Errorf("it begins with %s, which has more than needed or runs as root", from)
	}
	if len(copied) != 3 || copied[0] != "--chmod=0755" || !slices.Equal(entry, []string{`["` + copied[2] + `"]`}) {
		t.Fatalf("it copies %s and runs %s", copied, entry)
	}
	for _, goarch := range []string{"amd64", "arm64"} { // Docker's names are those of Go
		source := strings.NewReplacer("${VERSION}", "9.8.7-test", "${TARGETARCH}", goarch).Replace(copied[1])
		if !slices.Contains(named([]string{"linux/" + goarch}, false), source) {
			t.Errorf("it copies %s, which no release has", source)
		}
	}
}

// mostBytes bounds a binary without symbols.
const mostBytes = 25_000_000

// Nothing large is linked by accident. What is over the bound is found by go tool nm -size -sort size. Set
// HINDCAST_TEST_LONG for every platform; without it, only that of this machine is built.
func TestSize(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	platforms := []string{runtime.GOOS + "/" + runtime.GOARCH}
	if os.Getenv("HINDCAST_TEST_LONG") != "" {
		platforms = parts.Platforms()
	}
	for _, platform := range platforms {
		binary := filepath.Join(t.TempDir(), "hindcast")
		goos, goarch, _ := strings.Cut(platform, "/")
		cmd := exec.CommandContext(t.Context(), "go", slices.Concat([]string{"build"}, flags(), []string{"-ldflags", "-s -w", "-o", binary, "./cmd/hindcast"})...)
		cmd.Dir = filepath.Join("..", "..")
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+goos, "GOARCH="+goarch)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", platform, err, out)
		}
		info, err := os.Stat(binary)
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() >= mostBytes {
			t.Errorf("the binary for %s has %d bytes, want fewer than %d", platform, info.Size(), mostBytes)
		}
	}
}

// keepsToItself requires that no file tells where it was made.
func keepsToItself(t *testing.T, dir string) {
	t.Helper()
	home, err := os.UserHomeDir()
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		content := read(t, filepath.Join(dir, e.Name()))
		for _, place := range []string{dir, filepath.Join(home, "go"), os.TempDir() + string(filepath.Separator) + "Test"} {
			if strings.Contains(content, place) {
				t.Errorf("%s holds %s", e.Name(), place)
			}
		}
	}
}

// runs asks the binary of this platform what it is, and compares with what was written about it.
func runs(t *testing.T, dir string) {
	name := filepath.Join(dir, "hindcast_9.8.7-test_"+runtime.GOOS+"_"+runtime.GOARCH)
	binary := name
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	ask := func(args ...string) string {
		cmd := exec.CommandContext(t.Context(), binary, args...)
		cmd.Env = append(os.Environ(), "SOURCE_DATE_EPOCH=1700000000")
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	if got := ask("version"); !strings.HasPrefix(got, "hindcast 9.8.7-test (") {
		t.Errorf("the version is %s", got)
	}
	if bill := read(t, name+".cdx.json"); bill != ask("version", "--sbom") ||
		!strings.Contains(bill, "2023-11-14T22:13:20Z") {
		t.Errorf("the bill of materials is not what the binary prints: %s", bill)
	}
	list := ask("version", "--licences")
	if n := strings.Count(list, "\n"); n < 30 || strings.Contains(list, "unknown") {
		t.Errorf("%d parts, or one without a licence:\n%s", n, list)
	}
	if texts := ask("version", "--licence-texts"); !strings.Contains(texts, "Bigelow & Holmes") ||
		!strings.Contains(texts, "Kirill Simonov") {
		t.Error("the texts are not all there")
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

func TestRefused(t *testing.T) {
	there := t.TempDir()
	for name, c := range map[string]struct {
		r    release
		want string
	}{
		"no version":    {release{out: filepath.Join(there, "new")}, `version "" is not one`},
		"flags":         {release{out: filepath.Join(there, "new"), version: "1.0.0 -s"}, "is not one"},
		"an old folder": {release{out: there, version: "1.0.0"}, "remove the folder"},
	} {
		if err := c.r.make(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	var r release
	if err := r.dated("yesterday"); err == nil {
		t.Error("yesterday is taken for a number of seconds")
	}
	if err := r.dated(""); err == nil || !strings.Contains(err.Error(), "make release") {
		t.Errorf("no time is taken for one: %v", err)
	}
}

func TestSums(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "b"), []byte("abc"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "a"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := sums(dir); err != nil {
		t.Fatal(err)
	}
	// The examples of FIPS 180 and of the empty text.
	want := "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a\n" +
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  b\n"
	if got := read(t, filepath.Join(dir, "SHA256SUMS")); got != want {
		t.Errorf("the sums are\n%swant\n%s", got, want)
	}
}
