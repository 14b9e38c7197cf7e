package disk

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

func exchange(da *os.File, a string, db *os.File, b string) error {
	return renameAt("exchange", da, a, db, b, unix.RENAME_EXCHANGE)
}

func move(da *os.File, a string, db *os.File, b string) error {
	return renameAt("move", da, a, db, b, unix.RENAME_NOREPLACE)
}

func renameAt(op string, da *os.File, a string, db *os.File, b string, flags uint) error {
	err := unix.Renameat2(int(da.Fd()), a, int(db.Fd()), b, flags)
	switch {
	case err == nil:
		return nil
	case err == unix.EINVAL: // what file systems answer that do not know the flag
		err = errors.ErrUnsupported
	}
	return &os.LinkError{Op: op, Old: a, New: b, Err: err}
}

// isBusy asks for a lease, which nobody gets while a file is open for writing. Leases on files of
// others are refused, and some file systems have none: then nothing is known.
func isBusy(file *os.File) bool {
	_, err := unix.FcntlInt(file.Fd(), unix.F_SETLEASE, unix.F_RDLCK)
	return err == unix.EAGAIN
}

// syncAll writes the whole file system to the medium, which is one step for any number of files.
func syncAll(folder *os.File) error { return unix.Syncfs(int(folder.Fd())) }

// Changed is when a file changed last, by its bytes or by what the system keeps of it; no program can set it.
func Changed(info fs.FileInfo) time.Time {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return time.Unix(s.Ctim.Unix())
	}
	return info.ModTime()
}

// ChangedIsSure means that no program can set what Changed tells.
const ChangedIsSure = true
