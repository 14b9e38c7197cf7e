package cache

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"hindcast/internal/cache/codec"
	"hindcast/internal/disk"
)

// Inputs is all that something is made of, by its hash, so that what was made can be kept for the next time. Of nil
// inputs, which are not known, nothing is kept.
type Inputs struct {
	key    Key
	folder string
	files  fs.FS
	names  []string
	began  time.Time
}

// NewInputs hashes files, all below a folder where one is named, and what else something is made of. What is made of it
// is kept in a folder. The clock is that of the file system. It is an error where a file can't be read; a sum that can't
// be kept is one too, and the inputs hold all the same.
func NewInputs(folder string, clock func() time.Time, files fs.FS, names []string, with ...any) (*Inputs, error) {
	in := &Inputs{folder: folder, files: files, names: names, began: clock()}
	h := sha256.New()
	// The first writes all large numbers alike, the second times in zones without names.
	fmt.Fprintf(h, "%q %#v\n", with, with)
	sums := openSums(folder, clock)
	for _, name := range names {
		if err := sums.write(h, files, name); err != nil {
			return nil, fmt.Errorf("hash what is read: %w", err)
		}
	}
	h.Sum(in.key[:0])
	return in, sums.save(folder)
}

// Kept sets the value that into points to, a zero one, to what was made of the same inputs and kept under a name. It
// reports whether there was something.
func (in *Inputs) Kept(name string, into any) bool {
	if in == nil {
		return false
	}
	data, ok := note(in.folder, name, in.key)
	return ok && codec.Read(data, into) == nil
}

// Keep keeps the value that is pointed to, which was made of the inputs, under a name in place of what was kept before,
// unless one of the files may have changed meanwhile.
func (in *Inputs) Keep(name string, value any) error {
	if in == nil || changedSince(in.files, in.began, in.names...) {
		return nil
	}
	return setNote(in.folder, name, in.key, codec.Append(nil, value))
}

// changedSince reports whether a file may have changed after an instant: one that is named, or lies below a folder that
// is.
func changedSince(files fs.FS, began time.Time, names ...string) bool {
	changed := errors.New("changed")
	for _, name := range names {
		err := fs.WalkDir(files, name, func(_ string, d fs.DirEntry, err error) error {
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
