// Package disk reads and writes below one folder and nowhere else. It opens regular files alone, so
// that a pipe or a device never holds the program up, and it names every step that writes, so that
// tests can let each of them fail. It knows nothing of what the files hold.
package disk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
)

// ErrIrregular means that a name leads to a pipe, a device or a socket.
var ErrIrregular = errors.New("this is not a regular file")

// ErrLocked means that another program, or another part of this one, holds a file or folder.
var ErrLocked = errors.New("another program holds this")

// Disk is a folder with the steps that writing into it takes. Names are slash-separated, relative to
// the folder, and never lead out of it, links included.
type Disk interface {
	// FS reads what is there; see Folder.FS.
	FS() fs.FS
	Lstat(name string) (fs.FileInfo, error)
	Readlink(name string) (string, error)
	// Create makes a file that is not there yet; the error is fs.ErrExist where it is.
	Create(name string, perm fs.FileMode) (File, error)
	Mkdir(name string, perm fs.FileMode) error
	Symlink(target, name string) error
	Link(old, name string) error
	Rename(old, name string) error
	// Exchange lets two files or folders change places in one step; errors.ErrUnsupported where the
	// system has no such step.
	Exchange(a, b string) error
	// Move is Rename to a name that is free; the error is fs.ErrExist where it is not.
	Move(old, name string) error
	Remove(name string) error
	Chmod(name string, mode fs.FileMode) error
	Chown(name string, uid, gid int) error
	// Sync writes the entries of a folder to the medium.
	Sync(folder string) error
	// SyncAll writes everything below a folder to the medium.
	SyncAll(folder string) error
	// Lock takes hold of a file or folder until the result is closed or the program ends, however it
	// ends. It never waits: the error is ErrLocked where another holds it, and errors.ErrUnsupported
	// where the system has no such locks.
	Lock(name string) (io.Closer, error)
	// Writable tells by its error why entries of a folder can't be made and removed by this user.
	Writable(folder string) error
	// IsBusy reports whether a program has a file open to write into it, as far as the system tells.
	IsBusy(name string) bool
	Close() error
}

// File is a file being written.
type File interface {
	io.Writer
	Chmod(mode fs.FileMode) error
	Chown(uid, gid int) error
	Sync() error
	Close() error
}

// Folder is a folder of the system.
type Folder struct{ root *os.Root }

// Open opens a folder. Close it when done.
func Open(path string) (*Folder, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	return &Folder{root}, nil
}

// FS is the files below the folder. It opens regular files and folders alone, without waiting; for
// anything else the error is ErrIrregular.
func (f *Folder) FS() fs.FS {
	return regular{f.root, f.root.FS().(rootFS)} // os.Root says that it has these methods
}

// Lstat describes what is at a name, be it a link.
func (f *Folder) Lstat(name string) (fs.FileInfo, error) { return f.root.Lstat(name) }

// Readlink is where a link leads to.
func (f *Folder) Readlink(name string) (string, error) { return f.root.Readlink(name) }

// Create makes a file that is not there yet.
func (f *Folder) Create(name string, perm fs.FileMode) (File, error) {
	return f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
}

// Mkdir makes a folder.
func (f *Folder) Mkdir(name string, perm fs.FileMode) error { return f.root.Mkdir(name, perm) }

// Symlink makes a link.
func (f *Folder) Symlink(target, name string) error { return f.root.Symlink(target, name) }

// Link gives a file a second name.
func (f *Folder) Link(old, name string) error { return f.root.Link(old, name) }

// Rename moves a file or folder, over a file that is there.
func (f *Folder) Rename(old, name string) error { return f.root.Rename(old, name) }

// Remove takes away a file, a link or an empty folder.
func (f *Folder) Remove(name string) error { return f.root.Remove(name) }

// Chmod sets the mode of a file or folder.
func (f *Folder) Chmod(name string, mode fs.FileMode) error { return f.root.Chmod(name, mode) }

// Chown sets the owner of a file or folder.
func (f *Folder) Chown(name string, uid, gid int) error { return f.root.Chown(name, uid, gid) }

// Close gives the folder up.
func (f *Folder) Close() error { return f.root.Close() }

// Sync writes the entries of a folder to the medium, where the system can.
func (f *Folder) Sync(folder string) error {
	d, err := f.root.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(syncFolder(d), d.Close())
}

// SyncAll writes everything below a folder to the medium.
func (f *Folder) SyncAll(folder string) error {
	d, err := f.root.Open(folder)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := syncAll(d); !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return fs.WalkDir(f.root.FS(), folder, f.syncOne)
}

func (f *Folder) syncOne(name string, entry fs.DirEntry, err error) error {
	switch {
	case err != nil:
		return err
	case entry.IsDir():
		return f.Sync(name)
	case !entry.Type().IsRegular():
		return nil
	}
	file, err := f.root.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

// Lock takes hold of a file or folder.
func (f *Folder) Lock(name string) (io.Closer, error) {
	file, err := f.root.OpenFile(name, os.O_RDONLY|nonblock, 0)
	if err != nil {
		return nil, err
	}
	if err := lock(file); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// Writable reports whether this user can make and remove entries of a folder.
func (f *Folder) Writable(folder string) error {
	d, err := f.root.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(writable(d), d.Close())
}

// Exchange lets two files or folders change places in one step.
func (f *Folder) Exchange(a, b string) error { return f.both(a, b, exchange) }

// Move renames a file or folder to a name that is free. Where the system has no such step, somebody
// who takes the name in the moment between the look and the step is overwritten.
func (f *Folder) Move(old, name string) error {
	err := f.both(old, name, move)
	if !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	if _, err := f.root.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(err, &os.LinkError{Op: "move", Old: old, New: name, Err: fs.ErrExist})
	}
	return f.root.Rename(old, name)
}

// both does something with two names, each seen from its own folder, so that no link on the way
// leads out.
func (f *Folder) both(a, b string, do func(da *os.File, a string, db *os.File, b string) error) error {
	da, err := f.root.Open(path.Dir(a))
	if err != nil {
		return err
	}
	defer da.Close()
	db, err := f.root.Open(path.Dir(b))
	if err != nil {
		return err
	}
	defer db.Close()
	return do(da, path.Base(a), db, path.Base(b))
}

// IsBusy reports whether a program has a file open to write into it, as far as the system tells.
func (f *Folder) IsBusy(name string) bool {
	file, err := f.root.OpenFile(name, os.O_RDONLY|nonblock, 0)
	if err != nil {
		return false
	}
	defer file.Close()
	return isBusy(file)
}

// rootFS is what the file system of an os.Root can do.
type rootFS interface {
	fs.StatFS
	fs.ReadDirFS
	fs.ReadLinkFS
}

type regular struct {
	root *os.Root
	rootFS
}

// Open opens a regular file or a folder.
func (r regular) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	info, err := r.Stat(name) // opening a device can have effects of its own
	if err != nil {
		return nil, err
	}
	if !isPlain(info) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: ErrIrregular}
	}
	f, err := r.root.OpenFile(name, os.O_RDONLY|nonblock, 0)
	if err != nil {
		return nil, err
	}
	if info, err = f.Stat(); err == nil && !isPlain(info) { // it was exchanged meanwhile
		err = &fs.PathError{Op: "open", Path: name, Err: ErrIrregular}
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func isPlain(info fs.FileInfo) bool { return info.Mode().IsRegular() || info.IsDir() }

// ErrTooLarge means that a file is larger than is read of it.
var ErrTooLarge = errors.New("is too large")

// ReadFile reads a regular file of up to limit bytes; the error says where it is larger.
func ReadFile(fsys fs.FS, name string, limit int64) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = fmt.Errorf("%s %w: it has more than %d bytes", name, ErrTooLarge, limit)
	}
	return data, err
}
