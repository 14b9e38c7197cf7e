// Package folder tells what a folder of plain Markdown files is to a records repository: which files are articles, what
// they are called, in which order they stand, and which links lead out of it. It reads no file.
package folder

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hindcast/internal/diag"
)

// Settings name a folder of Markdown files that are articles as they are: documentation, runbooks, policies. The files
// need no front matter.
type Settings struct {
	Folder Path     `key:"folder" doc:"of Markdown files that are articles too, with or without a front matter; a dot for the top one"`
	TLP    string   `key:"tlp" vocab:"tlp" doc:"who may read those that do not say so themselves"`
	Order  []string `key:"order" doc:"files and folders in it, in the order of their pages; the others follow by name"`
}

// Path is a folder of the repository, slash-separated; a dot for the top one.
type Path string

// others are the folders of a records repository that are read for something else.
var others = []string{"incidents", "knowledge", "templates", "site"}

// UnmarshalText reads a path within the repository that leads to nothing that is read for something else.
func (f *Path) UnmarshalText(text []byte) error {
	name := strings.TrimSuffix(strings.TrimPrefix(string(text), "./"), "/")
	top, _, _ := strings.Cut(name, "/")
	switch {
	case !fs.ValidPath(name) || strings.ContainsRune(name, '\\') || name != "." && strings.HasPrefix(top, "."):
		return &diag.FormError{
			Message: fmt.Sprintf("is no folder of the repository: %q", text), Remedy: "write its path from the top, such as docs",
		}
	case slices.Contains(others, top):
		return &diag.FormError{
			Message: fmt.Sprintf("can't be %q, which is read for something else", name), Remedy: "name a folder beside it",
		}
	}
	*f = Path(name)
	return nil
}

// Within is the path of a file from the folder; false where it lies elsewhere, or no folder is named.
func (s Settings) Within(file string) (name string, ok bool) {
	top, _, _ := strings.Cut(file, "/")
	switch s.Folder {
	case "":
		return "", false
	case ".":
		return file, !slices.Contains(others, top) && top != ".."
	}
	return strings.CutPrefix(file, string(s.Folder)+"/")
}

// Slug is the name of a file of the folder: its path there without ending; for README.md and index.md that of the folder
// they are in.
func (s Settings) Slug(file string) string {
	name, _ := s.Within(file)
	if in := path.Dir(name); IsText(name) && in != "." {
		return in
	}
	return strings.TrimSuffix(name, path.Ext(name))
}

// Title is what a file or folder without a heading is called: the end of its slug as words.
func (Settings) Title(slug string) string {
	name := strings.NewReplacer("-", " ", "_", " ").Replace(path.Base(slug))
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(first)) + name[size:]
}

// IsText reports whether a file is what the folder that it is in is shown by.
func IsText(file string) bool {
	base := path.Base(file)
	return base == "README.md" || base == "index.md"
}

// IsFront reports whether a file is what the folder itself is shown by.
func (s Settings) IsFront(file string) bool {
	name, ok := s.Within(file)
	return ok && IsText(name) && path.Dir(name) == "."
}

// Rank is where in the order a file of the folder stands, that of its own name before that of a folder around it; files of
// the same rank follow by slug. The text of the folder itself stands before all.
func (s Settings) Rank(file string) int {
	if s.IsFront(file) {
		return -1
	}
	for name := s.Slug(file); name != "."; name = path.Dir(name) {
		if i := slices.IndexFunc(s.Order, func(written string) bool { return Named(written) == name }); i >= 0 {
			return i
		}
	}
	return len(s.Order)
}

// Named is the slug or folder that an entry of the order names.
func Named(written string) string {
	name := path.Clean(strings.TrimPrefix(written, "/"))
	if in := path.Dir(name); IsText(name) && in != "." {
		return in
	}
	return strings.TrimSuffix(name, ".md")
}

// Outside is what a link in a file of the folder leads to where that is read for nothing, from the top of a repository
// that has the records in a folder of its own, empty for its top; empty for all other links.
func (s Settings) Outside(records Path, from, target string) string {
	if _, ok := s.Within(from); !ok {
		return ""
	}
	name := path.Join(path.Dir(from), target)
	if strings.HasPrefix(target, "/") {
		name = strings.TrimPrefix(path.Clean(target), "/")
	}
	top, _, _ := strings.Cut(name, "/")
	if _, isRead := s.Within(name); isRead || slices.Contains(others, top) || name == string(s.Folder) {
		return ""
	}
	if name = path.Join(string(records), name); name == ".." || strings.HasPrefix(name, "../") {
		return ""
	}
	return name
}
