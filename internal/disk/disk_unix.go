//go:build unix

package disk

import (
	"os"
	"syscall"
)

// nonblock lets opening a pipe return at once.
const nonblock = syscall.O_NONBLOCK

func syncFolder(folder *os.File) error { return folder.Sync() }
