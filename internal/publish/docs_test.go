package publish_test

import (
	"html"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"hindcast/internal/disclose"
	"hindcast/internal/publish"
)

var firstHeading = regexp.MustCompile(`(?m)^# (.+)$`)

// Each page of the documentation is a page of its site under its own heading, is in the navigation of all others, and shows
// nothing of what it says to the tests; every link on the site leads somewhere.
func TestSiteOfTheDocumentation(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	docs := os.DirFS("../../docs")
	_, files := makeSite(t, docs, publish.Options{Options: disclose.Options{Audience: "public"}})
	home := string(files["index.html"])
	n := 0
	err := fs.WalkDir(docs, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".md" {
			return err
		}
		n++
		text, err := fs.ReadFile(docs, name)
		if err != nil {
			return err
		}
		addr := "knowledge/" + strings.TrimSuffix(strings.TrimSuffix(name, ".md"), "/README") + "/"
		page := string(files[addr+"index.html"])
		title := firstHeading.FindStringSubmatch(string(text))[1]
		if !strings.Contains(page, ">"+html.EscapeString(title)+"</h1>") {
			t.Errorf("%s: there is no page %s with the heading %s", name, addr, title)
		}
		if strings.Contains(page, "&lt;!--") || strings.Contains(page, "not run:") {
			t.Errorf("%s: the page shows a comment", name)
		}
		if name != "README.md" && !strings.Contains(home, `<li><a href="./`+addr+`">`) {
			t.Errorf("%s is not in the navigation", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n < 40 {
		t.Errorf("%d files were looked at", n)
	}
	crawl(t, files, n)
}
