package view

import (
	"net/url"
	"strings"
)

// The addresses of files at the host of the repository, in the forms that GitHub, Gitea and GitLab
// share, GitLab with a dash before them.

func (m *Model) forge(verb, path string) string {
	base := string(m.Log.Config.Repository)
	if base == "" {
		return ""
	}
	if strings.Contains(base, "gitlab") {
		base += "-/"
	}
	return base + verb + "/" + url.PathEscape(m.Log.Config.Branch) + "/" + (&url.URL{Path: path}).EscapedPath()
}

// EditURL is where a file can be edited; empty where no repository is configured.
func (m *Model) EditURL(path string) string { return m.forge("edit", path) }

// CommitURL is the page of a commit.
func (m *Model) CommitURL(hash string) string {
	base := string(m.Log.Config.Repository)
	if base == "" {
		return ""
	}
	if strings.Contains(base, "gitlab") {
		base += "-/"
	}
	return base + "commit/" + hash
}

// ReportURL is where something can be said about a page.
func (m *Model) ReportURL(subject string) string {
	base := string(m.Log.Config.Repository)
	switch {
	case base == "":
		return ""
	case strings.Contains(base, "gitlab"):
		return base + "-/issues/new?issue[title]=" + url.QueryEscape(subject)
	}
	return base + "issues/new?title=" + url.QueryEscape(subject)
}

// NewFile is where a record can be begun in the browser.
func (m *Model) NewFile() string { return m.forge("new", "incidents") }
