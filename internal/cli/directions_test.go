package cli_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Every text of a record, system or article runs in its own direction on each page: it stands in an element that lets
// the browser find the direction, or in code. The pages of the trends are not looked at.
func TestTextsRunInTheirOwnDirection(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	machine := regexp.MustCompile(`^(slug|alias|address|source address|name of|setting|subject|comment|metadata|control)\b`)
	kinds := map[string]bool{} // of texts, and whether each of them ran wrongly somewhere
	for seed := range uint64(4) {
		c := newCorpus(seed)
		dir := t.TempDir()
		if err := c.put(dir); err != nil {
			t.Fatal(err)
		}
		site := filepath.Join(dir, "public")
		runAt(t, afterCorpora, dir, "build", "--audience", "restricted", "--keep-going", "-o", site)
		for _, name := range pagesBelow(t, site) {
			text, err := os.ReadFile(filepath.Join(site, name))
			if err != nil {
				t.Fatal(err)
			}
			page, err := html.Parse(bytes.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			for node := range page.Descendants() {
				if node.Type != html.TextNode || strings.HasPrefix(name, "trends/") {
					continue
				}
				for _, word := range canaryWord.FindAllString(node.Data, -1) {
					kind, _, _ := strings.Cut(c.canaries[word].where, " of INC")
					if !machine.MatchString(kind) && !hasDirection(node) && !kinds[kind] {
						t.Errorf("%s: %s stands in %q", name, kind, strings.TrimSpace(node.Data))
					}
					kinds[kind] = kinds[kind] || !hasDirection(node)
				}
			}
		}
	}
	if len(kinds) < 80 {
		t.Errorf("only %d kinds of texts were found", len(kinds))
	}
}

var canaryWord = regexp.MustCompile(`vq[a-z]{9}kz`)

// hasDirection reports whether an element around a text, below the frame of the page, says in which direction it runs.
func hasDirection(text *html.Node) bool {
	for a := range text.Ancestors() {
		switch a.DataAtom {
		case atom.Bdi, atom.Code, atom.Pre, atom.Head:
			return true
		case atom.Body:
			return false
		}
		if slices.ContainsFunc(a.Attr, func(attr html.Attribute) bool { return attr.Key == "dir" }) {
			return true
		}
	}
	return false
}

// pagesBelow are the paths of the pages of a site.
func pagesBelow(t *testing.T, site string) (names []string) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(site), ".", func(name string, _ fs.DirEntry, err error) error {
		if filepath.Ext(name) == ".html" {
			names = append(names, name)
		}
		return err
	})
	if err != nil || len(names) == 0 {
		t.Fatalf("there are no pages: %v", err)
	}
	return names
}
