package output

import (
	"fmt"
	"io/fs"
	"time"

	"hindcast/internal/disk"
)

// Untouched reports whether a site is what its manifest lists, by names, sizes and times: all was written up to an
// instant of the file system's clock, and nothing changed since. It reads no file but the manifest.
func Untouched(site fs.FS, m *Manifest, upTo time.Time) bool {
	s := newSurvey(site, m.Files, m.Keep)
	s.until = upTo
	return s.run() == nil && s.None()
}

// LastChange is when a file of a folder that holds a site changed last, as the file system says.
func LastChange(site fs.FS, m *Manifest) (last time.Time, err error) {
	for _, f := range append([]File{{Path: ManifestName}}, m.Files...) {
		info, err := fs.Lstat(site, f.Path)
		if err != nil {
			return last, fmt.Errorf("look at a file of the site: %w", err)
		}
		if at := disk.Changed(info); at.After(last) {
			last = at
		}
	}
	return last, nil
}
