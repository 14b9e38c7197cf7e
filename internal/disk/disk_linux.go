package disk

import (
	"os"

	"golang.org/x/sys/unix"
)

func exchange(folder *os.File, a, b string) error {
	fd := int(folder.Fd())
	if err := unix.Renameat2(fd, a, fd, b, unix.RENAME_EXCHANGE); err != nil {
		return &os.LinkError{Op: "exchange", Old: a, New: b, Err: err}
	}
	return nil
}

// syncAll writes the whole file system to the medium, which is one step for any number of files.
func syncAll(folder *os.File) error { return unix.Syncfs(int(folder.Fd())) }
