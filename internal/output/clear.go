package output

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"hindcast/internal/disk"
)

// sweep clears the workplaces of builds that ended before they could. One that can't be cleared is
// left, and no reason not to build.
func (t *Tree) sweep() {
	entries, err := fs.ReadDir(t.disk.FS(), ".")
	if err != nil {
		return // the steps that need the folder will say so
	}
	for _, entry := range entries {
		if !entry.IsDir() || !isWorkplace(entry.Name(), t.target) {
			continue
		}
		if err := t.sweepOne(entry.Name()); err != nil {
			t.left = append(t.left, Leftover{t.full(entry.Name()), err})
		}
	}
}

// sweepOne clears a workplace that nobody holds.
func (t *Tree) sweepOne(work string) error {
	held, err := t.disk.Lock(path.Join(work, journalName))
	switch {
	case errors.Is(err, disk.ErrLocked):
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return t.sweepEmpty(work)
	case err != nil:
		return err
	}
	return errors.Join(t.clear(work, nil), held.Close())
}

// sweepEmpty takes away a workplace in which not even a journal was begun. The folder of a stranger
// holds something, and stays.
func (t *Tree) sweepEmpty(work string) error {
	if entries, err := fs.ReadDir(t.disk.FS(), work); err != nil || len(entries) > 0 {
		return err
	}
	return t.disk.Remove(work)
}

// clear removes a workplace with what builds wrote into it. An old site that has lost its place gets
// it back, and so do kept files and what somebody put into the site meanwhile. What has no place to go
// back to stays, and is named.
func (t *Tree) clear(work string, before map[string]fs.FileInfo) error {
	j, err := readJournal(t.disk.FS(), work)
	if err != nil {
		return fmt.Errorf("clear a folder beside the site: %w", err)
	}
	if j == nil {
		return t.sweepEmpty(work)
	}
	if j.Target != "" && j.Target != t.target {
		return nil
	}
	if err := t.restore(path.Join(work, oldName)); err != nil {
		return err
	}
	emptied := true
	for _, part := range []string{oldName, siteName} {
		gone, err := t.clearSite(path.Join(work, part), j, before)
		if err != nil {
			return fmt.Errorf("clear a folder beside the site: %w", err)
		}
		emptied = emptied && gone
	}
	if !emptied {
		return nil
	}
	if err := errors.Join(t.disk.Remove(path.Join(work, journalName)), t.disk.Remove(work)); err != nil {
		return fmt.Errorf("clear a folder beside the site: %w", err)
	}
	return nil
}

// restore gives an old site its place back where a build ended between the two steps of its exchange.
func (t *Tree) restore(old string) error {
	_, gone := t.disk.Lstat(t.target)
	if _, err := t.disk.Lstat(old); err != nil || !errors.Is(gone, fs.ErrNotExist) {
		return nil
	}
	if err := t.disk.Rename(old, t.target); err != nil {
		return fmt.Errorf("put the old site back: %w", err)
	}
	return t.disk.Sync(".")
}

// clearSite removes what a build wrote below a folder, and reports whether nothing else was there.
func (t *Tree) clearSite(dir string, j *journal, before map[string]fs.FileInfo) (gone bool, err error) {
	if _, err := t.disk.Lstat(dir); errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	site, err := fs.Sub(t.disk.FS(), dir)
	if err != nil {
		return false, err
	}
	list, isSite, err := listOf(site, j)
	if err != nil {
		return false, err
	}
	s := newSurvey(site, list.Files, slices.Concat(j.Keep, t.opts.About.Keep))
	s.before = before
	if err := s.run(); err != nil {
		return false, err
	}
	rest, err := t.giveBack(dir, s, isSite || j.exchanged)
	if err != nil {
		return false, err
	}
	return rest == 0, t.remove(dir, s, rest == 0)
}

// listOf is what may be removed from a site in a workplace: what its own manifest lists, else what
// the journal does as long as the old site can't lie there.
func listOf(site fs.FS, j *journal) (list *Manifest, isSite bool, err error) {
	m, _, err := ReadManifest(site)
	if err == nil || !errors.Is(err, ErrNoManifest) {
		return m, true, err
	}
	list = &Manifest{}
	if !j.exchanged {
		for _, name := range j.paths {
			list.Files = append(list.Files, File{Path: name})
		}
	}
	return list, false, nil
}

// giveBack moves kept files to the target, and what no build wrote as well, where its place there is
// free. It counts what stays.
func (t *Tree) giveBack(dir string, s *survey, toTarget bool) (rest int, err error) {
	for _, name := range slices.Concat(s.kept, s.strangers()) {
		name = strings.TrimSuffix(name, "/")
		home := path.Join(t.target, name)
		moved := false
		if toTarget {
			if moved, err = t.move(path.Join(dir, name), home); err != nil {
				return rest, fmt.Errorf("give %s back: %w", name, err)
			}
		}
		switch {
		case !moved:
			rest++
			t.left = append(t.left, Leftover{Path: t.full(path.Join(dir, name))})
		case !s.keep[name]:
			t.left = append(t.left, Leftover{Path: t.full(home)})
		}
	}
	return rest, nil
}

// move moves something to a place that is free and whose folder is there; else it stays.
func (t *Tree) move(from, to string) (bool, error) {
	if info, err := t.disk.Lstat(path.Dir(to)); err != nil || !info.IsDir() {
		return false, nil
	}
	if _, err := t.disk.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return true, t.disk.Rename(from, to)
}

// remove takes away the files that are as listed, the folders that are empty then, and last the
// manifest: as long as a file is there, its list is too.
func (t *Tree) remove(dir string, s *survey, whole bool) error {
	for _, name := range slices.Sorted(maps.Keys(s.seen)) {
		if err := t.disk.Remove(path.Join(dir, name)); err != nil {
			return err
		}
	}
	for _, name := range slices.Backward(s.entered) {
		if name == "." {
			break
		}
		if err := t.removeEmpty(path.Join(dir, name)); err != nil {
			return err
		}
	}
	if !whole {
		return nil
	}
	for _, name := range []string{SignatureName, ManifestName} {
		if err := t.disk.Remove(path.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return t.disk.Remove(dir)
}

// removeEmpty leaves a folder that something stayed in.
func (t *Tree) removeEmpty(dir string) error {
	entries, err := fs.ReadDir(t.disk.FS(), dir)
	if err != nil || len(entries) > 0 {
		return err
	}
	return t.disk.Remove(dir)
}
