// Package edit changes files that others may be saving at the same moment, and loses nothing of
// theirs. A change says which bytes it was computed from; where a file holds others by now, nothing
// is written. It knows nothing of what the files hold.
package edit

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"time"

	"hindcast/internal/disk"
)

// Change is a change of one file.
type Change struct {
	Path string // slash-separated, relative to the folder
	Old  []byte // what the file held when the change was computed; nil where there was no file
	New  []byte
	Perm fs.FileMode // of a file that is made; 0644 where zero
}

// Error is a change that was not made: why, and the remedy.
type Error struct {
	Path    string
	Changed bool // somebody saved the file meanwhile
	reason  string
	hint    string
	err     error // of the system, where that is why
}

func (e *Error) Error() string { return e.Path + ": " + e.reason }
func (e *Error) Unwrap() error { return e.err }

// Reason is why, without the path.
func (e *Error) Reason() string { return e.reason }

// Hint is the remedy.
func (e *Error) Hint() string { return e.hint }

// WasChanged reports an error that says that a file was saved by somebody else meanwhile.
func WasChanged(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Changed
}

// Changed is the error for a file that does not hold what a change was computed from.
func Changed(name string) *Error {
	return &Error{
		Path: name, Changed: true, reason: "it was changed meanwhile; nothing was written", hint: "run the command again",
	}
}

// Door makes one change after the other in a folder. It is not safe for concurrent use.
type Door struct {
	disk  disk.Disk
	swept map[string]bool // folders below, of what killed runs left there
}

// NewDoor makes changes in a folder.
func NewDoor(d disk.Disk) *Door { return &Door{d, map[string]bool{}} }

// Apply makes a single change; see Door.Apply.
func Apply(ctx context.Context, d disk.Disk, c Change) error { return NewDoor(d).Apply(ctx, c) }

// Apply makes a change. Whoever is killed leaves the file as it was or as it is to be, and what lies
// beside it then is swept by the next change in that folder. The file keeps its mode, its owner
// where that is allowed, and the links that lead to it. The error is an *Error, or that of the
// context.
//
// The new text is written beside the file and the two change places in one step. What comes out is
// looked at after that, so a save that came between is seen, be it by renaming or into the file, and
// changes back. Where the system can't let two files change places, the file is compared right
// before it is replaced, and a save in the moment between is lost.
func (d *Door) Apply(ctx context.Context, c Change) error {
	e := &editor{Disk: d.disk, change: c, name: c.Path, swept: d.swept}
	err := e.apply(ctx)
	var told *Error
	if err == nil || errors.As(err, &told) || ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return err
	}
	return failure(c.Path, err)
}

// failure words an error of the system.
func failure(name string, err error) *Error {
	e := &Error{Path: name, reason: "it could not be written: " + reasonOf(err).Error(), err: err}
	if errors.Is(err, fs.ErrPermission) {
		e.hint = "see to the permissions of the file and of its folder"
	}
	return e
}

// reasonOf is an error of the system without operation and paths.
func reasonOf(err error) error {
	var pathErr *fs.PathError
	var linkErr *os.LinkError
	switch {
	case errors.As(err, &pathErr):
		return pathErr.Err
	case errors.As(err, &linkErr):
		return linkErr.Err
	}
	return err
}

// editor makes one change.
type editor struct {
	disk.Disk
	change Change
	name   string // of the file itself, behind links
	folder string
	staged string // where the new text is written
	swept  map[string]bool
}

func (e *editor) apply(ctx context.Context) error {
	info, err := e.resolve()
	switch {
	case err != nil:
		return err
	case e.change.Old == nil && info != nil:
		return &Error{
			Path: e.change.Path, Changed: true, reason: "a file of that name is there; nothing was written",
			hint: "run the command again",
		}
	case e.change.Old != nil && info == nil:
		return Changed(e.change.Path)
	}
	e.folder = path.Dir(e.name)
	e.staged = path.Join(e.folder, stagedName(path.Base(e.name), sum(e.change.Old), sum(e.change.New)))
	if err := MkdirAll(e.Disk, e.folder); err != nil {
		return err
	}
	unlock, locked, err := lock(ctx, e.Disk, e.folder)
	if err != nil {
		return err
	}
	defer unlock()
	if !e.swept[e.folder] {
		if err := e.sweep(locked); err != nil {
			return err
		}
		e.swept[e.folder] = locked
	}
	if info == nil {
		return e.create()
	}
	if err := e.refuse(info); err != nil {
		return err
	}
	return e.replace(info)
}

var errLeadsOut = errors.New("the link leads out of the repository")

// maxLinks is how many links are followed from one name.
const maxLinks = 40

// resolve finds the file behind links; nil where there is none. Where a file is to be made a link is
// in the way like any other.
func (e *editor) resolve() (fs.FileInfo, error) {
	for range maxLinks {
		info, err := e.Lstat(e.name)
		switch {
		case errors.Is(err, fs.ErrNotExist) && e.name == e.change.Path:
			return nil, nil
		case err != nil:
			return nil, err
		case info.Mode()&fs.ModeSymlink == 0 || e.change.Old == nil:
			return info, nil
		}
		target, err := e.Readlink(e.name)
		if err != nil {
			return nil, err
		}
		if path.IsAbs(target) {
			return nil, errLeadsOut
		}
		if e.name = path.Join(path.Dir(e.name), target); !fs.ValidPath(e.name) {
			return nil, errLeadsOut
		}
	}
	return nil, errors.New("too many links lead from one to the other")
}

// refuse says why a file is not to be changed. Of a file with several names only one could be given
// the new text without a moment in which half of it is there, and which of the others are meant
// to change nobody knows: a copy made of hard links is not.
func (e *editor) refuse(info fs.FileInfo) error {
	refusal := func(reason, hint string) error {
		return &Error{Path: e.change.Path, reason: reason, hint: hint}
	}
	switch {
	case !info.Mode().IsRegular():
		return refusal("it is not a regular file", "put a file of its own there")
	case disk.Links(info) > 1:
		return refusal("it has several names (hard links), of which only one would change; nothing was written",
			"make it a file of its own: copy it and move the copy to its name")
	case info.Mode()&0o200 == 0:
		return refusal("it is marked read-only; nothing was written", "chmod u+w lets it be written")
	}
	return nil
}

func (e *editor) create() error {
	if err := e.stage(nil); err != nil {
		return err
	}
	err := e.Move(e.staged, e.name)
	if errors.Is(err, fs.ErrExist) {
		err = &Error{
			Path: e.change.Path, Changed: true, reason: "somebody else made a file of that name meanwhile; nothing was written",
			hint: "run the command again",
		}
	}
	if err != nil {
		return e.discard(e.staged, err)
	}
	return e.Sync(e.folder)
}

func (e *editor) replace(info fs.FileInfo) error {
	if err := e.stage(info); err != nil {
		return err
	}
	if is, err := e.sum(e.name); err != nil || is != sum(e.change.Old) {
		if err == nil || errors.Is(err, fs.ErrNotExist) {
			err = Changed(e.change.Path)
		}
		return e.discard(e.staged, err)
	}
	switch err := e.Exchange(e.staged, e.name); {
	case errors.Is(err, errors.ErrUnsupported):
		if err := e.Rename(e.staged, e.name); err != nil {
			return e.discard(e.staged, err)
		}
		return e.Sync(e.folder)
	case errors.Is(err, fs.ErrNotExist):
		return e.discard(e.staged, Changed(e.change.Path))
	case err != nil:
		return e.discard(e.staged, err)
	}
	saved, err := e.settle(sum(e.change.Old), sum(e.change.New))
	if err == nil && saved {
		err = Changed(e.change.Path)
	}
	return err
}

// tries is how often places are changed back while somebody goes on saving.
const tries = 100

// settle looks at what came out in an exchange. Where that is not what was to be replaced, or
// somebody still writes into it, the two change back, and what comes out then is looked at in the
// same way: it can have been saved over in the meantime, and the last save is what stays. It tells
// whether somebody had saved. In the end what came out is removed.
func (e *editor) settle(expected, placed digest) (saved bool, err error) {
	for try := range tries {
		if try > 1 {
			time.Sleep(time.Millisecond) // somebody is in the middle of writing
		}
		busy := e.IsBusy(e.staged)
		out, err := e.sum(e.staged)
		if err != nil {
			return saved, err
		}
		if !busy && out == expected {
			if err := e.Sync(e.folder); err != nil {
				return saved, err
			}
			return saved, e.Remove(e.staged)
		}
		saved = true
		if err := e.Exchange(e.staged, e.name); err != nil {
			return saved, e.stuck("it can't be put back: " + reasonOf(err).Error())
		}
		expected, placed = placed, out
	}
	return saved, e.stuck("another program keeps writing to it")
}

// stuck says where a save of somebody else is that could not be put back.
func (e *editor) stuck(why string) error {
	return &Error{
		Path: e.change.Path, Changed: true,
		reason: "it was changed meanwhile, and " + why + "; what was saved is in " + e.staged,
		hint:   "run the command again, which puts it back",
	}
}

// stage writes the new text beside the file, with the mode and owner of the file. It has the name of
// a staged file only when it is whole.
func (e *editor) stage(info fs.FileInfo) error {
	perm := cmp.Or(e.change.Perm, 0o644)
	if info != nil {
		perm = 0o600 // it is nobody's business until it has the mode of the file
	}
	part := e.staged + partEnding
	f, err := e.Create(part, perm)
	if err != nil {
		return err
	}
	_, err = f.Write(e.change.New)
	if err == nil && info != nil {
		err = e.adopt(f, part, info)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = e.Rename(part, e.staged)
	}
	if err != nil {
		return e.discard(part, err)
	}
	return nil
}

// adopt gives a staged file the owner and the mode of the one it replaces. A system lets few give a
// file away; who may not keeps it.
func (e *editor) adopt(f disk.File, part string, info fs.FileInfo) error {
	uid, gid, known := disk.Owner(info)
	own, err := e.Lstat(part)
	if err != nil {
		return err
	}
	if u, g, _ := disk.Owner(own); known && (u != uid || g != gid) {
		if err := f.Chown(uid, gid); err != nil && !errors.Is(err, fs.ErrPermission) {
			return err
		}
	}
	return f.Chmod(info.Mode().Perm() | info.Mode()&(fs.ModeSetuid|fs.ModeSetgid|fs.ModeSticky))
}

// discard takes a file of this run away after a failure, which it returns.
func (e *editor) discard(name string, failed error) error {
	if err := e.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(failed, err)
	}
	return failed
}
