package disk

import (
	"io/fs"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

func exchange(da *os.File, a string, db *os.File, b string) error {
	return renameAt("exchange", da, a, db, b, unix.RENAME_SWAP)
}

func move(da *os.File, a string, db *os.File, b string) error {
	return renameAt("move", da, a, db, b, unix.RENAME_EXCL)
}

func renameAt(op string, da *os.File, a string, db *os.File, b string, flags uint32) error {
	if err := unix.RenameatxNp(int(da.Fd()), a, int(db.Fd()), b, flags); err != nil {
		return &os.LinkError{Op: op, Old: a, New: b, Err: err}
	}
	return nil
}

// isBusy is not to be known here.
func isBusy(*os.File) bool { return false }

// Changed is when a file changed last, by its bytes or by what the system keeps of it; no program can set it.
func Changed(info fs.FileInfo) time.Time {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return time.Unix(s.Ctimespec.Unix())
	}
	return info.ModTime()
}

// ChangedIsSure means that no program can set what Changed tells.
const ChangedIsSure = true
