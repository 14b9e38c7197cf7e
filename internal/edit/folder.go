package edit

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"slices"
	"time"

	"hindcast/internal/disk"
)

// Move gives a file or folder a name that is free. The error is an *Error, or that of the context.
func Move(ctx context.Context, d disk.Disk, from, to string) error {
	unlock, err := Lock(ctx, d, path.Dir(from))
	if err != nil {
		return err
	}
	defer unlock()
	switch err = d.Move(from, to); {
	case errors.Is(err, fs.ErrExist):
		return &Error{
			Path: from, Changed: true, reason: "it can't be renamed, since " + to + " is there",
			hint: "see which of the two is meant, and rename the other",
		}
	case errors.Is(err, fs.ErrNotExist):
		return Changed(from)
	}
	if err == nil {
		err = d.Sync(path.Dir(to))
	}
	if err == nil && path.Dir(from) != path.Dir(to) {
		err = d.Sync(path.Dir(from))
	}
	if err != nil {
		return failure(from, err)
	}
	return nil
}

// Remove takes a file away, be it gone already. The error is an *Error, or that of the context.
func Remove(ctx context.Context, d disk.Disk, name string) error {
	unlock, err := Lock(ctx, d, path.Dir(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer unlock()
	err = d.Remove(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = d.Sync(path.Dir(name))
	}
	if err != nil {
		return failure(name, err)
	}
	return nil
}

// RemoveFolders takes away a folder and those in it that hold no file.
func RemoveFolders(d disk.Disk, folder string) {
	entries, _ := fs.ReadDir(d.FS(), folder)
	for _, e := range entries {
		if e.IsDir() {
			RemoveFolders(d, path.Join(folder, e.Name()))
		}
	}
	_ = d.Remove(folder) // one that is not empty stays
}

// MkdirAll makes a folder with those above it, durably.
func MkdirAll(d disk.Disk, folder string) error {
	var missing []string
	for at := folder; at != "."; at = path.Dir(at) {
		if _, err := fs.Stat(d.FS(), at); err == nil {
			break
		} else if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		missing = append(missing, at)
	}
	for _, at := range slices.Backward(missing) {
		if err := d.Mkdir(at, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
		if err := d.Sync(path.Dir(at)); err != nil {
			return err
		}
	}
	return nil
}

// How long another run is waited for: it has a folder for some milliseconds.
const (
	lockTries = 500
	lockPause = 10 * time.Millisecond
)

// Lock keeps other runs from changing files in a folder until it is given up, and waits some seconds
// for one that is at it; where the system can't tell, it does nothing. The error is an *Error, or that
// of the context.
func Lock(ctx context.Context, d disk.Disk, folder string) (unlock func(), err error) {
	unlock, _, err = lock(ctx, d, folder)
	var told *Error
	if err != nil && ctx.Err() == nil && !errors.As(err, &told) {
		err = failure(folder, err)
	}
	return unlock, err
}

func lock(ctx context.Context, d disk.Disk, folder string) (unlock func(), locked bool, err error) {
	for range lockTries {
		held, err := d.Lock(folder)
		switch {
		case err == nil:
			return func() { held.Close() }, true, nil
		case errors.Is(err, errors.ErrUnsupported):
			return func() {}, false, nil
		case !errors.Is(err, disk.ErrLocked):
			return nil, false, err
		}
		select {
		case <-ctx.Done():
			return nil, false, ctx.Err()
		case <-time.After(lockPause):
		}
	}
	return nil, false, &Error{
		Path: folder, reason: "another run of hindcast is writing there", hint: "let it finish, then run the command again",
	}
}
