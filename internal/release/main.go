// Command release builds Hindcast for every platform, with a bill of materials beside each binary, has
// archives and packages made of them, and writes the SHA-256 of every file. The same source, version and
// compiler give the same bytes, in any folder, at any time and whatever the environment says, so that others
// can check a release by making it again.
package main

import (
	"crypto/sha256"
	"debug/buildinfo"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"hindcast/internal/diag"
	"hindcast/internal/parts"
)

func main() {
	log.SetFlags(0)
	r := release{root: "."}
	var platforms string
	flag.StringVar(&r.version, "version", "", "the version, as 1.2.3")
	flag.StringVar(&r.out, "out", "", "the `folder` to make and write to")
	flag.StringVar(&r.repository, "repository", "", "the `address` of the repository on GitHub whose releases hold the files")
	flag.StringVar(&platforms, "platforms", "", "the platforms to build for, as `linux/amd64,windows/arm64`; all by default")
	flag.Parse()
	err := r.dated(os.Getenv("SOURCE_DATE_EPOCH"))
	if err == nil {
		r.platforms, err = chosen(platforms)
	}
	if err == nil {
		err = r.make()
	}
	if err != nil {
		log.Fatalf("release: %v", err)
	}
}

type release struct {
	root       string // the folder of Hindcast's module
	version    string
	out        string
	repository string    // no formula for Homebrew and no manifest for Scoop without it
	platforms  []string  // each as GOOS/GOARCH
	when       time.Time // what files bear
}

func (r *release) dated(epoch string) error {
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return fmt.Errorf("SOURCE_DATE_EPOCH %q is not a number of seconds\n  hint: make release takes the time of the commit", epoch)
	}
	r.when = time.Unix(seconds, 0)
	return nil
}

// chosen are the platforms of a list with commas, or all.
func chosen(list string) ([]string, error) {
	all := parts.Platforms()
	if list == "" {
		return all, nil
	}
	platforms := strings.Split(list, ",")
	for _, platform := range platforms {
		if !slices.Contains(all, platform) {
			return nil, fmt.Errorf("no release is made for %q\n  hint: name some of %s, with commas between", platform, strings.Join(all, ", "))
		}
	}
	return platforms, nil
}

var versionForm = regexp.MustCompile(`^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$`)

func (r *release) make() error {
	if !versionForm.MatchString(r.version) {
		return fmt.Errorf("version %q is not one\n  hint: write it as 1.2.3 or 1.2.3-rc.1", r.version)
	}
	// A folder of its own, so that nothing old goes out with the new.
	if err := os.MkdirAll(filepath.Dir(r.out), 0o755); err != nil {
		return err
	}
	if err := os.Mkdir(r.out, 0o755); err != nil {
		return fmt.Errorf("%w\n  hint: remove the folder or name another one", err)
	}
	for _, platform := range r.platforms {
		name, err := r.build(platform)
		if err == nil {
			err = r.bill(name)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", platform, err)
		}
	}
	if err := r.pack(); err != nil {
		return fmt.Errorf("packages: %w", err)
	}
	return sums(r.out)
}

// tags leave out of binaries what nothing in them uses: HTTP/2, which the preview on this machine has no part of.
const tags = "nethttpomithttp2"

// flags are those that every binary is built with. The packages of the command line, of terminals and of imports wait for
// people and files; with their functions called, not copied into each other, a binary is 0.9 MB smaller.
func flags() []string {
	flags := []string{"-tags", tags, "-trimpath", "-buildvcs=false"}
	for _, packages := range []string{
		"charm.land/...", "github.com/charmbracelet/...", "github.com/clipperhouse/...", "github.com/spf13/...",
		"./internal/cli/...", "./internal/importing/...",
	} {
		flags = append(flags, "-gcflags="+packages+"=-l")
	}
	return flags
}

// build builds the binary for a platform. Its symbols stay, so that govulncheck can tell which functions it has.
func (r *release) build(platform string) (string, error) {
	goos, goarch, _ := strings.Cut(platform, "/")
	name, err := filepath.Abs(filepath.Join(r.out, fmt.Sprintf("hindcast_%s_%s_%s", r.version, goos, goarch)))
	if err != nil {
		return "", err
	}
	if goos == "windows" {
		name += ".exe"
	}
	cmd := r.command(goos, goarch, slices.Concat([]string{"build"}, flags(), []string{
		"-ldflags", "-w -buildid= -X hindcast/internal/cli/console.Release=" + r.version, "-o", name, "./cmd/hindcast",
	})...)
	return name, cmd.Run()
}

// command runs Go for a platform, whatever the environment says.
func (r *release) command(goos, goarch string, args ...string) *exec.Cmd {
	cmd := exec.Command("go", args...)
	cmd.Dir = r.root
	cmd.Env = append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0", "GOAMD64=v1", "GOARM64=v8.0",
		"GOFLAGS=-mod=readonly", "GOWORK=off", "GOEXPERIMENT=", "GOFIPS140=off",
		fmt.Sprintf("SOURCE_DATE_EPOCH=%d", r.when.Unix()))
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	return cmd
}

// pack makes archives and packages of the binaries, by a program in a module of its own.
func (r *release) pack() error {
	dir, err := filepath.Abs(r.out)
	if err != nil {
		return err
	}
	return r.command(runtime.GOOS, runtime.GOARCH, "-C", "internal/release/pack", "run", "-trimpath", ".",
		"-dir", dir, "-version", r.version, "-repository", r.repository).Run()
}

// bill writes the bill of materials of a binary beside it, as the binary itself prints it.
func (r *release) bill(binary string) error {
	info, err := buildinfo.ReadFile(binary)
	if err != nil {
		return err
	}
	bom, err := parts.SBOM(info, r.version, r.when)
	if err != nil {
		return err
	}
	f, err := os.Create(strings.TrimSuffix(binary, ".exe") + ".cdx.json")
	if err != nil {
		return err
	}
	return errors.Join(diag.WriteJSON(f, "  ", bom), f.Close())
}

// sums writes the SHA-256 of each file of a folder, in the form that sha256sum checks.
func sums(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var list strings.Builder
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return err
		}
		fmt.Fprintf(&list, "%x  %s\n", sha256.Sum256(content), e.Name())
	}
	return os.WriteFile(filepath.Join(dir, "SHA256SUMS"), []byte(list.String()), 0o644)
}
