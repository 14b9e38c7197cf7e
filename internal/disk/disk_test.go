//go:build unix

package disk_test

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"

	"hindcast/internal/disk"
	"hindcast/internal/disk/disktest"
)

func open(t *testing.T, dir string) *disk.Folder {
	t.Helper()
	f, err := disk.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// What is no regular file is refused at once, through a link too; the rest reads as any file system.
func TestRegularFilesAlone(t *testing.T) {
	dir := t.TempDir()
	place := func(name string) string { return filepath.Join(dir, name) }
	if err := errors.Join(os.Mkdir(place("d"), 0o755), os.WriteFile(place("d/a"), []byte("text"), 0o644),
		syscall.Mkfifo(place("pipe"), 0o644), os.Symlink("pipe", place("link")),
		os.Symlink("/dev/zero", place("out"))); err != nil {
		t.Fatal(err)
	}
	socket, err := net.Listen("unix", place("socket"))
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	fsys := open(t, dir).FS()
	for _, name := range []string{"pipe", "link", "socket"} {
		if _, err := fs.ReadFile(fsys, name); !errors.Is(err, disk.ErrIrregular) {
			t.Errorf("reading %s: %v", name, err)
		}
	}
	if _, err := fs.ReadFile(fsys, "out"); err == nil || !strings.Contains(err.Error(), "escapes") {
		t.Errorf("reading a link out of the folder: %v", err)
	}
	for _, name := range []string{"pipe", "link", "socket", "out"} {
		if err := os.Remove(place(name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := fstest.TestFS(fsys, "d/a"); err != nil {
		t.Error(err)
	}
}

func TestReadFileOfALimit(t *testing.T) {
	fsys := fstest.MapFS{"a": {Data: []byte("four")}}
	if data, err := disk.ReadFile(fsys, "a", 4); err != nil || string(data) != "four" {
		t.Errorf("got %q, %v", data, err)
	}
	if _, err := disk.ReadFile(fsys, "a", 3); err == nil {
		t.Error("a file over the limit was read")
	}
}

// Each step fails when it is its turn, and a torn write leaves half.
func TestFaulty(t *testing.T) {
	full := errors.New("no space left")
	write := func(d disk.Disk) error {
		f, err := d.Create("a", 0o644)
		if err != nil {
			return err
		}
		_, err = f.Write([]byte("1234"))
		return errors.Join(err, f.Sync(), f.Close(), d.Rename("a", "b"), d.Sync("."))
	}
	whole := &disktest.Faulty{Disk: open(t, t.TempDir())}
	if err := write(whole); err != nil {
		t.Fatal(err)
	}
	steps := whole.Steps()
	if got, want := strings.Join(steps, ", "), "create a, write a, sync a, close a, rename a b, sync ."; got != want {
		t.Fatalf("steps %q, want %q", got, want)
	}
	for at := range len(steps) {
		dir := t.TempDir()
		d := &disktest.Faulty{Disk: open(t, dir), At: at + 1, Err: full, Dead: true, Torn: true}
		if err := write(d); !errors.Is(err, full) {
			t.Errorf("step %s: %v", steps[at], err)
		}
		if at == 1 {
			if left, err := os.ReadFile(filepath.Join(dir, "a")); string(left) != "12" {
				t.Errorf("a torn write left %q, %v", left, err)
			}
		}
	}
}

// What one holds another can't take, until it is given up; a folder can be held as well.
func TestLock(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	one, other := open(t, dir), open(t, dir)
	for _, name := range []string{"a", "."} {
		held, err := one.Lock(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := other.Lock(name); !errors.Is(err, disk.ErrLocked) {
			t.Errorf("a second lock on %s: %v", name, err)
		}
		if err := held.Close(); err != nil {
			t.Fatal(err)
		}
		if held, err = other.Lock(name); err != nil {
			t.Errorf("%s was given up, and: %v", name, err)
		} else if err := held.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestSyncAll(t *testing.T) {
	dir := t.TempDir()
	if err := errors.Join(os.MkdirAll(filepath.Join(dir, "a/b"), 0o755),
		os.WriteFile(filepath.Join(dir, "a/b/c"), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	f := open(t, dir)
	if err := f.SyncAll("a"); err != nil {
		t.Error(err)
	}
	if err := f.SyncAll("b"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}
