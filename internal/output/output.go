// Package output writes a generated site all or nothing: into a staging folder beside the target,
// which then takes the target's place. It knows paths and bytes, and refuses to replace a folder
// that it did not write.
package output

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Manifest is the name of the file that lists all others with their size and SHA-256. It also
// marks a folder as one that may be replaced.
const Manifest = "manifest.json"

// ErrForeign tells that the target holds something that no build wrote.
var ErrForeign = errors.New("the folder holds files that no build wrote")

// Tree is a site being written. Close it in every case; without Commit the target stays as it was.
type Tree struct {
	target, staging string
	files           []entry
	taken           map[string]bool
	folders         map[string]bool
}

type entry struct {
	Path   string `json:"path"`
	Size   int    `json:"size"`
	SHA256 string `json:"sha256"`
}

// Begin opens a staging folder beside the target. The error is ErrForeign where the target is a
// folder with content but without a manifest, or no folder.
func Begin(target string) (*Tree, error) {
	target, err := filepath.Abs(target)
	if err != nil {
		return nil, fmt.Errorf("find %s: %w", target, err)
	}
	if err := replaceable(target); err != nil {
		return nil, err
	}
	parent := filepath.Dir(target)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return nil, fmt.Errorf("make the folder for the site: %w", err)
	}
	staging, err := os.MkdirTemp(parent, "."+filepath.Base(target)+".new-")
	if err != nil {
		return nil, fmt.Errorf("make a staging folder: %w", err)
	}
	if err := os.Chmod(staging, 0o755); err != nil {
		return nil, errors.Join(fmt.Errorf("open the staging folder to readers: %w", err), os.RemoveAll(staging))
	}
	return &Tree{target: target, staging: staging, taken: map[string]bool{}, folders: map[string]bool{}}, nil
}

func replaceable(target string) error {
	entries, err := os.ReadDir(target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("look into the target: %w", err)
	case len(entries) == 0:
		return nil
	}
	if _, err := os.Stat(filepath.Join(target, Manifest)); err != nil {
		return ErrForeign
	}
	return nil
}

// Write adds a file. Its path is slash-separated and stays within the tree; two paths that some
// file system takes for one, differing in case only, are an error.
func (t *Tree) Write(name string, data []byte) error {
	if !fs.ValidPath(name) || name == "." || strings.ContainsAny(name, "\\\x00") {
		return fmt.Errorf("write %q: not a path within the site", name)
	}
	if key := strings.ToLower(name); t.taken[key] {
		return fmt.Errorf("write %s: two pages claim this path", name)
	} else {
		t.taken[key] = true
	}
	full := filepath.Join(t.staging, filepath.FromSlash(name))
	if folder := path.Dir(name); !t.folders[folder] {
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return fmt.Errorf("make a folder of the site: %w", err)
		}
		t.folders[folder] = true
	}
	if err := os.WriteFile(full, data, 0o644); err != nil {
		return fmt.Errorf("write a file of the site: %w", err)
	}
	sum := sha256.Sum256(data)
	t.files = append(t.files, entry{name, len(data), hex.EncodeToString(sum[:])})
	return nil
}

// Files is how many have been written.
func (t *Tree) Files() int { return len(t.files) }

// Commit writes the manifest and puts the new site in the place of the old one.
func (t *Tree) Commit() error {
	slices.SortFunc(t.files, func(a, b entry) int { return strings.Compare(a.Path, b.Path) })
	data, err := json.MarshalIndent(struct {
		Files []entry `json:"files"`
	}{t.files}, "", " ")
	if err != nil {
		return fmt.Errorf("list the files of the site: %w", err)
	}
	if err := os.WriteFile(filepath.Join(t.staging, Manifest), append(data, '\n'), 0o644); err != nil {
		return fmt.Errorf("write the manifest: %w", err)
	}
	if _, err := os.Stat(t.target); errors.Is(err, fs.ErrNotExist) {
		return t.rename()
	}
	if err := exchange(t.staging, t.target); err == nil {
		return nil // staging now holds the old site, which Close removes
	}
	return t.swap()
}

func (t *Tree) rename() error {
	if err := os.Rename(t.staging, t.target); err != nil {
		return fmt.Errorf("put the site in place: %w", err)
	}
	return nil
}

// swap takes two steps where the system has no single one. If the second fails, the first is undone.
func (t *Tree) swap() error {
	old := t.staging + ".old"
	if err := os.Rename(t.target, old); err != nil {
		return fmt.Errorf("put the old site aside: %w", err)
	}
	if err := t.rename(); err != nil {
		return errors.Join(err, os.Rename(old, t.target))
	}
	return os.RemoveAll(old)
}

// Close removes what is left of the staging folder.
func (t *Tree) Close() error { return os.RemoveAll(t.staging) }
