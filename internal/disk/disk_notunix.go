//go:build !unix

package disk

import (
	"errors"
	"io/fs"
	"os"
)

const nonblock = 0

// syncFolder does nothing: the system writes the entries of a folder by itself.
func syncFolder(*os.File) error { return nil }

func lock(*os.File) error { return errors.ErrUnsupported }

// writable knows nothing of this system's rights; the first step that they forbid says so.
func writable(*os.File) error { return nil }

// Owner is the user and the group that a file belongs to; here it is not known.
func Owner(fs.FileInfo) (uid, gid int, ok bool) { return 0, 0, false }

// Links is how many names a file has; here it is not known.
func Links(fs.FileInfo) int { return 1 }
