package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// settingsName is the file that makes a folder a records repository.
const settingsName = "hindcast.yaml"

// Refusal means that a folder is not replaced: one sentence that goes on after its name, and a remedy.
type Refusal struct{ message, hint string }

func (r *Refusal) Error() string { return r.message }

// Hint is the remedy.
func (r *Refusal) Hint() string { return r.hint }

const otherFolder = "name another folder with --out"

func refuse(hint, format string, args ...any) error {
	return &Refusal{fmt.Sprintf(format, args...), hint}
}

// recordFolders are the folders of a records repository that no site is written into.
var recordFolders = []string{"incidents", "knowledge", "templates", "site", ".git"}

// locate finds the folder that a target stands for, links followed. It need not be there. The error
// is a *Refusal where no site may ever take its place.
func locate(target, root string) (string, error) {
	real, err := follow(target)
	if err != nil {
		return "", err
	}
	if !utf8.ValidString(filepath.Base(real)) {
		return "", refuse(otherFolder, "its name is not UTF-8")
	}
	if root, err = filepath.EvalSymlinks(root); err != nil {
		return "", fmt.Errorf("find the records repository: %w", err)
	}
	if isWithin(root, real) {
		return "", refuse(otherFolder, "it is the records repository, or holds it")
	}
	for _, name := range recordFolders {
		if isWithin(real, filepath.Join(root, name)) {
			return "", refuse(otherFolder, "it lies in the folder %s of the records repository", name)
		}
	}
	if slices.Contains(strings.Split(strings.ToLower(filepath.ToSlash(real)), "/"), ".git") {
		return "", refuse(otherFolder, "it lies in a folder of Git's own")
	}
	return real, checkKind(real)
}

// follow is the path without links of a folder that may be missing, as may be folders above it.
func follow(target string) (string, error) {
	abs, err := filepath.Abs(target)
	if err != nil {
		return "", fmt.Errorf("find the folder: %w", err)
	}
	info, err := os.Lstat(abs)
	switch {
	case errors.Is(err, fs.ErrNotExist) && abs != filepath.Dir(abs):
		parent, err := follow(filepath.Dir(abs))
		return filepath.Join(parent, filepath.Base(abs)), err
	case isNotFolder(err):
		return "", refuse(otherFolder, "a part of its path is no folder")
	case err != nil:
		return "", fmt.Errorf("find the folder: %w", err)
	}
	real, err := filepath.EvalSymlinks(abs)
	switch {
	case err == nil:
		return real, nil
	case info.Mode()&fs.ModeSymlink != 0:
		return "", refuse("make the folder that it leads to, or "+otherFolder, "it is a link that leads nowhere")
	}
	return "", fmt.Errorf("find the folder: %w", err)
}

// isWithin reports whether a path is a folder or lies below it, under whatever name.
func isWithin(path, folder string) bool {
	if rel, err := filepath.Rel(folder, path); err == nil && filepath.IsLocal(rel) {
		return true
	}
	info, err := os.Stat(folder)
	for at := path; ; at = filepath.Dir(at) {
		if other, err2 := os.Stat(at); err == nil && err2 == nil && os.SameFile(info, other) {
			return true
		}
		if strings.EqualFold(at, folder) { // one of the two may not be there yet
			return true
		}
		if at == filepath.Dir(at) {
			return false
		}
	}
}

// checkKind refuses what can't be exchanged for a folder.
func checkKind(real string) error {
	info, err := os.Lstat(real)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return checkAbove(real)
	case err != nil:
		return fmt.Errorf("look at the folder: %w", err)
	case !info.IsDir():
		return refuse(otherFolder, "it is %s", kind(info.Mode()))
	case isMount(real):
		return refuse("name a folder below it with --out",
			"another file system is mounted there, and a site takes its place in one step")
	}
	return nil
}

// checkAbove makes sure that the folders above one that is not there can be made.
func checkAbove(real string) error {
	for at := filepath.Dir(real); ; at = filepath.Dir(at) {
		info, err := os.Lstat(at)
		if errors.Is(err, fs.ErrNotExist) && at != filepath.Dir(at) {
			continue
		}
		if err == nil && !info.IsDir() {
			return refuse(otherFolder, "a part of its path is %s", kind(info.Mode()))
		}
		return err
	}
}

func kind(mode fs.FileMode) string {
	switch {
	case mode.IsRegular():
		return "a file"
	case mode.IsDir():
		return "a folder"
	case mode&fs.ModeSymlink != 0:
		return "a link"
	case mode&fs.ModeNamedPipe != 0:
		return "a pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	}
	return "a device"
}
