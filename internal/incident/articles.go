package incident

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"hindcast/internal/diag"
)

// ArticleSettings name a folder of Markdown files that are articles as they are: documentation, runbooks, policies. The
// files need no front matter.
type ArticleSettings struct {
	Folder ArticleFolder `key:"folder" doc:"of Markdown files that are articles too, with or without a front matter; a dot for the top one"`
	TLP    string        `key:"tlp" vocab:"tlp" doc:"who may read those that do not say so themselves"`
	Order  []string      `key:"order" doc:"files and folders in it, in the order of their pages; the others follow by name"`
}

// ArticleFolder is a folder of the repository, slash-separated; a dot for the top one.
type ArticleFolder string

// otherFolders are those of a records repository that are read for something else.
var otherFolders = []string{"incidents", "knowledge", "templates", "site"}

// UnmarshalText reads a path within the repository that leads to nothing that is read for something else.
func (f *ArticleFolder) UnmarshalText(text []byte) error {
	name := strings.TrimSuffix(strings.TrimPrefix(string(text), "./"), "/")
	top, _, _ := strings.Cut(name, "/")
	switch {
	case !fs.ValidPath(name) || strings.ContainsRune(name, '\\') || name != "." && strings.HasPrefix(top, "."):
		return &diag.FormError{
			Message: fmt.Sprintf("is no folder of the repository: %q", text), Remedy: "write its path from the top, such as docs",
		}
	case slices.Contains(otherFolders, top):
		return &diag.FormError{
			Message: fmt.Sprintf("can't be %q, which is read for something else", name), Remedy: "name a folder beside it",
		}
	}
	*f = ArticleFolder(name)
	return nil
}

// Within is the path of a file from the folder of articles; false where it lies elsewhere.
func (s ArticleSettings) Within(file string) (name string, ok bool) {
	top, _, _ := strings.Cut(file, "/")
	switch s.Folder {
	case "":
		return "", false
	case ".":
		return file, !slices.Contains(otherFolders, top) && !strings.HasPrefix(file, "../")
	}
	return strings.CutPrefix(file, string(s.Folder)+"/")
}

// Slug is the name of a file of the folder: its path there without ending; for README.md and index.md that of their folder.
func (s ArticleSettings) Slug(file string) string {
	name, _ := s.Within(file)
	if folder := path.Dir(name); isFolderText(name) && folder != "." {
		return folder
	}
	return strings.TrimSuffix(name, path.Ext(name))
}

// isFolderText reports whether a file is what a folder is shown by: README.md or index.md.
func isFolderText(name string) bool {
	base := path.Base(name)
	return base == "README.md" || base == "index.md"
}

// IsFront reports whether an article is the text of the folder of articles itself.
func (s ArticleSettings) IsFront(a *Article) bool {
	name, ok := s.Within(a.Path)
	return ok && isFolderText(name) && path.Dir(name) == "."
}

// Compare orders two articles of the folder as the settings say: by what they name, a folder before what is in it, then by
// path.
func (s ArticleSettings) Compare(a, b *Article) int {
	return cmp.Or(cmp.Compare(s.rank(a), s.rank(b)), cmp.Compare(a.Slug, b.Slug))
}

// rank is where in the order an article stands: that of its own name before that of a folder around it.
func (s ArticleSettings) rank(a *Article) int {
	if s.IsFront(a) {
		return -1
	}
	for name := a.Slug; name != "."; name = path.Dir(name) {
		if i := slices.IndexFunc(s.Order, func(written string) bool { return OrderName(written) == name }); i >= 0 {
			return i
		}
	}
	return len(s.Order)
}

// OrderName is the slug or folder that an entry of the order names.
func OrderName(written string) string {
	name := path.Clean(strings.TrimPrefix(written, "/"))
	if folder := path.Dir(name); isFolderText(name) && folder != "." {
		return folder
	}
	return strings.TrimSuffix(name, ".md")
}

// Outside is what a link in a file of the folder of articles leads to where that is read for nothing: its path in the
// repository at the host; empty for all other links, and where no such repository is named.
func (c *Config) Outside(from, target string) string {
	if _, ok := c.Articles.Within(from); !ok || c.Repository == "" {
		return ""
	}
	name := path.Join(path.Dir(from), target)
	if strings.HasPrefix(target, "/") {
		name = strings.TrimPrefix(path.Clean(target), "/")
	}
	top, _, _ := strings.Cut(name, "/")
	if _, isRead := c.Articles.Within(name); isRead || slices.Contains(otherFolders, top) || name == string(c.Articles.Folder) {
		return ""
	}
	if name = path.Join(string(c.RepositoryFolder), name); name == ".." || strings.HasPrefix(name, "../") {
		return ""
	}
	return name
}
