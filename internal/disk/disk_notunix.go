//go:build !unix

package disk

import (
	"errors"
	"os"
)

const nonblock = 0

// syncFolder does nothing: the system writes the entries of a folder by itself.
func syncFolder(*os.File) error { return nil }

func lock(*os.File) error { return errors.ErrUnsupported }

// writable knows nothing of this system's rights; the first step that they forbid says so.
func writable(*os.File) error { return nil }
