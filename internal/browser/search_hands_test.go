package browser

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"hindcast/internal/search"
	"hindcast/internal/search/format"
	"hindcast/internal/search/index"
)

// searchSite serves the demo with an index of other documents in place of its own, and returns the
// address of its search page. The documents lead to pages that are not there.
func searchSite(t *testing.T, below string, entries []index.Entry) (address string) {
	t.Helper()
	needBrowser(t)
	dir := demoCopy(t)
	putIndex(t, dir, entries)
	return static(t, dir, below) + "search/"
}

// putIndex writes an index in place of that of a site.
func putIndex(t *testing.T, dir string, entries []index.Entry) {
	t.Helper()
	for _, name := range indexFiles(t, dir, "*.bin") {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
	for name, data := range index.Build(entries, index.Options{Former: formerNames}).Files() {
		write(t, string(data), dir, "search", name)
	}
}

// formerNames are those that the table of queries asks for: a system had another name.
func formerNames(column, value string) []string {
	if column == "system" && value == "fraud-scoring" {
		return []string{"Card_Scoring"}
	}
	return nil
}

// indexFiles is the files of a site's index whose names match a pattern; there is one at least.
func indexFiles(t *testing.T, dir, pattern string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "search", pattern))
	if err != nil || len(names) == 0 {
		t.Fatalf("no files %s in the index: %v", pattern, err)
	}
	return names
}

// pumps is n documents that hold the word pump, the later the newer.
func pumps(n int) []index.Entry {
	var entries []index.Entry
	for i := range n {
		entries = append(entries, index.Entry{
			Doc: format.Doc{ID: fmt.Sprintf("X-%03d", i), Title: fmt.Sprintf("A pump %c", 'a'+i%26), URL: "x/", Kind: "incident"}, Class: index.Own,
			Fields: []index.Field{{Kind: index.FieldTitle, Text: "pump"}}, Values: map[string][]string{"kind": {"incident"}},
		})
	}
	return entries
}

// valves is n times apart documents of which every one apart holds the word valve too, so that few of these lie in one
// file.
func valves(n, apart int) []index.Entry {
	entries := pumps(n * apart)
	for i := 0; i < len(entries); i += apart {
		entries[i].Fields = append(entries[i].Fields, index.Field{Kind: index.FieldTitle, Text: "valve"})
	}
	return entries
}

// otherEngine is the index of a built site as the program reads it.
func otherEngine(t *testing.T, dir string) *search.Reader {
	t.Helper()
	r, err := search.Open(func(name string) ([]byte, error) { return os.ReadFile(filepath.Join(dir, "search", name)) })
	if err != nil {
		t.Fatal(err)
	}
	year, month, day := time.Now().Date() // as the browser has it, where a query says "last month"
	r.Today = int(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
	return r
}

// idsOf is what the other engine finds: the ids of the results that are shown at first, and all of them.
func idsOf(t *testing.T, r *search.Reader, query string, order search.Order, at place) (ids []string, all []search.Hit) {
	t.Helper()
	a, err := r.Search(query, order)
	if err != nil {
		t.Fatal(err)
	}
	shown := a.Hits[:min(at.list, len(a.Hits))]
	if groups := groupsOf(t, r, a.Hits); order == search.ByRelevance && len(groups) > 1 {
		shown = nil
		for _, g := range groups {
			shown = append(shown, g.Hits[:min(at.group, len(g.Hits))]...)
		}
	}
	for _, h := range shown {
		doc, err := r.Doc(h.Doc)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, doc.ID)
	}
	return ids, a.Hits
}

// place is where results are shown, and how many at first: in one list, and of each group.
type place struct{ list, group int }

var onPage, inDialog = place{10, 4}, place{8, 3}

func groupsOf(t *testing.T, r *search.Reader, hits []search.Hit) []search.Group {
	t.Helper()
	groups, err := r.Groups(hits)
	if err != nil {
		t.Fatal(err)
	}
	return groups
}

var groupTitles = map[string]string{
	"records": "Records", "precedents": "Precedents", "systems": "Systems", "knowledge": "Knowledge",
}

// said is what a screen reader hears of the groups of some hits.
func (p *tab) said(other *search.Reader, hits []search.Hit) string {
	p.Helper()
	var said []string
	for _, g := range groupsOf(p.T, other, hits) {
		said = append(said, fmt.Sprintf("%s: %d.", groupTitles[g.Name], len(g.Hits)))
	}
	return strings.Join(said, " ")
}

// foundIDs is the ids of the results that the page shows, in their order.
const foundIDs = `[...document.querySelectorAll("#results li")].map(li => li.dataset.id).join(" ")`

// finds waits until the page shows exactly these results.
func (p *tab) finds(want ...string) {
	p.Helper()
	becomes(p, strings.Join(want, " "), foundIDs)
}

// typeIn empties the field of the page and presses the keys of a text in it.
func (p *tab) typeIn(text string) {
	p.Helper()
	ask[bool](p, `document.querySelector("#q").value = "", true`)
	p.do(chromedp.SendKeys(chromedp.CSS("#q"), text))
}

func (p *tab) inAddress(query string) {
	p.Helper()
	becomes(p, query, "location.search")
}

// back presses the button. Whether the page is loaded again or was kept is the browser's affair.
func (p *tab) back() {
	p.Helper()
	ask[bool](p, "setTimeout(() => history.back()) > 0") // the answer comes before the page goes
}

// facet opens a filter and waits for its counts.
func (p *tab) facet(field string) {
	p.Helper()
	ask[bool](p, fmt.Sprintf(`(document.querySelector("#facets").open = document.querySelector("#facet-%s").open = true)`,
		field))
	eventually(p.T, "the filter "+field+" counts", func() bool {
		n, err := try[int](p, fmt.Sprintf(`document.querySelectorAll("#facet-%s label").length`, field))
		return err == nil && n > 0
	})
}

// narrow ticks a value of a filter, or takes it away, as a reader does.
func (p *tab) narrow(field, value string) {
	p.Helper()
	p.facet(field)
	p.click(fmt.Sprintf("#facets input[name=%q][value=%q]", field, value))
}

// offline takes the connection away, or gives it back.
func (p *tab) offline(is bool) {
	p.Helper()
	tell(p, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Offline: is, DownloadThroughput: -1, UploadThroughput: -1}},
	})
}

// gate serves a site and holds back, or answers otherwise, what a test says.
type gate struct {
	address string
	answer  func(w http.ResponseWriter, r *http.Request) bool // true where it answered
}

// gated serves a folder below a path. The answer may be changed while nothing is being loaded.
func gated(t *testing.T, dir, below string) *gate {
	t.Helper()
	g := &gate{answer: func(http.ResponseWriter, *http.Request) bool { return false }}
	files := http.StripPrefix(strings.TrimSuffix(below, "/"), http.FileServer(http.Dir(dir)))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		if !g.answer(w, r) {
			files.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(server.Close)
	g.address = server.URL + below
	return g
}

// held holds back the requests whose path has a part, until release is called.
func held(t *testing.T, part string) (answer func(w http.ResponseWriter, r *http.Request) bool, release func()) {
	t.Helper()
	gone := make(chan struct{})
	release = func() {
		select {
		case <-gone:
		default:
			close(gone)
		}
	}
	t.Cleanup(release) // before the server is closed, which waits for its requests
	return func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.Contains(r.URL.Path, part) {
			select {
			case <-gone:
			case <-r.Context().Done():
			case <-time.After(guard):
			}
		}
		return false
	}, release
}

// loaded is how many files the page has loaded whose address matches a pattern.
func (p *tab) loaded(pattern string) int {
	p.Helper()
	return ask[int](p, fmt.Sprintf(`performance.getEntriesByType("resource").filter(e => /%s/.test(e.name)).length`,
		pattern))
}
