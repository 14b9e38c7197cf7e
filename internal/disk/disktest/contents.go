package disktest

import (
	"errors"
	"io/fs"
	"os"
	"testing"
)

// Contents is the text of every file below a folder, by slash-separated path; none where there is no folder.
func Contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	below := os.DirFS(dir)
	err := fs.WalkDir(below, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := fs.ReadFile(below, name)
		files[name] = string(text)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return files
}
