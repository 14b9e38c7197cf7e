//go:build unix

package output

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
)

// isNotFolder reports whether a file is where a path wants a folder.
func isNotFolder(err error) bool { return errors.Is(err, syscall.ENOTDIR) }

// isMount reports whether another file system begins at a folder.
func isMount(folder string) bool {
	here, err := os.Stat(folder)
	above, err2 := os.Stat(filepath.Dir(folder))
	if err != nil || err2 != nil {
		return false
	}
	a, ok := here.Sys().(*syscall.Stat_t)
	b, ok2 := above.Sys().(*syscall.Stat_t)
	return ok && ok2 && a.Dev != b.Dev
}
