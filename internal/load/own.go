package load

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/diag"
	"hindcast/internal/disk"
	"hindcast/internal/incident"
)

// OwnFolders hold what a repository adds to its site or replaces in it.
var OwnFolders = []string{
	"templates/pages", "templates/partials", "templates/records", "templates/languages", "site/static",
}

// own lists the files of these folders, in order of path, each with the fault that keeps it from
// being read. None is read here.
func (l *Loader) own(fsys fs.FS, kept []incident.KeptName) []*incident.File {
	var list []*incident.File
	for _, folder := range OwnFolders {
		if file := l.misplaced(fsys, folder); file != nil {
			if !slices.ContainsFunc(list, func(f *incident.File) bool { return f.Path == file.Path }) {
				list = append(list, file)
			}
			continue
		}
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
			} else if static, ok := strings.CutPrefix(name, "site/static/"); ok {
				l.fault(file, staticFaults(static, kept)...)
			}
			list = append(list, file)
			return nil
		})
	}
	slices.SortFunc(list, func(a, b *incident.File) int { return strings.Compare(a.Path, b.Path) })
	return list
}

// misplaced is what is where a folder, or one above it, belongs, with its fault; nil where none does.
func (l *Loader) misplaced(fsys fs.FS, folder string) *incident.File {
	name := ""
	for part := range strings.SplitSeq(folder, "/") {
		name = path.Join(name, part)
		if _, err := fs.Lstat(fsys, name); errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		info, err := fs.Stat(fsys, name)
		if err == nil && info.IsDir() {
			continue
		}
		message := "this is no folder, so nothing is read here"
		if err != nil {
			message = reason(err)
		}
		file := &incident.File{Path: name}
		l.fault(file, diag.Finding{
			Rule: incident.RuleUnreadable, Span: diag.FileStart, Message: message, Hint: "replace it by a folder, or remove it",
		})
		return file
	}
	return nil
}

// fitsOwn is why a file can't be taken into the site.
func (l *Loader) fitsOwn(fsys fs.FS, name string) error {
	if unfit := address.UnfitPath(name); unfit != "" {
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

func staticFaults(name string, kept []incident.KeptName) []diag.Finding {
	message := address.UnfitStatic(name, kept)
	if message == "" {
		return nil
	}
	return []diag.Finding{
		{
			Rule: incident.RuleStatic, Span: diag.FileStart, Message: message,
			Hint: "rename the file or its folder, or take it out of site/static",
		},
	}
}

// tooLarge means that a file has more bytes than may be read.
type tooLarge struct{ has, most int64 }

func (e *tooLarge) Error() string {
	return fmt.Sprintf("the file has %d bytes; at most %d are read", e.has, e.most)
}

func ownFault(err error) diag.Finding {
	f := diag.Finding{
		Rule: incident.RuleUnreadable, Span: diag.FileStart, Message: reason(err),
		Hint: "replace it by a regular file, or remove it",
	}
	var large *tooLarge
	if errors.As(err, &large) {
		f.Rule, f.Hint = incident.RuleFileSize, "make it smaller, or raise limits."+incident.LimitOwn+" in hindcast.yaml"
	}
	return f
}
