//go:build unix

package disk

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// nonblock lets opening a pipe return at once.
const nonblock = syscall.O_NONBLOCK

func syncFolder(folder *os.File) error { return folder.Sync() }

func lock(file *os.File) error {
	err := unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	switch {
	case errors.Is(err, unix.EWOULDBLOCK):
		return ErrLocked
	case errors.Is(err, unix.ENOLCK), errors.Is(err, unix.EBADF):
		return errors.ErrUnsupported // some shares of the network keep no locks, or none of files open to be read
	case err != nil:
		return &fs.PathError{Op: "lock", Path: file.Name(), Err: err}
	}
	return nil
}

func writable(folder *os.File) error {
	if err := unix.Faccessat(int(folder.Fd()), ".", unix.W_OK|unix.X_OK, unix.AT_EACCESS); err != nil {
		return &fs.PathError{Op: "write to", Path: folder.Name(), Err: err}
	}
	return nil
}

// Owner is the user and the group that a file belongs to; false where the system has none.
func Owner(info fs.FileInfo) (uid, gid int, ok bool) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, 0, false
	}
	return int(s.Uid), int(s.Gid), true
}

// Links is how many names a file has.
func Links(info fs.FileInfo) int {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return int(s.Nlink)
	}
	return 1
}
