package load

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"hindcast/internal/diag"
	"hindcast/internal/disk"
	"hindcast/internal/incident"
)

// OwnFolders hold what a repository adds to its site or replaces in it.
var OwnFolders = []string{"templates/pages", "templates/partials", "templates/records", "templates/languages", "site/static"}

// own lists the files of these folders, in order of path, each with the fault that keeps it from
// being read. None is read here.
func (l *Loader) own(fsys fs.FS) []*incident.File {
	var list []*incident.File
	for _, folder := range OwnFolders {
		// The function given returns no error, so that none comes back.
		_ = fs.WalkDir(fsys, folder, func(name string, d fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist) && name == folder:
				return nil
			case err == nil && (d.IsDir() || strings.HasPrefix(path.Base(name), ".")):
				return nil
			}
			file := &incident.File{Path: name}
			if err == nil {
				err = l.fitsOwn(fsys, name)
			}
			if err != nil {
				l.fault(file, ownFault(err))
			}
			list = append(list, file)
			return nil
		})
	}
	slices.SortFunc(list, func(a, b *incident.File) int { return strings.Compare(a.Path, b.Path) })
	return list
}

// fitsOwn tells why a file can't be taken into the site.
func (l *Loader) fitsOwn(fsys fs.FS, name string) error {
	if unfit := incident.UnfitPath(name); unfit != "" {
		return errors.New(unfit)
	}
	info, err := fs.Stat(fsys, name)
	switch {
	case err != nil:
		return err
	case info.IsDir():
		return errLinkedFolder
	case !info.Mode().IsRegular():
		return disk.ErrIrregular
	case info.Size() > l.limits.Own:
		return &tooLarge{info.Size(), l.limits.Own}
	}
	return nil
}

// tooLarge tells that a file has more bytes than may be read.
type tooLarge struct{ has, most int64 }

func (e *tooLarge) Error() string {
	return fmt.Sprintf("the file has %d bytes; at most %d are read", e.has, e.most)
}

func ownFault(err error) diag.Finding {
	f := diag.Finding{Rule: incident.RuleUnreadable, Span: diag.FileStart, Message: reason(err), Hint: "replace it by a regular file, or remove it"}
	var large *tooLarge
	if errors.As(err, &large) {
		f.Rule, f.Hint = incident.RuleFileSize, "make it smaller, or raise limits."+incident.LimitOwn+" in hindcast.yaml"
	}
	return f
}
