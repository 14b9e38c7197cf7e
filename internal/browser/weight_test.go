package browser

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"io"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// heaviest is how much a page and the styles and scripts that it loads may weigh, in bytes as sent
// with gzip.
const heaviest = 60_000

// No page of the demo, of 2,000 generated records or of the AI Incident Database weighs more than a reader on a slow
// line bears.
func TestWeight(t *testing.T) {
	t.Parallel()
	t.Run("demo", func(t *testing.T) { weigh(t, servedDemo(t)) })
	t.Run("generated", func(t *testing.T) { weigh(t, largeSite(t)) })
	t.Run("precedents", func(t *testing.T) { weigh(t, aiidSite(t)) })
}

func weigh(t *testing.T, s site) {
	t.Helper()
	type weight struct {
		page string
		size int
	}
	var pages []weight
	parts := map[string]int{} // by file; styles and scripts are those of many pages
	for _, page := range s.pages(t) {
		sum := gzipped(t, s.file(page))
		for _, part := range s.loads(t, page) {
			if _, known := parts[part]; !known {
				parts[part] = gzipped(t, part)
			}
			sum += parts[part]
		}
		pages = append(pages, weight{page, sum})
		if sum > heaviest {
			t.Errorf("%s weighs %d bytes, more than %d", page, sum, heaviest)
		}
	}
	slices.SortStableFunc(pages, func(a, b weight) int { return cmp.Compare(b.size, a.size) })
	for _, p := range pages[:min(5, len(pages))] {
		t.Logf("%6d bytes: /%s", p.size, p.page)
	}
	if len(parts) < 3 {
		t.Errorf("only %d styles and scripts are loaded", len(parts))
	}
}

// loads are the files of the styles and scripts that a page asks for.
func (s site) loads(t *testing.T, page string) []string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(read(t, s.file(page))))
	if err != nil {
		t.Fatalf("%s: %v", page, err)
	}
	base, err := url.Parse(s.address + page)
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for n := range doc.Descendants() {
		has := map[string]string{}
		for _, a := range n.Attr {
			has[a.Key] = a.Val
		}
		link := ""
		switch {
		case n.Data == "script":
			link = has["src"]
		case n.Data == "link" && has["rel"] == "stylesheet":
			link = has["href"]
		}
		if link == "" {
			continue
		}
		to, err := base.Parse(link)
		if err != nil {
			t.Fatalf("%s: %v", page, err)
		}
		files = append(files, s.file(strings.TrimPrefix(to.String(), s.address)))
	}
	return files
}

// gzipped is how large a file is when it is sent with gzip.
func gzipped(t *testing.T, path string) int {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var sent bytes.Buffer
	w := gzip.NewWriter(&sent)
	if _, err := io.Copy(w, f); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return sent.Len()
}
