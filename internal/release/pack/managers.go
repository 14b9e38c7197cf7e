package main

import (
	"crypto/sha256"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/template"
)

//go:embed formula.rb
var formula embed.FS

// download is an archive as package managers fetch it.
type download struct{ URL, SHA256 string }

// managers writes a formula for Homebrew and a manifest for Scoop, for the archives of the platforms that
// they serve.
func (p *pack) managers(archives map[string]string) error {
	downloads := map[string]download{} // by platform, with _ for the slash, since a template has to name it
	for platform, name := range archives {
		content, err := os.ReadFile(filepath.Join(p.dir, name))
		if err != nil {
			return err
		}
		downloads[strings.ReplaceAll(platform, "/", "_")] = download{
			URL:    fmt.Sprintf("%s/releases/download/v%s/%s", p.repository, p.version, name),
			SHA256: fmt.Sprintf("%x", sha256.Sum256(content)),
		}
	}
	return errors.Join(p.formula(downloads), p.manifest(downloads))
}

func (p *pack) formula(downloads map[string]download) error {
	t, err := template.New("formula.rb").Option("missingkey=error").ParseFS(formula, "formula.rb")
	if err != nil {
		return err
	}
	f, err := os.Create(filepath.Join(p.dir, "hindcast.rb"))
	if err != nil {
		return err
	}
	return errors.Join(t.Execute(f, map[string]any{
		"Summary": summary, "Repository": p.repository, "Version": p.version, "Downloads": downloads,
	}), f.Close())
}

// manifest is documented at https://github.com/ScoopInstaller/Scoop/wiki/App-Manifests.
func (p *pack) manifest(downloads map[string]download) error {
	type architecture struct {
		URL  string `json:"url"`
		Hash string `json:"hash"`
		Dir  string `json:"extract_dir"`
	}
	architectures := map[string]architecture{}
	for name, goarch := range map[string]string{"64bit": "amd64", "arm64": "arm64"} {
		d := downloads["windows_"+goarch]
		architectures[name] = architecture{d.URL, d.SHA256, fmt.Sprintf("hindcast_%s_windows_%s", p.version, goarch)}
	}
	content, err := json.MarshalIndent(map[string]any{
		"version": p.version, "description": summary, "homepage": p.repository, "license": "Apache-2.0",
		"architecture": architectures, "bin": "hindcast.exe",
	}, "", "    ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(p.dir, "hindcast.json"), append(content, '\n'), 0o644)
}
