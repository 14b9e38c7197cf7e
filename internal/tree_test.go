package internal_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// mostBytes is how large a file of the repository may be, which everyone who clones it gets.
const mostBytes = 5 << 20

// No file of the repository is large, such as a program that was added by mistake.
func TestFilesAreSmall(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "git", "-C", "..", "ls-files", "-z").Output()
	if err != nil {
		t.Skipf("git does not tell which files there are: %v", err)
	}
	names := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
	for _, name := range names {
		info, err := os.Lstat(filepath.Join("..", name))
		if err != nil {
			continue // it is gone from the folder, and not yet from the list
		}
		if info.Size() > mostBytes {
			t.Errorf("%s has %d bytes; at most %d are for everyone to clone", name, info.Size(), mostBytes)
		}
	}
	if len(names) < 100 {
		t.Errorf("there are %d files", len(names))
	}
}
