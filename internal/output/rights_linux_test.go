package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// somebody is a user without rights of a super-user.
const somebody = 4711

// asSomebody runs a function on a thread that has the rights of somebody for files. The thread ends
// with it.
func asSomebody(t *testing.T, run func()) {
	t.Helper()
	asRoot(t)
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked, so no other test gets it
		if _, err := unix.SetfsuidRetUid(somebody); err != nil {
			t.Error(err)
			return
		}
		run()
	}()
	<-done
}

// give makes everything below a folder somebody's, and lets somebody reach it.
func give(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		return errors.Join(err, os.Lchown(path, somebody, somebody))
	})
	if err := errors.Join(err, os.Chmod(filepath.Dir(dir), 0o755)); err != nil {
		t.Fatal(err)
	}
}

// Where rights are missing nothing is touched, be it found before anything is done or at the exchange.
func TestMissingRights(t *testing.T) {
	for _, c := range []struct {
		name string
		make func(p *place)
	}{
		{"a read-only folder around the target", func(p *place) { p.do(os.Chmod(p.log, 0o555)) }},
		{"a folder around the target that can't be listed", func(p *place) { p.do(os.Chmod(p.log, 0o311)) }},
		{"a read-only target", func(p *place) { p.do(os.Chmod(p.target, 0o555)) }},
		{"a target that can't be listed", func(p *place) { p.do(os.Chmod(p.target, 0o300)) }},
		{"a read-only folder in the target", func(p *place) { p.do(os.Chmod(filepath.Join(p.target, "gone"), 0o555)) }},
		{"a folder in the target that can't be listed", func(p *place) { p.do(os.Chmod(filepath.Join(p.target, "gone"), 0)) }},
		{"a file that can't be read", func(p *place) { p.do(os.Chmod(filepath.Join(p.target, "index.html"), 0)) }},
		{"a manifest that can't be read", func(p *place) { p.do(os.Chmod(filepath.Join(p.target, ManifestName), 0)) }},
		{"a target of another user", func(p *place) { p.do(os.Chown(p.target, 0, 0)) }},
		{"a folder of another user in the target", func(p *place) { p.do(os.Chown(filepath.Join(p.target, "gone"), 0, 0)) }},
		{"a kept folder of another user", func(p *place) { p.do(os.Chown(filepath.Join(p.target, ".git"), 0, 0)) }},
		{"a target of another user in a shared folder", func(p *place) {
			p.do(os.Chmod(p.target, 0o777), os.Chown(p.target, 0, 0),
				os.Chmod(p.log, 0o777|fs.ModeSticky), os.Chown(p.log, 0, 0))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newFaultyPlace(t, false)
			give(t, p.top)
			c.make(p)
			before := snapshot(t, p.top)
			var err error
			asSomebody(t, func() { _, err = build(t, p.log, p.target, site, "CNAME", ".git") })
			if !errors.Is(err, fs.ErrPermission) {
				t.Errorf("the error is %v", err)
			}
			same(t, before, snapshot(t, p.top))
		})
	}
}

// With rights enough somebody's site is replaced, foreign owners of files or not.
func TestRightsEnough(t *testing.T) {
	p := newFaultyPlace(t, false)
	give(t, p.top)
	p.do(os.Chown(filepath.Join(p.target, "index.html"), 0, 0), os.Chown(filepath.Join(p.target, "CNAME"), 0, 0))
	var err error
	asSomebody(t, func() { _, err = build(t, p.log, p.target, site, "CNAME", ".git") })
	if err != nil {
		t.Fatal(err)
	}
	whole(t, p.target, site, "CNAME", ".git/HEAD")
	noWorkplace(t, p.top)
}

// mounted mounts a small file system in memory; the test is skipped where that is not allowed.
func mounted(t *testing.T, dir string, kilobytes int) {
	t.Helper()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dk", kilobytes)); err != nil {
		t.Skipf("no file system can be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
}

// A disk that is really full: the old site stays, what was begun is removed, and with room again the
// next build succeeds.
func TestFullDisk(t *testing.T) {
	p := newPlace(t)
	around := p.path("disk")
	p.do(os.Mkdir(around, 0o755))
	mounted(t, around, 256)
	p.target = filepath.Join(around, "public")
	p.old()
	before := snapshot(t, around)
	big := map[string]string{"index.html": "new"}
	for i := range 40 {
		big[fmt.Sprintf("pages/%d.html", i)] = strings.Repeat("x", 16<<10)
	}
	_, err := build(t, p.log, p.target, big)
	if !errors.Is(err, syscall.ENOSPC) || strings.Contains(err.Error(), "\n") {
		t.Errorf("the error is %v", err)
	}
	same(t, before, snapshot(t, around))
	if _, err := build(t, p.log, p.target, site); err != nil {
		t.Fatal(err)
	}
	whole(t, p.target, site)
}

// A folder on which another file system is mounted can't be exchanged; the one below it can.
func TestMountPoint(t *testing.T) {
	p := newPlace(t)
	p.do(os.Mkdir(p.target, 0o755))
	mounted(t, p.target, 256)
	_, err := build(t, p.log, p.target, site)
	if !errors.As(err, new(*Refusal)) || !strings.Contains(err.Error(), "another file system is mounted there") {
		t.Errorf("the error is %v", err)
	}
	if left := snapshot(t, p.target); len(left) != 1 {
		t.Errorf("there is something in it: %v", left)
	}
	if _, err := build(t, p.log, filepath.Join(p.target, "site"), site); err != nil {
		t.Error(err)
	}
}

// A folder bound to its own place looks like any other, and fails at the exchange with the old site whole.
func TestBoundFolder(t *testing.T) {
	p := newFaultyPlace(t, false)
	asRoot(t)
	if err := syscall.Mount(p.target, p.target, "", syscall.MS_BIND, ""); err != nil {
		t.Skipf("no folder can be bound here: %v", err)
	}
	before := snapshot(t, p.top)
	_, err := build(t, p.log, p.target, site, "CNAME", ".git")
	if err == nil || strings.Contains(err.Error(), "\n") {
		t.Errorf("the error is %v", err)
	}
	same(t, before, snapshot(t, p.top))
	if err := syscall.Unmount(p.target, 0); err != nil {
		t.Error(err)
	}
}
