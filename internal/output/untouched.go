package output

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"hindcast/internal/disk"
)

// Untouched is the manifest of the site in a folder, where that is what a build left there: all that it lists and
// nothing else, by names and sizes, none of it changed since an instant of the file system's clock, and nothing of a
// build that was killed beside it. Root is as in Options. No file is read but the manifest.
func Untouched(target, root string, since time.Time) (*Manifest, bool) {
	real, err := locate(target, root)
	if err != nil {
		return nil, false
	}
	around, name := filepath.Split(real)
	beside, err := os.ReadDir(around)
	isLeft := func(e os.DirEntry) bool { return isWorkplace(e.Name(), name) }
	if err != nil || slices.ContainsFunc(beside, isLeft) {
		return nil, false
	}
	site, err := disk.Open(real)
	if err != nil {
		return nil, false
	}
	defer site.Close()
	m, _, err := ReadManifest(site.FS())
	if err != nil {
		return nil, false
	}
	s := newSurvey(site.FS(), m.Files, m.Keep)
	s.until = since
	return m, s.run() == nil && s.None()
}

// LastChange is when a file of the site in a folder changed last, as the file system says.
func LastChange(target string) (last time.Time, err error) {
	site, err := disk.Open(target)
	if err != nil {
		return last, fmt.Errorf("open the site: %w", err)
	}
	defer site.Close()
	m, _, err := ReadManifest(site.FS())
	if err != nil {
		return last, err
	}
	for _, f := range append([]File{{Path: ManifestName}}, m.Files...) {
		info, err := fs.Lstat(site.FS(), f.Path)
		if err != nil {
			return last, fmt.Errorf("look at a file of the site: %w", err)
		}
		if at := disk.Changed(info); at.After(last) {
			last = at
		}
	}
	return last, nil
}
