package cache

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"hindcast/internal/cache/codec"
	"hindcast/internal/disk"
)

// sums are the SHA-256 sums of files, taken from what was read of a file before where it has not changed since.
type sums struct {
	clock  func() time.Time
	before map[string]summed
	now    map[string]summed
	read   bool // a file was
}

// summed is the sum of a file.
type summed struct {
	Size    int64
	Changed int64 // as disk.Changed says, in nanoseconds
	Looked  int64 // before it was read
	Sum     Key
}

var (
	sumsName  = "sums"
	sumsKey   = sha256.Sum256([]byte("sums of files, 1"))
	sumsCodec = codec.For[map[string]summed]()
)

// openSums are the sums that save left in a folder; empty for none. The clock is that of the file system.
func openSums(folder string, clock func() time.Time) *sums {
	s := &sums{clock: clock, now: map[string]summed{}}
	if data, ok := note(folder, sumsName, sumsKey); ok && disk.ChangedIsSure && folder != "" {
		_ = sumsCodec.Read(data, &s.before) // else all are taken anew
	}
	return s
}

// save leaves the sums that were asked for in a folder.
func (s *sums) save(folder string) error {
	if !s.read && len(s.now) == len(s.before) {
		return nil
	}
	return setNote(folder, sumsName, sumsKey, sumsCodec.Append(nil, &s.now))
}

// Unsure is for how long after a change another one may leave the time of a file as it is.
const Unsure = 2 * time.Second

// write writes the names and sums of a file, or of all below a folder, with the name of a folder on a line of its own.
// What is not there is none. It is an error where one can't be read, or is neither file nor folder.
func (s *sums) write(w io.Writer, files fs.FS, name string) error {
	err := fs.WalkDir(files, name, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			_, err = fmt.Fprintf(w, "%q\n", name)
			return err
		case !d.Type().IsRegular():
			return fmt.Errorf("%s is no regular file", name)
		}
		sum, err := s.of(files, name, d)
		if err == nil {
			_, err = fmt.Fprintf(w, "%q %d %x\n", name, sum.Size, sum.Sum)
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func (s *sums) of(files fs.FS, name string, d fs.DirEntry) (summed, error) {
	info, err := d.Info()
	if err != nil {
		return summed{}, err
	}
	changed := disk.Changed(info)
	if was, ok := s.before[name]; ok && was.Size == info.Size() && was.Changed == changed.UnixNano() &&
		changed.Before(time.Unix(0, was.Looked).Add(-Unsure)) {
		s.now[name] = was
		return was, nil
	}
	s.read = true
	sum := summed{Changed: changed.UnixNano(), Looked: s.clock().UnixNano()}
	f, err := files.Open(name)
	if err != nil {
		return sum, err
	}
	h := sha256.New()
	sum.Size, err = io.Copy(h, f)
	h.Sum(sum.Sum[:0])
	s.now[name] = sum
	return sum, errors.Join(err, f.Close())
}
