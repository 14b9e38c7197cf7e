package browser

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// fromNPM is the path of a file out of the packages that package.json names; the test is skipped
// where they are not installed.
func fromNPM(t *testing.T, name ...string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join(append([]string{"node_modules"}, name...)...))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		t.Skipf("%s is not installed; npm --prefix internal/browser ci brings it", name[0])
	}
	return path
}
