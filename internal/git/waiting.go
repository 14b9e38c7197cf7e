package git

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Waiting is the error for a pipe, a device or a socket where git reads a file: it would wait there
// for ever.
type Waiting struct{ Path string }

func (w *Waiting) Error() string {
	return fmt.Sprintf("%s is not a regular file, and git would wait for it", w.Path)
}

// Hint is the remedy.
func (w *Waiting) Hint() string { return "replace it by a regular file, or remove it" }

var (
	// inGit are the files of a repository that git opens without a look at what they are, inTree those
	// of a work tree.
	inGit = []string{
		"HEAD", "config", "config.worktree", "commondir", "index", "packed-refs", "shallow",
		"info/exclude", "info/attributes", "info/grafts", "objects/info/alternates",
	}
	inTree = []string{".mailmap", ".gitattributes", ".gitignore", ".gitmodules"}
)

// waits is a *Waiting for the first file that git would wait for when it runs in a folder and asks about
// what is in those below it; nil where there is none. The folders are relative to dir.
func waits(dir string, below []string) error {
	for at := dir; ; at = filepath.Dir(at) {
		if err := regular(at, inTree); err != nil {
			return err
		}
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
			if err := waitsInGit(filepath.Join(at, ".git")); err != nil {
				return err
			}
			break
		}
		if at == filepath.Dir(at) {
			break
		}
	}
	for _, folder := range below {
		if err := waitsBelow(filepath.Join(dir, folder)); err != nil {
			return err
		}
	}
	return nil
}

// waitsInGit looks into the folder of Git's own, or into the two that a file in its place leads to.
func waitsInGit(own string) error {
	const pointer = "gitdir:"
	if text, ok := strings.CutPrefix(small(own), pointer); ok {
		own = seenFrom(filepath.Dir(own), text)
	}
	if err := regular(own, inGit); err != nil {
		return err
	}
	if common := small(filepath.Join(own, "commondir")); common != "" {
		return regular(seenFrom(own, common), inGit)
	}
	return nil
}

// small is the text of a regular file of up to a few kilobytes; empty for any other.
func small(name string) string {
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > 8<<10 {
		return ""
	}
	text, _ := os.ReadFile(name) // one that can't be read, git names
	return string(text)
}

func seenFrom(folder, name string) string {
	if name = strings.TrimSpace(name); filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(folder, name)
}

// waitsBelow looks for what git reads in every folder that it enters.
func waitsBelow(folder string) error {
	return filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			return regular(name, inTree)
		}
		return nil
	})
}

func regular(folder string, names []string) error {
	for _, name := range names {
		full := filepath.Join(folder, filepath.FromSlash(name))
		if info, err := os.Stat(full); err == nil && !info.Mode().IsRegular() && !info.IsDir() {
			return &Waiting{full}
		}
	}
	return nil
}
