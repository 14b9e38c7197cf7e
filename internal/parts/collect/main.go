// Command collect gathers the licences of everything that is linked into a binary of Hindcast, on any
// of its platforms, from the module cache, and says by their texts which ones they are. It is a module
// of its own, so that what tells licences apart is no dependency of Hindcast.
package main

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"hindcast/internal/parts"
)

func main() {
	log.SetFlags(0)
	root := flag.String("root", "../../..", "the `folder` of Hindcast's module")
	out := flag.String("out", "", "the `file` to write")
	flag.Parse()
	list, err := collect(*root)
	if err == nil {
		err = write(*out, list)
	}
	if err != nil {
		log.Fatalf("collect: %v", err)
	}
}

func write(name string, list []parts.Part) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	packed, err := gzip.NewWriterLevel(f, gzip.BestCompression)
	if err != nil {
		return err
	}
	return errors.Join(json.NewEncoder(packed).Encode(list), packed.Close(), f.Close())
}

// module is where a module lies, and the folders in it that hold files of licences for what is linked.
type module struct {
	parts.Part
	dir     string
	folders map[string]bool
}

// collect lists the parts of all platforms' binaries, by module.
func collect(root string) ([]parts.Part, error) {
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("find Go's standard library: %w", err)
	}
	modules := map[string]*module{}
	// Only the root: below it lie licences of what no release holds, as BoringSSL's.
	add(modules, parts.Part{Module: parts.StandardLibrary}, strings.TrimSpace(string(goroot)),
		strings.TrimSpace(string(goroot)))
	for _, platform := range parts.Platforms() {
		if err := linked(root, platform, modules); err != nil {
			return nil, fmt.Errorf("list the modules of %s: %w", platform, err)
		}
	}
	var list []parts.Part
	for _, m := range modules {
		if err := m.read(); err != nil {
			return nil, err
		}
		list = append(list, m.Part)
	}
	slices.SortFunc(list, func(a, b parts.Part) int { return strings.Compare(a.Module, b.Module) })
	return list, nil
}

// linked adds the modules in the binary for a platform.
func linked(root, platform string, modules map[string]*module) error {
	goos, goarch, _ := strings.Cut(platform, "/")
	cmd := exec.Command("go", "list", "-deps", "-json=Dir,Standard,Module", "./cmd/hindcast")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0", "GOWORK=off")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return err
	}
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			Dir      string
			Standard bool
			Module   *struct {
				Path, Version, Dir string
				Main               bool
			}
		}
		switch err := dec.Decode(&p); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case p.Standard:
		case p.Module.Main:
			add(modules, parts.Part{Module: parts.Hindcast}, p.Module.Dir, p.Dir)
		default:
			add(modules, parts.Part{Module: p.Module.Path, Version: p.Module.Version}, p.Module.Dir, p.Dir)
		}
	}
}

// add notes the folder of a package and those above it, up to its module's.
func add(modules map[string]*module, part parts.Part, dir, folder string) {
	m := modules[part.Module]
	if m == nil {
		m = &module{part, dir, map[string]bool{}}
		modules[part.Module] = m
	}
	for ; len(folder) >= len(dir) && !m.folders[folder]; folder = filepath.Dir(folder) {
		m.folders[folder] = true
	}
}
