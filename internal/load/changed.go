package load

import (
	"errors"
	"io/fs"
	"time"

	"hindcast/internal/disk"
)

// ChangedSince reports whether a file of a records repository may have changed after an instant: one that is named, or
// lies below a folder that is.
func ChangedSince(fsys fs.FS, began time.Time, names ...string) bool {
	changed := errors.New("changed")
	for _, name := range names {
		err := fs.WalkDir(fsys, name, func(_ string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := d.Info()
			if err == nil && disk.Changed(info).After(began) {
				return changed
			}
			return err
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return true
		}
	}
	return false
}
