//go:build !linux && !darwin

package disk

import (
	"errors"
	"os"
)

func exchange(*os.File, string, *os.File, string) error { return errors.ErrUnsupported }

func move(*os.File, string, *os.File, string) error { return errors.ErrUnsupported }

// isBusy is not to be known here.
func isBusy(*os.File) bool { return false }
