//go:build linux || darwin

package disk

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// lock locks an open folder. The system gives the lock up when the folder is closed, be it because
// the program was killed.
func lock(folder *os.File) error {
	switch err := unix.Flock(int(folder.Fd()), unix.LOCK_EX|unix.LOCK_NB); err {
	case nil:
		return nil
	case unix.EWOULDBLOCK:
		return ErrLocked
	default: // file systems of networks have no such locks
		return errors.ErrUnsupported
	}
}
