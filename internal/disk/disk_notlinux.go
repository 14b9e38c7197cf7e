//go:build !linux

package disk

import (
	"errors"
	"os"
)

// syncAll is no single step here; the caller writes one file after the other.
func syncAll(*os.File) error { return errors.ErrUnsupported }
