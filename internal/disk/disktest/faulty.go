// Package disktest lets the steps of writing fail, one after the other, for tests of what is left
// then. It is for tests alone.
package disktest

import (
	"io/fs"
	"sync"

	"hindcast/internal/disk"
)

// Faulty is a disk of which a step fails. Steps are counted from 1; with At zero none fails, and
// Steps is how many there are.
type Faulty struct {
	disk.Disk
	At   int   // the step that fails
	Err  error // what it says
	Dead bool  // every step after it fails too, as when the program is killed there
	Torn bool  // a failing write writes half of its bytes before
	// Before is called before each step, which is counted from 1; what it does is done by somebody else.
	Before func(step int)

	mu    sync.Mutex
	steps int
	names []string
}

// Steps is what was done so far, one name for each step.
func (f *Faulty) Steps() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]string(nil), f.names...)
}

// step counts a step and tells whether it fails.
func (f *Faulty) step(what string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.steps++
	f.names = append(f.names, what)
	if f.Before != nil {
		f.Before(f.steps)
	}
	if f.At > 0 && (f.steps == f.At || f.Dead && f.steps > f.At) {
		return f.Err
	}
	return nil
}

func (f *Faulty) do(what string, act func() error) error {
	if err := f.step(what); err != nil {
		return err
	}
	return act()
}

// Create counts as one step, and so does each write, change of mode or owner, sync and close of the file.
func (f *Faulty) Create(name string, perm fs.FileMode) (disk.File, error) {
	if err := f.step("create " + name); err != nil {
		return nil, err
	}
	file, err := f.Disk.Create(name, perm)
	if err != nil {
		return nil, err
	}
	return &faultyFile{File: file, disk: f, name: name}, nil
}

// Mkdir is a step.
func (f *Faulty) Mkdir(name string, perm fs.FileMode) error {
	return f.do("mkdir "+name, func() error { return f.Disk.Mkdir(name, perm) })
}

// Symlink is a step.
func (f *Faulty) Symlink(target, name string) error {
	return f.do("symlink "+name, func() error { return f.Disk.Symlink(target, name) })
}

// Link is a step.
func (f *Faulty) Link(old, name string) error {
	return f.do("link "+name, func() error { return f.Disk.Link(old, name) })
}

// Rename is a step.
func (f *Faulty) Rename(old, name string) error {
	return f.do("rename "+old+" "+name, func() error { return f.Disk.Rename(old, name) })
}

// Exchange is a step.
func (f *Faulty) Exchange(a, b string) error {
	return f.do("exchange "+a+" "+b, func() error { return f.Disk.Exchange(a, b) })
}

// Move is a step.
func (f *Faulty) Move(old, name string) error {
	return f.do("move "+old+" "+name, func() error { return f.Disk.Move(old, name) })
}

// Remove is a step.
func (f *Faulty) Remove(name string) error {
	return f.do("remove "+name, func() error { return f.Disk.Remove(name) })
}

// Chmod is a step.
func (f *Faulty) Chmod(name string, mode fs.FileMode) error {
	return f.do("chmod "+name, func() error { return f.Disk.Chmod(name, mode) })
}

// Chown is a step.
func (f *Faulty) Chown(name string, uid, gid int) error {
	return f.do("chown "+name, func() error { return f.Disk.Chown(name, uid, gid) })
}

// Sync is a step.
func (f *Faulty) Sync(folder string) error {
	return f.do("sync "+folder, func() error { return f.Disk.Sync(folder) })
}

// SyncAll is a step. Locks are none, since they write nothing.
func (f *Faulty) SyncAll(folder string) error {
	return f.do("sync all "+folder, func() error { return f.Disk.SyncAll(folder) })
}

type faultyFile struct {
	disk.File
	disk *Faulty
	name string
}

func (f *faultyFile) Write(data []byte) (int, error) {
	if err := f.disk.step("write " + f.name); err != nil {
		n := 0
		if f.disk.Torn {
			n, _ = f.File.Write(data[:len(data)/2])
		}
		return n, err
	}
	return f.File.Write(data)
}

func (f *faultyFile) Chmod(mode fs.FileMode) error {
	return f.disk.do("chmod "+f.name, func() error { return f.File.Chmod(mode) })
}

func (f *faultyFile) Chown(uid, gid int) error {
	return f.disk.do("chown "+f.name, func() error { return f.File.Chown(uid, gid) })
}

func (f *faultyFile) Sync() error {
	return f.disk.do("sync "+f.name, f.File.Sync)
}

// Close gives the file up in every case, as the end of the program would.
func (f *faultyFile) Close() error {
	err := f.disk.step("close " + f.name)
	if closed := f.File.Close(); err == nil {
		err = closed
	}
	return err
}
