//go:build !linux

package output

import "errors"

// exchange is not to be had here; the caller takes two steps.
func exchange(string, string) error { return errors.ErrUnsupported }
