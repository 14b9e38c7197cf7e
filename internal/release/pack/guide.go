package main

import (
	"bytes"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"hindcast/internal/cli"
)

// common are the files that are the same on all platforms: the README, the licence, completions and
// manual pages.
func (p *pack) common() ([]file, error) {
	var files []file
	for _, name := range []string{"README.md", "LICENSE"} {
		content, err := os.ReadFile(filepath.Join(p.root, name))
		if err != nil {
			return nil, err
		}
		files = append(files, file{name: name, content: content})
	}
	completions, err := completions()
	if err != nil {
		return nil, err
	}
	pages, err := p.manual()
	return append(append(files, completions...), pages...), err
}

func completions() ([]file, error) {
	root := cli.Command()
	var bash, zsh, fish, powershell bytes.Buffer
	for _, err := range []error{
		root.GenBashCompletionV2(&bash, true), root.GenZshCompletion(&zsh), root.GenFishCompletion(&fish, true),
		root.GenPowerShellCompletionWithDesc(&powershell),
	} {
		if err != nil {
			return nil, err
		}
	}
	return []file{
		{name: "completions/hindcast.bash", content: bash.Bytes()},
		{name: "completions/_hindcast", content: zsh.Bytes()},
		{name: "completions/hindcast.fish", content: fish.Bytes()},
		{name: "completions/hindcast.ps1", content: powershell.Bytes()},
	}, nil
}

// manual is a page for the program and for each of its commands.
func (p *pack) manual() ([]file, error) {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	root := cli.Command()
	untagged(root)
	header := doc.GenManHeader{Section: "1", Date: &p.when, Source: "Hindcast " + p.version, Manual: "Hindcast"}
	if err := doc.GenManTree(root, &header, dir); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var pages []file
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		pages = append(pages, file{name: "man/man1/" + e.Name(), content: content})
	}
	return pages, nil
}

// untagged keeps pages from saying what made them, and when.
func untagged(cmd *cobra.Command) {
	cmd.DisableAutoGenTag = true
	for _, c := range cmd.Commands() {
		untagged(c)
	}
}
