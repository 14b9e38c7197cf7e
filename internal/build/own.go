package build

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"hindcast/internal/diag"
)

// ownFolders are those whose files a site copies or is made with.
var ownFolders = []string{"templates/pages", "templates/partials", "site/static"}

// namedInOwn reports what of the repository's own templates and files names something withheld.
func (s *Site) namedInOwn(fsys fs.FS) ([]diag.Finding, error) {
	var named []diag.Finding
	for _, folder := range ownFolders {
		err := fs.WalkDir(fsys, folder, func(name string, d fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist) && name == folder:
				return fs.SkipDir
			case err != nil || d.IsDir() || strings.HasPrefix(path.Base(name), "."):
				return err
			}
			text, err := fs.ReadFile(fsys, name)
			if err != nil {
				return err
			}
			if !utf8.Valid(text) {
				text = nil // its name is shown all the same
			}
			named = append(named, s.withheld.Texts(name, string(text))...)
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("read the files of the site's own: %w", err)
		}
	}
	return named, nil
}

func anyBelow(paths map[string]bool, folder string) bool {
	for p := range paths {
		if strings.HasPrefix(p, folder+"/") {
			return true
		}
	}
	return false
}
