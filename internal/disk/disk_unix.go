//go:build unix

package disk

import (
	"io/fs"
	"os"
	"syscall"
)

// nonblock lets opening a pipe return at once.
const nonblock = syscall.O_NONBLOCK

func syncFolder(folder *os.File) error { return folder.Sync() }

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
