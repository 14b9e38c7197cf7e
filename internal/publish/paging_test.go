package publish_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"path"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"hindcast/internal/address"
	"hindcast/internal/bench/gen"
	"hindcast/internal/corpus"
	"hindcast/internal/datafiles"
	"hindcast/internal/disclose"
	"hindcast/internal/layout"
	"hindcast/internal/load"
	"hindcast/internal/publish"
	"hindcast/internal/view/viewtest"
)

// However many records there are, no page lists more than fits on one, and all of them are reached page by page.
func TestListsAreCutIntoPages(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	fsys := gen.FS(1, 600)
	c, err := corpus.Open(context.Background(), fsys, corpus.Options{Now: now, Limits: load.DefaultLimits})
	if err != nil {
		t.Fatal(err)
	}
	var records, actions, lessons, duties, measures, open, openIncidents int
	for _, r := range c.Log.Records {
		if r.IsPrecedent() {
			continue
		}
		records++
		if r.IsOpen() {
			open++
			if r.Counts() {
				openIncidents++
			}
		}
		if r.HasLessons() {
			lessons++
		}
		if r.Status == "withdrawn" || r.Status == "duplicate" {
			continue
		}
		actions += len(r.Actions)
		for _, o := range r.Obligations {
			if o.Applies != "no" {
				duties++
			}
		}
		for _, m := range r.Mitigations {
			if m.Removed.IsZero() && m.Kept == "" {
				measures++
			}
		}
	}
	if records < 500 || actions < 500 || lessons < 200 || duties < 150 || measures < 25 {
		t.Fatalf("%d records, %d actions, %d lessons, %d duties and %d measures are too few to test with",
			records, actions, lessons, duties, measures)
	}

	_, files := makeSite(t, fsys, publish.Options{Options: disclose.Options{Audience: "restricted"}})
	crawl(t, files, 10)
	docs := map[string]*html.Node{}
	for name, body := range files {
		if path.Ext(name) != ".html" {
			continue
		}
		doc, err := html.Parse(bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		docs[name] = doc
		checkBounds(t, name, body, doc)
	}
	under := func(tag, key, value string) func(*html.Node) bool {
		return func(n *html.Node) bool {
			for up := range n.Ancestors() {
				if n.Data == tag && valueOf(up, key) == value {
					return true
				}
			}
			return false
		}
	}
	byClass := under("li", "class", "records")
	counts := tiles(t, files["index.html"])
	overdue, _ := strconv.Atoi(counts["overdue"])
	if got := counts["open records"]; got != strconv.Itoa(open) {
		t.Errorf("the home page counts %s open records, want %d", got, open)
	}
	// Home counts records of all kinds and says how many of them the trends count; these have as many of an age that is
	// known and as are left out.
	if !bytes.Contains(files["index.html"], fmt.Appendf(nil, "%d of them are incidents", openIncidents)) {
		t.Errorf("the home page does not say that %d of the open records are incidents", openIncidents)
	}
	if got := openInTrends(t, files["trends/figures.json"]); got != openIncidents {
		t.Errorf("the trends count %d open incidents, want %d", got, openIncidents)
	}
	for _, list := range []struct {
		addr  string
		isRow func(*html.Node) bool
		want  int
	}{
		{"incidents/", byClass, records},
		{"incidents/by-severity/", byClass, records},
		{"incidents/by-stage/", byClass, records},
		{"incidents/open/", byClass, open},
		{"actions/", func(n *html.Node) bool { return n.Data == "tr" && n.Parent.Data == "tbody" }, actions},
		{"actions/overdue/", under("li", "class", "todo"), overdue},
		{"actions/measures/", under("li", "class", "todo"), measures},
		{"obligations/", func(n *html.Node) bool {
			return n.Parent != nil && n.Parent.Data == "tbody" && under("tr", "aria-label", "Duties to report")(n)
		}, duties},
		{"lessons/", func(n *html.Node) bool { return valueOf(n, "class") == "lesson" }, lessons},
	} {
		if got := rowsOfList(docs, list.addr, list.isRow); got != list.want {
			t.Errorf("the pages of %s list %d, want %d", list.addr, got, list.want)
		}
	}
}

// A glossary of many terms is cut into pages, with links to all letters; of each term the first paragraph stands there.
func TestGlossaryIsCutIntoPages(t *testing.T) {
	log := fstest.MapFS{"hindcast.yaml": {Data: []byte("title: Log\n")}}
	const terms = 120
	for i := range terms {
		text := fmt.Sprintf("---\ntitle: %c term %d\ntlp: CLEAR\n---\nFirst of %d.\n\nSecond of %d.\n", 'A'+i%7, i, i, i)
		log[fmt.Sprintf("knowledge/glossary/t%d.md", i)] = &fstest.MapFile{Data: []byte(text)}
	}
	_, files := makeSite(t, log, publish.Options{})
	crawl(t, files, 10)
	seen := 0
	for n := 1; ; n++ {
		page, there := files[address.File(layout.SheetAddress("knowledge/glossary/", n))]
		if !there {
			break
		}
		entries := bytes.Count(page, []byte(`class="entry"`))
		if seen += entries; entries > 40 || bytes.Contains(page, []byte("Second of")) || bytes.Count(page, []byte("First of")) != entries {
			t.Errorf("page %d has %d terms, or more of them than their first paragraph", n, entries)
		}
		for letter := 'a'; letter <= 'g'; letter++ {
			if !bytes.Contains(page, []byte("#letter-"+string(letter))) {
				t.Errorf("page %d does not lead to %c", n, letter)
			}
		}
	}
	if seen != terms {
		t.Errorf("%d terms are on the pages, want %d", seen, terms)
	}
}

// openInTrends is how many open incidents the figure of their age counts or names as left out.
func openInTrends(t *testing.T, text []byte) int {
	t.Helper()
	var report datafiles.ReportJSON
	if err := json.Unmarshal(text, &report); err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Figures {
		if f.ID == "open" {
			n := f.N
			for _, out := range f.LeftOut {
				n += out.N
			}
			return n
		}
	}
	t.Fatal("there is no figure of the age of open incidents")
	return 0
}

// rowsOfList counts the rows on the pages of a list that are reached by the links to its pages.
func rowsOfList(docs map[string]*html.Node, addr string, isRow func(*html.Node) bool) int {
	rows := 0
	seen := map[string]bool{}
	for next := []string{path.Join(addr, "index.html")}; len(next) > 0; next = next[1:] {
		name := next[0]
		if seen[name] || docs[name] == nil {
			continue
		}
		seen[name] = true
		for n := range docs[name].Descendants() {
			switch {
			case isRow(n):
				rows++
			case valueOf(n, "class") == "pages":
				for a := range n.Descendants() {
					if a.Data == "a" {
						next = append(next, path.Join(path.Dir(name), valueOf(a, "href"), "index.html"))
					}
				}
			}
		}
	}
	return rows
}

// checkBounds reports a list on a page that is longer than a page has rows, and a page that is too heavy. The controls
// that no record names are as many as the table of their framework has, and beside the fifty records of a page of a
// control stand the actions of each.
func checkBounds(t *testing.T, name string, body []byte, doc *html.Node) {
	t.Helper()
	most := layout.PerPage
	if strings.HasPrefix(name, "governance/") {
		most *= 2
	}
	for n := range doc.Descendants() {
		rows := 0
		for child := range n.ChildNodes() {
			if child.Type == html.ElementNode {
				rows++
			}
		}
		isList := n.Data == "ul" || n.Data == "ol" || n.Data == "tbody"
		if isList && rows > most && valueOf(n, "class") != "bare" {
			t.Errorf("%s lists %d in one place", name, rows)
		}
	}
	if n := viewtest.Weight(t, body); n > viewtest.Heaviest {
		t.Errorf("%s weighs %d bytes", name, n)
	}
}

// valueOf is an attribute of an element; empty where it has none.
func valueOf(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
