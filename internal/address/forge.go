package address

import (
	"net/url"
	"path"
	"strings"

	"hindcast/internal/incident"
)

// Forge gives addresses at the host of a repository, in the forms that GitHub, Gitea and GitLab share, GitLab with a
// dash before them. All are empty where no repository is configured.
type Forge struct {
	Repository string // address of the repository, ending in a slash
	Branch     string
	Folder     string // of the records in it; empty for its top
}

// ForgeOf is the host that the settings name.
func ForgeOf(c *incident.Config) Forge {
	return Forge{string(c.Repository), c.Branch, string(c.RepositoryFolder)}
}

// file is the address of a file by its path in the repository.
func (f Forge) file(verb, name string) string {
	base := f.Repository
	if base == "" {
		return ""
	}
	if strings.Contains(base, "gitlab") {
		base += "-/"
	}
	return base + verb + "/" + url.PathEscape(f.Branch) + "/" + (&url.URL{Path: name}).EscapedPath()
}

// EditURL is where a file can be edited.
func (f Forge) EditURL(name string) string { return f.file("edit", path.Join(f.Folder, name)) }

// Outside is where the host shows what a link in a plain file leads to, where that is on no page; empty for all other links.
func Outside(c *incident.Config, from, target string) string {
	if name := c.Articles.Outside(c.RepositoryFolder, from, target); name != "" {
		return ForgeOf(c).FileURL(name)
	}
	return ""
}

// FileURL is where a file or folder is shown, by its path in the repository, whatever folder the records are in.
func (f Forge) FileURL(name string) string { return f.file("blob", name) }

// CommitURL is the page of a commit.
func (f Forge) CommitURL(hash string) string {
	base := f.Repository
	if base == "" {
		return ""
	}
	if strings.Contains(base, "gitlab") {
		base += "-/"
	}
	return base + "commit/" + hash
}

// ReportURL is where something can be said about a page.
func (f Forge) ReportURL(subject string) string {
	base := f.Repository
	switch {
	case base == "":
		return ""
	case strings.Contains(base, "gitlab"):
		return base + "-/issues/new?issue[title]=" + url.QueryEscape(subject)
	}
	return base + "issues/new?title=" + url.QueryEscape(subject)
}

// NewFile is where a record can be begun in the browser.
func (f Forge) NewFile() string { return f.file("new", path.Join(f.Folder, "incidents")) }
