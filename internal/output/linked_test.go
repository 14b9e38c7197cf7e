//go:build unix

package output

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"hindcast/internal/disk"
	"hindcast/internal/disk/disktest"
)

// linking is a disk with something that happens when a file is linked.
type linking struct {
	disk.Disk
	link func(old, name string) error
}

func (l linking) Link(old, name string) error {
	if err := l.link(old, name); err != nil {
		return err
	}
	return l.Disk.Link(old, name)
}

// A file that is as the last build wrote it keeps its time, as a name of the same file; any other is written anew. No
// earlier copy of a file changes.
func TestUnchangedFilesAreTakenOver(t *testing.T) {
	long := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	first := map[string]string{"0.txt": "0", "same.txt": "same", "other.txt": "old", "a/deep.txt": "deep"}
	then := [][2]string{{"0.txt", "1"}, {"same.txt", "same"}, {"other.txt", "new"}, {"a/deep.txt", "deep"}, {"added.txt", "added"}}
	for _, c := range []struct {
		name  string
		do    func(target string) error                      // before the second build
		link  func(target string) func(string, string) error // in it
		taken []string
	}{
		{name: "nothing done to it", taken: []string{"same.txt", "a/deep.txt"}},
		{name: "another mode", do: func(target string) error {
			return os.Chmod(filepath.Join(target, "same.txt"), 0o600)
		}, taken: []string{"a/deep.txt"}},
		{name: "no links", link: func(string) func(string, string) error {
			return func(string, string) error { return errors.ErrUnsupported }
		}},
		{name: "written to meanwhile", link: func(target string) func(string, string) error {
			return func(old, _ string) error {
				if filepath.Base(old) != "same.txt" {
					return nil
				}
				return os.WriteFile(filepath.Join(target, "same.txt"), []byte("edit"), 0o644)
			}
		}, taken: []string{"a/deep.txt"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			root, target := t.TempDir(), filepath.Join(t.TempDir(), "site")
			if _, err := build(t, root, target, first); err != nil {
				t.Fatal(err)
			}
			for name := range first {
				if err := os.Chtimes(filepath.Join(target, name), long, long); err != nil {
					t.Fatal(err)
				}
			}
			if c.do != nil {
				if err := c.do(target); err != nil {
					t.Fatal(err)
				}
			}
			link := func(string, string) error { return nil }
			if c.link != nil {
				link = c.link(target)
			}
			tree, err := Begin(t.Context(), target, Options{Root: root, Open: func(path string) (disk.Disk, error) {
				d, err := disk.Open(path)
				return linking{disktest.Quick{Disk: d}, link}, err
			}})
			if err != nil {
				t.Fatal(err)
			}
			for _, file := range then {
				if err := tree.Write(file[0], []byte(file[1])); err != nil {
					t.Fatal(err)
				}
			}
			taken := map[string]bool{}
			for _, file := range then {
				path := filepath.Join(tree.full(tree.work), siteName, file[0])
				info, err := os.Stat(path)
				if err != nil || read(t, path) != file[1] || info.Mode().Perm() != 0o644 {
					t.Fatalf("%s holds %q, %v, %v", file[0], read(t, path), info.Mode(), err)
				}
				if info.ModTime().Equal(long) {
					taken[file[0]] = true
				}
			}
			for _, name := range c.taken {
				if !taken[name] {
					t.Errorf("%s is written anew", name)
				}
			}
			if len(taken) != len(c.taken) {
				t.Errorf("taken over are %v, want %v", taken, c.taken)
			}
			err = errors.Join(tree.Commit(t.Context()), tree.Close())
			if isRefused := errors.As(err, new(*Refusal)); isRefused != (c.name == "written to meanwhile") || err != nil && !isRefused {
				t.Errorf("the site is exchanged: %v", err)
			}
		})
	}
}
