package output

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"hindcast/internal/disk"
	"hindcast/internal/disk/disktest"
)

// snapshot is everything below a folder by path: its kind, mode, owner and bytes. Links are not followed,
// and only regular files are opened.
func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		what := info.Mode().String()
		if uid, gid, ok := disk.Owner(info); ok {
			what += fmt.Sprintf(" %d:%d", uid, gid)
		}
		switch {
		case info.Mode().IsRegular():
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			what += " " + digest(data)
		case info.Mode()&fs.ModeSymlink != 0:
			to, err := os.Readlink(path)
			if err != nil {
				return err
			}
			what += " -> " + to
		}
		rel, err := filepath.Rel(dir, path)
		all[rel] = what
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// same requires that two snapshots hold the same.
func same(t *testing.T, before, after map[string]string) {
	t.Helper()
	for _, path := range slices.Sorted(maps.Keys(before)) {
		if after[path] != before[path] {
			t.Errorf("%q was %s and is %q now", path, before[path], after[path])
		}
	}
	for _, path := range slices.Sorted(maps.Keys(after)) {
		if before[path] == "" {
			t.Errorf("%q is new: %s", path, after[path])
		}
	}
}

// files puts files below a folder, by path.
func files(t *testing.T, dir string, texts map[string]string) {
	t.Helper()
	for name, text := range texts {
		full := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// openQuick opens a disk that never waits for the medium: what outlasts a loss of power no test can see.
func openQuick(path string) (disk.Disk, error) {
	d, err := disk.Open(path)
	return disktest.Quick{Disk: d}, err
}
