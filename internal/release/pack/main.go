// Command pack makes what people install out of the binaries of a release: archives, packages for Debian
// and for systems with RPM, and what Homebrew and Scoop find the archives by. It is a module of its
// own, so that what writes packages and manual pages is no dependency of Hindcast.
package main

import (
	"debug/buildinfo"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"hindcast/internal/cli/setup"
	"hindcast/internal/parts"
)

func main() {
	log.SetFlags(0)
	var p pack
	flag.StringVar(&p.root, "root", "../../..", "the `folder` of Hindcast's module")
	flag.StringVar(&p.dir, "dir", "", "the `folder` with the binaries, and for what is made of them")
	flag.StringVar(&p.version, "version", "", "the version, as 1.2.3")
	flag.StringVar(&p.repository, "repository", "", "the `address` of the repository on GitHub whose releases hold the files")
	flag.Parse()
	seconds, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64)
	if err != nil {
		log.Fatal("pack: SOURCE_DATE_EPOCH is not a number of seconds")
	}
	p.when = time.Unix(seconds, 0).UTC()
	if err := p.make(); err != nil {
		log.Fatalf("pack: %v", err)
	}
}

type pack struct {
	root       string
	dir        string
	version    string
	repository string // no formula and no manifest without it
	when       time.Time
}

// file is one of those that are installed.
type file struct {
	name    string // in an archive, with slashes
	content []byte
	program bool
}

func (p *pack) make() error {
	common, err := p.common()
	if err != nil {
		return err
	}
	archives := map[string]string{} // by platform, as GOOS/GOARCH
	for _, platform := range parts.Platforms() {
		goos, goarch, _ := strings.Cut(platform, "/")
		name := fmt.Sprintf("hindcast_%s_%s_%s", p.version, goos, goarch)
		files, err := p.programFiles(name, goos)
		if errors.Is(err, os.ErrNotExist) {
			continue // the release is not made for all platforms
		}
		if err != nil {
			return fmt.Errorf("%s: %w", platform, err)
		}
		files = append(files, common...)
		if archives[platform], err = p.archive(name, goos, files); err != nil {
			return fmt.Errorf("archive for %s: %w", platform, err)
		}
		if goos != "linux" {
			continue
		}
		for _, format := range []string{"deb", "rpm"} {
			if err := p.linuxPackage(format, name, goarch, files); err != nil {
				return fmt.Errorf("%s for %s: %w", format, platform, err)
			}
		}
	}
	if p.repository == "" || len(archives) < len(parts.Platforms()) {
		log.Print("pack: there is no formula for Homebrew and no manifest for Scoop, which need -repository and all platforms")
		return nil
	}
	return p.managers(archives)
}

// programFiles are the binary for a platform and the licences of what is in it.
func (p *pack) programFiles(name, goos string) ([]file, error) {
	suffix := ""
	if goos == "windows" {
		suffix = ".exe"
	}
	binary := filepath.Join(p.dir, name+suffix)
	content, err := os.ReadFile(binary)
	if err != nil {
		return nil, err
	}
	info, err := buildinfo.ReadFile(binary)
	if err != nil {
		return nil, err
	}
	var licences strings.Builder
	if err := setup.WriteLicences(&licences, info, p.version, true); err != nil {
		return nil, err
	}
	return []file{
		{name: "hindcast" + suffix, content: content, program: true},
		{name: "LICENCES.txt", content: []byte(licences.String())},
	}, nil
}
