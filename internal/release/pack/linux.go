package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"errors"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/goreleaser/nfpm/v2"
	_ "github.com/goreleaser/nfpm/v2/deb" // packagers by these names
	"github.com/goreleaser/nfpm/v2/files"
	_ "github.com/goreleaser/nfpm/v2/rpm"
)

// places are where files lie on a system; what lies nowhere is left out.
var places = map[string]string{
	"hindcast":                  "/usr/bin/hindcast",
	"README.md":                 "/usr/share/doc/hindcast/README.md",
	"completions/hindcast.bash": "/usr/share/bash-completion/completions/hindcast",
	"completions/hindcast.fish": "/usr/share/fish/vendor_completions.d/hindcast.fish",
}

// placesOf are those that differ, by the policy of Debian and the guidelines of Fedora.
var placesOf = map[string]map[string]string{
	"deb": {
		"LICENSE":               "/usr/share/doc/hindcast/copyright",
		"LICENCES.txt":          "/usr/share/doc/hindcast/LICENCES.txt",
		"completions/_hindcast": "/usr/share/zsh/vendor-completions/_hindcast",
	},
	"rpm": {
		"LICENSE":               "/usr/share/licenses/hindcast/LICENSE",
		"LICENCES.txt":          "/usr/share/licenses/hindcast/LICENCES.txt",
		"completions/_hindcast": "/usr/share/zsh/site-functions/_hindcast",
	},
}

// summary and description are what package managers show.
const (
	summary     = "Learn from AI incidents: records in Git, checked, linked and published"
	description = summary + `
Turns a Git repository of AI-incident records into a validated, linked,
searchable static site, with figures of how often things go wrong, how fast
they are noticed and mended, and what came of the actions.`
)

// linuxPackage writes a package in the format deb or rpm. Its file is called as the other ones are: what is usual for
// packages has a ~ before rc.1, which GitHub replaces in names of files.
func (p *pack) linuxPackage(format, name, goarch string, all []file) error {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	contents, err := p.installed(dir, format, all)
	if err != nil {
		return err
	}
	info := nfpm.WithDefaults(&nfpm.Info{
		Name: "hindcast", Arch: goarch, Version: p.version, Release: "1", Section: "utils", Priority: "optional",
		Maintainer: "The maintainers of Hindcast", Description: description, Homepage: p.repository,
		License: "Apache-2.0", DisableGlobbing: true, MTime: p.when,
		Overridables: nfpm.Overridables{
			Recommends: []string{"git"}, Contents: contents, Umask: 0o022,
			RPM: nfpm.RPM{BuildHost: "localhost"},
		},
	})
	packager, err := nfpm.Get(format)
	if err != nil {
		return err
	}
	if err := nfpm.PrepareForPackager(info, format); err != nil {
		return err
	}
	f, err := os.Create(filepath.Join(p.dir, name+"."+format))
	if err != nil {
		return err
	}
	return errors.Join(packager.Package(info, f), f.Close())
}

// installed puts the files of a package into a folder, for the packager to read, and lists them.
func (p *pack) installed(dir, format string, all []file) (files.Contents, error) {
	var contents files.Contents
	for _, f := range all {
		place, content := cmp.Or(placesOf[format][f.name], places[f.name]), f.content
		if page, ok := strings.CutPrefix(f.name, "man/"); ok {
			var err error
			if content, err = gzipped(content); err != nil {
				return nil, err
			}
			place = "/usr/share/man/" + page + ".gz"
		}
		if place == "" {
			continue
		}
		source := filepath.Join(dir, strings.ReplaceAll(f.name, "/", "-"))
		if err := os.WriteFile(source, content, 0o600); err != nil {
			return nil, err
		}
		c := &files.Content{
			Source: source, Destination: place,
			FileInfo: &files.ContentFileInfo{Owner: "root", Group: "root", Mode: f.mode(), MTime: p.when},
		}
		if strings.HasPrefix(path.Dir(place), "/usr/share/licenses/") {
			c.Type = files.TypeRPMLicense
		}
		contents = append(contents, c)
	}
	return contents, nil
}

func gzipped(content []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	_, err = w.Write(content)
	err = errors.Join(err, w.Close())
	return b.Bytes(), err
}
